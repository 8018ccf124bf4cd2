"""Tables of measurements that make no sense are refused with their place."""

from __future__ import annotations

import pytest
from perforin.errors import Problem
from perforin.phenomena.records import read_record
from phenomena_tables import table


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("day,lesion", "day,tumour"), "line 1: column 'lesion' is missing"),
        ((",target", ",traget"), "line 2: there is no role 'traget'; did you mean 'target'"),
        (("50,50", "50.25,50"), "line 2, column long_mm: '50.25' is no length"),
        (("p,42", "p,soon"), "line 4, column day: 'soon' is no whole number"),
        (("p,0,,", "p,1,,"), None),
    ],
)
def test_what_makes_no_sense_is_told_with_its_place(change, told):
    text = table({"a": [50, 60]}, days=(0, 42)).replace(*change)
    if told is None:
        read_record(text, "t.csv")
        return
    with pytest.raises(Problem) as problem:
        read_record(text, "t.csv")
    assert told in str(problem.value)


def test_a_table_without_a_baseline_is_refused():
    with pytest.raises(Problem, match="no baseline"):
        read_record(table({"a": [50]}, days=(3,)), "t.csv")
