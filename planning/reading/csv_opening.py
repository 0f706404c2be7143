"""A CSV file opened as lines of text: in which encoding, and what separates its cells."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.message import Message, Problem, Severity, message
from planning.mapping.source_mapping import TextFormat
from planning.reading.csv_dialect import first_lines, guess_delimiter, separator_line
from planning.reading.encoding import (
    DoubtfulEncoding,
    NoEncoding,
    TextEncoding,
    detect_encoding,
    given_encoding,
    whole_lines,
)
from planning.reading.problems import shortened

LARGEST_FILE_BYTES = 2 * 1024**3

AS_FOUND = TextFormat()
"""Neither encoding nor delimiter known: both are told from the file."""

_BLANK = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpenedText:
    """The bytes of a file and how they are read.

    Attributes
    ----------
    format
        The encoding and delimiter used.
    has_separator_line
        Whether its first line names the delimiter and is no header.
    """

    data: bytes
    format: TextFormat
    has_separator_line: bool

    def lines(self) -> Iterator[str]:
        """The lines of the text, their ends kept as they are."""
        return text_lines(self.data, self.format.encoding)


def found_format(path: Path, given: TextFormat = AS_FOUND) -> TextFormat:
    """How a CSV file is read, told from its beginning; texts are empty where that is in doubt."""
    try:
        opened = open_text(path, given, [], most_bytes=1024**2)
    except OSError:
        opened = None
    return given if opened is None else opened.format


def open_text(
    path: Path, given: TextFormat, problems: list[Problem], *, most_bytes: int | None = None
) -> OpenedText | None:
    """Open a CSV file; None, and a problem, where it cannot be read as text without doubt.

    Parameters
    ----------
    given
        What is known of its format; the rest is told from the file.
    most_bytes
        How much of the beginning to read, cut after a line; None for all.
    """
    data = _read(path, problems, most_bytes)
    encoding = None if data is None else _encoding(data, path, given, problems)
    if data is None or encoding is None:
        return None
    head = first_lines(text_lines(data, encoding.codec))
    named = separator_line(head[0]) if head else ""
    delimiter = given.delimiter or named or guess_delimiter(head, path.stem)
    if not is_delimiter(delimiter):
        reason = message("file.delimiter_wrong", delimiter=shortened(delimiter))
        problems.append(about_file(path, reason))
        return None
    return OpenedText(
        data=data,
        format=TextFormat(encoding=encoding.codec, delimiter=delimiter),
        has_separator_line=bool(named),
    )


def is_delimiter(text: str) -> bool:
    """Whether a text can separate cells: one character that means nothing else in a CSV file."""
    return len(text) == 1 and text not in '"\r\n\0' and not text.isalnum()


def about_file(
    path: Path, reason: Message, *, row: int = 0, value: str = "", is_warning: bool = False
) -> Problem:
    """A problem of a file."""
    return Problem(
        message=reason,
        severity=Severity.WARNING if is_warning else Severity.ERROR,
        file=path.name,
        row=row,
        value=shortened(value),
    )


def text_lines(data: bytes, codec: str, errors: str = "strict") -> Iterator[str]:
    """The lines of a file's bytes, their ends kept as they are."""
    return io.TextIOWrapper(io.BytesIO(data), encoding=codec, errors=errors, newline="")


def _read(path: Path, problems: list[Problem], most_bytes: int | None) -> bytes | None:
    size = path.stat().st_size
    if most_bytes is not None and size > most_bytes:
        with path.open("rb") as file:
            return whole_lines(file.read(most_bytes))
    if size > LARGEST_FILE_BYTES:
        limit_mb = LARGEST_FILE_BYTES // 10**6
        reason = message("file.too_large", megabytes=size // 10**6, limit_mb=limit_mb)
        problems.append(about_file(path, reason))
        return None
    data = path.read_bytes()
    if not data.strip(_BLANK):
        problems.append(about_file(path, message("file.empty")))
        return None
    return data


def _encoding(
    data: bytes, path: Path, given: TextFormat, problems: list[Problem]
) -> TextEncoding | None:
    """The encoding given, else the one told from the bytes, which is a warning if not UTF-8."""
    if given.encoding:
        return _as_given(data, path, given.encoding, problems)
    try:
        encoding = detect_encoding(data)
    except NoEncoding as damage:
        reason = message("file.encoding_unknown")
        problems.append(about_file(path, reason, row=damage.row, value=damage.found))
        return None
    except DoubtfulEncoding as doubt:
        reason = message("file.encoding_doubtful", **doubt.parameters)
        problems.append(about_file(path, reason, row=doubt.row, value=doubt.found))
        return None
    if not encoding.is_utf8:
        reason = message("file.encoding", encoding=encoding.label, sample=encoding.sample)
        problems.append(about_file(path, reason, row=1, value=encoding.sample, is_warning=True))
    return encoding


def _as_given(data: bytes, path: Path, name: str, problems: list[Problem]) -> TextEncoding | None:
    encoding = given_encoding(name, data)
    if encoding is None:
        reason = message("file.encoding_no_name", encoding=shortened(name))
        problems.append(about_file(path, reason))
        return None
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    try:
        decoder.decode(data, final=True)
    except UnicodeDecodeError as damage:
        found = NoEncoding.at(data, damage.start)
        reason = message("file.encoding_wrong", encoding=encoding.label)
        problems.append(about_file(path, reason, row=found.row, value=found.found))
        return None
    return encoding
