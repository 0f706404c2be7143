"""Reading a published instance, whatever its form: it is told by what the file holds."""

import re
from pathlib import Path

from domain.errors import InputError
from domain.message import Problem, message
from optimizer.routing.instances.instance import RoutingInstance
from optimizer.routing.instances.read_tables import read_li_lim, read_solomon
from optimizer.routing.instances.read_vrplib import read_vrplib
from optimizer.routing.instances.sound import Unsound, refuse_unsound

MOST_BYTES = 50_000_000

LI_LIM_HEADER = re.compile(r"\s*\d+[ \t]+\d+[ \t]+\d+[ \t]*\r?\n")


def read_instance(path: Path) -> RoutingInstance:
    """The instance in a file.

    Raises
    ------
    InputError
        If the file is no instance of a kind that is known, or holds something impossible.
    """
    text = _read_text(path)
    try:
        instance = _read(text, path.stem)
        refuse_unsound(instance)
    except Unsound as unsound:
        problem = Problem(message=unsound.said, file=path.name, column=unsound.section)
        raise InputError([problem]) from unsound
    return instance


def _read(text: str, name: str) -> RoutingInstance:
    if "CUST NO." in " ".join(text[:2000].upper().split()):
        return read_solomon(text, name)
    if LI_LIM_HEADER.match(text):
        return read_li_lim(text, name)
    return read_vrplib(text, name)


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            size = message("instance.file_too_large", most_mb=MOST_BYTES // 1_000_000)
            raise InputError([Problem(message=size, file=path.name)])
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        unreadable = message("instance.unreadable", detail=str(error)[:200])
        raise InputError([Problem(message=unreadable, file=path.name)]) from error
