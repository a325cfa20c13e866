"""How the site is built: the same each time, from any specification, and with words for what is wrong."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from codegen import yaml12
from manual.apis import Api, load_api, load_apis
from manual.docstrings import to_rst
from manual.objects import annotated, meant
from tests.support.repository import ROOT
from tests.support.site import Site, build

EVIL = """\
# A heading

Setext
======

<script>alert(1)</script> **bold** `code` [here](https://example.com/x) [no](javascript:alert(1)) ![seen](https://example.com/x.png)

```{toctree}
nowhere
```

{doc}`nowhere` |x| :ref:`y` __z__ `` a`b ``

* one
* two
  1. deep

> quoted

    indented <b>
"""
SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": EVIL,
    "required": ["a*b"],
    "properties": {
        "a*b": {"type": "string", "enum": ["*", "`", "<i>", "|x|"]},
        "{doc}`x`": {"type": "array", "items": {"$ref": "#/components/schemas/thing"}},
        "me": {"$ref": "#/components/schemas/Thing"},
        "map": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
        "either": {"oneOf": [{"type": "string"}, {"allOf": [{"$ref": "#/components/schemas/Thing"}]}]},
        "nothing": {},
    },
}
STRANGE: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "<Strange> *API*", "version": "1", "description": EVIL},
    "servers": [{"url": "https://example.com/{x}"}],
    "tags": [{"name": "A|B", "description": EVIL}, {"name": "unused"}],
    "paths": {
        "/things/{id}": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "get": {
                "operationId": "get *it*", "tags": ["A|B"], "description": EVIL,
                "responses": {"204": {"description": "-"}},
            },
            "patch": {
                "operationId": "patch *it*", "tags": ["A/B"], "deprecated": True, "security": [],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "responses": {"default": {"description": EVIL}},
            },
        },
        "/untagged": {"options": {"responses": {"200": {"description": "ok", "content": {"text/csv": {}}}}}},
    },
    "components": {
        "parameters": {"id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}},
        "schemas": {"Thing": SCHEMA, "thing": SCHEMA, "T h/i~ng": {"type": "string", "pattern": "^[*]$"}},
        "securitySchemes": {"k*y": {"type": "apiKey", "name": "k", "in": "header", "description": EVIL}},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of an API that tries to break it."""
    root = tmp_path_factory.mktemp("strange")
    api = root / "spec" / "strange"
    api.mkdir(parents=True)
    (api / "openapi.yaml").write_text(yaml12.dump(STRANGE), encoding="utf-8")
    (api / "codegen.toml").write_text("", encoding="utf-8")
    docs = root / "docs"
    docs.mkdir()
    (docs / "conf.py").write_text(_conf(root), encoding="utf-8")
    (docs / "index.md").write_text("# Here\n\n```{toctree}\n:glob:\n\nreference/http/*/index\n```\n", encoding="utf-8")
    said = build(docs, root / "html")
    assert said.returncode == 0, said.stdout + said.stderr
    return Site(root / "html")


def _conf(root: Path) -> str:
    return (
        "import sys\n"
        f"sys.path[:0] = [{str(ROOT / 'docs' / '_ext')!r}, {str(ROOT)!r}]\n"
        "extensions = ['myst_parser', 'manual']\n"
        "nitpicky, manual_python, html_theme = True, False, 'basic'\n"
        f"manual_root = {str(root)!r}\n"
    )


def test_a_strange_specification_breaks_nothing(strange: Site) -> None:
    """Markdown, HTML and commands in texts and names stay what they are: words on a page."""
    folder = "reference/http/strange"
    assert {
        f"{folder}/tag-a-b.html",
        f"{folder}/tag-a-b-2.html",
        f"{folder}/schemas.html",
        f"{folder}/index.html",
    } <= strange.pages.keys()
    for name, page in strange.pages.items():
        assert "alert(1)</script>" not in page.text, name
        assert not [link for link in page.links if link.target.startswith("javascript:")], name
        assert not [link for link in page.links if link.loaded and "example.com" in link.target]
    schemas = strange.pages[f"{folder}/schemas.html"].text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in schemas
    assert "<strong>bold</strong>" in schemas
    assert "{doc}" in schemas


def test_names_that_look_alike_keep_apart(strange: Site) -> None:
    """Two schemas that differ in capitals alone, and two tags in signs, have places of their own."""
    schemas = strange.pages["reference/http/strange/schemas.html"]
    assert {"strange-schema-thing", "strange-schema-thing-2"} <= schemas.ids
    operations = {place for page in strange.pages.values() for place in page.ids}
    assert {"strange-get-it", "strange-patch-it", "strange-options-untagged"} <= operations


@pytest.mark.slow
def test_the_site_is_the_same_each_time(docs_site: Site, tmp_path: Path) -> None:
    """A build elsewhere, with another order of hashes and at another time, gives the same bytes."""
    copy = tmp_path / "again"
    said = build(ROOT / "docs", copy, PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    assert said.returncode == 0, said.stdout + said.stderr
    assert digests(copy) == digests(docs_site.folder)


def digests(folder: Path) -> dict[str, str]:
    """Each file of a built site by its name."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".buildinfo"]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_pages_name_nothing_of_this_machine(docs_site: Site) -> None:
    """No page tells the folder in which it was made."""
    assert [name for name, page in docs_site.pages.items() if str(ROOT) in page.text] == []
    assert str(ROOT) not in (docs_site.folder / "searchindex.js").read_text(encoding="utf-8")


def test_make_docs_builds_it_so() -> None:
    """`make docs` builds what the tests look at: warnings are errors, and the pages lie where git ignores them."""
    command = ["make", "--no-print-directory", "-n", "docs"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "-m sphinx -W --keep-going" in said
    assert "-b html docs docs/_build/html" in said
    ignored = subprocess.run(["git", "check-ignore", "docs/_build/html"], cwd=ROOT, capture_output=True, check=False)
    assert ignored.returncode == 0


def test_each_api_is_read() -> None:
    """Every folder of spec/ that has been built has its pages."""
    built = {path.parent.name for path in (ROOT / "spec").glob("*/openapi.yaml")}
    assert {api.name for api in load_apis(ROOT / "spec")} == built


def test_a_new_tag_has_a_page(tmp_path: Path) -> None:
    """An operation that a newer file brings is told without a line written for it."""
    from manual.directives import api_pages

    folder = tmp_path / "instagram"
    shutil.copytree(ROOT / "spec" / "instagram", folder)
    document: Any = yaml12.load_file(folder / "openapi.yaml").data
    document["paths"]["/stories"] = {"get": {"operationId": "stories_list", "tags": ["Stories"], "responses": {}}}
    (folder / "openapi.yaml").write_text(json.dumps(document), encoding="utf-8")
    api: Api = load_api(folder)
    assert "Stories" in api.tags
    assert "reference/http/instagram/tag-stories" in api_pages([api])


def test_docstrings_become_fields() -> None:
    """Google's sections and Markdown become what Sphinx reads."""
    lines = ["Do *it* with `x`s.", "", "Args:", "    *a: One", "        thing: or two.", "", "Returns:", "    A ``b``."]
    edge = "\\ "
    assert to_rst(lines) == [
        f"Do {edge}*it*{edge} with {edge}``x``{edge}s\\.".replace("\\.", "."),
        "",
        ":param \\*a: One thing\\: or two.",
        "",
        f":returns: A {edge}``b``{edge}.",
        "",
    ]


def test_fields_without_words_are_told_too() -> None:
    """A field that a docstring leaves out has its type."""
    assert to_rst(["A thing."], {"from_": "Who"}) == ["A thing.", "", ":ivar from\\_:", ":vartype from\\_: Who"]


def test_types_are_short() -> None:
    """Types are named as callers know them."""
    assert annotated(str | int | float) == "str"
    assert annotated("Text | None") == "str | None"
    assert annotated("models.User | None") == "User | None"


def test_short_names_lead_home() -> None:
    """A name that several modules have leads to the nearest; one of the language leads nowhere."""
    known = dict.fromkeys(["instagram_v1.compat.User", "instagram_v1.models.User", "x.str"])
    assert meant("User", "", known) == "instagram_v1.models.User"
    assert meant("User", "instagram_v1.compat", known) == "instagram_v1.compat.User"
    assert meant("str", "", known) == ""
    assert meant("Nobody", "", known) == ""
