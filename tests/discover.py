"""Asks a suite for its test cases and writes them down for ctest.

usage: discover.py PROGRAM SUITE OUTPUT "NAME;VALUE…" (properties that every test gets)

A case of the doctest suites "full" and "study" is labelled so, and may take that long.
"""

import collections
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as xml

SECONDS = {"full": 3600, "study": 86400}  # others: the time-out of the test preset

# doctest passes when no test case matched; for ctest that is a failure.
NOTHING_RAN = "test cases: +0 "


def quoted(text: str) -> str:
    """The text as one argument of CMake, whatever is in it."""
    fence = "="
    while f"]{fence}]" in text or text.endswith(f"]{fence}"):
        fence += "="
    return f"[{fence}[{text}]{fence}]"


def declaration(case: xml.Element, program: str, suite: str, properties: str) -> str:
    """The lines of CMake that make one test case a test."""
    title = case.get("name", "")
    labels = [suite] + [s for s in [case.get("testsuite")] if s]
    name = quoted(f"{suite}: {title}")
    only = quoted("--test-case=" + title.replace("\\", "\\\\").replace(",", "\\,"))
    seconds = [f"TIMEOUT {SECONDS[label]}" for label in labels if label in SECONDS]
    return (
        f"add_test({name} {quoted(program)} {only})\n"
        f"set_tests_properties({name} PROPERTIES LABELS {quoted(';'.join(labels))}"
        f" FAIL_REGULAR_EXPRESSION {quoted(NOTHING_RAN)} {' '.join(seconds)} {properties})\n"
    )


def complaints(titles: list[str]) -> list[str]:
    """Titles that a filter could not tell apart; doctest ignores case and knows wild cards."""
    seen = collections.Counter(title.lower() for title in titles)
    twice = [f"two test cases are titled: {title}" for title, n in seen.items() if n > 1]
    wild = [f"no * or ? in a title: {title}" for title in titles if set(title) & set("*?")]
    return twice + wild


def main(program: str, suite: str, output: str, properties: str) -> int:
    listing = subprocess.run(
        [program, "--list-test-cases", "--reporters=xml"], check=True, capture_output=True
    ).stdout
    cases = xml.fromstring(listing).findall("TestCase")
    if bad := complaints([case.get("name", "") for case in cases]):
        print("\n".join(bad), file=sys.stderr)
        return 1
    shared = " ".join(quoted(word) for word in properties.split(";"))
    text = "".join(declaration(case, program, suite, shared) for case in cases)
    pathlib.Path(output).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
