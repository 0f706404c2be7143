"""A mapping proposed from the names and cells of a company's tables."""

from collections.abc import Iterator, Mapping, Sequence

from domain.message import message
from domain.tables import TABLE_BY_NAME, TABLES
from planning.mapping.apply import source_name
from planning.mapping.match_columns import (
    SourceColumns,
    Taken,
    key_samples,
    match_by_ids,
    match_columns,
)
from planning.mapping.name_match import match_table, telling_columns
from planning.mapping.proposal import Doubt, Match, Proposal
from planning.mapping.source_mapping import (
    ColumnMapping,
    SourceKind,
    SourceMapping,
    TableMapping,
)
from planning.mapping.units import column_names, is_optional
from planning.reading.raw_table import RawTable

_LEAST_TABLE = 0.4
_NEAR_TABLE = 0.05

_Matched = Mapping[str, tuple[SourceColumns, Sequence[Taken]]]
"""The dataset's table -> the company's, and the columns taken from it."""


def propose_mapping(kind: SourceKind, location: str, tables: Sequence[RawTable]) -> SourceMapping:
    """The mapping that is proposed for a company's tables."""
    return propose(kind, location, tables).mapping


def propose(kind: SourceKind, location: str, tables: Sequence[RawTable]) -> Proposal:
    """Propose a mapping, with what speaks for it and what must be decided.

    Parameters
    ----------
    kind, location
        Where the tables lie.
    tables
        The company's tables under their own names; some hundred records of each are enough.
    """
    chosen, doubts = choose_tables(tables)
    looked_at = {id(raw): SourceColumns(raw) for raw in chosen.values()}
    by_name = {
        target: (looked_at[id(raw)], match_columns(target, looked_at[id(raw)]))
        for target, raw in chosen.items()
    }
    matched = _with_flat_tables(_with_ids(by_name))
    doubts += list(_repeated_rows(matched))
    for target, (source, taken) in matched.items():
        doubts += _doubts(target, source, taken)
    used = {id(source.raw) for source, _ in matched.values()}
    return Proposal(
        mapping=SourceMapping(
            kind=kind,
            location=location,
            tables=tuple(
                _table(kind, target, *matched[target])
                for target in TABLE_BY_NAME
                if target in matched
            ),
        ),
        matches=tuple(
            match
            for target, (source, taken) in matched.items()
            for match in _matches(target, source, taken)
        ),
        doubts=tuple(doubts),
        missing=tuple(_missing(matched)),
        unused=tuple(source_name(kind, raw) for raw in tables if id(raw) not in used),
    )


def choose_tables(tables: Sequence[RawTable]) -> tuple[dict[str, RawTable], list[Doubt]]:
    """The company's table for each of a dataset's, by name and header; no records are needed."""
    scores = [
        (match_table(table.name, raw), -order, table.name, raw)
        for table in TABLES
        for order, raw in enumerate(tables)
        if raw.header
    ]
    chosen: dict[str, RawTable] = {}
    doubts = []
    best: dict[str, float] = {}
    for score, _, target, raw in sorted(scores, key=lambda found: found[:2], reverse=True):
        if score < _LEAST_TABLE:
            break
        is_used = any(raw is other for other in chosen.values())
        if target not in chosen and not is_used:
            chosen[target] = raw
            best[target] = score
        elif target in chosen and not is_used and score >= best[target] - _NEAR_TABLE:
            names = {"source": chosen[target].name[:60], "other": raw.name[:60]}
            reason = message("mapping.doubt.two_tables", **names)
            doubts.append(Doubt(table=target, column="", source=raw.name, message=reason))
    return chosen, [*doubts, *_choose_leniently(tables, chosen)]


def _choose_leniently(tables: Sequence[RawTable], chosen: dict[str, RawTable]) -> Iterator[Doubt]:
    """Take for required tables that are missing what is left and looks like them, with a doubt."""
    for table in TABLES:
        used = {id(raw) for raw in chosen.values()}
        left = [raw for raw in tables if raw.header and id(raw) not in used]
        if not table.required or table.name in chosen or not left:
            continue
        best = max(left, key=lambda raw: match_table(table.name, raw, leniently=True))
        if match_table(table.name, best, leniently=True):
            chosen[table.name] = best
            reason = message("mapping.doubt.table", source=best.name[:60])
            yield Doubt(table=table.name, column="", source=best.name, message=reason)


def _with_ids(matched: _Matched) -> dict[str, tuple[SourceColumns, Sequence[Taken]]]:
    """Columns added that the ids of other tables give away."""
    keys = key_samples(matched)
    return {
        target: (source, [*taken, *match_by_ids(target, source, taken, keys)])
        for target, (source, taken) in matched.items()
    }


def _with_flat_tables(
    matched: dict[str, tuple[SourceColumns, Sequence[Taken]]],
) -> dict[str, tuple[SourceColumns, Sequence[Taken]]]:
    """Order lines out of the table of orders, where a company keeps both in one."""
    if "orders" not in matched or "order_lines" in matched:
        return matched
    source, _ = matched["orders"]
    taken = match_columns("order_lines", source)
    if {found.column for found in taken} >= set(telling_columns("order_lines")):
        return {**matched, "order_lines": (source, taken)}
    return matched


def _repeated_rows(matched: _Matched) -> Iterator[Doubt]:
    """Tables whose key comes several times."""
    for target, (source, taken) in matched.items():
        key = TABLE_BY_NAME[target].key
        for found in taken:
            sample = source.samples[found.position]
            if key == (found.column,) and sample.distinct < sample.filled:
                name = source.raw.header[found.position]
                reason = message("mapping.doubt.repeated", source=name[:60])
                yield Doubt(table=target, column=found.column, source=name, message=reason)


def _doubts(target: str, source: SourceColumns, taken: Sequence[Taken]) -> Iterator[Doubt]:
    for found in taken:
        for reason in found.doubts:
            name = source.raw.header[found.position]
            yield Doubt(table=target, column=found.column, source=name, message=reason)


def _table(
    kind: SourceKind, target: str, source: SourceColumns, taken: Sequence[Taken]
) -> TableMapping:
    by_name = {found.column: found for found in taken if not found.left_out}
    columns = tuple(
        ColumnMapping(
            target=name,
            source=source.raw.header[by_name[name].position],
            unit=by_name[name].how.unit,
            form=by_name[name].how.form,
            decimal=by_name[name].how.decimal,
            words=dict(by_name[name].how.words),
        )
        for name in column_names(target)
        if name in by_name
    )
    return TableMapping(target=target, source=source_name(kind, source.raw), columns=columns)


def _matches(target: str, source: SourceColumns, taken: Sequence[Taken]) -> Iterator[Match]:
    for found in taken:
        if found.left_out:
            continue
        yield Match(
            table=target,
            column=found.column,
            source=source.raw.header[found.position],
            confidence=found.confidence,
            reason=found.reason,
        )


def _missing(matched: _Matched) -> Iterator[tuple[str, str]]:
    for table in TABLES:
        if table.name in matched:
            have = {found.column for found in matched[table.name][1] if not found.left_out}
            for name in column_names(table.name):
                if not is_optional(table.name, name) and name not in have:
                    yield table.name, name
        elif table.required:
            yield table.name, ""
