"""Rules that the documentation gives for parameters, checked before anything is sent.

General ones are read from the table of operations; the others are checks by operation id, for both clients alike.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn

import attrs

from instagram_v1.errors import MissingScopeError, ParameterRuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from instagram_v1.runtime.operation import Operation, Parameter

    Arguments = Mapping[str, object]

__all__ = ["ScopeCheck", "check_parameters"]

_WEEK = 7 * 24 * 60 * 60
_PLACE_KEYS = ("facebook_places_id", "foursquare_v2_id", "foursquare_id")


@attrs.frozen
class ScopeCheck:
    """Refuses operations whose scopes the token is known to lack.

    Attributes:
        granted: The scopes that the token was granted.
    """

    granted: frozenset[str]

    def __call__(self, operation: Operation[Any, Any], arguments: Arguments) -> None:
        """Compare with what the operation needs.

        Raises:
            MissingScopeError: A scope is missing.
        """
        for scope in operation.scopes:
            if scope not in self.granted:
                raise MissingScopeError(
                    error_message=f"it needs scope={scope}, and the access token was granted only "
                    f"{', '.join(sorted(self.granted)) or 'none'}; nothing was sent",
                    operation=operation.id,
                )


def check_parameters(operation: Operation[Any, Any], arguments: Arguments) -> None:
    """Check arguments against every documented rule.

    Raises:
        ParameterRuleError: A rule is broken; it is named.
    """
    for parameter in operation.parameters:
        value = arguments.get(parameter.wire)
        if value is not None:
            _check_range(operation, parameter, value)
    for rule in _RULES.get(operation.id, ()):
        rule(operation, arguments)


def _check_range(operation: Operation[Any, Any], parameter: Parameter, value: object) -> None:
    if parameter.enum and str(value) not in parameter.enum:
        _refuse(operation, parameter.wire, f"must be one of {', '.join(parameter.enum)}")
    if parameter.type not in ("integer", "number"):
        return
    found = _number(value)
    if found is None:
        _refuse(operation, parameter.wire, "must be a number")
    # The API says so of every `count`, whether or not the specification repeats it.
    minimum = 1 if parameter.wire == "count" else parameter.minimum
    if minimum is not None and found < minimum:
        _refuse(operation, parameter.wire, f"must be at least {minimum:g}")
    if parameter.maximum is not None and found > parameter.maximum:
        _refuse(operation, parameter.wire, f"must be at most {parameter.maximum:g}")


def _number(value: object) -> float | None:
    """A number in any of the forms that are sent as one; ``None`` for everything else."""
    if isinstance(value, Enum):
        return _number(value.value)
    if isinstance(value, datetime):
        return value.timestamp()
    try:
        number = float(value) if isinstance(value, str | int | float | Decimal) else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and math.isfinite(number) else None


def _check_point(operation: Operation[Any, Any], arguments: Arguments) -> None:
    if (arguments.get("lat") is None) != (arguments.get("lng") is None):
        _refuse(operation, "lat", "and `lng` go together: give both or neither")


def _check_window(operation: Operation[Any, Any], arguments: Arguments) -> None:
    start, end = _number(arguments.get("min_timestamp")), _number(arguments.get("max_timestamp"))
    if start is not None and end is not None:
        if start > end:
            _refuse(operation, "min_timestamp", "must not be later than `max_timestamp`")
        if end - start > _WEEK:
            _refuse(operation, "max_timestamp", "must be within 7 days of `min_timestamp`")


def _check_place(operation: Operation[Any, Any], arguments: Arguments) -> None:
    if all(arguments.get(key) is None for key in ("lat", *_PLACE_KEYS)):
        known = [p.wire for p in operation.parameters if p.wire in _PLACE_KEYS]
        _refuse(operation, "lat", f"and `lng` are needed, or one of {', '.join(known)}")


def _check_tag(operation: Operation[Any, Any], arguments: Arguments) -> None:
    if str(arguments.get("tag-name", "")).startswith("#"):
        _refuse(operation, "tag-name", "is written without `#`")


def _check_comment(operation: Operation[Any, Any], arguments: Arguments) -> None:
    parameter = next((p.wire for p in operation.parameters if p.wire.lower() == "text"), "text")
    text = str(arguments.get(parameter) or "")
    if not text.strip():
        _refuse(operation, parameter, "must not be empty")
    if len(text) > 300:
        _refuse(operation, parameter, f"must not be longer than 300 characters; this has {len(text)}")
    if len(re.findall(r"#\w+", text)) > 4:
        _refuse(operation, parameter, "must not have more than 4 hashtags")
    if len(re.findall(r"(?i)\b(?:https?://|www\.)\S", text)) > 1:
        _refuse(operation, parameter, "must not have more than one address")
    # One letter, or a script without capitals, is not shouting.
    if len(text) > 1 and text.isupper():
        _refuse(operation, parameter, "must not be all in capitals")


def _refuse(operation: Operation[Any, Any], name: str, rule: str) -> NoReturn:
    raise ParameterRuleError(
        f"{operation.id}: `{name}` {rule}. (Client(check_parameters=False) sends it all the same.)",
        operation=operation.id,
        parameter=name,
        rule=rule,
    )


_RULES: dict[str, tuple[Callable[[Operation[Any, Any], Arguments], None], ...]] = {
    "media_search": (_check_point, _check_window),
    "locations_search": (_check_point, _check_place),
    "comments_create": (_check_comment,),
    "tags_get": (_check_tag,),
    "tags_recent_media": (_check_tag,),
}
