"""The answers an index is appraised over, as arrays; free of SciPy, so that whoever gathers them may be."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.scoring import Matrix
from assessment.core.weighing.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Earlier:
    """Results of the same enterprises [n] in the wave before, with the same version; NaN where there is none."""

    overall: FloatArray
    level: FloatArray
    pillars: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Assembled:
    """The answers of n enterprises, the stratum of each, how many enterprises each stratum has, and the wave before."""

    table: Matrix
    strata: npt.NDArray[np.str_]
    population: Mapping[str, int]
    earlier: Earlier | None = None
