"""How a job is asked for: every command with its arguments, and which job it is."""

import argparse
from collections.abc import Iterator

from workbench import review
from workbench.chronology import events
from workbench.chronology.outcomes import OUTCOMES
from workbench.chronology.understanding import FIELDS
from workbench.cli import (
    anonymity_jobs,
    case_jobs,
    event_jobs,
    file_jobs,
    import_jobs,
    material_jobs,
    measure_jobs,
    publish_jobs,
    spine_jobs,
    theme_jobs,
    timeline_jobs,
)
from workbench.cli.book import Book, Job, shared_options
from workbench.cli.case_jobs import REVIEW_VALUES
from workbench.cli.spine_jobs import ACTION_VALUES, FINDING_VALUES
from workbench.cli.telling import Given
from workbench.cli.values import NULL, clock, day, field_pair, moment, natural, outcome_code, pair
from workbench.findings import spine
from workbench.search import KINDS as SEARCHED
from workbench.themes.sets import DIMENSIONS
from workbench.timeline.view import LANES
from workbench.word import publish

_FINDING_HELP = {
    "what": "what happened",
    "why": "why, in the system, it happened",
    "so_what": "so what: why it matters",
    "known": "what was known at the time, and by whom",
}


_THEME_HELP = {
    "definition": "what it covers",
    "use_when": "when to use it",
    "not_when": "when not to use it",
    "example": "an invented example",
    "colour": "#RRGGBB, dark enough to be read on paper",
}


_ACTION_HELP = {
    "owner": "an owner that is no service of the case, such as the Board",
    "lead": "the lead officer",
    "due": "the day it is due",
    "measure": "the intended impact and how it will be measured",
    "reason": "why it was not accepted",
    "begun_on": "the day it was begun",
    "done_on": "the day it was done",
    "assured_on": "the day someone else had tested that it was done",
    "assured_by": "who tested that",
    "comment": "the critical friend's comment",
    "tested_on": "the day its impact was tested",
    "impact": "what testing the impact found",
}


def parse(arguments: list[str], given: Given) -> None:
    """Read the arguments into `given`. Options every job has may stand anywhere; ends in SystemExit when wrong."""
    parser = _parser()
    shared, rest = _shared(arguments)
    given.json = shared.json
    parser.parse_args(rest, given)
    vars(given).update(vars(shared))


def _shared(arguments: list[str]) -> tuple[Given, list[str]]:
    found = shared_options(argparse.ArgumentParser(prog="workbench", add_help=False, allow_abbrev=False))
    taken: list[str] = []
    rest: list[str] = []
    queue = iter(arguments)
    for argument in queue:
        name, equals, _ = argument.partition("=")
        if argument == "--":
            rest += [argument, *queue]
        elif name in ("--passphrase-file", "--by"):
            taken += [argument] if equals else [argument, *_next(queue)]
        elif argument == "--json":
            taken.append(argument)
        else:
            rest.append(argument)
    return found.parse_args(taken), rest


def _next(queue: Iterator[str]) -> list[str]:
    return [value] if (value := next(queue, None)) is not None else []


def _parser() -> argparse.ArgumentParser:
    book = Book()
    book.heading("Setting up a case")
    _case_commands(book)
    book.heading("Chronologies")
    _chronology_commands(book)
    book.heading("Themes")
    _theme_commands(book)
    book.heading("Findings, recommendations, actions")
    _spine_commands(book)
    book.heading("The case file")
    _file_commands(book)
    return book.closed()


