"""OAuth as the API did it: sign-in, consent, the implicit and the code flow."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from attrs import frozen

from instagram_v1.emulator import faults, forms, wire
from instagram_v1.emulator.identity import access_token, digest, password_fits, same
from instagram_v1.emulator.messages import Headers, Request, Response
from instagram_v1.emulator.profiles import Profile
from instagram_v1.emulator.render import Renderer
from instagram_v1.emulator.sandbox import Sandbox
from instagram_v1.emulator.store import Application, Code, Person, Store

from . import pages
from .redirects import allowed, extend
from .sessions import Sessions, clear_cookie, set_cookie

PATHS: Final = ("/oauth/", "/accounts/")
_LOGIN: Final = "/accounts/login/"


@frozen
class _Wish:
    """A valid request for authorisation."""

    client: Application
    redirect: str
    kind: str
    scopes: tuple[str, ...]
    state: str | None


class OAuth:
    """Answers everything below ``/oauth/`` and ``/accounts/``."""

    def __init__(self, store: Store, profile: Profile, seed: int, sandbox: Sandbox | None = None) -> None:
        self._store = store
        self._sandbox = sandbox
        self._profile = profile
        self._seed = seed
        self._sessions = Sessions()

    def handle(self, request: Request) -> Response:
        """Answer a request; errors are raised."""
        if self._profile.retired:
            raise faults.OAUTH_RETIRED()
        routes = {
            ("GET", "/oauth/authorize"): self._authorize,
            ("POST", "/oauth/authorize"): self._decide,
            ("POST", "/oauth/access_token"): self._exchange,
            ("GET", "/accounts/login"): self._show_sign_in,
            ("POST", "/accounts/login"): self._sign_in,
            ("GET", "/accounts/logout"): self._sign_out,
        }
        path = request.path.rstrip("/")
        route = routes.get((request.method, path))
        if route is None:
            raise faults.UNKNOWN_METHOD() if any(path == known for _, known in routes) else faults.UNKNOWN_ROUTE()
        return route(request)

    # The browser's steps

    def _authorize(self, request: Request) -> Response:
        wish = self._wish(request)
        session = self._sessions.current(request)
        person = self._store.people.get(self._sessions.person(session))
        if person is None:
            return _redirect(f"{_LOGIN}?force_classic_login=&next={quote(request.target, safe='')}")
        self._check_sandbox(person)
        token = self._store.accounts.token(self._token(person.id, wish.client.id))
        if token is not None and token.scopes.issuperset(wish.scopes):
            return self._granted(wish, person)
        mark = self._sessions.form_token(session)
        return _html(pages.consent(request.target, mark, wish.client, person, wish.scopes))

    def _decide(self, request: Request) -> Response:
        wish = self._wish(request)
        session = self._sessions.current(request)
        person = self._store.people.get(self._sessions.person(session))
        answer = forms.form(request)
        if person is None or not self._sessions.form_is_ours(session, forms.find(answer, "csrfmiddlewaretoken")):
            return _forbidden()
        self._check_sandbox(person)
        if forms.find(answer, "allow") == "allow":
            return self._granted(wish, person)
        refusal = {
            "error": "access_denied",
            "error_reason": "user_denied",
            "error_description": "The user denied your request",
        }
        return _redirect(extend(wish.redirect, **refusal, **_state(wish)))

    def _check_sandbox(self, person: Person) -> None:
        if self._sandbox is not None and person.id not in self._sandbox.people:
            raise faults.OAUTH_SANDBOX()

    def _show_sign_in(self, request: Request) -> Response:
        session = self._sessions.current(request) or self._sessions.start()
        return _html(pages.sign_in(request.target, self._sessions.form_token(session)), set_cookie(session))

    def _sign_in(self, request: Request) -> Response:
        session, form = self._sessions.current(request), forms.form(request)
        if not self._sessions.form_is_ours(session, forms.find(form, "csrfmiddlewaretoken")):
            return _forbidden()
        username = forms.find(form, "username") or ""
        person = self._who(username, forms.find(form, "password") or "")
        if person is None:
            text = "The username or the password is not right. Try again."
            return _html(pages.sign_in(request.target, self._sessions.form_token(session), username, text))
        # A new session from here on, so that one that was planted before signing in is worth nothing.
        return _redirect(_next(request), set_cookie(self._sessions.start(person)))

    def _sign_out(self, _: Request) -> Response:
        return _html(pages.message("Logged out", "You are logged out."), clear_cookie())

    def _who(self, username: str, password: str) -> int | None:
        known = self._store.people.password(username)
        return known[0] if known is not None and password_fits(password, known[1]) else None

    # What is granted

    def _wish(self, request: Request) -> _Wish:
        """Read and check a request for authorisation."""
        given = forms.query(request)
        client_id, kind = forms.find(given, "client_id"), forms.find(given, "response_type")
        redirect = forms.find(given, "redirect_uri")
        if not client_id or not redirect or kind not in ("code", "token"):
            raise faults.OAUTH_PARAMETERS()
        client = self._store.accounts.client(client_id)
        if client is None:
            raise faults.OAUTH_CLIENT()
        if not allowed(client.redirects, redirect):
            raise faults.OAUTH_REDIRECT()
        scopes = self._scopes(dict(given).get("scope"))
        if kind == "token" and not client.implicit:
            raise faults.OAUTH_IMPLICIT()
        return _Wish(client, redirect, kind, scopes, forms.find(given, "state"))

    def _scopes(self, text: str | None) -> tuple[str, ...]:
        """Read the scopes that are asked for; ``basic`` always is."""
        wanted = ["basic"] if text is None else text.split()
        unknown = [scope for scope in wanted if scope not in self._profile.scopes]
        if unknown or not wanted:
            raise faults.OAUTH_SCOPE(fields=",".join(unknown))
        return tuple(scope for scope in self._profile.scopes if scope in wanted or scope == "basic")

    def _granted(self, wish: _Wish, person: Person) -> Response:
        with self._store.transaction():
            if wish.kind == "code":
                code = digest("code", self._seed, wish.client.id, person.id, self._store.accounts.codes())
                self._store.accounts.save_code(
                    Code(code, wish.client.id, person.id, wish.redirect, " ".join(wish.scopes), 0)
                )
                return _redirect(extend(wish.redirect, code=code, **_state(wish)))
            token = self.grant(person.id, wish.client.id, wish.scopes)
        # Whether the state came back in the fragment is not known; a client that sent one expects it.
        state = f"&state={quote(wish.state, safe='')}" if wish.state else ""
        return _redirect(f"{wish.redirect}#access_token={token}{state}")

    def grant(self, person: int, client: str, scopes: tuple[str, ...]) -> str:
        """Give a client a person's token: always the same one, whose scopes only grow."""
        token = self._token(person, client)
        known = self._store.accounts.token(token)
        had = known.scopes if known else frozenset[str]()
        merged = tuple(scope for scope in self._profile.scopes if scope in had or scope in scopes)
        self._store.accounts.save_token(token, person, client, merged)
        return token

    def _token(self, person: int, client: str) -> str:
        return access_token(self._seed, person, client)

    def _exchange(self, request: Request) -> Response:
        """Exchange a code for a token."""
        # Some OAuth libraries send id and secret in a header; what the API said to that was never recorded.
        given = forms.arguments(request) + forms.basic(request)
        accounts = self._store.accounts
        client = accounts.client(forms.find(given, "client_id") or "")
        if client is None:
            raise faults.OAUTH_CLIENT()
        if not same(client.secret, forms.find(given, "client_secret") or ""):
            raise faults.OAUTH_SECRET()
        if forms.find(given, "grant_type") != "authorization_code":
            raise faults.OAUTH_GRANT()
        with self._store.transaction():
            code = accounts.code(forms.find(given, "code") or "")
            if code is None or code.used or code.client != client.id:
                raise self._profile.bad_code()
            if code.redirect != forms.find(given, "redirect_uri"):
                raise faults.OAUTH_ORIGINAL_REDIRECT()
            accounts.use_code(code.code)
            token = self.grant(code.person, client.id, tuple(code.scopes.split()))
        return self._token_answer(token, code.person, request.origin)

    def _token_answer(self, token: str, identity: int, origin: str) -> Response:
        person = self._store.people.get(identity)
        if person is None:
            raise self._profile.bad_code()
        user = Renderer(self._profile, origin).user(person, (0, 0, 0))
        del user["counts"]
        body = wire.dump({"access_token": token, "user": user})
        return Response(200, (("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")), body)


def _state(wish: _Wish) -> dict[str, str]:
    return {"state": wish.state} if wish.state else {}


def _next(request: Request) -> str:
    """Read where to go after signing in: a page of our own, never another site's."""
    wanted = forms.find(forms.query(request), "next") or ""
    ours = wanted.startswith(PATHS) and all("!" <= letter <= "~" and letter != "\\" for letter in wanted)
    return wanted if ours else _LOGIN


def _html(body: bytes, *headers: tuple[str, str]) -> Response:
    return Response(200, (*pages.HEADERS, *headers), body)


def _forbidden() -> Response:
    text = "This form is out of date, or did not come from here. Go back, load the page again and repeat it."
    return Response(403, pages.HEADERS, pages.message("Forbidden", text))


def _redirect(target: str, *headers: tuple[str, str]) -> Response:
    kept: Headers = (("Location", target), ("Cache-Control", "no-store"), *headers)
    return Response(302, kept)
