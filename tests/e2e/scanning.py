"""Scanning the QR code of a printed certificate: from the drawn page to the address, as a phone does it."""

import io
import subprocess
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from segno import consts

DOTS_PER_INCH = 300
MILLIMETRE = DOTS_PER_INCH / 25.4
AROUND = (236, 118, 270, 149)
"""Where on the page the code stands, in millimetres: left, top, right, bottom."""
FINDER = 7
FORMAT_MASK = 0b101010000010010
LEVELS = {1: consts.ERROR_LEVEL_L, 0: consts.ERROR_LEVEL_M, 3: consts.ERROR_LEVEL_Q, 2: consts.ERROR_LEVEL_H}
MASKS = (
    lambda i, j: (i + j) % 2,
    lambda i, j: i % 2,
    lambda i, j: j % 3,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)


def scan(pdf: bytes) -> str:
    """Give the address in the code of a certificate."""
    return decode(_modules(_printed(pdf)))


def _printed(pdf: bytes) -> NDArray[np.bool_]:
    """The dark points of the corner where the code stands."""
    left, top, right, bottom = (int(side * MILLIMETRE) for side in AROUND)
    corner = {"-x": left, "-y": top, "-W": right - left, "-H": bottom - top}
    drawing = [
        "pdftoppm",
        "-r",
        str(DOTS_PER_INCH),
        *map(str, chain.from_iterable(corner.items())),
        "-gray",
        "-png",
        "-singlefile",
        "-",
    ]
    done = subprocess.run(drawing, input=pdf, capture_output=True, timeout=60, check=True)
    return np.asarray(Image.open(io.BytesIO(done.stdout)).convert("L")) < 128


def _modules(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find the code and read the middle of each of its modules."""
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    top, left, right = rows[0], columns[0], columns[-1] + 1
    edge = dark[top + 2, left:right]
    size = np.flatnonzero(~edge)[0] / FINDER
    count = 17 + 4 * round(((right - left) / size - 17) / 4)
    middles = ((np.arange(count) + 0.5) * (right - left) / count).astype(int)
    return dark[np.ix_(top + middles, left + middles)]


def decode(modules: NDArray[np.bool_]) -> str:
    """Read the bytes of an undamaged code of one segment; damage would need the error correction, a printed page does not."""
    version = (len(modules) - 17) // 4
    level, mask = _format(modules)
    bits = [bool(modules[i, j]) != (MASKS[mask](i, j) == 0) for i, j in _way(version)]
    words = [int("".join("01"[bit] for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]
    stream = "".join(f"{word:08b}" for word in _in_order(words, version, level))
    assert int(stream[:4], 2) == consts.MODE_BYTE, "an address with small letters is kept as bytes"
    size = 8 if version < 10 else 16
    length, begin = int(stream[4 : 4 + size], 2), 4 + size
    return bytes(int(stream[at : at + 8], 2) for at in range(begin, begin + 8 * length, 8)).decode()


def _format(modules: NDArray[np.bool_]) -> tuple[int, int]:
    """The level of error correction and the mask, from beside the upper left finder."""
    row = [modules[8, j] for j in (0, 1, 2, 3, 4)]
    found = int("".join("01"[int(bit)] for bit in row), 2) ^ (FORMAT_MASK >> 10)
    return LEVELS[found >> 3], found & 7


def _way(version: int) -> list[tuple[int, int]]:
    """The places of the data, in the order of its bits: up and down in pairs of columns, from the right."""
    count = 17 + 4 * version
    fixed = _fixed(version, count)
    pairs = [right if right > 6 else right - 1 for right in range(count - 1, 0, -2)]
    places = []
    for number, right in enumerate(pairs):
        rows = range(count) if number % 2 else range(count - 1, -1, -1)
        places += [(i, j) for i in rows for j in (right, right - 1) if not fixed[i, j]]
    return places


def _fixed(version: int, count: int) -> NDArray[np.bool_]:
    """What carries no data: finders with the format beside them, timing, alignment, and the version of larger codes."""
    fixed = np.zeros((count, count), dtype=bool)
    fixed[:9, :9] = fixed[:9, count - 8 :] = fixed[count - 8 :, :9] = True
    fixed[6, :] = fixed[:, 6] = True
    centres = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    for i in centres:
        for j in centres:
            if (i, j) not in ((6, 6), (6, count - 7), (count - 7, 6)):
                fixed[i - 2 : i + 3, j - 2 : j + 3] = True
    if version >= 7:
        fixed[:6, count - 11 : count - 8] = fixed[count - 11 : count - 8, :6] = True
    return fixed


def _in_order(words: list[int], version: int, level: int) -> list[int]:
    """Take the blocks apart that were dealt out like cards."""
    lengths = [block.num_data for block in consts.ECC[version][level] for _ in range(block.num_blocks)]
    blocks: list[list[int]] = [[] for _ in lengths]
    dealt = iter(words)
    for place in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if place < length:
                block.append(next(dealt))
    return list(chain.from_iterable(blocks))
