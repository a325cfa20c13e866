"""Every operation of the table, on both clients: the right request goes out, the right type comes back."""

from __future__ import annotations

import inspect
import json
from typing import Any, get_args, get_origin
from urllib.parse import quote

import pytest

from instagram_v1 import OPERATIONS, AsyncClient, Client, Response, decode, errors
from instagram_v1.runtime.operation import Operation
from tests.support.samples import answer, arguments
from tests.support.wire import SECRET, TOKEN, Answer, Colour, Request, Wire, form, path, query, refusal

PROOF = {"access_token": TOKEN, "client_id": "an-id", "client_secret": SECRET}


@pytest.fixture(params=sorted(OPERATIONS))
def operation(request: pytest.FixtureRequest) -> Operation[Any, Any]:
    """Each operation."""
    return OPERATIONS[request.param]


def wire_of(operation: Operation[Any, Any]) -> Wire:
    """An API that answers one operation."""
    return Wire(Answer(status=200, content=json.dumps(answer(operation)).encode()))


def client(colour: Colour, wire: Wire) -> Any:
    """A client that has every credential."""
    return colour.client(wire, client_id="an-id", client_secret=SECRET)


def method(ig: Any, operation: Operation[Any, Any]) -> Any:
    """The method of an operation."""
    return getattr(getattr(ig, operation.resource), operation.name)


def call(colour: Colour, ig: Any, operation: Operation[Any, Any], **given: Any) -> Any:
    """Call an operation, with names for all arguments."""
    return colour.do(lambda: method(ig, operation)(**given))


def expected(operation: Operation[Any, Any], given: dict[str, Any], *places: str) -> dict[str, str]:
    """What must travel in some places, by wire name."""
    return {p.wire: str(given[p.name]) for p in operation.parameters if p.location in places and p.name in given}


def fits(value: Any, wanted: Any) -> bool:
    """Whether a value is of a declared type, as far down as lists go."""
    if get_origin(wanted) is list:
        return isinstance(value, list) and all(fits(item, get_args(wanted)[0]) for item in value)
    kinds = get_args(wanted) or (wanted,)
    return any(value is None if kind in (None, type(None)) else isinstance(value, kind) for kind in kinds)


@pytest.mark.parametrize("optional", [True, False], ids=["all", "required"])
def test_the_request_is_right(colour: Colour, operation: Operation[Any, Any], optional: bool) -> None:
    """Method, path, address and body carry each argument in its place, and the credentials in the address."""
    wire, given = wire_of(operation), arguments(operation, optional=optional)
    # Rules that join parameters, such as "a place needs some key", are not in the table.
    call(colour, client(colour, wire).with_options(check_parameters=optional), operation, **given)
    request = wire.requests[0]
    target = operation.path
    for wired, text in expected(operation, given, "path").items():
        target = target.replace(f"{{{wired}}}", quote(text, safe=""))
    proof = {name: PROOF[name] for name in (operation.security[0] if operation.security else ())}
    assert (request.method, path(request)) == (operation.method, f"/v1{target}")
    assert query(request) == {**expected(operation, given, "query"), **proof}
    assert form(request) == expected(operation, given, "form")
    assert (request.content is not None) == bool(operation.body)


def test_the_answer_is_typed(colour: Colour, operation: Operation[Any, Any]) -> None:
    """A method returns what the table declares: a model, a list, a page of models, or nothing."""
    got = call(colour, client(colour, wire_of(operation)), operation, **arguments(operation))
    if operation.pagination is None:
        assert fits(got, operation.data)
    else:
        assert fits(got.items, operation.data)
        assert len(got.items) == 2


def test_the_whole_answer(colour: Colour, operation: Operation[Any, Any]) -> None:
    """The raw twin of a method returns status, bytes and the parsed envelope."""
    ig = client(colour, wire_of(operation))
    got = call(colour, ig.raw, operation, **arguments(operation))
    assert isinstance(got, Response)
    assert (got.status, got.operation) == (200, operation.id)
    assert isinstance(got.envelope, operation.response)
    assert json.loads(got.content) == answer(operation)


