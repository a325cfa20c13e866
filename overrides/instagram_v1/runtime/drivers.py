"""The two small loops that do what the pipeline asks for: send, sleep, look up a token."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, TypeVar

from instagram_v1.runtime.effects import Effect, Send, Sleep
from instagram_v1.runtime.errors import ClientClosedError, TransportError, TransportTimeoutError, UsageError
from instagram_v1.runtime.redact import redact

if TYPE_CHECKING:
    from collections.abc import Generator

    from instagram_v1.runtime.clock import Clock
    from instagram_v1.runtime.transport import Answer, AsyncTransport, Request, Transport

R = TypeVar("R")


def drive(flow: Generator[Effect, Any, R], transport: Transport, clock: Clock) -> R:
    """Run a pipeline to its end, blocking."""
    outcome: Any = None
    try:
        while True:
            try:
                effect = flow.send(outcome)
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]
            if isinstance(effect, Send):
                outcome = _send(transport, effect.request)
            elif isinstance(effect, Sleep):
                clock.sleep(effect.seconds)
                outcome = None
            else:
                outcome = _ready(effect.source())
    finally:
        flow.close()


async def adrive(flow: Generator[Effect, Any, R], transport: AsyncTransport, clock: Clock) -> R:
    """Run a pipeline to its end; cancelling it cancels its request or its wait."""
    outcome: Any = None
    try:
        while True:
            try:
                effect = flow.send(outcome)
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]
            if isinstance(effect, Send):
                outcome = await _asend(transport, effect.request)
            elif isinstance(effect, Sleep):
                await clock.asleep(effect.seconds)
                outcome = None
            else:
                found = effect.source()
                outcome = await found if inspect.isawaitable(found) else found
    finally:
        flow.close()


def _send(transport: Transport, request: Request) -> Answer | TransportError:
    try:
        found = transport.send(request)
    except (TransportError, OSError) as fault:
        return _fault(fault)
    return _plain(found)


async def _asend(transport: AsyncTransport, request: Request) -> Answer | TransportError:
    try:
        found: Any = transport.send(request)
        if inspect.isawaitable(found):
            answer: Answer = await found
            return answer
    except (TransportError, OSError) as fault:
        return _fault(fault)
    raise UsageError("The transport's `send` is not async: use it with Client, or give one for AsyncClient.")


def _fault(fault: TransportError | OSError) -> TransportError:
    if isinstance(fault, TransportError):
        return fault
    kind = TransportTimeoutError if isinstance(fault, TimeoutError) else TransportError
    return kind(f"{type(fault).__name__}: {redact(str(fault))}")


def _plain(found: Answer) -> Answer:
    if inspect.isawaitable(found):
        if inspect.iscoroutine(found):
            found.close()
        raise UsageError("The transport's `send` is async: use it with AsyncClient, or give one for Client.")
    return found


def _ready(found: Any) -> Any:
    if inspect.isawaitable(found):
        if inspect.iscoroutine(found):
            found.close()
        raise UsageError("access_token is an async function: use AsyncClient, or give a plain function.")
    return found


class Lifetime:
    """Whether a client may still send; views of a client end with it."""

    def __init__(self, parent: Lifetime | None = None) -> None:
        self._parent = parent
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether it, or what it is a view of, was closed."""
        return self._closed or (self._parent is not None and self._parent.closed)

    def end(self) -> bool:
        """Close; whether this was the first time."""
        first, self._closed = not self._closed, True
        return first

    def check(self) -> None:
        """Refuse to go on after the end.

        Raises:
            ClientClosedError: It was closed.
        """
        if self.closed:
            raise ClientClosedError("This client is closed. Make a new one, or keep its `with` block open for longer.")
