// The program: reads the command line, calls one command, and says what went wrong.

#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "core/error.hpp"
#include "core/instructions.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"
#include "engine/limits.hpp"
#include "io/build_info.hpp"

namespace perforin::cli {

namespace {

constexpr const char* examples = R"(Examples:
  perforin run scenarios/checkpoint_blockade
  perforin run my_scenario --seed 7 --days 30 -o seed7.h5
  perforin run my_scenario --set "lesion.primary.diameter=30 mm" --set ablation.ctl_killing=true
  perforin run my_scenario --resume   goes on where it was interrupted
  perforin sweep my_study.toml        many runs: what is done is not done again
  perforin trial my_trial.toml        virtual patients in arms, judged as a trial would
  perforin cohort my_cohort.toml      who the virtual patients of a trial are
  perforin check my_scenario          every problem at once, with its place
  perforin explain hit_rate           what a parameter means and where its value comes from
  perforin new my_scenario            a commented scenario to start from
  perforin info seed7.h5
  perforin respond trial.csv          RECIST 1.1, iRECIST, irRC and imRECIST of measured lesions
  perforin bench sweep v_cycle        how fast kernels are, and how near to the machine's limits

Exit codes: 0 done, 1 a fault of the program (diff: a difference), 2 a mistake in the input,
3 stopped (--resume goes on). Figures, reports and other formats: ./perforin plot, report, export.)";

/// What the start script does itself or hands to the Python package.
const std::vector<std::string> elsewhere{"plot", "report", "export"};

std::string version() {
    return fmt::format("perforin {} (commit {}, {}, {})", build::version, build::commit,
                       build::compiler, build::type);
}

/// The words of a command line as a shell would need them.
std::string as_typed(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) {
        const bool plain = !word.empty() &&
                           word.find_first_of(" \t\n'\"\\$&|;<>()*?[]{}~#!`") == std::string::npos;
        const std::string typed = plain ? word : "'" + word + "'";
        for (std::string_view rest = typed; !rest.empty();) {  // letter by letter: all of it
            const std::size_t length = std::max<std::size_t>(1, letter_length(rest));
            line += printable(rest.substr(0, length));
            rest.remove_prefix(length);
        }
        line += ' ';
    }
    if (!line.empty()) line.pop_back();
    return line;
}

/// The words that go on with the run which these began.
std::vector<std::string> resuming(std::vector<std::string> words) {
    const auto without = [&](const char* word) {
        words.erase(std::remove(words.begin(), words.end(), word), words.end());
    };
    without("--force");
    without("--resume");
    words.emplace_back("--resume");
    return words;
}

/// The commands, their options, and what the user chose.
class Program {
public:
    explicit Program(const std::vector<std::string>& words) : words_{words} {
        app_.footer(examples);
        app_.set_version_flag("--version", version(), "Says which program this is");
        app_.set_help_flag("-h,--help", "Shows this");
        app_.require_subcommand(0, 1);
        add_run();
        add_sweep();
        add_trial();
        add_cohort();
        add_files();
        add_respond();
        add_reference();
        add_bench();
    }

    int call() {
        if (const std::string mistake = wrong_command(); !mistake.empty()) throw BadInput{mistake};
        try {
            std::vector<std::string> reversed{words_.rbegin(), words_.rend() - 1};
            if (!reversed.empty() && reversed.back() == "help") reversed = {"--help"};
            app_.parse(reversed);
        } catch (const CLI::CallForHelp& call) {
            return app_.exit(call);
        } catch (const CLI::CallForVersion& call) {
            return app_.exit(call);
        } catch (const CLI::ExtrasError&) {
            throw BadInput{unexpected()};
        } catch (const CLI::ParseError& error) {
            throw BadInput{fmt::format("{} ({})", error.what(), where_help_is())};
        }
        if (chosen_) return chosen_();
        std::fputs(app_.help().c_str(), stdout);
        return done;
    }

private:
    CLI::App* add(const std::string& name, const std::string& doc,
                  const std::function<int()>& action) {
        CLI::App* command = app_.add_subcommand(name, doc);
        command->callback([this, action] { chosen_ = action; });
        return command;
    }

