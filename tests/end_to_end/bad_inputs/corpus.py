"""All bad inputs, by the format of what is bad."""

from pathlib import PurePath

from tests.end_to_end.bad_inputs import (
    arguments,
    drives,
    files,
    forecasts,
    graphs,
    json_files,
    mapping_files,
    other_formats,
    parquet_files,
    plans,
    projects,
    roads,
    spreadsheets,
    sqlite_files,
    stock,
    stock_plans,
    tables,
    text_files,
    vroom_files,
    workbooks,
)
from tests.end_to_end.bad_inputs.case import Case

OF_FORMATS: tuple[Case, ...] = (
    *other_formats.CASES,
    *spreadsheets.CASES,
    *text_files.CASES,
    *parquet_files.CASES,
    *sqlite_files.CASES,
    *json_files.CASES,
    *mapping_files.CASES,
    *projects.CASES,
    *vroom_files.CASES,
)
"""What belongs to one way of writing data; the other cases are in `test_bad_inputs`."""

OF_MEANING: tuple[Case, ...] = (
    *tables.CASES,
    *files.CASES,
    *workbooks.CASES,
    *roads.CASES,
    *graphs.CASES,
    *drives.CASES,
    *plans.CASES,
    *stock.CASES,
    *stock_plans.CASES,
    *forecasts.CASES,
    *arguments.CASES,
)

ALL: tuple[Case, ...] = (*OF_MEANING, *OF_FORMATS)

_FORMATS = {
    ".csv": "CSV",
    ".xlsx": "XLSX",
    ".parquet": "Parquet",
    ".json": "JSON",
    ".sqlite": "SQL",
    ".osm": "OSM",
    ".pbf": "OSM",
    ".gz": "OSM",
    ".graphml": "OSM",
    ".toml": "mapping",
    ".wayloom": "project",
}


def format_of(case: Case) -> str:
    """The format of what is bad; of arguments and folders, that there is none."""
    return _FORMATS.get(PurePath(case.file).suffix, "none")
