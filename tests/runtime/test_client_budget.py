"""The budget policy: waits, raises or calls back before an hourly limit is hit, for each token."""

from __future__ import annotations

import asyncio
import pickle
import threading
from typing import Any

import pytest

from instagram_v1 import AsyncClient, Budget, Client, Retry, errors
from instagram_v1.runtime.meter import HOUR, Meter
from instagram_v1.runtime.rate import RateLimit
from tests.support.wire import BASE, TOKEN, Answer, Colour, FakeClock, Request, SyncWire, Wire, ok, refusal


class Metered:
    """An API that counts a sliding hour as the real one does, and says so in its headers."""

    def __init__(self, clock: FakeClock, limit: int = 5000, writes: int = 60) -> None:
        self.clock, self.limit, self.writes = clock, limit, writes
        self.seen: list[float] = []
        self.written: dict[str, list[float]] = {}
        self.refused = 0

    def reply(self, request: Request) -> Answer:
        """Answer, or refuse beyond a limit."""
        now = self.clock.time
        self.seen = [then for then in self.seen if then > now - 3600] + [now]
        headers = {
            "X-Ratelimit-Limit": str(self.limit),
            "X-Ratelimit-Remaining": str(max(0, self.limit - len(self.seen))),
        }
        if len(self.seen) > self.limit:
            return self._no(f"Our general maximum limit is set at {self.limit} requests per hour.")
        if request.method != "GET":
            kind = "likes" if "/likes" in request.url else "comments"
            mine = self.written[kind] = [then for then in self.written.get(kind, []) if then > now - 3600] + [now]
            if len(mine) > self.writes:
                return self._no(f"You have made {len(mine)} requests of the {self.writes} allowed in the last hour.")
        return ok([] if request.method == "GET" else None, headers=headers)

    def _no(self, words: str) -> Answer:
        self.refused += 1
        return refusal(429, "OAuthRateLimitException", words)


def metered(colour: Colour, budget: Budget | None, limit: int = 5000, **options: Any) -> tuple[Any, Metered, FakeClock]:
    """A client, the API that it talks to, and their clock."""
    clock = FakeClock()
    far_end = Metered(clock, limit)
    return colour.client(Wire(far_end.reply), budget=budget, clock=clock.clock(), **options), far_end, clock


def test_waiting_for_a_write(colour: Colour) -> None:
    """The lower limit for writes is counted here, and none is refused; reading goes on meanwhile."""
    ig, far_end, clock = metered(colour, Budget())
    for number in range(60):
        colour.do(lambda number=number: ig.likes.create(f"{number}_1"))  # type: ignore[misc]
        clock.time += 1
    assert clock.waits == []
    colour.do(lambda: ig.tags.search("snow"))
    colour.do(lambda: ig.comments.create("1_1", "words"))
    assert clock.waits == []
    colour.do(lambda: ig.likes.delete("1_1"))
    assert clock.waits == [pytest.approx(HOUR - 60)]
    assert far_end.refused == 0


@pytest.mark.parametrize("action", ["wait", "raise"])
def test_the_general_limit(colour: Colour, action: Any) -> None:
    """What the API says is left is kept in mind, with what was sent and what grew old since."""
    ig, far_end, clock = metered(colour, Budget(action=action), limit=10)
    for _ in range(10):
        colour.do(lambda: ig.tags.search("snow"))
        clock.time += 10
    if action == "raise":
        with pytest.raises(errors.BudgetError) as caught:
            colour.do(lambda: ig.tags.search("snow"))
        assert (caught.value.limit, caught.value.remaining, caught.value.status) == (10, 0, 0)
        assert caught.value.retry_after == pytest.approx(HOUR - 100)
        assert isinstance(caught.value, errors.RateLimitError)
        assert isinstance(caught.value, errors.UsageError)
        assert "Wait 3501 seconds." in str(caught.value)
        assert "tags_search: refused" in str(caught.value)
        again = pickle.loads(pickle.dumps(caught.value))
        assert (again.retry_after, str(again)) == (caught.value.retry_after, str(caught.value))
        assert clock.waits == []
        clock.time += HOUR - 100
    for _ in range(20):
        colour.do(lambda: ig.tags.search("snow"))
        clock.time += 400
    assert far_end.refused == 0
    assert len(clock.waits) == (1 if action == "wait" else 0)


def test_leaving_some_for_others(colour: Colour) -> None:
    """``keep`` stops early; a limit of one's own stops before the API would."""
    for budget in (Budget(action="raise", keep=7), Budget(action="raise", limit=3)):
        ig, far_end, _ = metered(colour, budget, limit=10)
        for _ in range(3):
            colour.do(lambda ig=ig: ig.tags.search("snow"))  # type: ignore[misc]
        with pytest.raises(errors.BudgetError):
            colour.do(lambda ig=ig: ig.tags.search("snow"))  # type: ignore[misc]
        assert len(far_end.seen) == 3


