"""Records are the same after they were written and read, and no field is passed over."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.mapping.source_mapping import TextFormat
from planning.project.acts import (
    AddRows,
    CellChange,
    ChangeCells,
    ImportTables,
    NewRow,
    RemoveRows,
    SourceSeen,
    StoredTable,
)
from planning.project.journal import (
    BrokenRecord,
    DayChosen,
    Journal,
    PlanKept,
    Record,
    Redone,
    Undone,
    entry_of,
    row_of,
)

_TEXT = st.text(st.characters(codec="utf-8"), max_size=6)
_TEXTS = st.lists(_TEXT, max_size=3).map(tuple)
_ROW = st.integers(0, 2**40)
_CELL = st.builds(CellChange, table=_TEXT, row=_ROW, column=_TEXT, before=_TEXT, after=_TEXT)
_FORMATS = st.dictionaries(
    _TEXT, st.builds(TextFormat, encoding=_TEXT, delimiter=_TEXT), max_size=2
)
_SEEN = st.builds(SourceSeen, location=_TEXT, mapping=_TEXT, digest=_TEXT, formats=_FORMATS)
_STORED = st.builds(
    StoredTable,
    name=_TEXT,
    file=_TEXT,
    sheet=_TEXT,
    header=_TEXTS,
    header_row=_ROW,
    rows=_ROW,
    content=_TEXT,
)
_NEW = st.builds(NewRow, row=_ROW, cells=_TEXTS)


def _some(parts: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(parts, max_size=3).map(tuple)


_RECORDS: st.SearchStrategy[Record] = st.one_of(
    st.builds(ImportTables, tables=_some(_STORED), source=_SEEN, replaces_all=st.booleans()),
    st.builds(ChangeCells, cells=_some(_CELL)),
    st.builds(AddRows, table=_TEXT, header=_TEXTS, rows=_some(_NEW)),
    st.builds(RemoveRows, table=_TEXT, rows=_some(_ROW)),
    st.builds(Undone, of=_ROW),
    st.builds(Redone, of=_ROW),
    st.builds(DayChosen, day=st.none() | st.dates()),
    st.builds(PlanKept, day=st.dates(), fingerprint=_TEXT, content=_TEXT, size_bytes=_ROW),
)


@given(record=_RECORDS)
def test_record_is_itself_after_it_was_read(record: Record) -> None:
    row = row_of(7, record)
    entry = entry_of(row)
    assert entry.act == record
    assert entry.revision == 7
    assert row[1] == entry.at.isoformat(timespec="milliseconds")
    assert entry.at.utcoffset() == datetime.timedelta(0)


def _objects(part: object) -> list[dict[str, object]]:
    if isinstance(part, dict):
        inside = [found for value in part.values() for found in _objects(value)]
        # Names of files are no fields.
        return (
            inside if all(isinstance(value, dict) for value in part.values()) else [part, *inside]
        )
    if isinstance(part, list):
        return [found for value in part for found in _objects(value)]
    return []


@given(record=_RECORDS, data=st.data())
def test_unknown_field_anywhere_is_refused_as_newer(record: Record, data: st.DataObject) -> None:
    _, at, kind, text, _ = row_of(7, record)
    document = json.loads(text)
    objects = _objects(document)
    data.draw(st.sampled_from(objects))["later"] = 1
    text = json.dumps(document, ensure_ascii=False)
    with pytest.raises(BrokenRecord) as broken:
        entry_of((7, at, kind, text, _checksum_of(7, at, kind, text)))
    assert broken.value.reason == "newer"


def _checksum_of(revision: int, at: str, kind: str, text: str) -> int:
    import zlib

    return zlib.crc32(f"{revision}\n{at}\n{kind}\n{text}".encode())


@given(record=_RECORDS, part=st.integers(0, 3), data=st.data())
def test_any_change_of_a_row_is_noticed(record: Record, part: int, data: st.DataObject) -> None:
    row = list(row_of(7, record))
    found = row[part]
    row[part] = data.draw(
        (_ROW if isinstance(found, int) else st.text()).filter(lambda other: other != found)
    )
    with pytest.raises(BrokenRecord) as broken:
        entry_of(tuple(row))
    assert broken.value.reason == "damaged"


@pytest.mark.parametrize(
    "records",
    [
        [Undone(of=1)],
        [RemoveRows(table="a", rows=()), Undone(of=1)],
        [Redone(of=1)],
        [RemoveRows(table="a", rows=()), Undone(of=2), DayChosen(day=None), Undone(of=2)],
        [RemoveRows(table="a", rows=()), Undone(of=2), Redone(of=2), Redone(of=2)],
        [
            RemoveRows(table="a", rows=()),
            Undone(of=2),
            RemoveRows(table="b", rows=()),
            Redone(of=2),
        ],
    ],
)
def test_undoing_what_is_not_next_is_damage(records: list[Record]) -> None:
    journal = Journal()
    first = ImportTables(tables=(), source=SourceSeen(location=""))
    entries = [entry_of(row_of(at, act)) for at, act in enumerate([first, *records], start=1)]
    for entry in entries[:-1]:
        journal.take(entry)
    with pytest.raises(BrokenRecord):
        journal.take(entries[-1])
    assert journal.revision == len(records)
