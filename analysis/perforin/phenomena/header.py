"""phenomena.json: what the tables beside it are of, so that only what fits is pooled."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path

from perforin.errors import Problem
from perforin.phenomena.definitions import Settings
from perforin.phenomena.findings import Findings, Part

HEADER = "phenomena.json"
FORMAT = "perforin phenomena"
VERSION = 1
"""Raised when a definition changes, or a column: what was judged otherwise is not pooled."""

_KINDS = {
    "control": str,
    "arms": list,
    "irradiated": dict,
    "settings": dict,
    "design": dict,
    "parts": list,
    "rows": dict,
}
_WORDS = {str: "text", list: "a list", dict: "a table", int: "a whole number"}


def write_header(path: Path, found: Findings, rows: dict[str, int]) -> Path:
    """Write all but the tables themselves.

    Parameters
    ----------
    rows
        How many each table has, by the name of its file.
    """
    document = {
        "format": FORMAT,
        "version": VERSION,
        "control": found.control,
        "arms": found.arms,
        "irradiated": found.irradiated,
        "settings": asdict(found.settings),
        "design": found.design,
        "parts": [asdict(it) for it in found.parts],
        "rows": rows,
    }
    text = json.dumps(document, indent=2, ensure_ascii=False, default=str)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def read_header(path: Path) -> tuple[Findings, dict[str, int]]:
    """The same again: findings without any patient, and the numbers of rows.

    Raises
    ------
    Problem
        With the key of what makes no sense.
    """
    document = _document(path)
    for key, kind in _KINDS.items():
        _check(path, key, document.get(key), kind)
    arms, irradiated = document["arms"], document["irradiated"]
    for key, names in (("arms", arms), ("irradiated", irradiated.values())):
        for name in names:
            _check(path, key, name, str)
    pairs = (("irradiated", it) for pair in irradiated.items() for it in pair)
    for key, name in (("control", document["control"]), *pairs):
        if name not in arms:
            raise Problem(f"{path}: {key}: '{name}' is none of the arms {', '.join(arms)}")
    for name, table in document["design"].items():
        _check(path, f"design.{name}", table, dict)
    if not document["parts"]:
        raise Problem(f"{path}: parts: there is none")
    found = Findings(
        [_part(path, number, it) for number, it in enumerate(document["parts"], 1)],
        arms,
        document["control"],
        _settings(path, document["settings"]),
        irradiated,
        document["design"],
    )
    for name, count in document["rows"].items():
        _check(path, f"rows.{name}", count, int)
    return found, document["rows"]


def _document(path: Path) -> dict:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise Problem(f"{path}, line {error.lineno}: {error.msg}") from None
    except UnicodeDecodeError as error:
        raise Problem(f"{path} is no text: {error}") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Problem(f"{path} was not written by `perforin phenomena`")
    if document.get("version") != VERSION:
        raise Problem(
            f"{path}: version: {document.get('version')}, but this program reads {VERSION}: write "
            "it again by `perforin phenomena`"
        )
    return document


def _settings(path: Path, said: dict) -> Settings:
    for it in fields(Settings):
        value = said.get(it.name)
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number and not (it.name in said and value is it.default is None):
            raise Problem(f"{path}: settings.{it.name}: expected a number of days")
    return Settings(**{it.name: said[it.name] for it in fields(Settings)})


def _part(path: Path, number: int, said: object) -> Part:
    place = f"parts, number {number}"
    _check(path, place, said, dict)
    found = Part("")
    for it in fields(Part):
        value, kind = said.get(it.name), type(getattr(found, it.name))
        _check(path, f"{place}, {it.name}", value, kind)
        for text in value if kind is list else ():
            _check(path, f"{place}, {it.name}", text, str)
        setattr(found, it.name, value)
    return found


def _check(path: Path, key: str, value: object, kind: type) -> None:
    if not isinstance(value, kind) or isinstance(value, bool):
        there = "it is missing" if value is None else f"{json.dumps(value)} is there"
        raise Problem(f"{path}: {key}: expected {_WORDS[kind]}, but {there}")