def _case_commands(book: Book) -> None:
    one = book.command(
        "sample",
        case_jobs.sample_case,
        "make the invented sample case and its documents",
        case=False,
        made=[],
        total=0,
    )
    one.add_argument("dir", metavar="DIR", help="the folder to make them in")
    one = book.command("new", case_jobs.new, "make a case file")
    one.add_argument("--title", required=True, metavar="T")
    one.add_argument("--kind", required=True, choices=list(review.KINDS), help="the kind of review")
    one.add_argument("--subject", metavar="NAME", help="the person the review is about")
    one.add_argument("--born", metavar="DATE", type=day, help="the subject's date of birth")
    one.add_argument("--incident", metavar="DATE[THH:MM]", type=moment)
    _dates(one, "the review's scope")

    part = book.group("review", "what the review is: its scope, questions, panel, statuses, life events")
    _without_names(part("show", case_jobs.review_show, "show all of it"))
    one = part("set", case_jobs.review_set, "change the review")
    for option in REVIEW_VALUES:
        name = f"--{option.replace('_', '-')}"
        if option == "kind":
            one.add_argument(name, choices=list(review.KINDS))
        elif option == "nation":
            one.add_argument(name, choices=["england", "scotland", "wales", "northern-ireland"])
        elif option == "incident":
            one.add_argument(name, metavar="DATE[THH:MM]", type=moment)
        elif option == "notified":
            one.add_argument(name, metavar="DATE", type=day, help="the day its clocks started")
        elif option == "draft":
            one.add_argument(
                name, metavar="N", type=int, help="number of the draft that documents carry; 0 is final"
            )
        else:
            one.add_argument(name, metavar="TEXT")
    _dates(one, "the review's scope")
    for name, metavar, words in (
        ("line", "TEXT", "add a key line of enquiry"),
        ("member", "NAME", "add a panel member"),
        ("status", "KIND", "add a legal or plan status"),
        ("life", "TEXT", "add a key life event"),
    ):
        one = part(name, case_jobs.review_add, words)
        one.add_argument("text", metavar=metavar)
        if name == "member":
            one.add_argument("--role", metavar="R")
            one.add_argument("--organisation", metavar="O")
        elif name == "status":
            one.add_argument("--person", metavar="P", help="whose status it was")
            one.add_argument("--note", metavar="TEXT")
            _dates(one, "the status")
        elif name == "life":
            one.add_argument("--on", metavar="DATE", type=day, required=True)
    one = part(
        "remove", case_jobs.review_remove, "remove a line of enquiry, panel member, status or life event"
    )
    one.add_argument("thing", metavar="THING", help="K1, or an id of “show --json”")

    part = book.group("service", "the services that met the family")
    one = part("add", case_jobs.service_add, "add a service")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--code", required=True, metavar="CSC", help="one to six capital letters or digits")
    one.add_argument("--organisation", metavar="O", help="the body it is part of")
    one = part("set", case_jobs.service_set, "change a service")
    one.add_argument("service", metavar="SERVICE")
    for option in ("name", "code", "organisation", "colour"):
        one.add_argument(f"--{option}", metavar=option.upper())
    _without_names(part("list", case_jobs.service_list, "list the services", services=[], total=0))

    part = book.group("person", "the family and the professionals")
    for name, job in (("add", case_jobs.person_add), ("set", case_jobs.person_set)):
        one = part(name, job, "add a person" if name == "add" else "change a person")
        one.add_argument("name" if name == "add" else "person", metavar="NAME")
        if name == "set":
            one.add_argument("--name", metavar="NAME")
        one.add_argument("--pseudonym", metavar="P", help="what reports call them")
        one.add_argument(
            "--alias", metavar="A", action="append", default=[], help="another name in the records"
        )
        one.add_argument("--role", metavar="R", help="mother, father, health visitor ...")
        one.add_argument("--born", metavar="DATE", type=day)
        one.add_argument("--subject", action="store_true", default=None, help="the review is about them")
    _without_names(part("list", case_jobs.person_list, "list the people", people=[], total=0))
    part(
        "unmatched",
        case_jobs.person_unmatched,
        "list names in the records that are matched to nobody",
        names=[],
        total=0,
    )
    one = part("match", case_jobs.person_match, "say whom a name in the records means")
    one.add_argument("as_written", metavar="NAME")
    one.add_argument("person", metavar="PERSON")

    part = book.group("anonymity", "what is shown in place of names, and what holds anonymous documents back")
    part("show", anonymity_jobs.show, "show what is hidden, and what is to be settled", held_back_by=[])
    part("suggest", anonymity_jobs.suggest, "give a pseudonym to everyone who has none")
    one = part("hide", anonymity_jobs.hide, "say that words identify someone, and what is shown for them")
    one.add_argument("words", metavar="WORDS", help="a town, a school, a road")
    one.add_argument("shown", metavar="SHOWN", help="what stands for them, such as “the town”")
    one = part("unhide", anonymity_jobs.unhide, "show identifying words again")
    one.add_argument("words", metavar="WORDS")
    one = part("decide", anonymity_jobs.decide, "say whether an ordinary word is a name in this case")
    one.add_argument("word", metavar="WORD")
    one.add_argument("meaning", choices=["name", "word"])
    one = part("publish", anonymity_jobs.publish, "say what a service is called in public")
    one.add_argument("service", metavar="SERVICE")
    one.add_argument("published", metavar="NAME")

    one = book.command("take-in", material_jobs.take, "take documents and folders in", taken=[], refused=[])
    one.add_argument("paths", metavar="FILE_OR_FOLDER", nargs="+")
    one.add_argument("--service", metavar="CODE_OR_NAME", help="whose documents they are")
    one.add_argument("--seconds", metavar="N", type=natural, help="that reading one may take (20)")
    one.add_argument("--memory", metavar="MB", type=natural, help="that reading one may take (500)")
    _without_names(
        book.command(
            "materials", material_jobs.material_list, "list the files the case keeps", materials=[], total=0
        )
    )
    one = book.command("text", material_jobs.text, "print a document's text as it was read")
    _without_names(one)
    one.add_argument("material", metavar="MATERIAL", help="its reference (M3), name or id")
    book.command(
        "read-again", material_jobs.read, "read documents anew that have no text, or an older one", read=[]
    )
    one = book.command("original", material_jobs.original, "save a file out as it came")
    one.add_argument("material", metavar="MATERIAL", help="its reference (M3), name or id")
    one.add_argument("out", metavar="OUT")
    one = book.command("search", material_jobs.search, "find words anywhere in the case", hits=[], total=0)
    _without_names(one)
    one.add_argument("words", metavar="WORDS", help='words all found; "a phrase"; word*; -not')
    one.add_argument(
        "--in", dest="within", action="append", default=[], choices=list(SEARCHED), help="only there"
    )
    one.add_argument(
        "--service", metavar="S", action="append", default=[], help="only what is of this service"
    )
    one.add_argument(
        "--names", action="store_true", help="WORDS is a person: find them by any of their names"
    )
    one.add_argument("--limit", metavar="N", type=natural, help="at most so many of each kind")


