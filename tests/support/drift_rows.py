"""The table of edits: endpoints that come and go, what they take, each kind of repair, and mere layout."""

from __future__ import annotations

from typing import Final

from tests.support.drift_mutations import (
    Row,
    apart,
    at,
    both,
    drop,
    meeting,
    new_endpoint,
    on_operation,
    parameter,
    place,
    put,
    shared_parameter,
    shuffled,
    to_path,
    variables,
)
from tests.support.drift_rows_of_data import ANSWERS, SCHEMAS

B, A, D = "breaking", "additive", "documentation"
USER = "/definitions/User/properties"

LAYOUT: Final = (
    Row("nothing at all", lambda document: None, "none"),
    Row("keys in another order", shuffled, "none"),
    Row("parameters on the operation", on_operation, "none"),
    Row("a parameter behind a reference", shared_parameter, "none"),
    Row("a schema as allOf", apart, "none"),
    Row("host with its default base path again", put("", "basePath", "/v1/"), "none"),
    Row("an object that says so", put("/definitions/Media/properties/images", "type", "object"), "none"),
    Row("path variables of other names", variables, "none"),
)

OPERATIONS: Final = (
    Row(
        "a new endpoint",
        new_endpoint,
        "minor",
        ((A, "operation-added", "~1stories/get"), (A, "schema-added", "/Story")),
    ),
    Row(
        "an endpoint is gone",
        drop("/paths", "/media/popular"),
        "major",
        ((B, "operation-removed", "/paths/~1media~1popular/get"),),
        {"operations-withdrawn-2015": "target-missing", "popular-media-count": "target-missing"},
    ),
    Row(
        "a method is gone",
        drop(place("likes"), "get"),
        "major",
        ((B, "operation-removed", "likes/get"),),
        {"likes-are-profiles": "target-missing"},
    ),
    Row(
        "a path moved",
        to_path("/locations/{location-id}", "/places/{location-id}"),
        "major",
        ((B, "operation-moved", "/paths/~1places~1{location-id}/get"),),
        {"location-id-type": "target-missing", "locations-operations-plural": "target-missing"},
    ),
    Row("another tag", put(place("media", "get"), "tags", ["Users"]), "major", ((B, "method-renamed", "get/tags"),)),
    Row("a second tag", put(place("media", "get"), "tags", ["Media", "Users"]), "none"),
    Row("two templates meet", meeting, "major", ((B, "paths-meet", "/paths/~1tags~1{name}/get"),)),
    Row(
        "deprecated",
        put(place("media", "get"), "deprecated", True),
        "patch",
        ((D, "operation-deprecated", "get/deprecated"),),
    ),
    Row("an id of their own", put(place("media", "get"), "operationId", "getMedia"), "none"),
)

