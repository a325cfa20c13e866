"""Signing in over plain HTTP, the way a browser does, and everything that is refused on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from instagram_v1.emulator import Emulator
from instagram_v1.emulator.oauth.redirects import allowed
from tests.support.browser import Browser, Form
from tests.support.emulation import Api


@pytest.fixture
def browser(served: Emulator) -> Iterator[Browser]:
    """A browser with no cookies yet."""
    browser = Browser(served.origin)
    yield browser
    browser.close()


def _url(emulator: Emulator, **changes: str | None) -> str:
    query: dict[str, str | None] = {
        "client_id": emulator.client_id,
        "redirect_uri": emulator.redirect_uri,
        "response_type": "token",
        **changes,
    }
    return f"{emulator.origin}/oauth/authorize/?" + urlencode({k: v for k, v in query.items() if v is not None})


def _consent(browser: Browser, emulator: Emulator, **changes: str | None) -> httpx.Response:
    return browser.sign_in(_url(emulator, **changes), emulator.username, emulator.password)


def _fragment(response: httpx.Response) -> dict[str, str]:
    assert response.status_code == 302
    parts = urlsplit(response.headers["location"])
    return {name: values[0] for name, values in parse_qs(parts.fragment).items()}


def _code(response: httpx.Response) -> dict[str, str]:
    assert response.status_code == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()}


def _exchange(emulator: Emulator, code: str, **changes: str) -> httpx.Response:
    form = {
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
        "grant_type": "authorization_code",
        "redirect_uri": emulator.redirect_uri,
        "code": code,
        **changes,
    }
    return httpx.post(f"{emulator.origin}/oauth/access_token", data=form, trust_env=False)


def test_implicit_flow(served: Emulator, browser: Browser) -> None:
    """The token comes back in the fragment of the redirect address, and works."""
    page = browser.open(_url(served, scope="basic likes", state="a b&c"))
    assert page.url.path == "/accounts/login/"
    consent = browser.submit(page, username=served.username, password=served.password)
    assert "Emulated App" in consent.text
    assert "like and unlike media as you" in consent.text
    done = browser.submit(consent, "Authorize")
    assert done.headers["location"].startswith(served.redirect_uri + "#access_token=")
    given = _fragment(done)
    assert given["state"] == "a b&c"
    api = Api(served, given["access_token"])
    assert api.get("/users/self")["username"] == served.username
    media = api.get("/users/self/media/recent", count=1)[0]["id"]
    assert api.raw("POST", f"/media/{media}/likes").status == 200
    assert api.raw("POST", f"/media/{media}/comments", {"text": "x"}).status == 400


def test_code_flow(served: Emulator, browser: Browser) -> None:
    """The code is exchanged for the token and the user, once."""
    consent = _consent(browser, served, response_type="code", state="s")
    given = _code(browser.submit(consent, "Authorize"))
    assert given["state"] == "s"
    assert len(given["code"]) == 32
    answer = _exchange(served, given["code"])
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"access_token", "user"}
    assert set(body["user"]) == {"id", "username", "full_name", "profile_picture", "bio", "website"}
    assert Api(served, body["access_token"]).get("/users/self")["id"] == body["user"]["id"]
    again = _exchange(served, given["code"])
    assert (again.status_code, again.json()["error_message"]) == (400, "No matching code found.")


def test_scopes_grow_and_the_token_stays(served: Emulator, browser: Browser) -> None:
    """Authorising again gives the same token with more scopes, without asking for what was granted before."""
    first = _fragment(browser.submit(_consent(browser, served), "Authorize"))["access_token"]
    media = Api(served).get("/media/popular")[0]["id"]
    assert Api(served, first).raw("POST", f"/media/{media}/likes").status == 400
    page = browser.open(_url(served, scope="likes"))
    second = _fragment(browser.submit(page, "Authorize"))["access_token"]
    assert second == first
    assert Api(served, first).raw("POST", f"/media/{media}/likes").status == 200
    assert _fragment(browser.open(_url(served, scope="basic likes")))["access_token"] == first


def test_denial(served: Emulator, browser: Browser) -> None:
    """Who cancels is sent back with the reason, and no token is made."""
    done = browser.submit(_consent(browser, served, state="s"), "Cancel")
    assert done.headers["location"] == (
        f"{served.redirect_uri}?error=access_denied&error_reason=user_denied"
        "&error_description=The+user+denied+your+request&state=s"
    )


def test_wrong_password(served: Emulator, browser: Browser) -> None:
    """A wrong password says so, keeps the name, and lets one try again."""
    page = browser.open(_url(served))
    failed = browser.submit(page, username='no"or<b>', password="wrong")
    assert "The username or the password is not right" in failed.text
    assert Form(failed).fields["username"] == 'no"or<b>'
    assert "Emulated App" in browser.submit(failed, username=served.username, password=served.password).text


@pytest.mark.parametrize(
    ("changes", "status", "text"),
    [
        ({"client_id": None}, 400, "You must include a valid client_id, response_type, and redirect_uri parameters"),
        ({"redirect_uri": None}, 400, "You must include a valid client_id, response_type, and redirect_uri parameters"),
        ({"response_type": "x"}, 400, "You must include a valid client_id, response_type, and redirect_uri parameters"),
        ({"client_id": "x"}, 400, "Invalid Client ID"),
        ({"redirect_uri": "http://evil.example/"}, 400, "Redirect URI does not match registered redirect URI"),
        ({"scope": "basic,likes"}, 400, "Invalid scope field(s): basic,likes"),
        ({"scope": "basic nonsense"}, 400, "Invalid scope field(s): nonsense"),
        ({"scope": ""}, 400, "Invalid scope field(s): "),
    ],
)
def test_bad_authorisations(changes: dict[str, Any], status: int, text: str) -> None:
    """Wrong parameters are told bare, and nobody is redirected anywhere."""
    with Emulator() as emulator:
        response = httpx.get(_url(emulator, **changes), trust_env=False)
    assert response.status_code == status
    body = response.json()
    assert list(body) == ["code", "error_type", "error_message"]
    assert (body["code"], body["error_type"], body["error_message"]) == (status, "OAuthException", text)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"client_id": "x"}, "Invalid Client ID"),
        ({"client_secret": "x"}, "Invalid Client Secret"),
        ({"grant_type": "password"}, "Invalid grant_type"),
        ({"code": "x"}, "No matching code found."),
        ({"redirect_uri": f"{Emulator.REDIRECT_URI}/"}, "Redirect URI does not match original redirect URI"),
    ],
)
def test_bad_exchanges(served: Emulator, browser: Browser, changes: dict[str, str], text: str) -> None:
    """A refused exchange leaves the code as it was."""
    code = _code(browser.submit(_consent(browser, served, response_type="code"), "Authorize"))["code"]
    refused = _exchange(served, **{"code": code, **changes})
    assert (refused.status_code, refused.json()["error_message"]) == (400, text)
    assert _exchange(served, code).status_code == 200


def test_implicit_flow_can_be_disabled(served: Emulator, browser: Browser) -> None:
    """A client with "Disable implicit OAuth" gets no token in a fragment, but a code."""
    client, _ = served.register("Strict", ["http://localhost/x"], implicit=False)
    refused = browser.open(_url(served, client_id=client, redirect_uri="http://localhost/x"))
    assert refused.status_code == 403
    assert refused.json() == {
        "code": 403,
        "error_type": "OAuthForbiddenException",
        "error_message": "Implicit authentication is disabled",
    }
    page = browser.open(_url(served, client_id=client, redirect_uri="http://localhost/x", response_type="code"))
    assert page.url.path == "/accounts/login/"


def test_code_text_of_2017() -> None:
    """The text about bad codes changed."""
    with Emulator("2017") as emulator:
        refused = _exchange(emulator, "x")
        assert refused.json()["error_message"] == "Matching code was not found or was already used."


def test_retired_authorisation() -> None:
    """After the end nobody can authorise."""
    with Emulator("retired") as emulator:
        assert httpx.get(_url(emulator), trust_env=False).json()["error_message"] == "This endpoint has been retired"


def test_forms_of_other_sites_are_refused(served: Emulator, browser: Browser) -> None:
    """Neither signing in nor consent works without the token of the form."""
    bare = httpx.post(f"{served.origin}/accounts/login/", data={"username": served.username}, trust_env=False)
    assert bare.status_code == 403
    page = browser.open(_url(served))
    forged = browser.submit(page, username=served.username, password=served.password, csrfmiddlewaretoken="x")
    assert forged.status_code == 403
    consent = _consent(browser, served)
    assert browser.submit(consent, "Authorize", csrfmiddlewaretoken="0" * 64).status_code == 403
    stolen = Form(consent).fields["csrfmiddlewaretoken"]
    outside = httpx.post(_url(served), data={"allow": "allow", "csrfmiddlewaretoken": stolen}, trust_env=False)
    assert outside.status_code == 403


def test_a_new_session_after_signing_in(served: Emulator, browser: Browser) -> None:
    """A session from before signing in is nobody's afterwards."""
    page = browser.open(_url(served))
    planted = browser.http.cookies["sessionid"]
    browser.submit(page, username=served.username, password=served.password)
    assert browser.http.cookies["sessionid"] != planted
    thief = httpx.get(_url(served), cookies={"sessionid": planted}, trust_env=False)
    assert "/accounts/login/" in thief.headers["location"]
    forged = planted.replace(".0.", f".{Api(served).get('/users/self')['id']}.")
    thief = httpx.get(_url(served), cookies={"sessionid": forged}, trust_env=False)
    assert "/accounts/login/" in thief.headers["location"]


