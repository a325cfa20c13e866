"""The whole answer of the API: status, headers, bytes, and the parsed envelope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import msgspec

from instagram_v1.runtime.redact import Kept, Secrets, redact

if TYPE_CHECKING:
    from instagram_v1.runtime.rate import RateLimit

E = TypeVar("E")


class Headers(Mapping[str, str]):
    """Headers of an answer; names compare without case."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        if isinstance(values, Headers):
            self._values: dict[str, str] = values._values
        else:
            self._values = {name.lower(): value for name, value in (values or {}).items()}

    def redacted(self, secrets: Secrets) -> Headers:
        """The same without credentials, which a server may echo in an address."""
        everything = "\n".join(self._values.values())
        if redact(everything, secrets) == everything:
            return self
        return Headers({name: redact(value, secrets) for name, value in self._values.items()})

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        return self._values == {name.lower(): value for name, value in cast("Mapping[str, str]", other).items()}

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        # Names only: a server may echo an address, and with it a token, in `Location` or `Link`.
        return f"Headers({', '.join(self._values)})"

    def __reduce__(self) -> tuple[type[Headers], tuple[dict[str, str]]]:
        return Headers, ({name: redact(value) for name, value in self._values.items()},)


class BadItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a list that could not be decoded, where the caller asked for the others.

    Attributes:
        path: JSON path of the value that does not fit, such as ``$.data[3].user``.
        reason: What is wrong with it.
        item: The whole item as plain data.
    """

    path: str
    reason: str
    item: Any

    def __repr__(self) -> str:
        return f"BadItem(path={self.path!r}, reason={self.reason!r})"


class Response(msgspec.Struct, Generic[E], frozen=True, kw_only=True):
    """An answer with everything that came with it.

    A pickle of it carries no credentials: where the server echoed them (it does in ``next_url``), they are hidden.

    Attributes:
        operation: Id of the operation, such as ``users_recent_media``.
        status: HTTP status; 0 when the answer was read from an archive.
        headers: Headers of the answer.
        kept: The bytes that were sent; ``content`` gives them.
        envelope: The parsed body; ``None`` when the answer is an error that has no such form.
        data: What the envelope wraps: what the method returns.
        elapsed: Seconds from the first attempt to the last byte.
        attempts: How many requests it took.
        bent: JSON paths of values that were not of the declared type and could be bent to it.
        bad_items: The items that could not be decoded, where they were not to raise.
    """

    operation: str
    status: int = 0
    headers: Headers = msgspec.field(default_factory=Headers)
    kept: Kept = Kept(b"")
    envelope: E
    data: Any = None
    elapsed: float = 0.0
    attempts: int = 1
    bent: tuple[str, ...] = ()
    bad_items: tuple[BadItem, ...] = ()

    @property
    def content(self) -> bytes:
        """Every byte that was sent."""
        return self.kept.raw

    @property
    def rate(self) -> RateLimit:
        """What the answer says of the request budget."""
        from instagram_v1.runtime.rate import RateLimit

        return RateLimit.from_headers(self.headers)

    def __repr__(self) -> str:
        return f"<Response {self.status} of {self.operation}, {len(self.content)} bytes>"

    def __deepcopy__(self, memo: dict[int, Any]) -> Response[E]:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        state = {name: getattr(self, name) for name in self.__struct_fields__}
        return _restore, (state,)


def _restore(state: dict[str, Any]) -> Response[Any]:
    return Response(**state)
