"""Operations made up on the spot, for what no method covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import quote, unquote, urlsplit

from instagram_v1.runtime.draft import FORM
from instagram_v1.runtime.errors import UsageError
from instagram_v1.runtime.operation import EnvelopeShape, Operation, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHAPE = EnvelopeShape()
_IN_BODY = frozenset({"POST", "PUT", "PATCH"})


def ad_hoc(
    method: str,
    path: str,
    parameters: Mapping[str, object],
    security: tuple[tuple[str, ...], ...],
    carried: tuple[tuple[str, Literal["header", "cookie"]], ...] = (),
    envelope: EnvelopeShape = _SHAPE,
) -> Operation[Any, Any]:
    """Describe a request as an operation whose answer stays plain data.

    Args:
        method: HTTP method.
        path: Path below the base address, such as ``/media/popular``; parts that are not ASCII are encoded.
        parameters: Its parameters: in the body for POST, PUT and PATCH, in the address otherwise.
        security: The sets of credentials that are tried, in order; none when the parameters bring their own.
        carried: Where credentials travel that are no query parameters.
        envelope: Where the API's answers keep what.

    Raises:
        UsageError: The method, the path or the name of a parameter is none.
    """
    verb = method.upper()
    if not (verb.isascii() and verb.isalpha()):
        raise UsageError("request: the method must be an HTTP method such as GET.")
    if not all(isinstance(name, str) and name and name.isprintable() for name in parameters):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError("request: the names of parameters must be texts.")
    location: Literal["form", "query"] = "form" if verb in _IN_BODY else "query"
    return Operation(
        id=f"{verb} {path}",
        resource="",
        name="request",
        method=verb,
        path=_checked(path),
        response=cast("type[Any]", Any),
        data=Any,
        parameters=tuple(
            Parameter(name=name, wire=name, location=location, type="string", explode=False) for name in parameters
        ),
        body=FORM if location == "form" else "",
        security=() if any(name in parameters for names in security for name in names) else security,
        carried=carried,
        envelope=envelope,
    )


def _checked(path: str) -> str:
    parts = urlsplit(path)
    dots = {unquote(part) for part in parts.path.split("/")} & {".", ".."}
    if not path.startswith("/") or not path.isprintable() or parts.netloc or parts.query or parts.fragment or dots:
        raise UsageError(
            "request: the path must start with one slash, lie below the base address, and leave the parameters to "
            "`params`."
        )
    return quote(path, safe="/%:@!$&'()*+,;=-._~")
