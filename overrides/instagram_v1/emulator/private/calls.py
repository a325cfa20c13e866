"""What a handler of the private API is given and gives back, and the register of handlers by operation id."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from instagram_v1.emulator.calls import Pairs
from instagram_v1.emulator.identity import HIGHEST, number
from instagram_v1.emulator.messages import Headers
from instagram_v1.emulator.posting import Event
from instagram_v1.emulator.router import AnyOperation
from instagram_v1.emulator.store import Media, Person, Store

from . import faults

_INTEGER = re.compile(r"-?[0-9]{1,19}", re.ASCII)


@frozen
class Reply:
    """A successful answer, before it is written down.

    Attributes:
        data: What stands in the answer beside its status.
        headers: Headers that this answer has beyond the usual ones.
        events: What subscribers of the public API are to be told of.
    """

    data: Mapping[str, Any] = field(factory=dict[str, Any])
    headers: Headers = ()
    events: tuple[Event, ...] = ()


@frozen
class Call:
    """One request to one operation, from somebody who may ask.

    Attributes:
        operation: The operation.
        path: Path parameters, decoded.
        given: Parameters of query or form, where the operation has them, in their order.
        files: Files of the form.
        store: The world.
        now: The time in unix seconds.
        origin: Scheme and host that pictures are found at.
        seed: What generated values are derived from.
        session: The session that was sent, if it is one.
        viewer: Id of whose session that is.
    """

    operation: AnyOperation
    path: Mapping[str, str]
    given: Pairs = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    store: Store
    now: float
    origin: str
    seed: int
    session: str = field(default="", repr=False)
    viewer: int | None = None

    @property
    def me(self) -> int:
        """Id of who is signed in, where somebody has to be."""
        if self.viewer is None:
            raise faults.LOGIN_REQUIRED()
        return self.viewer

    def sent(self, name: str) -> bool:
        """Tell whether a parameter was sent, be it empty."""
        return any(key == name for key, _ in self.given)

    def get(self, name: str) -> str | None:
        """Give a parameter; ``None`` where it is missing or empty."""
        return next((value for key, value in self.given if key == name and value), None)

    def need(self, name: str) -> str:
        """Give a parameter that has to be there."""
        value = self.get(name)
        if value is None:
            raise faults.MISSING_PARAMETER(name=name)
        return value

    def integer(self, name: str) -> int | None:
        """Give a whole number of 64 bits."""
        text = self.get(name)
        if text is None:
            return None
        if not _INTEGER.fullmatch(text) or abs(int(text)) > HIGHEST:
            raise faults.BAD_PARAMETER(name=name)
        return int(text)

    def degrees(self, name: str, bound: float) -> float | None:
        """Give an angle between ``-bound`` and ``bound``."""
        text = self.get(name)
        if text is None:
            return None
        try:
            value = float(text)
        except ValueError:
            raise faults.BAD_PARAMETER(name=name) from None
        if not math.isfinite(value) or abs(value) > bound:
            raise faults.BAD_PARAMETER(name=name)
        return value

    def person(self) -> Person:
        """Give the person that the path names."""
        identity = number(self.path["pk"])
        person = self.store.people.get(identity) if identity is not None else None
        if person is None:
            raise faults.NO_SUCH_USER()
        return person

    def visible_person(self) -> Person:
        """Give the person that the path names, if the viewer may see them."""
        person = self.person()
        if not self.store.people.visible(person, self.viewer):
            raise faults.NOT_VIEWABLE()
        return person

    def media(self) -> Media:
        """Give the media that the path names, if the viewer may see it."""
        pk = number(self.path["pk"])
        media = self.store.media.get(pk) if pk is not None else None
        if media is None:
            raise faults.NO_SUCH_MEDIA()
        if self.store.people.hidden_owners([media.owner], self.viewer):
            raise faults.NOT_VIEWABLE()
        return media

    def visible(self, page: list[Media]) -> list[Media]:
        """Leave out the media that the viewer may not see."""
        hidden = self.store.people.hidden_owners((media.owner for media in page), self.viewer)
        return [media for media in page if media.owner not in hidden]


Handler: TypeAlias = Callable[[Call], Reply]

HANDLERS: Final[dict[str, Handler]] = {}
"""Handlers by operation id; ``instagram_v1.emulator.private.handlers`` fills it."""


def handles(operation_id: str) -> Callable[[Handler], Handler]:
    """Register the function that answers an operation."""

    def register(handler: Handler) -> Handler:
        if operation_id in HANDLERS:
            raise ValueError(f"two handlers for operation {operation_id!r}: remove one")
        HANDLERS[operation_id] = handler
        return handler

    return register
