"""What the rules say of every answer: envelope, cursors, errors. Settled in ``codegen.toml``, not by repairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from codegen.learn.model import Finding
from codegen.learn.recordings import Recording
from codegen.learn.walking import Sample
from codegen.pointer import Json, Parts
from codegen.rules import Config
from codegen.rules.walk import table

_ERROR: Final = 400


def is_error(recording: Recording, config: Config) -> bool:
    """Whether an answer is an error: by its status, or by the one in its envelope."""
    rule = config.rules.envelope
    said = table(recording.body).get(rule.meta) if rule else None
    code = table(said).get("code")
    failed = rule is not None and bool(rule.fine) and isinstance(said, str) and said != rule.fine
    return recording.status >= _ERROR or failed or (isinstance(code, int) and code >= _ERROR)


def envelopes(recordings: Iterable[Recording], config: Config) -> Iterator[Finding]:
    """Find keys around the data that no rule knows.

    Args:
        recordings: The answers.
        config: The rules.

    Yields:
        Findings; their pointers name tables of ``codegen.toml``.
    """
    strange: dict[tuple[str, str], list[Sample]] = {}
    totals: dict[str, int] = {}
    for recording in recordings:
        for table_name, inside, value, known in _parts(recording, config):
            totals[table_name] = totals.get(table_name, 0) + 1
            for key in value.keys() - known:
                sample = Sample(value[key], recording, (*inside, key))
                strange.setdefault((table_name, key), []).append(sample)
    for (name, key), samples in sorted(strange.items(), key=lambda item: item[0]):
        text = f"{key!r} is answered, and codegen.toml does not know it"
        yield Finding("envelope", f"[{name}]", text, len(samples), totals[name], samples[0].place)


def _parts(recording: Recording, config: Config) -> Iterator[tuple[str, Parts, dict[str, Json], set[str]]]:
    rule, body = config.rules.envelope, table(recording.body)
    if rule is None or not body:
        return
    if rule.flat:
        # What stands beside the status is the data's own, and judged with it.
        if config.rules.errors and is_error(recording, config):
            yield "rules.errors.definitions", (), body, _declared(config.rules.errors.definitions)
        return
    if is_error(recording, config):
        if config.rules.errors and rule.meta not in body:
            yield "rules.errors.definitions", (), body, _declared(config.rules.errors.definitions) - {rule.meta}
        elif rule.meta in body:
            yield "rules.envelope.definitions", (rule.meta,), table(body[rule.meta]), _declared(rule.definitions)
        return
    yield "rules.envelope", (), body, {rule.data, rule.meta, rule.pagination}
    yield "rules.envelope.definitions", (rule.meta,), table(body.get(rule.meta)), _declared(rule.definitions)
    if config.rules.pagination:
        keys = {key for style in config.rules.pagination.styles for key in style.keys}
        yield "rules.pagination", (rule.pagination,), table(body.get(rule.pagination)), keys


def _declared(definitions: dict[str, Json]) -> set[str]:
    return {key for schema in definitions.values() for key in table(table(schema).get("properties"))}
