"""Fails when a file of the project holds what no file should: paths of one machine, unfinished
work, American spelling in the code, stray white space.

usage: check_text.py ROOT (of the project)
"""

import pathlib
import re
import shutil
import subprocess
import sys

SKIPPED_FOLDERS = {".git", "build", "results", "__pycache__", ".venv"}

EVERYWHERE = [
    (
        re.compile(r"(?<![\w.$}~*/])/(?:home|root|work|mnt|media|Users)/\w"),
        "the path of one machine",
    ),
    # Scripts may say ${TMPDIR:-/tmp}; programs ask the system for a temporary folder.
    (re.compile(r"(?<![\w.$}~*/-])/t[m]p\b"), "the path of one machine"),
    (re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b"), "unfinished work"),
    (re.compile(r"[ \t]+$"), "white space at the end of a line"),
    (re.compile(r"^(?:<{7}|>{7}) "), "an unresolved merge"),
]
IN_SIM = [
    (
        re.compile(r"(?:tumor(?!i)|neighbor|behavior|fiber|color|center)", re.IGNORECASE),
        "American spelling",
    ),
    (re.compile(r"\t"), "a tab"),
]


def files(root: pathlib.Path) -> list[pathlib.Path]:
    """What git keeps or would keep; without git, what is not obviously a product."""
    if (root / ".git").exists() and shutil.which("git"):
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root,
            capture_output=True,
            check=True,
        )
        return sorted(root / name for name in listing.stdout.decode().split("\0") if name)
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file() and not SKIPPED_FOLDERS & set(path.relative_to(root).parts)
    )


def text_of(path: pathlib.Path) -> str | None:
    """The file's text, or nothing if it is gone, a link or not text."""
    if not path.is_file() or path.is_symlink():
        return None
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def faults(name: str, text: str) -> list[str]:
    """Every fault of one file, as file:line: what is wrong."""
    found = []
    rules = EVERYWHERE + (IN_SIM if re.fullmatch(r"sim/.*\.[ch]pp", name) else [])
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, what in rules:
            if match := pattern.search(line):
                found.append(f"{name}:{number}: {what}: {match[0]!r}")
    if text and not text.endswith("\n"):
        found.append(f"{name}: the last line has no end")
    return found


def main(root: pathlib.Path) -> int:
    bad = []
    for path in files(root):
        if (text := text_of(path)) is not None:
            bad += faults(path.relative_to(root).as_posix(), text)
    print("\n".join(bad))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
