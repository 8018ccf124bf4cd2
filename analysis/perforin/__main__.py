"""The commands: python3 -m perforin plot | report | export | expect | trial-report …"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from perforin import study_commands
from perforin.errors import Problem
from perforin.study_commands import complain
from perforin.trajectory import Trajectory

DONE, OUR_FAULT, USERS_INPUT = 0, 1, 2


def plot(options: argparse.Namespace) -> int:
    """Draw figures and say where they are."""
    # matplotlib takes a second: only who draws waits for it
    from perforin.figures import FIGURES, draw_all
    from perforin.figures.names import TABLE_FIGURES, is_table

    days = _days(options.days)
    known = {*FIGURES, *TABLE_FIGURES}
    only = tuple(str(it) for it in options.files if str(it) in known and not it.exists())
    files = [it for it in options.files if str(it) not in only]
    if not files:
        raise Problem(f"say of which file to draw the {' and the '.join(only)}")
    with ExitStack() as opened:
        for file in files:
            if is_table(file):
                from perforin.figures.tables import draw_tables

                for path in draw_tables(file, options.output, options.format, only, complain):
                    print(path, flush=True)
                continue
            _of_trajectories(only, FIGURES)
            with Trajectory.open(file) as trajectory:
                twin = _twin_of(trajectory, options.twin, opened)
                folder = options.output or file.parent / f"{file.stem}_figures"
                drawn = draw_all(trajectory, folder, options.format, days, twin, complain, only)
                for path in drawn:
                    print(path, flush=True)
    return DONE


def report(options: argparse.Namespace) -> int:
    """Write one page about a run and say where it is."""
    from perforin.report import write_report

    with ExitStack() as opened:
        trajectory = opened.enter_context(Trajectory.open(options.file))
        twin = _twin_of(trajectory, options.twin, opened)
        path = options.output or options.file.with_suffix(".html")
        print(write_report(trajectory, path, twin, _days(options.days)))
    return DONE


def export(options: argparse.Namespace) -> int:
    """Write a trajectory in another format and say where it is."""
    from perforin.export import export_csv, export_measurements

    writers = {"csv": export_csv, "measurements": export_measurements}
    with Trajectory.open(options.file) as trajectory:
        folder = options.output or options.file.parent / f"{options.file.stem}_csv"
        for path in writers[options.to](trajectory, folder):
            print(path, flush=True)
    return DONE


def _of_trajectories(only: tuple[str, ...], there: tuple[str, ...]) -> None:
    """Refuse figures of tables where a trajectory is drawn."""
    others = [name for name in only if name not in there]
    if others:
        raise Problem(f"a trajectory has no {others[0]}: that is a figure of tables (.csv)")


def _twin_of(trajectory: Trajectory, said: Path | None, opened: ExitStack) -> Trajectory | None:
    """The run to show beside: the one that was named, else the twin that lies beside the file."""
    path = said or trajectory.twin_path
    if path is None or not (said or path.exists()):
        return None
    return opened.enter_context(Trajectory.open(path))


def _days(said: str | None) -> list[float] | None:
    """The days of `--days 0,28,180`."""
    if said is None:
        return None
    try:
        return [float(day) for day in said.split(",")]
    except ValueError:
        raise Problem(f"--days: '{said}' is no list of days such as 0,28,180") from None


def expect(options: argparse.Namespace) -> int:
    """Check a run, or make one and check it, against what its scenario expects."""
    from perforin.expect import judge, table
    from perforin.expectations import read_expectations
    from perforin.runs import simulate

    scenario: Path = options.scenario
    expectations = read_expectations(scenario)
    needs_twin = any(e.reference == "twin" for e in expectations.all)
    with tempfile.TemporaryDirectory() as scratch:
        file, twin_file = options.file, options.twin
        if file is None:
            name = "full" if options.full else "run"
            if name not in expectations.forms:
                raise Problem(f"{expectations.path} has no [{name}]")
            form = expectations.forms[name]
            file = Path(scratch, "run.h5")
            simulate(scenario, form, file)
            if needs_twin and twin_file is None:
                twin_file = Path(scratch, "twin.h5")
                simulate(scenario.resolve().parent / str(expectations.twin), form, twin_file)
        with Trajectory.open(file) as run:
            twin = Trajectory.open(twin_file) if twin_file else None
            verdicts = judge(expectations, run, twin)
            print(f"{scenario}: {run.scenario}, seed {run.seed}, {run.days:g} days")
            print(table(verdicts, coloured=sys.stdout.isatty()))
            if twin:
                twin.close()
    checked = [v for v in verdicts[1:] if v.outcome != "later"]
    if not checked:
        print("nothing was checked: everything expected lies beyond the run's end")
    failed = any(v.outcome == "failed" for v in verdicts)
    return OUR_FAULT if failed or not checked else DONE


def parser() -> argparse.ArgumentParser:
    """What may stand on the command line."""
    top = argparse.ArgumentParser(prog="perforin", description="Figures and checks of results.")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    to_draw = argparse.ArgumentParser(add_help=False)
    to_draw.add_argument(
        "--days",
        help="days of the tissue sections, such as 0,28,180; default: start, first dose, four "
        "weeks later, end",
    )
    to_draw.add_argument(
        "--twin",
        type=Path,
        metavar="OTHER.h5",
        help="a run to show beside; default: the twin that was run with the patient",
    )

    it = commands.add_parser(
        "plot", parents=[to_draw], help="figures of trajectories, as PNG or SVG"
    )
    it.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE.h5 … [FIGURE …]",
        help="figures: chart, overview, scans, biopsy, sections, nodule, spatial, clones, fields, "
        "slices; of a trial's folder km, waterfall, spider, swimmer, forest, markers; of a study's "
        "table (.csv) ablations, scatter, sensitivity; default: all but slices, as far as there is "
        "something to see",
    )
    it.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="default: FILE_figures beside the file"
    )
    it.add_argument("--format", choices=("png", "svg"), default="png")
    it.set_defaults(run=plot)

    it = commands.add_parser(
        "report", parents=[to_draw], help="one self-contained page about a trajectory"
    )
    it.add_argument("file", type=Path, metavar="FILE.h5")
    it.add_argument(
        "-o", "--output", type=Path, metavar="PAGE.html", help="default: FILE.html beside the file"
    )
    it.set_defaults(run=report)

    it = commands.add_parser("export", help="a trajectory in another format")
    it.add_argument("file", type=Path, metavar="FILE.h5")
    it.add_argument(
        "--to",
        choices=("csv", "measurements"),
        default="csv",
        help="csv: tables for spreadsheets; measurements: of lesions, for `perforin respond`",
    )
    it.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="default: FILE_csv beside the file"
    )
    it.set_defaults(run=export)

    it = commands.add_parser("expect", help="checks a run against its scenario's expect.toml")
    it.add_argument("scenario", type=Path, metavar="SCENARIO", help="folder with an expect.toml")
    it.add_argument("file", nargs="?", type=Path, metavar="FILE.h5", help="default: run it now")
    it.add_argument("--twin", type=Path, metavar="OTHER.h5", help="the twin's run")
    it.add_argument("--full", action="store_true", help="run the long form, not the short one")
    it.set_defaults(run=expect)
    study_commands.add(commands)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except Problem as problem:
        complain(str(problem))
        return USERS_INPUT
    except (FileExistsError, NotADirectoryError, PermissionError) as error:
        complain(f"{error.filename}: {error.strerror}")
        return USERS_INPUT
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stderr.close()
        return DONE


if __name__ == "__main__":
    sys.exit(main())
