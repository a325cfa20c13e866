"""A request on its way to be made: what the caller asked for, not yet authorised and not yet encoded."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import attrs
import msgspec

from instagram_v1.runtime.errors import PaginationError, ParameterRuleError
from instagram_v1.runtime.model import Model, plain
from instagram_v1.runtime.multipart import MULTIPART, multipart
from instagram_v1.runtime.redact import SECRET_NAMES, Secret

if TYPE_CHECKING:
    from instagram_v1.runtime.operation import Operation, Parameter

Pairs = tuple[tuple[str, str], ...]
FORM = "application/x-www-form-urlencoded"

_PORTS = {"http": 80, "https": 443}


@attrs.frozen(kw_only=True)
class Draft:
    """A request before its credentials are added; frozen, so that every attempt starts from the same.

    Attributes:
        method: HTTP method in capitals.
        path: Path below the base address, percent-encoded.
        query: Parameters of the address.
        form: Fields of the body, or ``None`` when there is none.
        files: Files of the body, by the name of their field.
        body: Media type of the body.
        headers: Headers beside the usual ones.
    """

    method: str
    path: str
    query: Pairs = attrs.field(default=(), repr=False)
    form: Pairs | None = attrs.field(default=None, repr=False)
    files: tuple[tuple[str, bytes], ...] = attrs.field(default=(), repr=False)
    body: str = FORM
    headers: Pairs = attrs.field(default=(), repr=False)

    @property
    def endpoint(self) -> str:
        """The path as it reads, decoded."""
        return unquote(self.path)

    def url(self, base: str) -> str:
        """The absolute address."""
        return base + self.path + (f"?{encode(self.query)}" if self.query else "")

    def content(self) -> tuple[str, bytes] | None:
        """The body and its media type, or ``None`` when there is none."""
        if self.form is None:
            return None
        if self.body == MULTIPART:
            return multipart(self.form, self.files)
        return FORM, encode(self.form).encode("ascii")


def encode(pairs: Pairs) -> str:
    """Percent-encode names and values, with ``%20`` for a space."""
    return "&".join([f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs])


def draft(operation: Operation[Any, Any], arguments: Mapping[str, object]) -> Draft:
    """Put arguments where the operation wants them.

    Args:
        operation: What is asked.
        arguments: Values by wire name; ``None`` is not sent.

    Raises:
        ParameterRuleError: A required parameter is missing or empty, a value has no form on the wire, or a name is
            unknown.
    """
    placed: dict[str, list[tuple[str, str]]] = {"path": [], "query": [], "form": [], "header": []}
    files: list[tuple[str, bytes]] = []
    _refuse_unknown(operation, arguments)
    for parameter in operation.parameters:
        if parameter.type == "file":
            files += _file(operation, parameter, arguments.get(parameter.wire))
            continue
        texts = _texts(operation, parameter, arguments.get(parameter.wire))
        placed[parameter.location].extend((parameter.wire, text) for text in texts)
    return Draft(
        method=operation.method,
        path=_path(operation, dict(placed["path"])),
        query=tuple(placed["query"]),
        form=tuple(placed["form"]) if operation.body else None,
        files=tuple(files),
        body=operation.body or FORM,
        headers=tuple(placed["header"]),
    )


def follow(operation: Operation[Any, Any], address: str, base: str) -> Draft:
    """Make a request of the address that an answer named for its following page.

    Only what lies below the base address is followed, since the request carries credentials; those in the address are
    dropped, and fresh ones added later.

    Raises:
        PaginationError: The address is of another scheme, host, port or place.
    """
    try:
        there, here = urlsplit(address), urlsplit(base)
        same = (there.scheme, _host(there), _port(there)) == (here.scheme, _host(here), _port(here))
    except ValueError:
        same, there, here = False, urlsplit(""), urlsplit("")
    below = there.path.removeprefix(here.path)
    dots = {unquote(segment) for segment in below.split("/")} & {".", ".."}
    if not same or there.username is not None or not there.path.startswith(f"{here.path}/") or dots:
        raise PaginationError(
            f"{operation.id}: the API names a following page outside of {base}, which is refused: the token would go "
            "there. If the API moved, give its address as `base_url`.",
            operation=operation.id,
        )
    dropped = SECRET_NAMES | {name for names in operation.security for name in names}
    pairs = parse_qsl(there.query, keep_blank_values=True)
    return Draft(method="GET", path=below, query=tuple(pair for pair in pairs if pair[0] not in dropped))


def segment(value: str) -> str:
    """One segment of a path: nothing in it can end it, or climb out of it."""
    # Dots need no encoding by the rules, but libraries resolve `.` and `..` before they send.
    return "%2E" * len(value) if value in (".", "..") else quote(value, safe="")


def _path(operation: Operation[Any, Any], values: Mapping[str, str]) -> str:
    return re.sub(r"\{([^}]+)\}", lambda match: segment(values[match[1]]), operation.path)


def _refuse_unknown(operation: Operation[Any, Any], arguments: Mapping[str, object]) -> None:
    unknown = sorted(arguments.keys() - {parameter.wire for parameter in operation.parameters})
    if unknown:
        raise _refusal(operation, unknown[0], "is not a parameter of this operation")


def _texts(operation: Operation[Any, Any], parameter: Parameter, value: object) -> list[str]:
    if value is None:
        if parameter.required:
            raise _refusal(operation, parameter.wire, "is required")
        return []
    if parameter.type == "json":
        return [_json(operation, parameter.wire, value)]
    if isinstance(value, list | tuple | set | frozenset):
        items: list[Any] = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        texts = [_text(operation, parameter.wire, item) for item in items]
        return texts if parameter.explode else [parameter.delimiter.join(texts)] * bool(texts)
    text = _text(operation, parameter.wire, value)
    if parameter.location == "path" and not text.strip():
        raise _refusal(operation, parameter.wire, "must not be empty")
    if parameter.location == "header" and not text.isprintable():
        raise _refusal(operation, parameter.wire, "must not contain line breaks or control characters")
    return [text]


def _file(operation: Operation[Any, Any], parameter: Parameter, value: object) -> list[tuple[str, bytes]]:
    if isinstance(value, bytes | bytearray):
        return [(parameter.wire, bytes(value))]
    if value is not None:
        raise _refusal(operation, parameter.wire, f"must be the bytes of a file, not {type(value).__name__}")
    if parameter.required:
        raise _refusal(operation, parameter.wire, "is required")
    return []


def _json(operation: Operation[Any, Any], name: str, value: object) -> str:
    try:
        # A text of one's own making travels as it is.
        return value if isinstance(value, str) else msgspec.json.encode(_sent(value)).decode()
    except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        raise _refusal(operation, name, f"cannot be sent as JSON: it is {type(value).__name__}") from None


def _sent(value: Any) -> Any:
    if isinstance(value, Model):
        return plain(value, wire=True)
    return dict(value) if isinstance(value, Mapping) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _text(operation: Operation[Any, Any], name: str, value: object) -> str:
    text = wire_text(value)
    if text is None:
        raise _refusal(operation, name, f"cannot be sent as {type(value).__name__}")
    return text


def wire_text(value: object) -> str | None:
    """The form of a value on the wire, or ``None`` when it has none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return wire_text(value.value)
    if isinstance(value, Secret):
        return wire_text(value.reveal())
    if isinstance(value, str):
        # Half a surrogate pair has no form in UTF-8.
        return str(value) if value.isascii() or value.encode("utf-8", "ignore").decode() == value else None
    if isinstance(value, datetime):
        return str(int(value.timestamp())) if value.tzinfo is not None else None
    if isinstance(value, float):
        # Plain digits: `1e-05` is not read as a number everywhere.
        return format(Decimal(repr(value)), "f") if math.isfinite(value) else None
    return str(value) if isinstance(value, int | Decimal) else None


def _refusal(operation: Operation[Any, Any], name: str, rule: str) -> ParameterRuleError:
    return ParameterRuleError(f"{operation.id}: `{name}` {rule}.", operation=operation.id, parameter=name, rule=rule)


def _host(parts: Any) -> str:
    return str(parts.hostname or "").lower().rstrip(".")


def _port(parts: Any) -> int | None:
    return parts.port or _PORTS.get(parts.scheme)
