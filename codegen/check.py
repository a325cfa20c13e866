"""The check: what stands in the repository is what a fresh build writes, byte for byte."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codegen.build import Built, Silent, Watch, assemble, describe, fixed
from codegen.swap import PREFIX, locked


@dataclass(frozen=True)
class Difference:
    """One file that is not what a build writes.

    Attributes:
        kind: ``missing``, ``extra`` or ``changed``.
        path: The file, relative to the repository.
        remedy: What to do about it.
    """

    kind: str
    path: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.path}\n  to do: {self.remedy}"


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes:
        built: The fresh build.
        differences: Files that differ from it.
        findings: Other things that are not as they should be, as messages.
    """

    built: Built
    differences: tuple[Difference, ...]
    findings: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether all is as it should be."""
        return not self.differences and not self.findings


_REMEDIES = {
    "missing": "run `make generate` and commit what it writes",
    "extra": "delete it: no build writes it, and the next one removes it",
    "changed": "run `make generate`; a change by hand belongs into the repairs, the templates or overrides/",
}


def check(api: Path, *, root: Path, watch: Watch | None = None) -> Checked:
    """Build one API afresh in a temporary folder and compare; the repository is only read.

    Args:
        api: Folder of the spec.
        root: The repository.
        watch: Who is told how it goes.

    Raises:
        CodegenError: The build itself fails.
    """
    with locked(root, shared=True), tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        fresh = Path(folder)
        built = assemble(api, root=root, into=fresh, watch=watch or Silent())
        differences = tuple(_compare(root, fresh, built))
        leftovers = sorted(path.name for path in root.glob(f"{PREFIX}*") if path.is_dir())
    findings = [f"repair no longer needed:\n{describe(outcome)}" for outcome in fixed(built.run)]
    findings += [f"{name}: left by a build that was killed\n  to do: run `make generate`" for name in leftovers]
    return Checked(built, differences, tuple(findings))


def _compare(root: Path, fresh: Path, built: Built) -> Iterator[Difference]:
    for target in built.targets:
        there, made = _files(root, target), _files(fresh, target)
        for path in sorted(there.keys() | made.keys()):
            kind = _kind(there.get(path), made.get(path))
            if kind:
                yield Difference(kind, path, _REMEDIES[kind])


def _kind(there: Path | None, made: Path | None) -> str:
    if there is None or made is None:
        return "missing" if there is None else "extra"
    return "" if there.read_bytes() == made.read_bytes() else "changed"


def _files(root: Path, target: str) -> dict[str, Path]:
    """Files of a target by their path; what Python itself caches there is nobody's edit."""
    place = root / target
    found = [path for path in place.rglob("*") if not path.is_dir()] if place.is_dir() else [place]
    return {
        path.relative_to(root).as_posix(): path
        for path in found
        if path.exists() and "__pycache__" not in path.relative_to(root).parts
    }


def strays(root: Path, targets: set[str]) -> list[Difference]:
    """What lies in ``generated/`` and belongs to no API.

    Args:
        root: The repository.
        targets: Targets of all APIs.
    """
    allowed = {*targets, "generated/README.md"}
    return [
        Difference("extra", path, "delete it: no API writes it")
        for path in sorted(item.relative_to(root).as_posix() for item in (root / "generated").glob("*"))
        if path not in allowed and not path.endswith("__pycache__")
    ]
