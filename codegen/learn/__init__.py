"""Learning from recorded answers: what they hold that the spec does not allow, and the repairs that would allow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from codegen.learn.envelopes import envelopes, is_error
from codegen.learn.fields import fields
from codegen.learn.hints import hints
from codegen.learn.inferring import infer
from codegen.learn.matching import Matcher
from codegen.learn.model import Finding, Lead, Lesson
from codegen.learn.recordings import Archive, Recording, read_archive
from codegen.learn.structure import structure
from codegen.learn.walking import Sample, Seen, Walk
from codegen.pointer import MISSING, Json, Missing, copy_table, find, join
from codegen.propose import Draft, Proposal, parse
from codegen.propose.places import Answer, answer_of
from codegen.repair import Repair, apply
from codegen.repair.marking import all_marks
from codegen.rules import Config
from codegen.rules.walk import Spot, is_success, table

__all__ = ["Archive", "Finding", "Lesson", "Recording", "learn", "read_archive"]

_ROUNDS = 24
_BODILESS = (204, 205)


def learn(
    document: dict[str, Json], config: Config, recordings: Iterable[Recording], repairs: Sequence[Repair] = ()
) -> Lesson:
    """Hold answers against a repaired document.

    Args:
        document: A Swagger 2.0 document, repaired as far as repairs are known; it is left alone.
        config: Its rules.
        recordings: The answers.
        repairs: The repairs that made the document what it is.

    Returns:
        What they hold that the document does not allow, and what would allow it.
    """
    return _Learner(document, config, tuple(recordings), repairs).lesson()


@dataclass(slots=True, eq=False)
class _Walked:
    """One walk of all answers through one state of the document."""

    seen: Seen
    leads: list[Lead] = field(default_factory=list[Lead])


class _Learner:
    def __init__(
        self,
        document: dict[str, Json],
        config: Config,
        recordings: tuple[Recording, ...],
        repairs: Sequence[Repair],
    ) -> None:
        self._document = copy_table(document)
        self._config = config
        self._earlier = list(repairs)
        self._walked: _Walked | None = None
        self._taken = {*all_marks(document), *(repair.id for repair in repairs)}
        self._findings: dict[tuple[str, str, str], Finding] = {}
        self._proposals: list[Proposal] = []
        matcher = Matcher(document, config)
        self._matched = [(spot, item) for item in recordings if (spot := matcher.find(item)) is not None]
        self._strangers = [item for item in recordings if matcher.find(item) is None]

    def lesson(self) -> Lesson:
        for _ in range(_ROUNDS):
            # What is something else altogether is settled first: its fields would be compared with the wrong ones.
            # A field that is settled can bring something of the first kind to light.
            if not self._settle(self._structures()) and not self._settle(self._fields()):
                break
        found = [*self._findings.values(), *envelopes([item for _, item in self._matched], self._config)]
        return Lesson(
            answers=len(self._matched),
            findings=(*found, *self._unmatched()),
            proposals=tuple(self._proposals),
            hints=tuple(self._hints()),
        )

    def _structures(self) -> list[Lead]:
        walked = self._walk()
        return [*walked.leads, *structure(self._document, walked.seen)]

    def _fields(self) -> list[Lead]:
        return list(fields(self._document, self._walk().seen, self._config))

    def _hints(self) -> Iterator[Proposal]:
        for draft in hints(self._document, self._walk().seen):
            proposal = draft.proposal(self._taken, self._earlier)
            self._taken.add(parse(proposal).id)
            yield proposal

    def _settle(self, leads: list[Lead]) -> bool:
        """Note findings and carry their repairs out; tell whether the document changed."""
        changed = False
        for lead in leads:
            item = lead.finding
            self._findings.setdefault((item.kind, item.pointer, item.detail), item)
            changed |= lead.draft is not None and self._carry_out(lead.draft)
        return changed

    def _carry_out(self, draft: Draft) -> bool:
        proposal = draft.proposal(self._taken, self._earlier)
        run = apply(self._document, [parse(proposal)])
        if not run.ok:
            return False
        self._document, self._walked = run.document, None
        self._proposals.append(proposal)
        self._earlier.append(parse(proposal))
        self._taken.add(self._earlier[-1].id)
        return True

    def _walk(self) -> _Walked:
        """Walk all answers; the last walk will do as long as the document is the same."""
        if self._walked is None:
            self._walked = self._walk_afresh()
        return self._walked

    def _walk_afresh(self) -> _Walked:
        walk = Walk(self._document)
        silent: dict[str, tuple[Answer, list[Sample]]] = {}
        for spot, recording in self._matched:
            answer = self._answer(spot, recording)
            if answer is None or is_error(recording, self._config) or recording.status in _BODILESS:
                continue
            sample = self._data(answer, recording)
            if isinstance(sample, Missing):
                continue
            if isinstance(find(self._document, answer.data), Missing):
                silent.setdefault(join(answer.response), (answer, []))[1].append(sample)
            else:
                walk.value(answer.data, sample)
        return _Walked(walk.seen, [self._undeclared(answer, samples) for answer, samples in silent.values()])

    def _answer(self, spot: Spot, recording: Recording) -> Answer | None:
        declared = table(spot.operation.get("responses"))
        exact = str(recording.status)
        fallback = min((status for status in declared if is_success(status)), default=None)
        status = exact if exact in declared else fallback
        return None if status is None else answer_of(self._document, spot, status, self._config)

    def _data(self, answer: Answer, recording: Recording) -> Sample | Missing:
        rule = self._config.rules.envelope
        if rule and rule.flat and answer.data[-1] == "schema":
            # The rule adds the status to whatever does not declare it.
            added = {rule.meta} - table(answer.schema.get("properties")).keys()
            return Sample({k: v for k, v in table(recording.body).items() if k not in added}, recording, ())
        key = rule.data if rule and not rule.flat and answer.spot.name not in rule.excepted else ""
        if not key and answer.data[-1] != "schema":
            key = answer.data[-1]
        if not key:
            return Sample(recording.body, recording, ())
        body = table(recording.body)
        return Sample(body[key], recording, (key,)) if key in body else MISSING

    def _undeclared(self, answer: Answer, samples: list[Sample]) -> Lead:
        place = (*answer.response, "schema")
        found = Finding("no-schema", join(place), "declares no answer", len(samples), len(samples), samples[0].place)
        held: Json = infer(self._document, samples, "data")
        rule = self._config.rules.envelope
        draft = Draft(
            kind="learned-answer",
            title=f"{answer.spot.name} declares no answer",
            op="add",
            at=join(place),
            value={"type": "object", "properties": {rule.data: held}} if rule and not rule.flat else held,
            because="It answers this.",
            sources=(found.evidence,),
        )
        return Lead(found, draft)

    def _unmatched(self) -> list[Finding]:
        counted: dict[str, list[Recording]] = {}
        for item in self._strangers:
            counted.setdefault(item.method or "operation", []).append(item)
        return [
            Finding(
                "operation", "/paths", f"no operation fits ({method})", len(held), len(self._strangers), held[0].place
            )
            for method, held in counted.items()
        ]
