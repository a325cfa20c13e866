"""What has to be true of a repository before a release of it goes out. Each gate only looks."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from codegen.errors import CodegenError
from codegen.surface.changelog import package_versions
from codegen.surface.command import suggestion_since
from codegen.surface.fragments import find_fragments
from codegen.surface.versions import parse_version

_OURS = Path(__file__).parents[2]


@dataclass(frozen=True)
class Verdict:
    """What a gate found.

    Attributes:
        text: What is well, or what is wrong.
        remedy: What to do about it; empty when all is well.
    """

    text: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Whether the release may pass."""
        return not self.remedy


Gate = Callable[[Path, str], Verdict]


def look(root: Path, version: str) -> list[Verdict]:
    """Ask every gate, also when one has refused already.

    Args:
        root: The repository.
        version: The version that is to go out.
    """
    return [_ask(gate, root, version) for gate in GATES]


def _ask(gate: Gate, root: Path, version: str) -> Verdict:
    try:
        return gate(root, version)
    except CodegenError as error:
        return Verdict(error.message, error.remedy or "see above")


def is_clean(root: Path, version: str) -> Verdict:
    """What goes out is what is committed."""
    changed = _git(root, "status", "--porcelain").splitlines()
    if not changed:
        return Verdict("the tree is clean")
    named = ", ".join(line[3:] for line in changed[:5]) + (", ..." if len(changed) > 5 else "")
    return Verdict(f"{len(changed)} files are not committed: {named}", "commit them, or put them aside")


def is_one_version(root: Path, version: str) -> Verdict:
    """The project and its packages say the same."""
    others = {name: said for name, said in package_versions(root).items() if said != version}
    if not others:
        return Verdict(f"pyproject.toml and the package say {version}")
    told = ", ".join(f"{name} says {said}" for name, said in others.items())
    return Verdict(f"pyproject.toml says {version}, and {told}", "python -m codegen version --apply sets both")


def is_tagged(root: Path, version: str) -> Verdict:
    """The commit carries the tag of the version."""
    tag = f"v{version}"
    at, head = _commit(root, f"refs/tags/{tag}"), _commit(root, "HEAD")
    if not at:
        return Verdict(f"there is no tag {tag}", f"git tag {tag}, on the commit that is to go out")
    if at != head:
        return Verdict(f"the tag {tag} is on another commit", f"git checkout {tag}, or raise the version and tag that")
    return Verdict(f"this commit is {tag}")


def is_written_down(root: Path, version: str) -> Verdict:
    """The changelog has a section of the version, with a date and something in it, and no fragment is left."""
    remedy = "python -m codegen version --apply --date YYYY-MM-DD writes it"
    path = root / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    section = re.search(rf"(?ms)^## \[{re.escape(version)}\]([^\n]*)\n(.*?)(?=^## \[|\Z)", text)
    if section is None:
        return Verdict(f"CHANGELOG.md has no section of {version}", remedy)
    if not re.fullmatch(r" - \d{4}-\d{2}-\d{2}", section[1].rstrip()):
        return Verdict(f"the section of {version} in CHANGELOG.md has no date", remedy)
    if not re.search(r"(?m)^- \S", section[2]):
        return Verdict(f"the section of {version} in CHANGELOG.md says nothing", remedy)
    left = find_fragments(root)
    if left:
        return Verdict(f"{len(left)} fragments of the changelog are left in changelog.d", remedy)
    return Verdict(f"CHANGELOG.md tells what {version} brings")


def is_large_enough(root: Path, version: str) -> Verdict:
    """The version is at least what the changes since the release before ask for."""
    if _git(root, "rev-parse", "--is-shallow-repository").strip() == "true":
        return Verdict("this clone is shallow: releases before cannot be seen", "git fetch --unshallow --tags")
    before = last_release(root, version)
    told = _told_before(root, version)
    if told and (before is None or parse_version(before[1:]) < parse_version(told)):
        return Verdict(
            f"CHANGELOG.md tells of {told}, and there is no tag v{told} before this commit", "git fetch --tags"
        )
    if before is None:
        return Verdict("this is the first release: nothing to compare with")
    suggestion = suggestion_since(root, before)
    reasons = "; ".join(suggestion.reasons)
    if parse_version(version) < parse_version(suggestion.version):
        remedy = f"python -m codegen version --against {before} --apply"
        return Verdict(f"since {before} {reasons}: {version} is too low, {suggestion.version} is due", remedy)
    return Verdict(f"since {before} {reasons}: {version} is enough")


def is_freshly_built(root: Path, version: str) -> Verdict:
    """Generated files are what a fresh build writes."""
    command = [sys.executable, "-m", "codegen", "check", "--root", str(root)]
    # From where this very build is: the repository to look at may be another one.
    done = subprocess.run(command, cwd=_OURS, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode == 0:
        return Verdict("generated files equal a fresh build")
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return Verdict(f"make check fails: {lines[-1] if lines else 'no word why'}", "make check says what differs")


GATES: tuple[Gate, ...] = (is_clean, is_one_version, is_tagged, is_written_down, is_large_enough, is_freshly_built)
"""All of them, in the order in which they are told."""


def last_release(root: Path, version: str) -> str | None:
    """The tag of the highest version below this one that this commit comes after."""
    known = {Version(tag[1:]): tag for tag in _versions(root)}
    below = [found for found in known if found < parse_version(version)]
    return known[max(below)] if below else None


def _told_before(root: Path, version: str) -> str | None:
    """The highest version below this one that the changelog has with a date."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8") if (root / "CHANGELOG.md").exists() else ""
    told = [parse_version(found) for found in re.findall(r"(?m)^## \[([^\]]+)\] - \d{4}-\d{2}-\d{2}", text)]
    return str(max(below)) if (below := [one for one in told if one < parse_version(version)]) else None


def _versions(root: Path) -> Iterator[str]:
    for tag in _git(root, "tag", "--list", "v*", "--merged", "HEAD").splitlines():
        try:
            parse_version(tag[1:])
        except CodegenError:
            # A tag of something else that starts alike.
            continue
        yield tag


def _commit(root: Path, name: str) -> str:
    return _git(root, "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}", may_fail=True).strip()


def _git(root: Path, *words: str, may_fail: bool = False) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)  # noqa: S603, S607
    except OSError:
        raise CodegenError("git is not installed", remedy="install it: releases are commits with a tag") from None
    if done.returncode and not may_fail:
        said = done.stderr.strip().splitlines()
        raise CodegenError(f"git {words[0]}: {said[-1] if said else 'failed'}", remedy="publish from a clone")
    return done.stdout
