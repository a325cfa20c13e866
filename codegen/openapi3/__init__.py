"""OpenAPI 3.0 and 3.1 in the words of Swagger 2.0: the converter's way back, so that such a file can be compared.

Nothing is built from it. What Swagger 2.0 has no word for is said by the extensions that the converter reads
(``x-nullable``, ``x-anyOf``, ``x-extensible-enum``, ``x-cookie``); callbacks, links and servers of single operations
stay as extensions of their own, so that a change in them is still seen.
"""

from codegen.openapi3.document import Lowered, as_swagger, was_built

__all__ = ["Lowered", "as_swagger", "was_built"]
