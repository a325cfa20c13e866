"""From the bytes of an answer to typed data, or to the error that they are.

No attrs and no HTTP library here: archived answers are read with this alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec.structs import force_setattr

from instagram_v1.runtime.errors import APIError, DecodeError, InstagramError
from instagram_v1.runtime.plain import member
from instagram_v1.runtime.redact import NO_SECRETS, SECRET_NAMES, Kept, Secrets, redact, redact_bytes
from instagram_v1.runtime.response import BadItem, Headers, Response

if TYPE_CHECKING:
    from instagram_v1.runtime.dialect import Dialect, Problem
    from instagram_v1.runtime.operation import Operation

BadItems = Literal["raise", "skip", "raw"]
"""What becomes of a list's item that cannot be decoded: an error, left out and reported, or given as plain data."""

_REFUSED = object()
_AT = re.compile(r" - at `(?:key in )?(?P<path>[^`]*)`$")


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """An answer before it is read.

    Attributes:
        content: Its body.
        status: HTTP status; 0 when it comes from an archive.
        headers: Its headers.
        secrets: Values that must not appear in whatever is made of it.
        elapsed: Seconds it took.
        attempts: Requests it took.
    """

    content: bytes
    status: int = 0
    headers: Headers = msgspec.field(default_factory=Headers)
    secrets: Secrets = NO_SECRETS
    elapsed: float = 0.0
    attempts: int = 1

    def __repr__(self) -> str:
        return f"<Received {self.status}, {len(self.content)} bytes>"


def read(
    dialect: Dialect, operation: Operation[Any, Any], received: Received, bad_items: BadItems = "raise"
) -> Response[Any]:
    """Read an answer as its operation declares it.

    Raises:
        APIError: The answer is an error of the API.
        DecodeError: The answer is neither an error nor what the operation answers with.
    """
    if received.status in (0, 200):
        envelope = _fast(operation.response, received.content)
        if envelope is not _REFUSED and dialect.fine(envelope, operation.envelope):
            return _respond(operation, received, envelope)
    return _Slow(dialect, operation, received).read(bad_items)


