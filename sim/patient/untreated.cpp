// A patient without therapies: her steps before the first day, and what twins share who differ in
// their therapies. Part of Patient.

#include <algorithm>
#include <map>
#include <string>

#include "patient/patient.hpp"

namespace perforin::patient {

namespace {

/// Gives a table what a twin saved of it, and leaves what belongs to therapies as it is.
class FromTwin final : public Source {
public:
    FromTwin(const Patient& patient, const cells::NamedTable& own, const cells::Saved& saved)
        : patient_{&patient}, name_{own.name}, rows_{own.table->size()} {
        const auto shared = [&](const cells::AnyColumn* column) { return hers(*column); };
        const auto columns = own.table->columns();
        if (std::any_of(columns.begin(), columns.end(), shared)) saved_ = &saved(name_);
    }
    std::size_t rows(const std::string& column) const override {
        return patient_->without_therapy(name_, column) ? saved_->rows(column) : rows_;
    }
    void take(const Label& label, void* into, std::size_t rows, std::size_t width,
              Scalar type) const override {
        if (!patient_->without_therapy(name_, label.name)) return;
        saved_->take(label, into, rows, width, type);
    }

private:
    bool hers(const cells::AnyColumn& column) const {
        return patient_->without_therapy(name_, column.label().name);
    }

    const Patient* patient_;
    std::string name_;
    std::size_t rows_;
    const Source* saved_ = nullptr;
};

}  // namespace

void Patient::pass_untreated(const Tick& tick) {
    body_.circulate(tick);
    live_on(tick);
}

void Patient::rescale(Seconds at) {
    for (std::size_t lesion = 0; lesion != lesions_.size(); ++lesion) {
        lesions_[lesion]->rescale(at);
        open_ways(lesion);
    }
    body_.blood().open_books();
    body_.nodes().open_books();
}

void Patient::set_clock(Seconds began, Seconds now) {
    for (auto& lesion : lesions_) lesion->set_clock(began, now);
}

bool Patient::without_therapy(const std::string& table, const std::string& column) const {
    for (const char* treated : {"therapies/", "body/drugs/", "body/deliveries", "body/resections",
                                "body/mobilisations", "metastases/drugs"}) {
        if (table.starts_with(treated)) return false;
    }
    if (table.ends_with("/dissolved/perfusion")) return false;
    if (!table.ends_with("/dissolved/levels")) return true;
    return std::none_of(body_.drugs().begin(), body_.drugs().end(),
                        [&](const auto& drug) { return drug->name == column; });
}

void Patient::restore_untreated(const cells::Saved& saved) {
    std::map<std::string, FromTwin> twin;
    for (const cells::NamedTable& one : tables()) {
        twin.emplace(one.name, FromTwin{*this, one, saved});
    }
    restore([&](const std::string& name) -> const Source& { return twin.at(name); });
}

}  // namespace perforin::patient
