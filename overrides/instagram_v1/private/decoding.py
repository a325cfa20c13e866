"""Reading archived answers of the private API without a client: no connection, no attrs, no HTTP library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

# Imported for what it does to the models: their public names.
import instagram_v1.private.models  # noqa: F401  # pyright: ignore[reportUnusedImport]
from _instagram_private.operations import OPERATIONS
from instagram_v1.private.dialect import DIALECT
from instagram_v1.runtime.archive import decoded, find

if TYPE_CHECKING:
    from instagram_v1.runtime.reading import BadItems

__all__ = ["decode"]


def decode(operation_id: str, body: bytes | str, *, bad_items: BadItems = "raise") -> Any:
    """Read an archived answer of the private API.

    Args:
        operation_id: Which operation it answers, such as ``feed_timeline``.
        body: The whole body.
        bad_items: What becomes of a list's item that cannot be decoded: ``raise``, ``skip`` (leave it out) or ``raw``
            (give it as plain data).

    Returns:
        What the method would return: a model, a list of models, or ``None``.

    Raises:
        APIError: The body is an error of the API.
        DecodeError: The body is not what the operation answers with.
        UsageError: There is no such operation.
    """
    found = find(OPERATIONS, operation_id, "instagram_v1.private.OPERATIONS")
    return decoded(DIALECT, found, body, bad_items=bad_items)
