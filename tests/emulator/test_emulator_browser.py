"""What people see, in a real browser: the console and the pages of OAuth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from instagram_v1.emulator import Emulator
from tests.support.chromium import MISSING, PROGRAM, Chromium
from tests.support.emulation import Api

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=MISSING)

PHONE = (360, 740)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all tests of this file."""
    chromium = Chromium(tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Chromium) -> Chromium:
    """The browser, with nothing remembered of what others did."""
    browser.requested.clear()
    browser.complaints.clear()
    browser.resize(1000, 900)
    return browser


def _open(page: Chromium, emulator: Emulator, part: str) -> None:
    """Load a part, and wait until all of it is there: what comes late moves what one is about to click."""
    page.open(f"{emulator.origin}/#{part}")
    page.until(f"document.documentElement.dataset.shown === '{part}'")


def _go(page: Chromium, part: str) -> None:
    page.click(f'nav a[href="#{part}"]')
    page.until(f"document.documentElement.dataset.shown === '{part}'")


def test_the_console_from_end_to_end(page: Chromium, served: Emulator) -> None:
    """Each part works by clicking, on a large screen and on a phone, and nothing comes from another machine."""
    _open(page, served, "overview")
    page.until(f"document.body.innerText.includes({served.client_secret!r})")
    assert f"profile 2015, seed 0, {served.base_url}" in page.text()
    for width, height in ((1000, 900), PHONE):
        page.resize(width, height)
        for part in ("reference", "world", "log", "faults", "overview"):
            _go(page, part)
            assert page.run("document.documentElement.scrollWidth") <= width, part
    assert page.outside(served.origin) == []
    assert page.complaints == []
    assert len(page.requested) > 10


def test_users_and_their_tokens(page: Chromium, served: Emulator) -> None:
    """Users are listed with faces, and a token of one of them is what the API part then tries with."""
    _open(page, served, "overview")
    page.until("[...document.querySelectorAll('#users img')].every(i => i.complete && i.naturalWidth === 150)")
    name = page.run("document.querySelector('#users .user:nth-child(2) strong').textContent")
    page.click("#users .user:nth-child(2) button")
    token = page.until("document.querySelector('#users .user:nth-child(2) code')?.textContent")
    assert Api(served, token).get("/users/self")["username"] == name
    _go(page, "reference")
    assert page.run("document.querySelector('#token').value") == token
    assert page.complaints == []


def test_who_clicks_fast_sees_what_they_clicked(page: Chromium, served: Emulator) -> None:
    """A part that is still being fetched when somebody goes on does not come up later."""
    _open(page, served, "overview")
    page.run("['#world', '#reference', '#log', '#faults'].forEach(part => { location.hash = part })")
    page.until("document.documentElement.dataset.shown === 'faults'")
    page.until("document.querySelector('#faults #active')")
    assert page.run("[...document.getElementById('main').children].map(part => part.id)") == ["faults"]
    assert page.run("document.documentElement.dataset.shown") == "faults"
    assert page.complaints == []


def test_a_client_is_registered(page: Chromium, served: Emulator) -> None:
    """A client is registered with its address and its switch, and listed with its secret."""
    _open(page, served, "overview")
    page.type("#register input[name=name]", "My <b>App</b>")
    page.type("#register input[name=redirects]", "http://localhost/mine")
    page.click("#register input[name=no_implicit]")
    page.click("#register button.main")
    page.until("document.querySelectorAll('#clients details').length === 2")
    assert "My <b>App</b>" in page.run("document.querySelector('#clients').textContent")
    made = next(client for client in served.core.store.accounts.clients() if client.name.startswith("My"))
    assert (made.implicit, made.redirects) == (False, ("http://localhost/mine",))
    assert page.complaints == []