def test_an_archived_answer(operation: Operation[Any, Any]) -> None:
    """``decode`` returns what the method would."""
    got = decode(operation.id, json.dumps(answer(operation)))
    assert fits(got if operation.pagination is None else got.items, operation.data)


def test_an_error_is_raised(colour: Colour, operation: Operation[Any, Any]) -> None:
    """Every operation tells its own name in an error, and shows no credentials."""
    wire = Wire(refusal(400, "APINotFoundError", "invalid media id"))
    with pytest.raises(errors.NotFoundError) as caught:
        call(colour, client(colour, wire), operation, **arguments(operation))
    assert (caught.value.operation, caught.value.status) == (operation.id, 400)
    assert "SENTINEL" not in str(caught.value) + repr(caught.value) + repr(vars(caught.value))


def test_missing_credentials_are_told_before_sending(colour: Colour, operation: Operation[Any, Any]) -> None:
    """Without credentials nothing is sent, and the error names what is needed."""
    wire = wire_of(operation)
    with pytest.raises(errors.MissingCredentialsError, match=operation.security[0][0]):
        call(colour, colour.client(wire, token=None), operation, **arguments(operation))
    assert not wire.requests


def test_an_empty_path_parameter_is_refused(colour: Colour, operation: Operation[Any, Any]) -> None:
    """An empty or blank part would be another path, so nothing is sent."""
    for parameter in operation.parameters:
        if parameter.location == "path":
            wire = wire_of(operation)
            for blank in ("", "  "):
                with pytest.raises(errors.ParameterRuleError, match=parameter.wire):
                    call(colour, client(colour, wire), operation, **{**arguments(operation), parameter.name: blank})
            assert not wire.requests


@pytest.mark.parametrize("hostile", ["..", ".", "a/b", "../../oauth", "a?b=c", "a#b", "a%2Fb", "снег", "a b", "a\\b"])
def test_a_path_parameter_stays_one_segment(colour: Colour, operation: Operation[Any, Any], hostile: str) -> None:
    """Nothing in an argument can end the path, climb in it, or reach the query."""
    wire = wire_of(operation)
    given = {**arguments(operation), **{p.name: hostile for p in operation.parameters if p.location == "path"}}
    call(colour, client(colour, wire), operation, **given)
    sent, declared = path(wire.requests[0]).split("/"), f"/v1{operation.path}".split("/")
    assert len(sent) == len(declared)
    assert not {".", ".."} & set(sent)
    assert all(part == wanted for part, wanted in zip(sent, declared, strict=True) if "{" not in wanted)


def test_both_clients_have_the_operation_alike(operation: Operation[Any, Any]) -> None:
    """The method stands on both clients, raw and unwrapped, with the same parameters in the same order."""
    with Client(TOKEN, transport=_Nowhere()) as ig:
        made = [ig, ig.raw]
        other = AsyncClient(TOKEN, transport=_AsyncNowhere())
        signatures = {str(_parameters(method(one, operation))) for one in [*made, other, other.raw]}
    assert len(signatures) == 1
    names = [p.name for p in operation.parameters]
    assert sorted(_parameters(method(other, operation))) == sorted(names)


def test_the_clients_have_no_other_methods() -> None:
    """Every public method of every resource is an operation of the table."""
    with Client(TOKEN, transport=_Nowhere()) as ig:
        resources = {operation.resource for operation in OPERATIONS.values()}
        found = {
            f"{resource}_{name}"
            for resource in resources
            for name, _ in inspect.getmembers(getattr(ig, resource), callable)
            if not name.startswith("_")
        }
    assert found == set(OPERATIONS)


def _parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


class _Nowhere:
    def send(self, request: Request) -> Answer:
        raise AssertionError(request)


class _AsyncNowhere:
    async def send(self, request: Request) -> Answer:
        raise AssertionError(request)
