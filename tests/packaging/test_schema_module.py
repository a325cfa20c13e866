"""The strict models are the same models: two generators read one document."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from _instagram_v1 import models
from instagram_v1 import schema

STRUCTS = [name for name in models.__all__ if not hasattr(getattr(models, name), "__members__")]


@pytest.mark.parametrize("name", STRUCTS)
def test_every_model_is_there(name: str) -> None:
    """Each model has a strict twin of its name with the same fields on the wire."""
    twin = getattr(schema, name)
    assert issubclass(twin, BaseModel)
    fields = {field.alias or key for key, field in twin.model_fields.items()}
    assert fields == set(getattr(models, name).__struct_encode_fields__)


@pytest.mark.parametrize("body", ['{"meta": {"code": "200"}, "data": null}', '{"meta": {"code": 200}, "more": 1}'])
def test_strict(body: str) -> None:
    """What the document does not allow is refused, also where the client would bend it."""
    with pytest.raises(ValidationError):
        schema.LikesCreateResponse.model_validate_json(body)
