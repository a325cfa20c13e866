"""Signing users in: where to send them, what comes back, and what it is exchanged for.

address = authorize_url(client_id, redirect_uri, scopes=["basic", "likes"], state=state)   # send the user there
grant = parse_redirect(address_the_user_came_back_with, state=state)
token = exchange_code(grant.code, client_id=..., client_secret=..., redirect_uri=redirect_uri)

All of it at once, for programs on the user's own machine:

token = login(client_id, redirect_uri="http://127.0.0.1:8400/back", client_secret=...)
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import parse_qsl, quote, urlsplit

import attrs

from instagram_v1.dialect import DIALECT
from instagram_v1.errors import AuthorizationDeniedError, OAuthError, UsageError
from instagram_v1.models import Model, User
from instagram_v1.runtime.callers import AsyncCaller, SyncCaller
from instagram_v1.runtime.choices import checked_base_url
from instagram_v1.runtime.credentials import Credentials
from instagram_v1.runtime.draft import FORM
from instagram_v1.runtime.drivers import Lifetime
from instagram_v1.runtime.operation import EnvelopeShape, Operation, Parameter
from instagram_v1.runtime.pipeline import Core, Options
from instagram_v1.settings import BASE_URL, split_scopes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import httpx

    from instagram_v1.runtime.draft import Draft
    from instagram_v1.runtime.redact import Secret
    from instagram_v1.runtime.transport import AsyncTransport, Transport

__all__ = [
    "AccessToken",
    "Grant",
    "authorize_url",
    "exchange_code",
    "exchange_code_async",
    "login",
    "parse_redirect",
]


class _Granted(Model, frozen=True, kw_only=True, gc=False):
    access_token: str
    user: User


@attrs.frozen(kw_only=True)
class AccessToken:
    """What a code is exchanged for; its repr shows the user, never the token.

    Attributes:
        access_token: The token.
        user: Whose it is.
    """

    access_token: str = attrs.field(repr=False)
    user: User


@attrs.frozen(kw_only=True)
class Grant:
    """What a user came back with: a code to exchange, or, in the implicit flow, the token itself.

    Attributes:
        code: The code, good for one exchange; empty in the implicit flow.
        access_token: The token; empty in the code flow.
    """

    code: str = attrs.field(default="", repr=False)
    access_token: str = attrs.field(default="", repr=False)


def authorize_url(
    client_id: str,
    redirect_uri: str,
    *,
    scopes: Iterable[str] = ("basic",),
    response_type: Literal["code", "token"] = "code",
    state: str = "",
    base_url: str = BASE_URL,
) -> str:
    """The address to send a user to.

    Args:
        client_id: Id of the application.
        redirect_uri: Where the user comes back to, as registered.
        scopes: What to ask for.
        response_type: ``code`` for applications with a server, ``token`` for the implicit flow.
        state: An unguessable text that comes back with the user; compare it in ``parse_redirect``.
        base_url: Address of the API with its version; OAuth lives at the root of its host.

    Raises:
        UsageError: Something needed is empty, or the base address is none.
    """
    if not client_id or not redirect_uri:
        raise UsageError("authorize_url needs a client_id and a redirect_uri.")
    # Scopes are joined by a plus: the API refuses commas.
    given = split_scopes(scopes)
    if not all(text.isprintable() for text in (client_id, redirect_uri, state, *given)):
        raise UsageError("authorize_url: an argument has characters that cannot be part of it, such as a line break.")
    asked = "+".join(quote(scope, safe="") for scope in given)
    pairs = {"client_id": client_id, "redirect_uri": redirect_uri, "response_type": response_type}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs.items())
    tail = (f"&scope={asked}" if asked else "") + (f"&state={quote(state, safe='')}" if state else "")
    return f"{_root(base_url)}/oauth/authorize/?{query}{tail}"


def parse_redirect(url: str, *, state: str | None = None) -> Grant:
    """Read the address that a user came back with, in either flow.

    Args:
        url: The whole address, with its fragment in the implicit flow.
        state: The state that was sent along; ``None`` when none was. (The API does not return it in a fragment for
            certain, so in the implicit flow an absent state passes, a different one does not.)

    Raises:
        AuthorizationDeniedError: The user said no.
        OAuthError: The API came back with another error, or the state is not the one that was sent.
        UsageError: The address has neither a code, a token nor an error.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    query, fragment = dict(parse_qsl(parts.query)), dict(parse_qsl(parts.fragment))
    found = query | fragment
    # Only what a fragment alone brings may come without a state; a code never.
    _check_state(found, state, optional="access_token" in fragment and "code" not in found)
    if "error" in found or "error_type" in found:
        raise _refused(found)
    grant = Grant(code=found.get("code", ""), access_token=found.get("access_token", ""))
    if not (grant.code or grant.access_token):
        raise UsageError("The address has neither a code, an access token nor an error: is it the redirect?")
    return grant


