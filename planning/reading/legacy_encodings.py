"""Which of the encodings from before Unicode a text is in, where its bytes leave no doubt."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from planning.reading.plausible_text import (
    CHINESE,
    CHINESE_OF_TAIWAN,
    CYRILLIC,
    GREEK,
    JAPANESE_OF_UNIX,
    JAPANESE_TEXT,
    KOREAN,
    LATIN_BALTIC,
    LATIN_CENTRE,
    LATIN_DOS,
    LATIN_DOS_CENTRE,
    LATIN_MAC,
    LATIN_TURKISH,
    LATIN_WEST,
    EastAsian,
    Judge,
    Verdict,
)

MARGIN = 7.0
"""An East Asian reading is told though another is possible from a likelihood a thousand times."""

SAMPLE_BYTES = 400_000
_PARTS = 8
_LEAST_OF_A_PART = 60

_FOREIGN_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding that a planner's file may be in.

    Attributes
    ----------
    label
        Name a person knows it by.
    """

    codec: str
    label: str
    judge: Judge


CANDIDATES = (
    Candidate("gb18030", "GB18030", CHINESE),
    Candidate("cp950", "Big5", CHINESE_OF_TAIWAN),
    Candidate("cp932", "Shift_JIS", JAPANESE_TEXT),
    Candidate("cp949", "EUC-KR", KOREAN),
    Candidate("cp1252", "Windows-1252", LATIN_WEST),
    Candidate("cp1250", "Windows-1250", LATIN_CENTRE),
    Candidate("cp1251", "Windows-1251", CYRILLIC),
    Candidate("cp1253", "Windows-1253", GREEK),
    Candidate("cp1254", "Windows-1254", LATIN_TURKISH),
    Candidate("cp1257", "Windows-1257", LATIN_BALTIC),
    Candidate("mac_roman", "Mac Roman", LATIN_MAC),
    Candidate("cp850", "DOS 850", LATIN_DOS),
    Candidate("cp852", "DOS 852", LATIN_DOS_CENTRE),
    Candidate("euc_jp", "EUC-JP", JAPANESE_OF_UNIX),
)
"""What Excel writes as CSV on computers set to these languages, and what is taken for it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text decoded as one of the candidates."""

    candidate: Candidate
    text: str
    verdict: Verdict


def told_apart(data: bytes) -> tuple[Reading, ...]:
    """The readings of bytes that no one can rule out, the likeliest first; often there is one.

    The texts are those of a sample of the lines that are not ASCII.

    Returns
    -------
    tuple of Reading
        Empty where nothing reads plausibly, or nothing for sure. Readings with the same text count
        as one.
    """
    lines = _sample(data)
    found = list(_readings(b"\n".join(lines)))
    sure = [reading for reading in found if reading.verdict.sure]
    if not sure:
        return ()
    first = max(sure, key=lambda reading: reading.verdict.weight)
    if not _is_alike_throughout(first.candidate, lines):
        return ()
    rivals = [r for r in found if r.text != first.text and not _is_unlikely(r, first)]
    return first, *rivals


def _readings(sample: bytes) -> Sequence[Reading]:
    readings = []
    for candidate in CANDIDATES:
        try:
            text = sample.decode(candidate.codec)
        except UnicodeDecodeError:
            continue
        verdict = candidate.judge(text)
        if verdict.possible:
            readings.append(Reading(candidate, text, verdict))
    return readings


def _is_unlikely(rival: Reading, first: Reading) -> bool:
    """Whether a reading is out of the question beside another of the same kind.

    What DOS wrote reads in Windows' encodings as signs within words: where the letters are right
    there, nobody has used DOS.
    """
    if rival.candidate.label.startswith("DOS") and first.candidate.label.startswith("Windows"):
        return True
    return (
        isinstance(rival.candidate.judge, EastAsian)
        and isinstance(first.candidate.judge, EastAsian)
        and rival.verdict.weight < first.verdict.weight - MARGIN
    )


def _is_alike_throughout(candidate: Candidate, lines: Sequence[bytes]) -> bool:
    """Whether each part of a long text reads plausibly: files may be made of two."""
    size = max(1, len(lines) // _PARTS)
    if len(lines) < _PARTS * _LEAST_OF_A_PART or not isinstance(candidate.judge, EastAsian):
        return True
    parts = (lines[at : at + size] for at in range(0, len(lines), size))
    return all(candidate.judge(b"\n".join(part).decode(candidate.codec)).possible for part in parts)


def _sample(data: bytes) -> list[bytes]:
    """Lines that are not ASCII: all of them, or some from all over a large file."""
    if len(data) <= SAMPLE_BYTES * _PARTS:
        lines = [line.group() for line in _FOREIGN_LINE.finditer(data)]
        step = max(1, sum(map(len, lines)) // SAMPLE_BYTES)
        return lines[::step]
    starts = range(0, len(data), len(data) // _PARTS)
    lines = []
    for start in starts:
        begin = max(data.rfind(b"\n", 0, start), data.rfind(b"\r", 0, start)) + 1
        lines += _some(data, begin, SAMPLE_BYTES // _PARTS)
    return lines


def _some(data: bytes, begin: int, most_bytes: int) -> list[bytes]:
    lines, size = [], 0
    for line in islice(_FOREIGN_LINE.finditer(data, begin), most_bytes):
        lines.append(line.group())
        size += len(lines[-1])
        if size > most_bytes:
            break
    return lines


def is_damaged_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 but for a few of them, and no text of another encoding."""
    text = b"\n".join(_sample(data)).decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return sum(not c.isascii() for c in text) - lost >= 4 * lost


def differing_line(data: bytes, first: Candidate, second: Candidate) -> int:
    """Number of the first line that two encodings read differently."""
    for match in _FOREIGN_LINE.finditer(data):
        line = match.group()
        if _decoded(line, first.codec) != _decoded(line, second.codec):
            return data.count(b"\n", 0, match.start()) + 1
    return 1


def differing_sample(first: str, second: str) -> tuple[str, str]:
    """What two readings make of the first line in which they differ, from the word on."""
    for one, other in zip(first.split("\n"), second.split("\n"), strict=False):
        if one != other:
            at = next(
                (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
                min(len(one), len(other)),
            )
            begin = max(one.rfind(mark, 0, at) for mark in ' ,;\t|"') + 1
            return one[begin : begin + 24].strip(), other[begin : begin + 24].strip()
    return first[:24], second[:24]


def _decoded(line: bytes, codec: str) -> str:
    return codecs.decode(line, codec, "replace")
