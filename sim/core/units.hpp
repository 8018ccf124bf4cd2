#pragma once
// Quantities carry their dimension in the type and their value in perforin's own units
// (µm, min, pg, amol, Gy). A Quantity is one double: checking costs nothing at run time.

#include <compare>
#include <string_view>

namespace perforin {

struct Dim {
    int length = 0, time = 0, mass = 0, amount = 0, dose = 0;
    constexpr bool operator==(const Dim&) const = default;
    constexpr Dim operator+(Dim o) const {
        return {length + o.length, time + o.time, mass + o.mass, amount + o.amount, dose + o.dose};
    }
    constexpr Dim operator-(Dim o) const {
        return {length - o.length, time - o.time, mass - o.mass, amount - o.amount, dose - o.dose};
    }
    constexpr Dim operator*(int n) const {
        return {length * n, time * n, mass * n, amount * n, dose * n};
    }
};

inline constexpr Dim scalar{};

/// A named yardstick: `3.0 * um` makes a Quantity, `q.in(um)` reads it back.
template <Dim D>
struct Unit {
    double factor;            ///< one of this, in perforin's own units
    std::string_view symbol;  ///< as written in TOML, tables and HDF5 attributes
};

template <Dim D>
class Quantity {
public:
    constexpr Quantity() = default;
    static constexpr Quantity raw(double own_units) {
        Quantity q;
        q.value_ = own_units;
        return q;
    }
    constexpr double raw() const { return value_; }
    constexpr double in(Unit<D> unit) const { return value_ / unit.factor; }

    // clang-tidy 14 takes the comparison that a default makes for a null pointer.
    constexpr auto operator<=>(const Quantity&) const = default;  // NOLINT(modernize-use-nullptr)
    constexpr Quantity operator-() const { return raw(-value_); }
    constexpr Quantity& operator+=(Quantity o) {
        value_ += o.value_;
        return *this;
    }
    constexpr Quantity& operator-=(Quantity o) {
        value_ -= o.value_;
        return *this;
    }
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return raw(a.value_ + b.value_); }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return raw(a.value_ - b.value_); }
    friend constexpr Quantity operator*(double s, Quantity q) { return raw(s * q.value_); }
    friend constexpr Quantity operator*(Quantity q, double s) { return raw(q.value_ * s); }
    friend constexpr Quantity operator/(Quantity q, double s) { return raw(q.value_ / s); }

private:
    double value_ = 0.0;
};

/// Makes a Quantity<D> from perforin's own units; without dimension it is a plain double.
template <Dim D>
constexpr auto own(double v) {
    if constexpr (D == scalar) {
        return v;
    } else {
        return Quantity<D>::raw(v);
    }
}

// `auto`: GCC 12 cannot mangle A + B in a signature.
template <Dim A, Dim B>
constexpr auto operator*(Quantity<A> a, Quantity<B> b) {
    return own<A + B>(a.raw() * b.raw());
}
template <Dim A, Dim B>
constexpr auto operator/(Quantity<A> a, Quantity<B> b) {
    return own<A - B>(a.raw() / b.raw());
}
template <Dim D>
constexpr auto operator/(double s, Quantity<D> q) {
    return own<scalar - D>(s / q.raw());
}
template <Dim D>
constexpr auto operator*(double v, Unit<D> unit) {
    return own<D>(v * unit.factor);
}

namespace dim {
inline constexpr Dim length{.length = 1}, area{.length = 2}, volume{.length = 3}, time{.time = 1},
    rate{.time = -1}, mass{.mass = 1}, amount{.amount = 1}, speed{.length = 1, .time = -1},
    diffusivity{.length = 2, .time = -1}, flow{.length = 3, .time = -1}, per_area{.length = -2},
    per_volume{.length = -3}, mass_density{.length = -3, .mass = 1},
    mass_per_area{.length = -2, .mass = 1}, mass_rate{.time = -1, .mass = 1},
    amount_rate{.time = -1, .amount = 1}, molarity{.length = -3, .amount = 1},
    molar_mass{.mass = 1, .amount = -1}, binding_rate{.length = 3, .time = -1, .amount = -1},
    pressure{.length = -1, .time = -2, .mass = 1}, radiation_dose{.dose = 1}, per_dose{.dose = -1},
    per_dose2{.dose = -2};
}  // namespace dim

