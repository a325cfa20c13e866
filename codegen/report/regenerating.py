"""Taking a new file over: it replaces the supplied one, and what is built from it follows, together or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from codegen import yaml12
from codegen.accept import plan
from codegen.build import SUPPLIED, Built, Silent, Watch, assemble
from codegen.errors import CodegenError, FindingError
from codegen.lock import meaning
from codegen.report.making import upgrades
from codegen.swap import NEW, locked, swap_in, workshop

_INPUTS: Final = "inputs"


@dataclass(frozen=True, slots=True, eq=False)
class Regenerated:
    """What was done.

    Attributes:
        built: What was built.
        targets: Files and folders that were written, relative to the repository.
        diff: What became of the repair files, when repairs were taken out.
    """

    built: Built
    targets: tuple[str, ...]
    diff: str = ""


def regenerate(
    api: Path, new: Path, *, root: Path, accept: bool = False, upgrade: bool = False, watch: Watch | None = None
) -> Regenerated | None:
    """Put a new file in the place of the supplied one, and build from it; all of it or nothing.

    Args:
        api: Folder of the spec.
        new: The new file.
        root: The repository.
        accept: Whether to take out the repairs that the new file no longer needs.
        upgrade: Whether generators or templates may have changed at the same time.
        watch: Who is told how it goes.

    Returns:
        What was done; ``None`` when the file says what the old one says, and nothing was touched.

    Raises:
        FindingError: A repair does not fit the new file, or generators changed too.
        CodegenError: Some input cannot be used, or another build is running.
    """
    content = _read(new)
    data = yaml12.load(content.decode("utf-8-sig"), source=new.name).data
    _refuse_openapi(data, new.name, (api / SUPPLIED).relative_to(root).as_posix())
    with locked(root), workshop(root) as folder:
        if meaning(data) == _known(api):
            return None
        if not upgrade:
            _refuse_upgrade(api)
        place, copied = api.relative_to(root), folder / _INPUTS
        # Built from a copy of all inputs, so that a file that changes meanwhile is not half of what is put in place.
        shutil.copytree(api, copied / place)
        (copied / place / SUPPLIED).write_bytes(content)
        accepted = plan(copied / place, copied / place / SUPPLIED) if accept else None
        texts: dict[str, bytes] = {SUPPLIED: content}
        texts |= {name: text.encode() for name, text in accepted.files.items()} if accepted else {}
        for base in (copied / place, folder / NEW / place):
            _write(base, texts)
        built = assemble(copied / place, root=copied, into=folder / NEW, watch=watch or Silent())
        targets = (*built.targets, *((place / name).as_posix() for name in texts))
        swap_in(root, folder, targets)
    return Regenerated(built, targets, accepted.diff if accepted else "")


def _write(base: Path, texts: Mapping[str, bytes]) -> None:
    for name, content in texts.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_bytes(content)


def _read(new: Path) -> bytes:
    try:
        return new.read_bytes()
    except OSError as error:
        raise CodegenError(
            f"the file cannot be read: {error.strerror}", file=new.name, remedy="check the name and the permissions"
        ) from error


def _known(api: Path) -> str:
    path = api / SUPPLIED
    return meaning(yaml12.load_file(path).data) if path.exists() else ""


def _refuse_openapi(data: Any, name: str, supplied: str) -> None:
    if isinstance(data, dict) and "openapi" in data:
        raise CodegenError(
            f"OpenAPI {data['openapi']} cannot take the place of {supplied}, which is Swagger 2.0",
            file=name,
            remedy=f"drift and report tell what differs; make these changes in a copy of {supplied}, or ask for the "
            "Swagger 2.0 form of the file, and give that to regenerate: repairs are pointers into Swagger 2.0",
        )


def _refuse_upgrade(api: Path) -> None:
    found = upgrades(api)
    if found:
        raise FindingError(
            f"the spec changes, and so does what generates: {', '.join(found)}",
            file=f"{api.name}/codegen.lock",
            remedy="run `make generate` first and commit what it writes, so that each change can be seen by itself; "
            "or ask for both: --with-upgrade",
        )
