"""Reading archived answers without a client: no connection, no attrs, no HTTP library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

# Imported for what it does to the models: their public names.
import instagram_v1.models  # noqa: F401  # pyright: ignore[reportUnusedImport]
from _instagram_v1.operations import OPERATIONS
from instagram_v1.dialect import DIALECT
from instagram_v1.runtime.archive import decoded, find

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
    return decoded(DIALECT, operation(operation_id), body, arguments=arguments, bad_items=bad_items)


def operation(operation_id: str) -> Operation[Any, Any]:
    """Find an operation.

    Raises:
        UsageError: There is no such operation; the closest names are given.
    """
    return find(OPERATIONS, operation_id, "instagram_v1.OPERATIONS")
