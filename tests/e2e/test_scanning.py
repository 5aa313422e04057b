"""The reader of codes that the journeys rely on reads what it should."""

import numpy as np
import pytest
import segno

from tests.e2e.scanning import decode


@pytest.mark.parametrize("length", [20, 60, 84, 130, 190])
@pytest.mark.parametrize("error", ["l", "m", "q", "h"])
def test_an_address_is_read_back_from_its_code(length: int, error: str) -> None:
    address = ("https://thuocso.example.vn/verify/TS-2026-000001/" + "aB3_-z" * 30)[:length]
    drawn = segno.make(address, error=error, micro=False)
    assert decode(np.array([list(row) for row in drawn.matrix], dtype=bool)) == address
