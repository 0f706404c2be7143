"""Where data are: dropped, typed, remembered; a password is in none of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.import_wizard.recent_sources import (
    MOST_KEPT,
    recent_sources,
    remember_source,
    source_of_paths,
)
from gui.import_wizard.server_address import ServerAddress
from gui.import_wizard.source_kinds import SourceForm, form_of
from planning.environment import Directories
from planning.importing.draft import ImportSource
from planning.mapping.source_mapping import SourceKind
from planning.reading.database.address import parse_address

NAMES = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters="/"),
    min_size=1,
    max_size=20,
)


@given(NAMES, NAMES, st.integers(1, 65_535), st.sampled_from(["postgresql", "mysql", "mssql"]))
def test_an_address_is_the_one_that_the_reader_understands(
    user: str, database: str, port: int, scheme: str
) -> None:
    address = ServerAddress(
        scheme=scheme, host="db.example.com", port=port, database=database, user=user
    )
    assert ServerAddress.of(str(address)) == address
    parsed = parse_address(str(address))
    assert (parsed.user, parsed.database, parsed.port) == (user, database, port)
    assert str(parsed) == str(address)


@pytest.mark.parametrize("text", ["", "nothing", "ftp://a@b/c", "postgresql://a@b:x/c"])
def test_what_is_no_address_has_no_parts(text: str) -> None:
    assert ServerAddress.of(text) is None


@pytest.mark.parametrize(
    ("names", "form"),
    [
        (["day.xlsx"], SourceForm.WORKBOOK),
        (["day.SQLITE"], SourceForm.SQLITE),
        (["a.csv", "b.csv"], SourceForm.FILES),
        (["map.toml"], SourceForm.MAPPING),
        (["day.xlsx", "a.csv"], None),
        (["a.png"], None),
        ([], None),
    ],
)
def test_what_is_dropped_is_known_by_its_ending(
    tmp_path: Path, names: list[str], form: SourceForm | None
) -> None:
    source = source_of_paths([tmp_path / name for name in names])
    assert (form_of(source) if source else None) == form


def test_a_folder_is_a_source(tmp_path: Path) -> None:
    source = source_of_paths([tmp_path])
    assert source == ImportSource(kind=SourceKind.FOLDER, location=str(tmp_path))


def test_sources_are_remembered_without_a_password(folders: Directories) -> None:
    for number in range(MOST_KEPT + 2):
        place = ImportSource(
            kind=SourceKind.DATABASE, location=f"postgresql://a@b/{number}", password="hush-hush"
        )
        remember_source(folders, place)
    remember_source(folders, place)
    kept = recent_sources(folders)
    assert [source.location[-1] for source in kept[:2]] == ["9", "8"]
    assert len(kept) == MOST_KEPT
    assert all(source.password == "" for source in kept)
    assert not any(b"hush" in path.read_bytes() for path in folders.data.iterdir())
    assert "hush" not in repr(place)
    (folders.data / "recent_sources.json").write_bytes(b"{")
    assert recent_sources(folders) == ()
