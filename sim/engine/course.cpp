#include "engine/course.hpp"

#include <algorithm>
#include <exception>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "clinic/imaging/scan_record.hpp"
#include "clinic/verdicts.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/earlier.hpp"
#include "engine/fingerprint.hpp"
#include "io/clock.hpp"
#include "io/files.hpp"

namespace perforin::engine {

namespace fs = std::filesystem;

namespace {

double since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The figure of that name, summed over the lesions.
double tallied(const patient::Patient& patient, std::string_view name) {
    double sum = 0.0;
    for (const auto& lesion : patient.lesions()) {
        tissue::Tally tally;
        lesion->tally(tally);
        for (std::size_t i = 0; i != tally.labels().size(); ++i) {
            if (tally.labels()[i].name == name) sum += tally.values()[i];
        }
    }
    return sum;
}

}  // namespace

Course::Course(const Scenario& scenario, const RunRequest& request, Prepared& prepared,
               bool resumed, Watch& watch)
    : watch_{watch},
      report_{.of = prepared.run.days,
              .result = prepared.result(scenario, request),
              .burden_at_start = prepared.patient->burden()},
      prepared_{prepared},
      patient_{*prepared.patient},
      provenance_{prepared.provenance(scenario, request)},
      checkpoints_{report_.result, provenance_},
      trajectory_{open(prepared, request, resumed)},
      save_every_{prepared.run.checkpoint.in(second)},
      end_{prepared.run.days * seconds_per_day},
      now_{go_back(prepared, request, resumed)},
      journal_{trajectory_, patient_, prepared.output},
      is_twin_{prepared.who == Who::twin} {
    if (burnt_in_) trajectory_.note("burn_in", burnt_in_->text());
    if (!prepared.is_one_of_two()) return;
    fingerprints_ = &trajectory_.series(
        fingerprint_series, "The state of the patient after each biology step, for her twin",
        {{.label = {"fingerprint", "",
                    "Hash of all that is hers whatever therapies she gets: equal for twins whom "
                    "nothing has told apart yet"},
          .type = Scalar::u64}});
    trajectory_.note(is_twin_ ? "twin_of" : "twin",
                     prepared.result_of(is_twin_ ? Who::patient : Who::twin, scenario, request)
                         .filename()
                         .string());
}

io::Trajectory Course::open(Prepared& prepared, const RunRequest& request, bool resumed) {
    io::Writing writing = prepared.writing(request);
    if (!resumed) {
        writing.force = request.force || request.resume;  // there is nothing that would be lost
        if (prepared.burn_in) {
            io::check_output(report_.result, writing.force, writing.expected_bytes);
            burn_in(prepared, request);
        }
        auto fresh = io::Trajectory::create(report_.result, provenance_, writing);
        checkpoints_.remove();  // of a result that is no more
        return fresh;
    }
    must_be_the_same(report_.result, provenance_);
    return io::Trajectory::reopen(report_.result, provenance_, writing);
}

void Course::burn_in(Prepared& prepared, const RunRequest& request) {
    burnt_in_ = live_burn_in(prepared, provenance_, request, watch_);
    if (burnt_in_->stopped) throw StoppedInBurnIn{burnt_in_->days};
}

/// To where a resumed run goes on from; 0 for one that begins.
Seconds Course::go_back(Prepared& prepared, const RunRequest& request, bool resumed) {
    if (!resumed) return 0;
    const std::string name = printable(report_.result.string());
    const auto from = checkpoints_.restore(prepared, trajectory_.reached(), watch_);
    const Seconds at = from.value_or(0), come_to = std::max(at, trajectory_.reached());
    if (come_to > end_) {
        throw Unavailable{fmt::format(
            "{} has come to {} already, which is beyond the {} days asked for: ask for more, or "
            "begin anew: --force.",
            name, io::day_text(come_to), report_.of)};
    }
    std::string what = fmt::format(
        "resuming {} {}", name,
        from ? "from " + io::day_text(at) : "from the start, for there is no checkpoint to use");
    if (trajectory_.reached() > at) {
        what +=
            fmt::format("; what it holds already, up to day {}, is lived again", days_in_result());
    }
    watch_.tell(what);
    trajectory_.note_more(
        "resumed",
        fmt::format("{} from {}, {} threads: {}", provenance_.manifest.started, io::day_text(at),
                    provenance_.manifest.threads, provenance_.manifest.command_line));
    if (!from && prepared.burn_in) burn_in_again(prepared, request);
    return at;
}

/// For a result of which there is no checkpoint; it stays what it is if that is stopped.
void Course::burn_in_again(Prepared& prepared, const RunRequest& request) {
    try {
        burn_in(prepared, request);
    } catch (const StoppedInBurnIn& early) {
        trajectory_.finish("stopped by the user", fmt::format("day {} of the burn-in", early.day));
        throw;
    }
}

RunReport Course::live() {
    try {
        go_on();
    } catch (const Unavailable& trouble) {
        if (!trajectory_.is_sound()) throw;
        throw Unavailable{fmt::format("{} {}", trouble.what(), safe())};
    } catch (const Broken& broken) {
        note_failure(broken.what());
        throw Broken{fmt::format("{}. {}", broken.what(), safe())};
    } catch (const std::exception& fault) {
        note_failure(fault.what());
        throw;
    }
    return std::move(report_);
}

void Course::go_on() {
    started_ = saved_ = Clock::now();
    patient_.time_by(stopwatch_);
    report_.days = now_ / seconds_per_day;
    if (now_ == 0) {
        keep_fingerprint();
        end_day();
    }
    watch_.see(moment());
    while (!over() && !watch_.stop()) {
        step();
        if (now_ % seconds_per_day == 0) {
            report_.days = now_ / seconds_per_day;
            end_day();
            watch_.see(moment());
        }
        if (!over() && since(saved_) >= save_every_) save();
    }
    report_.completed = over();
    if (!report_.completed && checkpoints_.last() != now_) save();
    std::string day = fmt::format("day {} of {}", report_.days, report_.of);
    report_.died = report_.completed && died();
    if (report_.died) {
        day = "she died: " + day;
        trajectory_.note(death_note, patient::name_of(patient_.body().mortality().cause()));
    }
    finish(report_.completed ? "completed" : "stopped by the user", day);
    if (report_.completed) checkpoints_.remove();
}

/// Where deaths are looked after, a life ends with one, and its run at the end of that day.
bool Course::died() const {
    return patient_.body().mortality().died() >= 0;
}

bool Course::over() const {
    return now_ == end_ || died();
}

void Course::step() {
    const Stopwatch::Scope timing{stopwatch_, "the rest of the simulation"};
    const Day today{now_ / seconds_per_day};
    if (now_ == today.start()) patient_.treat(today);
    const Tick tick{now_, patient_.rules().step()};
    patient_.pass(tick);
    now_ = tick.end();
    keep_fingerprint();
}

void Course::keep_fingerprint() {
    if (!fingerprints_) return;
    const Stopwatch::Scope timing{stopwatch_, "fingerprints"};
    fingerprints_->append(now_, {static_cast<double>(fingerprint(patient_))});
}

/// What is in the result already is never written again.
void Course::end_day() {
    const Stopwatch::Scope timing{stopwatch_, "output"};
    in_midst_ = true;
    journal_.write(now_, prepared_.examinations.look(now_, patient_));
    hear();
    if (now_ <= trajectory_.reached()) {
        journal_.recall(now_, patient_);
    } else {
        journal_.write(now_, patient_);
        trajectory_.reach(now_);
        if (due(prepared_.output.commit, now_)) trajectory_.commit();
    }
    in_midst_ = false;
}

/// What was seen today decides about tomorrow's doses, where it does.
void Course::hear() {
    const auto& judge = patient_.follow_up().judged_by();
    if (!judge) return;
    for (const patient::Verdict& verdict :
         clinic::verdicts(prepared_.examinations, *judge, now_, patient_)) {
        patient_.told(now_, verdict);
    }
}

/// Trouble with a checkpoint is none of the run's: the older ones are still there.
void Course::save() {
    const Stopwatch::Scope timing{stopwatch_, "checkpoints"};
    try {
        trajectory_.commit();
        trajectory_.sync();  // a checkpoint of what the result does not hold would be of no use
        checkpoints_.save(now_, prepared_);
    } catch (const Unavailable& trouble) {
        watch_.warn(fmt::format("{} No checkpoint of {}; {}.", trouble.what(), io::day_text(now_),
                                checkpoints_.last()
                                    ? "that of " + io::day_text(*checkpoints_.last()) + " is kept"
                                    : "there is none before it"));
    }
    saved_ = Clock::now();
}

/// Whatever ended the run stands in the file, with what it cost.
void Course::finish(const std::string& status, const std::string& why) {
    report_.wall_seconds = since(started_);
    report_.burden = patient_.burden();
    report_.killed = tallied(patient_, "killed");
    report_.profile = stopwatch_;
    report_.lived = now_;
    report_.saved = checkpoints_.last();
    report_.checkpoint = checkpoints_.path();
    trajectory_.note("profile", profile_text(report_));
    for (std::size_t i = 0; i != prepared_.examinations.size(); ++i) note_measurements(i);
    trajectory_.finish(status, why);
}

/// What the first reader wrote down, as `perforin respond` reads it.
void Course::note_measurements(std::size_t examination) {
    const clinic::Examinations& all = prepared_.examinations;
    const clinic::Readings* readings = all.plugin(examination).readings();
    if (readings == nullptr || readings->empty()) return;
    const auto note = [&](const std::string& name, std::uint8_t reader) {
        const auto record = clinic::record_of(all.chart("patient", patient_),
                                              all.visits(examination), *readings, reader);
        trajectory_.note(name + all.name(examination), clinic::measurement_csv(record));
    };
    note("measurements_", 0);
    note("true_measurements_", clinic::who_knows);
}

/// The state may be broken, so nothing more is asked of it, and no checkpoint is made of it.
void Course::note_failure(const std::string& why) {
    try {
        if (!in_midst_) trajectory_.commit();
        trajectory_.abandon("failed: " + why,
                            fmt::format("after day {} of {}", days_in_result(), report_.of));
    } catch (const Unavailable&) {  // the fault itself matters more
    }
}

/// What a run that breaks off leaves.
std::string Course::safe() const {
    return fmt::format("The result {} is complete up to day {}; {}.",
                       printable(report_.result.string()), days_in_result(),
                       checkpoints_.last() ? fmt::format("the last checkpoint, {}, is of {}",
                                                         printable(checkpoints_.path().string()),
                                                         io::day_text(*checkpoints_.last()))
                                           : "no checkpoint had been made");
}

std::int64_t Course::days_in_result() const {
    return std::max<Seconds>(0, trajectory_.safe()) / seconds_per_day;
}

Moment Course::moment() const {
    return {.days = report_.days,
            .of = report_.of,
            .agents = patient_.agents(),
            .wall_seconds = since(started_),
            .twin = is_twin_};
}

}  // namespace perforin::engine
