"""Files that are being written, were cut off, or changed since: read right, or refused."""

from __future__ import annotations

import fcntl
import random
from pathlib import Path

import h5py
import pytest
import synthetic
from perforin import Problem, Trajectory


@pytest.fixture
def states(treated_file, tmp_path):
    """Three states of a run: at its start, a day later, and at its end."""
    path = tmp_path / "state.h5"
    path.write_bytes(treated_file.read_bytes())
    contents = [path.read_bytes()]
    for why in ("day 1", "day 2" + " and more" * 2000):
        with h5py.File(path, "a") as file:
            file.attrs["version"] = "1.2"
            file["manifest"].attrs.update({"status": "running", "why": why[:6]})
            file["events"].attrs["description"] = why
        contents.append(path.read_bytes())
    return contents


def why(path) -> str:
    with Trajectory.open(path) as trajectory:
        return str(trajectory.manifest["why"])


def trusted(path) -> bool:
    try:
        return bool(why(path))
    except Problem:
        return False


def test_reads_a_file_that_is_being_written_as_of_its_last_commit(states, tmp_path):
    live = tmp_path / "live.h5"
    synthetic.journal(live, *states)
    with (tmp_path / "live.h5.journal").open("r+b") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        for done in range(0, len(states[2]), 7 * synthetic.PAGE):  # however much is in place
            live.write_bytes(states[2][:done] + states[1][done:])
            with Trajectory.open(live) as trajectory:
                live.write_bytes(b"")  # it sees the moment it was opened at
                assert trajectory.status == "running"
                assert trajectory.manifest["why"] == "day 2 "
                assert trajectory.series("lesions/primary").volume[0] == synthetic.FOUNDING_VOLUME


def test_reads_what_a_killed_run_committed_and_changes_nothing(states, tmp_path):
    cut = tmp_path / "cut.h5"
    cut.write_bytes(states[1])
    synthetic.journal(cut, *states)
    journal = tmp_path / "cut.h5.journal"
    whole = journal.read_bytes()
    with Trajectory.open(cut) as trajectory:
        assert trajectory.status == "interrupted"
    assert why(cut) == "day 2 "
    for length in (len(whole) - 1, len(whole) - 5000):  # it died while it appended the second
        journal.write_bytes(whole[:length])
        assert why(cut) == "day 1"
    assert cut.read_bytes() == states[1]


def test_a_journal_of_another_file_is_left_alone(states, tmp_path):
    other = tmp_path / "other.h5"
    with h5py.File(other, "w") as file:
        file.attrs["format"] = "something else"
    synthetic.journal(other, *states)
    with pytest.raises(Problem, match="not a perforin trajectory"):
        Trajectory.open(other)


def test_any_wrong_byte_in_a_finished_file_is_noticed(states, tmp_path):
    sealed = tmp_path / "sealed.h5"
    sealed.write_bytes(states[2])
    synthetic.seal(sealed)
    right = sealed.read_bytes()
    assert why(sealed) == "day 2 "
    places = [*random.Random(1).sample(range(len(right)), 300), *range(len(right) - 40, len(right))]
    for at in places:
        wrong = bytearray(right)
        wrong[at] ^= 0x04
        sealed.write_bytes(wrong)
        assert not trusted(sealed), at
    for length in (len(right) - 1, len(states[2]), len(right) // 2):
        sealed.write_bytes(right[:length])
        with pytest.raises(Problem, match="cut short"):
            Trajectory.open(sealed)


def test_any_wrong_byte_of_a_killed_run_is_noticed_or_does_no_harm(states, tmp_path):
    cut = tmp_path / "cut.h5"
    synthetic.journal(cut, *states)
    journal = tmp_path / "cut.h5.journal"
    whole = journal.read_bytes()
    chance = random.Random(2)
    for at in [*chance.sample(range(len(whole)), 200), *range(200)]:
        cut.write_bytes(states[2])
        wrong = bytearray(whole)
        wrong[at] ^= 0x80
        journal.write_bytes(wrong)
        assert not trusted(cut) or why(cut) == "day 2 ", at
    journal.write_bytes(whole)
    for at in chance.sample(range(len(states[2])), 200):
        wrong = bytearray(states[2])
        wrong[at] ^= 0x80
        cut.write_bytes(wrong)
        assert not trusted(cut) or why(cut) == "day 2 ", at


def test_commits_that_were_safe_and_cannot_be_read_are_noticed(states, tmp_path):
    lost = tmp_path / "lost.h5"
    lost.write_bytes(states[0])  # nothing is in place yet
    synthetic.journal(lost, *states)
    journal = tmp_path / "lost.h5.journal"
    damaged = bytearray(journal.read_bytes())
    damaged[damaged.index(b"pfcommit") + 9] ^= 1
    journal.write_bytes(damaged)
    with pytest.raises(Problem, match="commits in it cannot be read any more"):
        Trajectory.open(lost)


def test_without_a_power_cut_no_commit_may_be_missing(states, tmp_path):
    killed = tmp_path / "killed.h5"
    killed.write_bytes(states[0])
    journal = tmp_path / "killed.h5.journal"
    boots = {b"another": "day 1", Path("/proc/sys/kernel/random/boot_id").read_bytes(): None}
    for boot, expected in boots.items():
        synthetic.journal(killed, *states, boot=boot)
        spoilt = bytearray(journal.read_bytes())
        spoilt[spoilt.rindex(b"pfcommit") + 9] ^= 1  # the last commit, which nothing vouches for
        journal.write_bytes(spoilt)
        assert (why(killed) if trusted(killed) else None) == expected
