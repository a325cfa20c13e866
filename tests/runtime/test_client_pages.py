"""Walking through pages: lazily, by the cursor, and never in circles or to strangers."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from instagram_v1 import OPERATIONS, Cursor, Page, errors
from tests.support.wire import BASE, TOKEN, Answer, Colour, Request, Wire, ok, path, query

STYLES = {
    "max_id": (lambda ig: ig.users.recent_media("3"), "next_max_id", "max_id"),
    "max_like_id": (lambda ig: ig.users.liked_media(), "next_max_like_id", "max_like_id"),
    "max_tag_id": (lambda ig: ig.tags.recent_media("snow"), "next_max_tag_id", "max_tag_id"),
    "cursor": (lambda ig: ig.relationships.follows("3"), "next_cursor", "cursor"),
    "next_url": (lambda ig: ig.geographies.recent_media("77"), "next_url", "max_id"),
}


def item(number: int) -> dict[str, Any]:
    """An item that passes as a media and as a profile."""
    counts = {"count": 0}
    profile = {"id": "9", "username": "anna", "full_name": "", "profile_picture": ""}
    return {
        **profile,
        "id": str(number),
        "type": "image",
        "created_time": "1296710327",
        "link": "https://a.test",
        "images": {},
        "tags": [],
        "users_in_photo": [],
        "comments": counts,
        "likes": counts,
        "user": profile,
    }


def book(pages: list[list[int]], key: str, parameter: str) -> Wire:
    """An API of some pages, in one of the cursor styles."""

    def reply(request: Request) -> Answer:
        number = int(query(request).get(parameter, "0").removeprefix("c"))
        pagination: dict[str, Any] = {}
        if number + 1 < len(pages):
            cursor = f"c{number + 1}"
            address = f"{request.url.split('?')[0]}?access_token={TOKEN}&client_id=old&max_id={cursor}&sig=aa"
            pagination = {key: address if key == "next_url" else cursor}
        return ok([item(n) for n in pages[number]], pagination=pagination)

    return Wire(reply)


@pytest.fixture(params=STYLES)
def style(request: pytest.FixtureRequest) -> Any:
    """Each of the five cursor styles: the call, the key in the answer, the parameter of the request."""
    return STYLES[request.param]


def client(colour: Colour, wire: Wire) -> Any:
    """A client that may call everything."""
    return colour.client(wire, client_id="an-id")


def test_iteration_goes_on_through_all_pages(colour: Colour, style: Any) -> None:
    """All items come in order, in each style, over short and empty pages."""
    call, key, parameter = style
    wire = book([[1, 2], [], [3], [4, 5]], key, parameter)
    ig = client(colour, wire)
    assert [found.id for found in colour.items(lambda: call(ig))] == ["1", "2", "3", "4", "5"]
    assert [query(request).get(parameter) for request in wire.requests] == [None, "c1", "c2", "c3"]


def test_one_item_costs_one_request(colour: Colour, style: Any) -> None:
    """A following page is fetched when it is reached, not before."""
    call, key, parameter = style
    wire = book([[1, 2], [3], [4]], key, parameter)
    ig = client(colour, wire)
    assert [found.id for found in colour.items(lambda: call(ig), limit=2)] == ["1", "2"]
    assert len(wire.requests) == 1


def test_a_page_knows_its_own_and_the_way_on(colour: Colour, style: Any) -> None:
    """Items, has_next, next and response belong to one page."""
    call, key, parameter = style
    ig = client(colour, book([[1, 2], [3]], key, parameter))
    page = colour.do(lambda: call(ig))
    assert ([found.id for found in page.items], page.has_next, page.response.status) == (["1", "2"], True, 200)
    last = colour.do(page.next)
    assert ([found.id for found in last.items], last.has_next, last.cursor) == (["3"], False, None)
    with pytest.raises(errors.PaginationError, match="last page"):
        colour.do(last.next)


@pytest.mark.parametrize(("limits", "expected", "requests"), [
    ({"max_items": 3}, ["1", "2", "3"], 2),
    ({"max_items": 2}, ["1", "2"], 1),
    ({"max_items": 0}, [], 0),
    ({"max_pages": 2}, ["1", "2", "3"], 2),
    ({"max_pages": 0}, [], 0),
    ({"max_items": 99, "max_pages": 1}, ["1", "2"], 1),
    ({}, ["1", "2", "3", "4"], 3),
])  # fmt: skip
def test_limits_of_a_walk(colour: Colour, limits: Any, expected: list[str], requests: int) -> None:
    """A walk ends where it was told to, without a request too many."""
    wire = book([[1, 2], [3], [4]], "next_max_id", "max_id")
    ig = client(colour, wire)
    assert [m.id for m in colour.items(lambda: ig.users.recent_media("3").walk(**limits))] == expected
    # A blocking call has fetched its first page before any limit is known.
    assert len(wire.requests) == max(requests, 1 if colour.name == "sync" else 0)


def test_walking_by_pages(colour: Colour) -> None:
    """Whole pages come one by one, as many as asked for."""
    ig = client(colour, book([[1, 2], [], [3]], "next_max_id", "max_id"))
    pages = colour.items(lambda: ig.users.recent_media("3").pages())
    assert [len(page.items) for page in pages] == [2, 0, 1]
    assert len(colour.items(lambda: ig.users.recent_media("3").pages(max_pages=2))) == 2


@pytest.mark.parametrize("pagination", [None, {}, {"next_max_id": ""}, {"next_max_id": None}, {"other": "1"}])
def test_no_cursor_is_the_end(colour: Colour, pagination: Any) -> None:
    """A missing, empty or null cursor ends the walk."""
    wire = Wire(ok([item(1)], pagination=pagination))
    ig = client(colour, wire)
    assert len(colour.items(lambda: ig.users.recent_media("3"))) == 1
    assert len(wire.requests) == 1


@pytest.mark.parametrize("cycle", [["a"], ["a", "b"], ["a", "b", "c", "b"]])
def test_a_circle_is_refused(colour: Colour, cycle: list[str]) -> None:
    """A cursor that comes again stops the walk before it is followed again."""
    turn = iter(cycle * 3)
    wire = Wire(lambda request: ok([item(1)], pagination={"next_max_id": next(turn)}))
    ig = client(colour, wire)
    with pytest.raises(errors.PaginationError, match="circle"):
        colour.items(lambda: ig.users.recent_media("3"))
    assert len(wire.requests) == len(set(cycle)) + 1


def test_a_circle_back_to_the_start_is_refused(colour: Colour) -> None:
    """A walk that a caller starts in the middle has been there, too."""
    wire = Wire(ok([item(1)], pagination={"next_max_id": "a"}))
    ig = client(colour, wire)
    with pytest.raises(errors.PaginationError, match="circle"):
        colour.items(lambda: ig.users.recent_media("3", max_id="a"))
    assert len(wire.requests) == 1


def test_two_walks_from_one_page_are_no_circle(colour: Colour) -> None:
    """Going on from a page twice meets the same cursors twice, which is fine."""
    ig = client(colour, book([[1], [2], [3]], "next_max_id", "max_id"))
    page = colour.do(lambda: ig.users.recent_media("3"))
    for _ in range(3):
        assert [m.id for m in colour.items(page.walk)] == ["1", "2", "3"]
        assert [m.id for m in colour.do(page.next).items] == ["2"]


_PROOFS = {"client_id": "an-id", "access_token": TOKEN}
PROOF = {name: _PROOFS[name] for name in OPERATIONS["geographies_recent_media"].security[0]}
STRANGERS = [
    "https://evil.test/v1/geographies/77/media/recent?max_id=1",
    "http://api.test/v1/geographies/77/media/recent?max_id=1",
    "https://api.test:8443/v1/geographies/77/media/recent?max_id=1",
    "https://api.test.evil.test/v1/geographies/77/media/recent?max_id=1",
    "https://user@api.test/v1/geographies/77/media/recent?max_id=1",
    "https://api.test@evil.test/v1/geographies/77?max_id=1",
    "https://api.test/other/77?max_id=1",
    "https://api.test/v1/../oauth/authorize?max_id=1",
    "https://api.test/v1/%2e%2e/oauth?max_id=1",
    "https://[broken/v1/geographies?max_id=1",
    "ftp://api.test/v1/geographies/77?max_id=1",
    "https://api.test:port/v1/x?max_id=1",
    "javascript://alert(1)?max_id=1",
]


@pytest.mark.parametrize("address", STRANGERS)
def test_a_strange_next_url_is_refused(colour: Colour, address: str) -> None:
    """An address elsewhere is decoded without complaint, refused when it is followed, and gets no token."""
    wire = Wire(ok([item(1)], pagination={"next_url": address}))
    ig = client(colour, wire)
    page = colour.do(lambda: ig.geographies.recent_media("77"))
    assert page.has_next
    with pytest.raises(errors.PaginationError, match="refused"):
        colour.do(page.next)
    assert len(wire.requests) == 1


@pytest.mark.parametrize(
    "address", ["https://API.test:443/v1/geographies/77/x?max_id=1", f"{BASE}/geographies/77/x?max_id=1"]
)
def test_the_same_place_written_otherwise_is_followed(colour: Colour, address: str) -> None:
    """The default port and capitals in the host change nothing."""
    wire = Wire(ok([item(1)], pagination={"next_url": address}), ok([item(2)]))
    ig = client(colour, wire)
    assert len(colour.items(lambda: ig.geographies.recent_media("77"))) == 2
    assert (path(wire.requests[1]), query(wire.requests[1])["max_id"]) == ("/v1/geographies/77/x", "1")


def test_next_url_carries_fresh_credentials_once(colour: Colour) -> None:
    """What the address brought of tokens and signatures is dropped, the rest is kept."""
    address = f"{BASE}/geographies/77/media/recent?count=2&access_token=other&client_id=old&sig=bad&max_id=%C3%A9%26"
    wire = Wire(ok([item(1)], pagination={"next_url": address}), ok([]))
    ig = client(colour, wire)
    colour.items(lambda: ig.geographies.recent_media("77"))
    assert query(wire.requests[1]) == {"count": "2", "max_id": "é&", **PROOF}


def test_a_cursor_resumes_in_another_client(colour: Colour, style: Any) -> None:
    """A dumped cursor is short, safe in a file name, without secrets, and gives the page that follows."""
    call, key, parameter = style
    ig = client(colour, book([[1], [2], [3]], key, parameter))
    stored = colour.do(lambda: call(ig)).cursor.dumps()
    assert stored.replace("-", "").replace("_", "").isalnum()
    assert len(stored) < 200
    other = client(colour, book([[1], [2], [3]], key, parameter))
    cursor = Cursor.loads(stored)
    assert "SENTINEL" not in repr(cursor) + str(cursor.arguments)
    assert [m.id for m in colour.items(lambda: other.resume(cursor))] == ["2", "3"]


@pytest.mark.parametrize("text", ["", "x", "é", "AAAA", "WzEsMl0", "W10", "a" * 5, None])
def test_a_text_that_is_no_cursor(text: Any) -> None:
    """Anything but a dumped cursor is refused by name."""
    with pytest.raises(errors.PaginationError, match="no cursor"):
        Cursor.loads(text)


@pytest.mark.parametrize("operation", ["users_get", "users_nothing"])
def test_a_cursor_of_no_paged_operation(colour: Colour, operation: str) -> None:
    """A cursor of another API, or of an operation that does not page, is refused before anything is sent."""
    wire = Wire(ok([]))
    with pytest.raises(errors.PaginationError, match="no paged operation"):
        colour.do(lambda: client(colour, wire).resume(Cursor(operation, {}, "1")))
    assert not wire.requests


def test_a_cursor_to_a_strange_host_is_refused(colour: Colour) -> None:
    """A stored address is checked as one that has just arrived."""
    wire = Wire(ok([]))
    with pytest.raises(errors.PaginationError, match="refused"):
        colour.do(lambda: client(colour, wire).resume(Cursor("geographies_recent_media", {}, STRANGERS[0])))
    assert not wire.requests


def test_asking_for_newer_items(colour: Colour) -> None:
    """The mark of a page, or its first item, asks for what came since."""
    wire = Wire(ok([item(5)], pagination={"min_tag_id": "m1", "next_max_tag_id": "c1"}), ok([item(6)]))
    ig = client(colour, wire)
    page = colour.do(lambda: ig.tags.recent_media("snow", count=3))
    assert [m.id for m in colour.do(page.newer).items] == ["6"]
    assert query(wire.requests[1]) == {"count": "3", "min_tag_id": "m1", "access_token": TOKEN}
    wire = Wire(ok([item(5)]))
    ig = client(colour, wire)
    colour.do(colour.do(lambda: ig.users.recent_media("3")).newer)
    assert query(wire.requests[1])["min_id"] == "5"
    likes = colour.do(lambda: ig.users.liked_media())
    with pytest.raises(errors.UsageError, match="newer"):
        colour.do(likes.newer)


def test_a_pickled_page_is_readable_and_safe(colour: Colour) -> None:
    """A page travels with items and cursor, without connection and credentials."""
    ig = client(colour, book([[1], [2]], "next_url", "max_id"))
    page = colour.do(lambda: ig.geographies.recent_media("77"))
    stored = pickle.dumps(page)
    assert b"SENTINEL" not in stored
    again = pickle.loads(stored)
    assert (again.items, again.has_next, again.cursor) == (page.items, True, page.cursor)
    with pytest.raises(errors.UsageError, match="archive"):
        colour.do(again.next)
    assert colour.do(copy.deepcopy(page).next).items[0].id == "2"


def test_an_unloaded_page_says_so() -> None:
    """An async page sends nothing until it is awaited, and tells who looks too early."""
    colour = Colour("async")
    wire = book([[1]], "next_max_id", "max_id")
    page = client(colour, wire).users.recent_media("3")
    for look in (lambda: page.items, lambda: page.has_next, lambda: page.cursor, lambda: page.response, page.next):
        with pytest.raises(errors.UsageError, match="await"):
            look()
    assert (wire.requests, repr(page)) == ([], "<AsyncPage of users_recent_media, not loaded>")
    colour.close()


def test_an_async_page_is_fetched_once() -> None:
    """Awaiting twice, or from two tasks, or iterating after awaiting, costs one request."""
    import asyncio

    async def main() -> int:
        colour = Colour("sync")
        colour.name = "async"
        wire = book([[1]], "next_max_id", "max_id")
        page = client(colour, wire).users.recent_media("3")
        await asyncio.gather(page._load(), page._load())
        assert await page is page
        assert [m.id async for m in page] == ["1"]
        return len(wire.requests)

    assert asyncio.run(main()) == 1


def test_sync_pages_are_fetched_at_the_call() -> None:
    """A blocking call has its first page when it returns, and shows it in short."""
    wire = book([[1], [2]], "next_max_id", "max_id")
    page = client(Colour("sync"), wire).users.recent_media("3")
    assert isinstance(page, Page)
    assert len(wire.requests) == 1
    assert repr(page) == "<Page of users_recent_media: 1 items, more follow>"
