"""``instagram_v1.__spec__``: what Python keeps there, and beside it what the package is made of.

Python itself needs the specification of a module: to reload it, to run a part of it, to find its files. So it stays the
object that the import system made, and only learns to answer more.
"""

from __future__ import annotations

# What importlib.machinery has, without importing anything: this is always loaded.
from _frozen_importlib import ModuleSpec

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instagram_v1.runtime.provenance import Provenance

_FACTS = ("spec_hash", "sha256", "repairs", "tools", "apis")


class PackageSpec(ModuleSpec):
    """A module specification that also tells what the package is made of; ``instagram_v1.provenance`` has the same.

    Facts are attributes and items alike, and ``dict(instagram_v1.__spec__)`` has all of them.
    """

    @classmethod
    def adopt(cls, spec: ModuleSpec | None) -> None:
        """Have a specification that the import system made answer more."""
        if spec is not None:
            spec.__class__ = cls

    @property
    def apis(self) -> Mapping[str, Provenance]:
        """What the generated code of each API is made of, by the name of the API."""
        from instagram_v1.provenance import APIS

        return APIS

    @property
    def sha256(self) -> str:
        """Digest of the API's document, repaired and converted, which the code was generated from."""
        return self._own.spec.rpartition(":")[2]

    @property
    def spec_hash(self) -> str:
        """The first digits of that digest, as the User-Agent has them."""
        return self._own.spec_hash

    @property
    def repairs(self) -> tuple[str, ...]:
        """Ids of the repairs of the supplied file, in the order in which they ran."""
        return self._own.repairs

    @property
    def tools(self) -> Mapping[str, str]:
        """Versions of the tools that decided what was generated, by name."""
        return self._own.tools

    @property
    def _own(self) -> Provenance:
        from instagram_v1.provenance import PROVENANCE

        return PROVENANCE

    def keys(self) -> tuple[str, ...]:
        """Names of the facts."""
        return _FACTS

    def __getitem__(self, fact: str) -> object:
        if fact not in _FACTS:
            raise KeyError(fact)
        return getattr(self, fact)

    def __repr__(self) -> str:
        facts = f"spec_hash={self.spec_hash!r}, repairs={len(self.repairs)}, apis={list(self.apis)}"
        return f"{type(self).__name__}(name={self.name!r}, origin={self.origin!r}, {facts})"
