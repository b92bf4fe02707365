"""The anonymous reader of a case: it shows people, places and services under the names the panel chose.

Names are found by an Aho-Corasick automaton over folded text; of the places where one begins, the leftmost and
there the longest form wins, and only whole words count. What is shown for a form that several people share:

- whoever goes by the very form, as a name or an alias, comes before those whose names it is only taken from;
- a surname alone is shown as "[surname]", unless a title before it leaves one person;
- any other form that two or three people share is shown as "Sibling 1 or SW2", of more people as "[name]".

Someone without a pseudonym is shown by their part, "[social worker]", or as "[someone]".
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import ahocorasick
from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.anonymity.details import MONTHS, WEB, Masked, details, web_addresses
from workbench.anonymity.folding import Folded, fold, folded
from workbench.anonymity.forms import (
    Form,
    Needs,
    Part,
    forms,
    is_ordinary,
    is_role,
    parse,
    phrase,
    sex_of_title,
)
from workbench.anonymity.identifying import Identifier, NameWord, identifiers, name_words
from workbench.anonymity.rendering import Named, Rendered, Span
from workbench.anonymity.words import (
    AFTER_A_VERB,
    CAPITALISED,
    CHILD_ROLES,
    DOCUMENT_WORDS,
    FEMALE_ROLES,
    MALE_ROLES,
    MONTH_WORDS,
    ROLE_WORDS,
    SEASON_WORDS,
    TITLES,
    YOUNG_TITLES,
)
from workbench.casefile import Base
from workbench.people import Alias, Organisation, Person, PersonView, Service, people, published_names
from workbench.review import PanelMember, Review, members, the_review

TABLES = frozenset(
    kind.__tablename__
    for kind in (Person, Alias, Service, Organisation, PanelMember, Review, Identifier, NameWord)
)
"""The tables whose changes make another reader."""

SURNAME, NAME, SOMEONE = "[surname]", "[name]", "[someone]"
_KEPT = 8_192
_SHORT = 4_000

_SENTENCE_ENDS = re.compile(r"[.!?]\s+$")
_NEXT_WORD = re.compile(r"[\s\W]*([^\W_]+)")
_WORD_BEFORE = re.compile(r"([^\W_]+)(\W*)$")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TIME_BEFORE = frozenset(
    (*map(str.casefold, MONTHS), "in", "early", "mid", "late", "since", "until", "during", "by", "from", "between",
     "last", "this", "next", "of", "to", "end", "beginning")
)  # fmt: skip
_BLANKS = bytes(each if chr(each).isalpha() or chr(each) == "?" else 32 for each in range(256))


def anonymous_reader(session: Session) -> "Anonymous":
    """The reader that sees no name of this case."""
    return _reader(session, name_words(session))


def reader_with_words(session: Session, words: Iterable[str]) -> "Anonymous":
    """A reader to which these ordinary words are names, as if a person had said so of each."""
    return _reader(session, {**name_words(session), **dict.fromkeys(words, True)})


def _reader(session: Session, decided: Mapping[str, bool]) -> "Anonymous":
    found = [_who(person) for person in people(session)]
    panel = _panel([(one.name, str(one.values.get("role", ""))) for one in members(session)])
    named = {one.name: one.published for one in published_names(session) if one.published}
    hidden = {one.words: one.shown for one in identifiers(session)}
    return Anonymous(
        [*found, *panel, *_in_fields(session, [*found, *panel])],
        {**named, **hidden},
        decided=decided,
        published=named,
        months_only=the_review(session).anonymous_months,
    )


_FIELDS_OF_NAMES = (("event", "recorded_by", ""), ("event_person", "as_written", "person_id"))
"""Tables and columns that hold a name and nothing else, and the column that is filled once it stands for someone."""
_BETWEEN_NAMES = re.compile(r"\s*(?:[/;&,+]|\band\b|\bwith\b)\s*")
_CAPITAL_WORD = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:['’-][^\W\d_]+)*\.?")


def _in_fields(session: Session, known: Sequence["Who"]) -> Iterator["Who"]:
    """Whoever the records name in a field of their own and the case does not list: they are told by their part."""
    words = {word for who in known for name in who.names for word in re.findall(r"[^\W\d_]+", folded(name))}
    met: set[str] = set()
    for table, column, settled in _FIELDS_OF_NAMES:
        source = Base.metadata.tables.get(table)
        if source is None:
            continue
        query = select(source.c[column]).distinct()
        if settled:
            query = query.where(source.c[settled].is_(None))
        for text in session.scalars(query):
            for piece in _BETWEEN_NAMES.split(str(text or "")):
                name = _name_in(piece)
                tokens = re.findall(r"[^\W\d_]{2,}", folded(name))
                if tokens and folded(name) not in met and not words.issuperset(tokens):
                    met.add(folded(name))
                    part = _part_in(piece)
                    yield Who((name,), f"[{part}]" if part else SOMEONE, part)


def _name_in(text: str) -> str:
    """The name a field holds, without what it says of a part; "" where it does not look like one."""
    found = [word for word in _CAPITAL_WORD.findall(text) if folded(word).strip(".") not in ROLE_WORDS]
    plain = [folded(word).strip(".") for word in found]
    looks = 0 < len(found) <= 3 and all(word[0].isupper() for word in found)
    if not looks or all(len(word) < 3 or is_ordinary(word) or word in CAPITALISED for word in plain):
        return ""
    return " ".join(found)


@dataclass(frozen=True)
class Who:
    """Someone who is named in the records: every name they go by, and what is shown instead."""

    names: tuple[str, ...]
    shown: str
    role: str = ""
    subject: bool = False
    panel: bool = False

    @property
    def sex(self) -> str:
        """ "m" or "f" where the role or a title tells, else ""."""
        words = self._words
        told = {sex_of_title(parse(name).title) for name in self.names} - {""}
        if words & FEMALE_ROLES and not words & MALE_ROLES:
            return "f"
        if words & MALE_ROLES and not words & FEMALE_ROLES:
            return "m"
        return told.pop() if len(told) == 1 else ""

    @property
    def is_child(self) -> bool:
        """Whether no *Mr* or *Mrs* means them."""
        return bool(self._words & CHILD_ROLES) or (self.subject and not self._words)

    @property
    def _words(self) -> set[str]:
        return set(re.findall(r"[^\W\d_]+", folded(self.role)))


def _who(person: PersonView) -> Who:
    return Who((person.name, *person.aliases), shown_for(person), person.role, person.subject)


def shown_for(person: Named) -> str:
    """What stands for someone: the pseudonym, or their part in brackets while there is none."""
    return person.pseudonym or (f"[{person.role}]" if person.role and is_role(person.role) else SOMEONE)


def _panel(found: Sequence[tuple[str, str]]) -> Iterator[Who]:
    for at, (name, role) in enumerate(found, 1):
        leads = "lead reviewer" in role.casefold()
        yield Who((name,), "Lead reviewer" if leads else f"Panel member {at}", role, panel=True)


@dataclass
class Known:
    """Everything that one folded form may stand for."""

    words: str
    owners: dict[tuple[int, Part], Needs] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    """Those of the owners who go by these very words, and not only by a name they are taken from."""
    instead: str = ""
    """What is shown for words that are nobody's name: a place, a service."""
    needs: Needs = "nothing"
    owns: str = ""
    asked: str = ""
    """The ordinary word that a person has yet to decide about, or decided is no name."""
    capital: bool = False
    """Whether no occurrence counts that has no capital at its start."""


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    known: Known
    title: str
    capitals: bool = True
    """Whether it is written in capitals throughout, as initials are."""


