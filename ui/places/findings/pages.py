"""The page in the middle of Findings: a finding, a recommendation or an action being written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import Button
from ui.chips import Chip
from ui.desk import Desk, Done
from ui.forms import CheckField, ChoiceField, TextField
from ui.icons import Icon
from ui.inspector import words
from ui.menus import Menu, StayMenu, under
from ui.parts import Part
from ui.tables import outcome_mark
from ui.theme import be, look, say
from workbench.anonymity.rendering import say as as_read
from workbench.anonymity.rendering import say_file, say_name
from workbench.chronology.dates import say_when
from workbench.chronology.events import EventView
from workbench.chronology.outcomes import OUTCOMES
from workbench.findings import spine
from workbench.findings.followed import say_day
from workbench.findings.spine import ActionView, FindingView, RecommendationView
from workbench.history import local
from workbench.people import ServiceView
from workbench.themes.codebook import ThemeView

PARTS = (
    ("what", "What", "what happened, in plain words"),
    ("why", "Why", "what made it likely"),
    ("known", "Known at the time", "by whom, and when"),
    ("so_what", "So what", "why it matters beyond this family"),
)
"""The parts of a finding: code, head, hint."""


class Page(QWidget):
    """A column for reading and writing, as wide as a line should be."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.desk = desk
        self.thing = ""
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 16, 24, 24)
        self.column.setSpacing(12)
        self._dress()
        look.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setMaximumWidth(look.px(820))

    def head(self, title: QWidget) -> Part:
        """The line at the top: a reference, which the part given back shows, and the title."""
        row = QHBoxLayout()
        row.setSpacing(8)
        ref = Part(spacing=0)
        row.addWidget(ref, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(title, 1)
        self.column.addLayout(row)
        return ref

    def show_ref(self, part: Part, ref: str, plain: bool = False) -> None:
        """Show the reference level with the first line of the title."""

        def build(column: QVBoxLayout) -> None:
            column.setContentsMargins(0, look.px(7), 0, 0)
            column.addWidget(Chip.ref(ref, plain=plain))

        part.fill(ref, build)

    def show_edited(self, part: Part, table: str, remove: Callable[[], object]) -> None:
        """Who changed it last, which leads to its whole history, and the way to remove it."""
        entry = next(iter(self.desk.the_case.history(limit=1, row=(table, self.thing))), None)
        thing = self.thing
        edited = ""
        if entry is not None:
            when = local(entry.at)
            edited = f"edited {when.day} {when:%b %Y}, {as_read(entry.by)}"

        def build(column: QVBoxLayout) -> None:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(_Quiet(edited), 1)
            row.addWidget(
                Button(
                    "History",
                    lambda: self.desk.go("history", f"{table}:{thing}"),
                    kind="link",
                    name=f"History of this {table}",
                )
            )
            row.addWidget(
                Button(
                    "Remove", remove, kind="quiet", icon="trash-2", name=f"Remove this {table}", changes=True
                )
            )
            column.addLayout(row)

        part.fill((thing, edited), build)


class _Quiet(QLabel):
    """Quiet words at the right of a line, which yield their room to what stands beside them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        say(self, "meta", "muted")
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As much of them as there is room for."""
        painter = QPainter(self)
        painter.setPen(look.colour("muted"))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class Links(Part):
    """Links up or down the spine, with buttons at the end of their head."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._name = name

    def show_links(
        self,
        thing: str,
        links: list[tuple[str, str, str]],
        go: Callable[[str], object],
        part: Callable[[str], object] | None,
        *buttons: tuple[str, Callable[[], object], str, str],
    ) -> None:
        """`links` are (id, reference, title); `part` takes one away; buttons are (word, press, icon, name)."""

        def build(column: QVBoxLayout) -> None:
            head = QHBoxLayout()
            head.setSpacing(12)
            head.addWidget(say(QLabel(self._name), "head", "ink"))
            head.addStretch(1)
            for word, press, icon, name in buttons:
                head.addWidget(Button(word, press, kind="link", icon=icon, name=name, changes=True))
            column.addLayout(head)
            for each, ref, title in links:
                row = QHBoxLayout()
                row.setSpacing(8)
                row.addWidget(
                    Chip.ref(
                        ref,
                        plain=not ref.startswith("F"),
                        name=f"Go to {ref}, {as_read(title)}",
                        on_press=partial(go, each),
                    ),
                    0,
                    Qt.AlignmentFlag.AlignTop,
                )
                shown = words(as_read(title))
                shown.setContentsMargins(0, look.px(2), 0, 0)
                row.addWidget(shown, 1)
                if part is not None:
                    row.addWidget(
                        Button(
                            "Unlink", partial(part, each), kind="link", name=f"Unlink {ref}", changes=True
                        ),
                        0,
                        Qt.AlignmentFlag.AlignTop,
                    )
                column.addLayout(row)
            if not links:
                column.addWidget(say(QLabel("Nothing yet."), "meta", "muted"))

        self.fill((thing, tuple(links)), build)


def _title(commit: Callable[[str], object]) -> TextField:
    """A title is plain text until one goes to it."""
    made = TextField("Title", commit, role="title", least_lines=1)
    made.label.hide()
    be(made.edit, bare=True)
    return made


class FindingPage(Page):
    """A finding."""

    def __init__(self, desk: Desk, actions: FindingActions) -> None:
        super().__init__(desk, "Finding")
        self._do = actions
        self.title = _title(lambda text: self._edit(title=text))
        self._ref = self.head(self.title)
        self.good = CheckField(
            "Good practice", lambda on: self._edit(good_practice=on), hint="A finding of something done well"
        )
        self._edited = Part()
        line = QHBoxLayout()
        line.addWidget(self.good)
        line.addWidget(self._edited, 1)
        self.column.addLayout(line)
        self.parts = {
            code: TextField(head, self._editor(code), hint=hint, role="reading", least_lines=2)
            for code, head, hint in PARTS
        }
        for field in self.parts.values():
            be(field.edit, soft=True)
            self.column.addWidget(field)
        self.against = Part("Evidence against")
        self.column.addWidget(self.against)
        self.about = Part("Themes")
        self.column.addWidget(self.about)
        self.leads = Links("Leads to")
        self.column.addWidget(self.leads)
        self.column.addStretch(1)

    def show_finding(
        self,
        finding: FindingView,
        known: spine.Spine,
        events: dict[str, EventView],
        colours: dict[str, str],
        result: str,
        codebook: list[ThemeView],
    ) -> None:
        """Show a finding; a field being typed in is left alone unless it is another finding."""
        other = finding.id != self.thing
        if other:
            self._keep_typing()
        self.thing = finding.id
        self.show_ref(self._ref, finding.ref)
        self.show_edited(self._edited, "finding", lambda: self._do.remove("finding", finding.id))
        self.title.show_value(finding.title, force=other)
        self.good.show_value(finding.good_practice)
        for code, field in self.parts.items():
            field.show_value(str(getattr(finding, code)), force=other)
        pieces = shown_pieces(finding, True, events)
        self.against.fill(
            (finding.id, tuple(pieces), colours),
            lambda column: self._show_against(column, pieces, colours),
        )
        shown = [theme for theme in codebook if not theme.retired or theme.code in finding.themes]
        self.about.fill(
            (finding.id, finding.themes, tuple(shown)),
            lambda column: self._show_themes(column, finding, shown),
        )
        by_ref = {one.ref: one for one in known.recommendations}
        self.leads.show_links(
            finding.id,
            [(by_ref[ref].id, ref, by_ref[ref].title) for ref in finding.recommendations],
            lambda thing: self.desk.go("findings", thing),
            lambda thing: self._do.unlink(finding.id, thing),
            ("Link one", self._do.link, "link-2", f"Link a {result}"),
            ("New", self._do.new_recommendation, "plus", f"New {result}"),
        )

    def _show_against(
        self,
        column: QVBoxLayout,
        pieces: list[tuple[spine.EvidenceView, EventView | None]],
        colours: dict[str, str],
    ) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(say(QLabel("Evidence against"), "head", "ink"))
        head.addWidget(say(QLabel("what does not fit"), "meta", "muted"), 1)
        head.addWidget(
            Button(
                "Add",
                lambda: self._do.add_evidence(True),
                kind="link",
                icon="plus",
                name="Add evidence against",
                changes=True,
            )
        )
        column.addLayout(head)
        for piece, event in pieces:
            column.addWidget(EvidenceCard(piece, event, colours, self._do))
        if not pieces:
            column.addWidget(say(QLabel("Nothing weighed against it yet."), "meta", "muted"))

    def _show_themes(self, column: QVBoxLayout, finding: FindingView, codebook: list[ThemeView]) -> None:
        """The themes the finding is about; each leads to what is tagged with it."""
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(say(QLabel("Themes"), "head", "ink"))
        head.addStretch(1)
        link = Button("Link", None, kind="link", icon="link-2", name="Link themes", changes=True)
        link.clicked.connect(lambda: self._themes_menu(finding, codebook).open_at(under(link)))
        head.addWidget(link)
        column.addLayout(head)
        for theme in codebook:
            if theme.code not in finding.themes:
                continue
            row = QHBoxLayout()
            row.setSpacing(8)
            name = as_read(theme.name)
            go = partial(self.desk.go, "themes", theme.id)
            row.addWidget(Chip.theme(theme.code, theme.colour, name, go), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words(name), 1)
            row.addWidget(
                Button(
                    "Unlink",
                    partial(self._do.link_theme, theme.id, False),
                    kind="link",
                    name=f"Unlink {theme.code}",
                    changes=True,
                ),
                0,
                Qt.AlignmentFlag.AlignTop,
            )
            column.addLayout(row)
        if not finding.themes:
            column.addWidget(say(QLabel("About none yet."), "meta", "muted"))

    def _themes_menu(self, finding: FindingView, codebook: list[ThemeView]) -> Menu:
        menu = StayMenu("Themes", self)
        for theme in codebook:
            action = menu.press(
                f"{theme.code}   {as_read(theme.name)}", lambda: None, ticked=theme.code in finding.themes
            )
            action.toggled.connect(partial(self._do.link_theme, theme.id))
        return menu

    def _keep_typing(self) -> None:
        """What was typed for the finding before is kept for it, where the person went on by a key."""
        if self.thing:
            for field in (self.title, *self.parts.values()):
                field.commit()

    def _editor(self, code: str) -> Callable[[str], Done[None]]:
        return lambda text: self._edit(**{code: text})

    def _edit(self, **values: Any) -> Done[None]:  # noqa: ANN401 - whatever a field holds
        thing = self.thing
        return self.desk.do(lambda case: spine.edit_finding(case, thing, **values), tell=False)


class RecommendationPage(Page):
    """A recommendation."""

    def __init__(self, desk: Desk, actions: FindingActions) -> None:
        super().__init__(desk, "Recommendation")
        self._do = actions
        self.title = _title(lambda text: self._edit(title=text))
        self._ref = self.head(self.title)
        self._edited = Part()
        self.column.addWidget(self._edited)
        self.detail = TextField(
            "In full",
            lambda text: self._edit(detail=text),
            hint="what should change, and how one will know",
            role="reading",
        )
        be(self.detail.edit, soft=True)
        self.column.addWidget(self.detail)
        self._addressed = Part("Addressed to")
        self.column.addWidget(self._addressed)
        self.scope = ChoiceField("Scope", list(spine.SCOPES.items()), lambda key: self._edit(scope=key))
        self.scope.choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.column.addWidget(self.scope)
        self.rests = Links("Rests on")
        self.column.addWidget(self.rests)
        self.answered = Links("Answered by")
        self.column.addWidget(self.answered)
        self.column.addStretch(1)

    def show_recommendation(
        self, shown: RecommendationView, known: spine.Spine, services: list[ServiceView]
    ) -> None:
        """Show a recommendation."""
        other = shown.id != self.thing
        if other and self.thing:
            self.title.commit()
            self.detail.commit()
        self.thing = shown.id
        self.show_ref(self._ref, shown.ref, plain=True)
        self.show_edited(self._edited, "recommendation", lambda: self._do.remove("recommendation", shown.id))
        self.title.show_value(shown.title, force=other)
        self.detail.show_value(shown.detail, force=other)
        self.scope.show_value(shown.scope, force=other)
        self._addressed.fill(
            (shown.id, shown.to_all, shown.to_board, shown.services, tuple(services)),
            lambda column: self._show_addressed(column, shown, services),
        )
        findings = {one.ref: one for one in known.findings}
        self.rests.show_links(
            shown.id,
            [(findings[ref].id, ref, findings[ref].title) for ref in shown.findings],
            lambda thing: self.desk.go("findings", thing),
            lambda thing: self._do.unlink(thing, shown.id),
            ("Link one", self._do.link, "link-2", "Link a finding"),
        )
        actions = {one.ref: one for one in known.actions}
        self.answered.show_links(
            shown.id,
            [(actions[ref].id, ref, actions[ref].title) for ref in shown.actions],
            lambda thing: self.desk.go("actions", thing),
            None,
            ("New action", self._do.new_action, "plus", ""),
        )

    def _show_addressed(
        self, column: QVBoxLayout, shown: RecommendationView, services: list[ServiceView]
    ) -> None:
        column.addWidget(say(QLabel("Addressed to"), "head", "ink"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        ticks = [
            ("All agencies", shown.to_all, lambda on: self._edit(to_all=on)),
            ("The Board", shown.to_board, lambda on: self._edit(to_board=on)),
        ]
        for service in services:
            ticks.append(
                (
                    f"{service.code}, {as_read(service.name)}",
                    service.code in shown.services,
                    partial(self._address, shown, service.code),
                )
            )
        for place, (word, held, commit) in enumerate(ticks):
            tick = CheckField(word, commit)
            tick.show_value(held)
            grid.addWidget(tick, place // 2, place % 2)
        column.addLayout(grid)

    def _address(self, shown: RecommendationView, code: str, on: bool) -> Done[None]:
        codes = [one for one in shown.services if one != code] + ([code] if on else [])
        return self._edit(services_to=codes)

    def _edit(self, **values: Any) -> Done[None]:  # noqa: ANN401 - whatever a field holds
        thing = self.thing
        return self.desk.do(lambda case: spine.edit_recommendation(case, thing, **values), tell=False)


class ActionPage(Page):
    """An action, read here and followed in its own place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Action")
        self._part = Part(spacing=8)
        self.column.addWidget(self._part)
        self.column.addStretch(1)

    def show_action(self, action: ActionView, status: str) -> None:
        """Show an action."""
        self.thing = action.id
        self._part.fill((action, status), lambda column: self._build(column, action, status))

    def _build(self, column: QVBoxLayout, action: ActionView, status: str) -> None:
        last = action.progress[0] if action.progress else None
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Chip.ref(action.ref, plain=True), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words(as_read(action.title), "title"), 1)
        column.addLayout(row)
        column.addSpacing(look.px(8))
        for label, value in (
            ("Owner", action.owner or "Nobody yet"),
            ("Lead officer", say_name(action.lead) or "Nobody yet"),
            ("Due", say_day(action.due) or "No date"),
            ("Status", status),
            ("Intended impact", action.measure or "Not said"),
            ("Last progress", f"{say_day(last.on)}: {last.text}" if last else "None noted"),
        ):
            line = QHBoxLayout()
            line.setSpacing(8)
            name = say(QLabel(label), "meta", "muted")
            name.setFixedWidth(look.px(110))
            line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            shown = words(as_read(value))
            shown.setAccessibleName(f"{label}: {as_read(value)}")
            line.addWidget(shown, 1)
            column.addLayout(line)
        column.addSpacing(look.px(8))
        column.addWidget(
            Button("Follow it in Actions", lambda: self.desk.go("actions", action.id), icon="square-check"),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )


