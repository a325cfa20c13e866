"""The habits of the private API, as the runtime asks for them."""

from __future__ import annotations

from typing import Final

from instagram_v1.private.errors import classify
from instagram_v1.runtime.dialect import StatusDialect

DIALECT: Final = StatusDialect(classify)