class Anonymous:
    """A `Reader` over given names. Reading is safe from several threads at once."""

    def __init__(
        self,
        everyone: Sequence[Who],
        instead: Mapping[str, str] | None = None,
        *,
        decided: Mapping[str, bool] | None = None,
        published: Mapping[str, str] | None = None,
        months_only: bool = True,
    ) -> None:
        self.months_only = months_only
        self._everyone = list(everyone)
        self._decided = dict(decided or {})
        self._published = {folded(name): shown for name, shown in (published or {}).items()}
        self._known: dict[str, Known] = {}
        surnames = {parse(name).surname for who in self._everyone for name in who.names}
        for at, who in enumerate(self._everyone):
            for name in who.names:
                self._learn(at, name, surnames)
        for words, shown in (instead or {}).items():
            for form in phrase(words):
                known = self._known.setdefault(form.words, Known(form.words))
                known.instead, known.needs = shown, form.needs
        for label in {who.shown for who in self._everyone}:
            # What is shown already stays as it is, whatever stands in it: "K" is a child's alias, "Child K" is not.
            if len(folded(label)) > 1:
                known = self._known.setdefault(folded(label), Known(folded(label)))
                if not known.owners and not known.instead:
                    known.instead, known.needs = label, "same"
        for known in self._known.values():
            needs = {*known.owners.values(), *([known.needs] if known.instead else [])}
            known.capital = "nothing" not in needs
        self._automaton = _automaton(self._known)
        self._telling = [
            words
            for words, known in self._known.items()
            if len(words) > 3 and words.isalpha() and not is_ordinary(words)
        ]
        self._labels: dict[tuple[str, str, bool], str] = {}
        self._kept: dict[str, Rendered] = {}

    def _learn(self, at: int, name: str, surnames: Container[str]) -> None:
        if is_role(name):
            return
        whole = folded(name)
        initials = _are_initials(name, self._everyone[at].names)
        for form in forms(name, surnames):
            if initials:
                form = replace(form, part="initials", needs="capitals")
            known = self._known.setdefault(form.words, Known(form.words))
            if form.words == whole:
                known.named.add(at)
            # What asks for least wins, where one person has a form in two ways.
            before = known.owners.get((at, form.part))
            if before is None or _ORDER.index(form.needs) < _ORDER.index(before):
                known.owners[at, form.part] = self._as_decided(form)
            known.owns = form.owns
            if form.needs == "title":
                known.asked = form.words

    def _as_decided(self, form: Form) -> Needs:
        return "capital" if form.needs == "title" and self._decided.get(form.words) else form.needs

    # ---- words to decide about and forms that are shared

    @property
    def to_decide(self) -> dict[str, list[str]]:
        """Ordinary words that are names too and that nobody has decided about: word -> whose, as shown."""
        return {
            word: [self._everyone[at].shown for at, _ in known.owners]
            for word, known in self._known.items()
            if known.asked and word not in self._decided and "title" in known.owners.values()
        }

    @property
    def shared(self) -> dict[str, list[str]]:
        """First names and surnames that several people of the case have: form -> whose, as shown."""
        found: dict[str, list[str]] = {}
        for word, known in self._known.items():
            owners = {
                at
                for at, part in known.owners
                if part in ("given", "surname") and not self._everyone[at].panel
            }
            if len(owners) > 1 and not known.owns and not (word.endswith("s") and word[:-1] in found):
                found[word] = [self._everyone[at].shown for at in sorted(owners)]
        return found

    def names_in(self, text: str) -> list[str]:
        """The names that stand in a text, as they are written there."""
        return [text[hit.start : hit.end] for hit in self._hits(text)]

    def places_of(self, form: str, text: str) -> list[tuple[int, int]]:
        """Where a folded form, by itself and not within a longer name, stands in a text."""
        return [(hit.start, hit.end) for hit in self._hits(text) if hit.known.words == form and not hit.title]

    # ---- reading

    def render(self, text: str) -> Rendered:
        """Prose as its reader sees it, with the map back."""
        kept = self._kept.get(text)
        if kept is None:
            kept = self._render(text)
            if len(text) <= _SHORT:
                if len(self._kept) >= _KEPT:
                    self._kept.clear()
                self._kept[text] = kept
        return kept

    def say_name(self, text: str) -> str:
        """The pseudonyms of whoever the field names, or the part it tells, or nothing."""
        found: list[str] = []
        alone = {piece.strip() for piece in _BETWEEN_NAMES.split(text)}
        for hit in self._hits(text):
            if hit.end - hit.start == 1 and text[hit.start : hit.end] not in alone:
                continue  # "R" may be a child's alias; in "R. Example" it is the initial of somebody else
            label = self._label(hit).strip("[]")
            if label not in (*found, SOMEONE.strip("[]")):
                found.append(label)
        if found:
            return ", ".join(found)
        plain = text.strip()
        if any(plain == who.shown for who in self._everyone):
            return plain
        return _part_in(plain)

    def say_person(self, person: Named) -> str:
        """The pseudonym of someone in the case."""
        return shown_for(person)

    def say_service(self, name: str) -> str:
        """The name a service or an organisation is published under."""
        return self._published.get(folded(name)) or self.render(name).text

    def say_file(self, name: str, code: str | None, what: str) -> str:
        """What a file is, with its service's code: "HV chronology"."""
        plain = folded(name)
        kind = next((word for word in DOCUMENT_WORDS if word in plain), what or "document")
        return f"{code} {kind}" if code else kind[:1].upper() + kind[1:]

    # ---- finding

    def _render(self, text: str) -> Rendered:
        pieces: list[str] = []
        spans: list[Span] = []
        at = shown = 0
        for one in self._replaced(text):
            if one.start > at:
                spans.append(Span(shown, shown + one.start - at, at, one.start))
                pieces.append(text[at : one.start])
                shown += one.start - at
            spans.append(Span(shown, shown + len(one.shown), one.start, one.end, replaced=True))
            pieces.append(one.shown)
            shown += len(one.shown)
            at = one.end
        if at < len(text) or not spans:
            spans.append(Span(shown, shown + len(text) - at, at, len(text)))
            pieces.append(text[at:])
        return Rendered("".join(pieces), tuple(spans))

    def _replaced(self, text: str) -> Iterator[Masked]:
        """Details and names in order; of a name that reaches out of a detail, the rest is replaced by itself."""
        hidden = list(details(text, months=self.months_only))
        hidden += [
            Masked(start, end, WEB)
            for start, end in web_addresses(text)
            if self._tells_a_name(text[start:end])
        ]
        hidden.sort(key=lambda each: (each.start, -each.end))
        hits, shown = self._found(text), []
        if any(hit.known.needs == "same" for hit in hits):
            shown = [hit for hit in hits if hit.known.needs == "same"]
            hits = [hit for hit in hits if hit.known.needs != "same"]
        # The figure of "Sibling 1" is no day of the month that follows it.
        hidden = [
            one
            for one in hidden
            if one.shown.startswith("[") or not any(hit.start <= one.start < hit.end for hit in shown)
        ]
        if not hidden:
            for hit in hits:
                yield Masked(hit.start, hit.end, self._said(text, hit))
            return
        end, at = 0, 0
        for one in hidden:
            if one.end <= end:
                continue
            start = max(one.start, end)
            while at < len(hits) and hits[at].start < one.end:
                hit = hits[at]
                begins = max(hit.start, end)
                if begins < start:
                    stops = min(hit.end, start)
                    yield Masked(begins, stops, self._said(text, hit))
                    end = stops
                if hit.end > one.end:
                    break
                at += 1
            yield Masked(start, one.end, one.shown)
            end = one.end
        for hit in hits[at:]:
            if hit.end > end:
                yield Masked(max(hit.start, end), hit.end, self._said(text, hit))

    def _hits(self, text: str) -> list[_Hit]:
        """Where names stand, from left to right, none over another."""
        return [hit for hit in self._found(text) if hit.known.needs != "same"]

    def _found(self, text: str) -> list[_Hit]:
        """Where names stand, and what is shown for them already."""
        if self._automaton is None or not text:
            return []
        into = fold(text)
        plain, back = into.text, into.back
        found: list[tuple[int, int, Known]] = []
        for last, alike in self._automaton.iter(_scanned(plain)):
            # The scanned text and the forms in it have a blank at either end.
            for width, words, known in alike:
                start, end = last - 1 - width, last - 1
                if plain.startswith(words, start) and not (known.capital and not text[back(start)].isupper()):
                    found.append((start, -end, known))
        if not found:
            return []
        found.sort(key=_where)
        chosen: list[_Hit] = []
        reached = 0
        for start, minus, known in found:
            if start < reached:
                continue
            hit = self._hit(text, into, start, -minus, known, reached)
            if hit is not None:
                chosen.append(hit)
                reached = -minus
        return chosen

    def _hit(self, text: str, into: Folded, start: int, end: int, known: Known, least: int) -> _Hit | None:
        """The occurrence, where it shows what it must; with the title before it, where there is one."""
        plain = into.text
        if plain.startswith("'t", end) and not plain[end + 2 : end + 3].isalpha():
            return None  # don't
        if len(known.words) < 3 and (plain[start - 1 : start].isdigit() or plain[end : end + 1].isdigit()):
            return None  # R1 is a recommendation, and no alias R
        first, last = into.back(start), into.back(end)
        written = text[first:last]
        title, begins = _title_before(plain, start, least)
        if known.needs == "same":
            return _Hit(first, last, known, "") if written == known.instead else None
        if known.instead and _shows(written, known.needs):
            return _Hit(first, last, known, "")
        needs = set(known.owners.values())
        if not any(self._may_be(need, written, title, known, into, start, end) for need in needs):
            return None
        hit = _Hit(into.back(begins), last, known, title, written.isupper())
        return self._with_part(hit, text, into.back(least))

    def _with_part(self, hit: _Hit, text: str, least: int) -> _Hit:
        """With the word before it, where that is what is shown: "his mother Karen" is "his Mother"."""
        label = self._label(hit)
        start = hit.start - 1 - len(label)
        if start < least or (start and text[start - 1].isalnum()):
            return hit
        if text[hit.start - 1] != " " or text[start : hit.start - 1].casefold() != label.casefold():
            return hit
        return replace(hit, start=start)

    def _may_be(
        self,
        need: Needs,
        written: str,
        title: str,
        known: Known,
        into: Folded,
        start: int,
        end: int,
    ) -> bool:
        if need == "title":
            return bool(title) and written[:1].isupper()
        if not _shows(written, need):
            return False
        return not (known.asked and not title and _is_the_word(known.words, written, into, start, end))

    def _said(self, text: str, hit: _Hit) -> str:
        """What is shown, with a capital where it begins a sentence: "the town", "Seen. The town's nursery"."""
        label = self._label(hit)
        begins = label[:1].islower() and _SENTENCE_ENDS.search(text, max(0, hit.start - 4), hit.start)
        return label[:1].upper() + label[1:] if begins else label

    def _label(self, hit: _Hit) -> str:
        known = hit.known
        if known.instead:
            return known.instead
        key = known.words, hit.title, hit.capitals
        label = self._labels.get(key)
        if label is None:
            label = self._labels[key] = f"{self._whose(known, hit)}{known.owns}"
        return label

    def _whose(self, known: Known, hit: _Hit) -> str:
        title = hit.title
        meant = [key for key, need in known.owners.items() if hit.capitals or need != "capitals"]
        owners = [(self._everyone[at], part) for at, part in meant]
        if any(not who.panel for who, _ in owners):
            owners = [(who, part) for who, part in owners if not who.panel]
        if any(part == "whole" for _, part in owners):
            owners = [(who, part) for who, part in owners if part == "whole"]
        if title:
            owners = _with_title(owners, title)
            if not owners:
                return f"{title.capitalize()} {SURNAME}"
        named = [self._everyone[at] for at in known.named]
        owners = [(who, part) for who, part in owners if who in named] or owners
        labels = list(dict.fromkeys(who.shown for who, _ in owners))
        if len(labels) == 1:
            return labels[0]
        if not title and all(part == "surname" for _, part in owners):
            return SURNAME
        return f"{', '.join(labels[:-1])} or {labels[-1]}" if len(labels) <= 3 else NAME

    def _tells_a_name(self, address: str) -> bool:
        plain = fold(address).text
        return any(word in plain for word in self._telling)


