"""What a planner says of a source: which table is what, and how it is to be read."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from domain.column import RESERVED, Column, columns_of, is_required
from domain.tables import TABLE_BY_NAME
from planning.import_jobs import Looked
from planning.importing.shown import Doubt, Preview, SampleTable
from planning.mapping.source_mapping import ColumnMapping, SourceMapping, TableMapping

Columns = tuple[ColumnMapping, ...]

_AGAIN = "\n"
"""Parts the name of a table from the number of its use, where it is used more than once."""


class MappingState(QObject):
    """The mapping in the making, with samples of the company's tables.

    A table may become several of the dataset: each such use has a key of its own, the name of the
    table for the first.

    Parameters
    ----------
    looked
        What was seen of the source, and what was proposed.
    """

    changed = Signal(str)
    """Something of a use of a table was changed."""
    uses_changed = Signal()
    """A table is used once more."""

    def __init__(self, looked: Looked, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = looked.source
        self.is_touched = False
        self._base = looked.mapping
        self._samples = {sample.source: sample for sample in looked.tables}
        self._uses = {source: source for source in self._samples}
        self._mapped: dict[str, TableMapping] = {}
        for table in looked.mapping.tables:
            if table.source in self._samples:
                self._mapped[self._free_key(table.source)] = table
        self._previews: dict[str, Preview] = {}
        self._doubts: dict[str, tuple[Doubt, ...]] = {}
        # What a person has said of a column needs no question any more.
        self._settled: set[tuple[str, str]] = set()
        self._is_said = looked.is_said
        self._proposed = {
            key: [doubt for doubt in looked.doubts if doubt.table == table.target]
            for key, table in self._mapped.items()
        }

    @property
    def keys(self) -> tuple[str, ...]:
        """The uses of the company's tables: first what could not be read, last what is not used."""

        def rank(key: str) -> tuple[bool, bool, str]:
            return self.sample(key).trouble is None, key not in self._mapped, key

        return tuple(sorted(self._uses, key=rank))

    @property
    def mapping(self) -> SourceMapping:
        """All that was said."""
        return replace(self._base, tables=tuple(self._mapped.values()))

    @property
    def targets(self) -> frozenset[str]:
        """Tables of the dataset that some table of the source becomes."""
        return frozenset(table.target for table in self._mapped.values())

    def name(self, key: str) -> str:
        """The company's name of a table."""
        return self._uses[key]

    def sample(self, key: str) -> SampleTable:
        """The first rows of a table."""
        return self._samples[self._uses[key]]

    def mapped(self, key: str) -> TableMapping | None:
        """What a table becomes; None where it is not used."""
        return self._mapped.get(key)

    def column(self, key: str, target: str) -> ColumnMapping:
        """Where a column comes from; nothing at first."""
        mapped = self._mapped.get(key)
        found = [c for c in mapped.columns if c.target == target] if mapped else []
        return found[0] if found else ColumnMapping(target=target)

    def use_again(self, key: str) -> str:
        """Offer a table for another use; return the key of that."""
        again = self._free_key(self._uses[key])
        self._uses[again] = self._uses[key]
        self.uses_changed.emit()
        return again

    def become(self, key: str, target: str, columns: Columns) -> None:
        """Let a table become one of the dataset, and no other table the same; unused if empty."""
        others = [k for k, table in self._mapped.items() if table.target == target]
        for other in (*others, key):
            self._forget(other)
        if target:
            source, text = self._uses[key], self.sample(key).text
            self._mapped[key] = TableMapping(
                target=target, source=source, text=text, columns=columns
            )
        for changed in (*others, key):
            self._tell(changed)

    def set_column(self, key: str, column: ColumnMapping) -> None:
        """Say where a column comes from, and how it is written there."""
        before = self.column(key, column.target)
        self._proposed[key] = [
            doubt for doubt in self._proposed.get(key, []) if doubt.column != column.target
        ]
        if before.source == column.source:
            self._settled.add((key, column.target))
        else:
            self._settled.discard((key, column.target))
        mapped = self._mapped[key]
        columns = {c.target: c for c in mapped.columns}
        columns[column.target] = column
        if not column.source and not column.constant:
            del columns[column.target]
        self._mapped[key] = replace(mapped, columns=tuple(columns.values()))
        self._tell(key)

    def settle(self, key: str, target: str) -> None:
        """A person agrees to what was proposed of a column, or of the whole table if empty."""
        self._settled.add((key, target))
        self._tell(key)

    def set_sample(self, sample: SampleTable, proposed: TableMapping | None) -> None:
        """Take a file read in another way, and what it seems to be now.

        What was said of its columns stays as long as they are the same.
        """
        is_other = sample.header != self._samples[sample.source].header
        columns = proposed.columns if proposed is not None else ()
        self._samples[sample.source] = sample
        first = self._mapped.get(sample.source)
        if first is None and proposed is not None and proposed.target not in self.targets:
            self.become(sample.source, proposed.target, columns)
        for key in [key for key, source in self._uses.items() if source == sample.source]:
            mapped = self._mapped.get(key)
            if mapped is not None:
                kept = columns if is_other else mapped.columns
                self._mapped[key] = replace(mapped, text=sample.text, columns=kept)
            self._tell(key)

    def set_preview(self, key: str, made: Preview, doubts: tuple[Doubt, ...]) -> None:
        """Take what the mapping of a table makes of its sample."""
        self._previews[key], self._doubts[key] = made, doubts

    def preview(self, key: str) -> Preview:
        """What the mapping of a table makes of its sample."""
        return self._previews.get(key, Preview())

    def doubts(self, key: str) -> tuple[Doubt, ...]:
        """Questions about a table that are not answered yet."""
        if self._is_said:
            return ()
        found = {doubt.column: doubt for doubt in self._proposed.get(key, [])}
        found |= {doubt.column: doubt for doubt in self._doubts.get(key, ())}
        return tuple(d for d in found.values() if (key, d.column) not in self._settled)

    def missing(self, key: str) -> tuple[str, ...]:
        """Columns that a table must have, and that nothing is said of."""
        mapped = self._mapped.get(key)
        if mapped is None:
            return ()
        given = {column.target for column in mapped.columns}
        return tuple(
            column.name
            for column, required in columns_to_map(mapped)
            if required and column.name not in given
        )

    def _free_key(self, source: str) -> str:
        """A key for one more use of a table; its name where it has no use yet."""
        key, count = source, 1
        while key in self._mapped or (count > 1 and key in self._uses):
            count += 1
            key = f"{source}{_AGAIN}{count}"
        self._uses.setdefault(key, source)
        return key

    def _forget(self, key: str) -> None:
        for kept in (self._mapped, self._previews, self._doubts, self._proposed):
            kept.pop(key, None)
        self._settled = {place for place in self._settled if place[0] != key}

    def _tell(self, key: str) -> None:
        self.is_touched = True
        self.changed.emit(key)


def columns_to_map(mapped: TableMapping) -> tuple[tuple[Column, bool], ...]:
    """The columns of a table, required ones first, and which are these.

    Those that nothing reads yet are left out, unless they are mapped.
    """
    declared = TABLE_BY_NAME[mapped.target]
    given = {column.target for column in mapped.columns}
    found = [(column, is_required(field)) for field, column in columns_of(declared.noun)]
    used = [x for x in found if x[1] or x[0].read_by != RESERVED or x[0].name in given]
    return tuple(sorted(used, key=lambda item: not item[1]))
