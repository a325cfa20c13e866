"""Where each part of the Swagger 2.0 form stands in the OpenAPI 3 file that it came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from codegen.errors import CodegenError
from codegen.pointer import Json, Missing, Parts, find, split
from codegen.repair.templates import shape
from codegen.rules.walk import items, table

_SECTIONS: Final = {
    "schemas": "definitions",
    "parameters": "parameters",
    "responses": "responses",
    "securitySchemes": "securityDefinitions",
}


class Source:
    """The file, and what is known of its places.

    Args:
        data: The OpenAPI 3 document.
        like: The version before in the words of Swagger 2.0, whose order of form fields is kept.

    Attributes:
        places: Places in the file by the places of the Swagger 2.0 form.
    """

    def __init__(self, data: dict[str, Json], like: dict[str, Json]) -> None:
        self.data = data
        self._like = {shape(path): table(item) for path, item in table(like.get("paths")).items()}
        self.places: dict[Parts, Parts] = {}

    def follow(self, node: Json | Missing, parts: Parts) -> tuple[dict[str, Json], Parts]:
        """Follow references to what they stand for.

        Args:
            node: The value, perhaps a ``$ref``.
            parts: Where it stands in the file.

        Returns:
            The object, empty when there is none, and its place.
        """
        seen: set[str] = set()
        while isinstance(node, dict) and isinstance(ref := node.get("$ref"), str) and ref not in seen:
            seen.add(ref)
            parts = _parts(ref)
            node = find(self.data, parts) if parts else None
        return table(node), parts

    def fields(self, parts: Parts, names: Iterable[str]) -> list[str]:
        """Put form fields in the order that they had: in a list it counts, among the keys of a body it does not.

        Args:
            parts: Where the parameters of the operation stand in the Swagger 2.0 form.
            names: The fields.
        """
        _, path, method, _ = parts
        entries = items(table(self._like.get(shape(path), {}).get(method)).get("parameters"))
        known = [table(entry).get("name") for entry in entries if table(entry).get("in") == "formData"]
        return sorted(names, key=lambda name: known.index(name) if name in known else len(known))

    def note(self, parts: Parts, place: Parts) -> None:
        """Remember where a part comes from."""
        self.places[parts] = place


def _parts(ref: str) -> Parts:
    try:
        return split(unquote(ref[1:])) if ref.startswith("#/") else ()
    except CodegenError:
        return ()


def redirected(ref: str) -> str:
    """A reference to a component as Swagger 2.0 writes it; any other as it is.

    Args:
        ref: The reference.
    """
    parts = ref.split("/")
    if parts[:2] == ["#", "components"] and len(parts) > 3 and parts[2] in _SECTIONS:
        return "/".join(("#", _SECTIONS[parts[2]], *parts[3:]))
    return ref


def located(places: dict[Parts, Parts], parts: Parts) -> Parts:
    """Find the place in the file.

    Args:
        places: What is known of the places.
        parts: A place in the Swagger 2.0 form.

    Returns:
        The place in the file; of what is not known, that of its nearest known holder and what it is called there.
    """
    for depth in range(len(parts), -1, -1):
        if parts[:depth] in places:
            return (*places[parts[:depth]], *parts[depth:])
    return parts
