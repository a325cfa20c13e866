"""What the console shows of a running emulator, as plain data for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from instagram_v1.emulator import private, profiles
from instagram_v1.emulator.identity import number
from instagram_v1.emulator.injection import KINDS
from instagram_v1.emulator.injection.kinds import Kind
from instagram_v1.emulator.journal import Journal
from instagram_v1.emulator.limits import HOUR, Window
from instagram_v1.emulator.pictures import face_path, height_of, still_path
from instagram_v1.emulator.store import Span

if TYPE_CHECKING:
    from instagram_v1.emulator.emulator import Emulator

_PAGE: Final = 24
_SMALL: Final = 320
_LARGE: Final = 640
_HIGHEST: Final = 2**63 - 1
_BINS: Final = 60


def overview(emulator: Emulator, origin: str) -> dict[str, Any]:
    """Tell what is running."""
    return {
        "profile": emulator.profile,
        "seed": emulator.seed,
        "origin": origin,
        "base_url": f"{origin}/v1",
        "private_url": origin + private.BASE,
        "clock": emulator.now(),
        "database": emulator.database or "in memory",
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
        "redirect_uri": emulator.redirect_uri,
        "username": emulator.username,
        "password": emulator.password,
        "token": emulator.token(),
        "sandbox": list(emulator.sandbox_users),
        "signed_header": profiles.find(emulator.profile).signed_header,
        "authorize": f"{origin}/oauth/authorize/?client_id={emulator.client_id}&redirect_uri="
        f"{emulator.redirect_uri}&response_type=token",
    }


def clients(emulator: Emulator) -> list[dict[str, Any]]:
    """Tell which clients are registered."""
    return [
        {
            "id": client.id,
            "secret": client.secret,
            "name": client.name,
            "implicit": client.implicit,
            "signed": client.signed,
            "forwarded": client.forwarded,
            "redirects": list(client.redirects),
        }
        for client in emulator.core.store.accounts.clients()
    ]


def people(emulator: Emulator, text: str) -> list[dict[str, Any]]:
    """Tell who lives here: those whose name holds a text, the main user first."""
    store = emulator.core.store
    found = store.people.search(text, _PAGE)
    me = store.people.by_name(emulator.username)
    if not text and me is not None:
        found = [me, *(person for person in found if person.id != me.id)]
    rows: list[dict[str, Any]] = []
    for person in found:
        media, follows, followers = store.people.counts(person.id)
        rows.append(
            {
                "id": str(person.id),
                "username": person.username,
                "full_name": person.full_name,
                "bio": person.bio,
                "picture": face_path(person.id),
                "private": bool(person.private),
                "media": media,
                "follows": follows,
                "followers": followers,
            }
        )
    return rows


def media(emulator: Emulator, owner: str, place: str, before: str) -> list[dict[str, Any]]:
    """Tell of the latest media: everybody's, a person's, or a place's."""
    store = emulator.core.store
    highest = number(before)
    span = Span(_PAGE, _HIGHEST if highest is None else highest)
    who, where = number(owner), number(place)
    if who is not None:
        found = store.media.of_person(who, span)
    elif where is not None:
        found = store.media.of_place(where, span)
    else:
        found = store.media.latest(span)
    details = store.media.details(found, None, inline=False)
    return [
        {
            "id": entry.id,
            "pk": str(entry.pk),
            "owner": details.people[entry.owner].username,
            "owner_id": str(entry.owner),
            "kind": entry.kind,
            "caption": entry.caption or "",
            "created": entry.created,
            "likes": details.likes.get(entry.pk, 0),
            "comments": details.comment_counts.get(entry.pk, 0),
            "place": details.places[entry.place].name if entry.place is not None else "",
            "picture": still_path(entry.pk, _SMALL, height_of(entry, _SMALL)),
            "large": still_path(entry.pk, _LARGE, height_of(entry, _LARGE)),
        }
        for entry in found
    ]


def places(emulator: Emulator) -> list[dict[str, Any]]:
    """Tell of the places, those with most media first."""
    return [
        {"id": str(place.id), "name": place.name, "latitude": place.latitude, "longitude": place.longitude, "media": n}
        for place, n in emulator.core.store.places.busiest(_PAGE * 2)
    ]


def faults(emulator: Emulator) -> dict[str, Any]:
    """Tell which faults there are, and which are on."""
    kinds = [{"name": kind.name, "summary": kind.summary, "options": _options(kind)} for kind in KINDS.values()]
    active = [{"fault": str(fault), "struck": struck} for fault, struck in emulator.faults.counts()]
    return {"kinds": kinds, "active": active}


def _options(kind: Kind) -> list[list[str]]:
    return [[name, f"{value:g}" if isinstance(value, float) else str(value)] for name, value in kind.options.items()]


def log(emulator: Emulator, journal: Journal, after: str) -> dict[str, Any]:
    """Tell of the requests after a number, and of the budgets."""
    entries = journal.after(number(after) or 0)
    who = emulator.core.store.people.many(entry.person for entry in entries)
    return {
        "entries": [
            {
                "number": entry.number,
                "time": entry.time,
                "method": entry.method,
                "path": entry.path,
                "status": entry.status,
                "operation": entry.operation,
                "person": who[entry.person].username if entry.person in who else "",
                "took": round(entry.took, 2),
                "faults": list(entry.faults),
            }
            for entry in entries
        ],
        "budget": budget(emulator, emulator.core.gate.requests),
    }


def budget(emulator: Emulator, window: Window) -> dict[str, Any]:
    """Tell how much of its hour each token and client has used, and when."""
    store, rows = emulator.core.store, list[dict[str, Any]]()
    for key, made in sorted(window.used().items(), key=lambda pair: (-pair[1], pair[0]))[:8]:
        token = store.accounts.token(key)
        person = store.people.get(token.person) if token else None
        client = store.accounts.client(token.client if token else key)
        phone = store.people.get(private.counted(key) or 0)
        name = f"{person.username} by {client.name}" if person and client else client.name if client else "?"
        name = f"{phone.username} by phone" if phone else name
        rows.append({"name": name, "made": made, "bins": window.history(key, _BINS)})
    return {"limit": window.limit, "minutes": HOUR // 60, "rows": rows}
