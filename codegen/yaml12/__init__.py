"""YAML as OpenAPI means it: the 1.2 core schema, string keys, positions, and no surprises.

PyYAML scans the text; what its events mean is decided here, because its own reading is YAML 1.1 (``on`` is true,
``12:30`` is 750, ``200:`` is an integer key) and keeps the last of two equal keys without a word. JSON is YAML and is
read too.

One thing of YAML 1.1 is kept: merge keys (``<<: *base``). YAML 1.2 dropped them, but documents in use depend on them,
and without them a plain ``<<`` would be a key that nobody means. A quoted ``"<<"`` is an ordinary key.
"""

from codegen.yaml12.document import MAX_BYTES, Document, load, load_file
from codegen.yaml12.reader import MAX_ALIASED, MAX_DEPTH, Json
from codegen.yaml12.writer import dump

__all__ = ["MAX_ALIASED", "MAX_BYTES", "MAX_DEPTH", "Document", "Json", "dump", "load", "load_file"]
