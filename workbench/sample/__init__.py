"""The sample case: an invented child, family and services, made from readable text by the functions people use.

`resources/samples/` holds the sources and says how they are written. `documents` turns each document's text
into the file an agency might have sent; the same text always gives the same bytes. `make` brings those files
into a new case and then does what a panel would do, by the same functions.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select

from workbench import notes, people, review
from workbench.anonymity import identifying
from workbench.case import new_case
from workbench.casefile import CaseFile
from workbench.chronology import corrections, events, importing, linking, marks
from workbench.chronology.when import day
from workbench.findings import spine
from workbench.materials import mark_distressing, mark_read, materials, take_in_files, text_of
from workbench.problems import Problem, Report, quiet
from workbench.sample import prose, tables
from workbench.sample.sources import SOURCES, Line, Source, read_source, sources
from workbench.themes import codebook, tags
from workbench.word import publish

__all__ = [
    "CASE",
    "EXPORTS",
    "PASSPHRASE",
    "SOURCES",
    "Line",
    "Source",
    "documents",
    "make",
    "read_source",
    "sources",
]

CASE = "sample.rpw"
PASSPHRASE = "passphrase.txt"
EXPORTS = {"action-plan": "Action plan.docx", "chronology": "Combined chronology.docx"}
"""The documents the case leads to, and the files they are written to beside it."""


_TABLES: Mapping[str, Callable[[Source], bytes]] = {
    ".docx": tables.word,
    ".xlsx": tables.excel,
    ".csv": tables.delimited,
}
_PROSE: Mapping[str, Callable[[Source], bytes]] = {
    ".docx": prose.word,
    ".pdf": prose.pdf,
    ".txt": prose.plain,
    ".md": prose.plain,
}


def documents(folder: Path, of: Path = SOURCES) -> list[Path]:
    """Write every document of the sample into `folder` and give their paths.

    The bytes depend on the sources and the writing libraries alone: no clock, machine or person is in them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sent(of):
        path = folder / source.one("file")
        path.write_bytes(_bytes(source, of))
        written.append(path)
    return written


def sent(of: Path = SOURCES) -> list[Source]:
    """The documents that agencies sent, without those that came attached to one of them."""
    return [source for source in sources(of) if source.one("kind") != "attachment"]


def _bytes(source: Source, of: Path) -> bytes:
    ending = Path(source.one("file")).suffix
    if source.one("kind") == "chronology":
        return _TABLES[ending](source)
    if source.one("kind") == "email":
        brought = [read_source(of / "documents" / f"{name}.txt") for name in source.all("attach")]
        return prose.mail(source, [(each.one("file"), _bytes(each, of)) for each in brought])
    return _PROSE[ending](source)


def make(folder: Path, report: Report = quiet, *, of: Path = SOURCES) -> list[Path]:
    """Make the sample case in `folder`, with its passphrase, the documents it is made from and those it leads to.

    Gives the paths of all of them, the case first.

    Raises `Problem` when a case is there already: someone may have worked in it.
    """
    target = folder / CASE
    if target.exists():
        raise Problem(
            f"There is a {CASE} in that folder already.", "Choose another folder, or move it away first."
        )
    written = dict(zip(sent(of), documents(folder, of), strict=True))
    about, work, tagged = (_read(of / name) for name in ("case.toml", "panel.toml", "tags.toml"))
    (folder / PASSPHRASE).write_text(about["passphrase"] + "\n", encoding="utf-8")
    by = about["by"]
    steps = len(written) + 4
    case = new_case(target, about["passphrase"], **about["review"], by=by)
    try:
        report(0, steps, "Setting up the sample review")
        _set_up(case, about)
        # The chronologies first: they are what a panel begins with, and M1 is one of them.
        for number, (source, path) in enumerate(sorted(written.items(), key=_chronologies_first), 1):
            report(number, steps, f"Bringing in {path.name}")
            if source.one("kind") == "chronology":
                _bring_in(case, source, path, work["mended"])
            else:
                _take_in(case, source, path)
        report(steps - 3, steps, "Working through the chronology")
        _work_through(case, work, by)
        report(steps - 2, steps, "Putting themes on events and passages")
        _tag(case, tagged, by)
        report(steps - 1, steps, "Writing findings and actions")
        _write_spine(case, _read(of / "findings.toml"), tagged)
        for document, name in EXPORTS.items():
            publish.export(case, document, folder / name)
        report(steps, steps, "The sample case is made")
    except BaseException:
        case.close()
        target.unlink(missing_ok=True)
        raise
    case.close()
    return [target, folder / PASSPHRASE, *written.values(), *(folder / name for name in EXPORTS.values())]


