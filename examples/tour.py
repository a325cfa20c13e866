"""A tour of the client against the emulator: what ``make run`` shows after the build.

Plain text where there is no terminal. Exits with 1 and says what to do when a step fails.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from html.parser import HTMLParser
from io import TextIOWrapper
from typing import cast
from urllib.parse import parse_qs

import httpx

from instagram_v1 import Client, models
from instagram_v1.emulator import Emulator
from instagram_v1.errors import RetiredError, ScopeError

try:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
except ImportError:
    sys.exit("the tour needs rich, which is not installed: pip install 'instagram-v1[cli]'")

EIFFEL_TOWER = (48.858844, 2.294351)
# How many pages signing in may take before something must be wrong.
PAGES = 10
SCOPES = ("basic", "comments", "relationships", "likes")


class StepError(Exception):
    """A step of the tour did not do what it was to show.

    Args:
        step: What the tour was doing.
        cause: What went wrong.
    """

    def __init__(self, step: str, cause: Exception) -> None:
        super().__init__(f"{step}: {type(cause).__name__}: {cause}")


class Steps:
    """Prints each step with its time, or says which one failed.

    Args:
        console: Where to print.
    """

    def __init__(self, console: Console) -> None:
        self.console = console

    @contextmanager
    def step(self, name: str) -> Generator[Callable[[str], None], None, None]:
        """Take one step; what it has to say is printed below its name."""
        start = time.perf_counter()
        lines: list[str] = []
        try:
            yield lines.append
        except Exception as error:
            raise StepError(name, error) from error
        took = time.perf_counter() - start
        self.console.print(f"[bold]{name}[/] [dim]{took:.2f} s[/]", highlight=False)
        for line in lines:
            self.console.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)

    def progress(self) -> Progress:
        """A bar where there is a terminal, and nothing elsewhere."""
        columns = [TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
        return Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal)


class Tour(Steps):
    """The steps in their order; each prints what a caller gets.

    Args:
        console: Where to print.
        emulator: A running emulator of the era of the supplied file.
    """

    def __init__(self, console: Console, emulator: Emulator) -> None:
        super().__init__(console)
        self.emulator = emulator

    def walk(self) -> None:
        """Take all steps."""
        token = self.sign_in()
        with Client(access_token=token, base_url=self.emulator.base_url) as ig:
            me = self.profile(ig)
            self.own_media(ig, me)
            found = self.places(ig)
            self.like(ig, found)
            self.comment(ig, found)
            self.missing_scope()
            self.retired()
            self.budget(ig)

    def sign_in(self) -> str:
        """Sign in as a browser would, by the implicit flow."""
        with self.step("sign in") as say:
            served = self.emulator
            asked = {"client_id": served.client_id, "redirect_uri": served.redirect_uri, "scope": " ".join(SCOPES)}
            person = {"username": served.username, "password": served.password, "allow": "allow"}
            token = implicit_flow(f"{served.origin}/oauth/authorize/", asked, person)
            say(f"{served.username} granted {', '.join(SCOPES)}")
            return token

    def profile(self, ig: Client) -> models.User:
        """Who am I?"""
        with self.step("profile") as say:
            me = ig.users.get("self")
            say(f"{me.username} ({me.full_name}), id {me.id}")
            if me.counts:
                say(f"{me.counts.media} media, {me.counts.follows} follows, {me.counts.followed_by} followers")
            return me

    def own_media(self, ig: Client, me: models.User) -> None:
        """All own media, page after page."""
        with self.step("own media, all pages") as say:
            total = me.counts.media if me.counts else None
            pages, kinds = 0, dict[str, int]()
            with self.progress() as bar:
                task = bar.add_task("media", total=total)
                for page in ig.users.recent_media("self").pages():
                    pages += 1
                    for media in page.items:
                        kinds[str(media.type)] = kinds.get(str(media.type), 0) + 1
                    bar.advance(task, len(page.items))
            counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
            say(f"{sum(kinds.values())} media on {pages} pages: {counted}")

    def places(self, ig: Client) -> models.Media:
        """What is there around a point, and what was published there."""
        with self.step("search by place") as say:
            latitude, longitude = EIFFEL_TOWER
            places = ig.locations.search(lat=latitude, lng=longitude)
            nearby = ig.media.search(lat=latitude, lng=longitude)
            say(f"{len(places)} places around {latitude}, {longitude}: {', '.join(str(p.name) for p in places[:3])} …")
            say(f"{len(nearby)} media nearby; the first is {nearby[0].link}")
            return nearby[0]

    def like(self, ig: Client, media: models.Media) -> None:
        """A like is there afterwards, and gone after it is taken back."""
        with self.step("like and unlike") as say:
            counts = [likes_of(ig, media.id)]
            ig.likes.create(media.id)
            counts.append(likes_of(ig, media.id))
            ig.likes.delete(media.id)
            counts.append(likes_of(ig, media.id))
            say(f"likes before, liked, unliked: {' → '.join(map(str, counts))}")

    def comment(self, ig: Client, media: models.Media) -> None:
        """A comment is there afterwards, and gone after it is deleted."""
        with self.step("comment and delete") as say:
            ig.comments.create(media.id, "What a view!")
            mine = [comment for comment in ig.comments.list(media.id) if comment.text == "What a view!"]
            say(f"written: {mine[-1].text!r} by {mine[-1].from_.username}")
            ig.comments.delete(media.id, mine[-1].id)
            left = [comment.id for comment in ig.comments.list(media.id)]
            say(f"deleted: {mine[-1].id not in left}")

    def missing_scope(self) -> None:
        """What a caller sees whose token was not granted the scope."""
        with self.step("a token without the scope `likes`") as say, self.emulator.client(scopes=["basic"]) as ig:
            try:
                ig.likes.create("1_1")
            except ScopeError as error:
                say(f"{type(error).__name__}(scope={error.scope!r}): {error}")
            else:
                raise AssertionError("the call was not refused")

    def retired(self) -> None:
        """What a caller of the real service sees since 2020."""
        with self.step("a retired endpoint") as say, Emulator(profile="retired") as today, today.client() as ig:
            try:
                ig.users.get("self")
            except RetiredError as error:
                say(f"{type(error).__name__}(status={error.status}, error_type={error.error_type!r}): {error}")
            else:
                raise AssertionError("the call was not refused")

    def budget(self, ig: Client) -> None:
        """How many requests are left in this hour."""
        with self.step("request budget") as say:
            say(f"{ig.rate.remaining} of {ig.rate.limit} requests left")


def likes_of(ig: Client, media_id: str) -> int | None:
    """The number of likes right now."""
    likes = ig.media.get(media_id).likes
    return likes.count if likes else None


def implicit_flow(address: str, asked: Mapping[str, str], person: Mapping[str, str]) -> str:
    """Sign a person in with a browser small enough to read, and bring back the access token.

    Args:
        address: Where authorisation starts, ``…/oauth/authorize/``.
        asked: What the application asks for: ``client_id``, ``redirect_uri``, ``scope``.
        person: What the person types and clicks, by the name of the form's field.

    Raises:
        RuntimeError: The flow ended without a token.
    """
    with httpx.Client() as browser:
        answer = browser.get(address, params={"response_type": "token", **asked})
        for _ in range(PAGES):
            following = answer.next_request
            if following is None:
                answer = submit(browser, answer, person)
            elif str(following.url).startswith(asked["redirect_uri"]):
                return granted_token(following.url)
            else:
                answer = browser.send(following)
    raise RuntimeError(f"no token after {PAGES} pages; the last one is {answer.url.path}")


def submit(browser: httpx.Client, page: httpx.Response, person: Mapping[str, str]) -> httpx.Response:
    """Fill in the form of a page and send it."""
    form = Form()
    form.feed(page.text)
    if not form.action:
        raise RuntimeError(f"{page.url.path} answered {page.status_code} without a form: {page.text[:200]}")
    typed = {name: person.get(name, value) for name, value in form.fields.items()}
    return browser.post(page.url.join(form.action), data=typed)


def granted_token(address: httpx.URL) -> str:
    """Read the token behind the # of an address, which no server sees."""
    fragment = parse_qs(address.fragment)
    if "access_token" not in fragment:
        raise RuntimeError(f"the person came back without a token: {address.query.decode()}")
    return fragment["access_token"][0]


class Form(HTMLParser):
    """The form of a page, as far as a browser needs it."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of the form, and the names of its fields."""
        found = dict(attrs)
        if tag == "form":
            self.action = found.get("action") or ""
        elif tag in {"input", "button"} and (name := found.get("name")):
            self.fields[name] = found.get("value") or ""


def take(console: Console) -> None:
    """Start the emulator, give the tour, stop the emulator."""
    steps = Steps(console)
    with ExitStack() as running:
        with steps.step("start the emulator") as say:
            emulator = running.enter_context(Emulator())
            say(f"it serves {emulator.base_url}")
        Tour(console, emulator).walk()
        with steps.step("stop the emulator"):
            running.close()


def main() -> int:
    """Give the tour; 0 when every step went well."""
    # A pipe may speak an encoding that lacks a letter of a name: a question mark is better than a traceback.
    cast("TextIOWrapper", sys.stdout).reconfigure(errors="replace")
    try:
        take(Console())
    except StepError as failure:
        report = Console(stderr=True)
        report.print(f"The tour stopped at {failure}", highlight=False, markup=False, soft_wrap=True)
        report.print("  to do: make test; it names the part that is broken", highlight=False, markup=False)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
