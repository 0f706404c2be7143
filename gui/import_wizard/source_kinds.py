"""The kinds of sources that a person chooses from."""

from enum import Enum

from planning.importing.draft import ImportSource
from planning.mapping.source_mapping import SourceKind


class SourceForm(Enum):
    """What a person is asked for."""

    FOLDER = "folder"
    WORKBOOK = "workbook"
    FILES = "files"
    SQLITE = "sqlite"
    DATABASE = "database"
    MAPPING = "mapping"


def form_of(source: ImportSource) -> SourceForm:
    """The form in which a source is asked for."""
    if source.mapping_file:
        return SourceForm.MAPPING
    if source.kind is SourceKind.FOLDER and source.tables:
        return SourceForm.FILES
    return SourceForm(source.kind.value)