def _chronology_commands(book: Book) -> None:
    one = book.command(
        "import-events",
        import_jobs.import_events,
        "bring in an agency's chronology",
        rows=0,
        events=[],
        joined=[],
        skipped=[],
        doubts=[],
        columns={},
        unmatched_names=[],
    )
    one.add_argument("file", metavar="FILE", help="a Word, Excel or CSV file; the case keeps it too")
    whose = one.add_mutually_exclusive_group()
    whose.add_argument("--service", metavar="CODE_OR_NAME", help="the one service whose records they are")
    whose.add_argument("--service-column", metavar="HEADING", help="the column that says which service")
    whose.add_argument(
        "--service-sheet",
        metavar="SHEET=CODE",
        type=pair,
        action="append",
        default=[],
        help="the service of one sheet; may be repeated",
    )
    one.add_argument(
        "--service-name",
        metavar="WRITTEN=CODE",
        type=pair,
        action="append",
        default=[],
        help="which service a name in the file stands for",
    )
    one.add_argument("--dry-run", action="store_true", help="read and tell, bring nothing in")
    one.add_argument(
        "--column",
        metavar="FIELD=HEADING",
        type=field_pair,
        action="append",
        default=[],
        help=f"which column holds a field: {', '.join(FIELDS)}",
    )
    one.add_argument(
        "--sheet", metavar="NAME", action="append", default=[], help="only this sheet; may be repeated"
    )
    one.add_argument("--month-first", action="store_true", help="its dates are in American order")
    either = one.add_mutually_exclusive_group()
    either.add_argument("--only-new", action="store_true", help="of a corrected file, only the new rows")
    either.add_argument("--all", action="store_true", help="of a corrected file, every row beside the old")

    one = book.command("events", event_jobs.event_list, "list events", events=[], total=0, undated=0)
    _without_names(one)
    _choosing(one)

    one = book.command(
        "measures",
        measure_jobs.measure,
        "count missed contacts, runs, silence, time not seen, ages",
        missed=[],
        runs=[],
        gaps=[],
        ages=[],
    )
    _without_names(one)
    _dates(one, "a window to count contacts in")
    one.add_argument("--between", metavar="EVENT", nargs=2, help="how long it was from one event to another")

    one = book.command(
        "timeline",
        timeline_jobs.timeline,
        "draw the contact timeline as a picture",
        id="",
        sha256="",
        head="",
        path="",
    )
    one.add_argument("out", metavar="OUT", help="the file to write: .png, .svg or .pdf")
    _dates(one, "the picture; else all there is")
    one.add_argument("--lanes", choices=LANES, default="service", help="a lane for each of these")
    one.add_argument(
        "--service", metavar="S", action="append", default=[], help="of this service; may be repeated"
    )
    one.add_argument(
        "--person", metavar="P", action="append", default=[], help="with this person; may be repeated"
    )
    one.add_argument(
        "--outcome",
        metavar="O",
        type=outcome_code,
        action="append",
        default=[],
        help=", ".join([*OUTCOMES, NULL]),
    )
    one.add_argument("--key", action="store_true", help="only key events")
    one.add_argument(
        "--theme",
        metavar="CODE",
        action="append",
        default=[],
        help="let all without it stand back; may be repeated",
    )
    one.add_argument("--view", metavar="NAME", help="as a saved view has it")
    one.add_argument("--width", metavar="PIXELS", type=float)
    one.add_argument("--height", metavar="PIXELS", type=float)
    one.add_argument(
        "--anonymous", action="store_true", help="with pseudonyms and months in place of names and days"
    )

    part = book.group("event", "add, show, correct, mark or link one event")
    one = part("add", event_jobs.event_add, "add an event by hand")
    one.add_argument("text", metavar="TEXT")
    one.add_argument("--service", required=True, metavar="CODE")
    one.add_argument(
        "--date", required=True, metavar="DATE", help="as exact as it is known: 2013-05-03, “May 2013”"
    )
    one.add_argument("--time", metavar="HH:MM", type=clock)
    one.add_argument("--end-time", metavar="HH:MM", type=clock)
    one.add_argument(
        "--outcome", default="not_recorded", metavar="O", type=outcome_code, help=", ".join(OUTCOMES)
    )
    one.add_argument("--child-seen", choices=["yes", "no"])
    one.add_argument("--recorded-by", metavar="NAME")
    one.add_argument("--source", metavar="TEXT", help="where it is known from")

    def of_event(name: str, job: Job, words: str) -> argparse.ArgumentParser:
        made = part(name, job, words)
        made.add_argument("event", metavar="EVENT", help="its reference (E12) or id")
        return made

    _without_names(of_event("show", event_jobs.event_show, "show an event and all that lies behind it"))
    one = of_event("correct", event_jobs.event_correct, "correct one field of an event, keeping what it was")
    one.add_argument("field", choices=list(events.FIELDS), metavar="FIELD", help=", ".join(events.FIELDS))
    one.add_argument("value", metavar="VALUE")
    one.add_argument("--why", default="", metavar="TEXT")
    one = of_event("withdraw", event_jobs.event_withdraw, "take back the last correction of a field")
    one.add_argument("field", choices=list(events.FIELDS), metavar="FIELD")
    one = of_event(
        "settle", event_jobs.event_settle, "keep the reading a doubt stands on, or mend it in a way it offers"
    )
    one.add_argument("doubt", metavar="N", type=natural, help="which of its doubts, as “show” numbers them")
    one.add_argument(
        "--fix", metavar="N", type=natural, help="which of the ways offered; else the reading stands"
    )
    one = of_event("note", event_jobs.event_note, "write a panel note beside an event")
    one.add_argument("text", metavar="TEXT")
    one = part("link", event_jobs.event_link, "link accounts of the same event")
    one.add_argument("event", metavar="EVENT", nargs="+")
    of_event("unlink", event_jobs.event_unlink, "take an account away from the others it was linked to")
    one = of_event("person", event_jobs.event_person, "say that a person took part in an event")
    one.add_argument("person", metavar="PERSON")
    one.add_argument("part_taken", metavar="PART", choices=list(events.PARTS), help=", ".join(events.PARTS))
    one = part("mark", event_jobs.event_mark, "mark events as key, out of scope, or under a line of enquiry")
    one.add_argument("mark", metavar="MARK", help="key, out-of-scope, or a line of enquiry such as K1")
    one.add_argument("event", metavar="EVENT", nargs="+")
    one.add_argument("--off", action="store_true", help="take the mark off")
    one = of_event("ask", event_jobs.event_ask, "ask the agency about an event")
    one.add_argument("text", metavar="TEXT")
    one = of_event("answer", event_jobs.event_answer, "write down what the agency answered")
    one.add_argument("question", metavar="N", type=natural, help="which question, as “show” numbers them")
    one.add_argument("text", metavar="TEXT")
    of_event("remove", event_jobs.event_remove, "remove an event that was added by hand")


