"""Judges tables of measurements by RECIST 1.1, iRECIST, irRC and imRECIST.

usage: response_oracle.py TABLE.csv --visits VISITS.csv --patients PATIENTS.csv
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys

import endpoints
import immune_burden
import irecist
import recist
from endpoints import Course
from measurement_table import BadTable, Patient, read

VISIT_COLUMNS = (
    "patient,day,new_lesion,target_sum_mm,target_nadir_mm,recist_target,recist,"
    "irecist,irecist_reason,irrc_burden_mm2,irrc_nadir_mm2,irrc,"
    "imrecist_burden_mm,imrecist_nadir_mm,imrecist"
).split(",")
CRITERIA = ("recist", "irecist", "irrc", "imrecist")
PATIENT_COLUMNS = [
    "patient",
    *(f"{criterion}_{column}" for criterion in CRITERIA for column in endpoints.COLUMNS),
]
WORDS = {"UPD": "iUPD", "CPD": "iCPD", recist.ONLY_NONTARGET: irecist.ONLY_NONTARGET_LABEL}
PLAIN = {word: plain for plain, word in WORDS.items()}


def decimal(whole: int, digits: int, complete: bool) -> str:
    """A whole number of tenths (one digit) or hundredths (two), written out; exact."""
    if not complete:
        return ""
    return f"{whole // 10**digits}.{whole % 10**digits:0{digits}d}"


def prefixed(label: str) -> str:
    """In the words of the immune-related criteria."""
    return label if label in ("NE", "", recist.ONLY_NONTARGET) else "ir" + label


def immune(label: str) -> str:
    """In the words of iRECIST."""
    return WORDS.get(label, label if label in ("NE", "") else "i" + label)


def place_of(label: str, labels: list[str]) -> int | None:
    """The first visit with this label."""
    return labels.index(label) if label in labels else None


def recist_course(days: list[int], labels: list[str], *patient: object) -> Course:
    """Nothing after the first PD counts."""
    first = place_of("PD", labels)
    otherwise = "NE" if first is None else "PD"
    return Course(days, labels, *patient, first, otherwise, first=first, event=first)


def irecist_course(days: list[int], judged: irecist.Judgement, *patient: object) -> Course:
    """Nothing from iCPD on counts; the event is the run that was not reset."""
    labels = [PLAIN.get(label, label.removeprefix("i")) for label in judged.labels]
    confirming, first = place_of("CPD", labels), place_of("UPD", labels)
    return Course(
        days,
        labels,
        *patient,
        until=confirming,
        otherwise="NE" if first is None else "UPD" if confirming is None else "CPD",
        asks_confirmation=False,
        first=first,
        confirming=confirming,
        event=judged.progression,
        taken_back=place_of("reset", judged.reasons),
    )


def burden_course(
    days: list[int], labels: list[str], *patient: object, needs_confirmation: bool
) -> Course:
    """irRC needs confirmation for an event, and then nothing later counts; imRECIST neither."""
    first = place_of("PD", labels)
    event, confirming = immune_burden.stands(days, labels)
    otherwise = "NE" if event is None else "PD"
    if needs_confirmation and confirming is None:
        event = None
    judged = None if first is None else endpoints.verdict(days, labels, first)
    return Course(
        days,
        labels,
        *patient,
        until=event if needs_confirmation else None,
        otherwise=otherwise,
        first=first,
        confirming=confirming,
        event=event,
        taken_back=None if judged is None or labels[judged] == "PD" else judged,
    )


def judge(patient: Patient) -> tuple[list[list[object]], list[object]]:
    """The rows of the visits, and the row of the patient."""
    visits = recist.facts_of(patient)
    days = [facts.day for facts in visits]
    classes = recist.judge(visits)
    judged = irecist.judge(visits)
    irrc, products, product_nadirs = immune_burden.irrc(patient, visits)
    imrecist, burdens, nadirs = immune_burden.imrecist(visits)
    rows = [
        [
            patient.name,
            facts.day,
            int(not facts.missed and facts.new.any_left),
            decimal(facts.target_sum, 1, facts.complete and facts.has_targets),
            decimal(facts.nadir, 1, facts.has_targets and not facts.missed),
            *classes[i],
            judged.labels[i],
            judged.reasons[i],
            decimal(products[i + 1].measured, 2, products[i + 1].complete),
            decimal(product_nadirs[i] or 0, 2, product_nadirs[i] is not None),
            prefixed(irrc[i]),
            decimal(burdens[i].measured, 1, burdens[i].complete),
            decimal(nadirs[i] or 0, 1, nadirs[i] is not None),
            imrecist[i],
        ]
        for i, facts in enumerate(visits)
    ]
    overall, about = [label for _, label in classes], (patient.has_targets, patient.death)
    courses = (
        (recist_course(days, overall, *about), str),
        (irecist_course(days, judged, *about), immune),
        (burden_course(days, irrc, *about, needs_confirmation=True), prefixed),
        (burden_course(days, imrecist, *about, needs_confirmation=False), str),
    )
    summary: list[object] = [patient.name]
    for course, word in courses:
        of_course = endpoints.summary(course)
        for column in ("best", "best_unconfirmed", "best_after"):
            of_course[column] = word(of_course[column])
        summary += of_course.values()
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
