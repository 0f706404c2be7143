"""Rows as nouns, once all their cells are good."""

from typing import Any

import numpy as np

from domain.column import ValueProblem
from domain.message import Message
from planning.reading.problems import Finding
from planning.reading.read_table import ReadTable


def build_nouns(table: ReadTable) -> tuple[tuple[Any, ...], list[Finding]]:
    """One noun per record; a record that its noun refuses comes as a finding.

    The rules of a noun are checked over whole columns before, so that nothing should be refused
    here; a rule that only the noun knows is located all the same.
    """
    noun = table.declared.noun
    columns = list(table.columns.values())
    names = [column.field.name for column in columns]
    nouns, findings = [], []
    for record, values in enumerate(zip(*(c.as_list() for c in columns), strict=True)):
        try:
            nouns.append(noun(**dict(zip(names, values, strict=True))))
        except ValueProblem as problem:
            findings.append(_refused(table, record, problem.field, problem.reason))
    return tuple(nouns), findings


def _refused(table: ReadTable, record: int, field: str, reason: Message) -> Finding:
    of_field = {column.field.name: name for name, column in table.columns.items()}
    return table.finding(
        np.array([record], dtype=np.int64),
        reason.code,
        of_field.get(field, field),
        detail=lambda _: reason.parameters,
    )
