"""What a document is: which operation it answers, or what else."""

from __future__ import annotations

from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from instagram_v1.cli.recognition import names, strangers
from instagram_v1.cli.recognition.findings import Finding, Findings
from instagram_v1.cli.recognition.routes import routed
from instagram_v1.cli.recognition.shapes import Fit, described
from instagram_v1.runtime.plain import is_dict, is_list

if TYPE_CHECKING:
    from instagram_v1.cli.recognition.sources import Document
    from instagram_v1.runtime.operation import Operation

Kind = Literal["answer", "error", "items", "other", "unknown"]

_ENOUGH: Final = 0.5
"""Share of a document that has to fit."""

_NEAR: Final = 0.02
"""Fits that are no further apart than this leave a choice."""


@attrs.frozen(kw_only=True)
class Recognition:
    """What a document is.

    Attributes:
        kind: ``answer`` of an operation, an ``error`` of the API, ``items`` without an envelope, something ``other``
            that is known, or ``unknown``.
        what: In a few words, such as ``20 Media``.
        operation: Id of the operation; the likeliest where several would do, empty where none is known.
        how: How that was found out.
        alike: All operations that would do as well, this one among them.
        model: What its items are, or the object that it is; empty where there is none.
        items: The items, or the object, as plain data.
        odd: What is odd.
    """

    kind: Kind
    what: str
    operation: str = ""
    how: str = ""
    alike: tuple[str, ...] = ()
    model: str = ""
    items: tuple[Any, ...] = ()
    odd: tuple[Finding, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether no other operation would do."""
        return len(self.alike) < 2


def recognise(document: Document, told: str = "") -> Recognition:
    """Find out what a document is.

    Args:
        document: The document.
        told: Id of the operation, where the user knows it.
    """
    findings = Findings()
    found = _recognised(document, told, findings)
    return attrs.evolve(found, odd=(*document.odd, *findings.all()))


def _recognised(document: Document, told: str, findings: Findings) -> Recognition:
    if not document.readable:
        return Recognition(kind="unknown", what="nothing readable")
    value = document.value
    error = strangers.error(value)
    if error is not None:
        findings.add("error", "", error)
        strangers.look_at_status(value, document.hints.status, findings)
        operation = told or _hinted(document)[0]
        return Recognition(kind="error", what=strangers.error_name(value), operation=operation, how="by its error")
    other = None if told else strangers.known(value, findings)
    if other is not None:
        return Recognition(kind="other", what=other[0], model=other[1], items=other[2], how="by its shape")
    if is_dict(value) and _wrapped(value):
        return _answer(document, value, told, findings)
    return _bare(value, findings) or Recognition(kind="unknown", what="nothing of this API")


def _answer(document: Document, value: dict[str, Any], told: str, findings: Findings) -> Recognition:
    from instagram_v1 import OPERATIONS

    chosen, how = (told, "as told") if told else _hinted(document)
    alike: tuple[str, ...] = (chosen,)
    if not chosen:
        chosen, how, alike = _guessed(document, value, findings)
    if not chosen:
        strangers.look_at_envelope(value, findings)
        return Recognition(kind="unknown", what="an envelope of this API, around something else")
    operation = OPERATIONS[chosen]
    Fit(findings).take(described(operation.response), _declared(operation, value))
    strangers.look_at(value, operation, document.hints.status, findings)
    data = value.get(operation.envelope.data) if operation.envelope.data else value
    items = tuple(data) if is_list(data) else () if data is None else (data,)
    model = _model(operation)
    what = (f"{len(items)} {model}" if is_list(data) else model) if items or is_list(data) else "done"
    return Recognition(
        kind="answer", what=what, operation=chosen, how=how, alike=alike, model=model if items else "", items=items
    )


def _declared(operation: Operation[Any, Any], value: dict[str, Any]) -> dict[str, Any]:
    """What an operation says of its answer; what else is in the envelope is looked at by itself."""
    shape = operation.envelope
    names = {name for name in (shape.data, shape.meta, shape.pagination) if name}
    return {shape.meta: _FINE, **{name: item for name, item in value.items() if name in names}}


_FINE: Final = {"code": 200}


def _hinted(document: Document) -> tuple[str, str]:
    """The operation that is known without looking at the data, and how."""
    from instagram_v1 import OPERATIONS

    hints = document.hints
    if hints.operation in OPERATIONS:
        return hints.operation, "by its recording"
    asked = routed(hints.address, hints.method) if hints.address else ""
    if asked:
        return asked, "by its request"
    path = PurePath(document.file)
    named = names.exact(path.name) or names.exact(path.parent.name)
    return (named, "by its file name") if named else ("", "")


def _guessed(document: Document, value: dict[str, Any], findings: Findings) -> tuple[str, str, tuple[str, ...]]:
    """The likeliest operation, how it was found, and all that are as likely."""
    stem = PurePath(document.file).stem
    paged = _paged(value)
    alike = _candidates(value)
    named = names.by_name(stem, alike)
    if paged:
        if not named or named == paged or not names.plainly(stem, named):
            return paged, "by its next page", (paged,)
        findings.add("pagination", "$.pagination", f"leads to {paged}")
        return named, "by its shape and file name", (named, paged)
    if len(alike) < 2:
        return "".join(alike), "by its shape", alike
    return (named, "by its shape and file name", alike) if named else (alike[0], "by its shape", alike)


def _candidates(value: dict[str, Any]) -> tuple[str, ...]:
    """The operations whose answers this looks most like, in the order of the specification."""
    from instagram_v1 import OPERATIONS

    scores = {name: _score(operation, value) for name, operation in OPERATIONS.items()}
    best = max(scores.values(), default=0.0)
    found = [name for name, score in scores.items() if best >= _ENOUGH and score >= best - _NEAR]
    paged = "pagination" in value

    def rank(name: str) -> tuple[bool, int]:
        return bool(OPERATIONS[name].envelope.pagination) != paged, OPERATIONS[name].path.count("/")

    return tuple(sorted(found, key=rank))


def _score(operation: Operation[Any, Any], value: dict[str, Any]) -> float:
    shape = operation.envelope
    if not shape.data or shape.data not in value:
        return 0.0
    data = Fit(sample=5)
    data.take(described(operation.data), value[shape.data])
    if data.wrong and not data.known:
        return 0.0
    # An envelope is the same for all, but for the names of its cursors; an empty one says nothing.
    pagination = value.get(shape.pagination or "pagination")
    if not pagination:
        return data.share
    if not shape.pagination:
        return data.share - _ODD_PAGES
    around = Fit()
    around.take(described(operation.response), {shape.pagination: pagination})
    empty = Fit()
    empty.take(described(operation.response), {})
    return data.share - _ODD_PAGES * (around.wrong > empty.wrong)


_ODD_PAGES: Final = 0.1
"""What cursors of another kind take from a fit."""


def _bare(value: Any, findings: Findings) -> Recognition | None:
    """Items or an object of this API without an envelope, such as a line of an export."""
    inner = strangers.line_of_export(value)
    items = inner if is_list(inner) else [inner]
    objects = [item for item in items if is_dict(item)]
    if not objects or len(objects) < len(items):
        return None
    scores: dict[str, float] = {}
    for name, model in _models().items():
        fit = Fit(sample=5)
        for item in objects[:5]:
            fit.take(described(model), item)
        scores[name] = fit.share if fit.known else 0.0
    best = max(scores, key=scores.__getitem__)
    if scores[best] < _ENOUGH:
        return None
    fit = Fit(findings)
    for item in objects:
        fit.take(described(_models()[best]), item)
    findings.add("no-envelope")
    what = f"{len(items)} {best}" if is_list(inner) else best
    return Recognition(kind="items", what=what, how="by its shape", model=best, items=tuple(objects))


@cache
def _models() -> dict[str, Any]:
    """What answers are made of, by name: the items of lists, and single objects."""
    from instagram_v1 import OPERATIONS

    found = [operation.item or operation.data for operation in OPERATIONS.values()]
    return {model.__name__: model for model in found if isinstance(model, type) and model is not type(None)}


def model_of(name: str) -> Any:
    """A model by its name."""
    return _models().get(name)


def _model(operation: Operation[Any, Any]) -> str:
    wanted = operation.item or operation.data
    kinds = getattr(wanted, "__args__", (wanted,))
    return next((kind.__name__ for kind in kinds if hasattr(kind, "__struct_fields__")), "")


def _wrapped(value: dict[str, Any]) -> bool:
    return "data" in value and ("meta" in value or "pagination" in value or set(value) == {"data"})


def _paged(value: dict[str, Any]) -> str:
    """The operation that the address of the next page leads to; empty without one."""
    holders = (value.get(name) for name in ("pagination", "paging"))
    texts = (text for held in holders if is_dict(held) for text in held.values())
    return next((found for text in texts if isinstance(text, str) and "/" in text and (found := routed(text))), "")