def test_calling_back(colour: Colour) -> None:
    """A function is told in time; what it raises keeps the request from being sent, otherwise it is."""
    events: list[Any] = []
    ig, far_end, clock = metered(colour, Budget(action=events.append), limit=2)
    for _ in range(2):
        colour.do(lambda: ig.tags.search("snow"))
    assert events == []
    with pytest.raises(errors.RateLimitError) as caught:
        colour.do(lambda: ig.tags.search("snow"))
    assert caught.value.status == 429
    event = events[0]
    assert (event.operation, event.group, event.limit, event.remaining) == ("tags_search", "", 2, 0)
    assert 0 < event.wait <= HOUR
    assert TOKEN not in repr(event)

    def stop(_: Any) -> None:
        raise LookupError("not now")

    with pytest.raises(LookupError):
        colour.do(lambda: ig.with_options(budget=Budget(action=stop)).tags.search("snow"))
    assert (len(far_end.seen), clock.waits) == (3, [])


def test_the_deadline_holds(colour: Colour) -> None:
    """A wait that would pass the deadline is not begun."""
    for deadline, waits in ((60.0, []), (None, [HOUR]), (HOUR + 1.0, [HOUR])):
        retry = Retry(deadline=deadline)
        ig, far_end, clock = metered(colour, Budget(limit=1), retry=retry)
        colour.do(lambda ig=ig: ig.tags.search("snow"))  # type: ignore[misc]
        if waits:
            colour.do(lambda ig=ig: ig.tags.search("snow"))  # type: ignore[misc]
        else:
            with pytest.raises(errors.BudgetError, match="deadline"):
                colour.do(lambda ig=ig: ig.tags.search("snow"))  # type: ignore[misc]
        assert clock.waits == [pytest.approx(wait, abs=1) for wait in waits]
        assert far_end.refused == 0


def test_tokens_do_not_share(colour: Colour) -> None:
    """Each token has a budget of its own; views of a client with the same token share theirs."""
    ig, far_end, _ = metered(colour, Budget(action="raise", limit=1))
    colour.do(lambda: ig.tags.search("snow"))
    colour.do(lambda: ig.with_options(access_token="another-token").tags.search("snow"))
    with pytest.raises(errors.BudgetError):
        colour.do(lambda: ig.with_options(timeout=3.0).tags.search("snow"))
    colour.do(lambda: ig.with_options(budget=None).tags.search("snow"))
    assert len(far_end.seen) == 3


def test_retries_are_counted(colour: Colour) -> None:
    """Every attempt is a request to the API."""
    wire = Wire(Answer(status=500), ok([]))
    clock = FakeClock()
    budget = Budget(action="raise", limit=2)
    ig = colour.client(wire, budget=budget, clock=clock.clock(), retry=Retry(attempts=2))
    colour.do(lambda: ig.tags.search("snow"))
    with pytest.raises(errors.BudgetError):
        colour.do(lambda: ig.tags.search("snow"))
    assert len(wire.requests) == 2


def test_a_refusal_by_the_api_is_remembered(colour: Colour) -> None:
    """A 429 shows that others use the token too: the next write is not sent, though few were counted here."""
    words = "You have made 61 requests of the 60 allowed in the last hour."
    wire = Wire(refusal(429, "OAuthRateLimitException", words))
    ig = colour.client(wire, budget=Budget(action="raise"), clock=FakeClock().clock())
    with pytest.raises(errors.RateLimitError) as caught:
        colour.do(lambda: ig.likes.create("1_1"))
    assert not isinstance(caught.value, errors.BudgetError)
    with pytest.raises(errors.BudgetError, match="changing likes"):
        colour.do(lambda: ig.likes.create("1_1"))
    assert len(wire.requests) == 1


def test_what_is_a_write(colour: Colour) -> None:
    """Subscriptions are the application's, not a user's; requests made up on the spot are counted by their path."""
    budget = Budget(action="raise", writes=1)
    wire = Wire(ok(None))
    ig = colour.client(wire, client_id="i", client_secret="s" * 20, budget=budget, clock=FakeClock().clock())
    for _ in range(3):
        colour.do(lambda: ig.subscriptions.delete(id="1"))
    colour.do(lambda: ig.request("POST", "/media/1_1/likes"))
    with pytest.raises(errors.BudgetError, match="changing likes"):
        colour.do(lambda: ig.likes.create("1_1"))
    colour.do(lambda: ig.with_options(budget=Budget(action="raise", writes=None)).likes.create("1_1"))
    assert len(wire.requests) == 5


