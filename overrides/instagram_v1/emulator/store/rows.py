"""The rows of the world as typed values."""

from __future__ import annotations

from attrs import frozen


@frozen
class Person:
    """An account."""

    id: int
    username: str
    full_name: str
    bio: str
    website: str
    picture: str
    private: int
    business: int


@frozen
class Place:
    """A place that media are taken at; of a recorded one it may not be known where it is."""

    id: int
    name: str
    latitude: float | None
    longitude: float | None


@frozen
class Media:
    """A picture, video or album; ``pk`` is the first half of its id."""

    pk: int
    owner: int
    kind: str
    filter: str
    caption: str | None
    place: int | None
    latitude: float | None
    longitude: float | None
    created: int
    ratio: float

    @property
    def id(self) -> str:
        """The id as the API writes it."""
        return f"{self.pk}_{self.owner}"


@frozen
class Comment:
    """A comment below a media."""

    id: int
    pk: int
    author: int
    text: str
    created: int


@frozen
class Tagged:
    """A person tagged in a picture."""

    person: int
    x: float
    y: float


@frozen
class Rendition:
    """One size of a picture or video, as a recorded answer gave it.

    Attributes:
        slide: 0 for the media itself; pictures of an album count from 1.
        kind: ``images`` or ``videos``.
        size: Its name, such as ``low_resolution``.
        url: Where it was.
        width: Width in pixels.
        height: Height in pixels.
    """

    slide: int
    kind: str
    size: str
    url: str
    width: int
    height: int


@frozen
class Details:
    """What belongs to a page of media, each gathered by one query for the whole page."""

    people: dict[int, Person]
    places: dict[int, Place]
    tags: dict[int, list[str]]
    tagged: dict[int, list[Tagged]]
    likes: dict[int, int]
    likers: dict[int, list[int]]
    comment_counts: dict[int, int]
    comments: dict[int, list[Comment]]
    renditions: dict[int, list[Rendition]]
    liked: frozenset[int] | None
    """The media that the viewer likes; ``None`` without a viewer."""


@frozen
class Application:
    """A registered client."""

    id: str
    secret: str
    name: str
    implicit: bool = True
    signed: bool = False
    forwarded: bool = False
    redirects: tuple[str, ...] = ()


@frozen
class Token:
    """What an access token stands for."""

    token: str
    person: int
    client: str
    scopes: frozenset[str]


@frozen
class Code:
    """An authorisation code that waits to be exchanged."""

    code: str
    client: str
    person: int
    redirect: str
    scopes: str
    used: int


@frozen
class Geography:
    """A circle on the map that a client subscribed to."""

    id: int
    client: str
    latitude: float
    longitude: float
    radius: float


@frozen
class Subscription:
    """A real-time subscription."""

    id: int
    client: str
    object: str
    object_id: str | None
    aspect: str
    callback: str
