"""The build from end to end on small repositories: what it writes, what stops it, what it leaves alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import codegen.build
from codegen import yaml12
from codegen.build import build, find_apis, validate
from codegen.convert import convert
from codegen.errors import CodegenError, FindingError
from codegen.lock import digest, meaning, templates_digest
from tests.support.tiny_api import importable, make_root, tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one API."""
    return make_root(tmp_path)


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Change a file of the API."""
    path = root / "spec" / "tiny" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


class Recorder:
    """A watch that remembers the stages and can fail in one."""

    def __init__(self, fail: str = "") -> None:
        self.stages: list[str] = []
        self.fail = fail

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Remember a stage; fail at its end if asked to."""
        self.stages.append(name)
        yield
        if name == self.fail:
            raise RuntimeError(f"failed in {name}")


STAGES = ["read", "repair", "convert", "validate", "generate client", "generate schema", "put in place"]


def test_a_build_writes_document_lock_and_packages(root: Path) -> None:
    """Four targets; the repair, the rules and the conversion are in them."""
    watch = Recorder()
    built = build(root / "spec" / "tiny", root=root, watch=watch)
    assert watch.stages == STAGES
    assert built.targets == (
        "spec/tiny/openapi.yaml",
        "spec/tiny/codegen.lock",
        "generated/_tiny",
        "generated/_tiny_schema",
    )
    assert (built.name, built.operations, built.run.ok) == ("tiny", 1, True)
    path = root / "spec" / "tiny" / "openapi.yaml"
    assert path.read_text().startswith("# Built from swagger.yaml, repairs/ and codegen.toml by ")
    document = yaml12.load_file(path).data
    assert document["openapi"] == "3.0.3"
    assert "name" in document["components"]["schemas"]["Thing"]["properties"]
    with importable(root / "generated", "_tiny.models", "_tiny_schema") as (models, schema):
        assert {"id", "name", "kind"} <= set(models.Thing.__struct_fields__)
        assert schema.Thing.model_validate({"id": "1", "name": "n"}).name == "n"


def test_nothing_else_is_touched(root: Path) -> None:
    """Inputs, README and other files stay; no temporary folder is left."""
    before = tree(root)
    build(root / "spec" / "tiny", root=root)
    after = tree(root)
    assert {name: after[name] for name in before} == before
    assert not list(root.glob(".codegen-*"))


def test_a_second_build_writes_the_same(root: Path) -> None:
    """And removes what does not belong into its packages."""
    build(root / "spec" / "tiny", root=root)
    first = tree(root)
    (root / "generated" / "_tiny" / "stray.py").write_text("x = 1\n")
    build(root / "spec" / "tiny", root=root)
    assert tree(root) == first


def test_several_apis_live_side_by_side(tmp_path: Path) -> None:
    """Each has packages of its own, and building one leaves the other alone."""
    root = make_root(tmp_path, "one", "two")
    apis = find_apis(root)
    assert [api.name for api in apis] == ["one", "two"]
    build(apis[0], root=root)
    first = tree(root)
    build(apis[1], root=root)
    assert {name: value for name, value in tree(root).items() if name in first} == first
    with importable(root / "generated", "_one.models", "_two.models") as (one, two):
        assert one.Thing is not two.Thing


def test_an_unknown_api_is_named(root: Path) -> None:
    """With those that are known."""
    with pytest.raises(CodegenError, match=r"no API called 'tin'[\s\S]*known: tiny"):
        find_apis(root, ["tin"])


def test_a_repository_without_apis(tmp_path: Path) -> None:
    """Nothing to build is an error, not a success."""
    with pytest.raises(CodegenError, match="no API to build"):
        find_apis(tmp_path)