using Length = Quantity<dim::length>;
using Area = Quantity<dim::area>;
using Volume = Quantity<dim::volume>;
using Time = Quantity<dim::time>;
using Rate = Quantity<dim::rate>;
using Mass = Quantity<dim::mass>;
using Amount = Quantity<dim::amount>;
using Speed = Quantity<dim::speed>;  // also a membrane's permeability
using Diffusivity = Quantity<dim::diffusivity>;
using Flow = Quantity<dim::flow>;
using PerArea = Quantity<dim::per_area>;
using PerVolume = Quantity<dim::per_volume>;       // cells per volume
using MassDensity = Quantity<dim::mass_density>;   // drug in plasma
using MassPerArea = Quantity<dim::mass_per_area>;  // dose by body surface
using MassRate = Quantity<dim::mass_rate>;         // secretion
using AmountRate = Quantity<dim::amount_rate>;     // uptake
using Molarity = Quantity<dim::molarity>;
using MolarMass = Quantity<dim::molar_mass>;
using BindingRate = Quantity<dim::binding_rate>;
using Pressure = Quantity<dim::pressure>;
using RadiationDose = Quantity<dim::radiation_dose>;
using PerDose = Quantity<dim::per_dose>;
using PerDose2 = Quantity<dim::per_dose2>;

inline constexpr Unit<scalar> fraction{1.0, "1"}, percent{0.01, "%"}, mg_per_kg{1e-6, "mg/kg"};
inline constexpr Unit<dim::length> um{1.0, "um"}, mm{1e3, "mm"}, cm{1e4, "cm"};
inline constexpr Unit<dim::area> um2{1.0, "um^2"}, mm2{1e6, "mm^2"};
inline constexpr Unit<dim::volume> um3{1.0, "um^3"}, mm3{1e9, "mm^3"}, ml{1e12, "mL"},
    litre{1e15, "L"};
inline constexpr Unit<dim::time> second{1.0 / 60, "s"}, minute{1.0, "min"}, hour{60.0, "h"},
    day{1440.0, "d"}, week{10080.0, "week"};
inline constexpr Unit<dim::rate> per_second{60.0, "1/s"}, per_minute{1.0, "1/min"},
    per_hour{1.0 / 60, "1/h"}, per_day{1.0 / 1440, "1/d"};
inline constexpr Unit<dim::mass> pg{1.0, "pg"}, mg{1e9, "mg"}, kg{1e15, "kg"};
inline constexpr Unit<dim::amount> amol{1.0, "amol"}, nmol{1e9, "nmol"};
inline constexpr Unit<dim::speed> um_per_second{60.0, "um/s"}, um_per_minute{1.0, "um/min"},
    um_per_hour{1.0 / 60, "um/h"};
inline constexpr Unit<dim::diffusivity> um2_per_second{60.0, "um^2/s"},
    um2_per_minute{1.0, "um^2/min"};
inline constexpr Unit<dim::flow> litre_per_day{1e15 / 1440, "L/d"}, ml_per_minute{1e12, "mL/min"};
inline constexpr Unit<dim::per_area> per_um2{1.0, "1/um^2"}, per_mm2{1e-6, "1/mm^2"};
inline constexpr Unit<dim::per_volume> per_um3{1.0, "1/um^3"}, per_mm3{1e-9, "1/mm^3"},
    per_ml{1e-12, "1/mL"}, per_litre{1e-15, "1/L"};
inline constexpr Unit<dim::mass_density> pg_per_ml{1e-12, "pg/mL"}, ng_per_ml{1e-9, "ng/mL"},
    mg_per_litre{1e-6, "mg/L"};
inline constexpr Unit<dim::mass_per_area> mg_per_m2{1e-3, "mg/m^2"};
inline constexpr Unit<dim::mass_rate> pg_per_hour{1.0 / 60, "pg/h"}, pg_per_day{1.0 / 1440, "pg/d"};
inline constexpr Unit<dim::amount_rate> amol_per_minute{1.0, "amol/min"},
    amol_per_second{60.0, "amol/s"};
inline constexpr Unit<dim::molarity> millimolar{1.0, "mM"}, micromolar{1e-3, "uM"},
    nanomolar{1e-6, "nM"}, picomolar{1e-9, "pM"};
inline constexpr Unit<dim::molar_mass> kilodalton{1e-3, "kDa"};  // 1 kDa = 1 kg/mol
inline constexpr Unit<dim::binding_rate> per_nanomolar_per_second{6e7, "1/(nM s)"};
inline constexpr Unit<dim::pressure> mmhg{133.322 * 3.6e12, "mmHg"}, kilopascal{3.6e15, "kPa"};
inline constexpr Unit<dim::radiation_dose> gray{1.0, "Gy"};
inline constexpr Unit<dim::per_dose> per_gray{1.0, "1/Gy"};
inline constexpr Unit<dim::per_dose2> per_gray2{1.0, "1/Gy^2"};

}  // namespace perforin
