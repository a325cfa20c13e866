"""Drift, learning and proposals on an API whose fields stand beside the status: the private one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from codegen import rules, yaml12
from codegen.drift import drift
from codegen.learn import Lesson, Recording, learn
from codegen.propose import parse, propose
from tests.support.private import COMMENT, FRIENDSHIP, MEDIA, USER
from tests.support.repository import ROOT

API = ROOT / "spec" / "private"

Document = dict[str, Any]


@functools.cache
def config() -> rules.Config:
    """What holds for every operation of it."""
    return rules.load_config(API / "codegen.toml")


@functools.cache
def _document() -> Document:
    data: Document = yaml12.load_file(API / "swagger.yaml").data
    return data


def document() -> Document:
    """It, afresh."""
    return deepcopy(_document())


def at(*keys: str) -> Callable[[Document], Any]:
    """A place of the document."""
    return lambda found: functools.reduce(lambda node, key: node[key], keys, found)


SCHEMA = ("responses", "200", "schema", "properties")
FORM = ("paths", "/media/configure", "post", "parameters")

EDITS: list[tuple[str, Callable[[Document], Any], str]] = [
    ("nothing at all", lambda d: None, ""),
    (
        "a field of the data",
        lambda d: at("definitions", "User", "properties")(d).pop("full_name"),
        "breaking property-removed /definitions/User/properties/full_name",
    ),
    (
        "a field beside the data",
        lambda d: at("definitions", "MediaList", "properties")(d).pop("num_results"),
        "breaking property-removed /definitions/MediaList/properties/num_results",
    ),
    (
        "a field of an answer that is its own data",
        lambda d: at("definitions", "Friendship", "properties")(d).update(blocking={"type": "boolean"}),
        "additive property-added /definitions/Friendship/properties/blocking",
    ),
    (
        "another type of the data",
        lambda d: at("paths", "/users/{pk}/info/", "get", *SCHEMA)(d).update(user={"type": "string"}),
        "breaking type-changed /paths/~1users~1{pk}~1info~1/get/responses/200/schema/properties/user/type",
    ),
    (
        "a field of a form that holds JSON",
        lambda d: at("definitions", "Location", "properties")(d).update(zip={"type": "string"}),
        "additive property-added /definitions/Location/properties/zip",
    ),
    (
        "another object in a form field that holds JSON",
        lambda d: at(*FORM)(d)[2].update({"x-json-schema": {"$ref": "#/definitions/Tag"}}),
        "breaking schema-replaced /paths/~1media~1configure/post/parameters/2/x-json-schema",
    ),
    (
        "a form field that holds no JSON any more",
        lambda d: at(*FORM)(d)[2].pop("x-json-schema"),
        "breaking type-changed /paths/~1media~1configure/post/parameters/2/x-json-schema",
    ),
    (
        "data under another key",
        lambda d: at("paths", "/users/{pk}/info/", "get", *SCHEMA[:-1])(d).update(
            properties={"results": {"$ref": "#/definitions/User"}}, required=["results"]
        ),
        "breaking property-removed /paths/~1users~1{pk}~1info~1/get/responses/200/schema/properties/user",
    ),
    (
        "another cookie",
        lambda d: at("securityDefinitions", "session")(d).update({"x-cookie": "visit"}),
        "breaking security-scheme-changed /securityDefinitions/session/x-cookie",
    ),
    (
        "a form field that becomes required",
        lambda d: at(*FORM)(d)[1].update(required=True),
        "breaking parameter-required /paths/~1media~1configure/post/parameters/1/required",
    ),
]


@pytest.mark.parametrize(("edit", "expected"), [row[1:] for row in EDITS], ids=[row[0] for row in EDITS])
def test_drift(edit: Callable[[Document], Any], expected: str) -> None:
    """An edit is told as what it is for callers, once, where it stands."""
    new = document()
    edit(new)
    found = drift(document(), new, config=config())
    assert [f"{item.cls} {item.kind} {item.pointer}" for item in found] == ([expected] if expected else [])


def answer(path: str, body: Any, method: str = "GET", status: int = 200) -> Recording:
    """One recorded answer."""
    return Recording("", method, f"/api/v1{path}", status, body, "one.json", "/body")


def learned(*recordings: Recording) -> Lesson:
    """What answers tell of the document."""
    return learn(document(), config(), recordings)


GOOD = (
    answer("/users/3/info/", {"status": "ok", "user": USER}),
    answer("/feed/timeline/", {"status": "ok", "items": [MEDIA], "num_results": 1}),
    answer("/friendships/show/3", FRIENDSHIP),
    answer("/media/3/comment", {"comment": COMMENT}, "POST"),
    answer("/media/3/like/", {"status": "ok"}, "POST"),
    answer("/accounts/login/", {"status": "failed", "message": "no"}, "POST", 400),
    answer("/accounts/login/", {"status": "failed", "message": "no"}, "POST"),
)


def test_answers_of_the_table_teach_nothing() -> None:
    """What the document knows is no news, failures with a good status included."""
    lesson = learned(*GOOD)
    assert (lesson.answers, lesson.findings, lesson.proposals) == (len(GOOD), (), ())


@pytest.mark.parametrize(
    ("recording", "pointer"),
    [
        (
            answer("/users/3/info/", {"status": "ok", "user": {**USER, "biography": "x"}}),
            "/definitions/User/properties/biography",
        ),
        (
            answer("/feed/user/3/", {"status": "ok", "items": [], "more_available": True}),
            "/definitions/MediaList/properties/more_available",
        ),
        (
            answer("/friendships/show/3", {**FRIENDSHIP, "blocking": False}),
            "/definitions/Friendship/properties/blocking",
        ),
    ],
)
def test_new_fields_are_learned_where_they_stand(recording: Recording, pointer: str) -> None:
    """In the data, beside it, and in an answer that is its own data."""
    lesson = learned(*GOOD, recording)
    assert [parse(proposal).at for proposal in lesson.proposals] == [(pointer,)]


def test_unknown_key_of_a_failure_is_told() -> None:
    """What a failure says beside its message is settled in the rules."""
    lesson = learned(answer("/accounts/login/", {"status": "failed", "message": "no", "why": 5}, "POST", 400))
    assert [finding.pointer for finding in lesson.findings] == ["[rules.errors.definitions]"]
    assert lesson.proposals == ()


def test_nothing_is_proposed_for_the_document_itself() -> None:
    """Fields beside a status are no envelope that somebody forgot."""
    assert propose(document(), config()) == ()