def _check_state(found: Mapping[str, str], state: str | None, *, optional: bool) -> None:
    given = found.get("state")
    if state is None or (given is None and optional):
        return
    if not hmac.compare_digest(_raw(given or ""), _raw(state)):
        raise OAuthError(
            error_message="the state that came back is not the one that was sent: somebody else's redirect",
            operation="oauth_authorize",
        )


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _refused(found: Mapping[str, str]) -> OAuthError:
    kind = found.get("error_type") or found.get("error_reason") or found.get("error")
    words = found.get("error_description") or found.get("error_message")
    denied = found.get("error") == "access_denied"
    cls = AuthorizationDeniedError if denied else OAuthError
    return cls(error_type=kind, error_message=words, operation="oauth_authorize")


def exchange_code(
    code: str,
    *,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    base_url: str = BASE_URL,
    timeout: float | None = 30.0,
    http_client: httpx.Client | None = None,
    transport: Transport | None = None,
) -> AccessToken:
    """Exchange a code for an access token.

    Args:
        code: What ``parse_redirect`` found; good for one exchange.
        client_id: Id of the application.
        client_secret: Secret of the application.
        redirect_uri: The same as in ``authorize_url``.
        base_url: Address of the API with its version.
        timeout: Seconds to wait for each of connection, sending and the next bytes; ``None`` for no limit.
        http_client: An httpx client of your own.
        transport: Anything with ``send(Request) -> Answer`` in place of httpx.

    Raises:
        OAuthError: The code, the secret or the redirect address is not right.
        TransportError: No answer arrived.
        DecodeError: The answer is none.
    """
    core = _core(code, client_id, client_secret, base_url, timeout)
    if transport is not None:
        return _token(SyncCaller(core, transport, Lifetime()).call(_EXCHANGE, _arguments(redirect_uri)).envelope)
    from instagram_v1.runtime.httpx_transport import HttpxTransport

    made = HttpxTransport(http_client)
    try:
        return _token(SyncCaller(core, made, Lifetime()).call(_EXCHANGE, _arguments(redirect_uri)).envelope)
    finally:
        made.close()


async def exchange_code_async(
    code: str,
    *,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    base_url: str = BASE_URL,
    timeout: float | None = 30.0,
    http_client: httpx.AsyncClient | None = None,
    transport: AsyncTransport | None = None,
) -> AccessToken:
    """Exchange a code for an access token, awaited; everything as in ``exchange_code``."""
    core = _core(code, client_id, client_secret, base_url, timeout)
    arguments = _arguments(redirect_uri)
    if transport is not None:
        return _token((await AsyncCaller(core, transport, Lifetime()).call(_EXCHANGE, arguments)).envelope)
    from instagram_v1.runtime.httpx_transport import AsyncHttpxTransport

    made = AsyncHttpxTransport(http_client)
    try:
        return _token((await AsyncCaller(core, made, Lifetime()).call(_EXCHANGE, arguments)).envelope)
    finally:
        await made.aclose()