PARAMETERS: Final = (
    Row(
        "a new optional parameter",
        at(place("places", "get", "parameters"), lambda held: held.append(parameter("name"))),
        "minor",
        ((A, "parameter-added", "/parameters/6"),),
    ),
    Row(
        "a new required parameter",
        at(place("places", "get", "parameters"), lambda held: held.append(parameter("name", required=True))),
        "major",
        ((B, "required-parameter-added", "/parameters/6"),),
    ),
    Row(
        "a parameter is gone",
        at(place("recent", "get", "parameters"), lambda held: held.pop(0)),
        "major",
        ((B, "parameter-removed", "recent/get/parameters/0"),),
    ),
    Row(
        "a parameter becomes required",
        put(place("places", "get", "parameters", "0"), "required", True),
        "major",
        ((B, "parameter-required", "parameters/0/required"),),
    ),
    Row(
        "a parameter becomes optional",
        put("/paths/~1users~1search/get/parameters/0", "required", False),
        "minor",
        ((A, "parameter-optional", "parameters/0/required"),),
    ),
    Row(
        "a parameter takes another type",
        put(place("places", "get", "parameters", "0"), "type", "boolean"),
        "major",
        ((B, "type-changed", "parameters/0/type"),),
    ),
    Row(
        "integers where numbers did",
        put(place("places", "get", "parameters", "3"), "type", "integer"),
        "major",
        ((B, "type-narrowed", "parameters/3/type"),),
    ),
    Row(
        "numbers too where integers did",
        put(place("places", "get", "parameters", "0"), "type", "number"),
        "minor",
        ((A, "type-widened", "parameters/0/type"),),
    ),
    Row(
        "a parameter travels in a header",
        put(place("places", "get", "parameters", "1"), "in", "header"),
        "major",
        ((B, "parameter-moved", "parameters/1"),),
    ),
    Row(
        "a smaller maximum",
        put(place("search", "get", "parameters", "4"), "maximum", 900),
        "major",
        ((B, "limit-tightened", "parameters/4/maximum"),),
    ),
    Row(
        "a larger maximum",
        put(place("search", "get", "parameters", "4"), "maximum", 9000),
        "minor",
        ((A, "limit-loosened", "parameters/4/maximum"),),
    ),
    Row(
        "no maximum",
        drop(place("search", "get", "parameters", "4"), "maximum"),
        "minor",
        ((A, "limit-loosened", "parameters/4/maximum"),),
    ),
    Row(
        "a pattern",
        put("/paths/~1users~1search/get/parameters/0", "pattern", "^[a-z]+$"),
        "major",
        ((B, "limit-tightened", "parameters/0/pattern"),),
    ),
    Row(
        "another default",
        put(place("search", "get", "parameters", "4"), "default", 500),
        "major",
        ((B, "default-changed", "parameters/4/default"),),
    ),
    Row(
        "a default that is told now",
        put(place("recent", "get", "parameters", "0"), "default", 20),
        "patch",
        ((D, "default-noted", "parameters/0/default"),),
    ),
    Row(
        "a choice of values where any was good",
        put("/paths/~1users~1search/get/parameters/0", "enum", ["a", "b"]),
        "major",
        ((B, "enum-added", "parameters/0/enum"),),
    ),
    Row(
        "an enum of requests loses a value",
        at(place("change", "post", "parameters", "0", "schema", "enum"), lambda held: held.remove("block")),
        "major",
        ((B, "enum-value-removed", "/enum"),),
    ),
    Row(
        "an enum of requests gains a value",
        at(place("change", "post", "parameters", "0", "schema", "enum"), lambda held: held.append("mute")),
        "minor",
        ((A, "enum-value-added", "/enum"),),
    ),
    Row(
        "another cursor",
        put(place("near", "get", "parameters", "3"), "name", "cursor"),
        "major",
        ((B, "cursor-style-changed", "recent/get"), (B, "parameter-removed", "/3"), (A, "parameter-added", "/3")),
    ),
    Row(
        "no cursor any more",
        at(place("near", "get", "parameters"), lambda held: held.pop(3)),
        "major",
        ((B, "pagination-removed", "recent/get"),),
    ),
    Row(
        "required parameters in another order",
        both(
            put(place("recent", "get", "parameters", "0"), "required", True),
            put(place("recent", "get", "parameters", "1"), "required", True),
        ),
        "major",
        ((B, "parameter-required", "/0/required"), (B, "parameter-required", "/1/required")),
    ),
    Row(
        "other words for a parameter",
        put(place("recent", "get", "parameters", "0"), "description", "How many."),
        "patch",
        ((D, "description-changed", "parameters/0/description"),),
    ),
)

