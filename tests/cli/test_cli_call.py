"""Calling operations from the shell: the right request, the right form, the right end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest

from instagram_v1 import OPERATIONS, Client
from instagram_v1.cli import calling
from instagram_v1.cli.codes import Exit
from instagram_v1.cli.session import Session
from instagram_v1.emulator import Emulator
from instagram_v1.runtime.operation import Operation, Parameter
from instagram_v1.runtime.transport import Answer
from tests.support.samples import answer, arguments
from tests.support.shell import Done, Shell
from tests.support.wire import BASE, SECRET, TOKEN, SyncWire, Wire, form, ok, path, query


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """An API in memory that commands ask in place of any other; its answer is set by the test."""
    made = Wire(ok(None))

    @contextmanager
    def opened(screen: object, *, check_parameters: bool, **_: object) -> Iterator[Session]:
        with Client(
            TOKEN, client_id="an-id", client_secret=SECRET, base_url=BASE, transport=SyncWire(made),
            check_parameters=check_parameters,
        ) as client:  # fmt: skip
            yield Session(client=client, where=BASE, sleep=lambda seconds: None, secrets=(TOKEN, SECRET))

    monkeypatch.setattr(calling, "opened", opened)
    return made


def answers(wire: Wire, *replies: Answer) -> None:
    """Have the API answer."""
    wire._replies[:] = replies


def name_of(operation: Operation[Any, Any]) -> str:
    """What an operation is called in the shell."""
    return f"{operation.resource}.{operation.name}"


def words(operation: Operation[Any, Any], given: dict[str, Any]) -> list[str]:
    """A command line for some arguments."""
    placed = [str(given[p.name]) for p in operation.parameters if p.required]
    # `--cursor` is the command's own; see the test of such names below.
    options = {p.name: "arg-cursor" if p.name == "cursor" else p.name.replace("_", "-") for p in operation.parameters}
    named = [f"--{options[p.name]}={given[p.name]}" for p in operation.parameters if not p.required]
    return ["call", name_of(operation), *named, "--", *placed]


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_operation(shell: Shell, wire: Wire, operation: Operation[Any, Any]) -> None:
    """Each operation of the table is a command whose arguments travel where they belong, and whose answer is read."""
    given = arguments(operation)
    answers(wire, Answer(status=200, content=json.dumps(answer(operation)).encode()))
    done = shell(*words(operation, given))
    assert done.code == Exit.DONE
    assert done.err == ("" if operation.data is not None else "done; the API answers this with nothing.\n")
    request = wire.requests[0]
    target = operation.path
    for p in operation.parameters:
        if p.location == "path":
            target = target.replace(f"{{{p.wire}}}", quote(str(given[p.name]), safe=""))
    assert (request.method, path(request)) == (operation.method, f"/v1{target}")
    for place, sent in (("query", query(request)), ("form", form(request))):
        wanted = {p.wire: str(given[p.name]) for p in operation.parameters if p.location == place}
        assert wanted.items() <= sent.items()
    assert SECRET not in done.out
    assert TOKEN not in done.out


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_operation_has_help(shell: Shell, operation: Operation[Any, Any]) -> None:
    """Help names the request, each argument, each choice and the scopes; the id is another name for the command."""
    done = shell("call", operation.id, "--help")
    assert done.code == Exit.DONE
    assert f"{operation.method} {operation.path}" in done.out
    for p in operation.parameters:
        shown = p.name.upper() if p.required and not p.enum else p.enum[0] if p.required else f"-{p.name}"
        assert shown.replace("_", "-") in done.out.replace("_", "-")
    assert all(scope in done.out for scope in operation.scopes)


def test_the_list_of_operations(shell: Shell) -> None:
    """`call --help` has a line for each."""
    done = shell("call", "--help")
    assert all(f"  {name_of(operation)} " in done.out for operation in OPERATIONS.values())


def page(first: int, number: int, cursor: str = "") -> Answer:
    """A page of media."""
    media = [
        {"id": f"{item}_1", "created_time": "1433103308", "images": {}, "type": "image",
         "user": {"id": "1", "username": "jo"}, "caption": None}
        for item in range(first, first + number)
    ]  # fmt: skip
    following = {"next_max_id": cursor, "next_url": f"{BASE}/users/1/media/recent?access_token={TOKEN}&max_id={cursor}"}
    return ok(media, pagination=following if cursor else {}, headers={"set-cookie": "csrftoken=SENTINEL"})


def recent(shell: Shell, *more: str) -> Done:
    """Ask for media."""
    return shell("call", "users.recent_media", "self", *more)


def ids(done: Done) -> list[str]:
    """Ids of the media in JSON Lines."""
    return [line["id"] for line in done.lines]


def test_one_page_and_a_cursor(shell: Shell, wire: Wire) -> None:
    """A call brings one page; how to go on stands beside it, and works."""
    answers(wire, page(1, 2, "2_1"), page(3, 2))
    first = recent(shell, "--jsonl")
    assert ids(first) == ["1_1", "2_1"]
    cursor = first.err.split()[-1]
    assert first.err == f"more follows: --all, or --cursor {cursor}\n"
    assert TOKEN not in cursor
    second = shell("call", "users.recent_media", "--cursor", cursor, "--jsonl")
    assert (ids(second), second.err) == (["3_1", "4_1"], "")
    assert query(wire.requests[1])["max_id"] == "2_1"


def test_a_cursor_of_something_else(shell: Shell, wire: Wire) -> None:
    """A cursor goes with its own operation, without other arguments; a text that is none is told."""
    answers(wire, page(1, 2, "2_1"))
    cursor = recent(shell).err.split()[-1]
    for line in (["users.feed", "--cursor", cursor], ["users.recent_media", "me", "--cursor", cursor]):
        assert shell("call", *line).code == Exit.USAGE
    assert shell("call", "users.feed", "--cursor", "nothing").code == Exit.UNREADABLE


def test_all_pages(shell: Shell, wire: Wire) -> None:
    """`--all` goes on to the end, `--limit` until there is enough."""
    pages = (page(1, 2, "2_1"), page(3, 2, "4_1"), page(5, 1))
    answers(wire, *pages)
    assert ids(recent(shell, "--all", "--jsonl")) == [f"{n}_1" for n in range(1, 6)]
    answers(wire, *pages)
    limited = recent(shell, "--limit", "3", "--json")
    assert [item["id"] for item in limited.json] == ["1_1", "2_1", "3_1"]
    assert len(wire.requests) == 5


def test_a_walk_that_fails(shell: Shell, wire: Wire) -> None:
    """What arrived before a failure is written, and the place to go on from is told."""
    limit = {"meta": {"code": 429, "error_type": "OAuthRateLimitException", "error_message": "full"}}
    answers(wire, page(1, 2, "2_1"), Answer(status=429, content=json.dumps(limit).encode()))
    done = recent(shell, "--all", "--jsonl")
    assert done.code == Exit.RATE_LIMITED
    assert ids(done) == ["1_1", "2_1"]
    assert "go on with --cursor " in done.err


def test_raw(shell: Shell, wire: Wire) -> None:
    """`--raw` is the whole answer, unknown fields and headers too, without any credential."""
    answers(wire, page(1, 1, "1_1"))
    done = recent(shell, "--raw")
    whole = json.loads(done.out)
    assert (whole["status"], whole["operation"]) == (200, "users_recent_media")
    assert whole["body"]["pagination"]["next_url"].endswith("access_token=REDACTED&max_id=1_1")
    assert TOKEN not in done.out + done.err
    assert "SENTINEL" not in done.out
    answers(wire, ok({"id": "1", "username": "jo", "new": [1]}))
    assert json.loads(shell("call", "users.get", "1", "--raw").out)["body"]["data"]["new"] == [1]


def test_plain_rows(shell: Shell, wire: Wire) -> None:
    """Without a terminal: a line of names, a line for each item, the same columns whatever came."""
    answers(wire, page(1, 2))
    names, *rows = recent(shell).rows
    assert names[:4] == ["id", "created_time", "type", "user.username"]
    assert [dict(zip(names, row, strict=True))["id"] for row in rows] == ["1_1", "2_1"]
    answers(wire, page(1, 0))
    assert recent(shell).rows == [names]


def test_one_object(shell: Shell, wire: Wire) -> None:
    """An object is a line for each field; JSON has the API's names, without what is not there."""
    user = {"id": "1", "username": "jo", "bio": "a\tb\nc", "counts": {"media": 3}}
    answers(wire, ok(user))
    rows = dict(shell("call", "users.get", "1").rows)
    assert (rows["username"], rows["bio"], rows["counts.media"]) == ("jo", "a\\tb\\nc", "3")
    assert shell("call", "users.get", "1", "--json").json == user
    assert shell("call", "users.get", "1", "--jsonl").lines == [user]


