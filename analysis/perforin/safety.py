"""The seal of a finished file, and the journal of one that is being written (sim/io/FORMAT.md)."""

from __future__ import annotations

import fcntl
import io
import os
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from perforin.errors import Problem

PAGE = 4096

_JOURNAL = struct.Struct("<8s40sQQII")
_COMMIT = struct.Struct("<8sQQQQII")
_ENTRY = np.dtype([("page", "<u8"), ("sum", "<u4"), ("unused", "<u4")])
_SEAL = struct.Struct("<8sQQII")


def is_being_written(path: Path) -> bool:
    """Whether a living process writes this file: it locks the journal beside it."""
    try:
        with _journal(path).open("rb") as journal:
            fcntl.flock(journal, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


def as_committed(path: Path) -> io.BytesIO | None:
    """The content as of the last commit, if the file has a journal; nothing is changed on disk.

    Raises
    ------
    Problem
        If content was lost, or changed since it was written.
    """
    for _ in range(100):
        try:
            with _journal(path).open("rb") as journal:
                # The file first: whatever a living writer did to it by then is in the journal.
                content = path.read_bytes()
                text = journal.read()
                if not _is_at(journal, _journal(path)):  # there is a newer one, or a seal
                    time.sleep(0.01)
                    continue
        except FileNotFoundError:
            return None
        whole = _made_whole(path, content, text)
        return None if whole is None else io.BytesIO(whole)
    raise Problem(f"{path} is being written without a pause; try again in a while")


def check_seal(path: Path) -> bool:
    """Whether a finished file has its checksums.

    Raises
    ------
    Problem
        If it is not as it was written.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size < _SEAL.size:
            return False
        file.seek(size - _SEAL.size)
        foot = file.read(_SEAL.size)
        mark, content, pages, table_sum, said = _SEAL.unpack(foot)
        table = 4 * pages
        if (mark, said) != (b"pfsealed", zlib.crc32(foot[:-4])) or pages != _pages(content):
            return False
        file.seek(content)
        sums = file.read(table)
        if content + table + _SEAL.size != size or zlib.crc32(sums) != table_sum:
            return False
        file.seek(0)
        wrong = [
            number
            for number, expected in enumerate(np.frombuffer(sums, "<u4"))
            if _sum(file.read(min(PAGE, content - number * PAGE))) != expected
        ]
    if wrong:
        raise _damaged(path, wrong)
    return True


@dataclass
class _Commits:
    """What a journal says: size, checksums, and where the latest content of pages stands in it."""

    size: int
    sums: dict[int, int]
    count: int = 0
    content: dict[int, int] = field(default_factory=dict)
    known: set[tuple[int, int]] = field(default_factory=set)
    copies: list[tuple[int, int]] = field(default_factory=list)
    synced: int = 0
    lost: bool = False


def _read_journal(text: bytes, most: int | None = None) -> _Commits | None:
    """At most so many commits; nothing if the journal was not even begun."""
    if len(text) < _JOURNAL.size:
        return None
    mark, boot, size, pages, table_sum, said = _JOURNAL.unpack_from(text)
    no_power_cut = boot == _this_boot() != bytes(40)
    at = _JOURNAL.size + 4 * pages
    table = text[_JOURNAL.size : at]
    if mark != b"pfjourn1" or said != zlib.crc32(text[: _JOURNAL.size - 4]):
        return None
    if pages != _pages(size) or zlib.crc32(table) != table_sum:
        return None
    found = _Commits(size, dict(enumerate(np.frombuffer(table, "<u4").tolist())))
    found.known.update(found.sums.items())
    while found.count != most and len(text) - at >= _COMMIT.size:
        head = _commit_at(text, at)
        if head is None or head[0] != found.count + 1:
            found.lost = no_power_cut  # what a dying process leaves is whole, but for the last bit
            break
        number, synced, size, pages, table_sum = head
        first = at + _COMMIT.size + _ENTRY.itemsize * pages
        if len(text) < first + PAGE * pages:
            break
        table = text[at + _COMMIT.size : first]
        if zlib.crc32(table) != table_sum:
            found.lost = no_power_cut
            break
        found.synced = number if no_power_cut else synced
        at = _apply(found, size, np.frombuffer(table, _ENTRY), first, text)
    found.lost |= any(head[1] > found.count for head in _commits_after(text, at, most))
    return found


def _this_boot() -> bytes:
    """Since when the machine has been running; as long as it is the same there was no power cut."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_bytes()[:40].ljust(40, b"\0")
    except OSError:
        return bytes(40)


def _apply(found: _Commits, size: int, entries: np.ndarray, at: int, text: bytes) -> int:
    """One commit; gives where the next begins."""
    if size < found.size:
        for number in range(_pages(size), _pages(found.size)):
            found.sums.pop(number, None)
            found.content.pop(number, None)
    found.size, found.count = size, found.count + 1
    for number, expected in zip(entries["page"].tolist(), entries["sum"].tolist()):
        page = text[at : at + PAGE]
        found.sums[number] = expected
        found.known.add((number, expected))
        found.content.pop(number, None)
        if len(page) == PAGE and zlib.crc32(page) == expected:
            found.content[number] = at
            found.copies.append((number, at))
        at += PAGE
    return at


def _commit_at(text: bytes, at: int) -> tuple[int, int, int, int, int] | None:
    """Number, commits on the disk before it, size, pages and checksum of the entries."""
    head = text[at : at + _COMMIT.size]
    if len(head) != _COMMIT.size:
        return None
    mark, number, synced, size, pages, table_sum, said = _COMMIT.unpack(head)
    if mark != b"pfcommit" or said != zlib.crc32(head[:-4]):
        return None
    return number, synced, size, pages, table_sum


def _commits_after(text: bytes, at: int, most: int | None) -> Iterator[tuple]:
    """Commits further on, behind one that cannot be read."""
    at = text.find(b"pfcommit", at) if most is None else -1
    while at != -1:
        head = _commit_at(text, at)
        if head is not None:
            yield head
        at = text.find(b"pfcommit", at + 1)


def _made_whole(path: Path, file: bytes, text: bytes) -> bytes | None:
    """The file with what its journal holds; nothing if that belongs to another file."""
    found = _read_journal(text)
    if found is None or not _belongs(file, text, found):
        return None
    if found.lost:
        raise Problem(
            f"{_journal(path)} is damaged: commits in it cannot be read any more, so {path} "
            "cannot be trusted; take both from a copy, or run again"
        )
    whole, lost = _overlaid(file, text, found)
    wrong = lost
    # The power failed before the last commits were synced, and some of them are incomplete.
    for count in range(found.count - 1, found.synced - 1, -1):
        if not wrong:
            break
        whole, wrong = _overlaid(file, text, _read_journal(text, count))
    if wrong:
        raise _damaged(path, lost)
    return whole


def _belongs(file: bytes, text: bytes, found: _Commits) -> bool:
    """Whether it is this file's journal: its pages are old, new, torn, or not written yet.

    What stands behind all that the journal knows was written for a commit that did not come.
    """
    if not found.known:  # it could be of any file
        return False
    has_content = False
    for number in range(min(_pages(len(file)), max(found.known)[0] + 1)):
        page = file[number * PAGE : (number + 1) * PAGE]
        if not page.strip(b"\0"):
            continue
        if (number, _sum(page)) in found.known:
            return True
        has_content = True
    return not has_content or any(
        _share_a_sector(file[number * PAGE : (number + 1) * PAGE], text[at : at + PAGE])
        for number, at in found.copies
    )


def _share_a_sector(one: bytes, other: bytes) -> bool:
    """Disks write by sectors, and a power cut may come in between."""
    return any(
        one[at : at + 512] == other[at : at + 512] and one[at : at + 512].strip(b"\0")
        for at in range(0, len(one), 512)
    )


def _overlaid(file: bytes, text: bytes, found: _Commits) -> tuple[bytes, list[int]]:
    """The content, and which pages are not as they were written."""
    whole = bytearray(file[: found.size].ljust(found.size, b"\0"))
    for number, at in found.content.items():
        end = min((number + 1) * PAGE, found.size)
        whole[number * PAGE : end] = text[at : at + end - number * PAGE]
    zeros = zlib.crc32(bytes(PAGE))
    wrong = [
        number
        for number in range(_pages(found.size))
        if _sum(whole[number * PAGE : (number + 1) * PAGE]) != found.sums.get(number, zeros)
    ]
    return bytes(whole), wrong


def _journal(path: Path) -> Path:
    return path.with_name(path.name + ".journal")


def _is_at(file: io.BufferedReader, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _pages(size: int) -> int:
    return -(-size // PAGE)


def _sum(page: bytes) -> int:
    return zlib.crc32(page.ljust(PAGE, b"\0"))


def _damaged(path: Path, wrong: list[int]) -> Problem:
    verb = "is" if len(wrong) == 1 else "are"
    return Problem(
        f"{path} is damaged: {len(wrong)} of its {PAGE}-byte pages {verb} not as perforin wrote "
        f"them, the first at byte {wrong[0] * PAGE}; take it from a copy, or run again"
    )
