"""Names of the figures of tables; apart from what draws them, which takes a second to load."""

from __future__ import annotations

from pathlib import Path

TABLE_FIGURES = (
    *("km", "waterfall", "spider", "swimmer", "forest", "markers"),
    *("ablations", "scatter", "sensitivity"),
)


def is_table(path: Path) -> bool:
    """Whether it is a table or a folder of tables, not a trajectory."""
    return path.is_dir() or path.suffix == ".csv"
