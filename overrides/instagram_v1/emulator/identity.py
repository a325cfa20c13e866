"""Numbers and texts that stand for something: media ids, short codes, cursors, tokens, passwords."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_EPOCH = 1314220021721
"""Milliseconds at which the numbers of media start to count."""

HIGHEST = 2**63 - 1
"""The highest number that an id or a cursor can be."""

_LONGEST = 11
"""Letters of the short code of the highest number."""

_PRIVATE_LENGTH = 39
_MEDIA_ID = re.compile(r"([0-9]{1,19})(?:_([0-9]{1,19}))?", re.ASCII)


def media_pk(milliseconds: int, shard: int, sequence: int) -> int:
    """Make the number of a media: time first, so that numbers grow as time does."""
    return (milliseconds - _EPOCH) << 23 | (shard & 0x1FFF) << 10 | (sequence & 0x3FF)


def shortcode(pk: int) -> str:
    """Write the number of a media as the short code in its address."""
    code = ""
    while pk:
        pk, value = divmod(pk, 64)
        code = _ALPHABET[value] + code
    return code or "A"


def private_code(pk: int) -> str:
    """Write the number of a private account's media: its short code, and behind that a tail that makes it long."""
    code = shortcode(pk)
    rest = base64.urlsafe_b64encode(hashlib.blake2b(f"private {pk}".encode(), digest_size=30).digest()).decode()
    return code + rest[: _PRIVATE_LENGTH - len(code)]


def from_shortcode(code: str) -> int | None:
    """Read a short code, also the long one of a private account's media."""
    if len(code) == _PRIVATE_LENGTH:
        found = (_decoded(code[:length]) for length in range(1, _LONGEST + 1))
        return next((pk for pk in found if pk is not None and private_code(pk) == code), None)
    return _decoded(code)


def _decoded(code: str) -> int | None:
    pk = 0
    for letter in code:
        if letter not in _VALUES:
            return None
        pk = pk * 64 + _VALUES[letter]
        if pk > HIGHEST:
            return None
    return pk if code else None


def number(text: str) -> int | None:
    """Read an id: plain ASCII digits that fit into 64 bits."""
    if not re.fullmatch(r"[0-9]{1,19}", text, re.ASCII):
        return None
    value = int(text)
    return value if value <= HIGHEST else None


def split_media_id(text: str) -> tuple[int, int | None] | None:
    """Split ``{pk}_{owner}``; the second half may be missing."""
    match = _MEDIA_ID.fullmatch(text)
    if match is None or int(match[1]) > HIGHEST:
        return None
    return int(match[1]), int(match[2]) if match[2] else None


def seal(kind: str, value: int) -> str:
    """Hide a cursor in a text that tells clients nothing, as the API does since 2015."""
    payload = value.to_bytes(8, "big")
    check = hashlib.blake2b(kind.encode() + payload, digest_size=24).digest()
    mixed = bytes(a ^ b for a, b in zip(payload, check, strict=False))
    return "AQ" + base64.urlsafe_b64encode(check + mixed).decode().rstrip("=")


def unseal(kind: str, text: str) -> int | None:
    """Read a hidden cursor; ``None`` when it is none of ours, or of another list."""
    if not re.fullmatch(r"AQ[A-Za-z0-9_-]{43}", text):
        return None
    try:
        raw = base64.urlsafe_b64decode(text[2:] + "=")
    except ValueError:
        return None
    value = int.from_bytes(bytes(a ^ b for a, b in zip(raw[24:], raw, strict=False)), "big")
    return value if value <= HIGHEST and seal(kind, value) == text else None


def digest(*parts: object) -> str:
    """Derive 32 hexadecimal digits from what identifies a thing."""
    return hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def access_token(seed: object, person: int, client: str, *parts: object) -> str:
    """Make an access token: the person's id, the start of the client's id, 32 hexadecimal digits."""
    return f"{person}.{client[:7]}.{digest('token', seed, person, client, *parts)}"


def hash_password(password: str, salt: str) -> str:
    """Hash a password; the salt stands in front of the hash."""
    hashed = hashlib.scrypt(password.encode(), salt=salt.encode(), n=2**10, r=8, p=1, dklen=24).hex()
    return f"{salt}${hashed}"


def password_fits(password: str, stored: str) -> bool:
    """Tell whether a password is the one that was hashed."""
    return same(stored, hash_password(password, stored.partition("$")[0]))


def same(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))
