"""Models as values: compared, copied, pickled, shown in short, turned to plain data and back."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from instagram_v1 import asdict, errors, evolve, fromdict, models
from instagram_v1.runtime.model import Model, OpenEnum, text, unixtime
from tests.support.samples import sample

STRUCTS = sorted(
    (
        made
        for made in vars(models).values()
        if isinstance(made, type) and issubclass(made, Model) and made is not Model
    ),
    key=lambda made: made.__name__,
)
ENUMS = [made for made in vars(models).values() if isinstance(made, type) and issubclass(made, OpenEnum) and len(made)]


def built(cls: type[Model]) -> Any:
    """A model with every field filled."""
    return fromdict(cls, sample(cls))


@pytest.fixture(params=STRUCTS, ids=lambda cls: cls.__name__)
def cls(request: pytest.FixtureRequest) -> type[Model]:
    """Each model."""
    made: type[Model] = request.param
    return made


def test_models_are_values(cls: type[Model]) -> None:
    """Equal by content, the same after pickle and copy, frozen."""
    model = built(cls)
    assert model == built(cls)
    for again in (pickle.loads(pickle.dumps(model)), copy.copy(model), copy.deepcopy(model)):
        assert again == model
        assert type(again) is cls
    for name in cls.__struct_fields__[:1]:
        with pytest.raises(AttributeError):
            setattr(model, name, None)


def test_models_have_their_public_name(cls: type[Model]) -> None:
    """Reprs, tracebacks and pickles name the module that users import from."""
    assert cls.__module__ == "instagram_v1.models"
    assert getattr(models, cls.__name__) is cls
    assert cls.__name__ in models.__all__


def test_reprs_are_short(cls: type[Model]) -> None:
    """One line, no end of text, no secrets."""
    shown = repr(built(cls))
    assert shown.startswith(f"{cls.__name__}(")
    assert len(shown) < 500
    assert "\n" not in shown


def test_plain_data_and_back(cls: type[Model]) -> None:
    """``fromdict`` undoes ``asdict`` under either set of names, and plain data is plain."""
    model = built(cls)
    for wire in (False, True):
        data = asdict(model, wire=wire)
        assert json.loads(json.dumps(data)) == data
        assert fromdict(cls, data) == model
    assert list(asdict(model)) == list(cls.__struct_fields__)
    assert msgspec.json.decode(msgspec.json.encode(model), type=cls, strict=False) == model


def test_plain_data_shapes() -> None:
    """Python names and every field by default; the API's names without nulls for the wire."""
    data = sample(models.Caption)
    plain = {("from_" if name == "from" else name): value for name, value in data.items()}
    caption = fromdict(models.Caption, plain)
    assert caption == fromdict(models.Caption, data)
    assert caption.from_ is not None
    assert asdict(caption)["from_"]["username"] == asdict(caption, wire=True)["from"]["username"]
    bare = fromdict(models.Location, {"id": 5})
    assert asdict(bare) == dict.fromkeys(models.Location.__struct_fields__) | {"id": "5"}
    assert asdict(bare, wire=True) == {"id": "5"}


def test_plain_data_that_does_not_fit() -> None:
    """The error names model and place; other things than models are refused."""
    with pytest.raises(errors.DecodeError) as caught:
        fromdict(models.Media, {"id": "1", "user": 7})
    assert caught.value.path == "$.user"
    assert "Media" in str(caught.value)
    with pytest.raises(errors.UsageError, match="dict"):
        asdict({})  # type: ignore[arg-type]


def test_evolve() -> None:
    """A changed copy; the original stays, and fields that are not there are told."""
    user = built(models.User)
    other = evolve(user, username="anna")
    assert (other.username, user.username != "anna", other.id) == ("anna", True, user.id)
    with pytest.raises(errors.UsageError, match="no field user_name"):
        evolve(user, user_name="anna")


@pytest.mark.parametrize("enum", ENUMS, ids=lambda made: made.__name__)
def test_enums_are_open_yet_closed(enum: type[OpenEnum]) -> None:
    """An unknown value lives like a member without becoming one."""
    members = list(enum)
    new = enum("never-heard-of")
    assert isinstance(new, enum)
    assert (str(new), new.value, new.name, new == "never-heard-of") == ("never-heard-of",) * 3 + (True,)
    for again in (pickle.loads(pickle.dumps(new)), copy.deepcopy(new), enum("never-heard-of")):
        assert again == new
        assert hash(again) == hash(new)
        assert type(again) is enum
    assert msgspec.json.decode(msgspec.json.encode(new), type=enum) == new
    assert list(enum) == members
    assert "never-heard-of" not in enum.__members__
    assert pickle.loads(pickle.dumps(members[0])) is members[0]
    with pytest.raises(ValueError, match="7"):
        enum(7)  # type: ignore[arg-type]


def test_there_are_enums() -> None:
    """The table above is not empty."""
    assert models.MediaType in ENUMS


@pytest.mark.parametrize(("value", "wanted"), [
    ("1296710327", datetime(2011, 2, 3, 5, 18, 47, tzinfo=UTC)),
    (1296710327, datetime(2011, 2, 3, 5, 18, 47, tzinfo=UTC)),
    ("1296710327.0", datetime(2011, 2, 3, 5, 18, 47, tzinfo=UTC)),
    (None, None), ("", None), ("soon", None), ("9" * 30, None), ("nan", None), ("inf", None), ("-1e99", None),
])  # fmt: skip
def test_times(value: Any, wanted: datetime | None) -> None:
    """Seconds become an aware datetime in UTC; what is no time becomes None."""
    assert unixtime(value) == wanted


def test_created_time_and_created_at() -> None:
    """The wire's string stays beside the datetime."""
    media = fromdict(models.Media, {**sample(models.Media), "created_time": "1296710327"})
    assert media.created_time == "1296710327"
    assert media.created_at == datetime(2011, 2, 3, 5, 18, 47, tzinfo=UTC)


@pytest.mark.parametrize(("value", "wanted"), [
    (5, "5"), (5.0, "5"), (0.25, "0.25"), ("x", "x"), (None, None), (10**20, "1" + "0" * 20),
])  # fmt: skip
def test_texts(value: Any, wanted: str | None) -> None:
    """Numbers where a text belongs keep all their digits."""
    assert text(value) == wanted


def test_a_location_id_in_either_form() -> None:
    """Media have it as an integer, locations as a string; users see a string."""
    for form in (514276, "514276"):
        assert fromdict(models.Location, {"id": form}).id == "514276"


def test_long_texts_are_cut_in_reprs() -> None:
    """A caption of a page does not flood a log line, and a token in an address is hidden."""
    caption = fromdict(models.Caption, {**sample(models.Caption), "text": "x" * 5000})
    assert len(repr(caption)) < 300
    location = fromdict(models.Location, {"name": "https://h/?access_token=SENTINEL"})
    assert "SENTINEL" not in repr(location)
