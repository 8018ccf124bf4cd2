"""Writes small trajectories as the simulator would, with numbers whose measures are known."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import h5py
import numpy as np

DAY = 86400
PAGE = 4096
BLOCK = np.array([120.0, 120.0, 200.0])
FOUNDING_VOLUME = 1000.0  # mm³
DOUBLING = 70.0  # days
FIRST_DOSE = 28
KILLS_PER_DAY = 5e5
T_CELLS = {"ctl_progenitor": 1e5, "ctl_effector": 2e5, "ctl_exhausted": 2e5}
NODULE_RADIUS = 150.0  # µm
NODULE_CORE = 60.0  # µm, dead


def text(group: h5py.Group, name: str, rows: list[str]) -> None:
    """A column of fixed-length UTF-8 text, as the simulator writes them."""
    width = max([1, *(len(row.encode()) for row in rows)])
    data = np.array([row.encode() for row in rows], dtype=h5py.string_dtype("utf-8", width))
    dataset = group.create_dataset(name, data=data)
    dataset.attrs["unit"], dataset.attrs["description"] = "", name


def numbers(group: h5py.Group, name: str, values: object, unit: str, dtype: str = "f8") -> None:
    """A column of numbers with its labels."""
    dataset = group.create_dataset(name, data=np.asarray(values, dtype=dtype), compression="gzip")
    dataset.attrs["unit"], dataset.attrs["description"] = unit, f"The {name} of it"


def times(group: h5py.Group, days: np.ndarray) -> None:
    """Both columns of time."""
    numbers(group, "time_s", np.asarray(days) * DAY, "s", "i8")
    numbers(group, "time", days, "d")


def checksums(content: bytes) -> bytes:
    """One for each page, the last filled up with zeros (sim/io/FORMAT.md)."""
    pages = [content[at : at + PAGE].ljust(PAGE, b"\0") for at in range(0, len(content), PAGE)]
    return struct.pack(f"<{len(pages)}I", *map(zlib.crc32, pages))


def summed(layout: str, *values: object) -> bytes:
    """A head with its checksum."""
    head = struct.pack(layout, *values)
    return head + struct.pack("<I", zlib.crc32(head))


def seal(path: Path) -> None:
    """Closes a file as the simulator does."""
    content = path.read_bytes()
    sums = checksums(content)
    foot = summed("<8sQQI", b"pfsealed", len(content), len(sums) // 4, zlib.crc32(sums))
    path.write_bytes(content + sums + foot)


def journal(path: Path, base: bytes, *states: bytes, boot: bytes = b"another") -> None:
    """The journal of a file that went from `base` through these states, one a commit."""
    sums = checksums(base)
    head = (b"pfjourn1", boot, len(base), len(sums) // 4, zlib.crc32(sums))
    text = summed("<8s40sQQI", *head) + sums
    for number, (old, new) in enumerate(zip((base, *states), states)):
        pages = [p for p in range(-(-len(new) // PAGE)) if page(old, p) != page(new, p)]
        entries = b"".join(struct.pack("<QII", p, zlib.crc32(page(new, p)), 0) for p in pages)
        head = (b"pfcommit", number + 1, number, len(new), len(pages), zlib.crc32(entries))
        text += summed("<8sQQQQI", *head) + entries + b"".join(page(new, p) for p in pages)
    path.with_name(path.name + ".journal").write_bytes(text)


def page(content: bytes, number: int) -> bytes:
    """One page, filled up with zeros."""
    return content[number * PAGE : (number + 1) * PAGE].ljust(PAGE, b"\0")


def begin(path: Path, scenario: str, parameters: dict[str, tuple[str, str]]) -> h5py.File:
    """A file with its provenance."""
    file = h5py.File(path, "w")
    file.attrs.update({"format": "perforin trajectory", "version": "1.0", "seed": np.uint64(7)})
    manifest = {"program_version": "0.1.0", "status": "completed", "why": "", "threads": 2}
    file.create_group("manifest").attrs.update(manifest)
    layers = file.create_group("scenario")
    text(layers, "name", [f"scenarios/{scenario}/scenario.toml", "--set"])
    text(layers, "text", ["[run]\n", "run.days = 84"])
    group = file.create_group("parameters")
    rows = {
        "path": list(parameters),
        "value": [value for value, _ in parameters.values()],
        "unit": [unit for _, unit in parameters.values()],
        "origin": ["default"] * (len(parameters) - 1) + ["--set run.days"],
    }
    for name in ("path", "value", "unit", "default", "range_low", "range_high", "meaning",
                 "source", "tag", "origin"):  # fmt: skip
        text(group, name, rows.get(name, ["Größe"] * len(parameters)))
    numbers(group, "recalled", [0] * len(parameters), "", "u1")
    file.create_group("series")
    file.create_group("lesions")
    return file


def series(file: h5py.File, name: str, days: np.ndarray, columns: dict) -> None:
    """A table by time; columns are (values, unit)."""
    group = file.create_group(f"series/{name}")
    group.attrs["description"] = f"The series {name}"
    times(group, days)
    for column, (values, unit) in columns.items():
        numbers(group, column, np.broadcast_to(values, np.shape(days)), unit)


def lesion(file: h5py.File, name: str, index: int, block: np.ndarray, periodic: list) -> h5py.Group:
    """A lesion without frames."""
    group = file.create_group(f"lesions/{name}")
    group.attrs["index"] = np.uint16(index)
    group.attrs["description"] = "28 mm across at the start"
    group.attrs["block_um"] = block
    group.attrs["periodic"] = np.array(periodic, "u1")
    group.attrs["dimensions"] = np.uint8(3)
    group.create_group("frames/rows")
    return group


def frames(group: h5py.Group, days: list, kinds: dict[str, list[dict]]) -> None:
    """Frames of cells: for each kind one dictionary of columns (values, unit, dtype) a frame."""
    times(group["frames"], np.array(days, float))
    for kind, moments in kinds.items():
        counts = np.array([len(m["id"][0]) for m in moments], "u8")
        first = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype("u8")
        numbers(group["frames/rows"], kind, np.stack([first, counts], 1), "1", "u8")
        cells = group.create_group(f"cells/{kind}")
        for column, (_, unit, dtype) in moments[0].items():
            joined = np.concatenate([np.asarray(m[column][0], dtype) for m in moments])
            numbers(cells, column, joined, unit, dtype)


def field(
    group: h5py.Group, name: str, unit: str, days: list, values: np.ndarray, h: float
) -> None:
    """A field on cubic voxels of edge h; values are (moment, z, y, x)."""
    its = group.create_group(f"fields/{name}")
    times(its, np.array(days, float))
    numbers(its, "values", values, unit, "f4")
    its["values"].attrs["spacing_um"] = [h, h, h]
    its["values"].attrs["origin_um"] = [h / 2, h / 2, h / 2]


def events(file: h5py.File, kinds: list[str], rows: list[dict]) -> None:
    """The flight recorder."""
    group = file.create_group("events")
    text(group, "kinds/name", kinds)
    text(group, "kinds/unit", [""] * len(kinds))
    text(group, "kinds/description", kinds)
    times(group, np.array([row["day"] for row in rows], float))
    for name, unit, dtype in (("lesion", "", "u2"), ("who", "", "u8"), ("whom", "", "u8"),
                              ("x", "um", "f4"), ("y", "um", "f4"), ("z", "um", "f4"),
                              ("value", "see kinds/unit", "f8")):  # fmt: skip
        numbers(group, name, [row.get(name, 0) for row in rows], unit, dtype)
    numbers(group, "kind", [kinds.index(row["kind"]) for row in rows], "", "u2")
    parties = [row.get("parties", []) for row in rows]
    counts = np.array([len(p) for p in parties])
    numbers(group, "first_party", np.cumsum(counts) - counts, "1", "u8")
    numbers(group, "party_count", counts, "1", "u4")
    numbers(group, "parties/id", [i for p in parties for i, _ in p], "", "u8")
    numbers(group, "parties/amount", [a for p in parties for _, a in p], "1", "u4")


def packing(inside: object, block: np.ndarray, spacing: float = 15.0) -> np.ndarray:
    """Points of a cubic lattice, slightly displaced, for which `inside` holds: (n, 3), µm."""
    axes = [np.arange(spacing / 2, edge, spacing) for edge in block]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3)
    points = points + np.random.default_rng(1).uniform(-1.5, 1.5, points.shape)
    return points[inside(points)]


def tumour(points: np.ndarray, dead: np.ndarray, first_id: int = 1) -> dict:
    """Columns of tumour cells; `dead` are necrotic."""
    n = len(points)
    return {
        "id": (np.arange(first_id, first_id + n), "1", "u8"),
        "position": (points, "um", "f4"),
        "radius": (np.full(n, 7.5), "um", "f4"),
        "condition": (np.where(dead, 3, 0), "1", "u1"),
        "weight": (np.ones(n), "1", "f4"),
        "pdl1": (3e4 + 1e3 * points[:, 2], "1", "f4"),
    }


def t_cells(points: np.ndarray) -> dict:
    """Columns of T cells, phenotypes by turns."""
    n = len(points)
    return {
        "id": (np.arange(10_000, 10_000 + n), "1", "u8"),
        "position": (points, "um", "f4"),
        "radius": (np.full(n, 4.5), "um", "f4"),
        "condition": (np.zeros(n), "1", "u1"),
        "weight": (np.full(n, 0.1), "1", "f4"),
        "phenotype": (np.arange(n) % 3, "1", "u1"),
    }


def lesion_columns(days: np.ndarray) -> dict:
    """The series of a lesion that grows exponentially and is killed at a constant rate."""
    volume = FOUNDING_VOLUME * 2 ** (days / DOUBLING)
    ramp = np.maximum(days - FIRST_DOSE, 0.0)
    return {
        "volume": (volume, "mm^3"),
        "diameter": (np.cbrt(6 * volume / np.pi), "mm"),
        "tumour_live": (4e5 * volume, "cells"),
        "tumour_apoptotic": (2e4 * volume, "cells"),
        "tumour_secondary_necrosis": (1e4 * volume, "cells"),
        "tumour_necrotic": (5e3 * volume, "cells"),
        "pdl1": (5e4 + 200 * ramp, "molecules"),
        "mhc1": (1.2, "1"),
        "undefined": (np.nan, "1"),
        "ctl_engagement": (0.4, "1"),
        "ctl_inhibition": (0.7, "1"),
        "born": (1e7 * days, "cells"),
        "apoptosis": (8e6 * days, "cells"),
        "necrosis": (1e5 * days, "cells"),
        "killed": (KILLS_PER_DAY * days, "cells"),
        "cleared": (7e6 * days, "cells"),
        "layers_cut": (2 * (days >= 40), "1"),
        **{name: (count, "cells") for name, count in T_CELLS.items()},
    }


def write_treated(path: Path, doses: int = 3) -> Path:
    """A treated slab with T cells: 84 days, a dose every four weeks from day 28."""
    parameters = {
        "biology.cytotoxic_t.radius": ("4.5", "um"),
        "run.days": ("84", "1"),
    }
    days = np.arange(85.0)
    with begin(path, "treated", parameters) as file:
        series(file, "patient", days, {"burden": (lesion_columns(days)["volume"][0], "mm^3")})
        series(file, "lesions/primary", days, lesion_columns(days))
        given = np.clip(np.ceil((days - FIRST_DOSE) / 28), 0, doses)
        level = np.where(days > FIRST_DOSE, 60 * np.exp(-((days - FIRST_DOSE) % 28) / 20), 0.0)
        if doses:
            series(file, "therapies/nivolumab", days, {"given": (given, "1")})
            series(
                file,
                "drugs/nivolumab",
                days,
                {
                    "infused": (240 * given, "mg"),
                    "plasma": (level, "mg/L"),
                    "plasma_molar": (level * 6.85, "nM"),
                    "occupancy": (level / (level + 1), "1"),
                    "tissue_primary": (level, "nM"),
                    "occupancy_primary": (level / (level + 2), "1"),
                },
            )
        group = lesion(file, "primary", 0, BLOCK, [1, 1, 0])
        points = packing(lambda p: p[:, 2] < 130, BLOCK)
        dead = np.arange(len(points)) % 9 == 0
        moments = [0, 28, 56, 84]
        frames(
            group,
            moments,
            {
                "tumour": [tumour(points, dead) for _ in moments],
                "cytotoxic_t": [t_cells(points[: 30 + d] + 6.0) for d in moments],
            },
        )
        z = np.linspace(0, 1, 10)[None, :, None, None] * np.ones((4, 10, 6, 6))
        field(group, "oxygen", "mmHg", moments, 20 + 20 * z, 20.0)
        field(group, "ifn_gamma", "pM", moments, 10 * z, 20.0)
        kill = {"kind": "killed_by_t_cells", "value": 3, "x": 1, "y": 2, "z": 3}
        events(
            file,
            ["killed_by_t_cells", "arrival"],
            [
                {"day": 1, "kind": "arrival", "who": 10_001},
                {"day": 2, "who": 5, "parties": [(10_001, 2), (10_002, 1)], **kill},
                {"day": 3, "who": 6, "lesion": 65535, "parties": [(10_001, 3)], **kill},
            ],
        )
    return path


def write_twin_effect(path: Path, last_same: int, first_difference: int) -> Path:
    """Adds to a treated file what a run keeps of the twin: a lesion half as large as hers."""
    with h5py.File(path, "a") as file:
        file["manifest"].attrs["twin"] = f"{path.stem}.twin.h5"
        twin = file.create_group("twin")
        twin.attrs["last_same_s"], twin.attrs["first_difference_s"] = last_same, first_difference
        effect = twin.create_group("effect")
        text(effect, "moment", ["split", "best", "end"])
        text(effect, "quantity", ["lesions/primary.volume"] * 3)
        text(effect, "unit", ["mm^3"] * 3)
        times(effect, np.array([28.0, 56.0, 84.0]))
        numbers(effect, "patient", [1000, 400, 500], "unit")
        numbers(effect, "twin", [1000, 1100, 1200], "unit")
        best = twin.create_group("best_change")
        text(best, "who", ["patient", "twin"])
        times(best, np.array([56.0, 29.0]))
        numbers(best, "change", [-0.3, 0.01], "1")
    return path


def write_spheroid(path: Path) -> Path:
    """A ball with a dead core, without T cells and drugs: 4 days."""
    block = np.full(3, 400.0)
    days = np.arange(5.0)

    def inside(points: np.ndarray) -> np.ndarray:
        return np.linalg.norm(points - 200, axis=1) <= NODULE_RADIUS

    with begin(path, "ball", {"run.days": ("4", "1")}) as file:
        series(
            file,
            "lesions/ball",
            days,
            {
                "volume": (1e-3 * 2 ** (days / 2), "mm^3"),
                "diameter": (0.1 * 2 ** (days / 6), "mm"),
                "tumour_live": (1000 * 2 ** (days / 2), "cells"),
                "tumour_apoptotic": (0, "cells"),
                "tumour_necrotic": (10 * days, "cells"),
                "born": (100 * days, "cells"),
                "apoptosis": (5 * days, "cells"),
                "necrosis": (10 * days, "cells"),
                "killed": (0, "cells"),
                "ctl_effector": (0, "cells"),
                "pdl1": (3e4, "molecules"),
                "layers_cut": (0, "1"),
            },
        )
        group = lesion(file, "ball", 0, block, [0, 0, 0])
        points = packing(inside, block)
        dead = np.linalg.norm(points - 200, axis=1) < NODULE_CORE
        frames(group, [0, 4], {"tumour": [tumour(points, dead & False), tumour(points, dead)]})
        centres = np.arange(10, 400, 20.0)
        r = np.linalg.norm(np.stack(np.meshgrid(*[centres] * 3, indexing="ij"), -1) - 200, axis=-1)
        field(group, "oxygen", "mmHg", [0, 4], np.stack([np.minimum(38, r / 4)] * 2), 20.0)
        events(file, ["birth"], [])
    return path