def test_schema_package_may_be_left_out(root: Path) -> None:
    """An API without strict models has one package."""
    edit(root, "codegen.toml", 'schema-package = "_tiny_schema"\n', "")
    built = build(root / "spec" / "tiny", root=root)
    assert "generated/_tiny_schema" not in built.targets
    assert not (root / "generated" / "_tiny_schema").exists()


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("fresh", [True, False])
def test_a_failing_stage_changes_nothing(root: Path, stage: str, fresh: bool) -> None:
    """Whichever stage fails, on the first build or a later one: not a byte differs, and nothing is left lying about."""
    if not fresh:
        build(root / "spec" / "tiny", root=root)
    edit(root, "swagger.yaml", "There are many.", "There are few.")
    before = tree(root)
    with pytest.raises(RuntimeError, match=f"failed in {stage}"):
        build(root / "spec" / "tiny", root=root, watch=Recorder(fail=stage))
    if stage == "put in place":  # everything stands by then
        assert (root / "generated" / "_tiny").is_dir()
        return
    assert tree(root) == before
    assert not list(root.glob(".codegen-*"))


BAD_INPUTS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "no YAML": ("swagger.yaml", lambda text: text + "\n  - [", r"swagger\.yaml:\d+:\d+"),
    "duplicate key": ("swagger.yaml", lambda text: text + "host: again\n", "host"),
    "not Swagger": ("swagger.yaml", lambda text: text.replace("swagger: '2.0'", "openapi: 3.0.3"), "no Swagger 2.0"),
    "reference to nothing": ("swagger.yaml", lambda text: text.replace("definitions/Thing", "definitions/No"), "No"),
    "unknown key in a repair": ("repairs/names.yaml", lambda text: text.replace("expect:", "expects:"), "expects"),
    "no TOML": ("codegen.toml", lambda text: text + "[", r"codegen\.toml"),
    "unknown rule": ("codegen.toml", lambda text: text + "\n[rules.unheard-of]\nx = 1\n", "unheard-of"),
}


@pytest.mark.parametrize("case", BAD_INPUTS)
def test_unusable_input_is_named_and_changes_nothing(root: Path, case: str) -> None:
    """The message names the file or the place; the repository stays as it was."""
    build(root / "spec" / "tiny", root=root)
    name, change, message = BAD_INPUTS[case]
    path = root / "spec" / "tiny" / name
    path.write_text(change(path.read_text()))
    before = tree(root)
    with pytest.raises(CodegenError, match=message) as caught:
        build(root / "spec" / "tiny", root=root)
    assert not isinstance(caught.value, FindingError)
    assert tree(root) == before


@pytest.mark.parametrize(
    ("old", "new", "verdict", "words"),
    [
        ("      nmae: {type: string}\n", "", "target-missing", "nmae"),
        ("nmae: {type: string}", "nmae: {type: integer}", "precondition-changed", "integer"),
    ],
)
def test_repairs_that_do_not_fit_stop_the_build(root: Path, old: str, new: str, verdict: str, words: str) -> None:
    """File, line, pointer, what was expected and what was found."""
    build(root / "spec" / "tiny", root=root)
    edit(root, "swagger.yaml", old, new)
    before = tree(root)
    with pytest.raises(FindingError, match=verdict) as caught:
        build(root / "spec" / "tiny", root=root)
    message = str(caught.value)
    assert "names.yaml:1 thing-name" in message
    assert "/definitions/Thing/properties/nmae" in message
    assert "expected {type: 'string'}" in message
    assert words in message
    assert tree(root) == before


def test_all_repairs_that_do_not_fit_are_named(root: Path) -> None:
    """One run tells all of them."""
    path = root / "spec" / "tiny" / "repairs" / "names.yaml"
    other = (
        path.read_text()
        .replace("thing-name", "other")
        .replace("nmae", "gone")
        .replace("to: name", "to: here")
        .replace("[1]", "[2]")
    )
    path.write_text(path.read_text() + other)
    edit(root, "swagger.yaml", "nmae: {type: string}", "nmae: {type: integer}")
    with pytest.raises(FindingError, match="2 of 2 repairs") as caught:
        build(root / "spec" / "tiny", root=root)
    assert "other: target-missing" in str(caught.value)