def test_nothing(shell: Shell, wire: Wire) -> None:
    """An operation that answers with nothing says so beside the data."""
    done = shell("call", "likes.create", "1_1")
    assert (done.code, done.out) == (Exit.DONE, "")
    assert "done" in done.err
    assert shell("call", "likes.create", "1_1", "--json").out == "null\n"


def test_negative_numbers(shell: Shell, wire: Wire) -> None:
    """A place west of Greenwich is a place, not an option; so are numbers after options."""
    answers(wire, ok([]))
    assert shell("call", "media.search", "48.85", "-2.29", "--distance", "500").code == Exit.DONE
    assert query(wire.requests[0])["lng"] == "-2.29"
    assert shell("call", "media.search", "-48.85", "2", "--unchecked", "--distance", "-5").code == Exit.DONE
    assert query(wire.requests[1])["distance"] == "-5"


def test_rules_are_checked_before_sending(shell: Shell, wire: Wire) -> None:
    """A broken rule is told without sending; `--unchecked` sends all the same."""
    line = ["call", "media.search", "48", "2", "--distance", "9000"]
    done = shell(*line)
    assert (done.code, wire.requests) == (Exit.USAGE, [])
    assert "at most 5000" in done.err
    assert "--unchecked" in done.err
    answers(wire, ok([]))
    assert shell(*line, "--unchecked").code == Exit.DONE


