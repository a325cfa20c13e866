"""The faults that can be asked for: each one small function, with its options and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import evolve, field, frozen

from instagram_v1.emulator import faults, wire
from instagram_v1.emulator.clock import ShiftedClock
from instagram_v1.emulator.faults import ApiFault, Fault
from instagram_v1.emulator.messages import Delivery, Request, Response
from instagram_v1.emulator.router import AnyOperation

from . import bodies

Value: TypeAlias = str | int | float

CATALOGUE: Final[Mapping[str, Fault]] = MappingProxyType(
    {
        name.lower().replace("_", "-"): fault
        for name, fault in vars(faults).items()
        if isinstance(fault, Fault) and fault.shape != "html"
    }
)
"""Every error of the API by its name: also those that nothing here leads to, such as that of an age-gated account."""

_STATUSES: Final = {500: "Oops, an error occurred.", 502: "Bad Gateway", 503: "Unavailable", 504: "Gateway Timeout"}


@frozen
class Strike:
    """One request that a fault strikes.

    Attributes:
        request: The request.
        operation: The operation it asks for.
        options: What the fault was told.
        rng: Where chance comes from: the same for the same seed and the same requests.
        clock: The emulator's clock.
        refuse: Writes an error of the API.
        limits: Requests and writes that are allowed in an hour.
    """

    request: Request
    operation: AnyOperation
    options: Mapping[str, Value]
    rng: Random
    clock: ShiftedClock
    refuse: Callable[[ApiFault], Response]
    limits: tuple[int, int]


Before: TypeAlias = Callable[[Strike], "Response | None"]
After: TypeAlias = Callable[[Strike, Response], Response]


@frozen
class Kind:
    """One kind of fault.

    Attributes:
        name: What it is called.
        summary: What it does, in a few words.
        before: Called before the request is answered; an answer of its own takes the place of the real one.
        after: Called with the real answer; gives what is sent instead.
        options: What it can be told, with what applies otherwise.
        check: Refuses options that make no sense.
    """

    name: str
    summary: str
    before: Before | None = None
    after: After | None = None
    options: Mapping[str, Value] = field(factory=dict[str, Value])
    check: Callable[[Mapping[str, Value]], None] | None = None


def _rate_limit(strike: Strike) -> Response:
    limit = strike.limits[0]
    return strike.refuse(faults.TOO_MANY_REQUESTS(made=limit + strike.rng.randint(1, 99), limit=limit))


def _write_limit(strike: Strike) -> Response | None:
    if strike.operation.method == "GET":
        return None
    limit = strike.limits[1]
    return strike.refuse(faults.TOO_MANY_WRITES(made=limit + strike.rng.randint(1, 40), limit=limit))


def _server_error(strike: Strike) -> Response:
    status = int(strike.options["status"]) or strike.rng.choice(list(_STATUSES))
    return strike.refuse(Fault("", _STATUSES.get(status, "Server Error"), status, "html", certain=False)())


def _api_error(strike: Strike) -> Response:
    fault = CATALOGUE[str(strike.options["name"])]
    limits = {"made": strike.limits[0] + 1, "limit": strike.limits[0]}
    thing = strike.operation.resource
    return strike.refuse(fault(**limits, scope=thing, granted="write", things=thing, name="count", fields=thing))


def _server_status(options: Mapping[str, Value]) -> None:
    if options["status"] and not 500 <= int(options["status"]) <= 599:
        raise ValueError(f"fault server-error: status is 0 or from 500 to 599, not {options['status']}")


def _known_error(options: Mapping[str, Value]) -> None:
    if options["name"] not in CATALOGUE:
        raise ValueError(f"fault api-error: name is one of {', '.join(CATALOGUE)}, not {options['name']!r}")


def _clock_jump(strike: Strike) -> None:
    strike.clock.shift(float(strike.options["seconds"]))


def _cut(strike: Strike, response: Response) -> int:
    """Give how many bytes of the body are left: never all of them, or nothing would be wrong."""
    share = min(max(float(strike.options["keep"]), 0.0), 1.0)
    return min(int(len(response.body) * share), max(0, len(response.body) - 1))


def _truncated(strike: Strike, response: Response) -> Response:
    return evolve(response, body=response.body[: _cut(strike, response)])


def _reset(strike: Strike, response: Response) -> Response:
    return evolve(response, delivery=evolve(response.delivery, cut=_cut(strike, response)))


def _slow(strike: Strike, response: Response) -> Response:
    pace = max(1.0, float(strike.options["per_second"]))
    return evolve(response, delivery=Delivery(response.delivery.cut, pace, max(0.0, float(strike.options["wait"]))))


def _not_json(strike: Strike, response: Response) -> Response:
    body = wire.page("Instagram", "<h1>Sorry, something went wrong</h1>").encode()
    kept = tuple((name, value) for name, value in response.headers if name != "Content-Type")
    return Response(200, (("Content-Type", "text/html; charset=utf-8"), *kept), body, response.delivery)


def _json(change: Callable[[Strike, bodies.Json], bodies.Json]) -> After:
    """Make a fault of what changes the data of a successful answer."""

    def after(strike: Strike, response: Response) -> Response:
        body = bodies.read(response)
        return response if body is None else evolve(response, body=wire.dump(change(strike, body)))

    return after


def _cursor_loop(strike: Strike, body: bodies.Json) -> bodies.Json:
    return bodies.looped(strike.operation, strike.request, body)


def _foreign_next_url(strike: Strike, body: bodies.Json) -> bodies.Json:
    return bodies.led_away(body, str(strike.options["host"]))


def _nulls(strike: Strike, body: bodies.Json) -> bodies.Json:
    share = float(strike.options["share"])
    return bodies.emptied(strike.operation, body, lambda: strike.rng.random() < share)


def _new_enums(strike: Strike, body: bodies.Json) -> bodies.Json:
    return bodies.renamed(strike.operation, body, str(strike.options["value"]))


def _options(**values: Value) -> Mapping[str, Value]:
    return MappingProxyType(values)


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("rate-limit", "429 as the global limit answers it", before=_rate_limit),
            Kind("write-limit", "429 as the limit of writes answers it; writes only", before=_write_limit),
            Kind(
                "server-error", "an HTML page with a status of 5xx, any of them for status=0", before=_server_error,
                options=_options(status=0), check=_server_status,
            ),
            Kind(
                "api-error", "any one error of the API, by its name", before=_api_error,
                options=_options(name="not-viewable"), check=_known_error,
            ),
            Kind(
                "reset", "the connection is reset in the middle of the body", after=_reset,
                options=_options(keep=0.5),
            ),
            Kind(
                "slow", "a wait in seconds, then a few bytes at a time", after=_slow,
                options=_options(per_second=2000.0, wait=0.0),
            ),
            Kind("truncated", "the body ends early, but cleanly", after=_truncated, options=_options(keep=0.5)),
            Kind("not-json", "a page of HTML with status 200", after=_not_json),
            Kind("cursor-loop", "the next page is the same page, for ever", after=_json(_cursor_loop)),
            Kind(
                "foreign-next-url", "the next page is on another host, and has no cursor",
                after=_json(_foreign_next_url), options=_options(host="elsewhere.example"),
            ),
            Kind("nulls", "what can be left out is null", after=_json(_nulls), options=_options(share=1.0)),
            Kind(
                "new-enums", "every enum has a value that nobody has heard of", after=_json(_new_enums),
                options=_options(value="hologram"),
            ),
            Kind(
                "clock-jump", "the clock jumps, forwards or back", before=_clock_jump,
                options=_options(seconds=3600.0),
            ),
        )
    }
)  # fmt: skip
