"""The pages that a person sees: plain HTML that needs nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from instagram_v1.emulator.messages import Headers
from instagram_v1.emulator.store import Application, Person

SCOPE_TEXTS: Final = {
    "basic": "read your profile and your media",
    "public_content": "read the public profiles and media of others",
    "follower_list": "read the lists of your followers and of those you follow",
    "comments": "write and delete comments as you",
    "relationships": "follow and unfollow people as you",
    "likes": "like and unlike media as you",
}

HEADERS: Final[Headers] = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)

_STYLE: Final = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0 auto; padding: 1.5rem 1rem; max-width: 24rem }
h1 { font-size: 1.4rem; overflow-wrap: anywhere }
label { display: block; margin: 1rem 0 }
input, button { box-sizing: border-box; width: 100%; padding: .7rem; font: inherit; border-radius: .5rem;
  border: 1px solid #888 }
button { margin-top: .8rem; cursor: pointer; min-height: 3rem }
button[value=allow], button.first { background: #125688; border-color: #125688; color: #fff }
.error { border-left: .3rem solid #b3261e; padding-left: .7rem }
.small { font-size: .85rem; opacity: .8 }
"""


def _page(title: str, body: str) -> bytes:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        '<p class="small">Instagram API v1 emulator: everybody here is invented.</p>\n</body>\n</html>\n'
    ).encode()


def sign_in(action: str, form_token: str, username: str = "", error: str = "") -> bytes:
    """Write the sign-in page."""
    note = f'<p class="error" role="alert">{escape(error)}</p>\n' if error else ""
    return _page(
        "Log in",
        f"""<h1>Log in</h1>
{note}<form method="post" action="{escape(action)}">
<input type="hidden" name="csrfmiddlewaretoken" value="{escape(form_token)}">
<label>Username <input name="username" value="{escape(username)}" autocomplete="username" autocapitalize="none" \
required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button class="first" type="submit">Log in</button>
</form>""",
    )


def consent(action: str, form_token: str, client: Application, person: Person, scopes: Iterable[str]) -> bytes:
    """Write the page that asks for consent."""
    items = "\n".join(
        f"<li>{escape(SCOPE_TEXTS.get(scope, scope))} <small>({escape(scope)})</small></li>" for scope in scopes
    )
    return _page(
        "Authorize an application",
        f"""<h1>{escape(client.name)}</h1>
<p>Hi <strong>{escape(person.username)}</strong> ({escape(person.full_name)}), this application would like to</p>
<ul>
{items}
</ul>
<form method="post" action="{escape(action)}">
<input type="hidden" name="csrfmiddlewaretoken" value="{escape(form_token)}">
<button type="submit" name="allow" value="allow">Authorize</button>
<button type="submit" name="allow" value="cancel">Cancel</button>
</form>
<p class="small">Not you? <a href="/accounts/logout/">Log out</a></p>""",
    )


def message(title: str, text: str) -> bytes:
    """Write a page that only tells something."""
    return _page(title, f"<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>")