def test_underscores_are_dashes(shell: Shell, wire: Wire) -> None:
    """Options have the API's spelling too."""
    answers(wire, page(1, 1))
    recent(shell, "--max_id", "5", "--min-id", "3")
    assert {"max_id": "5", "min_id": "3"}.items() <= query(wire.requests[0]).items()


def test_parameters_that_are_called_like_options(monkeypatch: pytest.MonkeyPatch, shell: Shell, wire: Wire) -> None:
    """A specification may name a parameter `limit` or `json`: it is told apart from the command's own option."""
    extra = tuple(Parameter(name=n, wire=n, location="query", type="integer") for n in ("limit", "json", "help"))
    base = OPERATIONS["users_recent_media"]
    fields = {name: getattr(base, name) for name in base.__struct_fields__} | {
        "parameters": (*base.parameters, *extra),
    }
    monkeypatch.setattr(calling, "_operations", lambda: {"users.recent_media": Operation(**fields)})
    seen: list[dict[str, Any]] = []

    def called(**given: Any) -> Any:
        seen.append(given)
        return Client(TOKEN, base_url=BASE, transport=SyncWire(wire)).users.recent_media("1")

    answers(wire, page(1, 1))
    monkeypatch.setattr(calling.Call, "_method", lambda self, client: called)
    assert recent(shell, "--arg-limit", "7", "--arg-json", "8", "--json").code == Exit.DONE
    assert (seen[0]["limit"], seen[0]["json"]) == (7, 8)


