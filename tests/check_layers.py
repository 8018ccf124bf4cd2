"""Fails when a file in sim/ includes what its layer may not see. The table is the architecture.

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
    "clinic": {"core", "config", "tissue", "patient"},
    "engine": {"core", "config", "io", "patient", "clinic"},
    "bench": {"core", "config", "io", "fields", "cells", "tissue", "patient", "engine"},
    "cli": {"core", "config", "io", "engine", "bench"},
}

# Layers that also build without OpenMP, HDF5 and a file system: the same engine runs in a browser.
PORTABLE = set(MAY_SEE) - {"io", "engine", "bench", "cli"}
ONLY_NATIVE = re.compile(r"filesystem|fstream")

# Headers that one place owns.
OWNED = [
    (re.compile(r"omp\.h|.*/omp\.h"), "core/parallel.hpp"),
    (re.compile(r"hdf5.*\.h|H5\w*\.h|highfive/.*"), "io/"),
]

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
    return found


if __name__ == "__main__":
    bad = faults(pathlib.Path(sys.argv[1], "sim"))
    print("\n".join(bad))
    sys.exit(bool(bad))
