"""The habits of this API, as the runtime asks for them."""

from __future__ import annotations

from typing import Final

from instagram_v1.errors import classify
from instagram_v1.runtime.dialect import MetaDialect

DIALECT: Final = MetaDialect(classify)
