"""``instagram-v1 login`` and ``instagram-v1 logout``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from instagram_v1.cli import options
from instagram_v1.cli.codes import Exit
from instagram_v1.cli.failures import Failure, retired
from instagram_v1.cli.options import Command, screen
from instagram_v1.cli.session import BASE_URL, at_the_end_of, read_secret
from instagram_v1.cli.store import DEFAULT, Entry, Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from instagram_v1.cli.screen import Screen
    from instagram_v1.oauth import AccessToken

REDIRECT: Final = "http://localhost:8400/callback"

_EXAMPLES: Final = """\
instagram-v1 login --base-url http://127.0.0.1:8080/v1 --client-id ID
instagram-v1 login --scope basic --scope likes --profile work
instagram-v1 login --client-secret-file - < secret.txt
TOKEN=$(instagram-v1 login --implicit --print)"""

_LOGIN: Final = """Sign in with a browser and keep the token.

The browser comes back to this machine, to the address of --redirect-uri, which has to be registered for the
application. The token is kept in a file that only you can read, and is sent to the address that it was obtained from
and to no other. The application's secret comes from INSTAGRAM_V1_CLIENT_SECRET, from --client-secret-file, or is asked
for; without it there is the implicit flow."""


def _login(
    *,
    base_url: str | None,
    client_id: str | None,
    client_secret: str | None,
    client_secret_file: str | None,
    scopes: tuple[str, ...],
    redirect_uri: str,
    profile: str,
    implicit: bool,
    print_it: bool,
    no_browser: bool,
    timeout: float,
) -> None:
    here = screen()
    if not base_url:
        raise retired(BASE_URL)
    client_id = client_id or _asked("client id", hidden=False, how="--client-id, or INSTAGRAM_V1_CLIENT_ID")
    secret = None if implicit else _secret(client_secret, client_secret_file)
    wanted = tuple(
        dict.fromkeys(scope for text in scopes for scope in text.replace(",", " ").replace("+", " ").split())
    )
    store = Store(warn=here.note)
    if not print_it:
        # A name that cannot be used is told before the browser opens, not after.
        store.get(profile)
    with at_the_end_of(base_url):
        token = _signed_in(
            client_id,
            redirect_uri=redirect_uri,
            client_secret=secret,
            scopes=wanted,
            base_url=base_url,
            open_browser=_browser(here, none=no_browser),
            timeout=timeout,
        )
    _keep(here, store, profile, token, Entry(
        base_url=base_url.rstrip("/"),
        access_token=token.access_token,
        username=token.user.username,
        scopes=wanted,
    ), print_it=print_it)  # fmt: skip


def _signed_in(client_id: str, **given: Any) -> AccessToken:
    from instagram_v1 import oauth

    return oauth.login(client_id, **given)


def _keep(here: Screen, store: Store, profile: str, token: AccessToken, entry: Entry, *, print_it: bool) -> None:
    if print_it:
        sys.stdout.write(f"{token.access_token}\n")
        return
    path = store.put(profile, entry)
    name = "" if profile == DEFAULT else f" as profile {profile}"
    here.note(f"Signed in at {entry.base_url} as {entry.username}{name}. The token is in {path}.")


def _secret(given: str | None, file: str | None) -> str:
    if given and file:
        raise Failure("--client-secret and --client-secret-file are two sources.", Exit.USAGE, "give one of them.")
    found = given or read_secret(file)
    how = "INSTAGRAM_V1_CLIENT_SECRET or --client-secret-file; or sign in without it, with --implicit"
    return found or _asked("client secret", hidden=True, how=how)


def _asked(name: str, *, hidden: bool, how: str) -> str:
    if not sys.stdin.isatty():
        raise Failure(f"the {name} is missing.", Exit.USAGE, f"give it by {how}.")
    # On standard error, so that `--print` has standard output for itself.
    return str(click.prompt(name, hide_input=hidden, err=True))


def _browser(here: Screen, *, none: bool) -> Callable[[str], object]:
    def open_address(address: str) -> bool:
        import webbrowser

        if not none and webbrowser.open(address):
            here.note("Waiting for your browser; Ctrl-C ends it.")
            return True
        here.note(f"Open this address in a browser of this machine:\n\n  {address}\n")
        return True

    return open_address


def _logout(*, profile: str | None, everything: bool) -> int:
    here = screen()
    store = Store(warn=here.note)
    names = store.names() if everything else [profile or DEFAULT]
    gone = [name for name in names if store.drop(name)]
    if not gone:
        raise Failure(
            "nobody is signed in." if everything else f"profile {names[0]!r} is not signed in.",
            Exit.SIGNED_OUT,
            f"signed in are: {', '.join(store.names()) or 'none'}.",
        )
    here.note(f"Forgotten: {', '.join(gone)}. The tokens stay valid until they are revoked in the user's settings.")
    return Exit.DONE


login: Final = Command(
    "login",
    help=_LOGIN,
    callback=_login,
    examples=_EXAMPLES,
    params=[
        options.base_url(),
        options.client_id(),
        click.Option(
            ["--client-secret"], metavar="SECRET",
            help="Secret of the application; others on this machine may see it here.",
        ),
        options.client_secret_file(),
        click.Option(
            ["--scope", "scopes"], multiple=True, default=("basic",), metavar="SCOPE",
            help="What to ask for, such as basic, likes, comments, relationships; can be repeated.",
        ),
        click.Option(
            ["--redirect-uri"], metavar="ADDRESS", default=REDIRECT, show_default=True,
            envvar="INSTAGRAM_V1_REDIRECT_URI", help="Where the browser comes back to.",
        ),
        click.Option(
            ["--profile"], metavar="NAME", default=DEFAULT, show_default=True, envvar="INSTAGRAM_V1_PROFILE",
            help="Name to keep the token under.",
        ),
        click.Option(["--implicit"], is_flag=True, help="The flow without the application's secret."),
        click.Option(
            ["--print", "print_it"], is_flag=True, help="Print the token and nothing else; keep it nowhere."
        ),
        click.Option(["--no-browser"], is_flag=True, help="Show the address instead of opening it."),
        click.Option(
            ["--timeout"], metavar="SECONDS", type=click.FloatRange(min=0, min_open=True), default=300.0,
            show_default=True, help="How long to wait for the browser.",
        ),
    ],
)  # fmt: skip
"""The command."""

logout: Final = Command(
    "logout",
    help="Forget a token that `instagram-v1 login` kept.",
    callback=_logout,
    params=[
        options.profile("The name that it was kept under; `default` without it."),
        click.Option(["--all", "everything"], is_flag=True, help="Forget every token."),
    ],
)
"""The command."""
