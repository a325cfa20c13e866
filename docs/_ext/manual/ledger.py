"""The list of defects with what settles each of them, and the list of repairs with what they change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from docutils import nodes

from codegen import yaml12
from codegen.pointer import Json, Missing
from codegen.repair import DefectRow, Repair
from manual.apis import Api, Settled
from manual.making import Part, badge, box, code, defined, joined, link, listed, listing, para, section, target
from manual.prose import line
from manual.repairs import told, witnesses

_WAYS = {"repair": "by a repair", "rule": "by a rule", "reason": "left as it is, with a reason"}
_SEVERITIES = ("high", "medium", "low")


def ledger_page(api: Api, document: nodes.document) -> nodes.section:
    """All defects."""
    rows = [api.row(n) for n in api.settled]
    made = section(document, api.label("", "ledger"), [f"{len(rows)} defects, and what settles them"])
    made += para(
        "What is wrong in the supplied file, what is true, how it was settled, and who says so. ",
        "The number of a defect stays the same for good; ",
        link(api.label("", "repairs"), "the list of repairs"),
        " shows what each of them changes.",
    )
    made += _counts(api, rows)
    entries = nodes.container("", classes=["ledger"], is_div=True)
    entries += [_entry(api, document, row, api.settled[row.n]) for row in rows]
    made += entries
    return made


def _counts(api: Api, rows: Iterable[DefectRow]) -> nodes.Node:
    every = list(rows)
    ways = Counter(way for row in every for way in api.settled[row.n].ways)
    severities = Counter(row.severity for row in every)
    kinds = Counter(row.category for row in every)
    return defined(
        [
            (["Settled"], [para(*joined(f"{ways[way]} {words}" for way, words in _WAYS.items() if ways[way]), ".")]),
            (["Severity"], [para(*joined(f"{severities[name]} {name}" for name in _SEVERITIES), ".")]),
            (["Kind"], [para(*joined(f"{count} {name}" for name, count in kinds.most_common()), ".")]),
        ],
        "counts",
    )


def _entry(api: Api, document: nodes.document, row: DefectRow, settled: Settled) -> nodes.Element:
    label = api.label("defect", str(row.n))
    marks: list[Part] = [badge(row.severity, row.severity), " ", badge(row.category, "quiet")]
    marks += [part for way in settled.ways for part in (" ", badge(way, way))]
    made = box("defect", para(link(label, f"#{row.n}"), " ", *marks, kind="defect-head"))
    made += para(nodes.strong("", "It says "), *line(row.says))
    made += para(nodes.strong("", "True is "), *line(row.truth))
    made += para(*joined((code(pointer) for pointer in row.at), " "), kind="at")
    made += list(_settling(api, row, settled))
    return target(document, label, made)


def _settling(api: Api, row: DefectRow, settled: Settled) -> Iterator[nodes.Node]:
    items = [[told(api, repair, row.n), witnesses(repair), *_shows(api, repair)] for repair in settled.repairs]
    for name, rule in settled.rules:
        items.append([para("Rule ", link(api.label("rule", name), name), ": ", *line(rule.because))])
    items += [[para("Left as it is. ", *line(reason.reason))] for reason in settled.reasons]
    if row.evidence:
        items.append([para("Seen in: ", *joined(map(code, row.evidence)))])
    yield listed(items, kind="settled")


def _shows(api: Api, repair: Repair) -> list[nodes.Node]:
    places = api.places[repair.id]
    return [para("Shows in: ", *_links(api, repair), kind="facts")] if places else []


def _links(api: Api, repair: Repair, most: int = 6) -> list[Part]:
    places = api.places[repair.id]
    found = joined(link(place.label, place.title) for place in places[:most])
    return [*found, f" and {len(places) - most} more"] if len(places) > most else found


def repairs_page(api: Api, document: nodes.document) -> nodes.section:
    """All repairs, by the file that holds them."""
    made = section(document, api.label("", "repairs"), [f"{len(api.repairs)} repairs"])
    made += para(
        "What each repair changes in the supplied file, as it is written down. ",
        "Every build holds each of them against the file again, and tells when one no longer fits.",
    )
    files = dict.fromkeys(repair.file for repair in api.repairs.values())
    for file in files:
        held = [repair for repair in api.repairs.values() if repair.file == file]
        part = section(
            document, api.label("repairs", file), [file.rpartition("/")[2].removesuffix(".yaml").capitalize()]
        )
        part += [_repair(api, document, repair) for repair in held]
        made += part
    return made


def _repair(api: Api, document: nodes.document, repair: Repair) -> nodes.Element:
    label = api.label("repair", repair.id)
    head: list[Part] = [link(label, repair.id), " ", badge(repair.action, "quiet")]
    rows = joined(link(api.label("defect", str(n)), f"#{n}") for n in repair.defects if n in api.defects.rows)
    if rows:
        head += [" settles ", *rows]
    made = box("repair", para(*head, kind="defect-head"), para(*line(repair.because)))
    becomes: list[Part] = [" → ", code(repair.to)] if repair.to else []
    made += para(*joined(map(code, repair.at), " "), *becomes, kind="at")
    made += [*_value("There was:", repair.expect), *_value("There is now:", repair.value)]
    made += [witnesses(repair), *_shows(api, repair)]
    return target(document, label, made)


def _value(words: str, value: Json | Missing) -> Iterator[nodes.Node]:
    if not isinstance(value, Missing):
        yield para(words, kind="was-is")
        yield listing(yaml12.dump(value).rstrip("\n"), "yaml")
