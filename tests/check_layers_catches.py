"""Shows that check_layers.py finds each kind of fault, and lets through what is allowed."""

import pathlib
import sys
import tempfile

from check_layers import faults

# (file under sim/, its line, whether that is a fault)
CASES = [
    ("core/a.hpp", '#include "config/block.hpp"', True),
    ("config/a.cpp", '#include "core/units.hpp"', False),
    ("fields/a.cpp", '#include "cells/table.hpp"', True),
    ("tissue/a.cpp", '#include "biology/tumour.hpp"', True),
    ("therapy/a.cpp", '#include "tissue/effect.hpp"', False),
    ("therapy/a.cpp", '#include "tissue/world.hpp"', True),
    ("biology/a.cpp", '#include "biology/a.hpp"', False),
    ("biology/a.cpp", '#include "biology/b.hpp"', True),
    ("biology/a.cpp", '#include "biology/models/hill.hpp"', False),
    ("engine/a.cpp", '#include "clinic/follow_up.hpp"', False),
    ("cli/a.cpp", '#include "clinic/criteria.hpp"', False),
    ("study/a.cpp", '#include "engine/run.hpp"', False),
    ("study/a.cpp", '#include "patient/patient.hpp"', True),
    ("engine/a.cpp", '#include "study/sweep.hpp"', True),
    ("trial/a.cpp", '#include "study/sweep.hpp"', False),
    ("trial/a.cpp", '#include "patient/patient.hpp"', True),
    ("study/a.cpp", '#include "trial/trial.hpp"', True),
    ("patient/a.cpp", '#include "../tissue/lesion.hpp"', True),
    ("patient/a.cpp", '#include "body.hpp"', True),
    ("patient/a.cpp", "#include <fstream>", True),
    ("patient/a.cpp", "  # include <filesystem>", True),
    ("engine/a.cpp", "#include <filesystem>", False),
    ("tissue/a.cpp", "#include <omp.h>", True),
    ("core/parallel.hpp", "#include <omp.h>", False),
    ("engine/a.cpp", "#include <hdf5.h>", True),
    ("engine/a.cpp", "#include <H5Cpp.h>", True),
    ("io/a.cpp", "#include <hdf5.h>", False),
    ("cells/a.cpp", "#pragma omp parallel for", True),
    ("cells/a.cpp", "#pragma omp simd", False),
    ("tissue/a.cpp", "const double keep = std::exp(-x);", True),
    ("core/a.hpp", "using std::pow;", True),
    ("cells/a.cpp", "x = ::log1pf(x);", True),
    ("patient/a.cpp", "return __builtin_sin(x);", True),
    ("biology/a.cpp", "return sqrt(x) + cbrt (x);", True),
    ("tissue/a.cpp", "const double keep = maths::exp(-x);", False),
    ("tissue/a.cpp", "std::sqrt(x) + std::floor(x) + section.log(x) + catalog(x);", False),
    ("tissue/a.cpp", "double x;  // std::exp(x)", False),
    ("tissue/a.cpp", 'fail("exp(x) overflows");', False),
    ("core/maths.cpp", "double exp(double x) {", False),
    ("engine/a.cpp", "std::pow(10.0, digits);", False),
    ("tissue/a.cpp", "#include <boost/random/binomial_distribution.hpp>", True),
    ("tissue/a.cpp", "#include <boost/random.hpp>", True),
    ("tissue/a.cpp", "#include <boost/random/bernoulli_distribution.hpp>", False),
    ("tissue/a.cpp", "#include <boost/random/uniform_int_distribution.hpp>", False),
    ("tissue/a.cpp", "std::normal_distribution<> g;", True),
    ("extras/a.cpp", "", True),
]


def main() -> int:
    wrong = []
    for file, line, is_fault in CASES:
        with tempfile.TemporaryDirectory() as folder:
            sim = pathlib.Path(folder)
            path = sim / file
            path.parent.mkdir(parents=True)
            path.write_text(line + "\n", encoding="utf-8")
            if bool(faults(sim)) != is_fault:
                wrong.append(f"{file}: {line}: {'missed' if is_fault else 'falsely reported'}")
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
