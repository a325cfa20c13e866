"""The API reference, from the table of operations alone."""

from __future__ import annotations

import json
from typing import Any

from instagram_v1.emulator.core import BASE
from instagram_v1.emulator.profiles import Profile
from instagram_v1.emulator.router import AnyOperation
from instagram_v1.emulator.samples import sample
from instagram_v1.emulator.validation import Contract
from instagram_v1.runtime.operation import Parameter


def described(operation: AnyOperation, profile: Profile, contract: Contract, base: str = BASE) -> dict[str, Any]:
    """Describe one operation for the page.

    Args:
        operation: The operation.
        profile: The era.
        contract: The models of its answers.
        base: What stands before its path.
    """
    extra = profile.extra_scopes.get(operation.id)
    pages = operation.pagination
    return {
        "id": operation.id if base == BASE else f"private_{operation.id}",
        "resource": operation.resource,
        "method": operation.method,
        "path": base + operation.path,
        "summary": operation.summary,
        "description": operation.description,
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "credentials": [" + ".join(way) for way in operation.security],
        "scopes": [*operation.scopes, *([extra] if extra else [])],
        "cursor": pages.next_parameter if pages else "",
        "deprecated": operation.deprecated,
        "exists": operation.id not in profile.removed and not profile.retired,
        "answer": json.dumps(sample(contract.model(operation.response.__name__)), indent=2),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.wire,
        "in": parameter.location,
        "type": parameter.type,
        "required": parameter.required,
        "choices": list(parameter.enum),
        "default": "" if parameter.default is None else str(parameter.default),
        "range": _range(parameter),
        "description": parameter.description,
    }


def _range(parameter: Parameter) -> str:
    lowest, highest = parameter.minimum, parameter.maximum
    if lowest is None and highest is None:
        return ""
    return f"{'' if lowest is None else f'{lowest:g}'} … {'' if highest is None else f'{highest:g}'}".strip()