@pytest.mark.parametrize("target", ["http://evil.example/", "//evil.example/", "/oauth/\\evil", "/oauth/\r\nX: y", ""])
def test_signing_in_leads_to_our_pages_only(served: Emulator, browser: Browser, target: str) -> None:
    """`next` cannot send anybody to another site."""
    page = browser.open(f"{served.origin}/accounts/login/?" + urlencode({"next": target}))
    form = Form(page)
    values = {**form.fields, "username": served.username, "password": served.password}
    response = browser.http.post(form.action, data=values)
    assert response.headers["location"] == "/accounts/login/"


def test_logging_out(served: Emulator, browser: Browser) -> None:
    """After logging out one is asked to sign in again."""
    _consent(browser, served)
    browser.open(f"{served.origin}/accounts/logout/")
    assert browser.open(_url(served)).url.path == "/accounts/login/"


def test_names_are_text_not_markup(served: Emulator, browser: Browser) -> None:
    """Markup in the names of apps and people is shown, not obeyed."""
    client, _ = served.register('<script>alert("1")</script>', ["http://localhost/x"])
    somebody = Api(served).get("/users/search", q="<3")[0]
    page = browser.sign_in(
        _url(served, client_id=client, redirect_uri="http://localhost/x", state='"><script>'),
        somebody["username"],
        served.password,
    )
    form = Form(page)
    assert "script" not in form.tags
    assert '<script>alert("1")</script>' in form.text
    assert somebody["full_name"] in form.text


