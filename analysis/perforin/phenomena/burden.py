"""The burden of irRC: products of both axes of targets, and of new lesions that are large enough.

J. D. Wolchok et al., Clin. Cancer Res. 15, 7412 (2009), as sim/clinic/METHODS.md reads it.
"""

from __future__ import annotations

from perforin.phenomena.records import Record, Scan

LEAST_AXIS = 50  # tenths of a millimetre
PER_ORGAN, OUTSIDE_SKIN, SKIN = 5, 10, 5


def burdens(record: Record) -> list[int | None]:
    """Of the baseline and of every visit after it, hundredths of a square millimetre; None: missed,
    or a product is unknown, or there are no targets."""
    counted = [it.name for it in record.targets]
    if not counted:
        return [None] * (1 + len(record.scans))
    found = [_sum(record.baseline, counted)]
    of_new: list[str] = []
    for scan in record.scans:
        if not scan.missed:
            of_new += _admitted(record, scan, of_new)
        found.append(None if scan.missed else _sum(scan, counted + of_new))
    return found


def _sum(scan: Scan, lesions: list[str]) -> int | None:
    products = [scan.findings[it].product if it in scan.findings else None for it in lesions]
    return None if None in products else sum(products)


def _admitted(record: Record, scan: Scan, counted: list[str]) -> list[str]:
    """New lesions that are counted from this visit on: both axes of 5 mm, the largest first, five
    an organ (lymph nodes are one), ten outside the skin and five in it."""
    large = {
        name: it.product
        for name, it in scan.findings.items()
        if record.lesions[name].role == "new"
        and name not in counted
        and None not in (it.long, it.short)
        and min(it.long, it.short) >= LEAST_AXIS
    }
    taken: list[str] = []
    for name in sorted(large, key=lambda it: (-large[it], it)):
        places = [_place(record, it) for it in counted + taken]
        mine = _place(record, name)
        most = SKIN if mine == "skin" else OUTSIDE_SKIN
        side = sum((it == "skin") == (mine == "skin") for it in places)
        if places.count(mine) < PER_ORGAN and side < most:
            taken.append(name)
    return taken


def _place(record: Record, name: str) -> str:
    lesion = record.lesions[name]
    return "lymph nodes" if lesion.node else lesion.organ