def _chronologies_first(document: tuple[Source, Path]) -> tuple[bool, str]:
    source, path = document
    return source.one("kind") != "chronology", source.one("made") if source.lines == () else path.name


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _set_up(case: CaseFile, about: Mapping[str, Any]) -> None:
    review.change_review(case, **about["more_of_the_review"])
    for one in about["lines"]:
        review.add_line(case, one["text"])
    for one in about["services"]:
        service = people.add_service(case, one["name"], one["code"], organisation=one["organisation"])
        if "published" in one:
            people.edit_service(case, service, published=one["published"])
    for one in about["people"]:
        people.add_person(case, **{**one, "aliases": tuple(one["aliases"])})
    for one in about["panel"]:
        review.add_member(case, **one)
    for one in about["statuses"]:
        with case.reading() as session:
            person = people.find_person(session, one["person"])
        review.add_status(case, one["kind"], one["starts"], one.get("ends"), person.id, one.get("note", ""))
    for one in about["life"]:
        review.add_life_event(case, **one)
    for one in about["identifiers"]:
        identifying.add_identifier(case, one["words"], one["shown"])


def _bring_in(case: CaseFile, source: Source, path: Path, mended: Sequence[Mapping[str, Any]]) -> None:
    drafted = importing.draft(case, path.name, path.read_bytes(), service=source.one("service"))
    for one in mended:
        pointer = one["event"]
        if pointer["service"] != source.one("service"):
            continue
        known = [(at, told.when.earliest, told.text) for at, told in enumerate(drafted.understood.events)]
        drafted = importing.mend(drafted, _pointed_at(pointer, known), one["field"], one["value"], one["why"])
    importing.bring_in(case, drafted)


def _take_in(case: CaseFile, source: Source, path: Path) -> None:
    with case.reading() as session:
        service = people.find_service(session, source.one("service"))
    done = take_in_files(case, [path], service_id=service.id)
    if done.refused:
        raise ValueError(f"{path.name}: {done.refused[0].sentence}")
    if source.one("distressing") == "yes":
        mark_distressing(case, done.taken[0].id, True)


Told = TypeVar("Told")


def _pointed_at(pointer: Mapping[str, str], known: Iterable[tuple[Told, str | None, str]]) -> Told:
    """The one event that a pointer of the sources means, among (event, day, words) of its service."""
    found = [
        told
        for told, day, text in known
        if pointer["words"] in text and ("date" not in pointer or pointer["date"] == day)
    ]
    if len(found) != 1:
        raise ValueError(f"{len(found)} events of {pointer['service']} say “{pointer['words']}”, not one")
    return found[0]


class _Events:
    """The case's events as the sources point to them."""

    def __init__(self, case: CaseFile) -> None:
        with case.reading() as session:
            rows = session.execute(
                select(events.Event.id, people.Service.code, events.Event.earliest, events.Event.text).join(
                    people.Service, people.Service.id == events.Event.service_id
                )
            )
            self._known = [(event_id, service, day, text) for event_id, service, day, text in rows]

    def one(self, pointer: Mapping[str, str]) -> str:
        """The id of the one event a pointer means."""
        of_service = [row for row in self._known if row[1] == pointer["service"]]
        return _pointed_at(pointer, [(event_id, day, text) for event_id, _, day, text in of_service])

    def all(self, pointers: Iterable[Mapping[str, str]]) -> list[str]:
        """The ids of the events that several pointers mean."""
        return [self.one(pointer) for pointer in pointers]


class _Passages:
    """Passages of the case's documents as the sources point to them."""

    def __init__(self, case: CaseFile) -> None:
        self._case = case
        with case.reading() as session:
            self.materials = {each.name: each.id for each in materials(session)}
        self._texts: dict[str, str] = {}

    def one(self, pointer: Mapping[str, str]) -> tuple[str, int, int]:
        """The document's id, and where in its text the one passage begins and ends that a pointer means."""
        material = self.materials[pointer["file"]]
        if material not in self._texts:
            with self._case.reading() as session:
                self._texts[material] = text_of(session, material).text
        words = r"\s+".join(map(re.escape, pointer["words"].split()))
        found = list(re.finditer(words, self._texts[material]))
        if len(found) != 1:
            raise ValueError(f"{pointer['file']} says “{pointer['words']}” {len(found)} times, not once")
        return material, found[0].start(), found[0].end()