_ORDER: tuple[Needs, ...] = ("nothing", "capital", "each", "capitals", "title")


def _are_initials(name: str, names: Sequence[str]) -> bool:
    """Whether an alias counts only as it is written, in capitals: "ME" beside "Marcus Ellingthwaite"."""
    if not (name.isalpha() and name.isupper() and 2 <= len(name) <= 4):
        return False
    others = [other for other in names if other != name and not other.isupper()]
    if len(name) == 2 and others:
        return True
    return any(name.casefold() == "".join(word[0] for word in folded(other).split()) for other in others)


def _automaton(known: Mapping[str, Known]) -> "ahocorasick.Automaton | None":
    """Finds forms as whole words. Forms that differ only in what is no letter share one way through it."""
    if not known:
        return None
    alike: dict[str, list[tuple[int, str, Known]]] = {}
    for words, what in known.items():
        alike.setdefault(_scanned(words), []).append((len(words), words, what))
    made = ahocorasick.Automaton()
    for scanned, some in alike.items():
        made.add_word(scanned, some)
    made.make_automaton()
    return made


def _scanned(plain: str) -> str:
    """Folded text with a blank for whatever is no letter, and one at either end; other alphabets are all alike."""
    return f" {plain.replace('?', ' ').encode('ascii', 'replace').translate(_BLANKS).decode()} "


