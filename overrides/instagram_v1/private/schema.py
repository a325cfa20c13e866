"""The models of the private API once more, as strict pydantic models made by another generator.

They refuse what the document does not allow, where ``instagram_v1.private.models`` is tolerant. Needs the extra
``pydantic``.

    from instagram_v1.private import schema

    schema.UsersInfoResponse.model_validate_json(body)
"""

from __future__ import annotations

try:
    from _instagram_private_schema import *  # noqa: F403
except ImportError as _error:
    if (_error.name or "").partition(".")[0] != "pydantic":
        raise
    raise ImportError(
        "the strict models need pydantic, which is not installed: pip install 'instagram-v1[pydantic]'", name="pydantic"
    ) from None