def test_operations_can_be_tried(page: Chromium, served: Emulator) -> None:
    """A read and a write are sent from the reference, and what came back is shown."""
    media = next(item for item in Api(served).get("/users/self/feed") if not item["user_has_liked"])["id"]
    _open(page, served, "reference")
    page.click("#users_get summary")
    page.click("#users_get button.main")
    assert page.until("document.querySelector('#users_get .status')?.textContent") == "200"
    assert '"username": "noor"' in page.run("document.querySelector('#users_get .answer').textContent")
    page.click("#likes_create summary")
    page.type("#likes_create input[name=media-id]", media)
    page.click("#likes_create button.main")
    assert page.until("document.querySelector('#likes_create .status')?.textContent") == "200"
    assert Api(served).get(f"/media/{media}")["user_has_liked"] is True
    page.click("#subscriptions_list summary")
    page.click("#subscriptions_list button.main")
    assert page.until("document.querySelector('#subscriptions_list .status')?.textContent") == "200"
    assert page.complaints == []


def test_the_world_is_shown(page: Chromium, served: Emulator) -> None:
    """Media have pictures, a post appears at once, and markup in it is only text."""
    _open(page, served, "world")
    page.until("document.querySelectorAll('#media img').length === 24")
    page.until("[...document.querySelectorAll('#media img')].slice(0, 4).every(i => i.complete && i.naturalWidth > 0)")
    page.type("input[aria-label=caption]", "<img src=x onerror=alert(1)> #hello")
    page.click("button.main")
    page.until("document.querySelector('#media figcaption').textContent.includes('<img src=x')")
    assert page.run("document.querySelectorAll('#media img').length") == 24
    page.type("input[type=search]", "noor")
    page.until("document.querySelectorAll('#people article').length === 1")
    page.click("#people article button:last-of-type")
    page.until(f"document.querySelector('#people code').textContent.startsWith({served.token().partition('.')[0]!r})")
    assert page.outside(served.origin) == []
    assert page.complaints == []


def test_a_media_is_liked_and_commented(page: Chromium, served: Emulator) -> None:
    """A picture opens with its comments; a like and a comment go through the API as whoever was chosen."""
    media = served.post(caption="Look <b>here</b>")
    _open(page, served, "world")
    page.type("input[type=search]", "ada")
    page.until("document.querySelector('#people article h3')?.textContent.startsWith('ada')")
    name = page.run("document.querySelector('#people article h3').textContent")
    page.click("#people article button:last-of-type")
    page.until(f"document.querySelector('#poster').textContent === 'Post as {name}'")
    page.click("#media figure button")
    page.until("document.querySelector('dialog img')?.naturalWidth === 640")
    page.click("dialog button.main")
    page.until("document.querySelector('dialog').textContent.includes('unlike')")
    page.type("dialog input", "<i>so good</i>")
    page.click("dialog form button")
    page.until("document.querySelector('dialog li')?.textContent.includes('<i>so good</i>')")
    page.click("dialog button")
    page.until("document.querySelector('dialog') === null")
    assert "1 like, 1 comment" in page.run("document.querySelector('#media figure').textContent")
    seen = Api(served).get(f"/media/{media}")
    assert [entry["username"] for entry in seen["likes"]["data"]] == [name]
    assert [entry["from"]["username"] for entry in seen["comments"]["data"]] == [name]
    assert page.outside(served.origin) == []
    assert page.complaints == []


def test_the_log_is_live(page: Chromium, served: Emulator) -> None:
    """Requests appear while one looks on, and the chart of the budget grows."""
    _open(page, served, "log")
    page.until("document.querySelector('#budgets')?.textContent.includes('Nobody')")
    api = Api(served)
    for _ in range(5):
        api.get("/users/self/feed")
    page.until("document.querySelectorAll('#requests tr').length === 5")
    page.until("document.querySelector('#budgets').textContent.includes('5 of 5000 requests')")
    heights = "[...document.querySelectorAll('#budgets rect')].filter(r => r.height.baseVal.value > 0).length"
    assert page.run(heights) == 1
    assert page.outside(served.origin) == []


