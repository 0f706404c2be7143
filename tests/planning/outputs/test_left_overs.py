import os
import time
from pathlib import Path

from planning.outputs.left_overs import remove_left_overs
from planning.outputs.matrix_files import require_writable_file
from planning.outputs.write_results import require_writable


def left_over(folder: Path, name: str, age_s: float) -> Path:
    path = folder / name
    path.write_bytes(b"half")
    then = time.time() - age_s
    os.utime(path, (then, then))
    return path


def test_only_old_parts_of_ours_go(tmp_path: Path) -> None:
    old = left_over(tmp_path, ".new-0a.part", 7_200)
    kept = [
        left_over(tmp_path, ".new-0b.part", 60),
        left_over(tmp_path, "film.part", 7_200),
        left_over(tmp_path, "plan.json", 7_200),
    ]
    remove_left_overs(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(kept)
    assert not old.exists()


def test_a_folder_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    remove_left_overs(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_commands_clear_them_before_they_write(tmp_path: Path) -> None:
    left_over(tmp_path, ".new-0a.part", 7_200)
    require_writable_file(tmp_path / "forecast.csv")
    assert list(tmp_path.iterdir()) == []
    out = tmp_path / "out"
    out.mkdir()
    left_over(out, ".new-0a.part", 7_200)
    require_writable(out)
    assert list(out.iterdir()) == []
