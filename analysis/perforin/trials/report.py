"""The report of a trial: statistics.csv, report.md, figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from perforin import markdown
from perforin.figures.survival import long_name
from perforin.figures.tables import of_trial, write_figures
from perforin.trials.biomarkers import of_biomarkers
from perforin.trials.endpoints import comparisons, of_arms
from perforin.trials.pairs import of_twins
from perforin.trials.predictive import of_markers
from perforin.trials.published import Published, read_published
from perforin.trials.statistic import (
    LEVEL,
    Statistic,
    count_text,
    interval_text,
    p_text,
    write_statistics,
)
from perforin.trials.subgroups import of_subgroups
from perforin.trials.tables import Trial, read_trial

_ORDER = {
    "arms": ("Endpoints of each arm", of_arms),
    "comparisons": ("Arms compared", comparisons),
    "subgroups": ("Subgroups", of_subgroups),
    "biomarkers": ("Monitored quantities against the response", of_biomarkers),
    "twins": ("Patients and their twins", of_twins),
    "predictive": ("Predictive or prognostic", of_markers),
}


def write_trial_report(
    folder: Path,
    output: Path | None = None,
    control: str | None = None,
    level: float = LEVEL,
    until: float | None = None,
    half_widths: Mapping[str, float] | None = None,
    complain: Callable[[str], object] = lambda text: None,
) -> Iterator[Path]:
    """Write all of a trial's report and give the paths as they are written.

    Parameters
    ----------
    folder
        With patients.csv and what else there is of visits.csv, doses.csv, looks.csv, trial.toml.
    output
        Where it goes; by default into the same folder.
    control
        The arm that the others are compared with; by default the first.
    until
        Day up to which restricted means go; by default the last on which all arms have patients.
    half_widths
        By endpoint, for the numbers of patients needed.
    complain
        Is told about what is left out.
    """
    trial = read_trial(folder, control)
    for text in trial.left_out:
        complain(text)
    more = {"arms": (until,), "comparisons": (until,), "twins": (half_widths,)}
    parts = {n: [*of(trial, level, *more.get(n, ()))] for n, (_, of) in _ORDER.items()}
    rows = [row for part in parts.values() for row in part]
    home = folder if folder.is_dir() else folder.parent
    published = read_published(trial.document, home / "trial.toml", rows, trial.arms)
    place = output or home
    place.mkdir(parents=True, exist_ok=True)
    yield write_statistics(place / "statistics.csv", rows)
    drawn = []
    for path in write_figures(of_trial(trial), place / "figures", "", ("png", "svg"), complain):
        drawn.append(path)
        yield path
    page = place / "report.md"
    page.write_text(_page(trial, parts, published, drawn, place, level), encoding="utf-8")
    yield page


def _page(
    trial: Trial,
    parts: dict[str, list[Statistic]],
    published: list[Published],
    drawn: list[Path],
    place: Path,
    level: float,
) -> str:
    lines = [f"# {trial.name}", "", *_patients(trial), ""]
    lines += [f"Intervals are of {level:.0%} unless their column says otherwise.", ""]
    if published:
        lines += ["## Beside published values", "", *_published(published), ""]
    for name, rows in parts.items():
        if rows:
            lines += [f"## {_ORDER[name][0]}", "", *_PARTS[name](rows), ""]
    if trial.looks is not None and len(trial.looks):
        lines += ["## Looks", "", *_frame(trial.looks), ""]
    lines += ["## Figures", ""]
    lines += markdown.pictures(drawn, place)
    lines += ["## Methods", "", *_methods(parts), ""]
    return "\n".join(lines)


def _patients(trial: Trial) -> Iterator[str]:
    """How many there are, and of whom nothing is told."""
    counts = [("Arm", "randomised", "twins", "dropped out")]
    for arm in trial.arms:
        mine = trial.arm(arm)
        twins = int(((trial.patients["arm"] == arm) & (trial.patients["assigned"] == 0)).sum())
        gone = f"{int((mine['dropped_out'] == 1).sum())}" if "dropped_out" in mine else ""
        counts.append((arm, str(len(mine)), str(twins), gone))
    yield from markdown.table(counts)
    if trial.escalates:
        text = "Arms are dose levels, filled one after the other: they are not compared."
        yield from ("", text)
    elif len(trial.arms) > 1:
        yield from ("", f"The control is {trial.control}. Comparisons are of randomised patients.")
    if trial.weighted:
        yield from ("", "Patients are weighted; what a method cannot weigh is not given.")
    for text in trial.left_out:
        yield from ("", f"**{text[0].upper()}{text[1:]}.**")


def _published(found: list[Published]) -> Iterator[str]:
    rows = [("Arm", "endpoint", "published", "ours", "", "source")]
    for it in found:
        theirs = it.ours.of(value=it.value, low=it.low, high=it.high, note="")
        who = (it.arm, it.endpoint)
        rows.append((*who, interval_text(theirs), interval_text(it.ours), it.verdict, it.source))
    yield from markdown.table(rows)


def _arms(rows: list[Statistic]) -> Iterator[str]:
    """A row an endpoint, a column an arm."""
    arms = list(dict.fromkeys(row.arm for row in rows))
    cells: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in rows:
        text = interval_text(row) + (f"; {row.note}" if row.note else "")
        counts = f"{count_text(row.n)}, {count_text(row.events)} events"
        if row.statistic == "rate":
            counts = f"{count_text(row.events)} of {count_text(row.n)}"
        at = cells.setdefault((row.endpoint, row.statistic, row.subgroup), {})
        at[row.arm] = text if row.statistic.startswith("at_") else f"{text} [{counts}]"
    head = ("Endpoint", "", *arms)
    body = [
        (
            _named(endpoint),
            f"{statistic} {subgroup}".strip().replace("_", " "),
            *(by.get(a, "") for a in arms),
        )
        for (endpoint, statistic, subgroup), by in cells.items()
    ]
    yield from markdown.table([head, *body])


def _named(endpoint: str) -> str:
    return long_name(endpoint) if endpoint.split(".")[-1] in ("os", "pfs", "duration") else endpoint


def _compared(rows: list[Statistic]) -> Iterator[str]:
    body = [
        (
            *(row.arm, _named(row.endpoint), row.statistic.replace("_", " ")),
            *(interval_text(row), p_text(row.p), count_text(row.n), row.note),
        )
        for row in rows
    ]
    yield from markdown.table([("Arm", "endpoint", "", "value", "p", "n", ""), *body])


def _of_groups(rows: list[Statistic]) -> Iterator[str]:
    body = [
        (
            *(row.subgroup, row.arm, _named(row.endpoint), row.statistic.replace("_", " ")),
            *(interval_text(row), p_text(row.p), count_text(row.n), row.note),
        )
        for row in rows
    ]
    yield from markdown.table([("Of", "arm", "endpoint", "", "value", "p", "n", ""), *body])


_PARTS: dict[str, Callable[[list[Statistic]], Iterator[str]]] = {
    "arms": _arms,
    "comparisons": _compared,
    "subgroups": _of_groups,
    "biomarkers": _of_groups,
    "twins": _compared,
    "predictive": _of_groups,
}


def _frame(frame: pd.DataFrame) -> Iterator[str]:
    def told(value: object) -> str:
        if isinstance(value, float):
            return "" if pd.isna(value) else f"{value:.6g}"
        return str(value)

    body = [tuple(told(x) for x in row) for row in frame.itertuples(index=False)]
    yield from markdown.table([tuple(map(str, frame.columns)), *body])


def _methods(parts: dict[str, list[Statistic]]) -> Iterator[str]:
    """The method of each statistic, once."""
    found: dict[str, dict[str, None]] = {}
    for rows in parts.values():
        for row in rows:
            name = "at … months" if row.statistic.startswith("at_") else row.statistic
            if row.method:
                found.setdefault(name.replace("_", " "), {})[row.method] = None
    for name, methods in found.items():
        shown = list(methods)
        more = f" (and {len(shown) - 3} more like these)" if len(shown) > 3 else ""
        yield f"* **{name}**: {'; or '.join(shown[:3])}{more}"