def _theme_commands(book: Book) -> None:
    part = book.group("theme", "the codebook: what to look for in practice, and why it was likely")

    def of_theme(name: str, job: Job, words: str) -> argparse.ArgumentParser:
        made = part(name, job, words)
        made.add_argument("theme", metavar="THEME", help="its code, name or id")
        return made

    def described(made: argparse.ArgumentParser) -> None:
        for option, words in _THEME_HELP.items():
            made.add_argument(f"--{option.replace('_', '-')}", metavar="TEXT", help=words)

    one = part("add", theme_jobs.theme_add, "add a theme of the panel's own")
    one.add_argument("code", metavar="CODE", help="two to six capital letters or digits")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--under", metavar="THEME", help="the theme it stands under")
    one.add_argument("--dimension", choices=list(DIMENSIONS), help="what happened, or why it was likely")
    described(one)
    one = of_theme("set", theme_jobs.theme_set, "change a theme; what is tagged stays tagged")
    one.add_argument("--code", metavar="CODE")
    one.add_argument("--name", metavar="NAME")
    one.add_argument("--dimension", choices=list(DIMENSIONS))
    described(one)
    of_theme("show", theme_jobs.theme_show, "show what a theme covers, and when to use it")
    part(
        "list", theme_jobs.theme_list, "list the themes, each followed by those under it", themes=[], total=0
    )
    one = of_theme("move", theme_jobs.theme_move, "put a theme under another, or change the order")
    where = one.add_mutually_exclusive_group()
    where.add_argument("--under", metavar="THEME", help="the theme it will stand under")
    where.add_argument("--top", action="store_true", help="under none")
    one.add_argument(
        "--places", dest="by_places", metavar="N", type=int, default=0, help="down so many; up where negative"
    )
    one = part("merge", theme_jobs.theme_merge, "let one theme take in others, with all their tags")
    one.add_argument("theme", metavar="THEME", nargs="+", help="those that go")
    one.add_argument("--into", metavar="THEME", required=True, help="the one that stays")
    one = of_theme(
        "split", theme_jobs.theme_split, "make a second theme beside one, and give it some of the tags"
    )
    one.add_argument("code", metavar="CODE", help="of the new theme")
    one.add_argument("name", metavar="NAME", help="of the new theme")
    one.add_argument("--move", metavar="TAG", action="append", default=[], help="a tag that moves to it")
    one.add_argument(
        "--both", metavar="TAG", action="append", default=[], help="a tag that stands under both"
    )
    described(one)
    one = of_theme("retire", theme_jobs.theme_retire, "offer a theme no longer for new tags")
    one.add_argument("--off", action="store_true", help="offer it again")
    of_theme("remove", theme_jobs.theme_remove, "remove a theme on which nothing rests")
    one = part("sets", theme_jobs.theme_sets, "the sets of themes that can be switched on", sets=[], total=0)
    switch = one.add_mutually_exclusive_group()
    switch.add_argument("--on", metavar="KEY", help="bring a set's themes into the codebook")
    switch.add_argument("--off", metavar="KEY", help="take out those of its themes that are not in use")

    one = book.command(
        "tag", theme_jobs.tag, "put a theme on events, on a passage, or wherever words are found"
    )
    one.add_argument("theme", metavar="THEME", help="its code, name or id")
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("--event", metavar="EVENT", action="append", default=[], help="may be repeated")
    what.add_argument("--material", metavar="MATERIAL", help="the document; with --start and --end")
    what.add_argument("--search", metavar="WORDS", help="every place in the documents where they are found")
    one.add_argument("--start", metavar="N", type=int, help="where the passage starts in its text")
    one.add_argument("--end", metavar="N", type=int, help="where it ends, not included")
    one.add_argument("--note", metavar="TEXT", help="why the theme is put there")
    one.add_argument("--off", action="store_true", help="take the theme off these events")
    one = book.command("untag", theme_jobs.untag, "take tags away")
    one.add_argument("tag", metavar="TAG", nargs="+", help="an id, as “passages --json” gives them")
    one = book.command(
        "passages", theme_jobs.passage_list, "list the passages that are tagged", passages=[], total=0
    )
    _without_names(one)
    one.add_argument("--theme", metavar="THEME", help="with this theme, or one under it")
    one.add_argument("--material", metavar="MATERIAL", help="of this document")