def test_fixed_upstream_is_reported_and_refused_when_strict(root: Path) -> None:
    """A build goes on; a strict one does not, and changes nothing."""
    edit(root, "swagger.yaml", "nmae:", "name:")
    before = tree(root)
    with pytest.raises(FindingError, match="fixed upstream") as caught:
        build(root / "spec" / "tiny", root=root, strict=True)
    assert "thing-name" in str(caught.value)
    assert tree(root) == before
    built = build(root / "spec" / "tiny", root=root)
    assert [outcome.verdict for outcome in built.run.outcomes] == ["fixed-upstream"]


def test_defects_must_be_settled(root: Path) -> None:
    """Where defects are written down, each needs a repair, a rule or a reason."""
    (root / "spec" / "tiny" / "defects.yaml").write_text(
        "rows:\n  - {n: 1, says: The name is misspelt., where: Thing}\n"
    )
    with pytest.raises(CodegenError, match=r"defects\.yaml"):
        build(root / "spec" / "tiny", root=root)


def test_the_document_is_validated_before_it_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A converter that goes wrong is caught."""

    def broken(document: dict[str, Any]) -> Any:
        conversion = convert(document)
        del conversion.document["info"]
        return conversion

    monkeypatch.setattr(codegen.build, "convert", broken)
    with pytest.raises(CodegenError, match=r"no valid OpenAPI 3\.0[\s\S]*info"):
        build(root / "spec" / "tiny", root=root)
    assert not (root / "spec" / "tiny" / "openapi.yaml").exists()


def test_validation_names_places() -> None:
    """Pointers, each once."""
    document = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {}}}}
    with pytest.raises(CodegenError, match="/paths/~1a/get: 'responses' is a required property"):
        validate(document, source="openapi.yaml")


def test_the_lock_says_what_went_in(root: Path) -> None:
    """Inputs, result, templates, tools and repairs."""
    build(root / "spec" / "tiny", root=root)
    folder = root / "spec" / "tiny"
    lock = json.loads((folder / "codegen.lock").read_text())
    assert set(lock["inputs"]) == {"swagger.yaml", "codegen.toml", "repairs/names.yaml"}
    assert lock["inputs"]["swagger.yaml"] == meaning(yaml12.load_file(folder / "swagger.yaml").data)
    assert lock["built"] == {"openapi.yaml": digest((folder / "openapi.yaml").read_bytes())}
    assert lock["templates"] == templates_digest()
    assert lock["tools"]["openapi-python-client"] == "0.29.1"
    assert lock["repairs"] == ["thing-name"]


def test_the_lock_changes_with_each_input(root: Path) -> None:
    """Whatever says something else is noticed, whatever says the same is not."""
    build(root / "spec" / "tiny", root=root)
    seen = [(root / "spec" / "tiny" / "codegen.lock").read_text()]
    for name, old, new in (
        ("swagger.yaml", "title: Tiny", "title: Tinier"),
        ("repairs/names.yaml", "It is a name.", "It is the name."),
        ("codegen.toml", "Enums grow.", "Enums do grow."),
    ):
        edit(root, name, old, new)
        build(root / "spec" / "tiny", root=root)
        seen.append((root / "spec" / "tiny" / "codegen.lock").read_text())
    assert len(set(seen)) == 4


def test_templates_are_part_of_the_lock(tmp_path: Path) -> None:
    """A changed template and a renamed one both count."""
    (tmp_path / "a.jinja").write_text("a")
    first = templates_digest(tmp_path)
    (tmp_path / "a.jinja").rename(tmp_path / "b.jinja")
    second = templates_digest(tmp_path)
    (tmp_path / "b.jinja").write_text("b")
    assert len({first, second, templates_digest(tmp_path)}) == 3
