#pragma once
// Distributions that a parameter is drawn from: each as its quantile function, so that a design
// needs numbers between 0 and 1 only.

namespace perforin::study {

enum class Law { uniform, log_uniform, normal, log_normal };

/// The value below which a share p of the standard normal distribution lies, 0 < p < 1.
double normal_quantile(double p);
/// The share of the standard normal distribution below z.
double normal_share(double z);

/// Between `low` and `high`. What a law has beyond them is left out, and the rest scaled up.
struct Distribution {
    Law law = Law::uniform;
    double low = 0.0, high = 1.0;
    double centre = 0.0;  ///< mean of a normal, median of a log-normal
    double spread = 0.0;  ///< standard deviation; of a log-normal the factor of one

    /// The value below which a share u lies, 0 ≤ u ≤ 1.
    double quantile(double u) const;
    /// Share of the law between `low` and `high`, before the rest is left out.
    double share_inside() const;

    /// Of a normal or log-normal, before anything is left out: the share below x, and the value
    /// below which a share lies, moved to `low` or `high` if it is beyond.
    double share_below(double x) const;
    double at_share(double share) const;
};

}  // namespace perforin::study