    void add_run() {
        CLI::App* run = add("run", "Simulates one patient", [this] {
            run_.command_line = as_typed(words_);
            run_.how_to_resume = as_typed(resuming(words_));
            return cli::run(run_);
        });
        run->add_option("SCENARIO", run_.scenario, "A folder with a scenario.toml, or a .toml file")
            ->required();
        run->add_option("-o,--output", run_.output, "The result; default: the scenario's name.h5");
        run->add_option("--seed", run_.seed, "Seed of all chance");
        run->add_option("--days", run_.days, "Days to simulate");
        run->add_option("--threads", run_.threads, "Threads to compute with");
        run->add_option("--set", run_.settings, "KEY=VALUE: sets any parameter; may be repeated")
            ->allow_extra_args(false);
        run->add_flag("--resume", run_.resume,
                      "Goes on with a run that was interrupted, to the same result as if it had "
                      "not been");
        run->add_flag("--force", run_.force, "Replaces an older result")->excludes("--resume");
        run->add_option("--cache", run_.cache,
                        "Folder where burn-ins are kept for other runs; default: $PERFORIN_CACHE, "
                        "else perforin in $XDG_CACHE_HOME or ~/.cache");
        run->add_flag("--no-cache", run_.no_cache,
                      "Neither takes a burn-in from there nor keeps it")
            ->excludes("--cache");
        run->add_flag("-q,--quiet", run_.quiet, "Says nothing unless something is wrong");
        run->add_flag("--profile", run_.profile, "Shows at the end where the time went");
    }

    void add_sweep() {
        CLI::App* sweep =
            add("sweep", "Carries out a study: many runs, and a table of them", [this] {
                sweep_.command_line = sweep_.how_to_go_on = as_typed(words_);
                return cli::sweep(sweep_);
            });
        sweep->add_option("STUDY", sweep_.study, "A study (.toml)")->required();
        sweep->add_option("-o,--output", sweep_.output,
                          "The table, without its end; default: STUDY.results beside the study");
        add_runs(sweep);
    }

    void add_trial() {
        CLI::App* trial = add(
            "trial", "Carries out a trial: arms of patients, looks, and tables of them", [this] {
                sweep_.command_line = sweep_.how_to_go_on = as_typed(words_);
                return cli::trial(sweep_);
            });
        trial->add_option("TRIAL", sweep_.study, "A trial (.toml)")->required();
        trial->add_option("-o,--output", sweep_.output,
                          "Folder of the tables; default: results/TRIAL beside the trial");
        add_runs(trial);
        trial->add_flag("--where", sweep_.where, "Only says where its tables go");
    }

    /// Of commands that carry out many runs.
    void add_runs(CLI::App* command) {
        command->add_option("--runs", sweep_.runs,
                            "Folder of runs, which studies and trials share; default: "
                            "$PERFORIN_RUNS, else runs beside the file");
        command
            ->add_option("--workers", sweep_.workers,
                         "Runs at once; default: as many as processors")
            ->check(CLI::Range(1, 4096));
        command
            ->add_option("--threads", sweep_.threads,
                         "Threads of each run; default: one, or more where processors would idle")
            ->check(CLI::Range(1, 1024));
        command->add_flag("--retry", sweep_.retry, "Tries failed runs again");
        command->add_flag("--no-run", sweep_.no_run,
                          "Runs nothing, writes the tables of what is there");
        command->add_option("--cache", sweep_.cache, "Folder where burn-ins are kept, as of run");
        command
            ->add_flag("--no-cache", sweep_.no_cache,
                       "Neither takes burn-ins from there nor keeps them")
            ->excludes("--cache");
        command->add_flag("-q,--quiet", sweep_.quiet, "Says nothing unless something is wrong");
    }

