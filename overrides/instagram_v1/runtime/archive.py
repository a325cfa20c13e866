"""Reading archived answers: no connection, no attrs, no HTTP library."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from instagram_v1.runtime.errors import UsageError
from instagram_v1.runtime.pages import Page
from instagram_v1.runtime.reading import Received, read
from instagram_v1.runtime.steps import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instagram_v1.runtime.dialect import Dialect
    from instagram_v1.runtime.operation import Operation
    from instagram_v1.runtime.reading import BadItems


def decoded(
    dialect: Dialect,
    operation: Operation[Any, Any],
    body: bytes | str,
    *,
    arguments: Mapping[str, object] | None = None,
    bad_items: BadItems = "raise",
) -> Any:
    """Read an archived answer.

    Args:
        dialect: How the API says whether it went well.
        operation: What it answers.
        body: The whole body.
        arguments: What it was asked with, by either name.
        bad_items: What becomes of a list's item that cannot be decoded.

    Returns:
        What the method would return; a page is not connected to a client.

    Raises:
        APIError: The body is an error of the API.
        DecodeError: The body is not what the operation answers with.
        UsageError: The operation has no such parameter.
    """
    content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)
    response = read(dialect, operation, Received(content=content), bad_items)
    if operation.pagination is None:
        return response.data
    page: Page[Any] = Page(None, Step(operation, _wired(operation, arguments or {})), response)
    return page


def find(operations: Mapping[str, Operation[Any, Any]], operation_id: str, home: str) -> Operation[Any, Any]:
    """Find an operation.

    Args:
        operations: All of the API.
        operation_id: Its id.
        home: What lists them all, for the complaint.

    Raises:
        UsageError: There is no such operation; the closest names are given.
    """
    found = operations.get(operation_id)
    if found is None:
        close = get_close_matches(operation_id, operations, n=3)
        hint = f" Did you mean {', or '.join(close)}?" if close else f" `{home}` lists them."
        raise UsageError(f"There is no operation {operation_id!r}.{hint}")
    return found


def _wired(operation: Operation[Any, Any], arguments: Mapping[str, object]) -> dict[str, object]:
    wired: dict[str, object] = {}
    for name, value in arguments.items():
        parameter = operation.parameter(name)
        if parameter is None:
            raise UsageError(f"{operation.id} has no parameter {name!r}.")
        wired[parameter.wire] = value
    return wired