class FindingActions:
    """What pages ask their place to do."""

    def __init__(
        self,
        *,
        remove: Callable[[str, str], object],
        add_evidence: Callable[[bool], object],
        link: Callable[[], object],
        unlink: Callable[[str, str], object],
        new_recommendation: Callable[[], object],
        new_action: Callable[[], object],
        drop_evidence: Callable[[str], object],
        turn_evidence: Callable[[str, bool], object],
        note_evidence: Callable[[str, str], object],
        open_evidence: Callable[[spine.EvidenceView], object],
        link_theme: Callable[[str, bool], object],
    ) -> None:
        self.remove = remove
        self.add_evidence = add_evidence
        self.link = link
        self.unlink = unlink
        self.new_recommendation = new_recommendation
        self.new_action = new_action
        self.drop_evidence = drop_evidence
        self.turn_evidence = turn_evidence
        self.note_evidence = note_evidence
        self.open = open_evidence
        self.link_theme = link_theme


def shown_pieces(
    finding: FindingView, against: bool, events: dict[str, EventView]
) -> list[tuple[spine.EvidenceView, EventView | None]]:
    """The evidence on one side, each piece with its event where it is one."""
    return [
        (piece, events.get(piece.event_id))
        for piece in finding.evidence
        if piece.against == against and (piece.kind == "passage" or piece.event_id in events)
    ]