def _title_before(plain: str, start: int, least: int) -> tuple[str, int]:
    """A title before a name, and where the whole then begins; "" and the start where there is none."""
    if plain[start - 1 : start] not in (" ", "."):
        return "", start
    before = plain[max(least, start - 24) : start].split()
    if before and before[-1].isdigit():
        before.pop()  # PC 1234 Hughes
    title = before[-1].strip(".") if before else ""
    if title not in TITLES:
        return "", start
    begins = plain.rfind(title, least, start)
    return ("", start) if begins and plain[begins - 1].isalpha() else (title, begins)


def _where(found: tuple[int, int, Known]) -> tuple[int, int]:
    return found[0], found[1]


def _shows(written: str, need: Needs) -> bool:
    match need:
        case "nothing":
            return True
        case "capital":
            return written[:1].isupper()
        case "each":
            return all(word[0].isupper() for word in _WORDS.findall(written))
        case "capitals":
            return written.isupper()
    return False


def _with_title(owners: list[tuple[Who, Part]], title: str) -> list[tuple[Who, Part]]:
    """Of those who share a form, the ones a title before it can mean."""
    if any(part == "surname" for _, part in owners):
        owners = [(who, part) for who, part in owners if part == "surname"]
    titled = [(who, part) for who, part in owners if title in {parse(name).title for name in who.names}]
    if titled:
        return titled
    sex = sex_of_title(title)
    fitting = [
        (who, part)
        for who, part in owners
        if not sex or (who.sex in (sex, "") and (title in YOUNG_TITLES or not who.is_child))
    ]
    return [(who, part) for who, part in fitting if sex and who.sex == sex] or fitting


