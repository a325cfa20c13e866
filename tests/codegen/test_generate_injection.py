"""A specification that attacks: its words end up where a harmless one's do, and nowhere else."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.errors import CodegenError
from codegen.generate import generate, generate_client
from tests.support.tiny_api import SETTINGS, openapi

# Many rows through the same code: other tests cover it, and tracing takes four times as long as the rows themselves.
pytestmark = pytest.mark.no_cover

ATTACKS = [
    '"""\nimport os; os.system("boom")\n"""',
    "'''\nboom()\n'''",
    '\\"""; boom() #',
    "\\",
    'ends with a quote"',
    "{{ 7*7 }} {% include '/etc/passwd' %} {boom()}",
    "a\r\nboom()\u2028boom()\x0cboom()\x00",
    "# type: ignore\nboom()",
    "\u202eboom\u202c()",
    "\\N{DASH} \\u00 \\x",
]

WORDS = {"description", "title", "summary"}


def rewrite(node: Any, change: Callable[[str], str]) -> Any:
    """Change every piece of prose in a document, wherever it stands."""
    if isinstance(node, dict):
        return {
            key: change(value) if key in WORDS and isinstance(value, str) else rewrite(value, change)
            for key, value in node.items()
        }
    return [rewrite(item, change) for item in node] if isinstance(node, list) else node


def prose_everywhere(node: Any) -> Any:
    """Give a description to everything that may have one."""
    if isinstance(node, list):
        return [prose_everywhere(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: prose_everywhere(value) for key, value in node.items()}
    if {"type", "in", "operationId", "allOf", "anyOf"} & made.keys() and "flows" not in made:
        made.setdefault("description", "words")
    return made


def shape(folder: Path) -> dict[str, str]:
    """Every generated file as a syntax tree from which all strings are gone."""
    return {path.relative_to(folder).as_posix(): _tree(path) for path in sorted(folder.rglob("*.py"))}


def _tree(path: Path) -> str:
    module = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = "…"
    return ast.dump(module)


@pytest.fixture(scope="module")
def benign(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a harmless document gives."""
    folder = tmp_path_factory.mktemp("benign")
    generate(prose_everywhere(openapi()), SETTINGS, folder)
    return shape(folder)


@pytest.mark.parametrize("attack", ATTACKS)
def test_prose_stays_prose(attack: str, benign: dict[str, str], tmp_path: Path) -> None:
    """Descriptions, titles and summaries of any kind change strings alone."""
    generate(rewrite(prose_everywhere(openapi()), lambda text: text + attack), SETTINGS, tmp_path)
    assert shape(tmp_path) == benign


@pytest.mark.parametrize("attack", ATTACKS)
def test_values_stay_values(attack: str, benign: dict[str, str], tmp_path: Path) -> None:
    """Enum values, defaults, wire names of parameters and keys of envelopes are strings, whatever they say."""
    document = prose_everywhere(openapi())
    kinds = document["components"]["schemas"]["Kind"]["anyOf"][0]
    kinds["enum"][0] = f"big{attack}"
    listing = document["paths"]["/things"]["get"]
    listing["parameters"][0]["schema"]["default"] = attack
    listing["x-envelope"]["style"] = attack
    listing["x-pagination"]["next-key"] = attack
    listing["security"][0]["oauth"][0] = attack
    listing["tags"] = ["Things"]
    document["components"]["securitySchemes"]["oauth"]["x-token-parameter"] = attack
    document["info"]["title"] = attack
    generate(document, SETTINGS, tmp_path)
    made = shape(tmp_path)
    # A default is one keyword more in one row; the enum's member has another name: both are ours, not the attacker's.
    assert made.keys() == benign.keys()
    assert "boom" not in "".join(ast.unparse(node) for node in _code(tmp_path / "_tiny" / "operations.py"))


def _code(path: Path) -> list[ast.AST]:
    """Calls, names and attributes of a file: all that could do something."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, (ast.Name, ast.Attribute))]


def _rename(document: dict[str, Any], old: str, new: str) -> None:
    properties = document["components"]["schemas"]["Thing"]["properties"]
    properties[new] = properties.pop(old)


@pytest.mark.parametrize("attack", ATTACKS)
def test_property_names_stay_names(attack: str, tmp_path: Path) -> None:
    """A property with an odd name gets a harmless one and keeps its own on the wire, or is refused."""
    document = openapi()
    _rename(document, "userName", f"user{attack}")
    generate_client(document, SETTINGS, tmp_path)
    module = ast.parse((tmp_path / "_tiny" / "models.py").read_text(encoding="utf-8"))
    calls = [ast.unparse(node.func) for node in ast.walk(module) if isinstance(node, ast.Call)]
    assert set(calls) == {"settle_texts", "force_setattr", "text", "unixtime", "type"}
    assert f"user{attack}" in {n.value for n in ast.walk(module) if isinstance(n, ast.Constant)}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("key", ["operationId", "tags"])
def test_ids_and_tags_stay_names(attack: str, key: str, tmp_path: Path) -> None:
    """Ids and tags make names of letters, digits and underscores, or are refused."""
    document = openapi()
    operation = document["paths"]["/owners/import"]["post"]
    operation[key] = f"owners{attack}" if key == "operationId" else [f"Own{attack}"]
    try:
        generate_client(document, SETTINGS, tmp_path)
    except CodegenError:
        return
    for path in sorted((tmp_path / "_tiny").rglob("*.py")):
        assert path.name.removesuffix(".py").isidentifier()
        module = ast.parse(path.read_text(encoding="utf-8"))
        called = {ast.unparse(n.func) for n in ast.walk(module) if isinstance(n, ast.Call)}
        assert not called & {"boom", "os.system"}
        imported = {a.name for n in ast.walk(module) if isinstance(n, ast.Import) for a in n.names}
        assert imported <= {"builtins"}


def test_the_twin_is_what_it_claims(benign: dict[str, str], tmp_path: Path) -> None:
    """The comparison notices one statement more."""
    generate(prose_everywhere(copy.deepcopy(openapi())), SETTINGS, tmp_path)
    path = tmp_path / "_tiny" / "models.py"
    path.write_text(path.read_text() + "\nboom()\n")
    assert shape(tmp_path) != benign
