"""Shows that instruction_budget.py tells every kernel that is out of its budget, and no other."""

import sys
import tomllib

from instruction_budget import BUDGET, faults, renewed

BUDGETS = {"sweep": 300.0, "order": 50.0}

# (what was counted, how each fault found begins)
CASES = [
    ({"sweep": 300.0, "order": 50.0}, []),
    ({"sweep": 305.0, "order": 49.5}, []),
    ({"sweep": 307.0, "order": 50.0}, ["sweep: +2.3%: more"]),
    ({"sweep": 300.0, "order": 45.0}, ["order: -10.0%: well done"]),
    ({"sweep": 300.0}, ["order: is no kernel"]),
    ({"sweep": 300.0, "order": 50.0, "draws": 1.0}, ["draws: has no budget"]),
    ({"sweep": 400.0, "order": 90.0}, ["order: +80.0%", "sweep: +33.3%"]),
]


def main() -> int:
    wrong = []
    for counts, expected in CASES:
        found = faults(counts, BUDGETS, 0.02)
        matches = [fault.startswith(start) for fault, start in zip(found, expected)]
        if len(found) != len(expected) or not all(matches):
            wrong.append(f"{counts}: {found}, not {expected}")
    text = renewed(BUDGET.read_text(encoding="utf-8"), {"new": 12.34}, {"new": "cell"})
    if tomllib.loads(text)["budget"] != {"new": 12.3}:
        wrong.append(f"the renewed budget reads\n{text}")
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
