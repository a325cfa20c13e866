"""Reading archived answers without a client: no connection, no attrs, no HTTP library."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

# Imported for what it does to the models: their public names.
import instagram_v1.models  # noqa: F401  # pyright: ignore[reportUnusedImport]
from _instagram_v1.operations import OPERATIONS
from instagram_v1.dialect import DIALECT
from instagram_v1.runtime.errors import UsageError
from instagram_v1.runtime.pages import Page
from instagram_v1.runtime.reading import Received, read
from instagram_v1.runtime.steps import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instagram_v1.runtime.operation import Operation
    from instagram_v1.runtime.reading import BadItems

__all__ = ["decode", "operation"]


def decode(
    operation_id: str,
    body: bytes | str,
    *,
    arguments: Mapping[str, object] | None = None,
    bad_items: BadItems = "raise",
) -> Any:
    """Read an archived answer of the API.

    Args:
        operation_id: Which operation it answers, such as ``users_recent_media``.
        body: The whole body.
        arguments: What it was asked with, by either name, such as ``{"user_id": "3"}``; only needed to resume a page's
            cursor later.
        bad_items: What becomes of a list's item that cannot be decoded: ``raise``, ``skip`` (see
            ``page.response.bad_items``) or ``raw`` (given as plain data).

    Returns:
        What the method would return: a model, a list of models, ``None``, or a page that is not connected to a client.

    Raises:
        APIError: The body is an error of the API.
        DecodeError: The body is not what the operation answers with.
        UsageError: There is no such operation.
    """
    found = operation(operation_id)
    content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)
    response = read(DIALECT, found, Received(content=content), bad_items)
    if found.pagination is None:
        return response.data
    page: Page[Any] = Page(None, Step(found, _wired(found, arguments or {})), response)
    return page


def operation(operation_id: str) -> Operation[Any, Any]:
    """Find an operation.

    Raises:
        UsageError: There is no such operation; the closest names are given.
    """
    found = OPERATIONS.get(operation_id)
    if found is None:
        close = get_close_matches(operation_id, OPERATIONS, n=3)
        hint = f" Did you mean {', or '.join(close)}?" if close else " `instagram_v1.OPERATIONS` lists them."
        raise UsageError(f"There is no operation {operation_id!r}.{hint}")
    return found


def _wired(found: Operation[Any, Any], arguments: Mapping[str, object]) -> dict[str, object]:
    wired: dict[str, object] = {}
    for name, value in arguments.items():
        parameter = found.parameter(name)
        if parameter is None:
            raise UsageError(f"{found.id} has no parameter {name!r}.")
        wired[parameter.wire] = value
    return wired