def _spine_commands(book: Book) -> None:
    for kind, words, add, change in (
        ("finding", "what the review learned", spine_jobs.finding_add, spine_jobs.finding_set),
        (
            "recommendation",
            "what should change, and who is asked",
            spine_jobs.recommendation_add,
            spine_jobs.recommendation_set,
        ),
        ("action", "who will do what by when", spine_jobs.action_add, spine_jobs.action_set),
    ):
        part = book.group(kind, words)
        article = "an" if kind == "action" else "a"
        one = part("add", add, f"add {article} {kind}")
        one.add_argument("title", metavar="TITLE")
        _spine_options(one, kind)
        if kind == "action":
            one.add_argument("--recommendation", metavar="R", required=True, help="what it answers")
        one = part("set", change, f"change {article} {kind}")
        one.add_argument("ref", metavar="REF")
        one.add_argument("--title", metavar="TITLE")
        _spine_options(one, kind)
        if kind == "action":
            one.add_argument("--progress", metavar="TEXT", help="note progress")
            one.add_argument("--on", metavar="DATE", type=day, help="the day of the progress; else today")
            one.add_argument("--evidence", metavar="TEXT", help="the evidence for the progress")
        else:
            named = "EVENT" if kind == "finding" else "F"
            one.add_argument("--drop", metavar=named, action="append", default=[], help="take this link away")
        if kind == "finding":
            one.add_argument("--note", metavar="TEXT", help="why the evidence counts")
            one.add_argument(
                "--theme", metavar="CODE", action="append", default=[], help="a theme it is about"
            )
            one.add_argument(
                "--drop-theme", metavar="CODE", action="append", default=[], help="a theme it is not about"
            )
        _without_names(
            part("list", spine_jobs.spine_list, f"list the {kind}s", **{f"{kind}s": [], "total": 0})
        )
        for name, job in (("show", spine_jobs.spine_show), ("remove", spine_jobs.spine_remove)):
            one = part(name, job, f"{name} {article} {kind}")
            one.add_argument("ref", metavar="REF")
            if name == "show":
                _without_names(one)
        if kind == "action":
            one = part(
                "milestone",
                spine_jobs.action_milestone,
                "add a step to an action, or change the step with these words",
            )
            one.add_argument("ref", metavar="REF")
            one.add_argument("text", metavar="TEXT")
            one.add_argument("--due", metavar="DATE", type=day)
            one.add_argument("--done-on", metavar="DATE", type=day)
    _without_names(
        book.command(
            "check", spine_jobs.check, "gaps in the spine, and doubts still open", problems=[], total=0
        )
    )
    one = book.command("export", publish_jobs.export, "write a Word document, or an Excel workbook")
    one.add_argument(
        "document", metavar="DOCUMENT", choices=list(publish.DOCUMENTS), help=", ".join(publish.DOCUMENTS)
    )
    one.add_argument("out", metavar="OUT.docx", help="the theme report may be OUT.xlsx")
    one.add_argument(
        "--anonymous", action="store_true", help="pseudonyms for names; held back until all have one"
    )
    layouts = list(publish.DOCUMENTS["action-plan"].layouts)
    one.add_argument(
        "--layout", choices=layouts, help="columns of the action plan; else as the kind of review has it"
    )
    one.add_argument(
        "--notes", action="store_true", help="panel notes, questions and open doubts in the chronology"
    )
    one.add_argument(
        "--without",
        metavar="APPENDIX",
        action="append",
        default=[],
        choices=list(publish.DOCUMENTS["overview"].appendices),
        help=f"leave an appendix of the overview report out: {', '.join(publish.DOCUMENTS['overview'].appendices)}",
    )
    one.add_argument("--view", metavar="NAME", help="the saved view in which its timeline is shown")
    _choosing(one)


