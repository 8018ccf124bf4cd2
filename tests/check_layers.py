"""Fails when a file in sim/ includes what its layer may not see (the table is the architecture), or
calls what gives other bits on another machine.

usage: check_layers.py ROOT (of the project)
"""

import pathlib
import re
import sys

# Interfaces live with the layer that calls them, implementations above.
MAY_SEE = {
    "core": set(),
    "config": {"core"},
    "io": {"core"},
    "fields": {"core", "config"},
    "cells": {"core", "config"},
    "tissue": {"core", "config", "fields", "cells"},
    "biology": {"core", "config", "fields", "cells", "tissue"},
    "patient": {"core", "config", "fields", "cells", "tissue"},
    "therapy": {"core", "config", "patient", "tissue/effect.hpp"},
    "clinic": {"core", "config", "cells", "tissue", "patient"},
    "cases": {"core", "config", "fields", "cells", "tissue", "patient"},
    "engine": {"core", "config", "io", "patient", "clinic"},
    "bench": {
        *("core", "config", "io", "fields", "cells", "tissue", "patient", "cases", "engine"),
    },
    "study": {"core", "config", "io", "engine"},
    "trial": {"core", "config", "io", "clinic", "engine", "study"},
    "cli": {"core", "config", "io", "clinic", "engine", "study", "trial", "bench"},
}

# Layers that also build without OpenMP, HDF5 and a file system: the same engine runs in a browser.
PORTABLE = set(MAY_SEE) - {"io", "engine", "study", "trial", "bench", "cli"}
ONLY_NATIVE = re.compile(r"filesystem|fstream")

# Headers that one place owns.
OWNED = [
    (re.compile(r"omp\.h|.*/omp\.h"), "core/parallel.hpp"),
    (re.compile(r"hdf5.*\.h|H5\w*\.h|highfive/.*"), "io/"),
]

# glibc chooses among variants of these by processor, with fused multiply-adds or without, and other
# C libraries differ: the simulation has its own, which give the same bits everywhere.
ELEMENTARY = (
    r"(?:exp|exp2|expm1|log|log2|log10|log1p|pow|cbrt|hypot|fma|sinh?|cosh?|tanh?|sincos"
    r"|asinh?|acosh?|atanh?|atan2|lgamma|tgamma|erfc?)[fl]?"
)
TRANSCENDENTAL = re.compile(
    rf"\bstd\s*::\s*{ELEMENTARY}\b|\b__builtin_{ELEMENTARY}\b"
    rf"|(?<![\w:.>])(?:::\s*)?{ELEMENTARY}\s*\("
)
OWN_MATHS = "core/maths"
# Distributions that only compare and add; Boost's others call the C library's log, exp or pow, and
# those of std differ between libraries.
DISTRIBUTION = re.compile(r"boost/random(?:/(?!bernoulli_|uniform_)\w*distribution)?\.hpp")
STD_DISTRIBUTION = re.compile(r"\bstd\s*::\s*\w+_distribution\b")

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
OMP = re.compile(r"\s*#\s*pragma\s+omp\b(?!\s+simd\b)")


def fault(here: str, quote: str, what: str) -> str:
    """Why the file `here` (relative to sim/) may not include `what`, or nothing."""
    layer, there = here.split("/")[0], what.split("/")[0]
    if quote == "<":
        for header, owner in OWNED:
            if header.fullmatch(what) and not here.startswith(owner):
                return f"<{what}> belongs to {owner}"
        if layer in PORTABLE and ONLY_NATIVE.fullmatch(what):
            return f"<{what}>: {layer} builds without a file system"
        if layer in PORTABLE and DISTRIBUTION.fullmatch(what):
            return f"<{what}> calls the C library: its bits depend on the processor"
        return ""
    if there not in MAY_SEE or "/" not in what:
        return f'"{what}": write "layer/file.hpp"'
    if there != layer and not MAY_SEE[layer] & {there, what}:
        return f"{layer} may not include {what}"
    if layer == there == "biology" and not what.startswith("biology/models/"):
        own = pathlib.PurePath(here).with_suffix(".hpp").as_posix()
        if what != own:
            return f"kinds of cells do not know each other: {what}"
    return ""


def unsteady(here: str, line: str) -> str:
    """What in a line of code of the file `here` may give other bits elsewhere, or nothing."""
    if here.split("/")[0] not in PORTABLE or here.startswith(OWN_MATHS):
        return ""
    code = re.sub(r'"(?:\\.|[^"\\])*"', '""', line).split("//")[0]
    if match := TRANSCENDENTAL.search(code):
        return f"{match[0].rstrip('( ')}: use core/maths.hpp, the same on every processor"
    if match := STD_DISTRIBUTION.search(code):
        return f"{match[0]} differs between standard libraries"
    return ""


def faults(sim: pathlib.Path) -> list[str]:
    """Every fault under sim/, as file:line: what is wrong."""
    found = []
    for path in sorted([*sim.rglob("*.hpp"), *sim.rglob("*.cpp")]):
        here = path.relative_to(sim).as_posix()
        if here.split("/")[0] not in MAY_SEE:
            found.append(f"sim/{here}: not in a layer")
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := INCLUDE.match(line):
                if why := fault(here, match[1], match[2]):
                    found.append(f"sim/{here}:{number}: {why}")
            elif OMP.match(line) and here != "core/parallel.hpp":
                found.append(f"sim/{here}:{number}: only core/parallel.hpp starts threads")
            elif why := unsteady(here, line):
                found.append(f"sim/{here}:{number}: {why}")
    return found


if __name__ == "__main__":
    bad = faults(pathlib.Path(sys.argv[1], "sim"))
    print("\n".join(bad))
    sys.exit(bool(bad))
