// Bytes that a tumour cell and a voxel take, as declared and as the heap grows.

#include <memory>

#include <fmt/format.h>

#include "bench/growing_ball.hpp"
#include "bench/heap.hpp"
#include "bench/patients.hpp"
#include "bench/session.hpp"
#include "bench/tumour_block.hpp"
#include "config/section.hpp"
#include "fields/substance.hpp"
#include "tissue/kind.hpp"

namespace perforin::bench {

namespace {

constexpr Target cell{160.0}, field{24.0};

Figure bytes(std::string name, double value, std::string item) {
    Figure figure;
    figure.name = std::move(name);
    figure.value = value;
    figure.unit = "B/" + std::move(item);
    return figure;
}

/// Heap that `make` takes and its result keeps.
template <class Make>
double heap_of(Make&& make) {
    const double before = heap_bytes();
    const auto kept = make();
    return heap_bytes() - before;
}

/// Of the columns that all see and those of the kind alone.
Figure columns() {
    config::Section defaults;
    const auto kind = registry<tissue::Kind>().at("tumour").make(defaults);
    const double shared = static_cast<double>(tissue::Surface{}.row_bytes()),
                 own = static_cast<double>(kind->populate()->row_bytes());
    Figure figure = bytes("columns of a tumour cell", shared + own, "cell");
    figure.remark = fmt::format("{} seen by all, {} its kind's own", shared, own);
    return figure;
}

/// Beyond the columns of the population itself, after an hour.
Figure mechanics(Session& session) {
    GrowingBall ball{session.packing(100'000)};
    const auto law = default_law();
    const double heap = heap_of([&] {
        auto mechanics = std::make_unique<cells::Mechanics>(*law, ball.box(), cells::Walls::none());
        ball.hour(*mechanics);
        return mechanics;
    });
    Figure figure = bytes("buffers of mechanics", heap / static_cast<double>(ball.size()), "cell");
    figure.remark = "neighbour lists, velocities, stages";
    return figure;
}

/// What a lesion takes more when its block holds more cells, after a day's life.
Figure lesion() {
    constexpr double extent = 600.0;
    double few = 0.0, many = 0.0;
    const auto day_of = [](double radius, double& cells) {
        return heap_of([&] {
            auto patient = make_patient(nodule("measured", radius, extent));
            patient->live(Day{0});
            cells = tumour_cells(*patient);
            return patient;
        });
    };
    const double small = day_of(60.0, few), large = day_of(230.0, many);
    Figure figure =
        bytes("a cell in a lesion, all included", (large - small) / (many - few), "cell");
    figure.target = cell;
    figure.remark = fmt::format("{:.0f} against {:.0f} tumour cells, after a day", many, few);
    return figure;
}

/// The registered substances and the solver that they share.
Figure fields_of_block() {
    const fields::Grid grid = cube_of(100);
    const auto substances = static_cast<double>(registry<fields::Substance>().size());
    struct Block {
        explicit Block(const fields::Grid& grid) : solver{grid} {}
        fields::Multigrid solver;
        std::vector<std::unique_ptr<fields::Diffusion>> fields;
    };
    const double heap = heap_of([&] {
        auto block = std::make_unique<Block>(grid);
        for (std::size_t i = 0; i != registry<fields::Substance>().size(); ++i) {
            block->fields.push_back(std::make_unique<fields::Diffusion>(
                grid, oxygen_transport(), fields::all_faces(oxygen_transport().host)));
        }
        return block;
    });
    const double a_voxel = heap / static_cast<double>(grid.size());
    Figure figure = bytes("a voxel and field", a_voxel / substances, "voxel");
    figure.target = field;
    figure.remark =
        fmt::format("{:.0f} a voxel with {} fields and the solver", a_voxel, substances);
    return figure;
}

class Memory final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        session.add(columns());
        if (heap_bytes() == 0.0) return;  // nobody counts
        session.add(mechanics(session));
        session.add(lesion());
        session.add(fields_of_block());
    }
};

const Registered<Benchmark> here{"memory", "Bytes of a cell and of a voxel",
                                 make<Benchmark, Memory>};

}  // namespace

}  // namespace perforin::bench