    void add_cohort() {
        CLI::App* cohort =
            add("cohort", "Shows the patients of a cohort: a table, or one patient's scenario",
                [this] { return cli::cohort(cohort_); });
        cohort->add_option("COHORT", cohort_.cohort, "A cohort (.toml)")->required();
        cohort->add_option("--patient", cohort_.patient,
                           "Prints the scenario of the patient of that number, from 1");
        cohort->add_option("--patients", cohort_.patients, "As many patients, not as the file says")
            ->check(CLI::Range(1, 1'000'000));
        cohort->add_option("--seed", cohort_.seed, "That seed, not the file's");
        cohort->add_flag("-q,--quiet", cohort_.quiet, "Prints no summary");
    }

    void add_files() {
        add("check", "Reports every problem of scenarios, studies, cohorts and trials",
            [this] { return cli::check(files_); })
            ->add_option("FILE", files_, "Folders or .toml files")
            ->required();
        add("info", "Says what is in a result, and how and why it ended",
            [this] { return cli::info(first_); })
            ->add_option("FILE", first_, "A result (.h5)")
            ->required();
        CLI::App* diff = add("diff", "Finds the first difference of two results",
                             [this] { return cli::diff(first_, second_); });
        diff->add_option("A", first_, "A result (.h5)")->required();
        diff->add_option("B", second_, "Another")->required();
        add("new", "Makes a commented scenario to start from", [this] { return make_new(first_); })
            ->add_option("NAME", first_, "A folder that is not there yet")
            ->required();
    }

    void add_respond() {
        CLI::App* respond =
            add("respond", "Judges a table of measured lesions by the response criteria",
                [this] { return cli::respond(respond_); });
        respond
            ->add_option("TABLE", respond_.table,
                         "Measurements (.csv); sim/clinic/METHODS.md describes its columns")
            ->required();
        respond->add_option("-o,--output", respond_.output,
                            "Folder for the results; default: beside the table");
        respond
            ->add_option("--set", respond_.settings,
                         "KEY=VALUE: confirmation_days, stable_days or missed_visits; may be "
                         "repeated")
            ->allow_extra_args(false);
        respond->add_flag("--force", respond_.force, "Replaces older results");
        respond->add_flag("-q,--quiet", respond_.quiet, "Says nothing unless something is wrong");
    }

    void add_reference() {
        add("list", "Lists what there is", [this] { return cli::list(family_); })
            ->add_option("FAMILY", family_,
                         "scenarios, cells, substances, therapies, drugs, layouts, examinations or "
                         "ablations; default: all");
        add("explain", "Says all there is to know about a parameter",
            [this] { return cli::explain(first_); })
            ->add_option("KEY", first_, "A key, or the end of one: hit_rate")
            ->required();
        add("params", "Prints the reference of all parameters (Markdown)", cli::params);
        add("schema", "Prints the JSON schema of a scenario, for editors",
            [this] { return cli::schema(schema_of_); })
            ->add_option("OF", schema_of_, "scenario, study, cohort or trial")
            ->check(CLI::IsMember({"scenario", "study", "cohort", "trial"}));
    }

    void add_bench() {
        CLI::App* bench = add("bench", "Measures speed and memory beside the machine's own limits",
                              [this] { return cli::bench(bench_); });
        bench->add_option("NAME", bench_.names, "Benchmarks; default: all (about a minute)");
        bench->add_flag("--list", bench_.list, "Lists what there is");
        bench->add_flag("--full", bench_.full, "The largest cases too: minutes, and some GiB");
        bench->add_option("--threads", bench_.threads, "Threads to compute with")
            ->check(CLI::Range(1, 1024));
        bench->add_option("--seconds", bench_.seconds, "A figure is measured for at least so long")
            ->check(CLI::Range(0.0, 3600.0));
        bench->add_option("--json", bench_.json, "Writes all figures to a file");
        bench->add_flag("--count", bench_.count,
                        "Only does a small work of one benchmark, on one thread, for callgrind");
        bench->add_option("--repeat", bench_.repetitions, "How often --count does it")
            ->check(CLI::Range(0, 1000000));
    }