def _without_names(one: argparse.ArgumentParser) -> None:
    one.add_argument("--anonymous", action="store_true", help="pseudonyms for names, months for days")


def _spine_options(one: argparse.ArgumentParser, kind: str) -> None:
    if kind == "finding":
        for option in FINDING_VALUES:
            one.add_argument(f"--{option.replace('_', '-')}", metavar="TEXT", help=_FINDING_HELP[option])
        one.add_argument("--good-practice", action=argparse.BooleanOptionalAction, default=None)
        one.add_argument(
            "--evidence",
            metavar="EVENT",
            action="append",
            default=[],
            help="an event, or the id of a tag on a passage, that speaks for it",
        )
        one.add_argument(
            "--against", metavar="EVENT", action="append", default=[], help="one that speaks against it"
        )
    elif kind == "recommendation":
        one.add_argument("--finding", metavar="F", action="append", default=[], help="a finding it rests on")
        one.add_argument(
            "--service", metavar="CODE", action="append", default=[], help="a service it is addressed to"
        )
        one.add_argument(
            "--to-all", action=argparse.BooleanOptionalAction, default=None, help="addressed to all agencies"
        )
        one.add_argument(
            "--to-board", action=argparse.BooleanOptionalAction, default=None, help="addressed to the Board"
        )
        one.add_argument("--detail", metavar="TEXT")
        one.add_argument("--scope", choices=list(spine.SCOPES))
    else:
        one.add_argument(
            "--service", metavar="CODE", action="append", default=[], help="a service that owns it"
        )
        for option in ACTION_VALUES:
            name = f"--{option.replace('_', '-')}"
            if option == "due" or option.endswith("_on"):
                one.add_argument(name, metavar="DATE", type=day, help=_ACTION_HELP[option])
            elif option == "status":
                one.add_argument(name, choices=list(spine.STATUSES))
            elif option == "strength":
                one.add_argument(name, choices=[code for code in spine.STRENGTHS if code])
            else:
                one.add_argument(name, metavar="TEXT", help=_ACTION_HELP[option])


