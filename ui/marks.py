"""The marks that stand for what happened to a contact and how far an action is.

Each differs in shape as well as colour, so that none is told by colour alone; a hairline of paper round
every mark keeps it legible on a tinted ground.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.theme import look

# mark: the token of its colour
MARKS: Final[dict[str, str]] = {
    "disc": "blue",
    "small_disc": "blue",
    "ringed_disc": "blue",
    "cross": "vermilion",
    "barred_square": "plum",
    "diamond": "grey",
    "open_diamond": "grey",
    "triangle": "green",
    "hollow_disc": "grey",
    "doubt": "warn",
    # statuses of an action and of a finding
    "overdue": "bad",
    "at_risk": "warn",
    "on_track": "good",
    "assured": "done",
    "done": "done",
    "not_accepted": "muted",
    "not_begun": "muted",
    "draft": "muted",
}


def paint_mark(
    painter: QPainter, mark: str, centre: QPointF, size: float = 13, tone: str | None = None
) -> None:
    """Draw a mark round a point; `size` is the width of a full disc in pixels."""
    mark = mark.replace("-", "_").replace(" ", "_")
    colour = look.colour(tone or MARKS.get(mark, "grey"))
    paper = look.colour("paper")
    half = size / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    match mark:
        case "small_disc" | "on_track":
            scale = 0.62 if mark == "small_disc" else 0.84
            painter.drawEllipse(centre, half * scale, half * scale)
        case "ringed_disc":
            painter.setBrush(paper)
            painter.setPen(QPen(colour, max(1.5, size * 0.13)))
            painter.drawEllipse(centre, half * 0.9, half * 0.9)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(centre, half * 0.42, half * 0.42)
        case "cross":
            painter.setPen(_pen(colour, max(2.0, size * 0.2)))
            arm = half * 0.8
            painter.drawLine(centre + QPointF(-arm, -arm), centre + QPointF(arm, arm))
            painter.drawLine(centre + QPointF(-arm, arm), centre + QPointF(arm, -arm))
        case "barred_square" | "not_accepted":
            box = QRectF(centre.x() - half * 0.86, centre.y() - half * 0.86, size * 0.86, size * 0.86)
            painter.drawRoundedRect(box, 1.5, 1.5)
            painter.setBrush(paper)
            painter.drawRect(
                QRectF(centre.x() - half * 0.54, centre.y() - half * 0.15, size * 0.54, size * 0.15)
            )
        case "diamond" | "open_diamond" | "at_risk":
            reach = half * (0.86 if mark == "open_diamond" else 1.0)
            shape = QPolygonF(
                [
                    centre + QPointF(0, -reach),
                    centre + QPointF(reach, 0),
                    centre + QPointF(0, reach),
                    centre + QPointF(-reach, 0),
                ]
            )
            if mark == "open_diamond":
                painter.setBrush(paper)
                painter.setPen(_pen(colour, max(1.5, size * 0.14)))
            painter.drawPolygon(shape)
        case "triangle" | "overdue":
            painter.drawPolygon(
                QPolygonF(
                    [
                        centre + QPointF(0, -half * 0.92),
                        centre + QPointF(half, half * 0.8),
                        centre + QPointF(-half, half * 0.8),
                    ]
                )
            )
        case "hollow_disc" | "not_begun":
            reach = half * (0.55 if mark == "hollow_disc" else 0.78)
            painter.setBrush(paper)
            painter.setPen(QPen(colour, max(1.4, size * 0.12)))
            painter.drawEllipse(centre, reach, reach)
        case "assured" | "done":
            box = QRectF(centre.x() - half * 0.9, centre.y() - half * 0.9, size * 0.9, size * 0.9)
            if mark == "assured":
                painter.drawRoundedRect(box, 2, 2)
                tick = paper
            else:
                painter.setBrush(paper)
                painter.setPen(QPen(colour, 1.5))
                painter.drawRoundedRect(box, 2, 2)
                tick = colour
            painter.setPen(_pen(tick, max(1.5, size * 0.14)))
            painter.drawPolyline(
                [
                    centre + QPointF(-half * 0.45, 0),
                    centre + QPointF(-half * 0.1, half * 0.38),
                    centre + QPointF(half * 0.48, -half * 0.38),
                ]
            )
        case "draft":
            painter.drawRoundedRect(
                QRectF(centre.x() - half * 0.75, centre.y() - half * 0.2, size * 0.75, size * 0.2), 1, 1
            )
        case "doubt":
            painter.setBrush(paper)
            painter.setPen(_pen(colour, max(1.4, size * 0.11)))
            painter.drawPolygon(
                QPolygonF(
                    [
                        centre + QPointF(0, -half * 0.9),
                        centre + QPointF(half, half * 0.8),
                        centre + QPointF(-half, half * 0.8),
                    ]
                )
            )
            painter.drawLine(centre + QPointF(0, -half * 0.25), centre + QPointF(0, half * 0.2))
            painter.drawPoint(centre + QPointF(0, half * 0.5))
        case _:
            painter.drawEllipse(centre, half * 0.92, half * 0.92)
    painter.restore()


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
