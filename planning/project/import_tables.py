"""Tables that were read, made ready to be kept in a project."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planning.project.acts import ImportTables, SourceSeen, StoredTable
from planning.project.contents import content_hash, table_bytes, whole_text
from planning.reading.raw_table import RawTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The act of an import, and the contents it names by hash."""

    act: ImportTables
    contents: Mapping[str, bytes]


def gather(tables: Sequence[RawTable], seen: SourceSeen, *, replaces_all: bool = True) -> Gathered:
    """Make tables ready for a project; takes some time, as it writes all cells.

    Parameters
    ----------
    replaces_all
        Whether they take the place of all tables of the project, or only of those of their names.
    """
    contents: dict[str, bytes] = {}
    stored = []
    for table in tables:
        content = table_bytes(table)
        name = content_hash(content)
        contents[name] = content
        stored.append(
            StoredTable(
                name=whole_text(table.name),
                file=whole_text(table.file),
                sheet=whole_text(table.sheet),
                header=tuple(map(whole_text, table.header)),
                header_row=table.header_row,
                rows=len(table),
                content=name,
            )
        )
    seen = replace(
        seen,
        location=whole_text(seen.location),
        mapping=whole_text(seen.mapping),
        formats={whole_text(file): form for file, form in seen.formats.items()},
    )
    act = ImportTables(tables=tuple(stored), source=seen, replaces_all=replaces_all)
    return Gathered(act=act, contents=contents)
