"""The record of one run: reads the HDF5 files that perforin writes (sim/io/FORMAT.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path, PurePosixPath

import h5py
import numpy as np

from perforin.errors import Problem, unknown
from perforin.images import Image, picture_days, read_image
from perforin.parameters import Parameter, Parameters
from perforin.quantity import in_days
from perforin.records import Events, Field, Lesion
from perforin.safety import is_being_written
from perforin.snapshot import open_trajectory_file
from perforin.table import Column, Series, Table
from perforin.twins import TwinEffect, read_effect


class Trajectory:
    """A trajectory, opened for reading. Use `Trajectory.open`."""

    def __init__(self, path: Path, file: h5py.File):
        self.path = path
        self._file = file

    @classmethod
    def open(cls, path: str | Path) -> Trajectory:
        """Open a file, also one whose run still goes on (as of its last commit).

        Raises
        ------
        Problem
            For a file that is missing, empty, damaged, cut short, foreign, or of another major
            version.
        """
        path = Path(path)
        return cls(path, open_trajectory_file(path))

    def close(self) -> None:
        """Close the file; what was read stays."""
        self._file.close()

    def __enter__(self) -> Trajectory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<trajectory {self.path}: {self.scenario}, seed {self.seed}, {self.status}>"

    # --- how it came about ---

    @property
    def attributes(self) -> dict[str, object]:
        """Format, version and seed."""
        return _attributes(self._file)

    @cached_property
    def manifest(self) -> dict[str, object]:
        """Program, machine, command line, times, how it ended."""
        return _attributes(self._group("manifest"))

    @property
    def seed(self) -> int:
        """Seed of all chance."""
        return int(self._file.attrs["seed"])

    @property
    def status(self) -> str:
        """How the run ended; "running" or "interrupted" if it did not."""
        said = str(self.manifest.get("status", ""))
        if said == "running" and not is_being_written(self.path):
            return "interrupted"
        return said

    @cached_property
    def layers(self) -> list[tuple[str, str]]:
        """Names and texts that the input was made of, the weakest first."""
        group = self._group("scenario")
        return list(zip(_texts(group["name"]), _texts(group["text"])))

    @property
    def scenario(self) -> str:
        """What the scenario is called: its folder, or its file."""
        files = [PurePosixPath(name) for name, _ in self.layers if name.endswith(".toml")]
        if not files:
            return self.path.stem
        last = files[-1]
        return last.parent.name if last.name == "scenario.toml" and last.parent.name else last.stem

    @cached_property
    def parameters(self) -> Parameters:
        """All effective parameters, with value, unit, source and origin."""
        group = self._group("parameters")
        names = [name for name in Parameter.__dataclass_fields__ if name != "recalled"]
        columns = {name: _texts(group[name]) for name in names}
        recalled = group["recalled"][()]
        return Parameters(
            [
                Parameter(**{name: columns[name][i] for name in names}, recalled=bool(recalled[i]))
                for i in range(len(recalled))
            ]
        )

    # --- tables by time ---

    @cached_property
    def series_names(self) -> list[str]:
        """Names of all series: "patient", "lesions/primary", "drugs/nivolumab" …"""
        names: list[str] = []

        def visit(name: str, item: object) -> None:
            if isinstance(item, h5py.Group) and "time" in item:
                names.append(name)

        self._group("series").visititems(visit)
        return sorted(names)

    def series(self, name: str) -> Series:
        """A table with one row a moment; `time` is in days."""
        if name not in self.series_names:
            raise unknown("series", name, self.series_names)
        group = self._group(f"series/{name}")
        return Series(name, len(group["time"]), _columns(group))

    @cached_property
    def days(self) -> float:
        """The last moment of which there is anything (days)."""
        times = [self.series(name)["time"] for name in self.series_names]
        times += [self.frames(name) for name in self.lesions]
        return float(max((t[-1] for t in times if len(t)), default=0.0))

    # --- the twin ---

    @property
    def twin_path(self) -> Path | None:
        """The result of the twin who was run with this patient; None if there was none."""
        name = self.manifest.get("twin")
        return self.path.parent / str(name) if name else None

    @cached_property
    def twin_effect(self) -> TwinEffect | None:
        """What the twin tells of the treatment's effect; None as long as there is no whole twin."""
        root = self._group("/")
        return read_effect(root["twin"]) if "twin" in root else None

    # --- lesions ---

    @cached_property
    def lesions(self) -> dict[str, Lesion]:
        """All lesions by name, in their order; the later block of one follows it."""
        found = []
        for name, group in self._group("lesions").items():
            found.append(self._read_lesion(name))
            if "sample" in group:
                found.append(self._read_lesion(f"{name}/sample"))
        return {lesion.name: lesion for lesion in sorted(found, key=lambda it: (it.index, it.name))}

    def lesion(self, name: str | None = None) -> Lesion:
        """The lesion of this name; without one, the only lesion there is."""
        if name is None:
            first = [lesion for lesion in self.lesions.values() if lesion.of == lesion.name]
            if len(first) != 1:
                raise Problem(f"say which lesion is meant: {', '.join(self.lesions)}")
            return first[0]
        if name not in self.lesions:
            raise unknown("lesion", name, self.lesions)
        return self.lesions[name]

    def frames(self, lesion: str) -> Column:
        """When the cells of a lesion were kept (days)."""
        return _column(self._lesion_group(lesion)["frames/time"])

    def frame_near(self, lesion: str, when: str | float) -> int:
        """The frame nearest to a moment (days, or text with a unit)."""
        return _nearest(self.frames(lesion), in_days(when), f"frames of {lesion}")

    def cells(self, lesion: str, kind: str, frame: int) -> Table:
        """The cells of one kind in one frame; a negative frame counts from the last one."""
        group = self._lesion_group(lesion)
        if kind not in self.lesions[lesion].kinds:
            raise unknown(f"kind of cell in {lesion}", kind, self.lesions[lesion].kinds)
        index = group[f"frames/rows/{kind}"]
        if not -len(index) <= frame < len(index):
            raise Problem(f"{lesion} has {len(index)} frames of {kind}; there is no number {frame}")
        first, count = (int(n) for n in index[frame])
        what = f"{kind} of {lesion}"
        return Table(what, count, _columns(group[f"cells/{kind}"], slice(first, first + count)))

    def clones(self, lesion: str) -> Table | None:
        """The clones of a lesion, one a row and moment, with the day in `time`; None if the file
        has none."""
        group = self._lesion_group(lesion)
        if "clones" not in group:
            return None
        index = group["clones/rows"][()].astype(int)
        columns = _columns(group["clones/columns"])
        time = group["clones/time"]
        columns["time"] = lambda: Column(np.repeat(time[()], index[:, 1]), unit="d")
        return Table(f"clones of {lesion}", int(index[:, 1].sum()), columns)

    def field_times(self, lesion: str, name: str) -> Column:
        """When a field was kept (days)."""
        return _column(self._field_group(lesion, name)["time"])

    def field(self, lesion: str, name: str, when: str | float) -> Field:
        """A field at the moment nearest to `when` (days, or text with a unit)."""
        group = self._field_group(lesion, name)
        times = self.field_times(lesion, name)
        row = _nearest(times, in_days(when), f"moments of {name} in {lesion}")
        values = group["values"]
        return Field(
            name=name,
            time=float(times[row]),
            values=_column(values, row),
            spacing=np.array(values.attrs["spacing_um"])[::-1],
            origin=np.array(values.attrs["origin_um"])[::-1],
        )

    # --- pictures ---

    @cached_property
    def images(self) -> dict[str, list[float]]:
        """Days of the pictures of each examination and lesion: {"biopsy/lesions/primary": [0, 42]}."""
        return picture_days(self._group("/"))

    def image(self, name: str, when: str | float) -> Image:
        """The picture nearest to a moment (days, or text with a unit)."""
        if name not in self.images:
            raise unknown("picture", name, list(self.images))
        days = self.images[name]
        day = days[_nearest(days, in_days(when), f"pictures {name}")]
        return read_image(self._group("/"), name, day)

    # --- events ---

    @cached_property
    def event_kinds(self) -> list[str]:
        """What may be in the flight recorder of this run."""
        return _texts(self._group("events")["kinds/name"])

    def events(self, kind: str | None = None) -> Events:
        """All events in order of time, or those of one kind."""
        group, names = self._group("events"), self.event_kinds
        if kind is not None and kind not in names:
            raise unknown("kind of event", kind, names)
        codes = group["kind"][()]
        rows = slice(None) if kind is None else np.flatnonzero(codes == names.index(kind))
        columns = _columns(group, rows)
        for name, words in (("kind", dict(enumerate(names))), ("lesion", self._lesion_names())):
            columns[name] = partial(_worded, columns[name], words)
        parties = group["parties/id"][()], group["parties/amount"][()]
        what = kind or "events"
        return Events(what, len(codes[rows]), columns, parties=parties)

    # --- inside ---

    def _group(self, name: str) -> h5py.Group:
        if not self._file:
            raise Problem(f"{self.path} was closed")
        return self._file[name]

    def _lesion_group(self, name: str) -> h5py.Group:
        return self._group(f"lesions/{self.lesion(name).name}")

    def _lesion_names(self) -> dict[int, str]:
        return {lesion.index: lesion.of for lesion in self.lesions.values()}

    def _field_group(self, lesion: str, name: str) -> h5py.Group:
        group = self._lesion_group(lesion)
        if name not in self.lesions[lesion].fields:
            raise unknown(f"field of {lesion}", name, self.lesions[lesion].fields)
        return group[f"fields/{name}"]

    def _read_lesion(self, name: str) -> Lesion:
        group = self._group(f"lesions/{name}")
        whole = self._group(f"lesions/{name.partition('/')[0]}")
        return Lesion(
            name=name,
            index=int(whole.attrs["index"]),
            description=str(group.attrs["description"]),
            block=np.array(group.attrs["block_um"], float),
            periodic=tuple(bool(yes) for yes in group.attrs["periodic"]),
            dimensions=int(group.attrs["dimensions"]),
            kinds=tuple(group["frames/rows"]),
            fields=tuple(group["fields"]) if "fields" in group else (),
        )


