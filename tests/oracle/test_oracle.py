"""Checks the oracle on series judged by hand.

usage: test_oracle.py
"""

from __future__ import annotations

import sys
import traceback

import check_burdens
import check_irecist
import check_recist
import check_tables


def main() -> int:
    """Runs every check and names those that fail."""
    number = failed = 0
    for module in (check_recist, check_irecist, check_burdens, check_tables):
        for name, check in vars(module).items():
            if getattr(check, "__module__", "") != module.__name__ or name.startswith("_"):
                continue  # what it imports, and helpers
            number += 1
            try:
                check()
            except AssertionError:
                failed += 1
                print(f"{name.replace('_', ' ')}:\n{traceback.format_exc()}")
    print(f"{number} checks, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
