"""Changes to valid inputs: bits, spans, lines, numbers and words that mean trouble."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence

HOSTILE = (
    *(b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80", b"\r", b"\n\n"),
    *(b'"', b'""', b"'", b",", b";", b"\t", b"\\", b"{", b"}", b"[", b"]", b"<", b"&a;", b"%s"),
    *(b"NaN", b"-inf", b"1e999", b"-0", b"0x10", b"1_000", b"null", b"None", b"true", b"=1+1"),
    *(b"9223372036854775808", b"-1", b"0", b"1" * 400, b"[" * 300, b"A" * 3_000),
    *("１２".encode(), "٣".encode(), "\u202e".encode(), "𝟘".encode(), "é".encode()),
    *(b"2026-02-30", b"24:01", b"../../x", b"<!DOCTYPE a [<!ENTITY a 'b'>]>", b"{{x}}", b"0000"),
)
_NUMBER = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?")
_MOST_CHANGES = 6
_LONGEST = 200_000

Change = Callable[[random.Random, bytearray, Sequence[bytes], Sequence[bytes]], None]


def mutated(
    draw: random.Random, seeds: Sequence[bytes], words: Sequence[bytes], *, packed: bool = False
) -> bytes:
    """One of the seeds with some changes; of a ZIP archive, half the time within a part."""
    data = bytearray(draw.choice(seeds))
    if packed and draw.random() < 0.7:
        return _with_changed_part(draw, bytes(data), words)
    return _changed(draw, data, seeds, words)


def _changed(
    draw: random.Random, data: bytearray, seeds: Sequence[bytes], words: Sequence[bytes]
) -> bytes:
    for _ in range(draw.randint(1, _MOST_CHANGES)):
        draw.choice(_CHANGES)(draw, data, seeds, words)
    return bytes(data[:_LONGEST])


def _with_changed_part(draw: random.Random, data: bytes, words: Sequence[bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw.choice(list(parts))
    parts[name] = _changed(draw, bytearray(parts[name]), list(parts.values()), words)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return packed.getvalue()


def _span(draw: random.Random, data: bytearray) -> slice:
    """A stretch of the data, short ones more often."""
    start = draw.randrange(len(data) + 1)
    return slice(start, min(len(data), start + int(2 ** (draw.random() * 9))))


def _flip(draw: random.Random, data: bytearray, *_: Sequence[bytes]) -> None:
    if data:
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def _overwrite(draw: random.Random, data: bytearray, *_: Sequence[bytes]) -> None:
    if data:
        data[draw.randrange(len(data))] = draw.choice((0, 0x7F, 0x80, 0xFF, draw.randrange(256)))


def _drop(draw: random.Random, data: bytearray, *_: Sequence[bytes]) -> None:
    del data[_span(draw, data)]


def _repeat(draw: random.Random, data: bytearray, *_: Sequence[bytes]) -> None:
    chosen = _span(draw, data)
    data[chosen.start : chosen.start] = data[chosen] * draw.randint(1, 4)


def _insert(
    draw: random.Random, data: bytearray, _: Sequence[bytes], words: Sequence[bytes]
) -> None:
    at = draw.randrange(len(data) + 1)
    data[at:at] = draw.choice((*words, *HOSTILE))


def _renumber(
    draw: random.Random, data: bytearray, _: Sequence[bytes], words: Sequence[bytes]
) -> None:
    """Put something else for a number, or for a word that the parser knows."""
    found = _NUMBER.search(data, draw.randrange(len(data) + 1))
    if found:
        data[found.start() : found.end()] = draw.choice((*words, *HOSTILE))


def _splice(draw: random.Random, data: bytearray, seeds: Sequence[bytes], _: object) -> None:
    other = bytearray(draw.choice(seeds))
    data[_span(draw, data)] = other[_span(draw, other)]


def _cut(draw: random.Random, data: bytearray, *_: Sequence[bytes]) -> None:
    if draw.random() < 0.2:
        del data[draw.randrange(len(data) + 1) :]


def _swap_lines(draw: random.Random, data: bytearray, *_: Sequence[bytes]) -> None:
    lines = bytes(data[:20_000]).split(b"\n")
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    data[:20_000] = b"\n".join(lines)


_CHANGES: tuple[Change, ...] = (
    *(_flip, _overwrite, _drop, _repeat, _insert, _insert),
    *(_renumber, _renumber, _splice, _cut, _swap_lines),
)
