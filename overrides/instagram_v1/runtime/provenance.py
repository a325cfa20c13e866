"""What generated code is made of, as it carries it."""

from __future__ import annotations

import msgspec

_SHORT = 12


class Provenance(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where the generated code of one API comes from.

    Attributes:
        api: Name of the API.
        title: What it is called in words.
        supplied: What the supplied file says, as ``sha256:`` and a digest; its layout does not count.
        spec: The repaired and converted document, as ``sha256:`` and a digest of its bytes.
        templates: The templates of the generated code, as ``sha256:`` and a digest.
        tools: Versions of the tools that decided what was written, by name.
        repairs: Ids of the repairs, in the order in which they ran.
    """

    api: str
    title: str
    supplied: str
    spec: str
    templates: str
    tools: dict[str, str]
    repairs: tuple[str, ...]

    @property
    def spec_hash(self) -> str:
        """The first digits of the document's digest, which are enough to tell two apart."""
        return self.spec.rpartition(":")[2][:_SHORT]

    def __repr__(self) -> str:
        return f"<Provenance of {self.api}: spec {self.spec_hash}, {len(self.repairs)} repairs>"
