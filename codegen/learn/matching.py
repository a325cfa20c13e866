"""Which operation a recording belongs to."""

from __future__ import annotations

from codegen.errors import CodegenError
from codegen.learn.recordings import Recording
from codegen.pointer import Json, copy_table
from codegen.rules import Config, Rules, apply
from codegen.rules.walk import Spot, spots


class Matcher:
    """Finds operations by id, by template, or by a concrete path.

    Args:
        document: A repaired Swagger 2.0 document.
        config: Its rules, by which operations are named.
    """

    def __init__(self, document: dict[str, Json], config: Config) -> None:
        self._spots = list(spots(document))
        base = document.get("basePath")
        self._base = base.rstrip("/") if isinstance(base, str) else ""
        self._by_id = {spot.name: spot for spot in self._spots}
        self._by_id |= {
            name: spot for spot in self._spots if isinstance(name := spot.operation.get("operationId"), str)
        }
        self._by_id |= self._named(document, config)

    def _named(self, document: dict[str, Json], config: Config) -> dict[str, Spot]:
        # Only the rules that give names: the others may stumble over a document that is not whole.
        naming = Config(rules=Rules(tags=config.rules.tags, operation_ids=config.rules.operation_ids), file=config.file)
        try:
            ruled = apply(copy_table(document), naming).document
        except CodegenError:
            return {}
        by_name = {spot.name: spot for spot in self._spots}
        return {
            name: by_name[spot.name]
            for spot in spots(ruled)
            if isinstance(name := spot.operation.get("operationId"), str) and spot.name in by_name
        }

    @property
    def ids(self) -> frozenset[str]:
        """Ids of all operations."""
        return frozenset(self._by_id)

    def find(self, recording: Recording) -> Spot | None:
        """The operation of a recording.

        Args:
            recording: What was recorded.

        Returns:
            The operation; nothing when the document has none that fits.
        """
        named = self._by_id.get(recording.operation)
        if named or not recording.path:
            return named
        path = recording.path.rstrip("/") or "/"
        for shorter in dict.fromkeys((path, path.removeprefix(self._base))):
            fits = [
                (literals, spot)
                for spot in self._spots
                if spot.method == recording.method.lower() and (literals := _literals(spot.path, shorter)) is not None
            ]
            if fits:
                # As servers do: a literal segment wins over a parameter.
                return max(fits, key=lambda fit: fit[0])[1]
        return None


def _literals(template: str, path: str) -> int | None:
    ours, theirs = template.rstrip("/").split("/"), path.split("/")
    if len(ours) != len(theirs):
        return None
    if any(left != right and left[:1] != "{" for left, right in zip(ours, theirs, strict=True)):
        return None
    return sum(left == right for left, right in zip(ours, theirs, strict=True))
