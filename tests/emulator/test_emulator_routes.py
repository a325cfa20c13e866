"""Routing comes from the table of operations, and each operation of the specification has its handler."""

from __future__ import annotations

import json

import msgspec
import pytest

from _instagram_v1.operations import OPERATIONS
from instagram_v1.emulator import Emulator, request
from instagram_v1.emulator.calls import Call, Reply, handles
from instagram_v1.emulator.core import Core
from instagram_v1.emulator.handlers import HANDLERS
from instagram_v1.emulator.profiles import find
from instagram_v1.emulator.router import Router
from instagram_v1.emulator.samples import sample
from instagram_v1.emulator.validation import Contract
from tests.support.emulation import Api

# Of the supplied file and the operations that its repairs add. What a later file brings may do without a handler.
REQUIRED = """
    users_get users_search users_feed users_recent_media users_liked_media
    relationships_get relationships_modify relationships_follows relationships_followed_by relationships_requested_by
    media_get media_get_by_shortcode media_search media_popular
    comments_list comments_create comments_delete likes_list likes_create likes_delete
    tags_get tags_search tags_recent_media locations_get locations_search locations_recent_media
    geographies_recent_media subscriptions_list subscriptions_create subscriptions_delete
"""


def test_every_operation_has_a_handler() -> None:
    """Handlers and known operations are the same set, and each of them is on a route."""
    assert set(HANDLERS) == set(REQUIRED.split()) == set(REQUIRED.split()) & set(OPERATIONS)


def test_two_handlers_for_one_operation_are_refused() -> None:
    """Registering twice is a mistake that is told at once."""
    with pytest.raises(ValueError, match="two handlers for operation 'users_get'"):
        handles("users_get")(lambda _: Reply(None))


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.id)
def test_the_router_finds_each_operation(operation: object) -> None:
    """A path filled with values leads to its operation, with the values as arguments."""
    known = OPERATIONS[operation.id]  # type: ignore[attr-defined]
    names = [parameter.wire for parameter in known.parameters if parameter.location == "path"]
    path = known.path
    for index, name in enumerate(names):
        path = path.replace(f"{{{name}}}", f"value%20{index}")
    match = Router(OPERATIONS.values()).match(known.method, path)
    assert match is not None
    assert match.operation.id == known.id
    assert match.arguments == {name: f"value {index}" for index, name in enumerate(names)}


def test_an_operation_without_handler_answers_from_its_model() -> None:
    """A new operation works before anybody wrote code for it."""
    extra = msgspec.structs.replace(OPERATIONS["users_recent_media"], id="users_new_thing", path="/users/{user-id}/new")
    emulator = Emulator()
    core = Core(
        emulator.core.store,
        find(emulator.profile),
        emulator.clock,
        {**OPERATIONS, extra.id: extra},
        seed=0,
        rate_limit=10,
        write_limit=10,
        fetch=lambda _: None,
    )
    response = core.handle(request("GET", f"/v1/users/1/new?access_token={emulator.token()}"))
    body = json.loads(response.body)
    assert response.status == 200
    assert list(body) == ["pagination", "meta", "data"]
    assert len(body["data"]) == 1
    assert body["data"][0]["user"]["username"] == "sample"


@pytest.mark.parametrize("name", sorted({operation.response.__name__ for operation in OPERATIONS.values()}))
def test_samples_fit_their_model(name: str) -> None:
    """The made-up answer of each envelope is accepted by its strict model."""
    contract = Contract()
    body = json.dumps({**sample(contract.model(name)), "meta": {"code": 200}}).encode()
    contract.check_as(name, body, "a sample")


def test_a_broken_answer_never_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit the specification becomes a 500 that names operation and place, and changes nothing."""

    def broken(call: Call) -> Reply:
        call.store.media.like(1, 1, 1)
        return Reply({"id": 5})

    monkeypatch.setitem(HANDLERS, "users_get", broken)
    api = Api(Emulator())
    api.emulator.core.store.database.run("PRAGMA foreign_keys = OFF")
    response = api.raw("GET", "/users/self")
    assert response.status == 500
    assert b"users_get breaks UsersGetResponse at data." in response.body
    assert api.emulator.core.store.media.like_time(1, 1) is None


def test_a_broken_error_never_leaves(still: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors are held against their models too."""
    monkeypatch.setattr("instagram_v1.emulator.wire.fault_body", lambda *_, **__: b'{"meta": 1}')
    response = still.raw("GET", "/users/1")
    assert response.status == 500
    assert b"breaks ErrorEnvelope at meta" in response.body


def test_a_failing_handler_is_a_500(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """A bug is answered as the API answered its outages, and logged without the query and its token."""

    def failing(_: Call) -> Reply:
        raise RuntimeError("boom")

    monkeypatch.setitem(HANDLERS, "users_get", failing)
    api = Api(Emulator())
    response = api.raw("GET", "/users/self")
    assert (response.status, b"Oops, an error occurred." in response.body) == (500, True)
    assert "GET /v1/users/self" in caplog.text
    assert api.token not in caplog.text
