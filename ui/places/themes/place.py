"""The place of the themes: the codebook at the left, what is tagged in the middle, counts and findings at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ui.buttons import Button, Segmented
from ui.chips import Empty
from ui.desk import Desk
from ui.dialogs.ask_words import AskWords
from ui.evidence import Evidence
from ui.icons import Icon
from ui.menus import Menu, under
from ui.panes import RIGHT, Panes, scrolled
from ui.parts import Part
from ui.place import Place
from ui.places.themes.dialogs import MergeInto, MoveUnder, Sets
from ui.places.themes.head import ThemeFields, ThemeHead
from ui.places.themes.heat import SERVICE, HeatPane, Told, rows_of
from ui.places.themes.page import TaggedPage
from ui.places.themes.splitting import SplitPage
from ui.places.themes.tree import RETIRED, ThemeList, lines
from ui.tagging import NewTheme, TagPopup
from ui.theme import be, look, say
from ui.wording import count
from workbench.casefile import Broadcast
from workbench.findings.spine import spine
from workbench.people import services
from workbench.tagged import Counted, HeatMap, Unread, absent_tag, by_month, by_service, counted, unread
from workbench.themes.codebook import (
    SetView,
    ThemeView,
    move_theme,
    remove_theme,
    retire_theme,
    sets,
    switch_on_set,
    themes,
)
from workbench.themes.sets import STARTER
from workbench.themes.tags import PassageView, Tag, note_on_tag, passages, tag_alike, themes_on, untag

_TABLES = frozenset({"theme", "tag", "event", "material", "service", "read_by", "finding", "finding_theme"})


_COUNTING = "themes count"


@dataclass(frozen=True)
class _Read:
    """Everything that is shown but the rows."""

    themes: list[ThemeView]
    counts: Mapping[str, Counted]
    sets: Sequence[SetView]
    unread: Unread
    heat: HeatMap


def _everything(by: str, session: Any) -> _Read:  # noqa: ANN401 - ui knows no session
    return _Read(
        list(themes(session)), counted(session), sets(session), unread(session), _spread(session, by)
    )


def _spread(session: Any, by: str) -> HeatMap:  # noqa: ANN401 - ui knows no session
    return by_service(session) if by == SERVICE else by_month(session)


class ThemesPlace(Place):
    """The place."""

    key: ClassVar[str] = "themes"
    title: ClassVar[str] = "Themes"
    icon: ClassVar[str] = "tag"
    purpose: ClassVar[str] = (
        "What to look for in practice, and why it was likely: the codebook, everything that is tagged with it, "
        "and how it spreads over services and months."
    )
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("J / K", "Next and previous theme or row"),
        ("Enter", "From a theme to what is tagged; from a row to where it stands"),
        ("Del", "Take the theme off the rows chosen"),
        ("1, 2, 3", "While a theme is split: stays, moves, both; Backspace takes one back"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._themes: list[ThemeView] = []
        self._counts: dict[str, Counted] = {}
        self._folded: set[str] = {RETIRED}
        self._unread = Unread(0, 0, {}, 0)
        self._stale = True
        self.evidence = Evidence(desk, self)
        self.list = ThemeList()
        self.head = ThemeHead(self.edit, self._more_menu)
        self.fields: ThemeFields | None = None
        self.page = TaggedPage(desk, lambda: desk.go("chronology"))
        self.heat = HeatPane(desk)
        self.split: SplitPage | None = None
        self.inner = Panes(
            desk.settings, "themes_tagged", main=self.page, right=self.heat, right_wide=RIGHT[2]
        )
        self.nothing = Empty(
            "tag",
            "Themes name what to look for in practice, and why it was likely. Begin with the starter set, and add "
            "your own as you read.",
            "Switch on the starter set",
            self._switch_on_starter,
        )
        self.main = QStackedWidget()
        self.part = Segmented("Show", [("theme", "Theme"), ("tagged", "Tagged"), ("counts", "Counts")])
        self._parts = QFrame()
        be(self._parts, ground="paper", edge="below")
        row = QHBoxLayout(self._parts)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.part)
        row.addStretch(1)
        self._parts.hide()
        self.part.chosen.connect(lambda _: self._arrange())
        self._head_room = QWidget()
        self._head_room.hide()
        whole = QFrame()
        be(whole, ground="paper")
        whole.setAccessibleName("Theme")
        filled = QVBoxLayout(whole)
        filled.setContentsMargins(0, 0, 0, 0)
        filled.setSpacing(0)
        for part, stretch in (
            (self._parts, 0),
            (self._head_area(), 0),
            (self.inner, 1),
            (self._head_room, 1),
        ):
            filled.addWidget(part, stretch)
        self.main.addWidget(whole)
        self.main.addWidget(self.nothing)
        self.frame = self.lay_out(self.main, left=self._left())
        self.list.chosen.connect(lambda _: self._show())
        self.list.opened.connect(lambda _: self.to_rows())
        self.list.folded.connect(self._fold)
        self.list.dropped.connect(self._dropped)
        self.page.table.activated_thing.connect(self.open_source)
        self.page.table.asked_off.connect(self._take_off)
        self.page.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.page.table.customContextMenuRequested.connect(self._row_menu)
        self.page.changed.connect(lambda: self._show_counts())
        self.heat.opened.connect(self._open_cell)
        self.heat.turned.connect(lambda _: self._show_counts())
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(
            lambda at: self._theme_menu().popup(self.list.viewport().mapToGlobal(at))
        )
        self._add_commands()

    # ---- laying out

    def _left(self) -> QWidget:
        pane = QFrame()
        be(pane, ground="ground", edge="right")
        pane.setAccessibleName("Codebook pane")
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.addWidget(say(QLabel("Themes"), "title"), 1)
        head.addWidget(Button("New", self.new, icon="plus", name="New theme", hint="Insert", changes=True))
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self._foot = Part("Sets of themes", spacing=0)
        layout.addWidget(self._foot)
        return pane

    def _head_area(self) -> QWidget:
        self._head_inner = QFrame()
        be(self._head_inner, ground="paper")
        inner = QVBoxLayout(self._head_inner)
        inner.setContentsMargins(16, 10, 16, 10)
        inner.setSpacing(0)
        inner.addWidget(self.head)
        self._head_scroll = scrolled(self._head_inner, "paper", "What the theme is")
        be(self._head_scroll, edge="below")
        look.changed.connect(self._arrange)
        self._head_inner.installEventFilter(self)
        return self._head_scroll

    @property
    def _narrow(self) -> bool:
        """Whether there is room for one part at a time: at large text, or in a small window."""
        return self.width() < look.px(900)

    def _arrange(self) -> None:
        """Show all parts beside each other, or where there is no room, the one that is chosen."""
        narrow, chosen, theme = self._narrow, self.part.choice, self.theme is not None
        self._parts.setVisible(narrow and theme)
        self._foot.setVisible(not narrow)
        one = narrow and theme
        self._head_scroll.setVisible(theme and (not one or chosen == "theme"))
        self._head_room.setVisible(one and chosen == "theme")
        self.inner.setVisible(not one or chosen != "theme")
        self.page.setVisible(not one or chosen == "tagged")
        self.heat.setVisible(not one or chosen == "counts")
        self._fit_head()

    def _fit_head(self) -> None:
        """As high as its words need, and no more than leaves room for what is tagged."""
        layout = self._head_inner.layout()
        if layout is None:
            return
        # A little less than there is: a word that just fits may not, once edges are drawn.
        wide = max(200, self._head_scroll.viewport().width() - 4)
        if layout.hasHeightForWidth():
            needed = layout.totalHeightForWidth(wide)
        else:
            # The fields have a height of their own; that of the words before them no longer holds.
            self._head_inner.setMinimumHeight(0)
            needed = layout.totalSizeHint().height()
        most = round(self.height() * (0.6 if self.fields is not None else 0.34))
        if self._narrow:
            most = max(most, self.main.height() - self._parts.height())
        self._head_scroll.setFixedHeight(max(look.px(48), min(needed + 2, most)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field grew or shrank as it was written in."""
        if watched is self._head_inner and event.type() == QEvent.Type.LayoutRequest:
            self._fit_head()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the definition elsewhere."""
        super().resizeEvent(event)
        self._arrange()

    # ---- commands

    def _add_commands(self) -> None:
        theme, rows = self._on_theme, self._on_rows
        add = self.command
        add("new", "New theme…", self.new, "Ins", icon="plus", words="add code", changes=True)
        add(
            "edit",
            "Edit the theme",
            self.edit,
            "F2",
            icon="pencil",
            can=theme,
            changes=True,
            words="definition",
        )
        add("merge", "Merge into another theme…", self.merge, "M", icon="merge", can=theme, changes=True)
        add("split", "Split the theme…", self.begin_split, "S", icon="split", can=theme, changes=True)
        add(
            "under",
            "Move under another theme…",
            self.move_under,
            "U",
            icon="corner-down-right",
            can=theme,
            changes=True,
            words="parent nest",
        )
        add(
            "up",
            "Move up",
            lambda: self._move(-1),
            "Alt+Up",
            icon="arrow-up",
            can=theme,
            changes=True,
        )
        add(
            "down",
            "Move down",
            lambda: self._move(1),
            "Alt+Down",
            icon="arrow-down",
            can=theme,
            changes=True,
        )
        add("retire", self._retire_words, self.retire, "R", icon="archive", can=theme, changes=True)
        add("remove", "Remove the theme", self.remove, icon="trash-2", can=theme, changes=True)
        add("sets", "Sets of themes…", self.choose_sets, icon="list-checks", words="switch on", changes=True)
        add("open", "Open where it stands", self._open_current, "O", icon="external-link", can=rows)
        add("tag", "Tag with another theme…", self.tag, "T", icon="tag", can=rows, changes=True)
        add("note", "Write why it is tagged…", self.note, "N", icon="sticky-note", can=rows, changes=True)
        add(
            "evidence",
            "Add as evidence…",
            self.add_evidence,
            "E",
            icon="scale",
            can=rows,
            changes=True,
            words="finding",
        )
        add(
            "off",
            "Take the theme off",
            lambda: self._take_off(self.page.ids),
            icon="x",
            can=rows,
            changes=True,
        )
        add("month", "Themes by month", lambda: self._turn("month"), words="heat map")
        add("service", "Themes by service", lambda: self._turn("service"), words="heat map")
        add("clear", "Clear all filters", self.page.clear)
        columns = self.page.table.columns_menu
        add(
            "columns",
            "Columns of what is tagged…",
            lambda: columns().popup(self.page.table.mapToGlobal(QPoint(0, 0))),
            icon="columns-3",
        )

    # ---- the window asks

    def shown(self) -> None:
        """Show everything as it is now."""
        if self._stale:
            self.refresh()
        self.page.model.wake()
        self._say_read()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: rows are not read at each change elsewhere."""
        super().hideEvent(event)
        self.page.model.rest()

    def start(self) -> QWidget | None:
        """The codebook has focus first."""
        return self.list if self._themes else self.nothing.button

    def show_thing(self, thing: str) -> None:
        """Stand on a theme, opening what folds it away."""
        found = next((each for each in self._themes if each.id == thing), None)
        if found is None:
            return
        self._folded -= {RETIRED if found.retired else found.dimension}
        self._show_list()
        self.list.choose(thing)

    def heard(self, broadcast: Broadcast) -> None:
        """Read anew when the codebook or what it rests on was changed."""
        if touched := _TABLES & broadcast.touched.keys():
            if self.isVisible() and touched == {"tag"} and not self._stale:
                # The rows have seen to themselves; how many there are follows a moment later.
                by = self.heat.by
                self.desk.read_aside(_COUNTING, partial(_everything, by), partial(self._have, by))
            elif self.isVisible():
                self.refresh()
            else:
                self._stale = True

    def switched(self) -> None:
        """Show all words anew."""
        self._end_editing()
        if self.split is not None:
            self.split.switched()
        self.refresh()

    def panes(self) -> Sequence[QWidget]:
        """The codebook, what is tagged, the counts."""
        if self.split is not None:
            return [self.split]
        return [self.list, self._head_scroll, *self.inner.panes]

    # ---- reading and showing

    @property
    def theme(self) -> ThemeView | None:
        """The theme that is stood on."""
        line = self.list.standing
        if line is None or line.kind != "theme":
            return None
        return next((each for each in self._themes if each.id == line.id), None)

    def refresh(self) -> None:
        """Read and show anew."""
        if self.desk.case is None:
            return
        self.desk.aside.drop(_COUNTING)
        by = self.heat.by
        self._have(by, self.desk.read(partial(_everything, by)))

    def _have(self, by: str, read: _Read) -> None:
        self._stale = False
        self._themes, self._counts, self._unread = read.themes, dict(read.counts), read.unread
        self._show_list()
        self._show_foot(read.sets)
        self._show(read.heat if by == self.heat.by else None)
        self._say_read()

    def _show_list(self) -> None:
        self.list.show_lines(lines(self._themes, self._counts, self._folded))

    def _show_foot(self, known: Sequence[SetView]) -> None:
        left = sum(not each.on for each in known)

        def build(layout: QVBoxLayout) -> None:
            foot = QFrame()
            be(foot, ground="ground", edge="above")
            row = QHBoxLayout(foot)
            row.setContentsMargins(12, 8, 12, 8)
            row.setSpacing(8)
            row.addWidget(Icon("list-checks", "muted", 14))
            said = f"{count(left, 'more set')} to switch on" if left else "Every set is switched on"
            row.addWidget(say(QLabel(said), "meta", "muted"), 1)
            row.addWidget(
                Button("Choose", self.choose_sets, kind="link", name="Choose sets of themes", changes=True)
            )
            layout.addWidget(foot)

        self._foot.fill(left, build)

    def _show(self, heat: HeatMap | None = None) -> None:
        theme = self.theme
        self.main.setCurrentIndex(0 if self._themes else 1)
        if theme is None:
            self._end_editing()
        else:
            self.head.show_theme(theme, self.desk.can_change)
            if self.fields is not None:
                self.fields.show_theme(theme)
        self._arrange()
        self.page.show_theme(theme, self._counts.get(theme.id) if theme is not None else None)
        self._show_counts(heat)

    def _show_counts(self, heat: HeatMap | None = None) -> None:
        if self.desk.case is None:
            return
        theme, by = self.theme, self.heat.by

        def read(session: Any) -> Told:  # noqa: ANN401 - ui knows no session
            rows = rows_of(self._themes, theme, self._is_tagged)
            tops = [each for each in self._themes if each.parent_id is None and not each.retired]
            return Told(
                theme,
                tuple(rows),
                sum(each not in rows for each in tops),
                heat or _spread(session, by),
                tuple(services(session)),
                absent_tag(self._unread),
                spine(session).findings,
            )

        self.heat.show_told(self.desk.read(read))

    def _is_tagged(self, theme: ThemeView) -> bool:
        return self._counts[theme.id].whole > 0

    def _say_read(self) -> None:
        told = self._unread
        if self.isVisible() and told.documents:
            self.said.emit(f"Tagged so far: {told.tagged} of {count(told.documents, 'document')}")

    def _fold(self, key: str) -> None:
        self._folded ^= {key}
        self._show_list()

    def _end_editing(self) -> None:
        """Show the theme again as it is read."""
        if self.fields is None:
            return
        self.fields.commit()
        self.fields.hide()
        self.fields.deleteLater()
        self.fields = None
        self.head.show()
        self._fit_head()
        if self.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- what can be done

    def _on_theme(self) -> bool:
        return self.theme is not None and self.split is None

    def _on_rows(self) -> bool:
        return bool(self.page.ids) and self.split is None

    def to_rows(self) -> None:
        """Go to what is tagged."""
        self.part.choose("tagged")
        self._arrange()
        if self.page.model.count:
            if not self.page.table.current_id:
                self.page.table.choose_first()
            self.page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def new(self) -> None:
        """Ask for a new theme."""
        theme = self.theme
        NewTheme(
            self.window(),
            self.desk,
            self.show_thing,
            dimension=theme.dimension if theme is not None else "what",
        ).show_asking()

    def new_under(self) -> None:
        """Ask for a new theme under the one stood on."""
        theme = self.theme
        if theme is not None:
            NewTheme(self.window(), self.desk, self.show_thing, above=theme.id).show_asking()

    def edit(self) -> None:
        """Write in the theme, where it stands."""
        theme = self.theme
        inner = self._head_inner.layout()
        if theme is None or inner is None or not self.desk.can_change:
            return
        if self.fields is None:
            self.fields = ThemeFields(self.desk, self._end_editing)
            inner.addWidget(self.fields)
            self.head.hide()
        self.fields.show_theme(theme)
        self.part.choose("theme")
        self._arrange()
        self.fields.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def merge(self) -> None:
        """Ask which theme takes this one in."""
        theme = self.theme
        if theme is not None and len(self._themes) > 1:
            MergeInto(self.window(), self.desk, theme).show_asking()

    def move_under(self) -> None:
        """Ask which theme this one stands under."""
        theme = self.theme
        if theme is not None:
            MoveUnder(self.window(), self.desk, theme).show_asking()

    def _move(self, by: int) -> None:
        theme = self.theme
        if theme is not None:
            self.desk.do(lambda case: move_theme(case, theme.id, by))

    def _retire_words(self) -> str:
        theme = self.theme
        return "Bring the theme back" if theme is not None and theme.retired else "Retire the theme"

    def retire(self) -> None:
        """Retire the theme, or bring it back."""
        theme = self.theme
        if theme is not None and self.desk.do(lambda case: retire_theme(case, theme.id, not theme.retired)):
            done = "is offered again" if theme.retired else "is retired; what is tagged stays tagged"
            self.desk.notice(f"{theme.code} {done}.", undo=True)

    def remove(self) -> None:
        """Take a theme out on which nothing rests."""
        theme = self.theme
        if theme is not None and self.desk.do(lambda case: remove_theme(case, theme.id)):
            self.desk.notice(f"{theme.code} is removed.", undo=True)

    def choose_sets(self) -> None:
        """Show the sets that can be switched on."""
        Sets(self.window(), self.desk).show_asking()

    def _switch_on_starter(self) -> None:
        self.desk.do(lambda case: switch_on_set(case, STARTER))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_split(self) -> None:
        """Go through what is tagged, one by one."""
        theme = self.theme
        if theme is not None:
            self._end_editing()
            self.frame.hide()
            self.split = SplitPage(self.desk)
            self.split.over.connect(self._split_over)
            self.body.addWidget(self.split, 1)
            self.split.show()
            self.split.begin(theme)

    def _split_over(self, made: str) -> None:
        if self.split is not None:
            self.split.hide()
            self.split.deleteLater()
            self.split = None
        self.frame.show()
        if made:
            self.show_thing(made)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dropped(self, theme_id: str, onto: str, at: QPoint) -> None:
        """Ask what a theme dragged onto another means."""
        known = {each.id: each for each in self._themes}
        theme, other = known.get(theme_id), known.get(onto)
        if theme is None or other is None or not self.desk.can_change:
            return
        menu = Menu(f"{theme.code} onto {other.code}", self)
        menu.press(
            f"Put {theme.code} under {other.code}",
            lambda: self.desk.do(lambda case: move_theme(case, theme.id, parent=other.id)),
        )
        menu.press(
            f"Merge {theme.code} into {other.code}…",
            lambda: MergeInto(self.window(), self.desk, theme, other.id).show_asking(),
        )
        menu.open_at(at)

    # ---- menus

    def _theme_menu(self) -> Menu:
        menu = Menu("Theme", self)
        commands = self.desk.commands
        for group in (("edit", "split", "merge"), ("under", "up", "down"), ("retire", "remove"), ("sets",)):
            for name in group:
                menu.addAction(commands.entry(f"{self.key}.{name}", menu))
            if group[0] == "under" and self.theme is not None and self.desk.can_change:
                menu.press(f"New theme under {self.theme.code}…", self.new_under)
            menu.addSeparator()
        return menu

    def _more_menu(self, button: QWidget) -> None:
        self._theme_menu().open_at(under(button))

    def _row_menu(self, at: QPoint) -> None:
        if not self.page.ids:
            return
        menu = Menu("Tagged", self)
        for name in ("open", "tag", "note", "evidence", "off"):
            menu.addAction(self.desk.commands.entry(f"{self.key}.{name}", menu))
        menu.popup(self.page.table.viewport().mapToGlobal(at))

    # ---- what is tagged

    def _open_current(self) -> None:
        if self.page.table.current_id:
            self.open_source(self.page.table.current_id)

    def open_source(self, tag_id: str) -> None:
        """Go to the event, or to the passage in its document."""
        event, passage = self.desk.read(lambda session: _stands(session, tag_id))
        if event:
            self.desk.go("chronology", event)
        elif passage is not None:
            self.desk.go("materials", f"{passage.material_id}@{passage.start}-{passage.end}")

    def tag(self) -> None:
        """Put another theme on what is chosen, or take one off."""
        ids = self.page.ids
        if not ids:
            return
        sets_of = self.desk.read(lambda session: themes_on(session, ids[:200]))
        TagPopup.ask(
            self.page.table.viewport(),
            self.page.chosen_box(),
            self.desk,
            lambda theme_id, on: self.desk.do(lambda case: tag_alike(case, ids, theme_id, on)),
            current=set.intersection(*sets_of),
            partly=set.union(*sets_of),
            what=count(len(ids), "thing") if len(ids) > 1 else "this",
        )

    def note(self) -> None:
        """Write why a theme was put there."""
        tag_id = self.page.table.current_id
        if not tag_id:
            return
        was, code = self.desk.read(lambda session: _note(session, tag_id))
        AskWords(
            self.window(),
            f"Why {code}",
            "Note",
            lambda words: self.desk.do(lambda case: note_on_tag(case, tag_id, words)),
            button="Keep note",
            placeholder="What in it shows the theme",
            words=was,
        ).show_asking()

    def add_evidence(self) -> None:
        """Put what is chosen under a finding."""
        ids = self.page.ids
        if ids:
            table = self.page.table
            box = table.visualRect(table.currentIndex())
            self.evidence.menu([], ids).open_at(
                table.viewport().mapToGlobal(QPoint(box.left() + 40, box.bottom()))
            )

    def _take_off(self, ids: Sequence[str]) -> None:
        if ids and self.desk.do(lambda case: untag(case, list(ids))):
            self.desk.notice(f"{count(len(ids), 'tag')} taken off.", undo=True)

    def _open_cell(self, theme_id: str, column: str) -> None:
        """Show what a cell counts."""
        self.show_thing(theme_id)
        if self.heat.by == SERVICE:
            self.page.put(services=[column], month=None, by=None, kind=None)
        else:
            self.page.put(month=column, services=None, by=None, kind=None)
        self.to_rows()

    def _turn(self, by: str) -> None:
        self.part.choose("counts")
        self._arrange()
        self.heat.view.choose(by)
        self._show_counts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the fields, then goes from what is tagged to the codebook."""
        if event.key() == Qt.Key.Key_Escape and self.fields is not None:
            self._end_editing()
        elif event.key() == Qt.Key.Key_Escape and self.page.table.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def _stands(session: Any, tag_id: str) -> tuple[str, PassageView | None]:  # noqa: ANN401 - ui knows no session
    tag = session.get(Tag, tag_id)
    if tag is None:
        return "", None
    found = passages(session, Tag.id == tag_id)
    return tag.event_id or "", found[0] if found else None


def _note(session: Any, tag_id: str) -> tuple[str, str]:  # noqa: ANN401 - ui knows no session
    tag = session.get(Tag, tag_id)
    if tag is None:
        return "", ""
    return tag.note, next((each.code for each in themes(session) if each.id == tag.theme_id), "")
