"""Challenges and notifications: the API's are read, everything else is refused."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest

from instagram_v1.errors import NotificationError
from instagram_v1.subscriptions import Notification, challenge, notifications, signed

SECRET = "secret of the application"
VECTORS = Path(__file__).parents[3] / "shared" / "reference" / "vectors.json"
UPDATE = {"changed_aspect": "media", "object": "user", "object_id": "17", "time": 1433103308, "subscription_id": 182}


def sign(body: bytes, secret: str = SECRET) -> str:
    """The header that goes with a body."""
    return hmac.new(secret.encode(), body, sha1).hexdigest()


def test_notifications_are_typed() -> None:
    """Ids are strings in either form, times are datetimes, and the new media is named where it is known."""
    body = json.dumps([{**UPDATE, "data": {"media_id": "9_17"}, "new": 1}, {**UPDATE, "data": {}}, UPDATE]).encode()
    first, *others = notifications(body, sign(body), SECRET)
    moment = datetime(2015, 5, 31, 20, 15, 8, tzinfo=UTC)
    assert first == Notification(
        subscription_id="182", object="user", object_id="17", changed_aspect="media", time=moment, media_id="9_17"
    )
    assert [note.media_id for note in others] == [None, None]


FORGED = [None, "", "0" * 40, sign(b"[]", "another secret"), "é" * 40, "sha1=" + sign(b"[]")]


@pytest.mark.parametrize("signature", FORGED)
def test_forged_notifications(signature: str | None) -> None:
    """Only the application's own secret makes a signature."""
    with pytest.raises(NotificationError) as caught:
        notifications(b"[]", signature, SECRET)
    assert caught.value.reason == "forged"


def test_the_raw_body_is_signed() -> None:
    """One byte changes the signature; capitals and blanks around it do not matter."""
    body = json.dumps([UPDATE]).encode()
    assert signed(body, f" {sign(body).upper()} ", SECRET)
    assert not signed(body + b" ", sign(body), SECRET)


@pytest.mark.parametrize("body", [b"", b"{", b"{}", b'["a"]', b'[{"object": "user"}]', b"\xff", b"[" * 99_999])
def test_malformed_notifications(body: bytes) -> None:
    """A right signature does not make a notification."""
    with pytest.raises(NotificationError) as caught:
        notifications(body, sign(body), SECRET)
    assert caught.value.reason == "malformed"
    assert caught.value.__context__ is None


def test_stale_notifications() -> None:
    """What is older than allowed may be a repetition."""
    body = json.dumps([UPDATE]).encode()
    assert notifications(body, sign(body), SECRET, max_age=60, now=UPDATE["time"] + 59.0)  # type: ignore[operator]
    with pytest.raises(NotificationError) as caught:
        notifications(body, sign(body), SECRET, max_age=60, now=UPDATE["time"] + 61.0)  # type: ignore[operator]
    assert caught.value.reason == "stale"
    out_of_range = json.dumps([{**UPDATE, "time": 10**30}]).encode()
    with pytest.raises(NotificationError, match=r"form|time"):
        notifications(out_of_range, sign(out_of_range), SECRET)


ASKED = {"hub.mode": "subscribe", "hub.challenge": "15f7d1a91c1f40f8a748fd134752feb3", "hub.verify_token": "mine"}


def test_the_challenge_is_answered() -> None:
    """The body of the answer is the challenge, for the token that was given."""
    assert challenge(ASKED, "mine") == ASKED["hub.challenge"]


@pytest.mark.parametrize(("change", "reason"), [
    ({"hub.verify_token": "another"}, "forged"),
    ({"hub.verify_token": "ünïcode"}, "forged"),
    ({"hub.mode": "unsubscribe"}, "malformed"),
    ({"hub.challenge": ""}, "malformed"),
])  # fmt: skip
def test_other_questions_are_refused(change: dict[str, str], reason: str) -> None:
    """Nothing else is echoed."""
    with pytest.raises(NotificationError) as caught:
        challenge({**ASKED, **change}, "mine")
    assert caught.value.reason == reason


@pytest.mark.skipif(not VECTORS.exists(), reason="the collected vectors lie beside the repository")
def test_the_known_signature() -> None:
    """The collected notification is signed right."""
    rows: list[dict[str, Any]] = json.loads(VECTORS.read_text())["x_hub_signature"]
    for row in rows:
        assert signed(row["raw_body"].encode(), row["signature"], row["secret"])
        assert notifications(row["raw_body"].encode(), row["signature"], row["secret"])
