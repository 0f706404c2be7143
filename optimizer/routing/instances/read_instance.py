"""Reading a published instance, whatever its form: it is told by what the file holds."""

import re
from pathlib import Path

from domain.errors import InputError
from domain.message import Problem, message
from optimizer.routing.instances.instance import RoutingInstance
from optimizer.routing.instances.read_tables import read_li_lim, read_solomon, table_lines
from optimizer.routing.instances.read_vrplib import read_vrplib
from optimizer.routing.instances.sound import Unsound, refuse_unsound
from optimizer.routing.instances.vrplib_parts import SECTION, cut_vrplib

MOST_BYTES = 50_000_000

LI_LIM_HEADER = re.compile(r"\s*\d+[ \t]+\d+[ \t]+\d+[ \t]*\r?\n")


def read_instance(path: Path) -> RoutingInstance:
    """The instance in a file.

    Raises
    ------
    InputError
        If the file is no instance of a kind that is known, or holds something impossible.
    """
    return parse_instance(read_text(path), path)


def parse_instance(text: str, path: Path) -> RoutingInstance:
    """The instance in the text of a file.

    Raises
    ------
    InputError
        As `read_instance`; the problem names the line where it shows, if it shows in one.
    """
    try:
        instance = _read(text, path.stem)
        refuse_unsound(instance)
    except Unsound as unsound:
        row = unsound.row or _line(text, unsound)
        problem = Problem(message=unsound.said, file=path.name, row=row, column=unsound.section)
        raise InputError([problem]) from unsound
    return instance


def is_vroom(text: str) -> bool:
    """Whether a text is a problem of VROOM's: JSON, which no other form begins like."""
    return text.lstrip().startswith("{")


def _line(text: str, unsound: Unsound) -> int:
    """Line of a site's row, or of the section or specification; 0 where there is none."""
    if unsound.site >= 0 and _is_table(text):
        return table_lines(text)[1 + unsound.site]
    name = unsound.part or unsound.section.removesuffix(SECTION)
    if not name or _is_table(text):
        return 0
    parts = cut_vrplib(text)
    rows = parts.row_lines.get(name, [])
    return rows[unsound.site] if 0 <= unsound.site < len(rows) else parts.lines.get(name, 0)


def _is_table(text: str) -> bool:
    """Whether a text is one table of sites, and has no sections."""
    return _is_solomon(text) or LI_LIM_HEADER.match(text) is not None


def _is_solomon(text: str) -> bool:
    return "CUST NO." in " ".join(text[:2000].upper().split())


def _read(text: str, name: str) -> RoutingInstance:
    if _is_solomon(text):
        return read_solomon(text, name)
    if LI_LIM_HEADER.match(text):
        return read_li_lim(text, name)
    return read_vrplib(text, name)


def read_text(path: Path) -> str:
    """The text of an instance's file; InputError where it cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            size = message("instance.file_too_large", most_mb=MOST_BYTES // 1_000_000)
            raise InputError([Problem(message=size, file=path.name)])
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        unreadable = message("instance.unreadable", detail=str(error)[:200])
        raise InputError([Problem(message=unreadable, file=path.name)]) from error
