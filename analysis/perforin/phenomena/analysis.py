"""All runs of a trial, judged for all phenomena."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from perforin.errors import Problem, unknown
from perforin.phenomena.definitions import PHENOMENA, Seen, Settings
from perforin.phenomena.findings import Findings, Key, Part, Who, cohort_of, design_of
from perforin.phenomena.growth import table_for_growth
from perforin.phenomena.judged import judge
from perforin.phenomena.runs import Run, folder_of_runs, read_runs
from perforin.trials.tables import Trial, read_trial

LATE_DAYS = 7
"""By how much a scan may be early and still is the first one that was asked for."""


@dataclass
class Analysis(Findings):
    """What the runs of one trial show, with the runs.

    Attributes
    ----------
    seen : dict
        The runs by arm, patient, and "truth" or "read".
    """

    seen: dict[Key, Seen] = field(default_factory=dict)

    @property
    def has_twins(self) -> bool:
        """Whether any patient was simulated in the control and in another arm."""
        mine = {key[1] for key in self.seen if key[0] == self.control}
        return any(key[1] in mine for key in self.seen if key[0] != self.control)


def analyse(
    folder: Path,
    runs: Path | None = None,
    control: str | None = None,
    settings: Settings | None = None,
    irradiated: Mapping[str, str] | None = None,
    complain: Callable[[str], object] = lambda text: None,
) -> Analysis:
    """Read a trial and judge all of its runs.

    Parameters
    ----------
    runs
        Where the runs are; by default see `folder_of_runs`.
    control
        The arm that others are compared with; by default the trial's own.
    irradiated
        By arm, the arm of the same patients without radiotherapy.
    complain
        Is told what is left out.
    """
    trial = read_trial(folder, control)
    settings = settings or Settings()
    for pair in (irradiated or {}).items():
        for arm in pair:
            if arm not in trial.arms:
                raise unknown("arm", arm, trial.arms)
    part = Part(trial.name, cohort_of(trial.document), notes=[*trial.left_out])
    found = Analysis([part], trial.arms, trial.control, settings, dict(irradiated or {}))
    found.design = design_of(trial.document)
    home = folder.parent if folder.suffix == ".csv" else folder

    def note(text: str) -> None:
        complain(text)
        part.notes.append(text)

    runs_found = read_runs(trial, folder_of_runs(home, runs), note)
    _prepare(runs_found, trial, settings, note)
    part.programs = [*dict.fromkeys(it.program for it in runs_found if it.program)]
    for run in runs_found:
        for on, record in run.records.items():
            key = run.arm, Who(1, run.patient), on
            found.seen[key], found.seeds[key] = Seen(run, on, record, settings), run.seed
    if len(found.arms) > 1 and not found.has_twins:
        note("no patient was run in the control and in another arm: nothing is paired")
    _pair(found, irradiated or {}, note)
    for key, seen in found.seen.items():
        found.findings[key] = {it.name: it.judge(seen) for it in PHENOMENA}
    if trial.weighted:
        note("patients are weighted in the trial; here each counts as one")
    return found


def _prepare(runs: list[Run], trial: Trial, settings: Settings, note: Callable) -> None:
    """Leave out early visits if asked, and get the program's own verdicts."""
    first = settings.first_visit
    if first is not None:
        for run in runs:
            run.records = {on: it.from_day(first - LATE_DAYS) for on, it in run.records.items()}
            run.texts = {on: _cut(it, first - LATE_DAYS) for on, it in run.texts.items()}
    tables = {
        f"{number}.{on}": table_for_growth(run, on)
        for number, run in enumerate(runs)
        for on in run.records
    }
    response = trial.document.get("response")
    confirmation = response.get("confirmation_days") if isinstance(response, dict) else None
    try:
        verdicts = judge(tables, confirmation)
    except Problem as problem:
        note(f"hyperprogression is not told: {problem}")
        if first is not None:
            note("iRECIST is not told either: without early visits it must be judged again")
            for run in runs:
                run.labels = {}
        return
    for number, run in enumerate(runs):
        for on, record in run.records.items():
            verdict = verdicts.get(f"{number}.{on}")
            if verdict is None:
                continue
            run.judged[on] = verdict
            if first is not None or on not in run.labels:
                places = {it.day: p for p, it in enumerate(record.scans) if not it.missed}
                run.labels[on] = [(places[day], day, it) for day, it in verdict.irecist
                                  if day in places]  # fmt: skip


def _cut(text: str, first: float) -> str:
    """A table without the rows of visits on treatment before a day."""
    lines = text.splitlines(keepends=True)
    column = lines[0].strip().split(",").index("day")
    kept = [it for it in lines[1:] if not 0 < int(it.split(",")[column]) < first]
    return "".join([lines[0], *kept])


def _pair(found: Analysis, irradiated: Mapping[str, str], note: Callable) -> None:
    """Tell patients of irradiated arms who their radiation-free twins are, and the other way."""
    for arm, other in irradiated.items():
        mine, theirs = ([key for key in found.seen if key[0] == it] for it in (arm, other))
        if not any((other, *key[1:]) in found.seen for key in mine):
            note(f"{arm} and {other} share no patients: no abscopal response is told")
        if not any(found.seen[key].run.irradiated for key in mine):
            note(f"{arm} has no radiotherapy: no abscopal response is told")
        for here, keys in ((other, mine), (arm, theirs)):
            for key in keys:
                seen, twin = found.seen[key], found.seen.get((here, *key[1:]))
                found.seen[key] = Seen(seen.run, seen.on, seen.record, seen.settings, twin)
