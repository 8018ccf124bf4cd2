"""Opens HDF5 files of perforin, also those that are just being written."""

from __future__ import annotations

import io
from pathlib import Path

import h5py

from perforin.errors import Problem
from perforin.safety import as_committed, check_seal

FORMAT = "perforin trajectory"
MAJOR_VERSION = 1
FIRST_SEALED_VERSION = 2  # minor

_SIGNATURE = b"\x89HDF\r\n\x1a\n"


def open_trajectory_file(path: Path) -> h5py.File:
    """Open a trajectory for reading.

    A file that a run is writing, or whose run was killed, is read into memory as of its last
    commit, so that what is seen is of one moment and stays as it is.

    Raises
    ------
    Problem
        For a file that is missing, empty, damaged, cut short, without its checksums, foreign, or
        of another major version.
    """
    if not path.exists():
        raise Problem(f"{path} does not exist")
    if not path.is_file():
        raise Problem(f"{path} is not an ordinary file")
    try:
        if _has_old_note(path):
            raise Problem(
                f"{path} is torn: an older perforin was killed while it wrote; `perforin info` of "
                "that version finishes it"
            )
        image = as_committed(path)
        if image is None and path.stat().st_size == 0:
            raise Problem(f"{path} is empty: its run ended before it began")
        if _front(image, path) != _SIGNATURE:
            raise Problem(f"{path} is not an HDF5 file")
        checked = image is not None or check_seal(path)
        file = h5py.File(image or path, "r", locking=False)
    except OSError as error:
        raise Problem(f"{path} cannot be read: it is damaged or cut short ({error})") from None
    try:
        _check_format(file, path, checked)
    except Problem:
        file.close()
        raise
    return file


def _has_old_note(path: Path) -> bool:
    """Up to format 1.1 a commit was noted in another way."""
    note = path.with_name(path.name + ".pending")
    return note.exists() and note.read_bytes()[:8] == b"pfnote01"


def _front(image: io.BytesIO | None, path: Path) -> bytes:
    if image is not None:
        return image.getvalue()[: len(_SIGNATURE)]
    with path.open("rb") as file:
        return file.read(len(_SIGNATURE))


def _check_format(file: h5py.File, path: Path, checked: bool) -> None:
    said = str(file.attrs.get("format", ""))
    if said != FORMAT:
        raise Problem(f"{path} is an HDF5 file, but not a {FORMAT}")
    version = str(file.attrs.get("version", ""))
    major, _, minor = version.partition(".")
    if not major.isdigit() or int(major) != MAJOR_VERSION:
        raise Problem(
            f"{path} has format version '{version}'; this program reads versions {MAJOR_VERSION}.x"
        )
    if not checked and (not minor.isdigit() or int(minor) >= FIRST_SEALED_VERSION):
        raise Problem(
            f"{path} cannot be trusted: it has neither its checksums at the end nor a journal "
            f"beside it; it was cut short, changed by another program, or separated from "
            f"{path.name}.journal"
        )