REST: Final = (
    Row("another host", put("", "host", "graph.example.org"), "major", ((B, "server-changed", "/host"),)),
    Row("another base path", put("", "basePath", "/v2"), "major", ((B, "server-changed", "/basePath"),)),
    Row("http as well", put("", "schemes", ["https", "http"]), "minor", ((A, "scheme-added", "/schemes"),)),
    Row("no https", put("", "schemes", ["http"]), "major", ((B, "scheme-removed", "/schemes"),)),
    Row(
        "xml as well",
        put("", "produces", ["application/json", "application/xml"]),
        "minor",
        ((A, "media-type-added", "/produces"),),
    ),
    Row(
        "another scope",
        put(place("change", "post"), "security", [{"oauth": ["likes"]}]),
        "major",
        ((B, "scope-changed", "relationship/post/security"),),
    ),
    Row(
        "one scope more",
        put(place("change", "post"), "security", [{"oauth": ["relationships", "basic"]}]),
        "major",
        ((B, "scope-added", "relationship/post/security"),),
    ),
    Row(
        "no scope",
        put(place("change", "post"), "security", [{"oauth": []}]),
        "minor",
        ((A, "scope-removed", "relationship/post/security"),),
    ),
    Row(
        "a scope that can be asked for",
        put("/securityDefinitions/oauth/scopes", "stories", "to see stories"),
        "minor",
        ((A, "scope-declared", "/scopes/stories"),),
    ),
    Row(
        "the token under another name",
        put("/securityDefinitions/key", "name", "token"),
        "major",
        ((B, "security-scheme-changed", "/securityDefinitions/key/name"),),
    ),
    Row(
        "another way to sign in",
        put("/securityDefinitions", "basic", {"type": "basic"}),
        "minor",
        ((A, "security-scheme-added", "/securityDefinitions/basic"),),
    ),
    Row(
        "other words for an operation",
        put(place("media", "get"), "description", "See one."),
        "patch",
        ((D, "description-changed", "get/description"),),
    ),
    Row(
        "another version of the file", put("/info", "version", "v1.1"), "patch", ((D, "info-changed", "/info/version"),)
    ),
    Row("a contact", put("/info", "contact", {"name": "us"}), "patch", ((D, "info-changed", "/info/contact"),)),
    Row(
        "a tag more",
        at("/tags", lambda held: held.append({"name": "Stories"})),
        "patch",
        ((D, "tag-added", "/tags/8"),),
    ),
)

REPAIRS: Final = (
    Row(
        "rename: corrected",
        at(USER + "/counts/properties", lambda held: held.update(followed_by=held.pop("follwed_by"))),
        "none",
        verdicts={"user-counts-followed-by": "fixed-upstream"},
    ),
    Row(
        "rename: gone",
        drop(USER + "/counts/properties", "follwed_by"),
        "major",
        ((B, "property-removed", USER + "/counts/properties/follwed_by"),),
        {"user-counts-followed-by": "target-missing"},
    ),
    Row(
        "rename: something else",
        put(USER + "/counts/properties/follwed_by", "type", "boolean"),
        "major",
        ((B, "property-removed", "/follwed_by"), (A, "property-added", "/follwed_by")),
        {"user-counts-followed-by": "precondition-changed"},
    ),
    Row("set: corrected", put(USER + "/id", "type", "string"), "none", verdicts={"user-id-is-text": "fixed-upstream"}),
    Row(
        "set: something else",
        put(USER + "/id", "type", "boolean"),
        "major",
        ((B, "type-changed", USER + "/id/type"),),
        {"user-id-is-text": "precondition-changed"},
    ),
    Row(
        "add: corrected",
        put("/definitions/Image", "required", ["height", "url", "width"]),
        "none",
        verdicts={"image-required": "fixed-upstream"},
    ),
    Row(
        "add: something else",
        put("/definitions/Image", "required", ["url"]),
        "major",
        ((B, "property-optional", "/width"), (B, "property-optional", "/height")),
        {"image-required": "precondition-changed"},
    ),
    Row(
        "move: corrected",
        to_path("/media1/{shortcode}", "/media/shortcode/{shortcode}"),
        "none",
        verdicts={"media-by-shortcode-path": "fixed-upstream"},
    ),
    Row(
        "move: gone",
        drop("/paths", "/media1/{shortcode}"),
        "major",
        ((B, "operation-removed", "/paths/~1media1~1{shortcode}/get"),),
        {"media-by-shortcode-path": "target-missing"},
    ),
    Row(
        "replaced by name: corrected",
        put(place("search", "get", "parameters", "4"), "name", "distance"),
        "none",
        verdicts={"media-search-distance": "fixed-upstream"},
    ),
    Row(
        "several places: one corrected",
        put(place("media", "parameters", "0"), "type", "string"),
        "none",
        verdicts={"media-id-type": "fixed-upstream"},
    ),
)

ROWS: Final = (*LAYOUT, *OPERATIONS, *PARAMETERS, *SCHEMAS, *ANSWERS, *REST, *REPAIRS)