def _attributes(item: h5py.Group) -> dict[str, object]:
    return {
        name: value.item() if isinstance(value, np.generic) else value
        for name, value in item.attrs.items()
    }


def _texts(dataset: h5py.Dataset) -> list[str]:
    """Text of fixed or variable length, without padding."""
    return [text if isinstance(text, str) else text.decode() for text in dataset[()]]


def _column(dataset: h5py.Dataset, rows: object = slice(None)) -> Column:
    attributes = dataset.attrs
    return Column(
        dataset[()][rows] if isinstance(rows, np.ndarray) else dataset[rows],
        unit=str(attributes.get("unit", "")),
        description=str(attributes.get("description", "")),
        names=tuple(str(name) for name in attributes.get("names", ())),
    )


def _columns(group: h5py.Group, rows: object = slice(None)) -> dict[str, Callable[[], Column]]:
    """How to read each column of a table."""
    items = {name: group[name] for name in group}
    return {
        name: partial(_column, item, rows)
        for name, item in items.items()
        if isinstance(item, h5py.Dataset)
    }


def _worded(read: Callable[[], Column], words: Mapping[int, str]) -> Column:
    """A column of codes as words; a code that stands for nothing becomes an empty one."""
    codes = read()
    texts = np.array([words.get(int(code), "") for code in codes], dtype=object)
    return Column(texts, unit="", description=codes.description)


def _nearest(times: Iterable[float], when: float, what: str) -> int:
    distances = np.abs(np.asarray(times, float) - when)
    if not len(distances):
        raise Problem(f"there are no {what}")
    return int(np.argmin(distances))