def _is_the_word(word: str, written: str, into: Folded, start: int, end: int) -> bool:
    """Whether an ordinary word that is a name too reads as the word here: a month, a verb, a heading in capitals."""
    plain = into.text
    before = _WORD_BEFORE.search(plain, max(0, start - 24), start)
    after = _NEXT_WORD.match(plain, end, end + 24)
    previous = before.group(1) if before else ""
    following = after.group(1) if after else ""
    dated = (
        previous.rstrip("stndrh").isdigit()
        or previous in _TIME_BEFORE
        or re.fullmatch(r"\d{2}|\d{4}", following)
    )
    if dated and word in MONTH_WORDS | SEASON_WORDS:
        return True
    begins = before is None or any(each in before.group(2) for each in ".!?:;\n•-")
    return begins and following in AFTER_A_VERB


def _part_in(text: str) -> str:
    """The longest run of words that tell a part ("health visitor"); the whole text where it tells nothing else."""
    best: list[str] = []
    run: list[str] = []
    for word in re.findall(r"[^\W\d_]+|\S", text):
        if folded(word) in ROLE_WORDS or (run and word in "-/&"):
            run.append(word)
        else:
            run = []
        if len(run) > len(best):
            best = list(run)
    said = " ".join(best)
    return said if len(said) > 1 and not all(len(word) < 3 and not word.isupper() for word in best) else ""
