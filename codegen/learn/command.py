"""``python -m codegen learn FOLDER``: what recorded answers tell about the spec."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from codegen import repair
from codegen.build import read_sources
from codegen.console import harmless
from codegen.learn import learn, read_archive
from codegen.learn.matching import Matcher
from codegen.learn.model import Finding, Lesson
from codegen.pointer import Json
from codegen.propose import Proposal
from codegen.wording import counted

# What tokens of the time look like: digits, dots and hexadecimal digits; or a long row of letters and digits.
_SECRET: Final = re.compile(r"\b\d{3,}\.[0-9a-f]{5,}\.[0-9a-f]{8,}\b|(?<![\w])(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9]{32,}")


def run(apis: Sequence[Path], folder: Path, *, as_json: bool) -> int:
    """Hold the recordings of a folder against an API's repaired spec, and print what they tell.

    Args:
        apis: Folders of the APIs; of several, the one that most recordings belong to is meant.
        folder: Folder of the recordings.
        as_json: Whether to print JSON.

    Returns:
        0 when the spec allows all that was recorded, 1 when not or when something could not be read.
    """
    api = choose(apis, folder)
    if len(apis) > 1:
        sys.stderr.write(f"held against {api.name}, to which most recordings belong; --api names another\n")
    lesson = lesson_of(api, folder)
    text = json.dumps(_as_json(lesson), indent=2, ensure_ascii=False) + "\n" if as_json else _as_text(lesson)
    sys.stdout.write(_SECRET.sub("···", text if as_json else harmless(text)))
    return 1 if lesson.findings or lesson.troubles else 0


def choose(apis: Sequence[Path], folder: Path) -> Path:
    """Find the API that recordings belong to.

    Args:
        apis: Folders of the APIs.
        folder: Folder of the recordings, or one file.
    """
    if len(apis) == 1:
        return apis[0]
    return max(apis, key=lambda api: _belonging(api, folder))


def _belonging(api: Path, folder: Path) -> int:
    sources = read_sources(api)
    matcher = Matcher(repair.apply(sources.swagger, sources.repairs).document, sources.config)
    return sum(matcher.find(one) is not None for one in read_archive(folder, matcher.ids).recordings)


def lesson_of(api: Path, folder: Path) -> Lesson:
    """Learn from the recordings of a folder.

    Args:
        api: Folder of the API.
        folder: Folder of the recordings, or one file.
    """
    sources = read_sources(api)
    # Repairs that do not fit are the build's matter; the others count here.
    document = repair.apply(sources.swagger, sources.repairs).document
    archive = read_archive(folder, Matcher(document, sources.config).ids)
    lesson = learn(document, sources.config, archive.recordings, sources.repairs)
    return replace(lesson, troubles=tuple(archive.troubles), left_out=archive.left_out)


def _as_json(lesson: Lesson) -> Json:
    return {
        "answers": lesson.answers,
        "left-out": lesson.left_out,
        "findings": [finding.as_json() for finding in lesson.findings],
        "proposals": [_proposal(item) for item in lesson.proposals],
        "hints": [_proposal(item) for item in lesson.hints],
        "unreadable": list(lesson.troubles),
    }


def _proposal(item: Proposal) -> Json:
    return {"kind": item.kind, "title": item.title, "pointer": item.pointer, "repair": item.repair}


def _as_text(lesson: Lesson) -> str:
    lines = [f"{counted(lesson.answers, 'answer')} held against the spec"]
    if lesson.left_out:
        lines.append(f"{lesson.left_out} left out: their manifest says that they are no conformance samples")
    lines += [f"not read: {trouble}" for trouble in lesson.troubles]
    lines += ["", counted(len(lesson.findings), "finding") if lesson.findings else "no answer contradicts the spec"]
    lines += [line for finding in lesson.findings for line in _finding(finding)]
    for title, proposals in (
        ("proposed repairs, to be pasted in this order at the end of the last file of repairs/", lesson.proposals),
        ("possible, since no answer contradicts them", lesson.hints),
    ):
        if proposals:
            lines += ["", f"# {len(proposals)} {title}", "", *(item.repair for item in proposals)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _finding(item: Finding) -> tuple[str, str]:
    return (
        f"  {item.kind:<14} {item.pointer}",
        f"    {item.detail}: {item.count} of {item.total}, e.g. {item.example}",
    )
