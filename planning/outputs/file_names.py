"""File names, and text that any format can hold, from what people typed."""

import re
import unicodedata
from pathlib import Path

LONGEST_BYTES = 120
"""Room for a number and an extension is left under the 255 bytes that file systems allow."""

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
# What XML 1.0 cannot hold: controls but tab and line ends, half surrogate pairs, non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DEVICES = frozenset(
    {
        *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
        *(f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"),
    }
)


def printable_text(text: str) -> str:
    """A text without the characters that make XML, and so a workbook, unreadable."""
    return _UNPRINTABLE.sub("", text)


def safe_file_name(text: str, extension: str = "") -> str:
    """A file name that every system takes, as near to a text as may be.

    Different texts may give the same name; `unique_file_names` keeps them apart.
    """
    name = unicodedata.normalize("NFC", text)
    name = "".join("_" if unicodedata.category(c) in {"Cc", "Cf", "Cs"} else c for c in name)
    name = _UNFIT.sub("_", name)
    name = name.encode()[:LONGEST_BYTES].decode(errors="ignore").strip(" .")
    if not name or name.split(".")[0].strip().upper() in _DEVICES:
        name = f"_{name}"
    return name + extension


def unique_file_names(texts: list[str], extension: str) -> list[str]:
    """A safe name for each text, different even where upper and lower case are one."""
    taken: set[str] = set()
    names = []
    for text in texts:
        name, number = safe_file_name(text, extension), 1
        while name.casefold() in taken:
            number += 1
            name = safe_file_name(text, f" {number}{extension}")
        taken.add(name.casefold())
        names.append(name)
    return names


def path_inside(folder: Path, name: str) -> Path:
    """The path of a name in a folder.

    Raises
    ------
    ValueError
        If the name leads out of it.
    """
    path = folder / name
    if path.resolve().parent != folder.resolve():
        raise ValueError(f"{name!r} leads out of the folder.")
    return path
