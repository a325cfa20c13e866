"""The models, under their public names, and their conversion to plain data and back."""

from __future__ import annotations

from _instagram_v1 import models as _generated
from _instagram_v1.models import *  # noqa: F403
from instagram_v1.runtime.convert import asdict, evolve, fromdict, publish
from instagram_v1.runtime.model import Model, OpenEnum

__all__ = ["Model", "OpenEnum", "asdict", "evolve", "fromdict"]
__all__ += _generated.__all__

publish(_generated, __name__)
