"""What a handler is given and what it gives back, and the register of handlers by operation id."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from . import faults
from .identity import HIGHEST, number, split_media_id
from .messages import Request
from .profiles import Profile
from .render import Renderer
from .router import AnyOperation
from .sandbox import Sandbox
from .store import Media, Person, Store, Token

Pairs: TypeAlias = tuple[tuple[str, str], ...]


@frozen
class Reply:
    """A successful answer, before it is written down."""

    data: object
    pagination: dict[str, Any] | None = None


@frozen
class Deferred:
    """An answer that needs another server asked first.

    The core never waits: whoever runs it asks for ``url`` and calls ``resume`` with the body, or with ``None`` when
    the server could not be reached.
    """

    url: str
    resume: Callable[[str | None], Reply]


@frozen
class Call:
    """One request to one operation, after all checks of credentials.

    Attributes:
        operation: The operation.
        request: The request as it arrived.
        path: Path parameters, decoded.
        arguments: Parameters of query and form, in their order.
        store: The world.
        profile: The era.
        now: The time in unix seconds.
        client: Id of the client that asks.
        token: The token that was sent, if any.
        sandbox: What alone exists for this client, if it is in a sandbox.
    """

    operation: AnyOperation
    request: Request
    path: Mapping[str, str]
    arguments: Pairs
    store: Store
    profile: Profile
    now: float
    client: str
    token: Token | None = field(default=None)
    sandbox: Sandbox | None = field(default=None)

    @property
    def viewer(self) -> int | None:
        """Id of the person on whose behalf the request is made."""
        return self.token.person if self.token else None

    @property
    def me(self) -> int:
        """Id of the person on whose behalf the request is made, where one is needed."""
        if self.token is None:
            raise faults.MISSING_TOKEN()
        return self.token.person

    @property
    def renderer(self) -> Renderer:
        """What writes the objects of the answer."""
        return Renderer(self.profile, self.request.origin)

    def get(self, name: str) -> str | None:
        """Give a parameter; the first one where it stands twice, ``None`` where it is missing or empty."""
        return next((value for key, value in self.arguments if key == name and value), None)

    def count(self, default: int, highest: int) -> int:
        """Give how many items are asked for."""
        text = self.get("count")
        if text is None:
            return default
        value = self.integer("count") or 0
        if value < 1:
            raise faults.COUNT_TOO_SMALL()
        return min(value, highest)

    def integer(self, name: str) -> int | None:
        """Give a whole number; what does not fit into 64 bits is held at their bounds."""
        text = self.get(name)
        if text is None:
            return None
        digits = text.strip().removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            raise faults.BAD_PARAMETER(name=name)
        value = min(int(digits), HIGHEST) if len(digits) <= 400 else HIGHEST
        return -value if text.strip().startswith("-") else value

    def decimal(self, name: str, bound: float) -> float | None:
        """Give a number between ``-bound`` and ``bound``."""
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

    def cursor(self, name: str) -> int | None:
        """Give a cursor that is a media id or the first half of one."""
        text = self.get(name)
        if text is None:
            return None
        halves = split_media_id(text)
        if halves is None:
            raise faults.BAD_PARAMETER(name=name)
        return halves[0]

    def person(self, name: str = "user-id") -> Person:
        """Give the person that the path names; ``self`` is whoever the token belongs to."""
        text = self.path[name]
        if text == "self":
            if self.viewer is None:
                raise faults.SELF_NEEDS_USER()
            identity: int | None = self.viewer
        else:
            identity = number(text)
        person = self.store.people.get(identity) if identity is not None else None
        if person is None or not self.known([person]):
            raise faults.NO_SUCH_USER()
        return person

    def known(self, people: list[Person]) -> list[Person]:
        """Leave out the people who do not exist for this client."""
        return people if self.sandbox is None else self.sandbox.known(people)

    def there(self, page: list[Media]) -> list[Media]:
        """Leave out the media that do not exist for this client."""
        return page if self.sandbox is None else self.sandbox.holds(page)

    def visible_person(self, name: str = "user-id") -> Person:
        """Give the person that the path names, if the viewer may see them."""
        person = self.person(name)
        if not self.store.people.visible(person, self.viewer):
            raise faults.NOT_VIEWABLE()
        return person

    def media(self) -> Media:
        """Give the media that the path names, if the viewer may see it."""
        halves = split_media_id(self.path["media-id"])
        media = self.store.media.get(halves[0]) if halves else None
        if media is None or halves is None or halves[1] not in (None, media.owner):
            raise faults.NO_SUCH_MEDIA()
        self.check_visible(media)
        return media

    def check_visible(self, media: Media) -> None:
        """Refuse a media that the viewer may not see."""
        if not self.there([media]):
            raise faults.NO_SUCH_MEDIA()
        if self.store.people.hidden_owners([media.owner], self.viewer):
            raise faults.NOT_VIEWABLE()

    def visible(self, page: list[Media]) -> list[Media]:
        """Leave out the media that the viewer may not see: why a page can be shorter than what was asked for."""
        page = self.there(page)
        hidden = self.store.people.hidden_owners((media.owner for media in page), self.viewer)
        return [media for media in page if media.owner not in hidden]


Handler: TypeAlias = Callable[[Call], "Reply | Deferred"]

HANDLERS: Final[dict[str, Handler]] = {}
"""Handlers by operation id; ``instagram_v1.emulator.handlers`` fills it."""


def handles(operation_id: str) -> Callable[[Handler], Handler]:
    """Register the function that answers an operation."""

    def register(handler: Handler) -> Handler:
        if operation_id in HANDLERS:
            raise ValueError(f"two handlers for operation {operation_id!r}: remove one")
        HANDLERS[operation_id] = handler
        return handler

    return register
