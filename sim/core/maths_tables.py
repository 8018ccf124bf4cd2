"""Computes every number in maths_tables.hpp with 60 digits and prints that file; needs mpmath.

usage: maths_tables.py > maths_tables.hpp

Polynomials are minimax: Remez's exchange on the function that the polynomial stands for, weighted so
that the error counts in units of the result. Coefficients are rounded to double from the lowest
power up, and the higher ones are fitted anew after each, so that they make up for the rounding.
The largest error that is left stands beside each polynomial. It takes about half a minute.
"""

import functools
from collections.abc import Callable

from mpmath import mp, mpf

mp.dps = 60

Function = Callable[[mpf], mpf]


def series(terms: Callable[[int], mpf]) -> Function:
    """The power series with these coefficients, summed until nothing changes."""

    def value(x: mpf) -> mpf:
        total, power, n = mpf(0), mpf(1), 0
        while n < 4 or abs(power) > mpf(10) ** -58:
            total += terms(n) * power
            power *= x
            n += 1
            if power == 0:
                break
        return total

    return value


def remez(f: Function, weight: Function, low: mpf, high: mpf, terms: int) -> list[mpf]:
    """Coefficients of the polynomial with that many terms and the smallest largest weighted error."""
    # Neither holds 0, where weights vanish.
    middle, half = (low + high) / 2, (high - low) / 2
    nodes = [
        middle - half * mp.cos(mp.pi * (i + mpf("0.6")) / (terms + 1)) for i in range(terms + 1)
    ]
    grid = [middle - half * mp.cos(mp.pi * (i + mpf("0.3")) / 600) for i in range(600)]
    for _ in range(12):
        rows = [
            [x**n for n in range(terms)] + [(-1) ** i / weight(x)] for i, x in enumerate(nodes)
        ]
        solved = mp.lu_solve(mp.matrix(rows), mp.matrix([f(x) for x in nodes]))
        c = [solved[n] for n in range(terms)]
        error = [weight(x) * (f(x) - mp.polyval(c[::-1], x)) for x in grid]
        # One extremum from each run of errors of one sign, the largest of the run.
        runs: list[int] = []
        for i, e in enumerate(error):
            if runs and (error[runs[-1]] > 0) == (e > 0):
                if abs(e) > abs(error[runs[-1]]):
                    runs[-1] = i
            else:
                runs.append(i)
        if len(runs) < terms + 1:
            break
        while len(runs) > terms + 1:
            runs.pop(0 if abs(error[runs[0]]) < abs(error[runs[-1]]) else -1)
        nodes = [grid[i] for i in runs]
        heights = [abs(error[i]) for i in runs]
        if max(heights) < mpf("1.0001") * min(heights):
            break
    return c


def polynomial(f: Function, weight: Function, low, high, terms: int) -> tuple[list[float], float]:
    """Doubles, lowest power first, and the largest weighted error of the polynomial they make."""
    low, high = mpf(low), mpf(high)
    f, weight = functools.cache(f), functools.cache(weight)
    fixed: list[float] = []
    rest, factor = f, weight
    while len(fixed) < terms:
        n = len(fixed) + 1
        fixed.append(float(remez(rest, factor, low, high, terms + 1 - n)[0]))
        # What remains for the higher powers: (f − fixed part)/xⁿ, by the series' own precision.
        rest = lambda x, n=n: (f(x) - mp.polyval(fixed[:n][::-1], x)) / x**n
        factor = lambda x, n=n: weight(x) * abs(x) ** n
    points = [low + (high - low) * (i + mpf(1) / 3) / 1000 for i in range(1000)]
    worst = max(abs(weight(x) * (f(x) - mp.polyval(fixed[::-1], x))) for x in points)
    return fixed, float(worst)


def double_pair(x: mpf) -> tuple[float, float]:
    high = float(x)
    return high, float(x - mpf(high))


def grid_pair(x: mpf, bits: int) -> tuple[float, float]:
    """The nearest multiple of 2^-bits, and the rest."""
    high = float(mp.nint(x * mpf(2) ** bits) / mpf(2) ** bits)
    return high, float(x - mpf(high))


def hexadecimal(x: float) -> str:
    """The shortest hexadecimal text of a double."""
    sign, text = ("-", x.hex()[1:]) if x < 0 else ("", x.hex())
    mantissa, exponent = text.split("p")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{sign}{mantissa}p{exponent}"


def constant(name: str, x: float, why: str) -> None:
    print(f"inline constexpr double {name} = {hexadecimal(x)};  // {why}")


def coefficients(name: str, why: str, c: list[float], error: float) -> None:
    print(f"\n// {why} Largest error 2^{float(mp.log(error, 2)):.1f} of the result.")
    print(f"inline constexpr double {name}[] = {{")
    for value in c:
        print(f"    {hexadecimal(value)},")
    print("};")


def rows(name: str, type_name: str, entries: list[tuple[float, ...]], per_line: int) -> None:
    print(f"inline constexpr {type_name} {name}[] = {{")
    texts = ["{" + ", ".join(map(hexadecimal, entry)) + "}," for entry in entries]
    for i in range(0, len(texts), per_line):
        print("    " + " ".join(texts[i : i + per_line]))
    print("};")


