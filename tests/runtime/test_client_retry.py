"""Trying again: what, how often, after how long, and never past the deadline."""

from __future__ import annotations

import asyncio
import time
from email.utils import formatdate
from typing import Any

import pytest

from instagram_v1 import AsyncClient, RateLimit, Retry, errors
from instagram_v1.runtime.rate import Ledger
from tests.support.wire import BASE, TOKEN, Answer, AsyncWire, Colour, FakeClock, Request, Wire, ok

FAULT = errors.TransportError("ConnectError")
GOOD = ok([])


def limited(**headers: str) -> Answer:
    """An answer of a server that has had enough."""
    return Answer(status=429, headers={name.replace("_", "-"): value for name, value in headers.items()})


def attempts(colour: Colour, replies: list[Any], retry: Any, call: Any = None) -> tuple[int, list[float], Any]:
    """How many requests a call took, its waits, and what came of it."""
    wire, clock = Wire(*replies), FakeClock()
    ig = colour.client(wire, retry=retry, clock=clock.clock())
    try:
        found = colour.do(lambda: (call or (lambda ig: ig.tags.search("snow")))(ig))
    except errors.InstagramError as error:
        found = error
    return len(wire.requests), clock.waits, found


@pytest.mark.parametrize(("replies", "count"), [
    ([Answer(status=500), GOOD], 2),
    ([Answer(status=503), Answer(status=502), GOOD], 3),
    ([limited(), GOOD], 2),
    ([Answer(status=420), GOOD], 2),
    ([Answer(status=572), GOOD], 2),
    ([FAULT, GOOD], 2),
    ([errors.TransportTimeoutError("ReadTimeout"), GOOD], 2),
    ([FAULT, Answer(status=500), GOOD], 3),
    ([GOOD], 1),
])  # fmt: skip
def test_what_passes_is_tried_again(colour: Colour, replies: list[Any], count: int) -> None:
    """Faults, limits and server errors are survived."""
    assert attempts(colour, replies, Retry())[::2] == (count, [])


@pytest.mark.parametrize(("reply", "wanted", "count"), [
    (Answer(status=500), errors.ServerError, 3),
    (FAULT, errors.TransportError, 3),
    (limited(), errors.RateLimitError, 3),
    (Answer(status=400), errors.APIError, 1),
    (Answer(status=404), errors.NotFoundError, 1),
    (Answer(status=200, content=b"{"), errors.DecodeError, 1),
])  # fmt: skip
def test_what_stays_is_raised(colour: Colour, reply: Any, wanted: Any, count: int) -> None:
    """After the last attempt the error itself comes out; what cannot change is not asked twice."""
    found = attempts(colour, [reply], Retry())
    assert (found[0], type(found[2])) == (count, wanted)


@pytest.mark.parametrize("reply", [Answer(status=500), FAULT, limited()])
def test_writes_are_not_repeated(colour: Colour, reply: Any) -> None:
    """POST and DELETE go out once, unless the policy says otherwise."""
    for call in (lambda ig: ig.likes.create("1"), lambda ig: ig.likes.delete("1")):
        assert attempts(colour, [reply], Retry(), call)[0] == 1
        assert attempts(colour, [reply], Retry(methods=["post", "DELETE"]), call)[0] == 3


def test_no_policy_no_retry(colour: Colour) -> None:
    """``retry=None`` sends once."""
    assert attempts(colour, [Answer(status=500)], None)[:2] == (1, [])


def test_backoff_doubles_with_jitter(colour: Colour) -> None:
    """Each wait is twice the last, less a share left to chance, up to the longest."""
    retry = Retry(attempts=6, backoff=1.0, max_wait=5.0, jitter=0.5, deadline=None)
    assert attempts(colour, [Answer(status=500)], retry)[1] == [0.75, 1.5, 3.0, 3.75, 3.75]
    assert Retry(attempts=10**6).wait(10**6, None, 0.0) == 30.0


@pytest.mark.parametrize(("value", "wait"), [("7", 7.0), ("0", 0.0), ("1.5", 1.5), ("-3", 0.0), (" 2 ", 2.0)])
def test_retry_after_in_seconds(colour: Colour, value: str, wait: float) -> None:
    """The server's wait is kept, not ours."""
    assert attempts(colour, [limited(Retry_After=value), GOOD], Retry())[1] == [wait]


def test_retry_after_as_a_date(colour: Colour) -> None:
    """A date is a wait until then; one that has passed is none."""
    for moment, wait in ((FakeClock().time + 9, 9.0), (FakeClock().time - 9, 0.0)):
        reply = limited(Retry_After=formatdate(moment, usegmt=True))
        assert attempts(colour, [reply, GOOD], Retry())[1] == [wait]


