"""Settings of the dataset that stand in a mapping: currency, map datum and others."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from domain.column import columns_of
from domain.settings import Settings
from domain.tables import TABLE_BY_NAME
from planning.mapping.file_lines import KeyPath
from planning.mapping.file_values import FileValues
from planning.reading.convert_table import convert_table
from planning.reading.raw_table import FIRST_ROW, RawTable, text_array
from planning.reading.settings_rows import read_settings

TABLE = "settings"
PATH: KeyPath = (TABLE,)


def settings_table(settings: Mapping[str, str], file: str) -> RawTable:
    """Settings as the table of a dataset; a file named for problems."""
    return RawTable(
        name=TABLE,
        file=file,
        header=("key", "value"),
        cells=(text_array(list(settings)), text_array(list(settings.values()))),
        rows=np.arange(len(settings), dtype=np.int64) + FIRST_ROW,
    )


def read_file_settings(given: Any, values: FileValues) -> Mapping[str, str]:
    """The settings of a mapping file; what is wrong goes to `values`."""
    table = values.table(PATH, given)
    known = [column.name for _, column in columns_of(Settings)]
    values.only(PATH, table, known)
    read = {
        key: values.text((*PATH, key), _plain(value))
        for key, value in table.items()
        if key in known
    }
    keys = list(read)
    converted, _ = convert_table(settings_table(read, ""), TABLE_BY_NAME[TABLE])
    for problem in read_settings(converted)[1]:
        key = keys[problem.row - FIRST_ROW]
        values.refuse((*PATH, key), problem.message, problem.value)
    return read


def _plain(value: Any) -> Any:
    """A number as the text that a table would hold."""
    if isinstance(value, bool):
        return str(int(value))
    return str(value) if isinstance(value, int | float) else value