def _tag(case: CaseFile, work: Mapping[str, Any], by: str) -> None:
    pointed, passages = _Events(case), _Passages(case)
    for key in work["sets"]:
        codebook.switch_on_set(case, key)
    with case.reading() as session:
        themes = {theme.code: theme.id for theme in codebook.themes(session)}
    for one in work["tags"]:
        case.by = one["by"]
        if "events" in one:
            tags.tag_events(case, pointed.all(one["events"]), themes[one["theme"]])
        else:
            tags.tag_passage(case, *passages.one(one), themes[one["theme"]], one.get("note", ""))
    for one in work["read"]:
        case.by = one["by"]
        for name, material in passages.materials.items():
            if name.startswith(tuple(one["files"])):
                mark_read(case, material, True)
    case.by = by


def _work_through(case: CaseFile, work: Mapping[str, Any], by: str) -> None:
    for one in work["added"]:
        events.add_event(
            case,
            one["service"],
            day(date.fromisoformat(one["on"])),
            one["text"],
            date_as_written=one["on"],
            time=one.get("time"),
            outcome=one["outcome"],
            source=one["source"],
        )
    pointed = _Events(case)
    with case.reading() as session:
        lines = {ref: line_id for line_id, ref, _ in review.lines(session)}
    for one in work["corrections"]:
        case.by = one["by"]
        corrections.correct(case, pointed.one(one["event"]), one["field"], one["value"], one["why"])
    case.by = by
    for one in work["key"]:
        marks.mark_key(case, pointed.all(one["events"]), True)
    for one in work["accounts"]:
        linking.link_as_same(case, pointed.all(one["events"]))
    for one in work["on_line"]:
        marks.mark_line(case, pointed.all(one["events"]), lines[one["line"]], True)
    for one in work["notes"]:
        case.by = one["by"]
        notes.add_note(case, pointed.one(one["event"]), one["text"])
    for one in work["questions"]:
        case.by = one["by"]
        question = marks.ask_agency(case, pointed.one(one["event"]), one["text"])
        if "answer" in one:
            case.by = one["answered_by"]
            marks.answer_question(case, question, one["answer"])
    case.by = by


def _write_spine(case: CaseFile, told: Mapping[str, Any], tagged: Mapping[str, Any]) -> None:
    pointed = _Events(case)
    findings = []
    for one in told["findings"]:
        values = {name: value for name, value in one.items() if name not in ("title", "evidence")}
        finding = spine.add_finding(case, one["title"], **values)
        findings.append(finding)
        for piece in one["evidence"]:
            spine.add_evidence(
                case,
                finding,
                [pointed.one(piece["event"])],
                against=piece.get("against", False),
                note=piece.get("note", ""),
            )
    _rest_on_passages(case, findings, tagged)
    for one in told["recommendations"]:
        values = {name: value for name, value in one.items() if name not in ("title", "findings", "actions")}
        values["findings"] = [findings[number - 1] for number in one["findings"]]
        recommendation = spine.add_recommendation(case, one["title"], **values)
        for action in one["actions"]:
            _write_action(case, recommendation, action)


def _rest_on_passages(case: CaseFile, findings: Sequence[str], tagged: Mapping[str, Any]) -> None:
    passages = _Passages(case)
    for one in tagged["evidence"]:
        material, start, end = passages.one(one)
        with case.reading() as session:
            (tag,) = [
                each.id
                for each in tags.passages_on(session, material)
                if each.theme == one["theme"] and each.start <= start and end <= each.end
            ]
        spine.add_evidence(case, findings[one["finding"] - 1], [], tags=[tag])
    for one in tagged["findings"]:
        for code in one["themes"]:
            with case.reading() as session:
                theme = codebook.find_theme(session, code)
            spine.link_theme(case, findings[one["finding"] - 1], theme.id)


def _write_action(case: CaseFile, recommendation: str, one: Mapping[str, Any]) -> None:
    values = {name: value for name, value in one.items() if name not in ("title", "milestones", "progress")}
    action = spine.add_action(case, recommendation, one["title"], **values)
    for step in one.get("milestones", ()):
        milestone = spine.add_milestone(case, action, step["text"], step["due"])
        if "done_on" in step:
            spine.edit_milestone(case, milestone, done_on=step["done_on"])
    for told in one.get("progress", ()):
        spine.add_progress(
            case, action, told["text"], on=told["on"], by=told["by"], evidence=told.get("evidence", "")
        )
