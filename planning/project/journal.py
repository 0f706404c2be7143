"""The journal of a project: its records as JSON, and which acts are in force."""

import datetime
import zlib
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec

from planning.project.acts import Act, AddRows, ChangeCells, ImportTables, RemoveRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """The act of a revision was undone."""

    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redone:
    """The act of a revision, which had been undone, was done again."""

    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanKept:
    """A plan was kept.

    Attributes
    ----------
    day, fingerprint
        Day and data that it plans.
    content
        Hash of its packed bytes.
    size_bytes
        How many bytes it has when it is not packed.
    """

    day: datetime.date
    fingerprint: str
    content: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChosen:
    """A day was chosen to plan; None where the choice was taken back."""

    day: datetime.date | None


Record: TypeAlias = Act | Undone | Redone | PlanKept | DayChosen

KINDS: dict[str, type] = {
    "import_tables": ImportTables,
    "change_cells": ChangeCells,
    "add_rows": AddRows,
    "remove_rows": RemoveRows,
    "undo": Undone,
    "redo": Redone,
    "plan": PlanKept,
    "day": DayChosen,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
_DECODERS: dict[str, msgspec.json.Decoder[Record]] = {
    name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()
}

BrokenReason: TypeAlias = Literal["damaged", "newer"]


class BrokenRecord(ValueError):
    """A record that cannot be used: damaged, or written by a newer program."""

    def __init__(self, revision: int, reason: BrokenReason) -> None:
        super().__init__(revision, reason)
        self.revision = revision
        self.reason: BrokenReason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record of the journal; `undone` tells whether its act is not in force now."""

    revision: int
    at: datetime.datetime
    act: Record
    undone: bool = False


def row_of(
    revision: int, record: Record, at: datetime.datetime | None = None
) -> tuple[int, str, str, str, int]:
    """A record as a row of the journal; of a time with its zone, or made now."""
    when = (at or datetime.datetime.now(datetime.UTC)).isoformat(timespec="milliseconds")
    kind = _NAMES[type(record)]
    text = msgspec.json.encode(record).decode()
    return revision, when, kind, text, _checksum(revision, when, kind, text)


def entry_of(row: tuple[Any, ...]) -> Entry:
    """The entry in a row of the journal.

    Raises
    ------
    BrokenRecord
        If the row is damaged, or holds what this program does not know: it is never passed over.
    """
    revision, at, kind, text, checksum = row
    if not all(isinstance(part, str) for part in (at, kind, text)):
        raise BrokenRecord(revision, "damaged")
    if checksum != _checksum(revision, at, kind, text):
        raise BrokenRecord(revision, "damaged")
    decoder = _DECODERS.get(kind)
    if decoder is None:
        raise BrokenRecord(revision, "newer")
    try:
        record = decoder.decode(text)
        when = datetime.datetime.fromisoformat(at)
    except (ValueError, RecursionError) as error:
        raise BrokenRecord(revision, "damaged") from error
    if when.tzinfo is None:
        raise BrokenRecord(revision, "damaged")
    if msgspec.json.encode(record) != text.encode() and not _knows_all(text, record):
        raise BrokenRecord(revision, "newer")
    return Entry(revision=revision, at=when, act=record)


def _knows_all(text: str, record: Record) -> bool:
    """Whether every field of a text is one of the record made from it."""
    return _covers(msgspec.to_builtins(record), msgspec.json.decode(text))


def _covers(known: Any, found: Any) -> bool:
    if isinstance(found, dict):
        return isinstance(known, dict) and all(
            name in known and _covers(known[name], value) for name, value in found.items()
        )
    if isinstance(found, list):
        # Dataclasses become lists of their parts here as they do in the text.
        return len(known) == len(found) and all(map(_covers, known, found))
    return True


def _checksum(revision: int, at: str, kind: str, text: str) -> int:
    return zlib.crc32(f"{revision}\n{at}\n{kind}\n{text}".encode("utf-8", "surrogatepass"))


class Journal:
    """The records of a project up to now, and which acts are in force.

    Attributes
    ----------
    in_force
        Entries of the acts in force, in their order.
    to_redo
        Entries that were undone and can be done again; the next one is the last.
    """

    def __init__(self) -> None:
        self.revision = 0
        self.in_force: list[Entry] = []
        self.to_redo: list[Entry] = []
        self.plans: list[Entry] = []
        self.day: datetime.date | None = None
        self.last_at: datetime.datetime | None = None
        self._acts: list[Entry] = []

    def take(self, entry: Entry) -> None:
        """Append an entry.

        Raises
        ------
        BrokenRecord
            If it does not follow from those before it.
        """
        if entry.revision != self.revision + 1:
            raise BrokenRecord(entry.revision, "damaged")
        record = entry.act
        if isinstance(record, Undone):
            self.to_redo.append(self.next_to_undo(record.of))
            self.in_force.pop()
        elif isinstance(record, Redone):
            self.in_force.append(self.next_to_redo(record.of))
            self.to_redo.pop()
        elif isinstance(record, PlanKept):
            self.plans.append(entry)
        elif isinstance(record, DayChosen):
            self.day = record.day
        else:
            self.in_force.append(entry)
            self._acts.append(entry)
            self.to_redo.clear()
        self.revision = entry.revision
        self.last_at = entry.at

    def can_undo(self) -> bool:
        """Whether there is an act to undo; the import that made the project is none."""
        return bool(self.in_force) and self.in_force[-1].revision > 1

    def next_to_undo(self, revision: int) -> Entry:
        """The entry that is undone next, which must be that of a revision."""
        if not self.can_undo() or self.in_force[-1].revision != revision:
            raise BrokenRecord(self.revision + 1, "damaged")
        return self.in_force[-1]

    def next_to_redo(self, revision: int) -> Entry:
        """The entry that is done again next, which must be that of a revision."""
        if not self.to_redo or self.to_redo[-1].revision != revision:
            raise BrokenRecord(self.revision + 1, "damaged")
        return self.to_redo[-1]

    def history(self) -> tuple[Entry, ...]:
        """Every act and plan, and which of the acts are undone."""
        standing = {entry.revision for entry in self.in_force}
        acts = [
            Entry(
                revision=entry.revision,
                at=entry.at,
                act=entry.act,
                undone=entry.revision not in standing,
            )
            for entry in self._acts
        ]
        return tuple(sorted([*acts, *self.plans], key=lambda entry: entry.revision))
