"""What can be opened as a source of tables, told by the ending of its name."""

from pathlib import Path

from planning.mapping.source_mapping import SourceKind

TABLE_ENDINGS = {".csv", ".tsv", ".parquet"}
WORKBOOK_ENDINGS = {".xlsx", ".xlsm"}
DATABASE_ENDINGS = {".sqlite", ".sqlite3", ".db"}
PROJECT_ENDING = ".wayloom"
MAPPING_ENDING = ".toml"

OPENED_ENDINGS = {*WORKBOOK_ENDINGS, *DATABASE_ENDINGS, PROJECT_ENDING, MAPPING_ENDING}

OTHER_TABLE_ENDINGS = {".xls", ".ods", ".xlsb", ".feather", *WORKBOOK_ENDINGS}
"""Endings that a planner may take for tables of a folder, though they are not read."""


def kind_of(path: Path) -> SourceKind | None:
    """What the tables of a company lie in; None where that cannot be told from the path."""
    ending = path.suffix.lower()
    if path.is_dir():
        return SourceKind.FOLDER
    if ending in WORKBOOK_ENDINGS:
        return SourceKind.WORKBOOK
    return SourceKind.SQLITE if ending in DATABASE_ENDINGS else None
