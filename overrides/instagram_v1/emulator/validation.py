"""Holds every answer against the strict model of its operation before it leaves."""

from __future__ import annotations

import importlib
from types import ModuleType

from pydantic import BaseModel, ValidationError

from .router import AnyOperation


class ContractViolation(Exception):  # noqa: N818 - the name says what happened
    """An answer of the emulator does not fit the specification: a bug of the emulator, or of the specification."""


class Contract:
    """The generated strict models, by the name of the envelope."""

    def __init__(self, package: str = "_instagram_v1_schema") -> None:
        self._module: ModuleType = importlib.import_module(package)

    def model(self, name: str) -> type[BaseModel]:
        """Give the model of a component."""
        found = getattr(self._module, name, None)
        if not (isinstance(found, type) and issubclass(found, BaseModel)):
            raise ContractViolation(f"{self._module.__name__} has no model {name}: generate it again")
        return found

    def check(self, operation: AnyOperation, body: bytes) -> None:
        """Check the body of a successful answer."""
        self.check_as(operation.response.__name__, body, operation.id)

    def check_as(self, name: str, body: bytes, where: str) -> None:
        """Check a body against a component."""
        try:
            self.model(name).model_validate_json(body)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise ContractViolation(
                f"the emulator's answer to {where} breaks {name} at {place}: {first['msg']} "
                f"(got {first['input']!r:.80}); {error.error_count()} in all"
            ) from error
