"""The private API over one world: a request goes in, an answer comes out, without any I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import msgspec

from _instagram_private.operations import OPERATIONS
from instagram_v1.emulator import forms, wire
from instagram_v1.emulator.faults import ApiFault
from instagram_v1.emulator.messages import Headers, Request, Response
from instagram_v1.emulator.router import AnyOperation, Match, Router
from instagram_v1.emulator.samples import sample
from instagram_v1.emulator.validation import Contract

from . import BASE, COOKIE, body_limit, counted_as, faults, multipart
from .calls import HANDLERS, Call, Reply
from .handlers.accounts import begin

if TYPE_CHECKING:
    from instagram_v1.emulator.auth import Gate
    from instagram_v1.emulator.calls import Pairs
    from instagram_v1.emulator.clock import Clock
    from instagram_v1.emulator.posting import Event
    from instagram_v1.emulator.store import Store

SCHEMA: Final = "_instagram_private_schema"
"""The strict models of what this API answers."""


class PrivateApi:
    """Answers everything below ``/api/v1/``.

    Args:
        store: The world.
        clock: The time.
        gate: Counts requests; people share its limits with the clients of the public API.
        seed: What generated values are derived from.
        retired: Whether the era is one in which nothing answers any more.
        tell: Called with what subscribers of the public API are to be told of.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        gate: Gate,
        *,
        seed: int,
        retired: bool,
        tell: Callable[[Iterable[Event]], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._gate = gate
        self._seed = seed
        self._retired = retired
        self._tell = tell
        self._router = Router(OPERATIONS.values())

    @cached_property
    def _contract(self) -> Contract:
        return Contract(SCHEMA)

    def answer(self, request: Request) -> Response:
        """Answer a request."""
        try:
            if len(request.body) > body_limit(request.path):
                raise faults.TOO_LARGE(most=body_limit(request.path))
            if self._retired:
                raise faults.RETIRED()
            match = self._find(request)
            viewer = self.viewer(request)
            if viewer is None and match.operation.security:
                raise faults.SESSION_OVER() if forms.cookie(request, COOKIE) else faults.LOGIN_REQUIRED()
            self._count(match.operation, viewer)
            with self._store.transaction():
                reply = self._reply(self._call(request, match, viewer))
                response = self._success(match.operation, reply)
        except ApiFault as error:
            return self.refuse(error)
        if reply.events:
            self._tell(reply.events)
        return response

    def operation(self, request: Request) -> AnyOperation | None:
        """Tell which operation a request asks for, if any."""
        method = "GET" if request.method == "HEAD" else request.method
        match = self._router.match(method, request.path.removeprefix(BASE))
        return match.operation if match else None

    def viewer(self, request: Request) -> int | None:
        """Tell whose session a request carries, while that lasts."""
        session = forms.cookie(request, COOKIE)
        with self._store.database.lock:
            return self._store.phones.session(session, self._clock()) if session else None

    def sign_in(self, person: int) -> str:
        """Begin a session of somebody; give the value of its cookie."""
        return begin(self._store, self._seed, person, self._clock())

    def refuse(self, error: ApiFault) -> Response:
        """Answer with an error, as if that had come of the request."""
        fault = error.fault
        if fault.shape == "html":
            body = wire.fault_body(fault, code_first=False)
            return Response(fault.status, self._headers(wire.content_type(fault)), body)
        body = wire.dump({"status": "failed", "message": fault.text})
        self._contract.check_as("Failure", body, f"an error ({fault.status})")
        return Response(fault.status, self._headers(), body)

    def _find(self, request: Request) -> Match:
        below = request.path.removeprefix(BASE)
        match = self._router.match(request.method, below)
        if match is None:
            raise faults.UNKNOWN_METHOD() if self._router.methods(below) else faults.UNKNOWN_ROUTE()
        return match

    def _count(self, operation: AnyOperation, viewer: int | None) -> None:
        """Count the requests of whoever is signed in; refuse one beyond the limits."""
        if viewer is None:
            return
        key = counted_as(viewer)
        if self._gate.requests.add(key) > self._gate.requests.limit:
            raise faults.TOO_MANY_REQUESTS()
        writes = self._gate.writes
        if operation.method != "GET" and writes.add(f"{key} {operation.id}") > writes.limit:
            raise faults.TOO_MANY_REQUESTS()

    def _call(self, request: Request, match: Match, viewer: int | None) -> Call:
        given, files = _arguments(request)
        return Call(
            match.operation,
            match.arguments,
            given,
            files,
            self._store,
            self._clock(),
            request.origin,
            self._seed,
            forms.cookie(request, COOKIE),
            viewer,
        )

    def _reply(self, call: Call) -> Reply:
        handler = HANDLERS.get(call.operation.id)
        if handler is not None:
            return handler(call)
        made: dict[str, Any] = sample(self._contract.model(call.operation.response.__name__))
        return Reply(made)

    def _success(self, operation: AnyOperation, reply: Reply) -> Response:
        status = {"status": "ok"} if _tells_status(operation) else {}
        body = wire.dump({**reply.data, **status})
        self._contract.check(operation, body)
        return Response(200, (*self._headers(), *reply.headers), body)

    def _headers(self, kind: str = "application/json; charset=utf-8") -> Headers:
        return (*wire.edge_headers(kind), wire.date(self._clock()))


def _tells_status(operation: AnyOperation) -> bool:
    """Tell whether an answer says its status: comments came without one."""
    fields = msgspec.structs.fields(operation.response)
    return any(field.name == operation.envelope.meta and field.required for field in fields)


def _arguments(request: Request) -> tuple[Pairs, dict[str, bytes]]:
    """Read the parameters of a request: of the address when it reads, of the body when it changes something."""
    if request.method != "POST":
        return forms.query(request), {}
    kind = request.header("Content-Type")
    if not multipart.is_multipart(kind):
        return forms.form(request), {}
    try:
        parts = multipart.parts(request.body, kind)
    except multipart.BrokenMultipart as error:
        raise faults.BROKEN_UPLOAD(reason=str(error)) from None
    given = tuple((part.name, part.text) for part in parts if not part.is_file)
    return given, {part.name: part.content for part in parts if part.is_file}
