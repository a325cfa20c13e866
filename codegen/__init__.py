"""The build: from a supplied Swagger 2.0 file to a generated client, by way of declared repairs.

``codegen`` knows nothing of any particular API. It works on every folder ``spec/*/`` that holds a
``codegen.toml``, and is no part of the wheel.
"""
