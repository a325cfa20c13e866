"""Conversion of servers and security."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.convert_documents import codes, conversion, converted, converted_operation, document, operation


def urls(source: Any, *, valid: bool = True) -> list[str]:
    """Convert and list the addresses of the servers."""
    return [server["url"] for server in converted(source, valid=valid).get("servers", [])]


def test_host_base_path_and_schemes() -> None:
    """Every scheme is a server."""
    source = document(host="api.x.com", basePath="/v1", schemes=["https", "http"])
    assert urls(source) == ["https://api.x.com/v1", "http://api.x.com/v1"]


def test_host_without_schemes() -> None:
    """The scheme is that of the document's own address, not silently http."""
    assert urls(document(host="api.x.com", basePath="/v1")) == ["//api.x.com/v1"]


def test_base_path_only() -> None:
    """A base path alone is a server relative to the document."""
    assert urls(document(basePath="/v1")) == ["/v1"]
    assert urls(document(basePath="/")) == ["/"]
    assert urls(document()) == []


def test_schemes_without_host() -> None:
    """Schemes without a host leave no stray key, but a note."""
    done = conversion(document(schemes=["https"], basePath="/v1"))
    assert "schemes" not in done.document
    assert done.document["servers"] == [{"url": "/v1"}]
    assert codes(done) == ["schemes-without-host"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"host": "x.com:8080", "schemes": ["wss", "ws"]}, ["wss://x.com:8080", "ws://x.com:8080"]),
        ({"host": "x.com", "basePath": "/", "schemes": ["https"]}, ["https://x.com"]),
        ({"host": "x.com", "basePath": "/v1/", "schemes": ["https", "https"]}, ["https://x.com/v1"]),
        ({"host": "x.com", "basePath": "v1", "schemes": ["https"]}, ["https://x.com/v1"]),
        ({"host": "https://x.com", "basePath": "/v1"}, ["https://x.com/v1"]),
        ({"basePath": "v1"}, ["/v1"]),
    ],
)
def test_forms_of_addresses(parts: dict[str, Any], expected: list[str]) -> None:
    """Ports, sockets, stray slashes and other slips come out as the author meant them."""
    assert urls(document(**parts), valid=False) == expected


def test_templated_host() -> None:
    """A template in the address gets the variables that OpenAPI demands."""
    done = conversion(document(host="{region}.x.com", basePath="/{tenant}", schemes=["https"]), valid=False)
    assert done.document["servers"] == [
        {
            "url": "https://{region}.x.com/{tenant}",
            "variables": {"region": {"default": "region"}, "tenant": {"default": "tenant"}},
        }
    ]
    assert codes(done) == ["server-variable"]


def test_operation_schemes() -> None:
    """An operation's own schemes are its own servers."""
    source = operation(_host="x.com", _schemes=["https"], schemes=["http"])
    assert converted_operation(source)["servers"] == [{"url": "http://x.com"}]


def test_operation_schemes_that_are_the_documents() -> None:
    """An operation that repeats the document's schemes needs no servers."""
    assert "servers" not in converted_operation(operation(_host="x.com", _schemes=["https"], schemes=["https"]))


def scheme(definition: Any, *, valid: bool = True) -> Any:
    """Convert one security scheme."""
    done = converted(document(securityDefinitions={"s": definition}), valid=valid)
    return done["components"]["securitySchemes"]["s"]


def test_basic() -> None:
    """Basic is a scheme of HTTP."""
    assert scheme({"type": "basic", "description": "d"}) == {"type": "http", "scheme": "basic", "description": "d"}


def test_api_key() -> None:
    """An API key stays as it is."""
    key = {"type": "apiKey", "in": "query", "name": "access_token"}
    assert scheme(key) == key


@pytest.mark.parametrize(
    ("flow", "name", "addresses"),
    [
        ("implicit", "implicit", {"authorizationUrl": "https://x.com/a?response_type=token&x=1"}),
        ("password", "password", {"tokenUrl": "https://x.com/t"}),
        ("application", "clientCredentials", {"tokenUrl": "https://x.com/t"}),
        ("accessCode", "authorizationCode", {"authorizationUrl": "https://x.com/a", "tokenUrl": "https://x.com/t"}),
    ],
)
def test_oauth2(flow: str, name: str, addresses: dict[str, str]) -> None:
    """Each flow has its new name and keeps its addresses, the query among them, and scopes."""
    got = scheme({"type": "oauth2", "flow": flow, **addresses, "scopes": {"basic": "read"}})
    assert got == {"type": "oauth2", "flows": {name: {**addresses, "scopes": {"basic": "read"}}}}


def test_oauth2_without_scopes() -> None:
    """A flow without scopes has none."""
    got = scheme({"type": "oauth2", "flow": "password", "tokenUrl": "https://x.com/t"})
    assert got["flows"]["password"]["scopes"] == {}


def test_scheme_extensions() -> None:
    """Extensions of a scheme and among its scopes are kept where OpenAPI allows them."""
    got = scheme(
        {
            "type": "oauth2",
            "flow": "password",
            "tokenUrl": "https://x.com/t",
            "x-token-parameter": "access_token",
            "scopes": {"basic": "read", "x-flag": True},
        },
        valid=False,
    )
    assert got["x-token-parameter"] == "access_token"
    assert got["flows"]["password"] == {"tokenUrl": "https://x.com/t", "scopes": {"basic": "read"}, "x-flag": True}


def test_address_of_another_flow() -> None:
    """An address that a flow does not have is noted, not carried over."""
    flow = {
        "type": "oauth2",
        "flow": "implicit",
        "authorizationUrl": "https://x/a",
        "tokenUrl": "https://x/t",
        "scopes": {},
    }
    done = conversion(document(securityDefinitions={"s": flow}), valid=False)
    assert "tokenUrl" not in done.document["components"]["securitySchemes"]["s"]["flows"]["implicit"]
    assert [note.where for note in done.notes] == ["/securityDefinitions/s/tokenUrl"]


def test_opting_out_of_security() -> None:
    """An empty list says that an operation needs nothing."""
    source = operation(_securityDefinitions={"k": {"type": "basic"}}, _security=[{"k": []}], security=[])
    done = converted(source)
    assert done["security"] == [{"k": []}]
    assert done["paths"]["/x"]["get"]["security"] == []


def test_renamed_scheme() -> None:
    """A scheme whose name OpenAPI does not allow is renamed where it is asked for too."""
    done = converted(operation(_securityDefinitions={"my key": {"type": "basic"}}, security=[{"my key": []}]))
    assert list(done["components"]["securitySchemes"]) == ["my_key"]
    assert done["paths"]["/x"]["get"]["security"] == [{"my_key": []}]