def test_pages_need_nothing_from_outside(served: Emulator, browser: Browser) -> None:
    """Both pages fit a phone, load nothing, and cannot be framed."""
    for page in (browser.open(_url(served)), _consent(browser, served)):
        form = Form(page)
        assert not {"script", "link", "img", "iframe"} & set(form.tags)
        assert "http://" not in page.text.replace("http%3A%2F%2Flocalhost", "")
        assert 'name="viewport"' in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["x-frame-options"] == "DENY"


def test_the_session_cookie_is_guarded(served: Emulator, browser: Browser) -> None:
    """Scripts cannot read it, and other sites cannot send it along with their posts."""
    cookie = browser.open(_url(served)).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    ("registered", "given", "fits"),
    [
        ("http://yourcallback.com/", "http://yourcallback.com/", True),
        ("http://yourcallback.com/", "http://yourcallback.com", True),
        ("http://yourcallback.com/", "http://yourcallback.com/?this=that", True),
        ("http://yourcallback.com/?this=that", "http://yourcallback.com/", False),
        ("http://yourcallback.com/?this=that", "http://yourcallback.com/?this=that&another=true", True),
        ("http://yourcallback.com/?this=that", "http://yourcallback.com/?another=true&this=that", False),
        ("http://yourcallback.com/?this=that", "http://yourcallback.com/?this=thatandmore", False),
        ("http://yourcallback.com/callback", "http://yourcallback.com/callback/?type=mobile", True),
        ("http://yourcallback.com/callback", "http://yourcallback.com/callbacks", False),
        ("http://yourcallback.com/callback", "http://yourcallback.com/", False),
        ("http://yourcallback.com/", "https://yourcallback.com/", False),
        ("http://yourcallback.com/", "http://yourcallback.com:81/", False),
        ("http://yourcallback.com/", "http://user@yourcallback.com/", False),
        ("http://yourcallback.com/", "http://yourcallback.com.evil.example/", False),
        ("http://yourcallback.com/", "http://YOURCALLBACK.com/", True),
        ("http://yourcallback.com/", "http://yourcallback.com/#x", False),
        ("http://yourcallback.com/", "http://yourcallback.com/\r\nX: y", False),
        ("http://yourcallback.com/", "http://yourcallback.com\\@evil.example/", False),
        ("http://yourcallback.com/", "http://[::1", False),
        ("myapp://done", "myapp://done", True),
        ("javascript:alert(1)", "javascript:alert(1)", False),
    ],
)
def test_redirect_addresses(registered: str, given: str, fits: bool) -> None:
    """Which addresses match a registered one."""
    assert allowed([registered], given) is fits


def test_unknown_pages(served: Emulator) -> None:
    """Other addresses outside /v1 are unknown, and known ones refuse other methods."""
    for path, status in (("/x", 404), ("/oauth/x", 404), ("/oauth/access_token", 405), ("/accounts/", 404)):
        assert httpx.get(served.origin + path, trust_env=False).status_code == status
