"""The models of the private API, and their conversion to plain data and back."""

from __future__ import annotations

from _instagram_private import models as _generated
from _instagram_private.models import *  # noqa: F403
from instagram_v1.runtime.convert import asdict, evolve, fromdict, publish
from instagram_v1.runtime.model import Model, OpenEnum

__all__ = ["Model", "OpenEnum", "asdict", "evolve", "fromdict"]
__all__ += _generated.__all__

publish(_generated, __name__)
