"""Reads the text of an undamaged QR code from its squares (ISO/IEC 18004), without correction."""

from collections.abc import Callable, Iterator, Sequence

BLOCKS: dict[int, int | tuple[int, int]] = {
    1: 1,
    2: 1,
    3: 1,
    4: 2,
    5: 2,
    6: 4,
    7: 4,
    8: (2, 2),
    9: (3, 2),
    10: (4, 1),
}
DATA_BYTES = {1: 16, 2: 28, 3: 44, 4: 32, 5: 43, 6: 27, 7: 31, 8: 38, 9: 36, 10: 43}
"""At level M by version: blocks, and bytes of data in each; of the second group one more."""

ALIGNMENT: dict[int, tuple[int, ...]] = {
    **{1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34)},
    **{7: (6, 22, 38), 8: (6, 24, 42), 9: (6, 26, 46), 10: (6, 28, 50)},
}
"""Where the rows and columns of the small squares within the code stand, by version."""

MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda i, j: (i + j) % 2,
    lambda i, _: i % 2,
    lambda _, j: j % 3,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)
FORMAT_MASK = 0b101010000010010
BYTE_MODE = 0b0100


def read_qr(rows: Sequence[Sequence[int]]) -> str:
    """The text of a code of versions 1 to 10, level M, in byte mode."""
    side = len(rows)
    version = (side - 17) // 4
    spots = [(8, j) for j in (0, 1, 2, 3, 4, 5, 7, 8)] + [(i, 8) for i in (7, 5, 4, 3, 2, 1, 0)]
    form = int("".join(str(rows[i][j]) for i, j in spots), 2) ^ FORMAT_MASK
    assert form >> 13 == 0, "level M"
    mask = MASKS[form >> 10 & 0b111]
    bits = [rows[i][j] ^ (mask(i, j) == 0) for i, j in _data_squares(side, version)]
    stream = [int("".join(map(str, map(int, bits[k : k + 8]))), 2) for k in range(0, len(bits), 8)]
    data = "".join(f"{byte:08b}" for byte in _in_order(stream, version))
    assert int(data[:4], 2) == BYTE_MODE
    size = 8 if version < 10 else 16
    count = int(data[4 : 4 + size], 2)
    start = 4 + size
    return bytes(int(data[start + 8 * k : start + 8 * k + 8], 2) for k in range(count)).decode()


def _in_order(stream: list[int], version: int) -> list[int]:
    """Bytes of data, block by block."""
    blocks = BLOCKS[version]
    short, long = blocks if isinstance(blocks, tuple) else (blocks, 0)
    lengths = [DATA_BYTES[version]] * short + [DATA_BYTES[version] + 1] * long
    found: list[list[int]] = [[] for _ in lengths]
    source = iter(stream)
    for k in range(max(lengths)):
        for block, length in zip(found, lengths, strict=True):
            if k < length:
                block.append(next(source))
    return [byte for block in found for byte in block]


def _data_squares(side: int, version: int) -> Iterator[tuple[int, int]]:
    """Squares that hold data, in the order in which it is laid: two columns at a time."""
    upward = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        lines = range(side - 1, -1, -1) if upward else range(side)
        for i in lines:
            for j in (right, right - 1):
                if not _is_pattern(i, j, side, version):
                    yield i, j
        upward = not upward


def _is_pattern(i: int, j: int, side: int, version: int) -> bool:
    """Whether a square is part of what readers find the code by."""
    if 6 in {i, j}:
        return True
    if (i < 9 and (j < 9 or j >= side - 8)) or (i >= side - 8 and j < 9):
        return True
    if version >= 7 and ((i < 6 and j >= side - 11) or (j < 6 and i >= side - 11)):
        return True
    centres = ALIGNMENT[version]
    last = centres[-1] if centres else 0
    corners = {(6, 6), (6, last), (last, 6)}
    return any(
        abs(i - a) <= 2 and abs(j - b) <= 2
        for a in centres
        for b in centres
        if (a, b) not in corners
    )
