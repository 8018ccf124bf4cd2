"""Small synthetic trajectories, written once a session."""

from __future__ import annotations

import pytest
import synthetic
from perforin import Trajectory


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("trajectories")


@pytest.fixture(scope="session")
def treated_file(folder):
    return synthetic.write_treated(folder / "treated.h5")


@pytest.fixture(scope="session")
def untreated_file(folder):
    return synthetic.write_treated(folder / "untreated.h5", doses=0)


@pytest.fixture(scope="session")
def spheroid_file(folder):
    return synthetic.write_spheroid(folder / "spheroid.h5")


@pytest.fixture
def treated(treated_file):
    with Trajectory.open(treated_file) as trajectory:
        yield trajectory


@pytest.fixture
def spheroid(spheroid_file):
    with Trajectory.open(spheroid_file) as trajectory:
        yield trajectory
