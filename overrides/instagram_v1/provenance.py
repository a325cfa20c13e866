"""What this release is made of: the document, its repairs, and the tools that turned it into code.

    from instagram_v1 import provenance

    provenance.PROVENANCE.spec_hash
    provenance.PROVENANCE.repairs

The same facts are in ``instagram_v1.__spec__``, where tools that know nothing of this package may look.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from _instagram_private.provenance import PROVENANCE as _PRIVATE
from _instagram_v1.provenance import PROVENANCE
from instagram_v1.runtime.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["APIS", "PROVENANCE", "Provenance"]

APIS: Final[Mapping[str, Provenance]] = MappingProxyType({made.api: made for made in (PROVENANCE, _PRIVATE)})
"""What the generated code of each API is made of, by the name of the API."""