@pytest.mark.parametrize("value", ["", "soon", "nan", "inf", "Thu, 99 Foo 2015", "1e400"])
def test_an_unreadable_retry_after(colour: Colour, value: str) -> None:
    """A wait that says nothing leaves ours."""
    assert attempts(colour, [limited(Retry_After=value), GOOD], Retry(backoff=2.0, jitter=0))[1] == [2.0]


@pytest.mark.parametrize("deadline", [0.2, 5.0, 20.0, 59.0])
def test_the_deadline_is_never_exceeded(colour: Colour, deadline: float) -> None:
    """No wait reaches past the deadline, and no request may last longer than what is left."""
    clock = FakeClock()

    def slow_failure(request: Request) -> Answer:
        clock.wait(1.0)
        return Answer(status=500)

    wire = Wire(slow_failure)
    ig = colour.client(wire, retry=Retry(attempts=99, deadline=deadline), clock=clock.clock(), timeout=30.0)
    started = clock.time
    with pytest.raises(errors.ServerError):
        colour.do(lambda: ig.tags.search("snow"))
    assert clock.time - started <= deadline + 1.0
    assert all(request.timeout is not None and request.timeout <= deadline for request in wire.requests)


def test_a_wait_past_the_deadline_is_not_begun(colour: Colour) -> None:
    """A server that wants an hour gets its error passed on at once, with the wait."""
    count, waits, error = attempts(colour, [limited(Retry_After="3600")], Retry())
    assert (count, waits, error.retry_after) == (1, [], 3600.0)


def test_the_callback_is_told(colour: Colour) -> None:
    """Before each wait the policy's callback hears what happened."""
    events: list[Any] = []
    attempts(colour, [Answer(status=500), FAULT, GOOD], Retry(on_retry=events.append, jitter=0))
    assert [(e.operation, e.attempt, e.wait, e.status) for e in events] == [
        ("tags_search", 1, 0.5, 500),
        ("tags_search", 2, 1.0, None),
    ]
    assert [e.reason for e in events] == ["HTTP 500", "ConnectError"]


def test_an_answer_counts_its_attempts(colour: Colour) -> None:
    """The response says how many requests it took."""
    found = attempts(colour, [FAULT, Answer(status=500), GOOD], Retry(), lambda ig: ig.raw.tags.search("snow"))[2]
    assert found.attempts == 3
    assert found.elapsed > 0


@pytest.mark.parametrize("wrong", [
    {"attempts": 0}, {"backoff": -1.0}, {"max_wait": -1.0}, {"jitter": 2.0}, {"deadline": 0.0},
])  # fmt: skip
def test_a_policy_out_of_range(wrong: Any) -> None:
    """Values that make no sense are named."""
    with pytest.raises(errors.UsageError, match=next(iter(wrong))):
        Retry(**wrong)


def test_cancelling_a_call_cancels_its_wait() -> None:
    """A task that waits for its next attempt ends when it is cancelled."""

    async def main() -> float:
        ig = AsyncClient(TOKEN, base_url=BASE, transport=AsyncWire(Wire(limited(Retry_After="30"))), retry=Retry())
        began = time.monotonic()
        task = asyncio.ensure_future(ig.tags.search("snow"))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.monotonic() - began

    assert asyncio.run(main()) < 5


def test_the_budget_of_a_token(colour: Colour) -> None:
    """Each answer and each client know the budget; tokens do not mix, and silence changes nothing."""
    wire = Wire(
        ok([], headers={"X-Ratelimit-Limit": "5000", "X-RATELIMIT-REMAINING": "4999"}),
        ok([], headers={"x-ratelimit-remaining": "12"}),
        ok([], headers={"x-ratelimit-remaining": "many"}),
    )
    ig = colour.client(wire)
    other = ig.with_options(access_token="another-token")
    assert ig.rate == RateLimit()
    assert not ig.rate
    assert colour.do(lambda: ig.raw.tags.search("snow")).rate == RateLimit(limit=5000, remaining=4999)
    colour.do(lambda: other.tags.search("snow"))
    colour.do(lambda: ig.tags.search("snow"))
    assert (ig.rate.remaining, other.rate.remaining) == (4999, 12)


def test_the_budget_of_a_token_source(colour: Colour) -> None:
    """A client that asks for its token shows the budget of whichever was used last."""
    ig = colour.client(Wire(ok([], headers={"x-ratelimit-remaining": "5"})), token=lambda: TOKEN)
    colour.do(lambda: ig.tags.search("snow"))
    assert ig.rate.remaining == 5


def test_the_ledger_keeps_no_tokens_and_no_end_of_them() -> None:
    """A service with many users does not grow for ever, and the ledger holds digests."""
    ledger = Ledger()
    for number in range(2000):
        ledger.record(f"token-{number}", RateLimit(remaining=number))
    assert ledger.of("token-0") == RateLimit()
    assert ledger.of("token-1999").remaining == 1999
    assert "token-1999" not in repr(vars(ledger))
