"""Swagger 2.0 to OpenAPI 3.0.3, for any document.

The result says on the wire what the source says, and is valid when the source is. What the newer format cannot say,
and what had to be assumed, is listed as notes; nothing else is added, dropped or renamed. Exactly three extensions are
translated, because Swagger 2.0 has no words for what they mean: ``x-nullable``, ``x-anyOf`` and ``x-extensible-enum``;
every other ``x-`` key is copied as it stands. Examples, defaults and enums are data and are never looked into.
"""

from codegen.convert.context import Note
from codegen.convert.document import Conversion, convert

__all__ = ["Conversion", "Note", "convert"]