    /// A sentence if the first word is no command.
    std::string wrong_command() const {
        if (words_.size() < 2 || words_[1].empty() || words_[1].front() == '-') return {};
        const std::string& word = words_[1];
        if (word == "help") return {};
        std::vector<std::string> known = elsewhere;
        for (const CLI::App* command : app_.get_subcommands({})) {
            if (command->get_name() == word) return {};
            known.push_back(command->get_name());
        }
        for (const std::string& other : elsewhere) {
            if (word != other) continue;
            return fmt::format(
                "'{}' needs the Python package: call it through the start script, "
                "./perforin {}",
                word, word);
        }
        const std::string near = nearest(word, known);
        return fmt::format("there is no command '{}'{} (see perforin --help)", printable(word),
                           near.empty() ? "" : "; did you mean '" + near + "'?");
    }

    std::string where_help_is() const {
        const auto called = app_.get_subcommands();
        return called.empty() ? "see perforin --help"
                              : fmt::format("see perforin {} --help", called.front()->get_name());
    }

    /// What to say about words that no option takes. The first is the mistake; what follows may be
    /// its value.
    std::string unexpected() const {
        const auto called = app_.get_subcommands();
        std::vector<std::string> options;
        if (!called.empty()) {
            for (const CLI::Option* option : called.front()->get_options()) {
                for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
            }
        }
        const std::vector<std::string> words = app_.remaining(true);
        const std::string word = words.empty() ? "" : words.front();
        const std::string near = nearest(word.substr(0, word.find('=')), options);
        return fmt::format("'{}' was not expected{} ({})", printable(word),
                           near.empty() ? "" : "; did you mean '" + near + "'?", where_help_is());
    }

    const std::vector<std::string>& words_;
    CLI::App app_{"Tumours and immune cells in a virtual patient", "perforin"};
    std::function<int()> chosen_;
    RunOptions run_;
    SweepOptions sweep_;
    CohortOptions cohort_;
    RespondOptions respond_;
    BenchOptions bench_;
    std::vector<std::string> files_;
    std::string first_, second_, schema_of_{"scenario"};
    std::optional<std::string> family_;
};

int say(const std::string& text, int code) {
    std::fflush(stdout);
    std::fprintf(stderr, "%s\n", text.c_str());
    return code;
}

int guarded(const std::vector<std::string>& words) {
    try {
        static_cast<void>(instructions());  // complains of a wrong wish before threads ask
        const int code = Program{words}.call();
        if (std::fflush(stdout) != 0) throw Unavailable{"the output cannot be written"};
        return code;
    } catch (const BadInput& bad) {
        return say(bad.what(), users_input);
    } catch (const Unavailable& trouble) {
        return say(trouble.what(), users_input);
    } catch (const Broken& broken) {
        return say(fmt::format("perforin stopped itself: {}", broken.what()), our_fault);
    } catch (const std::system_error& error) {  // so says fmt::print
        return say(fmt::format("perforin: {}", error.what()), users_input);
    } catch (const std::bad_alloc&) {
        return say(engine::out_of_memory(), our_fault);
    } catch (const std::exception& fault) {
        return say(fmt::format("perforin: a fault of the program: {}", fault.what()), our_fault);
    }
}

}  // namespace

}  // namespace perforin::cli

int main(int argc, char** argv) {
    std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is told like a full disk
    std::vector<std::string> words{argv, argv + argc};
    if (words.empty()) words.emplace_back("perforin");
    return perforin::cli::guarded(words);
}
