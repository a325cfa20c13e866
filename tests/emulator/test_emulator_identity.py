"""Numbers that stand for something: ids, short codes, cursors; and what forms are read into."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instagram_v1.emulator import RunningClock, forms, identity, request
from instagram_v1.emulator.places import Circle

VECTORS = Path(__file__).parents[3] / "shared" / "reference" / "vectors.json"
SETTINGS = settings(max_examples=200, deadline=None, database=None, derandomize=True)


@SETTINGS
@given(st.integers(0, identity.HIGHEST))
def test_short_codes_go_both_ways(pk: int) -> None:
    """Every number has a code that leads back to it."""
    assert identity.from_shortcode(identity.shortcode(pk)) == pk


@pytest.mark.parametrize("code", ["", "é", "a b", "_" * 12, "%41"])
def test_what_is_no_short_code(code: str) -> None:
    """Other letters and numbers beyond 64 bits are no codes."""
    assert identity.from_shortcode(code) is None


def test_recorded_short_codes() -> None:
    """Known pairs of number and code come out."""
    if not VECTORS.is_file():
        pytest.skip("the documented vectors are not beside this repository")
    for vector in json.loads(VECTORS.read_text(encoding="utf-8"))["shortcode"]:
        assert identity.shortcode(vector["media_pk"]) == vector["shortcode"]


@SETTINGS
@given(st.integers(0, identity.HIGHEST), st.text(max_size=10))
def test_sealed_cursors_open_for_their_list_only(value: int, kind: str) -> None:
    """A sealed number comes back for the same list and for no other."""
    sealed = identity.seal(kind, value)
    assert sealed.startswith("AQ")
    assert identity.unseal(kind, sealed) == value
    assert identity.unseal(kind + "x", sealed) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1), ("0", 0), ("9" * 19, None), ("", None), ("-1", None), ("\u0661", None), ("1 ", None)]
)
def test_ids_are_ascii_digits(text: str, value: int | None) -> None:
    """Only plain digits that fit into 64 bits are ids."""
    assert identity.number(text) == value


def test_passwords_are_kept_hashed() -> None:
    """A stored password does not show the password, and only the right one fits."""
    stored = identity.hash_password("secret", "salt")
    assert "secret" not in stored
    assert identity.password_fits("secret", stored)
    assert not identity.password_fits("Secret", stored)


@pytest.mark.parametrize(
    ("kind", "body", "pairs"),
    [
        ("", b"a=1&b=%C3%A9+x&a=2", (("a", "1"), ("b", "é x"), ("a", "2"))),
        ("application/x-www-form-urlencoded; charset=UTF-8", b"a=%ff&b", (("a", "\ufffd"), ("b", ""))),
        ("text/plain", b"a=1", ()),
        ("application/json", b'{"a": 1}', ()),
        ("multipart/form-data", b"--X", ()),
        (
            'multipart/form-data; boundary="X Y"',
            b'--X Y\r\nContent-Disposition: form-data; name="t"\r\n\r\none\r\ntwo\r\n--X Y--\r\n',
            (("t", "one\r\ntwo"),),
        ),
        ("multipart/form-data; boundary=X", b"--X\r\n\r\nnameless\r\n--X--", ()),
    ],
)
def test_forms(kind: str, body: bytes, pairs: tuple[tuple[str, str], ...]) -> None:
    """Both kinds of forms are read; whatever else comes is no form."""
    assert forms.form(request("POST", "/", (("Content-Type", kind),), body)) == pairs


def test_distances_on_the_ground() -> None:
    """A degree of latitude is some 111 km, and the other side of the date line is near."""
    assert Circle(0, 0, 1).distance(1, 0) == pytest.approx(111_195, rel=1e-3)
    assert Circle(0, 179.999, 1).distance(0, -179.999) == pytest.approx(222, rel=1e-2)
    south, north, west, east = Circle(48.858844, 2.294351, 1000).box
    assert south < 48.858844 < north
    assert west < 2.294351 < east
    assert Circle(90, 0, 1000).box[2:] == (-180, 180)
    assert Circle(0, 179.999, 1000).box[2:] == (-180, 180)


def test_a_running_clock_runs() -> None:
    """It starts where it is told to and goes on by itself."""
    clock = RunningClock(1000)
    first = clock()
    assert 1000 <= first <= clock() < 1100
    assert repr(clock) == "RunningClock(1000.0)"
