"""Counts the instructions of each kernel and compares them with the budget beside this file. Times
drift with the machine, counts repeat exactly: more than the budget is a regression, much less calls
for a new budget.

usage: instruction_budget.py PROGRAM [--renew]

--renew writes what was counted into the budget file; the reason goes into the commit's message.
Counts hold for one compiler and one instruction set. Elsewhere, or without valgrind, nothing is
compared and the exit code is 77 (skipped), unless PERFORIN_BUDGET=required: then that is a failure.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

BUDGET = pathlib.Path(__file__).with_suffix(".toml")
SKIPPED = 77
REPETITIONS = 2


class NotHere(Exception):
    """Why this program on this machine cannot be compared with the budget."""


def output(*command: str, env: dict[str, str] | None = None) -> tuple[str, str]:
    """What a command prints; both streams."""
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout, done.stderr


def run_counted(
    program: str, level: str, kernel: str, repetitions: int
) -> tuple[int, str, float, str]:
    """Instructions of the whole program; instruction set, items of a repetition, their name."""
    env = os.environ | {"PERFORIN_INSTRUCTIONS": level, "OMP_NUM_THREADS": "1"}
    out, err = output(
        *("valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}", program),
        *("bench", "--count", kernel, "--repeat", str(repetitions)),
        env=env,
    )
    collected = re.search(r"Collected : (\d+)", err)
    if not collected:
        raise SystemExit(f"callgrind did not say what it collected:\n{err}")
    _, in_force, items, item = out.split(maxsplit=3)
    return int(collected[1]), in_force, float(items), item.strip()


def count(program: str, level: str, kernel: str) -> tuple[float, str]:
    """Instructions an item, and what the item is. Start-up and set-up cancel in the difference."""
    few, in_force, items, item = run_counted(program, level, kernel, REPETITIONS)
    if in_force != level:
        raise NotHere(f"the budget is for instructions {level}, this processor runs {in_force}")
    many, *_ = run_counted(program, level, kernel, 2 * REPETITIONS)
    return (many - few) / (REPETITIONS * items), item


def verdict(counted: float, budget: float, tolerance: float) -> str:
    """What is wrong with a count, or nothing."""
    change = counted / budget - 1.0
    if change > tolerance:
        return f"{change:+.1%}: more than the budget allows"
    if change < -tolerance:
        return f"{change:+.1%}: well done; renew the budget (--renew)"
    return ""


def faults(counts: dict[str, float], budgets: dict[str, float], tolerance: float) -> list[str]:
    """Every kernel that is out of its budget, or has none, or is gone."""
    found = [f"{kernel}: has no budget (--renew)" for kernel in counts.keys() - budgets.keys()]
    found += [f"{kernel}: is no kernel (--renew)" for kernel in budgets.keys() - counts.keys()]
    for kernel in counts.keys() & budgets.keys():
        if wrong := verdict(counts[kernel], budgets[kernel], tolerance):
            found.append(f"{kernel}: {wrong}")
    return sorted(found)


def check_place(program: str, compiler: str) -> None:
    """Raises NotHere where counts would be others."""
    version, _ = output(program, "--version")
    if f"{compiler}." not in version or "Release" not in version:
        raise NotHere(f"the budget is for {compiler}, Release; this is {version.strip()}")
    if not shutil.which("valgrind"):
        raise NotHere("valgrind is not installed")


def renewed(text: str, counts: dict[str, float], items: dict[str, str]) -> str:
    """The budget file with new numbers."""
    head = text[: text.index("[budget]")]
    lines = [f"{name} = {counts[name]:.1f}  # a {items[name]}" for name in sorted(counts)]
    return head + "[budget]\n" + "\n".join(lines) + "\n"


def compare(program: str, renew: bool) -> int:
    known = tomllib.loads(BUDGET.read_text(encoding="utf-8"))
    check_place(program, known["compiler"])
    names, _ = output(program, "bench", "--list", "--count")
    counts, items = {}, {}
    for line in names.splitlines():
        kernel = line.split()[0]
        counts[kernel], items[kernel] = count(program, known["instructions"], kernel)
        budget = known["budget"].get(kernel)
        print(f"{kernel:14}{counts[kernel]:9.1f} instructions a {items[kernel]}, budget {budget}")
    if renew:
        text = renewed(BUDGET.read_text(encoding="utf-8"), counts, items)
        BUDGET.write_text(text, encoding="utf-8")
        return 0
    wrong = faults(counts, known["budget"], known["tolerance"])
    print("\n".join(wrong))
    return bool(wrong)


def main() -> int:
    try:
        return compare(sys.argv[1], "--renew" in sys.argv[2:])
    except NotHere as reason:
        required = os.environ.get("PERFORIN_BUDGET") == "required"
        print(f"instructions were not compared: {reason}")
        return 1 if required else SKIPPED


if __name__ == "__main__":
    sys.exit(main())