def test_faults_are_switched(page: Chromium, served: Emulator) -> None:
    """A fault is switched on with an option, strikes, and is switched off."""
    _open(page, served, "faults")
    page.click("#fault-server-error summary strong")
    page.type("#fault-server-error input[aria-label=status]", "503")
    page.click("#fault-server-error summary button")
    page.until("document.querySelector('#active code')?.textContent === 'server-error:status=503'")
    assert Api(served).raw("GET", "/users/self").status == 503
    page.until("document.querySelector('#active').textContent.includes('struck 1 times')")
    page.click("#active button")
    page.until("document.querySelector('#active').textContent.includes('Nothing goes wrong')")
    assert Api(served).raw("GET", "/users/self").status == 200
    assert page.complaints == []


def _authorize(emulator: Emulator, redirect: str, kind: str, scope: str = "basic+likes") -> str:
    return (
        f"{emulator.origin}/oauth/authorize/?client_id={emulator.client_id}&redirect_uri={redirect}"
        f"&response_type={kind}&scope={scope}&state=s1"
    )


@pytest.fixture
def app() -> Iterator[Emulator]:
    """An emulator whose client comes back to a page that exists: that of the console."""
    emulator = Emulator()
    with emulator:
        redirect = f"{emulator.origin}/"
        emulator.core.store.accounts.allow(emulator.client_id, redirect)
        yield emulator


def test_signing_in_and_allowing(page: Chromium, app: Emulator) -> None:
    """A person signs in, reads who asks for what, allows it, and comes back with a token that works."""
    page.resize(*PHONE)
    page.open(_authorize(app, f"{app.origin}/", "token"))
    page.until("document.querySelector('input[name=password]')")
    assert page.run("document.documentElement.scrollWidth") <= PHONE[0]
    page.type("input[name=username]", app.username)
    page.type("input[name=password]", "wrong")
    page.click("button.first")
    page.until("document.querySelector('[role=alert]')")
    page.type("input[name=password]", app.password)
    page.click("button.first")
    page.until("document.querySelector('button[value=allow]')")
    assert "Emulated App" in page.text()
    assert "like and unlike media as you" in page.text()
    assert page.run("document.documentElement.scrollWidth") <= PHONE[0]
    page.click("button[value=allow]")
    fragment = page.until("location.hash.startsWith('#access_token=') && location.hash")
    token = fragment.removeprefix("#access_token=").partition("&")[0]
    assert Api(app, token).get("/users/self")["username"] == app.username
    assert fragment.endswith("&state=s1")
    assert page.outside(app.origin) == []


def test_denying(page: Chromium, app: Emulator) -> None:
    """Who cancels comes back with the refusal in the address; the session is remembered."""
    page.open(_authorize(app, f"{app.origin}/", "code", "basic+comments"))
    page.type("input[name=username]", app.username)
    page.type("input[name=password]", app.password)
    page.click("button.first")
    page.click("button[value=cancel]")
    query = page.until("location.search.includes('error=') && location.search")
    assert query == (
        "?error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request&state=s1"
    )
    page.open(_authorize(app, f"{app.origin}/", "code", "basic+comments"))
    page.click("button[value=allow]")
    assert len(page.until("location.search.includes('code=') && location.search").partition("=")[2]) >= 32


def test_pages_bear_markup_in_names(page: Chromium, app: Emulator, tmp_path: Path) -> None:
    """A client whose name is markup is shown by that name, and nothing of it runs."""
    name = "<script>document.title='gone'</script><b>Bold</b>"
    client, _ = app.register(name, [f"{app.origin}/"])
    page.open(_authorize(app, f"{app.origin}/", "code").replace(app.client_id, client))
    page.type("input[name=username]", app.username)
    page.type("input[name=password]", app.password)
    page.click("button.first")
    page.until("document.querySelector('button[value=allow]')")
    assert page.run("document.querySelector('h1').textContent") == name
    assert page.run("document.title") != "gone"
    page.picture(tmp_path / "consent.png")
    assert (tmp_path / "consent.png").stat().st_size > 5000