def login(
    client_id: str,
    *,
    redirect_uri: str,
    client_secret: str | None = None,
    scopes: Iterable[str] = ("basic",),
    base_url: str = BASE_URL,
    open_browser: Callable[[str], object] | None = None,
    timeout: float = 300.0,
    http_client: httpx.Client | None = None,
) -> AccessToken:
    """Sign a user in with their browser, and wait for them to come back to this machine.

    With the application's secret this is the code flow; without it the implicit one. In async code, call it through
    ``asyncio.to_thread``.

    Args:
        client_id: Id of the application.
        redirect_uri: A registered address of this machine, such as ``http://127.0.0.1:8400/back``; its port is
            listened to until the user comes back, on 127.0.0.1 only, also where it says ``localhost``.
        client_secret: Secret of the application.
        scopes: What to ask for.
        base_url: Address of the API with its version.
        open_browser: Opens an address: ``webbrowser.open`` by default; ``print`` for a machine without a browser of
            its own. If it returns ``False``, it could not.
        timeout: Seconds to wait for the user.
        http_client: An httpx client of your own, for what is asked after the user came back.

    Raises:
        AuthorizationDeniedError: The user said no.
        OAuthError: The API came back with another error, the state is not the one that was sent, or the code was
            refused.
        TransportTimeoutError: The user did not come back in time.
        TransportError: No answer arrived.
        UsageError: The redirect address does not lead to this machine, its port is taken, or no browser was found.
    """
    from instagram_v1.loopback import Receiver

    if not timeout > 0:
        raise UsageError("timeout must be above zero.")
    state, implicit = secrets.token_urlsafe(24), client_secret is None
    with Receiver(redirect_uri, lambda url: _brought(url, state, implicit), by_fragment=implicit) as receiver:
        address = authorize_url(
            client_id,
            receiver.redirect_uri,
            scopes=scopes,
            response_type="token" if implicit else "code",
            state=state,
            base_url=base_url,
        )
        _open(address, open_browser)
        grant = receiver.wait(timeout)
    if client_secret is None:
        return _owned(grant, base_url, http_client)
    return exchange_code(
        grant.code,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=redirect_uri,
        base_url=base_url,
        http_client=http_client,
    )


def _brought(url: str, state: str, implicit: bool) -> Grant:
    grant = parse_redirect(url, state=state)
    if implicit and not grant.access_token:
        raise OAuthError(
            error_message="the redirect brought a code where a token was asked for", operation="oauth_authorize"
        )
    return grant


def _open(address: str, open_browser: Callable[[str], object] | None) -> None:
    if open_browser is None:
        import webbrowser

        open_browser = webbrowser.open
    if open_browser(address) is False:
        raise UsageError(
            "No browser could be opened. Give open_browser=print to show the address, and open it on this machine."
        )


def _owned(grant: Grant, base_url: str, http_client: httpx.Client | None) -> AccessToken:
    from instagram_v1.client import Client

    # The fragment says nothing of whose token it is; asking proves, too, that it is one.
    with Client(grant.access_token, base_url=base_url, http_client=http_client) as ig:
        return AccessToken(access_token=grant.access_token, user=ig.users.get("self"))


_EXCHANGE: Final[Operation[_Granted, _Granted]] = Operation(
    id="oauth_access_token",
    resource="",
    name="exchange_code",
    method="POST",
    path="/oauth/access_token",
    response=_Granted,
    data=_Granted,
    body=FORM,
    envelope=EnvelopeShape(style="bare", data="", meta=""),
    parameters=tuple(
        Parameter(name=name, wire=name, location="form", type="string", required=True)
        for name in ("grant_type", "redirect_uri")
    ),
    security=(("client_id", "client_secret", "code"),),
)


def _core(code: str, client_id: str, client_secret: str, base_url: str, timeout: float | None) -> Core:
    held: dict[str, Any] = {"client_id": client_id, "client_secret": client_secret, "code": code}
    return Core(
        base_url=_root(base_url),
        dialect=DIALECT,
        credentials=Credentials(held),
        options=Options(timeout=timeout, retry=None),
        finishers=(_into_body,),
    )


def _into_body(draft: Draft, credentials: Mapping[str, Secret]) -> Draft:
    # This one address takes its credentials in the body.
    return attrs.evolve(draft, query=(), form=(*draft.query, *(draft.form or ())))


def _arguments(redirect_uri: str) -> dict[str, object]:
    return {"grant_type": "authorization_code", "redirect_uri": redirect_uri}


def _token(granted: _Granted) -> AccessToken:
    return AccessToken(access_token=granted.access_token, user=granted.user)


def _root(base_url: str) -> str:
    parts = urlsplit(checked_base_url(base_url))
    return f"{parts.scheme}://{parts.netloc}"
