"""Opens HDF5 files of perforin, also those that are just being written."""

from __future__ import annotations

import fcntl
import io
import time
from pathlib import Path

import h5py

from perforin.errors import Problem

FORMAT = "perforin trajectory"
MAJOR_VERSION = 1

_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_NOTE_MARK = b"pfnote01"


def open_trajectory_file(path: Path) -> h5py.File:
    """Open a trajectory for reading.

    A file that a run is writing is read into memory between two commits, so that what is seen is of
    one moment and stays as it is.

    Raises
    ------
    Problem
        For a file that is missing, empty, cut short, foreign, or of another major version.
    """
    if not path.exists():
        raise Problem(f"{path} does not exist")
    if not path.is_file():
        raise Problem(f"{path} is not an ordinary file")
    if path.stat().st_size == 0:
        raise Problem(f"{path} is empty: its run ended before it began")
    try:
        with path.open("rb") as file:
            if file.read(len(_SIGNATURE)) != _SIGNATURE:
                raise Problem(f"{path} is not an HDF5 file")
        file = h5py.File(_between_commits(path) or path, "r", locking=False)
    except OSError as error:
        raise Problem(f"{path} cannot be read: it is damaged or cut short ({error})") from None
    try:
        _check_format(file, path)
    except Problem:
        file.close()
        raise
    return file


def is_being_written(path: Path) -> bool:
    """Whether a living process writes this trajectory: it locks a note beside it."""
    try:
        with _note(path).open("rb") as note:
            fcntl.flock(note, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


def _note(path: Path) -> Path:
    """Where the writer notes the pages that it is about to overwrite (sim/io/atomic_file.hpp)."""
    return path.with_name(path.name + ".pending")


def _note_in_force(path: Path) -> bool:
    """Whether there is a complete note, whose pages may not all be in place."""
    try:
        with _note(path).open("rb") as note:
            return note.read(len(_NOTE_MARK)) == _NOTE_MARK
    except FileNotFoundError:
        return False


def _between_commits(path: Path) -> io.BytesIO | None:
    """The file as of one commit, or nothing if nobody is writing it."""

    def state() -> tuple[bool, int, int]:
        about = path.stat()
        return _note_in_force(path), about.st_size, about.st_mtime_ns

    for _ in range(100):
        written, before = is_being_written(path), state()
        if not written and before[0]:
            raise Problem(
                f"{path}: its run was killed while it wrote; `./perforin info {path}` finishes "
                "that, then the file can be read"
            )
        if not written:
            return None
        image = path.read_bytes()
        if not before[0] and state() == before:
            return io.BytesIO(image)
        time.sleep(0.05)
    raise Problem(f"{path} is being written without a pause; try again in a while")


def _check_format(file: h5py.File, path: Path) -> None:
    said = str(file.attrs.get("format", ""))
    if said != FORMAT:
        raise Problem(f"{path} is an HDF5 file, but not a {FORMAT}")
    version = str(file.attrs.get("version", ""))
    major = version.partition(".")[0]
    if not major.isdigit() or int(major) != MAJOR_VERSION:
        raise Problem(
            f"{path} has format version '{version}'; this program reads versions {MAJOR_VERSION}.x"
        )
