"""What autodoc is told about our classes: fields with types, twins said once, and where a short name leads."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from manual.docstrings import to_rst

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_TWIN = re.compile(r"^(?P<module>.*\.)Async(?P<name>\w+Resource)\.(?P<method>\w+)$")


class Operations:
    """Labels of the HTTP reference by the full name of the method that calls the operation."""

    labels: ClassVar[Mapping[str, tuple[str, str]]] = {}


def rewrite(app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Turn a docstring into what Sphinx reads."""
    twin = _TWIN.match(name) if what == "method" else None
    if twin:
        target = f"{twin['module']}{twin['name']}.{twin['method']}"
        lines[:] = [f"As :meth:`~{target}`, for the awaited client."]
        return
    lines[:] = to_rst(lines, fields_of(thing) if inspect.isclass(thing) else None)
    if name in Operations.labels:
        label, title = Operations.labels[name]
        lines += ["", f"HTTP: :ref:`{title} <{label}>`", ""]


def shorten(
    app: Sphinx, what: str, name: str, thing: Any, options: Any, signature: str | None, returns: str | None
) -> tuple[str | None, str | None] | None:
    """Leave out the arguments of what nobody makes by hand, and of models, whose fields are listed below."""
    return ("", None) if inspect.isclass(thing) and (_is_data(thing) or thing.__name__.endswith("Resource")) else None


def fields_of(held: type) -> dict[str, str]:
    """Public fields of a data class with their types, as a caller sees them."""
    if not _is_data(held):
        return {}
    found: dict[str, str] = {}
    for parent in reversed(held.__mro__):
        if _is_data(parent):
            found |= {name: annotated(kind) for name, kind in inspect.get_annotations(parent).items()}
    return {name: kind for name, kind in found.items() if not name.startswith(("_", "model_config"))}


def annotated(kind: Any) -> str:
    """A type in words."""
    text = kind if isinstance(kind, str) else inspect.formatannotation(kind)
    text = re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Z])", "", text).replace("str | int | float", "str")
    return text.replace("Text", "str") if text.startswith("Text") else text


def _is_data(held: type) -> bool:
    return hasattr(held, "__struct_fields__") or hasattr(held, "__attrs_attrs__") or hasattr(held, "model_fields")


class Names(SphinxPostTransform):
    """Leads a short name of a signature to what it means; a name from elsewhere stays a word.

    Sphinx itself would complain of names that several modules have, as `User` here.
    """

    # Before Sphinx resolves what is left.
    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Resolve what signatures and types name, and call the fields of a class what they are."""
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("refdomain") == "py" and not node.get("refexplicit") and not node.get("refwarn"):
                node.replace_self(self._resolved(node))
        for name in self.document.findall(nodes.field_name):
            if name.astext() == "Variables":
                name.children = [nodes.Text("Fields")]

    def _resolved(self, node: addnodes.pending_xref) -> nodes.Node:
        content = node[0].deepcopy()
        objects = self.env.domains.python_domain.objects
        name = meant(node["reftarget"].lstrip("."), node.get("py:module") or "", objects)
        if not name:
            return content
        entry = objects[name]
        return make_refnode(self.app.builder, self.env.docname, entry.docname, entry.node_id, content, name)


def meant(name: str, module: str, known: Mapping[str, Any]) -> str:
    """The thing that a short name stands for in a module; empty when it is none of ours."""
    if name in known:
        return name
    if name in _ELSEWHERE:
        return ""
    if f"{module}.{name}" in known:
        return f"{module}.{name}"
    found = [full for full in known if full.endswith(f".{name}")]
    return min(found, key=lambda full: (not full.startswith("instagram_v1.models"), full.count("."), full), default="")


# Words of the language and of typing, which are also names of fields and methods here.
_ELSEWHERE = frozenset(
    {"str", "int", "float", "bool", "bytes", "object", "list", "dict", "tuple", "type", "None", "Any"}
)
