#include "clinic/monitoring/tumour_dna.hpp"
#include "clinic/monitoring/sampling.hpp"

namespace perforin::clinic {

double shedding(const SheddingParams& p, double deaths, double live) {
    return p.per_death * deaths + p.basal.in(per_minute)*live;
}

double cleared(const SheddingParams& p, double genomes, double shed, Time dt) {
    return washed(genomes, shed, loss_of(p.half_life), dt);
}

double settled(const SheddingParams& p, double shed) {
    return shed / loss_of(p.half_life).in(per_minute);
}

Copies copies(const SheddingParams& p, double carrying, double tumour, double usual) {
    const double volume = p.plasma.in(ml);
    const double normal = usual * (p.normal * (1.0 * ml) / haploid_genome);
    return {carrying / volume, normal + 2.0 * tumour / volume};
}

Molecules sequence(const SequencingParams& p, const Copies& there, double variants, double yield,
                   Stream& random) {
    const double read = p.drawn.in(ml)*p.conversion * yield * variants;
    const std::uint64_t mutant = poisson(there.mutant * read, random);
    const std::uint64_t wild = poisson((there.all - there.mutant) * read, random);
    return {mutant + binomial(wild, p.error, random), mutant + wild};
}

PlasmaSample sample(const SheddingParams& shed, const SequencingParams& p, double carrying,
                    double tumour, double variants, const Circumstances& at, Stream& random) {
    const Copies there = copies(shed, carrying, tumour, at.normal);
    return {there, sequence(p, there, variants, at.yield, random)};
}

AssayFacts<scalar> share_of_variants() {
    return {.unit = fraction,
            .detection = 1e-4,
            .quantification = 1e-3,
            .most = 1.0,
            .within = 0.1,
            .between = 0.15,
            .limits = config::recalled(
                config::assumed("panels made from the tumour detect 1e-4 and less")),
            .precision = config::recalled(config::assumed(
                "of the yield of molecules; it leaves their shares as they are. 10–20 %"))};
}

double copies_per_ml(const SequencingParams& p, const Molecules& found, double variants) {
    const double read = p.drawn.in(ml)*p.conversion * variants;
    return read > 0.0 ? static_cast<double>(found.mutant) / read : 0.0;
}

}  // namespace perforin::clinic
