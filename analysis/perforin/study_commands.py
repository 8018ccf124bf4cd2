"""The commands about tables of many runs: trial-report, phenomena, sensitivity, design …"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from perforin.errors import Problem
from perforin.trajectory import Trajectory


def complain(text: str) -> None:
    """Say what is left out."""
    print(f"perforin: {text}", file=sys.stderr)


def trial_report(options: argparse.Namespace) -> int:
    """Write a trial's statistics, page and figures and say where they are."""
    from perforin.trials.report import write_trial_report

    asked = (options.control, options.level / 100, options.until, dict(options.half_width))
    for path in write_trial_report(options.folder, options.output, *asked, complain):
        print(path, flush=True)
    return 0


def phenomena(options: argparse.Namespace) -> int:
    """Write how often a trial shows each phenomenon and say where it is."""
    from perforin.phenomena.definitions import Settings
    from perforin.phenomena.report import write_phenomena

    asked = Settings(options.delayed, options.durable, options.abscopal, options.first_visit)
    where = (options.folder, options.output, options.runs, options.control)
    for path in write_phenomena(*where, asked, dict(options.irradiated), complain):
        print(path, flush=True)
    return 0


def pool_phenomena(options: argparse.Namespace) -> int:
    """Write the same of several parts of a trial and say where it is."""
    from perforin.phenomena.report import write_pooled

    for path in write_pooled(options.parts, options.output, complain):
        print(path, flush=True)
    return 0


def sensitivity(options: argparse.Namespace) -> int:
    """Print indices of sensitivity, and write them with their figure."""
    from perforin.figures.sensitivity import draw_sensitivity
    from perforin.figures.tables import write_figures
    from perforin.sensitivity.spec import read_spec
    from perforin.sensitivity.study import read_study
    from perforin.sensitivity.table import of_study, write_indices

    study = read_study(options.table)
    for text in study.left_out:
        complain(text)
    spec = read_spec(options.design) if options.design else None
    rows = of_study(study, options.method, spec, options.outcome, options.level / 100)
    for row in rows:
        p = f"  p {row.p:.2g}" if row.p == row.p else ""
        ends = f"({row.low:.4g} to {row.high:.4g})"
        print(f"{row.outcome}  {row.parameter}  {row.index}  {row.value:.4g} {ends}{p}")
    for outcome in dict.fromkeys(row.outcome for row in rows):
        share = study.luck(outcome)
        if share == share:
            print(f"{outcome}: luck makes {share:.1%} of the variance between the points' means")
    place = options.output or options.table.parent / f"{options.table.stem}_figures"
    print(write_indices(place / f"{study.name}_{options.method}.csv", rows))
    drawings = {options.method: lambda: draw_sensitivity(rows, study.name)}
    for path in write_figures(drawings, place, f"{study.name}_", ("png", "svg"), complain):
        print(path)
    return 0


def design(options: argparse.Namespace) -> int:
    """Write the points of a design as a study that lists them."""
    from perforin.sensitivity.design import make, write_points
    from perforin.sensitivity.spec import read_spec

    spec = read_spec(options.spec)
    output = options.output or options.spec.with_name(f"{options.spec.stem}_{options.method}.toml")
    if output.resolve() == options.spec.resolve():
        raise Problem(f"{output} is the specification itself: name another file (-o)")
    made = make(spec, options.method)
    points = write_points(spec, made, output)
    print(f"{output}: {points} points for {len(made.shares)} of the design")
    return 0


def neoantigens(options: argparse.Namespace) -> int:
    """Print the neoantigens of a run as targets, the best first."""
    from perforin.neoantigens import best, rank, table, write

    with Trajectory.open(options.file) as run:
        found = rank(run, _day(options.day))
    if options.best:
        chosen = best(found, options.best)
        if not chosen:
            raise Problem(f"{options.file}: no live tumour cell shows an antigen with T cells")
        print(chosen)
        return 0
    print(table(found))
    if options.output:
        print(write(options.output, found))
    return 0


def _day(said: str | None) -> str | float | None:
    """A plain number is days already."""
    try:
        return None if said is None else float(said)
    except ValueError:
        return said


