"""Pictures of the timeline: from decades to the hour of the incident, its matrix, a run, a card, and anonymous."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from ui.places.timeline.place import TimelinePlace
from ui.theme import look
from ui.window import Window


class Camera(Protocol):
    """What takes the pictures."""

    window: Window

    def settle(self) -> None: ...
    def take(self, name: str) -> None: ...


def _place(camera: Camera) -> TimelinePlace:
    camera.settle()
    place = camera.window.place
    assert isinstance(place, TimelinePlace)
    return place


def zooms(camera: Camera) -> None:
    """A decade, a year, a month, a day and an hour, up to and round the incident."""
    place = _place(camera)
    facts, canvas = place.facts, place.canvas
    assert facts is not None
    assert facts.incident is not None
    at = facts.incident
    for name, before, after in (
        ("decade", 3460.0, 190.0),
        ("year", 300.0, 65.0),
        ("month", 22.0, 9.0),
        ("day", 0.4, 0.6),
        ("hour", 0.5 / 24, 0.7 / 24),
    ):
        canvas.look_at(at - before, at + after)
        camera.take(f"timeline-{name}")
    canvas.fit()


def chosen(camera: Camera) -> None:
    """A run with its inspector, a card under the pointer, and an event."""
    place = _place(camera)
    canvas = place.canvas
    place.step_run(1)
    camera.take("timeline-run")
    place.step_gap(1)
    camera.take("timeline-gap")
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    canvas.fit()
    camera.settle()
    picture = canvas.picture
    assert picture is not None
    marks = picture.marks
    missed = [at for at in range(len(marks)) if marks.below[at] and marks.count[at] == 1]
    mark = missed[len(missed) // 2]
    scale = look.text_size / 100
    where = QPointF(float(marks.x[mark]) * scale, float(marks.y[mark]) * scale).toPoint()
    QTest.mouseMove(canvas, where)
    camera.take("timeline-card")
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=where)
    camera.take("timeline-event")
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)


def lanes(camera: Camera) -> None:
    """Lanes of people and of kinds, and the matrix in words."""
    place = _place(camera)
    for lane in ("person", "kind"):
        place.bar._choose_lanes(lane)
        camera.take(f"timeline-by-{lane}")
    place.bar._choose_lanes("service")
    place.matrix.heat.show_in_words(True)
    camera.take("timeline-matrix-in-words")
    place.matrix.heat.show_in_words(False)


def anonymous(camera: Camera) -> None:
    """Without names."""
    camera.window.desk.read_as_anonymous(True)
    _place(camera).step_run(1)
    camera.take("timeline-anonymous")
    QTest.keyClick(_place(camera).canvas, Qt.Key.Key_Escape)
    camera.window.desk.read_as_anonymous(False)


TIMELINE: tuple[Callable[[Camera], None], ...] = (zooms, chosen, lanes, anonymous)
