"""The work of an export: what is left to do, done step by step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Protocol

import attrs

from instagram_v1.cli.archive.journal import FORMAT, VERSION, Step
from instagram_v1.cli.archive.plan import PARTS, Part, count
from instagram_v1.errors import (
    APIError,
    ForbiddenError,
    InvalidParametersError,
    NotAllowedError,
    NotFoundError,
    PaginationError,
    RetiredError,
    ScopeError,
)
from instagram_v1.runtime.plain import is_dict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from instagram_v1.cli.archive.folder import Folder
    from instagram_v1.cli.archive.patience import Patience
    from instagram_v1.cli.archive.source import Source

_SHUT: Final = (ScopeError, ForbiddenError, NotAllowedError, NotFoundError)
"""Errors that say that a part is not to be had with this token."""

_GONE: Final = (NotAllowedError, NotFoundError, InvalidParametersError)
"""Errors that say that there is nothing to be had of one owner."""


@attrs.frozen(kw_only=True)
class Way:
    """A walk through one list.

    Attributes:
        of: Id of the owner; empty where there is none.
        number: Which walk through this list it is.
        full: Whether it goes to the end; otherwise it ends where everything is known.
    """

    of: str
    number: int
    full: bool


class Watcher(Protocol):
    """Who is told how an export goes."""

    def begin(self, part: str, total: int | None, there: int) -> None:
        """A part begins, of which so many items, or owners, are there already."""
        ...

    def advance(self, number: int) -> None:
        """So many more are there."""
        ...


@attrs.frozen(kw_only=True)
class Result:
    """How a part stands.

    Attributes:
        part: The part.
        items: Items in its file.
        why: Why it is not to be had; empty when it is complete.
        gone: How many owners were gone, or not open.
        short: For how many owners the API gave fewer than it counted.
    """

    part: Part
    items: int
    why: str = ""
    gone: int = 0
    short: int = 0

    @property
    def state(self) -> str:
        """In one word."""
        return "refused" if self.why else "complete"


class Exporter:
    """Does what is left of an export.

    Args:
        folder: Where to.
        source: Where from.
        patience: Waits for the budget.
        watcher: Who is told.
        profile: The profile of the account as the API sent it.
    """

    def __init__(
        self, folder: Folder, source: Source, patience: Patience, watcher: Watcher, profile: dict[str, Any]
    ) -> None:
        self._folder = folder
        self._source = source
        self._patience = patience
        self._watcher = watcher
        self._profile = profile
        self._run = 0
        self._resumed = False
        self._refused: dict[str, str] = {}

    def run(self) -> list[Result]:
        """Do it; tell how each part stands then.

        Raises:
            InstagramError: It cannot go on; what is stored is complete as far as it goes.
        """
        self._resumed = not self._complete()
        for part in PARTS:
            if self._source.operation(part) is None:
                self._refused[part.name] = f"this version has no operation {part.operation}"
                continue
            try:
                self._part(part)
            except _SHUT as error:
                self._refused[part.name] = _reason(error)
        return [self._result(part) for part in PARTS]

    def _complete(self) -> bool:
        return all(self._settled(part, of) for part in PARTS for of in (self._owners(part) if part.owner else [""]))

    def _owners(self, part: Part) -> list[str]:
        items = self._folder.items(_named(part.owner))
        return list(dict.fromkeys(owner for item, _ in items if (owner := _id(item))))

    def _part(self, part: Part) -> None:
        history = self._folder.history
        if not part.owner:
            if not self._settled(part, ""):
                self._watcher.begin(part.name, count(self._profile, part.counted), history.items.get(part.name, 0))
                self._list(part, "", self._seen(part))
            return
        owners = self._owners(part)
        left = [owner for owner in owners if not self._settled(part, owner)]
        if left:
            self._watcher.begin(part.name, len(owners), len(owners) - len(left))
            seen = self._seen(part)
            for owner in left:
                self._owned(part, owner, seen)
                self._watcher.advance(1)

    def _owned(self, part: Part, owner: str, seen: set[str]) -> None:
        try:
            self._list(part, owner, seen)
        except RetiredError:
            raise
        except _GONE as error:
            last = self._folder.history.lists.get((part.name, owner))
            way = Way(of=owner, number=last.last.walk if last else 1, full=True)
            self._store(part, way, [], "", gone=_reason(error))

    def _list(self, part: Part, of: str, seen: set[str]) -> None:
        """Walk through a list as often as it takes to have been through it in one go."""
        while not self._settled(part, of):
            known = self._folder.history.lists.get((part.name, of))
            if known is None:
                self._walk(part, Way(of=of, number=1, full=True), "", seen)
            elif known.last.next:
                self._go_on(part, Way(of=of, number=known.last.walk, full=known.last.full), known.last.next, seen)
            else:
                # What appeared meanwhile is at the head of the list.
                self._walk(part, Way(of=of, number=known.last.walk + 1, full=False), "", seen)

    def _go_on(self, part: Part, way: Way, cursor: str, seen: set[str]) -> None:
        try:
            self._walk(part, way, cursor, seen)
        except (PaginationError, InvalidParametersError):
            # The place is not known any more: from the beginning, past what is there already.
            self._walk(part, Way(of=way.of, number=way.number + 1, full=True), "", seen)

    def _walk(self, part: Part, way: Way, cursor: str, seen: set[str]) -> None:
        walk = self._source.walk(part, way.of, cursor)
        following, begun = ".", False
        while following:
            try:
                fetched = self._patience.get(walk.fetch)
            except PaginationError:
                if not begun:
                    raise
                # In a circle, or elsewhere: this is as far as the list can be followed.
                self._store(part, way, [], "")
                return
            begun = True
            fresh = [item for item in fetched.items if _new(part.key(item, way.of), seen)]
            known = not way.full and bool(fetched.items) and not fresh
            following = "" if known else fetched.next
            self._store(part, way, fresh, following)

    def _store(self, part: Part, way: Way, items: Sequence[Any], following: str, gone: str = "") -> None:
        self._run = self._run or self._folder.begin().number
        content = b"".join(part.line(item, way.of) for item in items)
        size = self._folder.size(part) + len(content)
        step = Step(
            part=part.name, of=way.of, walk=way.number, full=way.full, run=self._run, new=len(items), size=size,
            next=following, gone=gone,
        )  # fmt: skip
        self._folder.store(step, content)
        if not part.owner:
            self._watcher.advance(len(items))

    def _settled(self, part: Part, of: str) -> bool:
        history = self._folder.history
        known = history.lists.get((part.name, of))
        # The number of this run, which it has once it changed something.
        number = self._run or history.runs + 1
        since = number if self._folder.updating or self._looked_at_again(part) else history.since
        return known is not None and known.settled(since)

    def _looked_at_again(self, part: Part) -> bool:
        """Whether an earlier run's word is not taken for it: what appeared since is one question away for a list."""
        return self._resumed and not part.owner and part.name != "profile"

    def _seen(self, part: Part) -> set[str]:
        return {part.key(item, of) for item, of in self._folder.items(part)}

    def _result(self, part: Part) -> Result:
        history = self._folder.history
        return Result(
            part=part,
            items=history.items.get(part.name, 0),
            why=self._refused.get(part.name, ""),
            gone=len(history.gone.get(part.name, ())),
            short=self._short(part),
        )

    def _short(self, part: Part) -> int:
        if not part.owner or part.name in self._refused:
            return 0
        there: dict[str, int] = {}
        for _, of in self._folder.items(part):
            there[of] = there.get(of, 0) + 1
        said = {_id(item): count(item, part.counted) for item, _ in self._folder.items(_named(part.owner))}
        gone = self._folder.history.gone.get(part.name, set[str]())
        return sum(1 for of, number in said.items() if of not in gone and (number or 0) > there.get(of, 0))


def manifest(folder: Folder, results: Sequence[Result]) -> bytes:
    """What the folder holds, as a file for whoever opens it: it says nothing of when."""
    head = folder.history.head
    document = {
        "format": FORMAT,
        "version": VERSION,
        "account": {"id": head.account, "username": head.username},
        "base_url": head.base_url,
        "complete": not any(result.why for result in results),
        "parts": {result.part.name: dict(_row(result)) for result in results},
    }
    return json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _row(result: Result) -> Iterator[tuple[str, Any]]:
    yield "file", result.part.file
    yield "items", result.items
    yield "state", result.state
    for name, value in (("why", result.why), ("gone", result.gone), ("short", result.short)):
        if value:
            yield name, value


def _new(key: str, seen: set[str]) -> bool:
    if key in seen:
        return False
    seen.add(key)
    return True


def _id(item: Any) -> str:
    return str(item.get("id", "")) if is_dict(item) else ""


def _named(name: str) -> Part:
    return next(part for part in PARTS if part.name == name)


def _reason(error: APIError) -> str:
    if isinstance(error, ScopeError) and error.scope:
        return f"the token has not the scope {error.scope}"
    return error.error_message or error.error_type or f"HTTP {error.status}"
