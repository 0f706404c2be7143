"""Collect the texts of the window's widgets for translation, and compile the translations.

``resources/gui/wayloom_zh.ts`` is edited by hand or with Qt Linguist; what is new in the code comes
into it unfinished, what is gone leaves it. ``wayloom_zh.qm`` is what the window loads.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TRANSLATION = ROOT / "resources" / "gui" / "wayloom_zh.ts"


def collect(translation: Path = TRANSLATION) -> None:
    """Bring a translation file up to date with the code."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "gui").rglob("*.py"))
    _run("pyside6-lupdate", *sources, "-ts", str(translation), "-no-obsolete", "-locations", "none")


def compile_translation(translation: Path = TRANSLATION, *, target: Path | None = None) -> Path:
    """Compile a translation file; return what was made."""
    made = target or translation.with_suffix(".qm")
    _run("pyside6-lrelease", "-silent", str(translation), "-qm", str(made))
    return made


def _run(tool: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).parent / tool), *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    collect()
    compile_translation()
