"""All that was done to the project, the newest first; what was taken back stands out faintly."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot

from gui.project.act_words import act_details, act_words
from gui.session import Selection, Session
from gui.tables.column import Column, Tone
from gui.tables.table_panel import TablePanel


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One act, or a plan that was kept."""

    revision: int
    time: str
    what: str
    details: str
    is_undone: bool


class HistoryPanel(TablePanel[HistoryRow]):
    """Lists the journal of the open project."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        session.edits.acted.connect(self.refill)
        self.start()

    def title(self) -> str:
        """What the panel is called."""
        return self.tr("History")

    def empty_sentence(self) -> str:
        """Why there is nothing, and what to do next."""
        return self.tr("No project is open. What you do to a project is listed here.")

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.refill()

    @Slot()
    def follow(self) -> None:
        """Stay: what is selected elsewhere is no act."""

    def make_rows(self) -> Sequence[HistoryRow]:
        """The acts and plans of the project, the newest first."""
        return history_rows(self.session)

    def selection_of(self, row: HistoryRow) -> Selection | None:
        """Nothing that others know."""
        return None

    def number_of(self, selection: Selection) -> int | None:
        """No row: a selection is no act."""
        return None

    def make_columns(self) -> Sequence[Column[HistoryRow]]:
        """The columns, from left to right."""
        return (
            Column(
                key="time",
                title=lambda: self.tr("When"),
                text=lambda row: row.time,
                width=76,
                tone=_tone,
            ),
            Column(
                key="what",
                title=lambda: self.tr("What"),
                text=lambda row: (
                    self.tr("{what} (undone)").format(what=row.what) if row.is_undone else row.what
                ),
                width=230,
                tone=_tone,
            ),
            Column(
                key="details",
                title=lambda: self.tr("Before and after"),
                text=lambda row: row.details,
                width=180,
                tone=_tone,
            ),
        )


def history_rows(session: Session) -> list[HistoryRow]:
    """The journal of the open project, the newest first; none without a project."""
    from planning.project.journal import PlanKept

    project = session.project
    if project is None:
        return []
    rows = []
    for entry in reversed(project.history()):
        act = entry.act
        if isinstance(act, PlanKept):
            words = session.wording.text("history.plan", {"day": act.day.isoformat()})
            details = ""
        else:
            words, details = act_words(act, project), act_details(act)  # type: ignore[arg-type]
        rows.append(
            HistoryRow(
                revision=entry.revision,
                time=_time_text(entry.at.astimezone()),
                what=words,
                details=details,
                is_undone=entry.undone,
            )
        )
    return rows


def _time_text(at: datetime.datetime) -> str:
    """The time of an act of today, the day and time of any other."""
    is_today = at.date() == datetime.datetime.now(at.tzinfo).date()
    return f"{at:%H:%M:%S}" if is_today else f"{at:%Y-%m-%d %H:%M}"


def _tone(row: HistoryRow) -> Tone:
    return Tone.FAINT if row.is_undone else Tone.PLAIN
