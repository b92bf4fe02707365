"""Putting events in a finding, wherever they are shown: in a table, on a timeline, in a list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.ask_words import AskWords
from ui.menus import Menu
from ui.wording import count, short
from workbench.anonymity.rendering import say
from workbench.chronology.events import event_views
from workbench.findings.spine import add_evidence, add_finding, spine


def refs(desk: Desk, ids: Sequence[str]) -> str:
    """Events by their references, or how many where they are more than a sentence holds."""
    if len(ids) > 3:
        return count(len(ids), "event")
    return ", ".join(event.ref for event in desk.read(lambda session: event_views(session, ids)))


class Evidence(QObject):
    """Makes events, and what is tagged, evidence for a finding or against it; each time one change."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner

    def menu(self, ids: Sequence[str], tags: Sequence[str] = ()) -> Menu:
        """The findings these events could be evidence for or against, and a new one.

        `tags` are the ids of tags, for what is tagged: the event, or the passage.
        """
        menu = Menu("Add as evidence", self._owner)
        findings = self._desk.read(spine).findings
        for finding in findings:
            menu.press(
                f"{finding.ref}   {short(say(finding.title), 54)}",
                partial(self._add, finding.id, finding.ref, ids, tags, against=False),
            )
        if findings:
            against = menu.inner("Evidence against")
            for finding in findings:
                against.press(
                    f"{finding.ref}   {short(say(finding.title), 54)}",
                    partial(self._add, finding.id, finding.ref, ids, tags, against=True),
                )
            menu.addSeparator()
        menu.press(f"New finding on {self._said(ids, tags)}…", lambda: self.new_finding(ids, tags))
        return menu

    def _said(self, ids: Sequence[str], tags: Sequence[str]) -> str:
        if tags:
            return count(len(tags), "tagged place")
        return refs(self._desk, ids)

    def _add(
        self, finding_id: str, ref: str, ids: Sequence[str], tags: Sequence[str], *, against: bool
    ) -> None:
        if self._desk.do(lambda case: add_evidence(case, finding_id, ids, tags=tags, against=against)):
            side = "against" if against else "for"
            self._desk.notice(
                f"{self._said(ids, tags)} added as evidence {side} {ref}.",
                link=f"Go to {ref}",
                on_link=lambda: self._desk.go("findings", finding_id),
            )

    def new_finding(self, ids: Sequence[str], tags: Sequence[str] = ()) -> None:
        """Ask for the title of a new finding that rests on these events, or on what is tagged."""

        def made(title: str) -> None:
            done = self._desk.do(lambda case: add_finding(case, title, evidence=list(ids), tags=list(tags)))
            if done:
                finding_id = str(done.value)
                ref = self._desk.read(lambda session: spine(session).finding(finding_id)).ref
                self._desk.notice(
                    f"{ref} is new, with {self._said(ids, tags)} as evidence.",
                    link=f"Go to {ref}",
                    on_link=lambda: self._desk.go("findings", finding_id),
                )

        AskWords(
            self._owner.window(),
            "New finding",
            "Title of the finding",
            made,
            sentence=f"With {self._said(ids, tags)} as evidence. The rest is written in Findings.",
            button="Add finding",
            placeholder="What was found, in one sentence",
            one_line=True,
        ).show_asking()
