"""The pictures of the chronology place: what it shows beyond its first page. `screens.py` takes them."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.places.chronology.place import ChronologyPlace
from ui.theme import look
from ui.window import Window
from workbench.chronology.combined import CombinedChronology
from workbench.listing import Ask
from workbench.people import services

NIGHT_TEAM = """Date,Time,Contact,Who was seen,Details,Outcome
2023,,,,,
2.11,10.30,Home visit,,"No reply, curtains drawn, buggy seen in hall. Card left.",NA
15.11,,Home visit,,"NN2 off sick, visit cancelled.",Canc
2/12,,Info,,Police notification received. Nothing further.,-
5.12,2pm,Core group,Mother,"Apologies from the alcohol service. Weekly visits agreed.",att
,,,,Mother to attend the alcohol service.,
2024,,,,,
10.1,am,Home visit,,No access. Television heard.,NA
31/1,,Home visit,,"Mother refused, said “not convenient”.",ref
14.2,15.15,Home visit,Robyn,"Robyn seen, asleep in cot. Mother tired.",seen
30/2,,Home visit,,Mother not in. Rang twice.,NA
13.3,,Clinic,Robyn,Robyn not brought for weighing.,DNA
mid March,,Home visit,"Robyn, mother","Robyn seen with mother and grandmother. Clean, chatty.",seen
"""
NAMED = """Team,Date,Event,Outcome
Out of hours GP,3/4/2024,Rang about a rash. Advice given.,Telephone
Night nursing,4/4/2024,Seen at home by the night team.,Seen
"""


class Camera(Protocol):
    """What takes the pictures."""

    window: Window

    def settle(self) -> None: ...

    def take(self, name: str) -> None: ...


def _place(camera: Camera) -> ChronologyPlace:
    camera.window.desk.go("chronology")
    place = camera.window.place
    assert isinstance(place, ChronologyPlace)
    return place


def table(camera: Camera) -> None:
    """Accounts side by side, doubts, a correction being made, several rows, filters, dialogs."""
    place = _place(camera)
    desk = camera.window.desk
    linked = desk.read(lambda session: CombinedChronology().ids(session, Ask({"linked": True})))
    doubted = desk.read(lambda session: CombinedChronology().ids(session, Ask({"doubts": True})))
    if linked:
        place.show_thing(linked[0])
        place.page.to_rows()
        camera.take("chronology-accounts")
        place.inspector.compare()
        camera.take("chronology-compare")
        _close()
    if doubted:
        place.show_thing(doubted[0])
        place.inspector.focus_doubts()
        camera.take("chronology-doubts")
        place.inspector.open_source()
        camera.take("chronology-source")
        _close()
    place.page.to_rows()
    place.inspector.correct_field("date")
    camera.settle()
    focus = QApplication.focusWidget()
    if focus is not None:
        QTest.keyClicks(focus, "mid March 2023")
    camera.take("chronology-correcting")
    place.inspector.show_events([])
    place.page.table.choose_first()
    rows = place.page.table.selectionModel()
    for row in (2, 3, 5):
        chosen = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        rows.select(place.page.model.index(row, 0), chosen)
    camera.take("chronology-several")
    place.page.filters.put(date_from="2023-10-01", date_to="2024-01-31", services=["HV", "CSC"])
    camera.take("chronology-filters")
    place.page.filters.clear()
    place.new_event()
    camera.take("chronology-new-event")
    _close()
    place.page.table.fit_rows(True)
    camera.take("chronology-fitted")
    place.page.table.fit_rows(False)
    place.page.filters.put(undated=True, key=True)
    camera.take("chronology-no-match")
    place.page.filters.clear()


def an_import(camera: Camera) -> None:
    """A file as it is read, its columns, doubts settled, a file without a service, a refused one."""
    place = _place(camera)
    folder = camera.window.settings.folder
    folder.mkdir(parents=True, exist_ok=True)
    code = camera.window.desk.read(services)[0].code
    files = [folder / f"{code} chronology v3 FINAL (2).csv", folder / "export.csv", folder / "letter.pdf"]
    for file, text in zip(files, (NIGHT_TEAM, NAMED, "%PDF-1.7"), strict=True):
        file.write_text(text, encoding="utf-8")
    place.import_files([Path(file) for file in files])
    camera.settle()
    camera.take("import")
    look.use(text_size=200)
    camera.take("import-200")
    look.use(text_size=100)
    page = place.importing
    page.columns_button.click()
    camera.take("import-columns")
    page.columns_button.click()
    page.doubts.focus_at(0)
    focus = QApplication.focusWidget()
    if focus is not None:
        QTest.keyClick(focus, Qt.Key.Key_1)
    camera.take("import-one-settled")
    page.leave()
    camera.settle()
    camera.take("import-whose")
    page.leave()
    camera.settle()
    camera.take("import-refused")
    for button in (page.refused.button,):
        if button is not None:
            button.click()
    camera.settle()
    page.later.clear()
    page.refresh_later(place.page.import_button)
    camera.window.notices.clear()
    for file in files:
        file.unlink()


def _close() -> None:
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()


CHRONOLOGY = (table, an_import)
