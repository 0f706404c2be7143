"""The project of a source keeps how its files were read, and outlasts a restart."""

from pathlib import Path

from planning.environment import Directories
from planning.held_source import hold_source
from planning.mapping.source_mapping import TextFormat
from planning.project.project import Project
from tests.planning.reading.small_dataset import small_tables, write_csv_folder


def test_how_each_file_was_read_is_kept_in_the_project(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "day", small_tables())
    orders = folder / "orders.csv"
    orders.write_bytes(orders.read_text(encoding="utf-8").encode("utf-16"))
    folders = Directories(cache=tmp_path / "cache", data=tmp_path / "data")
    folders.projects.mkdir(parents=True)
    held = hold_source(folder, folders, lambda _: None)
    assert held.project is not None
    with Project.open(held.project) as project:
        seen = project.source
    assert seen.formats["orders.csv"] == TextFormat(encoding="utf-16", delimiter=",")
    assert seen.formats["vehicles.csv"].encoding == "utf-8"
    assert seen.formats.keys() == {path.name for path in folder.glob("*.csv")}
