"""What the generated table of operations is made of.

Plain data: importing it loads neither attrs nor httpx, so that archived answers can be read without a client.
"""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

import msgspec

E = TypeVar("E")
"""The envelope: the whole JSON body of a successful answer."""

D = TypeVar("D")
"""The data inside the envelope: what a method returns, or the list that a page holds."""

Location = Literal["path", "query", "header", "form"]


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter of an operation.

    Attributes:
        name: Its name in Python, such as ``user_id``.
        wire: Its name on the wire, such as ``user-id``.
        location: Where it travels.
        type: ``string``, ``integer``, ``number``, ``boolean``, ``array``, ``file``, or ``json`` for a text that
            holds such.
        required: Whether a request without it is refused.
        enum: The allowed values, when they are a closed list.
        default: What the server assumes when it is not sent.
        minimum: Lowest value allowed, inclusive.
        maximum: Highest value allowed, inclusive.
        explode: For arrays: one ``name=value`` each (true), or one value joined by ``delimiter`` (false).
        delimiter: What joins the values of an array that is not exploded.
        secret: Whether its value is to appear nowhere, as that of a password.
        description: What the specification says of it.
    """

    name: str
    wire: str
    location: Location
    type: str
    required: bool = False
    enum: tuple[str, ...] = ()
    default: str | int | float | bool | None = None
    minimum: float | None = None
    maximum: float | None = None
    explode: bool = True
    delimiter: str = ","
    secret: bool = False
    description: str = ""


class Pagination(msgspec.Struct, frozen=True, kw_only=True):
    """How an operation pages: which key of the answer feeds which parameter of the next request.

    Attributes:
        style: Name of the cursor style, such as ``max_id`` or ``next_url``.
        next_key: Key in ``pagination`` that holds the cursor of the following (older) page.
        next_parameter: Wire name of the parameter it is sent back in; empty when ``next_key`` holds an address.
        newer_key: Key in ``pagination`` that marks the newest item, where the API gives one.
        newer_parameter: Wire name of the parameter that asks for items newer than a mark.
        address_key: Key in ``pagination`` that holds the address of the following page, for answers without a cursor.
    """

    style: str
    next_key: str
    next_parameter: str = ""
    newer_key: str = ""
    newer_parameter: str = ""
    address_key: str = "next_url"


class EnvelopeShape(msgspec.Struct, frozen=True, kw_only=True):
    """Where an answer keeps what: names of the top-level keys, empty when the API has no such key.

    Attributes:
        style: Name of the envelope style, so that a runtime dialect can recognise it (``meta`` here).
        data: Key that holds the data; empty when the answer as a whole is the data, or holds none.
        meta: Key that holds the status of the answer.
        pagination: Key that holds the cursors; empty when the operation does not page, or has them beside the data.
    """

    style: str = "meta"
    data: str = "data"
    meta: str = "meta"
    pagination: str = ""


class Operation(msgspec.Struct, Generic[E, D], frozen=True, kw_only=True):
    """One operation of the API: everything that client, emulator, command line and reference need to know.

    Attributes:
        id: ``<resource>_<name>``, such as ``users_recent_media``.
        resource: Attribute of the client that it hangs on, such as ``users``.
        name: Method on that resource, such as ``recent_media``.
        method: HTTP method in capitals.
        path: Path template below the base address, with wire names: ``/users/{user-id}/media/recent``.
        parameters: All parameters in the order of the specification, path parameters first.
        body: Media type of the request body, or empty when there is none.
        envelope: Where the answer keeps what.
        response: Type of the whole answer.
        data: Type of the data inside it, as ``msgspec`` understands types; ``None`` when there is none.
        item: Type of one element when ``data`` is a list, else ``None``.
        pagination: How it pages, or ``None``.
        security: Alternatives; each is the set of credentials that together authorise the call, such as
            ``(("access_token",), ("client_id",))``. Empty: no authorisation needed.
        carried: Where credentials travel that are no query parameters: name and ``header`` or ``cookie``.
        scopes: OAuth scopes that the token must have been granted.
        deprecated: Whether the specification calls it deprecated.
        tag: The tag of the specification that it is filed under.
        summary: One line of description.
        description: The description of the specification, Markdown.
    """

    id: str
    resource: str
    name: str
    method: str
    path: str
    response: type[E]
    data: Any
    item: Any = None
    parameters: tuple[Parameter, ...] = ()
    body: str = ""
    envelope: EnvelopeShape = EnvelopeShape()
    pagination: Pagination | None = None
    security: tuple[tuple[str, ...], ...] = ()
    carried: tuple[tuple[str, Literal["header", "cookie"]], ...] = ()
    scopes: tuple[str, ...] = ()
    deprecated: bool = False
    tag: str = ""
    summary: str = ""
    description: str = ""

    def parameter(self, name: str) -> Parameter | None:
        """Find a parameter by its wire name or its Python name."""
        return next((p for p in self.parameters if name in (p.wire, p.name)), None)
