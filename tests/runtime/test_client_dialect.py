"""The runtime without Instagram: another API, whose envelope says ``status: ok`` or ``failed``."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from instagram_v1.runtime.callers import SyncCaller
from instagram_v1.runtime.credentials import Credentials
from instagram_v1.runtime.dialect import Problem
from instagram_v1.runtime.drivers import Lifetime
from instagram_v1.runtime.errors import APIError, DecodeError
from instagram_v1.runtime.model import Model
from instagram_v1.runtime.operation import EnvelopeShape, Operation, Pagination, Parameter
from instagram_v1.runtime.pipeline import Core, Options
from instagram_v1.runtime.resource import Resource
from tests.support.wire import Answer, SyncWire, Wire, query


class Thing(Model, frozen=True, kw_only=True, gc=False):
    """An item of the other API."""

    pk: int


class Things(Model, frozen=True, kw_only=True, gc=False):
    """Its envelope, which has the data, the status and the cursor side by side."""

    status: str
    items: list[Thing]
    next_max_id: str | None = None


class LoginRequiredError(APIError):
    """An error of the other API."""


class StatusDialect:
    """How the other API says whether it went well."""

    def fine(self, envelope: object, shape: EnvelopeShape) -> bool:
        """``status`` is ok."""
        return getattr(envelope, shape.meta, None) == "ok"

    def problem(self, status: int, body: object) -> Problem | None:
        """``status`` is fail."""
        if not isinstance(body, dict) or body.get("status") == "ok":
            return None
        return Problem(status=status, error_type=body.get("message"), message=body.get("explanation"))

    def error(self, problem: Problem) -> type[APIError]:
        """One class of its own."""
        return LoginRequiredError if problem.error_type == "login_required" else APIError


LIST: Operation[Things, list[Thing]] = Operation(
    id="things_list",
    resource="things",
    name="list",
    method="GET",
    path="/things/",
    response=Things,
    data=list[Thing],
    item=Thing,
    parameters=(Parameter(name="max_id", wire="max_id", location="query", type="string"),),
    envelope=EnvelopeShape(style="status", data="items", meta="status", pagination=""),
    pagination=Pagination(style="max_id", next_key="next_max_id", next_parameter="max_id"),
)


class ThingsResource(Resource):
    """What a generator would write for it."""

    def list(self) -> Any:
        """All things."""
        return self._pages(LIST, {})


def things(wire: Wire) -> ThingsResource:
    """The resource, connected."""
    core = Core(
        base_url="https://other.test/api",
        dialect=StatusDialect(),
        credentials=Credentials({}),
        options=Options(retry=None),
    )
    return ThingsResource(SyncCaller(core, SyncWire(wire), Lifetime()))


def reply(http: int = 200, **body: Any) -> Answer:
    """An answer of the other API."""
    return Answer(status=http, content=json.dumps(body).encode())


def test_another_envelope_is_read_and_walked() -> None:
    """Data, status and cursor stand side by side, and an empty pagination key means just that."""
    wire = Wire(reply(status="ok", items=[{"pk": 1}], next_max_id="5"), reply(status="ok", items=[{"pk": "2"}]))
    assert list(things(wire).list()) == [Thing(pk=1), Thing(pk=2)]
    assert [query(request) for request in wire.requests] == [{}, {"max_id": "5"}]


@pytest.mark.parametrize("status", [200, 403])
def test_another_shape_of_errors(status: int) -> None:
    """Its errors become its classes, whatever the HTTP status."""
    wire = Wire(reply(status, status="fail", message="login_required", explanation="why"))
    with pytest.raises(LoginRequiredError, match="login_required: why"):
        things(wire).list()


def test_another_answer_that_does_not_fit() -> None:
    """What is neither is a decode error, as everywhere."""
    with pytest.raises(DecodeError) as caught:
        things(Wire(reply(status="ok", items=[{"pk": {}}]))).list()
    assert caught.value.path == "$.items[0].pk"
    assert msgspec.json.decode(caught.value.content)["status"] == "ok"
