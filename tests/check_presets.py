#!/usr/bin/env python3
"""Presets: every value says where it comes from, and every tumour goes with every contexture.

usage: check_presets.py ROOT PROGRAM
"""

import pathlib
import re
import subprocess
import sys
import tempfile

TAGS = ("measured", "fitted", "assumed", "setting")
TUMOURS = ("melanoma", "msi_h_colorectal", "nsclc", "rcc")
CONTEXTURES = ("desert", "excluded", "inflamed")
LINE = re.compile(
    r"^(?P<key>[a-z0-9_.]+) = (?P<value>.+?)  # (?P<tag>[a-z]+)(?P<recalled> \(recalled\))?"
    r": (?P<source>.+)$",
    re.I,
)


def complaints(path):
    """What is wrong with one file, line by line."""
    seen = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith(("#", "[")):
            continue
        match = LINE.match(line)
        if not match:
            yield f"{path}:{number}: no `key = value  # tag: source`: {line}"
        elif match["tag"] not in TAGS:
            yield f"{path}:{number}: '{match['tag']}' is no tag; one of {', '.join(TAGS)}"
        seen += 1
    if seen == 0:
        yield f"{path}: sets nothing"


def refused(root, program, tumour, contexture):
    """What the program says against a lesion of this kind."""
    text = (
        f'base = ["configs/{tumour}.toml", "configs/{contexture}.toml"]\n'
        '[run]\ndays = 1\n[[lesion]]\nname = "primary"\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        scenario = pathlib.Path(folder) / "scenario.toml"
        scenario.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [program, "check", str(scenario)],
            capture_output=True,
            text=True,
            env={"PERFORIN_ROOT": str(root), "PATH": "/usr/bin:/bin"},
            check=False,
        )
    return "" if done.returncode == 0 else f"{tumour} + {contexture}: {done.stderr.strip()}"


def main(root, program):
    """The number of complaints, printed one a line."""
    root = pathlib.Path(root)
    problems = []
    for name in TUMOURS + CONTEXTURES:
        path = root / "configs" / f"{name}.toml"
        problems += complaints(path) if path.is_file() else [f"there is no {path}"]
    for tumour in TUMOURS:
        for contexture in CONTEXTURES:
            problem = refused(root, program, tumour, contexture)
            problems += [problem] if problem else []
    for problem in problems:
        print(problem)
    return len(problems)


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:3]) else 0)
