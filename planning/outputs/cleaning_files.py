"""What was done to a demand history before it is forecast, as files: a table and a page."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.demand import Change, DemandHistory, SeriesKey
from domain.message import Message
from forecasting.cleaning.clean_history import Cleaned
from maps.network.whole_file import write_whole_file
from planning.forecast_cleaning import before_and_after
from planning.outputs.html_page import html_page, shown
from planning.outputs.spreadsheet_text import csv_bytes
from planning.wording import Wording

CHANGES_FILE = "cleaning.csv"
PAGE_FILE = "cleaning.html"

PICTURES = 12
"""Series shown before and after: those whose figures changed most."""

OF_SERIES = "_series"
"""End of the codes that tell of one series, below the sentence about all of its kind."""

_COLUMNS = ("kind", "place_id", "item_id", "first_day", "last_day", "days", "before", "after")


def write_cleaning(
    folder: Path,
    raw: DemandHistory,
    cleaned: Cleaned,
    report: Sequence[Message],
    dataset_name: str,
    wording: Wording,
) -> Mapping[str, Path]:
    """Write the files; return where each lies.

    Raises
    ------
    EnvironmentFault
        If a file cannot be written.
    """
    page = cleaning_page(raw, cleaned, report, dataset_name, wording)
    rows = (
        [_text(value) for value in figures.values()] for figures in map(change_of, cleaned.changes)
    )
    files = {
        "page": (folder / PAGE_FILE, page.encode()),
        "changes": (folder / CHANGES_FILE, csv_bytes([_COLUMNS, *rows])),
    }
    for path, content in files.values():
        write_whole_file(path, content)
    return {name: path for name, (path, _) in files.items()}


def change_of(change: Change) -> dict[str, Any]:
    """One change as named values, in the order of the columns of the table."""
    return {
        "kind": change.kind.value,
        "place_id": change.key.place_id,
        "item_id": change.key.item_id,
        "first_day": change.first_day.isoformat(),
        "last_day": change.last_day.isoformat(),
        "days": change.count,
        "before": change.before,
        "after": change.after,
    }


def cleaning_page(
    raw: DemandHistory,
    cleaned: Cleaned,
    report: Sequence[Message],
    dataset_name: str,
    wording: Wording,
) -> str:
    """The report with pictures before and after, as HTML."""
    title = wording.text("cleaning.title", {"dataset": dataset_name})
    pictures = [
        before_and_after(raw, cleaned.history, row, wording.say)
        for row in changed_rows(raw, cleaned.changes)
    ]
    body = [*_sentences(report, wording)]
    if pictures:
        heading = shown(wording.text("cleaning.pictures"))
        body += [f"<h2>{heading}</h2>", '<div class="pictures">', *pictures, "</div>"]
    return html_page(title, body, wording)


def changed_rows(raw: DemandHistory, changes: Sequence[Change]) -> list[int]:
    """Series with figures taken out or put in, those with the most units first."""
    row_of = {key: row for row, key in enumerate(raw.keys)}
    moved: dict[SeriesKey, float] = {}
    for change in changes:
        if change.key in row_of:
            units = abs((change.after or 0.0) - (change.before or 0.0))
            moved[change.key] = moved.get(change.key, 0.0) + units
    most = sorted((key for key in moved if moved[key] > 0), key=lambda key: -moved[key])
    return [row_of[key] for key in most[:PICTURES]]


def _sentences(report: Sequence[Message], wording: Wording) -> Iterator[str]:
    """A heading for each kind of change, and the series below it."""
    for sentence in report:
        text = shown(wording.say(sentence))
        if sentence.code.endswith(OF_SERIES) or sentence.code == "cleaning.more":
            yield f'<p class="quiet">{text}</p>'
        else:
            yield f"<h2>{text}</h2>"


def _text(value: Any) -> str:
    return "" if value is None else str(value)
