"""A dataset from a folder of CSV or Parquet files or an XLSX workbook, every problem located."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.dataset import Dataset
from domain.errors import Interrupted
from domain.message import Severity, message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from domain.settings import Settings
from domain.tables import TABLE_BY_NAME, TABLES
from planning.reading.convert_table import convert_table
from planning.reading.coordinates import convert_coordinates
from planning.reading.cross_checks import RULES
from planning.reading.dataset_reading import DatasetReading
from planning.reading.demand_panel import build_panel
from planning.reading.fingerprint import fingerprint
from planning.reading.nouns import build_nouns
from planning.reading.problems import SHOWN, Finding, ProblemList
from planning.reading.raw_table import RawTable
from planning.reading.read_table import ReadTable, ReadTables, absent_table
from planning.reading.row_index import row_index
from planning.reading.settings_rows import read_settings
from planning.reading.source import read_source

STEP = "step.reading"

_FILES_SHARE, _CELLS_SHARE, _RULES_SHARE = 0.4, 0.7, 0.85
"""Share of the work done when the files, their cells and the rules are through."""


def read_dataset(
    source: Path,
    *,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion | None = None,
) -> DatasetReading:
    """Read a dataset and check all of it.

    Parameters
    ----------
    source
        A folder of CSV or Parquet files named like the tables, or a workbook with sheets named so.
    on_progress
        Takes the share done.
    stop
        When to give up.

    Raises
    ------
    Interrupted
        If `stop` says so before the end.
    """
    return _Reading(source, on_progress, stop or Never()).result()


class _Reading:
    """One source on its way to a dataset."""

    def __init__(self, source: Path, on_progress: OnProgress, stop: StopCriterion) -> None:
        self._source = source
        self._on_progress = on_progress
        self._stop = stop
        self._problems = ProblemList()

    def result(self) -> DatasetReading:
        """Files, cells, rules, nouns; the last only where nothing before is wrong."""
        files = read_source(self._source, lambda share: self._at(share * _FILES_SHARE))
        self._problems.add(files.problems)
        for raw in files.tables:
            self._problems.add_unlisted(max(0, raw.lost_rows - SHOWN))
        data = self._convert(files.tables)
        for index, rule in enumerate(RULES):
            self._at(_CELLS_SHARE + (_RULES_SHARE - _CELLS_SHARE) * index / len(RULES))
            self._problems.add(rule(data))
        sound = self._problems.count(Severity.ERROR) == 0
        dataset = self._build(data, files.tables) if sound else None
        self._at(1.0)
        return DatasetReading(
            dataset=dataset,
            problems=self._problems.listed(),
            error_count=self._problems.count(Severity.ERROR),
            warning_count=self._problems.count(Severity.WARNING),
            rows=row_index(files.tables),
        )

    def _at(self, share: float) -> None:
        if self._stop.should_stop():
            raise Interrupted(message("reading.stopped"))
        self._on_progress(Progress(step=STEP, fraction=share))

    def _convert(self, raw_tables: tuple[RawTable, ...]) -> ReadTables:
        """The known tables with their cells converted, coordinates in WGS84."""
        raw = [table for table in raw_tables if table.name in TABLE_BY_NAME]
        tables: dict[str, ReadTable] = {}
        for index, table in enumerate(raw):
            self._at(_FILES_SHARE + (_CELLS_SHARE - _FILES_SHARE) * index / len(raw))
            tables[table.name], found = convert_table(table, TABLE_BY_NAME[table.name])
            self._problems.add(found)
        settings = self._settings(tables)
        for name, read in tables.items():
            tables[name], wrong = convert_coordinates(read, settings.coordinate_datum)
            self._problems.add(wrong)
        return ReadTables(tables, settings)

    def _settings(self, tables: dict[str, ReadTable]) -> Settings:
        settings, problems = read_settings(tables.get("settings") or absent_table("settings"))
        self._problems.add(problems)
        return settings

    def _build(self, data: ReadTables, raw_tables: tuple[RawTable, ...]) -> Dataset | None:
        parts: dict[str, Any] = {"demand": build_panel(data["demand_history"], data.settings)}
        findings: list[Finding] = []
        for index, table in enumerate(TABLES):
            self._at(_RULES_SHARE + (1.0 - _RULES_SHARE) * index / len(TABLES))
            if table.name in {"demand_history", "settings"}:
                continue
            nouns, refused = build_nouns(data[table.name])
            parts[table.name] = nouns
            findings += refused
        self._problems.add(findings)
        if findings:
            return None
        if not data["stock"].present:
            parts["stock"] = None
        return Dataset(
            name=_name(self._source.resolve()),
            fingerprint=fingerprint(table for table in map(data.__getitem__, TABLE_BY_NAME)),
            settings=data.settings,
            extra_columns=dict(_extra_columns(data, raw_tables)),
            **parts,
        )


def _name(source: Path) -> str:
    return source.name if source.is_dir() else source.stem


def _extra_columns(
    data: ReadTables, raw_tables: tuple[RawTable, ...]
) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    """Columns that no table declares, and tables that are not known, as text."""
    for raw in raw_tables:
        if raw.name in TABLE_BY_NAME:
            extra = data[raw.name].extra
        else:
            extra = {name: position for position, name in enumerate(raw.header)}
        if extra:
            texts = {name: raw.cells[at].to_pylist() for name, at in extra.items()}
            yield raw.name, {name: tuple(text or "" for text in texts[name]) for name in texts}