class EvidenceCard(QFrame):
    """An event or a passage as a piece of evidence: where it stands, its words, and why it counts.

    Enter opens it where it stands, Del takes the evidence away, X turns it to the other side; the same stand in
    a menu.
    """

    def __init__(
        self,
        piece: spine.EvidenceView,
        event: EventView | None,
        colours: dict[str, str],
        actions: FindingActions,
    ) -> None:
        super().__init__()
        self._piece, self._actions = piece, actions
        be(self, ground="paper", edge="card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if event is not None:
            where = f"{event.service}, {say_when(event.when, event.time)}"
        else:
            where = f"passage of {say_file(piece.file, piece.service, 'document')}"
        side = "against" if piece.against else "for"
        why = f". Why it counts: {as_read(piece.note)}" if piece.note else ""
        self.setAccessibleName(f"Evidence {side}, {piece.ref}, {where}: {as_read(piece.quote)}{why}")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self._menu(self.mapToGlobal(at)))
        inner = QVBoxLayout(self)
        inner.setContentsMargins(10, 8, 10, 10)
        inner.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(Chip.ref(piece.ref, name=f"Open {piece.ref} in {self._place}", on_press=self._open))
        service = event.service if event is not None else piece.service
        if service:
            name = as_read(event.service_name) if event is not None else ""
            head.addWidget(Chip.service(service, colours.get(service, "#33414F"), name))
        if event is not None:
            head.addWidget(say(QLabel(say_when(event.when)), "name"), 1)
            if event.outcome:
                head.addWidget(Chip.mark(outcome_mark(event.outcome), OUTCOMES[event.outcome].name))
        else:
            title = words(say_file(piece.file, piece.service, "document"), "name")
            head.addWidget(title, 1)
        self._more = Button(
            "",
            lambda: self._menu(self._more.mapToGlobal(QPoint(0, self._more.height()))),
            kind="link",
            icon="ellipsis-vertical",
            name=f"What can be done with {piece.ref}",
            changes=True,
        )
        head.addWidget(self._more)
        inner.addLayout(head)
        quote = _short(as_read(piece.quote))
        inner.addWidget(words(f"“{quote}”" if event is None else quote, "body", "ink2"))
        if piece.theme:
            inner.addWidget(words(f"Tagged with {piece.theme}", "meta", "muted"))
        if piece.note:
            note = QHBoxLayout()
            note.setSpacing(6)
            note.addWidget(Icon("sticky-note", "muted", 13), 0, Qt.AlignmentFlag.AlignTop)
            note.addWidget(words(as_read(piece.note), "meta", "muted"), 1)
            inner.addLayout(note)

    @property
    def _place(self) -> str:
        return "the chronology" if self._piece.kind == "event" else "its document"

    def event(self, event: QEvent) -> bool:
        """Keys that mean something on the card are not the place's."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._press(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Del removes, X turns."""
        press = self._press(event)
        if press is not None:
            press()
        else:
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self.hasFocus():
            return None
        return {
            Qt.Key.Key_Return: self._open,
            Qt.Key.Key_Enter: self._open,
            Qt.Key.Key_Delete: self._drop,
            Qt.Key.Key_X: self._turn,
        }.get(Qt.Key(event.key()))

    def _open(self) -> None:
        self._actions.open(self._piece)

    def _drop(self) -> None:
        self._actions.drop_evidence(self._piece.id)

    def _turn(self) -> None:
        self._actions.turn_evidence(self._piece.id, not self._piece.against)

    def _note(self) -> None:
        self._actions.note_evidence(self._piece.id, self._piece.note)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(f"Evidence {self._piece.ref}")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(
            "Counts for the finding\tX" if self._piece.against else "Counts against the finding\tX",
            self._turn,
        )
        menu.addAction(
            "Say why it counts…", lambda: self._actions.note_evidence(self._piece.id, self._piece.note)
        )
        menu.addAction(f"Open in {self._place}\tEnter", self._open)
        menu.addSeparator()
        menu.addAction("Remove from the evidence\tDel", self._drop)
        menu.popup(at)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else flat[:199].rstrip() + "…"
