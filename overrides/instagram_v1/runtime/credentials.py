"""What a client may prove itself with, and which of it an operation takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from instagram_v1.runtime.effects import TokenLookup
from instagram_v1.runtime.errors import MissingCredentialsError, UsageError
from instagram_v1.runtime.redact import SECRET_NAMES, Secret, Secrets

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from instagram_v1.runtime.draft import Draft
    from instagram_v1.runtime.effects import Effect, TokenSource
    from instagram_v1.runtime.operation import Operation
    from instagram_v1.runtime.session import Session


class Credentials:
    """The credentials of one client, by the names they travel under; never shown.

    Args:
        given: A text, a function that hands one out, or ``None`` for each name.
        session: Cookies that come and go while the client is used.

    Raises:
        UsageError: A credential is empty or no text.
    """

    def __init__(self, given: Mapping[str, str | TokenSource | None], session: Session | None = None) -> None:
        self.session = session
        self._held: dict[str, Secret | TokenSource] = {}
        for name, value in given.items():
            if value is not None:
                self._held[name] = value if callable(value) else Secret(_usable(name, value))

    def choose(self, operation: Operation[Any, Any]) -> tuple[str, ...]:
        """The first set of credentials that the operation takes and the client has.

        Raises:
            MissingCredentialsError: There is none.
        """
        for names in operation.security:
            if all(name in self for name in names):
                return names
        if not operation.security:
            return ()
        ways = ", or ".join(" and ".join(names) for names in operation.security)
        raise MissingCredentialsError(f"{operation.id} needs {ways}: give it to the client.")

    def look_up(self, names: tuple[str, ...]) -> Generator[Effect, Any, dict[str, Secret]]:
        """Get the values of the moment; asks the driver for those that a function hands out."""
        found: dict[str, Secret] = {}
        for name in names:
            held = self._find(name)
            if held is None:
                raise MissingCredentialsError(f"The {name} is gone: the session ended meanwhile.")
            found[name] = held if isinstance(held, Secret) else Secret(_usable(name, (yield TokenLookup(held))))
        return found

    def secrets(self) -> Secrets:
        """The secret values that are known without asking, to keep them out of texts."""
        held = (self.fixed(name) for name in self._held if name in SECRET_NAMES)
        known = Secrets(secret.reveal() for secret in held if secret is not None)
        return known if self.session is None else Secrets(known | self.session.secrets())

    def fixed(self, name: str) -> Secret | None:
        """A credential, where it is known without asking."""
        held = self._find(name)
        return held if isinstance(held, Secret) else None

    def _find(self, name: str) -> Secret | TokenSource | None:
        if self.session is not None and (found := self.session.get(name)) is not None:
            return found
        return self._held.get(name)

    def replacing(self, name: str, value: str | TokenSource | None) -> Credentials:
        """The same with one credential changed."""
        other = Credentials({name: value}, self.session)
        other._held = {**{k: v for k, v in self._held.items() if k != name}, **other._held}
        return other

    def __contains__(self, name: str) -> bool:
        return self._find(name) is not None

    def __repr__(self) -> str:
        session = ["session"] if self.session is not None and self.session.active else []
        return f"<Credentials: {', '.join([*self._held, *session]) or 'none'}>"

    def __reduce__(self) -> str:
        raise UsageError("Credentials are not pickled: make a new client where you need one.")


def authorised(wish: Draft, operation: Operation[Any, Any], credentials: Mapping[str, Secret]) -> Draft:
    """Add credentials to a request, each where it travels: in the address, unless the operation says otherwise."""
    if not operation.carried:
        pairs = tuple([(name, secret.reveal()) for name, secret in credentials.items()])
        return attrs.evolve(wish, query=wish.query + pairs)
    places = dict(operation.carried)
    placed: dict[str, list[tuple[str, str]]] = {"query": [], "header": [], "cookie": []}
    for name, secret in credentials.items():
        placed[places.get(name, "query")].append((name, secret.reveal()))
    if placed["cookie"]:
        placed["header"].append(("Cookie", "; ".join(f"{name}={value}" for name, value in placed["cookie"])))
    return attrs.evolve(wish, query=(*wish.query, *placed["query"]), headers=(*wish.headers, *placed["header"]))


def _usable(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        shown = "is empty" if isinstance(value, str) else f"is no text but {type(value).__name__}"
        raise MissingCredentialsError(f"The {name} {shown}.")
    # A line break would be sent, and half a surrogate pair cannot be: both come of copying something else.
    if not value.isprintable():
        raise UsageError(f"The {name} has characters that cannot be part of it, such as a line break.")
    return value
