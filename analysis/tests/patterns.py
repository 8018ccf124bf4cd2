"""Point patterns whose statistics are known in closed form."""

from __future__ import annotations

import numpy as np


def uniform(count: int, size: np.ndarray, seed: int) -> np.ndarray:
    """Points without any order: a Poisson pattern of given number."""
    return np.random.default_rng(seed).uniform(size=(count, len(size))) * size


def lattice(count: int, spacing: float, dimensions: int) -> np.ndarray:
    """A square or cubic lattice, half a spacing away from the faces of its box."""
    axis = (np.arange(count) + 0.5) * spacing
    return np.stack(np.meshgrid(*[axis] * dimensions, indexing="ij"), -1).reshape(-1, dimensions)


def thomas(parents: float, children: float, sigma: float, size: np.ndarray, seed: int):
    """A Thomas process on a torus: Poisson numbers of children, spread normally around Poisson
    parents (expected numbers are given)."""
    random = np.random.default_rng(seed)
    centres = random.uniform(size=(random.poisson(parents), len(size))) * size
    family = np.repeat(centres, random.poisson(children, len(centres)), axis=0)
    return (family + random.normal(scale=sigma, size=family.shape)) % size


def hard_core(count: int, core: float, size: np.ndarray, seed: int) -> np.ndarray:
    """Random sequential addition on a torus: no two points nearer than `core`."""
    random = np.random.default_rng(seed)
    placed: list[np.ndarray] = []
    while len(placed) < count:
        new = random.uniform(size=len(size)) * size
        away = np.array(placed).reshape(-1, len(size)) - new
        away -= size * np.rint(away / size)
        if not len(placed) or np.linalg.norm(away, axis=1).min() >= core:
            placed.append(new)
    return np.array(placed)


def agrees(found: np.ndarray, expected: np.ndarray, relative_error: float) -> None:
    """Means over patterns (first axis) lie within four standard errors of what is expected, and
    these errors are small enough to tell."""
    found = np.asarray(found)
    error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
    assert np.all(error < relative_error * np.abs(expected)), error / expected
    off = (found.mean(axis=0) - expected) / error
    assert np.all(np.abs(off) < 4), off