@pytest.mark.parametrize("wrong", [{"action": "sleep"}, {"writes": 0}, {"limit": 0}, {"keep": -1}])
def test_a_policy_out_of_range(wrong: Any) -> None:
    """Values that make no sense are named; the policy itself cannot be changed."""
    with pytest.raises(errors.UsageError, match=next(iter(wrong))):
        Budget(**wrong)
    with pytest.raises(AttributeError):
        Budget().keep = 3  # type: ignore[misc]


def test_threads_share_one_budget() -> None:
    """Many threads at once send not one request too many."""
    lock, sent, refused = threading.Lock(), [0], [0]

    def reply(request: Request) -> Answer:
        with lock:
            sent[0] += 1
        return ok([])

    def work(ig: Client) -> None:
        for _ in range(20):
            try:
                ig.tags.search("snow")
            except errors.BudgetError:
                with lock:
                    refused[0] += 1

    with Client(TOKEN, base_url=BASE, transport=SyncWire(Wire(reply)), budget=Budget(action="raise", limit=50)) as ig:
        threads = [threading.Thread(target=work, args=(ig,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (sent[0], refused[0]) == (50, 110)


def test_requests_on_their_way_are_counted() -> None:
    """Tasks that send at the same time do not all believe the same number."""
    left = [10]

    class Slow:
        async def send(self, request: Request) -> Answer:
            left[0] -= 1
            told = left[0]
            await asyncio.sleep(0.01)
            return ok([], headers={"X-Ratelimit-Remaining": str(told)})

    async def main() -> int:
        budget = Budget(action="raise")
        async with AsyncClient(TOKEN, base_url=BASE, transport=Slow(), budget=budget, retry=None) as ig:
            await ig.tags.search("snow")
            done = await asyncio.gather(*[ig.tags.search("snow") for _ in range(30)], return_exceptions=True)
            return sum(isinstance(one, errors.BudgetError) for one in done)

    assert asyncio.run(main()) == 21
    assert left[0] == 0


def test_a_cancelled_request_is_on_its_way_no_more() -> None:
    """What was cancelled does not lower the budget for ever."""

    class Stuck:
        stuck = True

        async def send(self, request: Request) -> Answer:
            if self.stuck:
                await asyncio.sleep(60)
            return ok([], headers={"X-Ratelimit-Remaining": "1"})

    async def main() -> None:
        far_end = Stuck()
        budget = Budget(action="raise")
        async with AsyncClient(TOKEN, base_url=BASE, transport=far_end, budget=budget, retry=None) as ig:
            task = asyncio.create_task(ig.tags.search("snow"))
            await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            far_end.stuck = False
            for _ in range(3):
                assert await ig.tags.search("snow") == []

    asyncio.run(main())


def test_the_meter_keeps_no_tokens_and_no_end_of_them() -> None:
    """A service with many users does not grow for ever; what was said an hour ago is forgotten."""
    meter, policy = Meter(), Budget(action="raise")
    for number in range(2000):
        meter.take(policy, f"token-{number}", "x", "", 0.0)
        meter.settle(f"token-{number}", RateLimit(remaining=0), 0.0)
    assert len(meter._accounts) == 1024
    assert "token-1999" not in repr(vars(meter))
    assert meter.take(policy, "token-1999", "x", "", 1.0) is not None
    assert meter.take(policy, "token-0", "x", "", 1.0) is None
    assert meter.take(policy, "token-1999", "x", "", HOUR + 1.0) is None


def test_an_answer_that_does_not_know_of_others_on_their_way() -> None:
    """What is left by the API's count is less by the requests that it has not seen yet."""
    meter, policy = Meter(), Budget(action="raise")
    for _ in range(2):
        assert meter.take(policy, "token", "x", "", 0.0) is None
    meter.settle("token", RateLimit(limit=10, remaining=1), 0.0)
    event = meter.take(policy, "token", "x", "", 1.0)
    assert event is not None
    assert (event.remaining, event.limit) == (0, 10)
    meter.settle("token", RateLimit(limit=10, remaining=1), 1.0)
    assert meter.take(policy, "token", "x", "", 1.0) is None


def test_what_was_said_an_hour_ago_says_nothing() -> None:
    """After a silent hour the API's old word does not hold requests back."""
    meter, policy = Meter(), Budget(action="raise")
    meter.take(policy, "token", "x", "", 0.0)
    meter.settle("token", RateLimit(remaining=0), 0.0)
    assert meter.take(policy, "token", "x", "", 10.0) is not None
    for _ in range(3):
        assert meter.take(policy, "token", "x", "", HOUR + 1.0) is None
        meter.settle("token", RateLimit(), HOUR + 1.0)
