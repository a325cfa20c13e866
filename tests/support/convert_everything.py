"""One valid Swagger 2.0 document that uses every feature, so that all can be tested without the real ones."""

EVERYTHING = """
swagger: "2.0"
info: {title: Everything, version: "1", x-info: 1}
host: api.example.com:8080
basePath: /v1
schemes: [https, http]
consumes: [application/json]
produces: [application/json, application/xml]
tags: [{name: things}]
externalDocs: {url: https://example.com}
x-root: {swagger: true}
securityDefinitions:
  plain: {type: basic}
  my key: {type: apiKey, in: header, name: X-Key, x-s: 1}
  one: {type: oauth2, flow: implicit, authorizationUrl: "https://x.com/a?b=c", scopes: {read: r}}
  two: {type: oauth2, flow: password, tokenUrl: "https://x.com/t", scopes: {read: r, write: w}}
  three: {type: oauth2, flow: application, tokenUrl: "https://x.com/t", scopes: {}}
  four: {type: oauth2, flow: accessCode, authorizationUrl: "https://x.com/a", tokenUrl: "https://x.com/t"}
security: [{plain: []}, {one: [read], my key: []}]
parameters:
  ids: {name: ids, in: query, type: array, items: {type: integer}}
  thing: {name: thing, in: body, required: true, schema: {$ref: "#/definitions/Thing%20one"}}
  note: {name: note, in: formData, type: string, required: true}
responses:
  Not found: {description: none, schema: {$ref: "#/definitions/Error"}, headers: {X-Left: {type: integer}}}
  Empty: {description: nothing}
paths:
  x-paths: {anything: 1}
  /things/{id}:
    x-path: 1
    parameters:
      - {name: id, in: path, type: string, required: true, description: the id}
      - {$ref: "#/parameters/ids"}
    get:
      tags: [things]
      operationId: getThing
      summary: Get
      parameters:
        - {name: csv, in: query, type: array, items: {type: string}, description: some}
        - {name: multi, in: query, type: array, items: {type: string, enum: [a, b]}, collectionFormat: multi}
        - {name: pipes, in: query, type: array, items: {type: string}, collectionFormat: pipes}
        - {name: tabs, in: query, type: array, items: {type: string}, collectionFormat: tsv}
        - {name: page, in: query, type: integer, format: int32, minimum: 1, default: 1, allowEmptyValue: true}
        - {name: kind, in: query, type: string, enum: [a, b], x-nullable: true, x-example: a, required: true}
        - {name: sort, in: query, type: string, enum: [up, down]}
        - {name: X-List, in: header, type: array, items: {type: number}}
      responses:
        "200":
          description: fine
          schema: {$ref: "#/definitions/Thing%20one"}
          examples: {application/json: {a: 1}, text/csv: "a,b", extra: 1}
          headers: {X-Left: {type: array, items: {type: string}, collectionFormat: ssv, description: left}}
        "404": {$ref: "#/responses/Not%20found"}
        default: {$ref: "#/responses/Empty"}
        x-responses: 1
    put:
      produces: [text/plain]
      consumes: [application/xml, application/json]
      parameters: [{$ref: "#/parameters/thing"}]
      security: []
      deprecated: true
      responses: {"404": {$ref: "#/responses/Not%20found"}, "200": {description: a file, schema: {type: file}}}
    post:
      consumes: []
      produces: []
      schemes: [wss]
      parameters: [{$ref: "#/parameters/thing"}]
      responses:
        "200":
          description: d
          schema: {$ref: "#/definitions/Thing%20one/properties/deep"}
          examples: {a/b: 1}

  /forms:
    parameters:
      - {name: common, in: formData, type: string, default: d}
    post:
      consumes: [application/x-www-form-urlencoded, multipart/form-data]
      parameters:
        - {$ref: "#/parameters/note"}
        - {name: list, in: formData, type: array, items: {type: string}}
        - {name: again, in: formData, type: array, items: {type: string}, collectionFormat: multi}
        - {name: tabs, in: formData, type: array, items: {type: string}, collectionFormat: tsv}
      responses: {"200": {description: d}}
    put:
      consumes: [multipart/form-data, application/json]
      parameters: [{name: upload, in: formData, type: file, description: a file}]
      responses: {"200": {description: d}}
definitions:
  Thing one:
    type: object
    discriminator: kind
    required: [kind]
    externalDocs: {url: https://example.com}
    properties:
      kind: {type: string, description: which, enum: [a, b]}
      deep: {type: object, properties: {again: {$ref: "#/definitions/Thing%20one"}}}
      size: {type: integer, format: int64, x-nullable: true, readOnly: true}
      items: {type: array, items: {type: string, maxLength: 3}}
      ref: {$ref: "#/definitions/Error", description: a remark}
      none: {$ref: "#/definitions/Error", x-nullable: true}
      either: {type: [string, "null"]}
      several: {type: [string, integer]}
      open: {type: string, enum: [a], x-extensible-enum: true}
      any: {x-anyOf: [{type: string}, {$ref: "#/definitions/Error"}]}
      type: {type: string}
  Big thing:
    allOf:
      - {$ref: "#/definitions/Thing%20one"}
      - {type: object, properties: {big: {type: boolean, default: true}}}
  Error: {type: object, properties: {code: {type: integer}}, additionalProperties: {type: string}, x-schema: {$ref: 1}}
  "Map[string]Error": {type: object, additionalProperties: {$ref: "#/definitions/Error"}}
"""
