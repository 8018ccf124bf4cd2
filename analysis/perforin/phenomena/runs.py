"""The runs behind a trial's rows: where they lie, and what phenomena need of each."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from perforin.clinic import RESPONSES, examinations, first_dose
from perforin.errors import Problem
from perforin.phenomena.records import Record, read_record
from perforin.quantity import convert
from perforin.table import Series
from perforin.trajectory import Trajectory
from perforin.trials.tables import Trial

PARTS = ("tumour", "infiltrate", "debris", "stroma", "fluid")
TABLES = {"truth": "true_measurements_", "read": "measurements_"}
LABELS = {"truth": "irecist_true", "read": "irecist"}
LARGEST = "largest"
COVARIATE = "baseline."
PROGRAM = ("program_version", "git_commit")
CELL_RADII = ("biology.bystander.radius", "biology.cytotoxic_t.radius")


@dataclass
class Run:
    """A patient in an arm; days count from the first dose.

    Attributes
    ----------
    texts, records : dict
        Her measurement tables, by "truth" and "read".
    labels : dict
        By the same: place among the visits, day, iRECIST of each visit that was judged.
    parts : dict
        By day of the scan and lesion: volumes of what it is made of (mm³), `PARTS` and "volume".
    plasma : dict
        By "truth" and "read": day, copies of tumour DNA per mL.
    courses : dict
        By lesion of her tables: its true diameter (mm), that of the sphere of its volume, by day.
    detection : float
        Long axis from which scans show a lesion (mm).
    before : dict
        By lesion: its volume at the start of the simulation over that at the baseline; `before_day`
        is that start.
    covariates : dict
        What a table of patients says of her at the baseline, numbers and words.
    followed : float
        The last day that the run was to reach.
    seed : int
        Of her run: the same in all arms, another for every patient.
    program : str
        Version and commit of what simulated her.
    """

    patient: float
    arm: str
    texts: dict[str, str]
    records: dict[str, Record]
    labels: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    parts: dict[int, dict[str, dict[str, float]]] = field(default_factory=dict)
    plasma: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    courses: dict[str, dict[int, float]] = field(default_factory=dict)
    detection: float = 0.0
    before: dict[str, float] = field(default_factory=dict)
    before_day: int = 0
    covariates: dict[str, float | str] = field(default_factory=dict)
    followed: float = np.inf
    irradiated: tuple[str, ...] = ()
    cell_radius: float = np.nan
    judged: dict[str, dict[str, str]] = field(default_factory=dict)
    seed: int = 0
    program: str = ""

    @property
    def live(self) -> dict[int, float]:
        """Live tumour of all lesions by day of the scan (mm³)."""
        return {
            day: sum(it["tumour"] for it in lesions.values()) for day, lesions in self.parts.items()
        }


def folder_of_runs(folder: Path, said: Path | None) -> Path:
    """Where the runs of a trial are: what was said, what PERFORIN_RUNS says, `runs` beside the
    trial (its tables are in results/TRIAL there), or in or beside the folder of the tables."""
    known = os.environ.get("PERFORIN_RUNS")
    if said or known:
        found = said or Path(known)
        if not found.is_dir():
            raise Problem(f"there is no folder of runs {found}")
        return found
    home = folder.resolve()
    places = [home.parent.parent / "runs", home / "runs", home.parent / "runs"]
    for place in places:
        if place.is_dir():
            return place
    told = ", ".join(map(str, places))
    raise Problem(f"there is no folder of runs (looked for {told}); name it by --runs")


def read_runs(
    trial: Trial, runs: Path, complain: Callable[[str], object] = lambda text: None
) -> list[Run]:
    """The runs of all rows of a trial whose run is done.

    Parameters
    ----------
    complain
        Is told how many are missing, and how many patients were never scanned.
    """
    if "hash" not in trial.patients:
        raise Problem(f"patients.csv of {trial.name} has no column 'hash': its runs are unknown")
    visits = trial.document.get("visits")
    examination = str(visits.get("examination", "ct")) if isinstance(visits, dict) else "ct"
    found, missing, unseen = [], [], []
    names = [it for it in trial.patients if it.startswith(COVARIATE)]
    for row in trial.patients.itertuples():
        path = runs / f"{row.hash}.h5"
        if not path.exists():
            missing.append(path.name)
            continue
        with Trajectory.open(path) as run:
            if _measured(run):
                found.append(_read(run, float(row.patient), str(row.arm), examination))
                found[-1].covariates = {
                    it.removeprefix(COVARIATE): trial.patients.at[row.Index, it] for it in names
                }
            else:
                unseen.append(run.path)
    if unseen and not found:
        raise Problem(f"{unseen[0]} has no measurements: no examination measured lesions")
    if unseen:
        complain(
            f"{len(unseen)} patients were never scanned, in {unseen[0].name} for one: left out"
        )
    if not found:
        raise Problem(f"{runs} has none of the {len(missing)} runs of {trial.name}")
    if missing:
        complain(f"{len(missing)} runs are not in {runs}, {missing[0]} for one: left out")
    return found


def _read(trajectory: Trajectory, patient: float, arm: str, examination: str) -> Run:
    name = _examination(trajectory, examination)
    manifest = trajectory.manifest
    texts = {on: str(manifest[f"{prefix}{name}"]) for on, prefix in TABLES.items()
             if f"{prefix}{name}" in manifest}  # fmt: skip
    records = {on: read_record(it, f"{trajectory.path}, {TABLES[on]}{name}")
               for on, it in texts.items()}  # fmt: skip
    tables = examinations(trajectory)
    scans = tables.get(name, {})
    day0 = _first_day(trajectory, scans)
    run = Run(patient, arm, texts, records)
    if "response" in scans:
        response = scans["response"]
        run.labels = {on: [*_labels(response, LABELS[on], record, day0)]
                      for on, record in records.items() if LABELS[on] in response}  # fmt: skip
    run.parts = _parts(scans, day0)
    run.plasma = _plasma(tables, day0)
    baseline = next(iter(records.values())).baseline.day
    run.before, run.before_day = _before(trajectory, baseline + day0), -day0
    if "truth" in records:
        run.courses = _courses(trajectory, records["truth"], day0)
    parameters = trajectory.parameters
    run.detection = _detection(trajectory, examination)
    if "run.days" in parameters:
        run.followed = parameters["run.days"].number - day0
    run.irradiated = tuple(_irradiated(trajectory))
    run.seed = trajectory.seed
    run.program = " ".join(str(manifest[it]) for it in PROGRAM if manifest.get(it))
    radius = next((parameters[it] for it in CELL_RADII if it in parameters), None)
    run.cell_radius = convert(radius.number, radius.unit, "um") if radius else np.nan
    return run


def _measured(trajectory: Trajectory) -> list[str]:
    """Examinations that measured her lesions."""
    prefix = TABLES["read"]
    return [it.removeprefix(prefix) for it in trajectory.manifest if it.startswith(prefix)]


def _examination(trajectory: Trajectory, wanted: str) -> str:
    names = _measured(trajectory)
    if wanted in names:
        return wanted
    if len(names) == 1:
        return names[0]
    told = f"it has those of {', '.join(names)}" if names else "no examination measured lesions"
    raise Problem(f"{trajectory.path} has no measurements of '{wanted}': {told}")


def _first_day(trajectory: Trajectory, scans: dict[str, Series]) -> int:
    """The simulated day from which tables count: of the first dose, or of the last visit that was
    planned as the baseline where nobody is treated (sim/clinic/imaging)."""
    dose = first_dose(trajectory)
    if dose is not None:
        return round(dose)
    visits = scans.get("visits")
    if visits is None:
        return 0
    planned = np.asarray(visits["time"])[np.asarray(visits["baseline"]) > 0]
    return round(float(planned[-1])) if len(planned) else 0


def _labels(
    response: Series, column: str, record: Record, day0: int
) -> Iterator[tuple[int, int, str]]:
    places = {scan.day: place for place, scan in enumerate(record.scans)}
    for time, code in zip(np.asarray(response["time"]), np.asarray(response[column])):
        day = round(float(time)) - day0
        if day in places:
            yield places[day], day, RESPONSES[int(code)]


def _parts(scans: dict[str, Series], day0: int) -> dict[int, dict[str, dict[str, float]]]:
    found: dict[int, dict[str, dict[str, float]]] = {}
    for name, series in scans.items():
        if not name.startswith("lesions/") or any(it not in series for it in ("volume", *PARTS)):
            continue
        columns = {it: np.asarray(series[it], float) for it in ("volume", *PARTS)}
        for row, time in enumerate(np.asarray(series["time"])):
            day = found.setdefault(round(float(time)) - day0, {})
            day[name.removeprefix("lesions/")] = {it: float(x[row]) for it, x in columns.items()}
    return found


def _plasma(tables: dict[str, dict[str, Series]], day0: int) -> dict[str, list]:
    for of in tables.values():
        plasma = of.get("plasma")
        if plasma is not None and "copies" in plasma:
            days = np.asarray(plasma["time"], float) - day0
            columns = {"truth": "copies_true", "read": "copies"}
            return {on: [*zip(days.tolist(), np.asarray(plasma[name], float).tolist())]
                    for on, name in columns.items() if name in plasma}  # fmt: skip
    return {}


def _before(trajectory: Trajectory, baseline: float) -> dict[str, float]:
    found = {}
    for name in trajectory.series_names:
        family, _, lesion = name.partition("/")
        if family != "lesions" or "/" in lesion:
            continue
        series = trajectory.series(name)
        if "volume" not in series or not len(series["time"]) or series["time"][0] > 0:
            continue
        now = series.at("volume", baseline)
        if now > 0:
            found[lesion] = float(series["volume"][0]) / now
    return found


def _courses(trajectory: Trajectory, record: Record, day0: int) -> dict[str, dict[int, float]]:
    found = {}
    for lesion in record.lesions:
        if f"lesions/{lesion}" not in trajectory.series_names:
            continue
        series = trajectory.series(f"lesions/{lesion}")
        if "diameter" in series:
            days = np.asarray(series["time"], float) - day0
            sizes = np.asarray(series["diameter"], float)
            found[lesion] = {round(day): size for day, size in zip(days.tolist(), sizes.tolist())}
    return found


def _detection(trajectory: Trajectory, examination: str) -> float:
    """Of the examination of that name, or of the first that says one."""
    found = {}
    for path, parameter in trajectory.parameters.items():
        match = re.fullmatch(r"(examination\[\d+\]\.)detection", path)
        if match and parameter.unit == "mm":  # others detect other things
            name = trajectory.parameters.get(f"{match[1]}name")
            kind = trajectory.parameters.get(f"{match[1]}type")
            said = (name.value if name else "") or (kind.value if kind else "")
            found[said] = parameter.number
    return found.get(examination, next(iter(found.values()), 0.0))


def _irradiated(trajectory: Trajectory) -> Iterator[str]:
    """Lesions that radiotherapy is aimed at."""
    for path, parameter in trajectory.parameters.items():
        match = re.fullmatch(r"(therapy\[\d+\]\.)lesions", path)
        kind = f"{match[1]}type" if match else ""
        if kind in trajectory.parameters and trajectory.parameters[kind].value == "radiotherapy":
            names = [it.strip() for it in parameter.value.split(",") if it.strip()]
            yield from (_largest(trajectory) if it == LARGEST else it for it in names)


def _largest(trajectory: Trajectory) -> str:
    """The lesion that a local therapy for the `largest` is for, unless one is called so."""
    start = {
        name: float(trajectory.series(f"lesions/{name}")["diameter"][0])
        for name, lesion in trajectory.lesions.items()
        if lesion.of == name
    }
    return LARGEST if LARGEST in start else max(start, key=lambda it: start[it], default=LARGEST)
