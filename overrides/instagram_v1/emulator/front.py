"""What stands before the core: the console, the faults that were asked for, the journal of requests."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from . import callbacks, forms, pictures, private
from .clock import ShiftedClock
from .core import Core, Pending
from .identity import number
from .injection import Faults
from .injection.kinds import Kind, Strike
from .journal import Journal
from .messages import Request, Response
from .router import AnyOperation

if TYPE_CHECKING:
    from .console import Console

_SHOWN: Final = 200
"""Characters of a path that the journal keeps."""

Struck = list[tuple[Kind, Strike]]


class Front:
    """Takes requests in, lets the core answer them, and does to the answers what was asked for."""

    def __init__(
        self,
        core: Core,
        faults: Faults,
        clock: ShiftedClock,
        journal: Journal,
        fetch: Callable[[str], str | None] = callbacks.fetch,
    ) -> None:
        self.core = core
        self.faults = faults
        self._clock = clock
        self._journal = journal
        self.console: Console | None = None
        self._fetch = fetch

    def handle(self, request: Request) -> Response:
        """Answer a request, asking other servers on the way where that is needed."""
        answer = self.begin(request)
        return answer.finish(self._fetch(answer.url)) if isinstance(answer, Pending) else answer

    def begin(self, request: Request) -> Response | Pending:
        """Answer a request, or say which other server has to be asked first. Never waits."""
        if self.console is not None and self.console.owns(request.path):
            return self.console.handle(request)
        if request.path.startswith(pictures.PATHS):
            # No requests of the API: they would hide those that are.
            return self.core.begin(request)
        start = time.perf_counter()
        operation = self.core.operation(request)
        struck = self._struck(request, operation)
        refused = [refusal for kind, strike in struck if kind.before and (refusal := kind.before(strike))]
        answer = refused[0] if refused else self.core.begin(request)

        def finish(response: Response) -> Response:
            self._note(request, operation, struck, response, start)
            return _damaged(struck, response)

        if isinstance(answer, Response):
            return finish(answer)
        pending = answer

        def resume(body: str | None) -> Response:
            return finish(pending.finish(body))

        return Pending(pending.url, resume)

    def _note(
        self, request: Request, operation: AnyOperation | None, struck: Struck, response: Response, start: float
    ) -> None:
        self._journal.note(
            time=self._clock(),
            method=request.method,
            path=request.path[:_SHOWN],
            status=response.status,
            operation=operation.id if operation else "",
            person=self._person(request),
            took=(time.perf_counter() - start) * 1000,
            faults=tuple(kind.name for kind, _ in struck),
        )

    def _person(self, request: Request) -> int:
        """Tell whose request it is; 0 for nobody's."""
        if private.owns(request.path):
            return self.core.private.viewer(request) or 0
        # Whose token it is stands in its first part; the rest of it is nobody's business here.
        token = forms.find(forms.arguments(request), "access_token") or ""
        return number(token.partition(".")[0]) or 0

    def _struck(self, request: Request, operation: AnyOperation | None) -> Struck:
        if operation is None:
            return []
        gate = self.core.gate
        limits = (gate.requests.limit, gate.writes.limit)
        refuse = partial(self.core.refuse, request)
        return [
            (kind, Strike(request, operation, fault.options, rng, self._clock, refuse, limits))
            for fault, kind, rng in self.faults.struck(operation.id)
        ]


def _damaged(struck: Struck, response: Response) -> Response:
    for kind, strike in struck:
        if kind.after is not None:
            response = kind.after(strike, response)
    return response