def add(commands: argparse._SubParsersAction) -> None:
    """What may stand on the command line."""
    it = commands.add_parser("trial-report", help="statistics, page and figures of a virtual trial")
    it.add_argument("folder", type=Path, metavar="FOLDER", help="with patients.csv")
    it.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="default: the same")
    it.add_argument("--control", metavar="ARM", help="default: the first in patients.csv")
    it.add_argument("--level", type=_level, default=95, metavar="PERCENT", help="default: 95")
    it.add_argument(
        "--until",
        type=_days,
        metavar="DAY",
        help="end of restricted means; default: the last day on which all arms have patients",
    )
    it.add_argument(
        "--half-width",
        type=_named,
        action="append",
        default=[],
        metavar="ENDPOINT=VALUE",
        help="precision for which patients are counted; default: 0.1 of a rate, else a tenth of "
        "the standard deviation",
    )
    it.set_defaults(run=trial_report)

    it = commands.add_parser("phenomena", help="how often a trial shows pseudoprogression, …")
    it.add_argument("folder", type=Path, metavar="FOLDER", help="of a trial, with patients.csv")
    it.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="default: FOLDER/phenomena")
    it.add_argument(
        "--runs",
        type=Path,
        metavar="FOLDER",
        help="where the runs are; default: PERFORIN_RUNS, or `runs` beside the trial",
    )
    it.add_argument("--control", metavar="ARM", help="default: the trial's own")
    it.add_argument(
        "--first-visit",
        type=_days,
        metavar="DAY",
        help="leave out visits on treatment that are more than a week before it",
    )
    it.add_argument(
        "--irradiated",
        type=_arms,
        action="append",
        default=[],
        metavar="ARM=TWIN_ARM",
        help="an arm with radiotherapy, and that of the same patients without",
    )
    for name, days, text in (
        ("delayed", 180, "a first response after it is a delayed one"),
        ("durable", 180, "days for which a durable response is held"),
        ("abscopal", 182, "up to when a lesion out of field may shrink"),
    ):
        what = f"{text}; default: {days}"
        it.add_argument(f"--{name}", type=_days, default=days, metavar="DAY", help=what)
    it.set_defaults(run=phenomena)

    it = commands.add_parser(
        "pool-phenomena",
        help="the same of a trial that was run in parts, from what `phenomena` wrote of each",
    )
    it.add_argument(
        "parts",
        nargs="+",
        type=Path,
        metavar="PART_FOLDER",
        help="with cases.csv, composition.csv and phenomena.json; no runs are needed",
    )
    it.add_argument("-o", "--output", type=Path, metavar="FOLDER", required=True)
    it.set_defaults(run=pool_phenomena)

    it = commands.add_parser("sensitivity", help="what a study's outcomes depend on")
    it.add_argument("table", type=Path, metavar="TABLE.csv", help="of perforin sweep")
    it.add_argument("--method", choices=("prcc", "sobol", "morris"), default="prcc")
    it.add_argument("--design", type=Path, metavar="SPEC.toml", help="of which `design` made it")
    it.add_argument("--outcome", action="append", metavar="NAME", help="default: all")
    it.add_argument("--level", type=_level, default=95, metavar="PERCENT", help="default: 95")
    it.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="default: TABLE_figures")
    it.set_defaults(run=sensitivity)

    it = commands.add_parser("design", help="points for Sobol's and Morris' methods, as a study")
    it.add_argument("method", choices=("sobol", "morris"))
    it.add_argument("spec", type=Path, metavar="SPEC.toml", help="a study's file")
    it.add_argument("-o", "--output", type=Path, metavar="POINTS.toml", help="SPEC_METHOD.toml")
    it.set_defaults(run=design)

    it = commands.add_parser("neoantigens", help="ranks neoantigens as targets")
    it.add_argument("file", type=Path, metavar="FILE.h5")
    it.add_argument("--day", metavar="DAY", help="such as 28 or '4 weeks'; default: the last")
    instead = it.add_mutually_exclusive_group()
    instead.add_argument(
        "--best",
        type=_count,
        metavar="N",
        help="print only the numbers of the N best that have T cells, as `antigens` takes them",
    )
    instead.add_argument("-o", "--output", type=Path, metavar="TABLE.csv")
    it.set_defaults(run=neoantigens)


def _named(said: str) -> tuple[str, float]:
    name, _, value = said.rpartition("=")
    if not name or not 0 < float(value) < float("inf"):
        raise argparse.ArgumentTypeError(f"{said} is not like recist.orr=0.1")
    return name, float(value)


def _arms(said: str) -> tuple[str, str]:
    arm, _, twin = said.partition("=")
    if not arm or not twin or arm == twin:
        raise argparse.ArgumentTypeError(f"{said} is not like ARM=TWIN_ARM")
    return arm, twin


def _count(said: str) -> int:
    if not said.isdecimal() or not 1 <= int(said) <= 64:
        raise argparse.ArgumentTypeError(f"'{said}' is no whole number from 1 to 64")
    return int(said)


def _level(said: str) -> float:
    value = float(said)
    if not 50 <= value < 100:
        raise argparse.ArgumentTypeError(f"{said} is not from 50 to 100")
    return value


def _days(said: str) -> float:
    value = float(said)
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{said} is no day")
    return value
