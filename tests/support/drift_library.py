"""Another API, of books, and what may change in it: constructs that the supplied file does not have."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from codegen import yaml12

Document = dict[str, Any]

_TEXT: Final = """\
swagger: '2.0'
info: {title: Library, version: '3'}
host: lib.example
basePath: /api
schemes: [https]
consumes: [application/json]
produces: [application/json]
parameters:
  page: {name: page, in: query, type: integer, minimum: 1, default: 1}
  book: {name: book_id, in: path, required: true, type: string}
responses:
  Missing: {description: not there, schema: {$ref: '#/definitions/Problem'}}
securityDefinitions:
  token: {type: apiKey, in: header, name: X-Token}
  web:
    type: oauth2
    flow: accessCode
    authorizationUrl: https://a/x
    tokenUrl: https://a/t
    scopes: {read: r, write: w}
security: [{token: []}]
paths:
  /books:
    get:
      tags: [Books]
      operationId: listBooks
      parameters:
        - {$ref: '#/parameters/page'}
        - {name: tag, in: query, type: array, items: {type: string}, collectionFormat: csv}
        - {name: order, in: query, type: string, enum: [title, year]}
      responses:
        200:
          description: OK
          headers: {X-Total: {type: integer}}
          schema: {type: array, items: {$ref: '#/definitions/Book'}}
    post:
      tags: [Books]
      operationId: addBook
      security: [{web: [write]}]
      parameters: [{name: body, in: body, required: true, schema: {$ref: '#/definitions/NewBook'}}]
      responses:
        201: {description: made, schema: {$ref: '#/definitions/Book'}}
        404: {$ref: '#/responses/Missing'}
  /books/{book_id}:
    parameters: [{$ref: '#/parameters/book'}]
    get:
      tags: [Books]
      responses: {200: {description: OK, schema: {$ref: '#/definitions/Book'}}, 404: {$ref: '#/responses/Missing'}}
    delete:
      tags: [Books]
      responses: {204: {description: gone}}
  /books/{book_id}/cover:
    parameters: [{$ref: '#/parameters/book'}]
    put:
      tags: [Books]
      consumes: [multipart/form-data]
      parameters: [{name: file, in: formData, type: file, required: true}, {name: note, in: formData, type: string}]
      responses: {204: {description: done}}
  /loans:
    post:
      tags: [Loans]
      parameters:
        - name: body
          in: body
          schema:
            type: object
            required: [book]
            properties: {book: {type: string}, days: {type: integer, maximum: 30}}
      responses: {200: {description: OK, schema: {$ref: '#/definitions/Loan'}}}
definitions:
  Base: {type: object, required: [id], properties: {id: {type: string}, kind: {type: string}}}
  Book:
    allOf:
      - {$ref: '#/definitions/Base'}
      - type: object
        required: [title]
        properties:
          title: {type: string, maxLength: 200}
          year: {type: integer, format: int32}
          state: {type: string, enum: [in, out]}
          authors: {type: array, items: {$ref: '#/definitions/Person'}}
          labels: {type: object, additionalProperties: {type: string}}
  NewBook: {type: object, required: [title], properties: {title: {type: string}, year: {type: integer}}}
  Person:
    type: object
    required: [name]
    properties:
      name: {type: string}
      born: {type: string, format: date}
      agent: {$ref: '#/definitions/Person'}
  Loan: {type: object, properties: {book: {$ref: '#/definitions/Book'}, until: {type: string, format: date-time}}}
  Problem: {type: object, properties: {message: {type: string}}}
