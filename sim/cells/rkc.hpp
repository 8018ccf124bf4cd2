#pragma once
// Runge–Kutta–Chebyshev of second order: an explicit method whose stability interval grows with the
// square of its stages, for stiff systems with a nearly symmetric Jacobian. Sommeijer, Shampine and
// Verwer 1998, "RKC: an explicit solver for parabolic PDEs", J Comput Appl Math 88, 315–326; with
// more damping than theirs, since fresh overlaps must decay and not just stay bounded (METHODS.md).

#include <vector>

namespace perforin::cells {

/// In terms of the displacement u_j = Y_j − Y_0 since the start of a step of length h, a stage is
///     u_j = mu u_{j−1} + nu u_{j−2} + h (mu_f F(Y_{j−1}) + gamma_f F(Y_0)),   u_0 = u_{−1} = 0,
/// which keeps small displacements of large coordinates accurate in single precision.
struct RkcStage {
    double mu = 0.0, nu = 0.0, mu_f = 0.0, gamma_f = 0.0;
};

/// Stages 1…s of the method; the last gives the step. s ≥ 2.
std::vector<RkcStage> rkc_stages(int s);

/// The method of s stages is stable for h ρ up to this, ρ the spectral radius of −∂F/∂Y.
double rkc_stability(int s);

/// The fewest stages that are stable for h ρ, at least 3: with two the factor of a stiff mode is
/// 1 − z + z²/2, which hardly damps.
int rkc_stages_for(double h_rho);

}  // namespace perforin::cells
