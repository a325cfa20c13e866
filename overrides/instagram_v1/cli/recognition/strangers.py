"""What is no answer of an operation, but known all the same; and what is odd about envelopes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from instagram_v1.runtime.plain import is_dict, is_list

if TYPE_CHECKING:
    from instagram_v1.cli.recognition.findings import Findings
    from instagram_v1.runtime.operation import Operation

Known = tuple[str, str, tuple[Any, ...]]
"""What it is, the name of its items, and the items."""

_TOKEN: Final = re.compile(r"\b(access_token|client_secret)=[^&\s]{6,}")
_PRIVATE_WORDS: Final = frozenset({"items", "user", "users", "media", "message", "num_results", "logged_in_user", "pk"})


def error(value: Any) -> str | None:
    """What an error of the API says; ``None`` for what is none."""
    from instagram_v1 import OPERATIONS, decode
    from instagram_v1.errors import APIError, InstagramError

    if not is_dict(value) or not _may_be_error(value):
        return None
    import json

    try:
        decode(next(iter(OPERATIONS)), json.dumps(value))
    except APIError as found:
        said = ": ".join(str(part) for part in (found.error_type, found.error_message) if part)
        return said or f"code {found.code}"
    except InstagramError:
        return None
    return None


def error_name(value: dict[str, Any]) -> str:
    """The short name of an error."""
    holder = _object(value.get("meta")) or value
    return f"error {holder.get('code', '')} {holder.get('error_type') or ''}".strip()


def known(value: Any, findings: Findings) -> Known | None:
    """What is no answer of an operation, but known."""
    if is_list(value):
        items = value
        if items and all(is_dict(item) and "changed_aspect" in item for item in items):
            return f"{len(items)} notifications of a subscription", "Notification", tuple(items)
        return None
    if not is_dict(value):
        return None
    held = value
    for test in (_token, _private, _graph, _oembed, _export):
        found = test(held, findings)
        if found is not None:
            return found
    return None


def line_of_export(value: Any) -> Any:
    """What a line of an export holds beside the id of its media; anything else as it is."""
    if is_dict(value):
        held = value
        if len(held) == 2 and "media_id" in held:
            return next(item for name, item in held.items() if name != "media_id")
    return value


def look_at(value: dict[str, Any], operation: Operation[Any, Any], status: int, findings: Findings) -> None:
    """Note what is odd about the envelope of an answer."""
    look_at_envelope(value, findings)
    look_at_status(value, status, findings)
    pagination = value.get("pagination")
    if pagination and not operation.envelope.pagination:
        findings.add("pagination", "$.pagination", "where this operation has no pages")
    held = _object(pagination)
    address = held.get("next_url")
    if isinstance(address, str):
        if _TOKEN.search(address):
            findings.add("secret", "$.pagination.next_url", "holds a credential: keep the file to yourself")
        if operation.pagination is not None and not held.get(operation.pagination.next_key):
            findings.add("pagination", "$.pagination", f"has next_url without {operation.pagination.next_key}")
    items = value.get(operation.envelope.data)
    if is_list(items):
        _look_for_twins(items, findings)


def look_at_envelope(value: dict[str, Any], findings: Findings) -> None:
    """Note what is missing of an envelope, and what is too much."""
    if "meta" not in value:
        findings.add("no-envelope", "$", "has no meta")
    for name in value.keys() - {"meta", "data", "pagination"}:
        findings.add("unknown", f"$.{name}", "")


def look_at_status(value: dict[str, Any], status: int, findings: Findings) -> None:
    """Note where the HTTP status and the code in the body differ."""
    code = (_object(value.get("meta")) or value).get("code")
    if status and isinstance(code, int) and code != status:
        findings.add("status", "", f"HTTP {status}, but code {code} in the body")


def _look_for_twins(items: list[Any], findings: Findings) -> None:
    seen = set[str]()
    for item in items:
        name = _object(item).get("id")
        if name is not None and str(name) in seen:
            findings.add("double", "$.data[].id", "")
        seen.add(str(name))


def _may_be_error(held: dict[str, Any]) -> bool:
    meta = _object(held.get("meta"))
    code = meta.get("code", held.get("code"))
    return bool("error_type" in meta or "error_type" in held or (code is not None and str(code)[:1] not in ("", "2")))


def _token(held: dict[str, Any], findings: Findings) -> Known | None:
    if "access_token" not in held or not isinstance(held.get("user", {}), dict):
        return None
    findings.add("secret", "$.access_token", "is a credential: keep the file to yourself")
    user = _object(held.get("user"))
    return "an access token of /oauth/access_token", "User" if user else "", (user,) if user else ()


def _private(held: dict[str, Any], findings: Findings) -> Known | None:
    if held.get("status") not in ("ok", "fail", "failed") or "meta" in held:
        return None
    findings.add("foreign", "", "the app's private API: other names, other envelope")
    inside = sorted(held.keys() & _PRIVATE_WORDS)
    what = f"an answer of the private API ({', '.join(inside)})" if inside else "an answer of the private API"
    return what, "", ()


def _graph(held: dict[str, Any], findings: Findings) -> Known | None:
    paging = _object(held.get("paging"))
    failed = _object(held.get("error"))
    if not ("cursors" in paging or ("fbtrace_id" in failed and "type" in failed)):
        return None
    findings.add("foreign", "", "the Graph API, which came after v1")
    return "an answer of the Graph API", "", ()


def _oembed(held: dict[str, Any], findings: Findings) -> Known | None:
    if "provider_name" in held and "version" in held:
        return "an answer of /oembed", "", (held,)
    return None


def _export(held: dict[str, Any], findings: Findings) -> Known | None:
    if held.get("format") == "instagram-v1 export":
        return "the manifest or journal of an export", "", ()
    if {"part", "size"} <= held.keys() or held.keys() == {"run", "update"}:
        return "a line of the journal of an export", "", ()
    return None


def _object(value: Any) -> dict[str, Any]:
    return value if is_dict(value) else {}