def powers_of_two() -> None:
    steps = 128
    step = mp.log(2) / steps
    high = float(mp.nint(step * mpf(2) ** 42) / mpf(2) ** 42)
    print("\n// exp: x = n·ln2/128 + r.")
    constant("steps_per_unit", float(1 / step), "128/ln2")
    constant("step_high", high, "ln2/128 with 35 bits: times n it is exact")
    constant("step_low", float(step - mpf(high)), "the rest of it")
    half = step / 2 * (1 + mpf(2) ** -20)
    tail = series(lambda n: 1 / mp.factorial(n + 2))
    coefficients(
        "exp_tail",
        "(exp(r) − 1 − r)/r² for |r| ≤ ln2/256.",
        *polynomial(tail, lambda r: r**2, -half, half, 4),
    )
    print("\n/// 2^(j/128) = value·(1 + rest).")
    print("struct PowerOfTwo {\n    double value, rest;\n};")
    entries = []
    for j in range(steps):
        exact = mpf(2) ** (mpf(j) / steps)
        value = float(exact)
        entries.append((value, float(exact / mpf(value) - 1)))
    rows("powers_of_two", "PowerOfTwo", entries, 2)

    tail = series(lambda n: 1 / mp.factorial(n + 3))
    coefficients(
        "expm1_tail",
        "(exp(x) − 1 − x − x²/2)/x³ for |x| ≤ 1/8.",
        *polynomial(tail, lambda x: x**3 / mp.expm1(x) if x else mpf(0), -0.125, 0.125, 8),
    )


def logarithms() -> None:
    print(
        "\n// log: x = 2^k·z with z in [0.6875, 1.375), by the interval of z: inverse ≈ 1/z, of few"
    )
    print(
        "// bits, so that z·inverse − 1 can be had exactly; −log(inverse) = high + low, where high is"
    )
    print("// a multiple of 2^-42, so that sums of it and multiples of ln2_high are exact.")
    high, low = grid_pair(mp.log(2), 42)
    constant("ln2_high", high, "a multiple of 2^-42")
    constant("ln2_low", low, "ln2 − ln2_high")
    tail = series(lambda n: mpf((-1) ** n) / (n + 3))
    coefficients(
        "log_tail",
        "(log(1 + r) − r + r²/2)/r³ for |r| ≤ 2^-7.",
        *polynomial(tail, lambda r: r**2, -(mpf(2) ** -7), mpf(2) ** -7, 6),
    )
    print("\nstruct Logarithm {\n    double inverse, high, low;\n};")
    entries, widest = [], mpf(0)
    for j in range(128):
        # The bits of a double count up through 128 intervals from 0.6875 to 1.375.
        below_one = 80  # intervals of 1/256 from 0.6875 to 1, then of 1/128
        start = mpf(176 + j) / 256 if j < below_one else 1 + mpf(j - below_one) / 128
        end = start + (mpf(1) / 256 if j < below_one else mpf(1) / 128)
        inverse = (
            1.0 if j in (below_one - 1, below_one) else float(mp.nint(1024 / (start + end)) / 512)
        )
        widest = max(widest, abs(start * inverse - 1), abs(end * inverse - 1))
        entries.append((inverse, *grid_pair(-mp.log(mpf(inverse)), 42)))
    assert widest <= mpf(2) ** -7, widest
    rows("logarithms", "Logarithm", [(i, h + 0.0, l + 0.0) for i, h, l in entries], 1)


def roots() -> None:
    coefficients(
        "cbrt_start",
        "z^(1/3) for 1 ≤ z ≤ 2.",
        *polynomial(lambda z: mp.cbrt(1 + z), lambda z: 1 / mp.cbrt(1 + z), 0, 1, 7),
    )
    for power in (1, 2):
        constant(f"cbrt_of_{2**power}", float(mp.cbrt(2**power)), f"{2**power}^(1/3)")


def circle() -> None:
    quarter = (mp.pi / 4) ** 2
    sine = series(lambda n: mpf((-1) ** (n + 1)) / mp.factorial(2 * n + 3))
    cosine = series(lambda n: mpf((-1) ** n) / mp.factorial(2 * n + 4))
    coefficients(
        "sin_tail",
        "(sin(x) − x)/x³ in x² for |x| ≤ π/4.",
        *polynomial(sine, lambda z: z / (1 + z * sine(z)), 0, quarter, 6),
    )
    coefficients(
        "cos_tail",
        "(cos(x) − 1 + x²/2)/x⁴ in x² for |x| ≤ π/4.",
        *polynomial(cosine, lambda z: z**2 / mp.cos(mp.sqrt(z)), 0, quarter, 6),
    )
    print()
    for name, value, why in (("half_pi", mp.pi / 2, "π/2"), ("two_pi", 2 * mp.pi, "2π")):
        high, low = double_pair(value)
        constant(f"{name}_high", high, why)
        constant(f"{name}_low", low, f"{why} − {name}_high")
    words = 21
    mp.prec = 64 * words + 64
    bits = int(mp.floor(2 / mp.pi * mpf(2) ** (64 * (words - 1))))
    print("\n// 2/π in binary after 64 zeros.")
    print("inline constexpr std::uint64_t two_over_pi[] = {")
    texts = [f"0x{(bits >> (64 * (words - 1 - i))) % 2**64:016x}," for i in range(words)]
    for i in range(0, words, 4):
        print("    " + " ".join(texts[i : i + 4]))
    print("};")


if __name__ == "__main__":
    print("#pragma once")
    print(
        "// Coefficients and tables of core/maths.cpp, made by core/maths_tables.py: see there how."
    )
    print("// clang-format off")
    print("\n#include <cstdint>")
    print("\nnamespace perforin::maths::detail {")
    powers_of_two()
    logarithms()
    roots()
    circle()
    print("\n}  // namespace perforin::maths::detail")
