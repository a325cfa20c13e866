"""The document as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from codegen.openapi3.operations import parameter, path_item, response
from codegen.openapi3.places import Source
from codegen.openapi3.schemas import schema
from codegen.pointer import Json, Parts, copy
from codegen.repair.marking import METHODS
from codegen.rules.walk import items, table

_FLOWS: Final = {
    "implicit": "implicit",
    "password": "password",
    "clientCredentials": "application",
    "authorizationCode": "accessCode",
}
_SAME: Final = ("info", "tags", "externalDocs", "security")
_SHARED: Final = (
    ("schemas", "definitions", schema),
    ("parameters", "parameters", parameter),
    ("responses", "responses", response),
)
_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True, eq=False)
class Lowered:
    """An OpenAPI 3 document in the words of Swagger 2.0.

    Attributes:
        document: The Swagger 2.0 form.
        places: Where its parts stand in the file, for `codegen.openapi3.places.located`.
    """

    document: dict[str, Json]
    places: dict[Parts, Parts]


def as_swagger(data: dict[str, Json], *, like: dict[str, Json] | None = None) -> Lowered:
    """Say an OpenAPI 3.0 or 3.1 document in the words of Swagger 2.0.

    Args:
        data: The document; it is left alone.
        like: The version before in these words, whose order of form fields is kept.
    """
    source = Source(data, like or {})
    made: dict[str, Json] = {"swagger": "2.0"}
    made.update({key: copy(data[key]) for key in data if key in _SAME or key.startswith("x-")})
    made.update(_servers(source, items(data.get("servers"))))
    made["paths"] = {
        path: path_item(source, item, ("paths", path), ("paths", path))
        for path, item in table(data.get("paths")).items()
    }
    _share_media_types(made)
    components = table(data.get("components"))
    for section, name, say in _SHARED:
        held = table(components.get(section))
        if held:
            made[name] = {key: say(source, one, ("components", section, key), (name, key)) for key, one in held.items()}
            source.note((name,), ("components", section))
    made.update(_schemes(source, table(components.get("securitySchemes"))))
    if "webhooks" in data:
        made["x-webhooks"] = copy(data["webhooks"])
    return Lowered(made, source.places)


def _share_media_types(document: dict[str, Json]) -> None:
    """Say once what all operations say: OpenAPI 3 has no media types of the whole document."""
    found = [table(table(item).get(method)) for item in table(document["paths"]).values() for method in METHODS]
    for key in ("consumes", "produces"):
        saying = [operation for operation in found if key in operation]
        if saying and all(operation[key] == saying[0][key] for operation in saying):
            document[key] = saying[0][key]
            for operation in saying:
                del operation[key]


def was_built(document: dict[str, Json]) -> bool:
    """Whether a document was written by a build, which says of its operations how their answers are wrapped.

    Args:
        document: The document, in either form.
    """
    items_of_paths = [table(item) for item in table(document.get("paths")).values()]
    return any("x-envelope" in table(item.get(method)) for item in items_of_paths for method in METHODS)


def _servers(source: Source, servers: list[Json]) -> dict[str, Json]:
    """Host and base path of the first server, with the schemes of all that differ in nothing else."""
    try:
        urls = [urlsplit(_filled(table(server))) for server in servers]
    except ValueError:  # a host in brackets that is no address, say; it is compared as it is written
        return {"x-servers": copy(servers)}
    if not urls:
        return {}
    first = urls[0]
    made: dict[str, Json] = {"host": first.netloc} if first.netloc else {}
    if first.path.rstrip("/"):
        made["basePath"] = first.path
    schemes = [url.scheme for url in urls if url.scheme and (url.netloc, url.path) == (first.netloc, first.path)]
    if schemes:
        made["schemes"] = list[Json](dict.fromkeys(schemes))
    for key in ("host", "basePath", "schemes"):
        source.note((key,), ("servers",))
    return made


def _filled(server: dict[str, Json]) -> str:
    variables = table(server.get("variables"))

    def value(found: re.Match[str]) -> str:
        return str(table(variables.get(found[1])).get("default", found[1]))

    return _VARIABLE.sub(value, str(server.get("url", "")))


def _schemes(source: Source, schemes: dict[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, node in schemes.items():
        place = ("components", "securitySchemes", name)
        scheme = source.follow(node, place)[0]
        for key, said, flow in _ways(name, scheme):
            found[key] = said
            source.note(("securityDefinitions", key), place)
            for word in ("scopes", "authorizationUrl", "tokenUrl") if flow else ():
                source.note(("securityDefinitions", key, word), (*place, "flows", flow, word))
    return {"securityDefinitions": found} if found else {}


def _ways(name: str, scheme: dict[str, Json]) -> list[tuple[str, dict[str, Json], str]]:
    """A scheme of several flows becomes several schemes, of which the first has its name."""
    said = {key: copy(value) for key, value in scheme.items() if key != "flows"}
    if scheme.get("type") == "http" and str(scheme.get("scheme")).lower() == "basic":
        return [(name, {**{key: one for key, one in said.items() if key != "scheme"}, "type": "basic"}, "")]
    if scheme.get("type") == "apiKey" and scheme.get("in") == "cookie":
        return [(name, {**said, "name": "Cookie", "in": "header", "x-cookie": said.get("name")}, "")]
    flows = [(flow, table(held)) for flow, held in table(scheme.get("flows")).items() if flow in _FLOWS]
    return [
        (name if number == 0 else f"{name}_{flow}", {**said, "flow": _FLOWS[flow], **table(copy(held))}, flow)
        for number, (flow, held) in enumerate(flows)
    ] or [(name, said, "")]
