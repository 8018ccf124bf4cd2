"""Parts of pages in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path


def table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table of Markdown, the first row its head."""
    for number, row in enumerate(rows):
        cells = (str(cell).replace("|", "\\|").replace("\n", " ") for cell in row)
        yield "| " + " | ".join(cells) + " |"
        if number == 0:
            yield "|" + " --- |" * len(row)


def pictures(paths: Iterable[Path], place: Path) -> Iterator[str]:
    """A line and an empty one for each PNG, by its path from the page's folder."""
    for path in paths:
        if path.suffix == ".png":
            yield f"![{path.stem}]({path.relative_to(place).as_posix()})"
            yield ""
