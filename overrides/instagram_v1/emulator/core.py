"""The emulator without any I/O: a request goes in, an answer comes out."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from attrs import evolve, frozen

from . import faults, forms, oembed, pictures, private, wire
from .auth import Credentials, Gate
from .calls import Call, Deferred, Pairs, Reply
from .clock import Clock
from .faults import ApiFault, Fault
from .handlers import HANDLERS
from .identity import digest
from .limits import Limit
from .messages import Headers, Request, Response
from .oauth import OAuth
from .oauth.flow import PATHS
from .profiles import Profile
from .render import Renderer
from .router import AnyOperation, Match, Router
from .samples import sample
from .sandbox import Sandbox
from .store import Store
from .validation import Contract, ContractViolation

if TYPE_CHECKING:
    from .posting import Event
    from .private.api import PrivateApi

BASE: Final = "/v1"
BODY_LIMIT: Final = 64 * 1024

_LOG = logging.getLogger("instagram_v1.emulator")
_CSRF = re.compile(r"[0-9a-f]{32}")
T = TypeVar("T")

_OVERRIDES: Final = ("PUT", "DELETE")


@frozen
class Pending:
    """An answer that waits for another server.

    Attributes:
        url: What to ask for.
        finish: Gives the answer, once called with the body or with ``None`` for a server that cannot be reached.
    """

    url: str
    finish: Callable[[str | None], Response]


class Core:
    """The API over one world.

    Args:
        store: The world.
        profile: The era.
        clock: The time.
        operations: The table of operations: everything below ``/v1`` is routed from it.
        seed: What generated values are derived from.
        rate_limit: Requests per hour and token or client.
        write_limit: Changing requests per hour, token and kind of thing.
        fetch: Asks an address for its body; only subscriptions need it.
        sandbox: What alone exists for clients, in sandbox mode.
        tell: Called with what subscribers are to be told of; only uploads through the private API need it.
    """

    def __init__(
        self,
        store: Store,
        profile: Profile,
        clock: Clock,
        operations: Mapping[str, AnyOperation],
        *,
        seed: int,
        rate_limit: Limit,
        write_limit: int,
        fetch: Callable[[str], str | None],
        sandbox: Sandbox | None = None,
        tell: Callable[[Iterable[Event]], None] = lambda _: None,
    ) -> None:
        self.store = store
        self.gate: Gate = Gate(store, profile, clock, rate_limit, write_limit, sandbox)
        self.oauth: OAuth = OAuth(store, profile, seed, sandbox)
        self._sandbox = sandbox
        self._profile = profile
        self._clock = clock
        self._seed = seed
        self._fetch = fetch
        self._tell = tell
        self._router = Router(operation for operation in operations.values() if operation.id not in profile.removed)
        self._order = Renderer(profile, "").envelope
        self._contract = Contract()
        self._answered = itertools.count(1)

    @cached_property
    def private(self) -> PrivateApi:
        """The private API over the same world; loaded with the first request to it."""
        from .private.api import PrivateApi

        retired = self._profile.retired
        return PrivateApi(self.store, self._clock, self.gate, seed=self._seed, retired=retired, tell=self._tell)

    def handle(self, request: Request) -> Response:
        """Answer a request, asking other servers on the way where that is needed."""
        answer = self.begin(request)
        return answer.finish(self._fetch(answer.url)) if isinstance(answer, Pending) else answer

    def begin(self, request: Request) -> Response | Pending:
        """Answer a request, or say which other server has to be asked first. Never waits."""
        if request.method == "HEAD":
            answer = self.begin(evolve(request, method="GET"))
            return answer.without_body() if isinstance(answer, Response) else answer
        with self.store.database.lock:
            if request.path == BASE or request.path.startswith(BASE + "/"):
                return self._guarded(request, self._api)
            if private.owns(request.path):
                return self._guarded(request, self.private.answer)
            return self._guarded(request, self._site)

    def operation(self, request: Request) -> AnyOperation | None:
        """Tell which operation a request asks for, if any."""
        if private.owns(request.path):
            return self.private.operation(request)
        if not request.path.startswith(BASE + "/"):
            return None
        method = "GET" if request.method == "HEAD" else self._method(request, forms.arguments(request))
        match = self._router.match(method, request.path.removeprefix(BASE))
        return match.operation if match else None

    def refuse(self, request: Request, error: ApiFault) -> Response:
        """Answer a request with an error, as if that had come of it."""
        if private.owns(request.path):
            return self.private.refuse(error)
        with self.store.database.lock:
            credentials = self.gate.read(forms.arguments(request))
            return self._failure(request, credentials, error.fault)

    def _guarded(self, request: Request, answer: Callable[[Request], T]) -> T | Response:
        """Turn what goes wrong into an answer."""
        try:
            try:
                return answer(request)
            except ApiFault as error:
                return self._edge(error.fault)
        except ContractViolation as error:
            _LOG.error("%s", error)
            return self._dated(Response(500, wire.edge_headers("text/plain; charset=utf-8"), str(error).encode()))
        except Exception:
            _LOG.exception("the emulator failed at %s %s", request.method, request.path)
            return self._edge(faults.BROKEN)

    def _site(self, request: Request) -> Response:
        """Answer what lies outside the API: the pages of OAuth, what other sites show of a media, pictures."""
        if len(request.body) > BODY_LIMIT:
            raise faults.TOO_LARGE()
        if request.path.startswith(PATHS):
            return self._dated(self.oauth.handle(request))
        if request.path in oembed.PATHS and request.method == "GET":
            return self._dated(oembed.answer(self.store, self._profile, request))
        if request.path.startswith(pictures.PATHS):
            return self._dated(pictures.answer(self.store, request))
        raise faults.UNKNOWN_ROUTE()

    def _api(self, request: Request) -> Response | Pending:
        if len(request.body) > BODY_LIMIT:
            raise faults.TOO_LARGE()
        given = forms.arguments(request)
        method = self._method(request, given)
        credentials = self.gate.read(given)
        answer = self._answer(request, method, given, credentials)
        return answer if isinstance(answer, Pending) else _wrapped(answer, method, given)

    def _method(self, request: Request, given: Pairs) -> str:
        override = (forms.find(given, "_method") or "").upper()
        return override if request.method == "POST" and override in _OVERRIDES else request.method

    def _answer(self, request: Request, method: str, given: Pairs, credentials: Credentials) -> Response | Pending:
        try:
            if self._profile.retired:
                raise faults.RETIRED()
            match = self._find(method, request.path)
            self.gate.count(credentials)
            with self.store.transaction():
                self.gate.admit(match, credentials, request)
                call = self._call(request, match, given, credentials)
                reply = self._reply(call)
                if isinstance(reply, Reply):
                    return self._success(request, match.operation, credentials, reply)
        except ApiFault as error:
            return self._failure(request, credentials, error.fault)
        return self._pending(request, match.operation, credentials, reply)

    def _find(self, method: str, path: str) -> Match:
        below = path.removeprefix(BASE)
        match = self._router.match(method, below)
        if match is None:
            # What the API said to a method it does not know was never recorded; 405 is what HTTP asks for.
            raise faults.UNKNOWN_METHOD() if self._router.methods(below) else faults.UNKNOWN_ROUTE()
        return match

    def _call(self, request: Request, match: Match, given: Pairs, credentials: Credentials) -> Call:
        client = credentials.client.id if credentials.client else ""
        return Call(
            match.operation,
            request,
            match.arguments,
            given,
            self.store,
            self._profile,
            self._clock(),
            client,
            credentials.token,
            self._sandbox,
        )

    def _reply(self, call: Call) -> Reply | Deferred:
        handler = HANDLERS.get(call.operation.id)
        if handler is not None:
            return handler(call)
        model = self._contract.model(call.operation.response.__name__)
        made = sample(model)
        shape = call.operation.envelope
        return Reply(made.get(shape.data), {} if shape.pagination else None)

    def _pending(
        self, request: Request, operation: AnyOperation, credentials: Credentials, deferred: Deferred
    ) -> Pending:
        def finish(answer: str | None) -> Response:
            def resume(_: Request) -> Response:
                try:
                    with self.store.transaction():
                        return self._success(request, operation, credentials, deferred.resume(answer))
                except ApiFault as error:
                    return self._failure(request, credentials, error.fault)

            with self.store.database.lock:
                return self._guarded(request, resume)

        return Pending(deferred.url, finish)

    def _success(self, request: Request, operation: AnyOperation, credentials: Credentials, reply: Reply) -> Response:
        body = wire.envelope(self._order, reply.data, reply.pagination)
        self._contract.check(operation, body)
        return Response(200, self._headers(request, credentials, "application/json; charset=utf-8"), body)

    def _failure(self, request: Request, credentials: Credentials, fault: Fault) -> Response:
        if fault.shape != "meta":
            return self._edge(fault)
        body = self._fault_body(fault)
        return Response(fault.status, self._headers(request, credentials, wire.content_type(fault)), body)

    def _edge(self, fault: Fault) -> Response:
        headers = wire.edge_headers(wire.content_type(fault))
        return self._dated(Response(fault.status, headers, self._fault_body(fault)))

    def _fault_body(self, fault: Fault) -> bytes:
        body = wire.fault_body(fault, code_first=self._profile.carousels)
        if fault.shape != "html":
            name = "ErrorEnvelope" if fault.shape == "meta" else "BareError"
            self._contract.check_as(name, body, f"an error ({fault.error_type})")
        return body

    def _headers(self, request: Request, credentials: Credentials, kind: str) -> Headers:
        csrf = forms.cookie(request, "csrftoken")
        if not _CSRF.fullmatch(csrf):
            csrf = digest("csrf", self._seed, next(self._answered))
        limit, remaining = self.gate.requests.limit, self.gate.remaining(credentials)
        return (*wire.api_headers(kind, csrf, limit, remaining), wire.date(self._clock()))

    def _dated(self, response: Response) -> Response:
        return evolve(response, headers=(*response.headers, wire.date(self._clock())))


def _wrapped(response: Response, method: str, given: Pairs) -> Response:
    """Wrap an answer for a script element, where one asked."""
    callback = forms.find(given, "callback")
    # The global limit and pages of HTML come from the edge, which knows nothing of callbacks.
    plain = response.header("X-Ratelimit-Limit") != ""
    if method == "GET" and plain and callback is not None and wire.is_callback(callback):
        return wire.jsonp(response, callback)
    return response
