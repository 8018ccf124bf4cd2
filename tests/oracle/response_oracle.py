"""Judges tables of measurements by RECIST 1.1, iRECIST, irRC and imRECIST.

usage: response_oracle.py TABLE.csv --visits VISITS.csv --patients PATIENTS.csv
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys

import immune_burden
import irecist
import recist
from measurement_table import BadTable, Patient, read

VISIT_COLUMNS = (
    "patient,day,target_sum_mm,recist_target,recist,irecist,irecist_reason,"
    "irrc_burden_mm2,irrc,imrecist_burden_mm,imrecist"
).split(",")
PATIENT_COLUMNS = (
    "patient,best_confirmed,best_unconfirmed,pfs_day,pfs_event,ibor,ipfs_day,ipfs_event,"
    "irrc_best,irrc_best_unconfirmed,irrc_pd_day,"
    "imrecist_best,imrecist_best_unconfirmed,imrecist_pd_day"
).split(",")


def decimal(whole: int, digits: int, complete: bool) -> str:
    """A whole number of tenths (one digit) or hundredths (two), written out; exact."""
    if not complete:
        return ""
    return f"{whole // 10**digits}.{whole % 10**digits:0{digits}d}"


def prefixed(label: str) -> str:
    """In the words of the immune-related criteria."""
    return label if label == "NE" else "ir" + label


def recist_columns(days: list[int], labels: list[str], death: int | None) -> list[object]:
    """Best responses and progression-free survival; nothing after the first PD counts."""
    progression = labels.index("PD") if "PD" in labels else None
    until = len(labels) if progression is None else progression
    before, came = (days[:until], labels[:until]), progression is not None
    adequate = [label != "NE" for label in labels]
    day, event = recist.progression_free(days, adequate, progression, death)
    return [
        recist.best_response(*before, came, confirmed=True),
        recist.best_response(*before, came, confirmed=False),
        day,
        int(event),
    ]


def irecist_columns(days: list[int], judged: irecist.Judgement, death: int | None) -> list[object]:
    """Best response and progression-free survival."""
    adequate = [label != "NE" for label in judged.labels]
    day, event = recist.progression_free(days, adequate, judged.progression, death)
    return [irecist.best_response(days, judged.labels), day, int(event)]


def irrc_columns(days: list[int], labels: list[str]) -> list[object]:
    """Best responses before confirmed irPD, and its day."""
    found = immune_burden.progression_of(days, labels)
    confirmed = found is not None and found.confirmed
    until = found.index if confirmed else len(labels)
    before, came = (days[:until], labels[:until]), found is not None
    return [
        prefixed(recist.best_response(*before, came, confirmed=True)),
        prefixed(recist.best_response(*before, came, confirmed=False)),
        days[found.index] if confirmed else "",
    ]


def imrecist_columns(days: list[int], labels: list[str]) -> list[object]:
    """Best responses, also after PD, and the day of the PD that nothing negated."""
    found = immune_burden.progression_of(days, labels)
    came = found is not None
    return [
        recist.best_response(days, labels, came, confirmed=True),
        recist.best_response(days, labels, came, confirmed=False),
        days[found.index] if came else "",
    ]


def judge(patient: Patient) -> tuple[list[list[object]], list[object]]:
    """The rows of the visits, and the row of the patient."""
    visits = recist.facts_of(patient)
    days = [facts.day for facts in visits]
    classes = recist.judge(visits)
    immune = irecist.judge(visits)
    irrc, products = immune_burden.irrc(patient, visits)
    imrecist, burdens = immune_burden.imrecist(visits)
    rows = [
        [
            patient.name,
            facts.day,
            decimal(facts.target_sum, 1, facts.complete),
            *classes[i],
            immune.labels[i],
            immune.reasons[i],
            decimal(products[i + 1].measured, 2, products[i + 1].complete),
            prefixed(irrc[i]),
            decimal(burdens[i].measured, 1, burdens[i].complete),
            imrecist[i],
        ]
        for i, facts in enumerate(visits)
    ]
    overall = [label for _, label in classes]
    summary = [
        patient.name,
        *recist_columns(days, overall, patient.death),
        *irecist_columns(days, immune, patient.death),
        *irrc_columns(days, irrc),
        *imrecist_columns(days, imrecist),
    ]
    return rows, summary


def main(options: argparse.Namespace) -> int:
    """Reads the table and writes both others, one patient at a time."""
    with (
        open(options.table, newline="", encoding="utf-8") as table,
        open(options.visits, "w", newline="", encoding="utf-8") as visits_file,
        open(options.patients, "w", newline="", encoding="utf-8") as patients_file,
    ):
        visits = csv.writer(visits_file, lineterminator="\n")
        patients = csv.writer(patients_file, lineterminator="\n")
        visits.writerow(VISIT_COLUMNS)
        patients.writerow(PATIENT_COLUMNS)
        try:
            for patient in itertools.islice(read(table), options.first):
                rows, summary = judge(patient)
                visits.writerows(rows)
                patients.writerow(summary)
        except BadTable as problem:
            print(f"{options.table}: {problem}", file=sys.stderr)
            return 2
    return 0


def options_of(arguments: list[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="Judge a table of measurements by four criteria.")
    parser.add_argument("table", help="the measurements")
    parser.add_argument("--visits", required=True, help="where the results per visit go")
    parser.add_argument("--patients", required=True, help="where the results per patient go")
    parser.add_argument("--first", type=int, help="judge only that many patients")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(options_of(sys.argv[1:])))