def _file_commands(book: Book) -> None:
    one = book.command(
        "history", file_jobs.history_list, "who changed what, when, newest first", changes=[], total=0
    )
    one.add_argument("--limit", metavar="N", type=natural, help="only the newest so many")
    _without_names(one)
    one = book.command("undo", file_jobs.undo, "take back the last change, or one by its number")
    one.add_argument("number", metavar="NUMBER", type=natural, nargs="?")
    book.command("redo", file_jobs.redo, "do again what was undone last")
    one = book.command(
        "verify",
        file_jobs.verify,
        "check the whole file against its own record",
        ok=False,
        changes=0,
        head=None,
    )
    one.add_argument("--head", metavar="HEX", help="a head kept elsewhere, such as on an export")
    one = book.command("backup", file_jobs.backup, "write a checked, encrypted copy")
    one.add_argument("out", metavar="OUT")
    one = book.command("passphrase", file_jobs.passphrase, "change the passphrase")
    one.add_argument(
        "--new-passphrase-file", metavar="F", help="file that holds the new one; else it is asked for"
    )
    book.command("recovery", file_jobs.recovery, "show the recovery key")


def _dates(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--from", dest="date_from", metavar="DATE", type=day, help=f"the first day of {what}")
    parser.add_argument("--to", dest="date_to", metavar="DATE", type=day, help=f"the last day of {what}")


def _choosing(parser: argparse.ArgumentParser) -> None:
    """The options that choose events; see `event_jobs.filters_of`."""
    parser.add_argument(
        "--service", metavar="S", action="append", default=[], help="of this service; may be repeated"
    )
    _dates(parser, "the span: what overlaps it is kept, undated events are left aside and counted")
    parser.add_argument(
        "--outcome",
        metavar="O",
        type=outcome_code,
        action="append",
        default=[],
        help=", ".join([*OUTCOMES, NULL]),
    )
    parser.add_argument(
        "--person", metavar="P", action="append", default=[], help="with this person; may be repeated"
    )
    parser.add_argument(
        "--theme", metavar="CODE", action="append", default=[], help="with this theme, or one under it"
    )
    parser.add_argument("--doubts", action="store_true", help="with an open doubt")
    parser.add_argument("--key", action="store_true", help="marked as key")
    parser.add_argument("--words", metavar="WORDS", default="", help="in which these words are found")