"""

LIBRARY: Final[Document] = yaml12.load(_TEXT).data


def library() -> Document:
    """The document, afresh."""
    document: Document = json.loads(json.dumps(LIBRARY))
    return document


def _at(*keys: str) -> Callable[[Document], Any]:
    def find(document: Document) -> Any:
        node: Any = document
        for key in keys:
            node = node[int(key) if isinstance(node, list) else key]
        return node

    return find


def _put(*keys: str, **values: Any) -> Callable[[Document], object]:
    return lambda document: _at(*keys)(document).update(json.loads(json.dumps(values)))


def _drop(*keys: str) -> Callable[[Document], object]:
    return lambda document: _at(*keys[:-1])(document).pop(
        int(keys[-1]) if keys[-1].isdigit() and len(keys[-1]) < 3 else keys[-1]
    )


def _move(*keys: str, to: str) -> Callable[[Document], object]:
    def edit(document: Document) -> None:
        holder = _at(*keys[:-1])(document)
        holder[to] = holder.pop(keys[-1])

    return edit


def _append(*keys: str, value: Any) -> Callable[[Document], object]:
    return lambda document: _at(*keys)(document).append(value)


def _all(*edits: Callable[[Document], object]) -> Callable[[Document], object]:
    return lambda document: [edit(document) for edit in edits]


def _operations(document: Document) -> list[Any]:
    return [item[method] for item in document["paths"].values() for method in item if method != "parameters"]


def _said_by_each(key: str) -> Callable[[Document], object]:
    def edit(document: Document) -> None:
        for operation in _operations(document):
            operation.setdefault(key, document[key])
        del document[key]

    return edit


def _inlined(document: Document) -> None:
    base, book = document["definitions"]["Base"], document["definitions"]["Book"]["allOf"]
    book[1]["properties"].update(base["properties"])
    book[1]["required"].append("id")
    del book[0]


def _renamed_person(document: Document) -> Document:
    text = json.dumps(document).replace("definitions/Person", "definitions/Author").replace('"Person"', '"Author"')
    changed: Document = json.loads(text)
    return changed


_BOOK = ("definitions", "Book", "allOf", "1", "properties")
_BOOKS = ("paths", "/books", "get", "parameters")
_COVER = ("paths", "/books/{book_id}/cover", "put")
_LOAN = ("paths", "/loans", "post")
_WISH = (*_LOAN, "parameters", "0", "schema")
_TITLES = _all(
    _move("paths", "/books/{book_id}", to="/books/{id}"),
    _move("paths", "/books/{book_id}/cover", to="/books/{id}/cover"),
    _put("parameters", "book", name="id"),
)

EDITS: Final[dict[str, tuple[Callable[[Document], object], str, str]]] = {
    "a base class's field": (
        _put("definitions", "Base", "properties", "id", type="integer"),
        "major",
        "type-changed /definitions/Base/properties/id/type",
    ),
    "a base class requires less": (
        _drop("definitions", "Base", "required"),
        "major",
        "property-optional /definitions/Base/properties/id",
    ),
    "a base class written out": (_inlined, "none", ""),
    "the order of allOf": (lambda d: d["definitions"]["Book"]["allOf"].reverse(), "none", ""),
    "another default": (_put("parameters", "page", default=0), "major", "default-changed /parameters/page/default"),
    "a lower minimum": (_put("parameters", "page", minimum=0), "minor", "limit-loosened /parameters/page/minimum"),
    "a maximum": (_put("parameters", "page", maximum=9), "major", "limit-tightened /parameters/page/maximum"),
    "lists joined otherwise": (
        _put(*_BOOKS, "1", collectionFormat="multi"),
        "major",
        "collection-format-changed /parameters/1/collectionFormat",
    ),
    "the usual way to join lists": (_drop(*_BOOKS, "1", "collectionFormat"), "none", ""),
    "optional parameters in another order": (lambda d: _at(*_BOOKS)(d).reverse(), "none", ""),
    "one more word to send": (
        _append(*_BOOKS, "2", "enum", value="author"),
        "minor",
        "enum-value-added /parameters/2/enum",
    ),
    "one word less to send": (_drop(*_BOOKS, "2", "enum", "0"), "major", "enum-value-removed /parameters/2/enum"),
    "one more word to read": (_append(*_BOOK, "state", "enum", value="lost"), "minor", "enum-value-added /state/enum"),
    "words in another order": (lambda d: _at(*_BOOK, "state", "enum")(d).reverse(), "none", ""),
    "a header of answers is gone": (
        _drop("paths", "/books", "get", "responses", "200", "headers"),
        "major",
        "header-removed /headers/X-Total",
    ),
    "another status": (
        _move(*_LOAN, "responses", "200", to="201"),
        "major",
        "response-removed ~1loans/post/responses/200",
    ),
    "a shared answer's model": (
        _put("definitions", "Problem", "properties", "message", type="object"),
        "major",
        "type-changed /Problem/properties/message/type",
    ),
    "another scope": (
        _put("paths", "/books", "post", security=[{"web": ["read"]}]),
        "major",
        "scope-changed ~1books/post/security",
    ),
    "either of two ways": (
        _append("paths", "/books", "post", "security", value={"token": []}),
        "minor",
        "security-added ~1books/post/security",
    ),
    "both of two ways": (
        _put("paths", "/books", "post", "security", "0", token=[]),
        "major",
        "security-removed ~1books/post/security",
    ),
    "nothing is needed": (_drop("security"), "minor", "security-added /security"),
    "security said by each operation": (_said_by_each("security"), "none", ""),
    "media types said by each operation": (_said_by_each("produces"), "none", ""),
    "another header for the key": (
        _put("securityDefinitions", "token", name="Token"),
        "major",
        "security-scheme-changed /token/name",
    ),
    "XML as well": (_append("produces", value="application/xml"), "minor", "media-type-added /produces"),
    "no maximum of a field to send": (
        _drop(*_WISH, "properties", "days", "maximum"),
        "minor",
        "limit-loosened /days/maximum",
    ),
    "an inline body requires more": (
        _append(*_WISH, "required", value="days"),
        "major",
        "property-required /properties/days",
    ),
    "the body is required": (
        _put(*_LOAN, "parameters", "0", required=True),
        "major",
        "body-required /parameters/0/required",
    ),
    "the body is called otherwise": (_put(*_LOAN, "parameters", "0", name="loan"), "none", ""),
    "a field of a form is required": (
        _put(*_COVER, "parameters", "1", required=True),
        "major",
        "parameter-required /parameters/1/required",
    ),
    "a field of a form goes to the address": (
        _put(*_COVER, "parameters", "1", **{"in": "query"}),
        "major",
        "parameter-moved /parameters/1",
    ),
    "a form of another kind": (
        _put(*_COVER, consumes=["application/x-www-form-urlencoded"]),
        "major",
        "media-type-removed /put/consumes",
    ),
    "other values of a map": (
        _put(*_BOOK, "labels", "additionalProperties", type="integer"),
        "major",
        "type-changed /labels/additionalProperties/type",
    ),
    "one where a list was": (
        _put(*_BOOK, authors={"$ref": "#/definitions/Person"}),
        "major",
        "type-changed /properties/authors",
    ),
    "a model under another name": (_renamed_person, "major", "schema-renamed /definitions/Author"),
    "another kind of date": (
        _put("definitions", "Person", "properties", "born", format="date-time"),
        "major",
        "format-changed /born/format",
    ),
    "a larger integer": (_put(*_BOOK, "year", format="int64"), "patch", "format-noted /year/format"),
    "numbers where integers were": (_put(*_BOOK, "year", type="number"), "major", "type-widened /year/type"),
    "null where a field was required": (
        _put(*_BOOK, "title", **{"x-nullable": True}),
        "major",
        "nullable-added /properties/title",
    ),
    "null where it was optional": (
        _put(*_BOOK, "year", **{"x-nullable": True}),
        "patch",
        "null-declared /properties/year",
    ),
    "anything where text was": (lambda d: _at(*_BOOK)(d).update(title={}), "major", "type-widened /title/type"),
    "a list in an object": (
        _put("paths", "/books", "get", "responses", "200", schema={"type": "object"}),
        "major",
        "type-changed /schema/type",
    ),
    "variables called otherwise": (_TITLES, "none", ""),
    "a slash at the end": (_move("paths", "/loans", to="/loans/"), "major", "operation-moved /paths/~1loans~1/post"),
    "another method": (
        _move("paths", "/books/{book_id}", "get", to="patch"),
        "major",
        "operation-removed ~1{book_id}/get",
    ),
    "HEAD as well": (
        _put("paths", "/books", head={"responses": {"200": {"description": ""}}}),
        "minor",
        "operation-added ~1books/head",
    ),
    "a pattern for what is sent": (
        _put("definitions", "NewBook", "properties", "title", pattern="^a"),
        "major",
        "limit-tightened /title/pattern",
    ),
    "a pattern for what is read": (_put(*_BOOK, "title", pattern="^a"), "patch", "limit-tightened /title/pattern"),
    "only for reading": (_put(*_BOOK, "year", readOnly=True), "patch", "mark-changed /year/readOnly"),
    "a model nobody uses": (_put("definitions", Shelf={"type": "object"}), "minor", "schema-added /definitions/Shelf"),
    "an id of an operation is dropped": (_drop("paths", "/books", "get", "operationId"), "none", ""),
}
