#pragma once
// The books of a lesion: what it stands for, and all that came and went, in real cells since the
// start, so that every balance closes.

#include "cells/table.hpp"

namespace perforin::tissue {

struct Books : cells::State {
    cells::Scalar<double> cells_per_agent =
        scalar<double>("cells_per_agent", "1", "Cells that a tumour agent stands for", 1.0);
    cells::Scalar<double> fill = scalar<double>(
        "fill", "1", "Volume of cells per volume of tumour when the block was founded", 1.0);
    cells::Scalar<std::uint64_t> founders =
        scalar<std::uint64_t>("founders", "1", "Founders so far, for their identities");
    cells::Scalar<std::int64_t> layers_cut =
        scalar<std::int64_t>("layers_cut", "1", "Voxel layers cut from the core so far");

    cells::Scalar<std::int64_t> outgrown = scalar<std::int64_t>(
        "outgrown", "1", "1 once a nodule outgrew its cap and goes on as a slab, else 0");

    cells::Scalar<double> founded =
        scalar<double>("founded", "cells", "Tumour cells placed: at the start, and by therapies");
    cells::Scalar<double> born = scalar<double>("born", "cells", "Divisions of tumour cells");
    cells::Scalar<double> apoptosis =
        scalar<double>("apoptosis", "cells", "Tumour cells lost by spontaneous apoptosis");
    cells::Scalar<double> necrosis =
        scalar<double>("necrosis", "cells", "Tumour cells lost by hypoxic necrosis");
    cells::Scalar<double> killed =
        scalar<double>("killed", "cells", "Tumour cells killed by T and NK cells");
    cells::Scalar<double> irradiated =
        scalar<double>("irradiated", "cells", "Tumour cells lost to radiation");
    cells::Scalar<double> drugged =
        scalar<double>("drugged", "cells", "Tumour cells that drugs have killed");
    cells::Scalar<double> resected =
        scalar<double>("resected", "cells", "Live tumour cells taken out by surgery");
    cells::Scalar<double> resected_corpses =
        scalar<double>("resected_corpses", "cells", "Corpses taken out with them");
    cells::Scalar<double> resected_others =
        scalar<double>("resected_others", "cells", "Other cells taken out with them");
    cells::Scalar<double> killed_healthy =
        scalar<double>("killed_healthy", "cells", "Healthy cells killed by T and NK cells");
    cells::Scalar<double> killed_immune =
        scalar<double>("killed_immune", "cells", "Immune cells killed by others' hits");
    cells::Scalar<double> cleared = scalar<double>("cleared", "cells", "Corpses cleared");
    cells::Scalar<double> immune_born =
        scalar<double>("immune_born", "cells", "Divisions of other cells in the lesion");
    cells::Scalar<double> immune_died =
        scalar<double>("immune_died", "cells", "Deaths of other cells in the lesion");
    cells::Scalar<double> arrived =
        scalar<double>("arrived", "cells", "Cells that came from blood");
    cells::Scalar<double> grafted =
        scalar<double>("grafted", "cells", "Cells that a therapy put into the lesion");
    cells::Scalar<double> departed =
        scalar<double>("departed", "cells", "Cells that left for lymph and blood");
    cells::Scalar<double> resampled_tumour =
        scalar<double>("resampled_tumour", "cells",
                       "Live tumour cells gained where the block was cut or drawn anew and the "
                       "multiplier raised, and by rounding between agents and the minority pool");
    cells::Scalar<double> resampled_corpses =
        scalar<double>("resampled_corpses", "cells", "Corpses gained in the same way");
    cells::Scalar<double> resampled_others =
        scalar<double>("resampled_others", "cells", "Other cells gained in the same way");
    cells::Scalar<double> sweeps = scalar<double>(
        "sweeps", "1", "Force sweeps of the mechanics so far, each as the share of cells moved");
    cells::Scalar<double> steps =
        scalar<double>("steps", "1", "Steps in time of the mechanics so far");
    cells::Scalar<double> shortened =
        scalar<double>("shortened", "1",
                       "Steps of the mechanics that were shortened, a cell having moved too far");
};

}  // namespace perforin::tissue
