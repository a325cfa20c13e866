"""One method of ``InstagramAPI``: a row of its table, and how a call of it becomes one of the client."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import attrs
import msgspec

from _instagram_v1.operations import OPERATIONS
from instagram_v1.compat.faults import InstagramClientError, translated
from instagram_v1.compat.models import adapted
from instagram_v1.runtime.cursor import Cursor
from instagram_v1.runtime.plain import member

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from instagram_v1.client import Client
    from instagram_v1.compat.api import InstagramAPI
    from instagram_v1.runtime.operation import Operation
    from instagram_v1.runtime.pages import Page

__all__ = ["Method"]

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class _Options:
    """What a call may be told beside its arguments."""

    as_generator: bool = False
    max_pages: int | None = None
    with_next_url: str | None = None
    return_json: bool = False
    pagination_format: str = "next_url"


_OPTIONS: Final = frozenset(field.name for field in attrs.fields(_Options))


class Method:
    """A method of ``InstagramAPI``; arguments may be given by place.

    Args:
        operation: Id of the operation behind it.
        *names: Its arguments in their order. Those that the API never knew are taken and not sent.
        also: What some of them are called today.
        fixed: Arguments that every call has.
        pages: Whether it gives the address of the following page too; by default as the operation pages.
        whole: Whether it gives the whole answer as plain data.
        target: Whether ``user_id`` must be given; otherwise it is ``self`` by default.
    """

    def __init__(
        self,
        operation: str,
        *names: str,
        also: Mapping[str, str] = NOTHING,
        fixed: Mapping[str, str] = NOTHING,
        pages: bool | None = None,
        whole: bool = False,
        target: bool = False,
    ) -> None:
        self.operation: Operation[Any, Any] = OPERATIONS[operation]
        self.names = names
        self._also, self._fixed, self._whole = also, fixed, whole
        self._pages = self.operation.pagination is not None if pages is None else pages
        self._default = {"user_id": "self"} if "user_id" in names and not target else {}
        self.name: str = ""
        self.__doc__ = self.operation.summary

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name

    def __get__(self, instance: InstagramAPI | None, owner: type[Any]) -> Any:
        return self if instance is None else partial(self._call, instance)

    def _call(self, api: InstagramAPI, *args: object, **given: Any) -> Any:
        options = _Options(**{name: given.pop(name) for name in _OPTIONS & given.keys()})
        with translated():
            arguments = self._arguments(args, given, needed=options.with_next_url is None)
            if options.with_next_url is not None:
                return self._result(self._resumed(api.client, options.with_next_url), options)
            if options.as_generator:
                return self._generated(api.client, arguments, options)
            if self.operation.pagination is not None:
                return self._result(self._first(api.client, arguments), options)
            return self._single(api.client, arguments, options)

    def _arguments(self, args: tuple[object, ...], given: dict[str, Any], *, needed: bool) -> dict[str, object]:
        if len(args) > len(self.names):
            raise InstagramClientError(f"{self.name} takes {len(self.names)} arguments at most, not {len(args)}.")
        placed: dict[str, object] = dict(zip(self.names, args, strict=False))
        twice = sorted(placed.keys() & given.keys())
        if twice:
            raise InstagramClientError(f"{self.name}: {twice[0]} is given twice.")
        wanted = {name: value for name, value in {**placed, **given}.items() if value is not None}
        arguments: dict[str, object] = {**self._default, **self._fixed}
        for name, value in wanted.items():
            parameter = self.operation.parameter(self._also.get(name, name))
            if parameter is not None:
                arguments[parameter.name] = value
            elif name not in self.names:
                known = ", ".join(dict.fromkeys((*self.names, *(p.name for p in self.operation.parameters))))
                raise InstagramClientError(f"{self.name} has no argument {name}: it has {known or 'none'}.")
        for parameter in self.operation.parameters if needed else ():
            if parameter.required and parameter.name not in arguments:
                raise InstagramClientError(f"{self.name} needs {parameter.name}.")
        return arguments

    def _first(self, client: Client, arguments: dict[str, object]) -> Page[Any]:
        page: Page[Any] = getattr(getattr(client, self.operation.resource), self.operation.name)(**arguments)
        return page

    def _resumed(self, client: Client, next_url: str) -> Page[Any]:
        # Where the API gave a cursor without an address, the cursor itself was handed out.
        cursor = Cursor(self.operation.id, {}, next_url) if "://" in next_url else Cursor.loads(next_url)
        return client.resume(cursor)

    def _generated(self, client: Client, arguments: dict[str, object], options: _Options) -> Iterator[Any]:
        if options.max_pages is not None and options.max_pages <= 0:
            return
        with translated():
            if self.operation.pagination is None:
                content = self._single(client, arguments, options)
                yield content if self._pages else (content, None)
                return
            for page in self._first(client, arguments).pages(max_pages=options.max_pages):
                yield self._result(page, options)

    def _result(self, page: Page[Any], options: _Options) -> tuple[Any, Any]:
        if options.pagination_format == "dict":
            following: Any = msgspec.to_builtins(page.response.envelope.pagination) or {}
        else:
            address = member(page.response.envelope.pagination, "next_url")
            following = address or (page.cursor.dumps() if page.cursor is not None else None)
        return _content(page.response.content, page.items, options), following

    def _single(self, client: Client, arguments: dict[str, object], options: _Options) -> Any:
        response = getattr(getattr(client.raw, self.operation.resource), self.operation.name)(**arguments)
        if self._whole:
            return msgspec.json.decode(response.content)
        content: Any = [] if response.data is None else _content(response.content, response.data, options)
        return (content, {} if options.pagination_format == "dict" else None) if self._pages else content


def _content(body: bytes, data: Any, options: _Options) -> Any:
    return msgspec.json.decode(body)["data"] if options.return_json else adapted(data)