def test_hostile_text(shell: Shell, wire: Wire) -> None:
    """What people wrote cannot command a terminal, in any form."""
    answers(wire, ok({"id": "1", "username": "jo", "bio": "\x1b[2J\x9b31m\u202egnp"}))
    for form_ in ([], ["--json"], ["--raw"]):
        out = shell("call", "users.get", "1", *form_).out
        assert not {"\x1b", "\x9b", "\u202e"} & set(out)
    assert shell("call", "users.get", "1", "--json").json["bio"] == "\x1b[2J\x9b31m\u202egnp"


# Against a whole API: how each kind of failure ends.


def at(emulator: Emulator, monkeypatch: pytest.MonkeyPatch, token: str | None = None) -> None:
    """Sign in through the environment."""
    monkeypatch.setenv("INSTAGRAM_V1_BASE_URL", emulator.base_url)
    monkeypatch.setenv("INSTAGRAM_V1_TOKEN", token or emulator.token())


def test_a_call_for_real(shell: Shell, served: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """`call users.recent_media self --count 5` brings five media over HTTP."""
    at(served, monkeypatch)
    assert len(recent(shell, "--count", "5", "--jsonl").lines) == 5


def test_with_an_emulator_inside(shell: Shell) -> None:
    """`--emulator` needs nothing set up, before or behind the name of the operation."""
    assert shell("call", "--emulator", "users.get", "self", "--json").json["username"]
    assert shell("call", "users.get", "self", "--emulator").code == Exit.DONE
    assert shell("call", "--timeout", "5", "--emulator", "users.search", "a", "--jsonl").lines
    assert shell("--no-color", "call", "--json", "--no-color", "--emulator", "users.get", "self").json["username"]
    assert shell("call") == shell("call", "--help") == shell("call", "--emulator")


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (["users.get", "1"], Exit.NOT_FOUND, "APINotFoundError"),
        (["likes.create", "1_1"], Exit.NOT_ALLOWED, "login --scope likes"),
        (["subscriptions.list"], Exit.SIGNED_OUT, "INSTAGRAM_V1_CLIENT_SECRET"),
    ],
)
def test_refusals(
    shell: Shell, served: Emulator, monkeypatch: pytest.MonkeyPatch, line: list[str], code: Exit, words: str
) -> None:
    """Each refusal of the API has a code of its own, and says what to do."""
    at(served, monkeypatch, served.token(scopes=["basic"]))
    done = shell("call", *line)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_a_token_that_is_none(shell: Shell, served: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused token asks to sign in again, and is not shown."""
    at(served, monkeypatch, "1234567.abcdef.SENTINEL")
    done = shell("call", "users.get", "self")
    assert done.code == Exit.SIGNED_OUT
    assert "instagram-v1 login" in done.err
    assert "SENTINEL" not in done.err


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"profile": "retired"}, Exit.RETIRED),
        ({"faults": ["server-error"]}, Exit.SERVER),
        ({"faults": ["truncated"]}, Exit.UNREADABLE),
        ({"faults": ["reset"]}, Exit.TRANSPORT),
        ({"rate_limit": 0}, Exit.RATE_LIMITED),
    ],
)
def test_bad_days(shell: Shell, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any], code: Exit) -> None:
    """What is wrong with the server has codes too."""
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with Emulator(**settings) as emulator:
        at(emulator, monkeypatch, emulator.token())
        assert shell("call", "users.get", "self", "--timeout", "5").code == code


def test_nobody_there(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed port is a failure of transport."""
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    done = shell("call", "users.get", "self", "--client-id", "x", "--base-url", "http://127.0.0.1:9/v1")
    assert done.code == Exit.TRANSPORT
    assert "  to do: " in done.err


def test_nowhere_to_go(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an address there is the documented one, which is retired: that is said, and nothing is sent."""
    done = shell("call", "users.get", "self")
    assert done.code == Exit.SIGNED_OUT
    assert "retired" in done.err
    monkeypatch.setenv("INSTAGRAM_V1_TOKEN", "1234567.abcdef.SENTINEL")
    done = shell("call", "users.get", "self")
    assert done.code == Exit.RETIRED
    assert "https://api.instagram.com/v1" in done.err
    assert "SENTINEL" not in done.err
