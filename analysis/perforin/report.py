"""One page about a run, with everything in it: how it came about, its figures, its input."""

from __future__ import annotations

import base64
import html
import tempfile
from collections.abc import Sequence
from pathlib import Path

from perforin import measures
from perforin.errors import Problem
from perforin.figures import draw_all
from perforin.trajectory import Trajectory

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 68em; margin: 2em auto;
       padding: 0 1em; }
h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; }
img { max-width: 100%; display: block; margin: 1em 0; }
table { border-collapse: collapse; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: .2em .8em .2em 0;
         border-bottom: 1px solid #ddd; }
pre { background: #f6f6f6; padding: 1em; overflow-x: auto; font-size: 13px; }
"""


def write_report(
    trajectory: Trajectory,
    path: Path,
    twin: Trajectory | None = None,
    days: list[float] | None = None,
) -> Path:
    """Write the page; it needs no other file and no network.

    Parameters
    ----------
    twin
        A run to show beside.
    days
        Of the tissue sections.
    """
    title = f"{trajectory.scenario}, seed {trajectory.seed}"
    parts = [f"<h1>{_text(title)}</h1>", _origin(trajectory)]
    with tempfile.TemporaryDirectory() as scratch:
        figures = list(draw_all(trajectory, Path(scratch), "png", days, twin))
        for name, lesion in trajectory.lesions.items():
            if lesion.of != name:  # a later block: its figures stand with the lesion's
                continue
            parts.append(f"<h2>Lesion {_text(name)}</h2>")
            parts.append(_figures_of_merit(trajectory, name))
            parts += [
                _image(figure)
                for figure in figures
                if figure.name.startswith(f"{trajectory.path.stem}_{name}_")
            ]
    parts.append("<h2>Parameters that are not the default</h2>" + _parameters(trajectory))
    parts.append("<h2>Input</h2>")
    parts += [f"<h3>{_text(n)}</h3><pre>{_text(text)}</pre>" for n, text in trajectory.layers]
    head = f'<meta charset="utf-8"><title>{_text(title)}</title><style>{_STYLE}</style>'
    page = f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>\n'
    page += "\n".join(parts) + "\n</body></html>\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
    return path


def _origin(trajectory: Trajectory) -> str:
    about = trajectory.manifest
    why = f": {about['why']}" if about.get("why") else ""
    rows = [("Status", f"{trajectory.status}{why}"), ("Simulated", f"{trajectory.days:g} days")]
    for key, label in (
        ("program_version", "Program"),
        ("git_commit", "Commit"),
        ("command_line", "Command"),
        ("started", "Started"),
        ("wall_seconds", "Seconds"),
    ):
        if about.get(key) not in (None, ""):
            value = about[key]
            rows.append((label, f"{value:.0f}" if isinstance(value, float) else str(value)))
    return _table(rows)


def _figures_of_merit(trajectory: Trajectory, lesion: str) -> str:
    """Every measure that the lesion has, over the whole run or at its end."""
    rows = [("Measure", "Value", "")]
    for name, measure in measures.MEASURES.items():
        nodule_only = name in ("spheroid_radius", "viable_rim")
        if nodule_only and not trajectory.lesion(lesion).is_nodule:
            continue
        moments = (0.0, trajectory.days) if measure.window else (trajectory.days,)
        try:
            value = measure.function(trajectory, lesion, *moments)
        except Problem:
            continue
        unit = "" if measure.unit == "1" else measure.unit
        when = f"day 0 to {trajectory.days:g}" if measure.window else f"day {trajectory.days:g}"
        rows.append((name.replace("_", " "), f"{value:.4g} {unit}".strip(), when))
    return _table(rows, head=True)


def _parameters(trajectory: Trajectory) -> str:
    rows = [("Parameter", "Value", "Default", "Meaning", "From")]
    for parameter in trajectory.parameters.chosen().values():
        unit = "" if parameter.unit in ("", "1") else f" {parameter.unit}"
        default = parameter.default + unit if parameter.default else ""
        rows.append(
            (parameter.path, parameter.value + unit, default, parameter.meaning, parameter.origin)
        )
    return _table(rows, head=True)


def _table(rows: Sequence[tuple[str, ...]], head: bool = False) -> str:
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if head and number == 0 else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{_text(cell)}</{tag}>" for cell in row) + "</tr>")
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def _image(path: Path) -> str:
    data = base64.b64encode(path.read_bytes()).decode()
    return f'<img alt="{_text(path.stem)}" src="data:image/png;base64,{data}">'


def _text(text: str) -> str:
    return html.escape(str(text))
