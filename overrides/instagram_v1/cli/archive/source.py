"""What an export asks the API: page after page of one list, as it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from instagram_v1.cli.hiding import hidden_within
from instagram_v1.cli.writing import decoded
from instagram_v1.runtime.plain import is_dict, is_list

if TYPE_CHECKING:
    from instagram_v1 import Client, Page, Response
    from instagram_v1.cli.archive.plan import Part
    from instagram_v1.runtime.operation import Operation

_MANY: Final = 50
"""Items to ask for at once; the API gives fewer where it allows fewer."""


@attrs.frozen
class Fetched:
    """One answer.

    Attributes:
        items: Its items as plain data, with every field that was sent.
        next: Cursor of the page that follows; empty on the last.
    """

    items: list[Any]
    next: str


class Source:
    """Where the items come from.

    Args:
        client: The client.
        secrets: What must not get into a file.
    """

    def __init__(self, client: Client, secrets: tuple[str, ...] = ()) -> None:
        self._client = client
        self._secrets = secrets

    def operation(self, part: Part) -> Operation[Any, Any] | None:
        """The operation of a part, if this build has it."""
        from instagram_v1 import OPERATIONS

        return OPERATIONS.get(part.operation)

    def walk(self, part: Part, of: str, cursor: str) -> Walk:
        """Begin to walk through a list, or go on at a place."""
        operation = self.operation(part)
        assert operation is not None
        return Walk(self._client, operation, of or "self", cursor, self._secrets)


class Walk:
    """A walk through the pages of one list; what failed can be asked for again."""

    def __init__(
        self, client: Client, operation: Operation[Any, Any], who: str, cursor: str, secrets: tuple[str, ...]
    ) -> None:
        self._client = client
        self._operation = operation
        # Some lists are only ever one's own: their path has no place for a name.
        self._who = (who,) if any(parameter.required for parameter in operation.parameters) else ()
        self._cursor = cursor
        self._secrets = secrets
        self._page: Page[Any] | None = None

    def fetch(self) -> Fetched:
        """Ask for the next page."""
        if self._operation.pagination is None:
            raw = self._method(self._client.raw)(*self._who)
            return Fetched(self._items(raw), "")
        # Page after page, rather than each by its cursor: so a circle is noticed.
        page = self._first() if self._page is None else self._page.next()
        self._page = page
        return Fetched(self._items(page.response), page.cursor.dumps() if page.cursor is not None else "")

    def _first(self) -> Page[Any]:
        from instagram_v1 import Cursor

        if self._cursor:
            return self._client.resume(Cursor.loads(self._cursor))
        counted = self._operation.parameter("count") is not None
        found: Page[Any] = self._method(self._client)(*self._who, **({"count": _MANY} if counted else {}))
        return found

    def _method(self, client: Any) -> Any:
        return getattr(getattr(client, self._operation.resource), self._operation.name)

    def _items(self, response: Response[Any]) -> list[Any]:
        body = decoded(response.content)
        data = body.get(self._operation.envelope.data) if is_dict(body) else None
        if data is None:
            return []
        items = data if is_list(data) else [data]
        return [hidden_within(item, self._secrets) for item in items]