@lru_cache(maxsize=512)
def _decoder(wanted: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(wanted, strict=False)


def _fast(wanted: Any, content: bytes) -> Any:
    try:
        return _decoder(wanted).decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _REFUSED


def _respond(operation: Operation[Any, Any], received: Received, envelope: Any, **more: Any) -> Response[Any]:
    shape = operation.envelope
    if operation.pagination is not None:
        _hide_credentials(member(envelope, shape.pagination) if shape.pagination else envelope)
    return Response(
        **{"data": _data(operation, envelope), **more},
        operation=operation.id,
        status=received.status,
        headers=received.headers,
        kept=Kept(received.content, received.secrets),
        envelope=envelope,
        elapsed=received.elapsed,
        attempts=received.attempts,
    )


def _data(operation: Operation[Any, Any], envelope: Any) -> Any:
    key = operation.envelope.data
    if key:
        return member(envelope, key)
    return None if operation.data is None else envelope


class _Slow:
    """The reading of an answer that is an error, or not quite what was declared."""

    def __init__(self, dialect: Dialect, operation: Operation[Any, Any], received: Received) -> None:
        self._dialect = dialect
        self._operation = operation
        self._received = received
        self._body = _fast(Any, received.content)

    def read(self, bad_items: BadItems) -> Response[Any]:
        # Found first and raised here, so that no frame of the traceback holds what the server echoed.
        outcome = self._outcome(bad_items)
        if isinstance(outcome, InstagramError):
            raise outcome
        return outcome

    def _outcome(self, bad_items: BadItems) -> Response[Any] | InstagramError:
        status = self._received.status
        problem = None if self._body is _REFUSED else self._dialect.problem(status, self._body)
        if problem is not None or not (status == 0 or 200 <= status < 300):
            return self._error(problem)
        if self._body is _REFUSED:
            return self._refusal(_unreadable(self._received.content))
        shape = self._operation.envelope
        wrapped = self._operation.response is not Any and bool(shape.data)
        if wrapped and not _has(self._body, shape.data, shape.meta):
            return self._refusal(f"the answer is JSON, but has neither `{shape.meta}` nor `{shape.data}`")
        return self._bent(bad_items)

    def _error(self, problem: Problem | None) -> APIError:
        from instagram_v1.runtime.dialect import Problem

        problem = problem or Problem(status=self._received.status)
        secrets = self._received.secrets
        # An error is shown and logged with what it carries, so its body is parsed again without credentials.
        body = _fast(Any, redact_bytes(self._received.content, secrets))
        response = _respond(self._operation, self._received, None if body is _REFUSED else body, data=None)
        return self._dialect.error(problem)(
            # An archive knows no status; the API sends the same number in the body.
            status=problem.status or problem.code or 0,
            code=problem.code,
            error_type=problem.error_type and redact(problem.error_type, secrets),
            error_message=problem.message and redact(problem.message, secrets),
            operation=self._operation.id,
            response=response,
        )

    def _bent(self, bad_items: BadItems) -> Response[Any] | DecodeError:
        from instagram_v1.runtime.bend import Bending

        bending = Bending()
        body = bending.bend(self._body, self._operation.response)
        envelope, reason = _convert(body, self._operation.response)
        if not reason:
            return _respond(self._operation, self._received, envelope, bent=tuple(bending.paths))
        if bad_items != "raise" and self._operation.item is not None:
            kept = self._items(body, bad_items, tuple(bending.paths))
            if kept is not None:
                return kept
        return self._refusal(reason)

    def _items(self, body: Any, bad_items: BadItems, bent: tuple[str, ...]) -> Response[Any] | None:
        key = self._operation.envelope.data
        envelope, reason = _convert({**body, key: []}, self._operation.response)
        if reason or not isinstance(body.get(key), list):
            return None
        data, bad = _sort(body[key], self._operation.item, f"$.{key}", keep=bad_items == "raw")
        good, _ = _convert({**body, key: [item for i, item in enumerate(body[key]) if i not in bad]}, type(envelope))
        return _respond(self._operation, self._received, good, data=data, bent=bent, bad_items=tuple(bad.values()))

    def _refusal(self, reason: str) -> DecodeError:
        match = _AT.search(reason)
        path = match["path"] if match else "$"
        what = redact(_AT.sub("", reason), self._received.secrets)
        return DecodeError(
            f"{self._operation.id}: {what}, at {path}. The bytes are in `content`.",
            operation=self._operation.id,
            path=path,
            content=Kept(self._received.content, self._received.secrets),
            status=self._received.status,
        )


def convert(data: Any, wanted: Any) -> tuple[Any, str, str]:
    """Make a typed value of plain data, under wire or Python names.

    Returns:
        The value, and an empty path and reason; or ``None``, the JSON path of what does not fit, and the reason.
    """
    from instagram_v1.runtime.bend import Bending

    made, reason = _convert(Bending(names=True).bend(data, wanted), wanted)
    match = _AT.search(reason)
    return made, (match["path"] if match else "$") if reason else "", _AT.sub("", reason)


def _convert(body: Any, wanted: Any) -> tuple[Any, str]:
    try:
        return msgspec.convert(body, wanted, strict=False), ""
    except (msgspec.ValidationError, RecursionError, OverflowError) as error:
        return None, str(error) or type(error).__name__


def _sort(items: list[Any], wanted: Any, path: str, *, keep: bool) -> tuple[list[Any], dict[int, BadItem]]:
    data: list[Any] = []
    bad: dict[int, BadItem] = {}
    for index, item in enumerate(items):
        made, reason = _convert(item, wanted)
        if not reason:
            data.append(made)
            continue
        inner = _AT.search(reason)
        place = f"{path}[{index}]{inner['path'].removeprefix('$') if inner else ''}"
        bad[index] = BadItem(path=place, reason=_AT.sub("", reason), item=item)
        if keep:
            data.append(item)
    return data, bad


def _has(body: Any, *names: str) -> bool:
    return isinstance(body, dict) and any(name in body for name in names)


def _unreadable(content: bytes) -> str:
    start = content.lstrip()[:1]
    if not start:
        return "the body is empty"
    return "the body is HTML, not JSON" if start == b"<" else "the body is no JSON, or cut short"


def _hide_credentials(pagination: Any) -> None:
    # The API writes the caller's token into the address of the next page; following it adds a fresh one.
    if not isinstance(pagination, msgspec.Struct):
        return
    for name in pagination.__struct_fields__:
        value = getattr(pagination, name)
        if isinstance(value, str) and "?" in value:
            force_setattr(pagination, name, without_parameters(value, SECRET_NAMES))


def without_parameters(address: str, names: frozenset[str]) -> str:
    """An address without some of its query parameters; the rest stays byte for byte."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return redact(address)
    kept = [pair for pair in parts.query.split("&") if unquote(pair.partition("=")[0]) not in names]
    return parts._replace(query="&".join(kept)).geturl()
