"""The check: every kind of difference from a fresh build is found, named and told apart."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from codegen.build import build, find_apis
from codegen.check import check, strays
from codegen.errors import CodegenError, FindingError
from codegen.swap import locked
from tests.support.tiny_api import make_root, tree


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository just built; to be copied."""
    root = make_root(tmp_path_factory.mktemp("built"))
    build(root / "spec" / "tiny", root=root)
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A repository just built."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def differences(root: Path) -> list[tuple[str, str]]:
    """Kind and path of all differences."""
    return [(item.kind, item.path) for item in check(root / "spec" / "tiny", root=root).differences]


def test_a_fresh_build_passes(root: Path) -> None:
    """Nothing differs, and nothing is written."""
    before = tree(root)
    checked = check(root / "spec" / "tiny", root=root)
    assert checked.ok
    assert tree(root) == before
    assert not list(root.glob(".codegen-*"))


def _append(path: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        with (root / path).open("a") as file:
            file.write("\n# a hand was here\n")

    return change


def _remove(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


def _create(path: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x = 1\n")

    return change


CHANGES: dict[str, tuple[Callable[[Path], None], tuple[str, str]]] = {
    "edited models": (_append("generated/_tiny/models.py"), ("changed", "generated/_tiny/models.py")),
    "edited schema": (_append("generated/_tiny_schema/__init__.py"), ("changed", "generated/_tiny_schema/__init__.py")),
    "edited document": (_append("spec/tiny/openapi.yaml"), ("changed", "spec/tiny/openapi.yaml")),
    "edited lock": (_append("spec/tiny/codegen.lock"), ("changed", "spec/tiny/codegen.lock")),
    "removed module": (
        _remove("generated/_tiny/resources/things.py"),
        ("missing", "generated/_tiny/resources/things.py"),
    ),
    "removed marker": (_remove("generated/_tiny/py.typed"), ("missing", "generated/_tiny/py.typed")),
    "removed document": (_remove("spec/tiny/openapi.yaml"), ("missing", "spec/tiny/openapi.yaml")),
    "added module": (_create("generated/_tiny/stray.py"), ("extra", "generated/_tiny/stray.py")),
    "added file in a new folder": (_create("generated/_tiny/a/b.txt"), ("extra", "generated/_tiny/a/b.txt")),
    "added dot file": (_create("generated/_tiny_schema/.x"), ("extra", "generated/_tiny_schema/.x")),
}


@pytest.mark.parametrize("case", CHANGES)
def test_each_kind_of_difference_is_found(root: Path, case: str) -> None:
    """Missing, extra and changed, each with its own remedy."""
    change, expected = CHANGES[case]
    change(root)
    checked = check(root / "spec" / "tiny", root=root)
    assert [(item.kind, item.path) for item in checked.differences] == [expected]
    assert not checked.ok
    assert str(checked.differences[0]).startswith(f"{expected[0]}: {expected[1]}\n  to do: ")


def test_remedies_are_told_apart(root: Path) -> None:
    """Three kinds at once, three remedies."""
    for case in ("edited models", "removed module", "added module"):
        CHANGES[case][0](root)
    found = check(root / "spec" / "tiny", root=root).differences
    assert len({item.remedy for item in found}) == 3


def test_a_missing_package_is_missing_file_by_file(root: Path) -> None:
    """Nothing was built: everything is missing."""
    gone = {name for name in tree(root) if name.startswith("generated/_tiny/")}
    shutil.rmtree(root / "generated" / "_tiny")
    assert set(differences(root)) == {("missing", name) for name in gone}


def test_caches_of_python_are_nobody_s_edit(root: Path) -> None:
    """They come from importing."""
    _create("generated/_tiny/__pycache__/models.cpython-311.pyc")(root)
    _create("generated/_tiny/resources/__pycache__/x.pyc")(root)
    assert differences(root) == []


def test_line_ends_count(root: Path) -> None:
    """Bytes are compared, not lines."""
    path = root / "generated" / "_tiny" / "models.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert differences(root) == [("changed", "generated/_tiny/models.py")]


def test_a_changed_input_shows(root: Path) -> None:
    """Whoever changes the spec has to build."""
    path = root / "spec" / "tiny" / "swagger.yaml"
    path.write_text(path.read_text().replace("There are many.", "There are few."))
    assert ("changed", "spec/tiny/openapi.yaml") in differences(root)
    assert ("changed", "spec/tiny/codegen.lock") in differences(root)


def test_a_repair_of_no_use_is_a_finding(root: Path) -> None:
    """Fixed upstream: reported with the repair to delete."""
    path = root / "spec" / "tiny" / "swagger.yaml"
    path.write_text(path.read_text().replace("nmae:", "name:"))
    checked = check(root / "spec" / "tiny", root=root)
    assert not checked.ok
    assert "thing-name: fixed-upstream" in checked.findings[0]


def test_a_repair_that_does_not_fit_ends_the_check(root: Path) -> None:
    """As it ends the build."""
    path = root / "spec" / "tiny" / "swagger.yaml"
    path.write_text(path.read_text().replace("nmae: {type: string}", "nmae: {type: integer}"))
    with pytest.raises(FindingError, match="precondition-changed"):
        check(root / "spec" / "tiny", root=root)


def test_leftovers_of_a_killed_build_are_a_finding(root: Path) -> None:
    """A check removes nothing; it says who does."""
    (root / ".codegen-abc").mkdir()
    checked = check(root / "spec" / "tiny", root=root)
    assert ".codegen-abc: left by a build that was killed" in checked.findings[0]
    assert (root / ".codegen-abc").exists()


def test_a_check_waits_for_no_build(root: Path) -> None:
    """While a build runs there is nothing to check."""
    with locked(root), pytest.raises(CodegenError, match="another build is running"):
        check(root / "spec" / "tiny", root=root)


def test_what_no_api_writes_is_found(root: Path) -> None:
    """A package of an API that is gone, or a file beside the packages."""
    targets = {target for api in find_apis(root) for target in check(api, root=root).built.targets}
    assert strays(root, targets) == []
    _create("generated/_gone/models.py")(root)
    _create("generated/helper.py")(root)
    assert [item.path for item in strays(root, targets)] == ["generated/_gone", "generated/helper.py"]


def test_it_works_offline_and_in_seconds(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection is opened."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the check opens a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    began = time.perf_counter()
    assert check(root / "spec" / "tiny", root=root).ok
    assert time.perf_counter() - began < 10
