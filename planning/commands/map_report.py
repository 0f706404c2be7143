"""What ``wayloom map`` says of the mapping it proposes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from domain.message import Problem
from planning.commands.console import Console
from planning.commands.text_table import table_lines
from planning.mapping.proposal import Doubt, Proposal
from planning.mapping.source_mapping import ColumnMapping, TableMapping

_MANY = 20


def report_proposal(
    proposal: Proposal, out: Path, problems: Sequence[Problem], console: Console
) -> None:
    """Say what was matched, what is missing and in doubt, and what to do next."""
    for table in proposal.mapping.tables:
        console.say("map.table", table=table.target, source=table.source or table.target)
        for line in table_lines(list(_rows(table)) or [["", "", ""]], left=3):
            console.print(f"    {line}")
    _report_missing(proposal, console)
    _report_doubts(proposal.doubts, console)
    if proposal.unused:
        shown = ", ".join(name[:60] for name in proposal.unused[:_MANY])
        console.say("map.unused", count=len(proposal.unused), names=shown)
    console.problems(problems)
    console.say("map.written", path=str(out))
    console.say(
        "map.next_edit" if proposal.missing or proposal.doubts else "map.next", path=str(out)
    )
    console.finish(_as_json(proposal, out, problems, console))


def _rows(table: TableMapping) -> Iterator[list[str]]:
    for column in table.columns:
        yield [column.target, column.source or column.constant, _how(column)]


def _how(column: ColumnMapping) -> str:
    """How cells are written, in short: unit, form, decimal comma, words."""
    parts = [column.unit, column.form, "1,5" if column.decimal == "," else ""]
    parts += [f"{word}={meant}" for word, meant in column.words.items()][:4]
    return ", ".join(part for part in parts if part)


def _report_missing(proposal: Proposal, console: Console) -> None:
    if proposal.missing:
        console.say("map.missing", count=len(proposal.missing))
    for table, column in proposal.missing:
        console.print(f"    {table}.{column}" if column else f"    {table}")


def _report_doubts(doubts: Sequence[Doubt], console: Console) -> None:
    if doubts:
        console.say("map.doubts", count=len(doubts))
    for doubt in doubts:
        place = f"{doubt.table}.{doubt.column}" if doubt.column else doubt.table
        console.print(f"    {place}: {console.wording.say(doubt.message)}")


def _as_json(
    proposal: Proposal, out: Path, problems: Sequence[Problem], console: Console
) -> dict[str, Any]:
    return {
        "out": str(out),
        "tables": {
            table.target: {
                "source": table.source,
                "columns": {column.target: column.source for column in table.columns},
            }
            for table in proposal.mapping.tables
        },
        "missing": [{"table": table, "column": column} for table, column in proposal.missing],
        "doubts": [
            {
                "table": doubt.table,
                "column": doubt.column,
                "source": doubt.source,
                "code": doubt.message.code,
                "message": console.wording.say(doubt.message),
            }
            for doubt in proposal.doubts
        ],
        "unused": list(proposal.unused),
        "problems": console.problem_rows(problems),
    }
