"""Rendering: a `Project` of the generator whose list of files and templates are ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from openapi_python_client import Project
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError

from codegen.generate import docs, resources
from codegen.generate.endpoints import Endpoints, Method
from codegen.generate.models import Models
from codegen.generate.origin import origin_facts
from codegen.generate.parse import parser_config
from codegen.generate.settings import Settings
from codegen.generate.spec import Spec
from codegen.generate.text import Code, comment, finalize, literal
from codegen.lock import TEMPLATES, MadeOf


class PackageProject(Project):
    """Writes one generated package: models, operations, resources.

    Args:
        data: What the parser understood.
        spec: The document itself.
        settings: Names of the package and of what it builds upon.
        folder: Folder of the package; created by `build`.
        made: What the package is made of, for it to carry.
    """

    def __init__(
        self, data: GeneratorData, spec: Spec, settings: Settings, folder: Path, made: MadeOf | None = None
    ) -> None:
        super().__init__(openapi=data, config=parser_config())
        self.spec = spec
        self.settings = settings
        self.package_dir = folder
        self.made = made
        self.models = Models(data, spec)
        self.endpoints = Endpoints(data, spec, self.models)
        self.env.loader = FileSystemLoader(str(TEMPLATES))
        self.env.undefined = StrictUndefined
        self.env.finalize = finalize
        names: dict[str, Any] = self.env.globals
        names.clear()
        names.update(
            head=[comment(line) for line in settings.head()],
            package=Code(settings.package),
            runtime=Code(settings.runtime),
        )

    def build(self) -> Sequence[GeneratorError]:
        """Render our own list of files: all of them before the first is written."""
        files = dict(self._files())
        (self.package_dir / "resources").mkdir(parents=True)
        for name, text in files.items():
            (self.package_dir / name).write_text(text, encoding="utf-8", newline="\n")
        return self._get_errors()

    def _files(self) -> Iterator[tuple[str, str]]:
        doc = self._doc("data and signatures, without input or output")
        yield "__init__.py", self._render("package.py.jinja", doc=doc)
        yield "py.typed", self._render("empty.jinja")
        if self.made is not None:
            facts = origin_facts(self.made, self.settings)
            yield "provenance.py", self._render("provenance.py.jinja", doc=self._doc("what it is made of"), facts=facts)
        yield "models.py", self._render("models.py.jinja", doc=self._doc("models"), **self._models())
        rows = [_row(method) for method in self.endpoints.methods]
        yield "operations.py", self._render("operations.py.jinja", doc=self._doc("operations"), rows=rows)
        yield "resources/__init__.py", self._render("resources.py.jinja", doc=self._doc("resources"), **self._mixins())
        for resource, methods in self.endpoints.by_resource().items():
            views = resources.classes(resource, methods, self.spec)
            doc = self._doc(f"resource `{resource}`")
            yield f"resources/{resource}.py", self._render("resource.py.jinja", doc=doc, classes=views)

    def _doc(self, what: str) -> Code:
        return docs.build(0, f"{self.settings.title}: {what}")

    def _render(self, template: str, **values: Any) -> str:
        return self.env.get_template(template).render(**values)

    def _models(self) -> dict[str, Any]:
        roots = [type_ for method in self.endpoints.methods for type_ in (method.envelope, method.data)]
        classes = self.models.classes(roots)
        return {"classes": classes, "names": [literal(name) for name in sorted(c.name for c in classes)]}

    def _mixins(self) -> dict[str, Any]:
        tags = self.endpoints.tags()
        return {
            "resources": [
                {
                    "name": Code(resource),
                    "doc": docs.build(8, f"Operations of `{tag}`"),
                    "classes": [resources.class_name(resource, colour) for colour in resources.COLOURS],
                }
                for resource, tag in tags.items()
            ],
            "colours": [
                {
                    "name": Code(f"{colour.prefix}Resources"),
                    "number": number,
                    "caller": Code("AsyncCaller" if colour.is_async else "Caller"),
                    "doc": docs.build(4, f"All resources; their {colour.words}"),
                }
                for number, colour in enumerate(resources.COLOURS)
            ],
        }


def _row(method: Method) -> dict[str, Any]:
    envelope = method.envelope.write(module="models.")
    data = method.data.write(module="models.")
    return {
        "const": method.const,
        "key": literal(method.spec.id),
        "types": Code(f"{envelope}, {data}"),
        "values": [(Code(name), value) for name, value in _keywords(method, envelope, data) if value],
    }


def _keywords(method: Method, envelope: Code, data: Code) -> list[tuple[str, Code | None]]:
    spec = method.spec.data
    shape: dict[str, str] = spec.get("x-envelope") or {}
    paging: dict[str, str] = spec.get("x-pagination") or {}
    optional: list[tuple[str, Any]] = [
        ("body", method.body),
        ("security", method.security),
        ("carried", method.carried),
        ("scopes", method.scopes),
        ("deprecated", method.deprecated),
        ("tag", method.spec.tag),
        ("summary", (spec.get("summary") or "").strip()),
        ("description", (spec.get("description") or "").strip()),
    ]
    return [
        ("id", literal(method.spec.id)),
        ("resource", literal(str(method.resource))),
        ("name", literal(str(method.name))),
        ("method", literal(method.spec.method.upper())),
        ("path", literal(method.spec.path)),
        ("response", Code("NoneType") if envelope == "None" else envelope),
        ("data", data),
        ("item", method.item.write(module="models.") if method.item else None),
        ("parameters", _calls("Parameter", [argument.row for argument in method.arguments])),
        ("envelope", _shape(shape)),
        ("pagination", _call("Pagination", _texts(paging, _PAGING)) if paging else None),
        *((name, literal(value) if value else None) for name, value in optional),
    ]


_PAGING = ("style", "next-key", "next-parameter", "newer-key", "newer-parameter")
_SHAPE = ("style", "data", "meta", "pagination")


def _shape(shape: dict[str, str]) -> Code:
    """The envelope; an operation without one says so, since the runtime's default has keys."""
    return _call("EnvelopeShape", [(Code(key), literal(shape.get(key) or "")) for key in _SHAPE])


def _texts(values: dict[str, str], keys: tuple[str, ...]) -> list[tuple[Code, Code]]:
    return [(Code(key.replace("-", "_")), literal(values[key])) for key in keys if values.get(key)]


def _call(name: str, keywords: list[tuple[Code, Code]]) -> Code:
    return Code(f"{name}({', '.join(f'{key}={value}' for key, value in keywords)})")


def _calls(name: str, rows: list[list[tuple[Code, Code]]]) -> Code | None:
    return Code("(" + " ".join(f"{_call(name, row)}," for row in rows) + ")") if rows else None
