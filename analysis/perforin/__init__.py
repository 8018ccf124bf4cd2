"""Reads, measures and draws what perforin simulates.

>>> from perforin import Trajectory
>>> trajectory = Trajectory.open("checkpoint_blockade.h5")      # doctest: +SKIP
>>> trajectory.series("lesions/primary").volume.unit            # doctest: +SKIP
'mm^3'
"""

from perforin.errors import Problem, Unknown
from perforin.table import Column, Series, Table
from perforin.trajectory import Trajectory

__all__ = ["Column", "Problem", "Series", "Table", "Trajectory", "Unknown", "open"]

open = Trajectory.open  # perforin.open("run.h5")
