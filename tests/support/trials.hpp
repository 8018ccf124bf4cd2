#pragma once
// Trials of tiny patients, for tests that call the program: a nodule of some dozen cells, two days.

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "program.hpp"
#include "scratch_folder.hpp"
#include "tiny_nodule.hpp"

namespace support {

inline const std::string tiny_patient = R"([run]
seed = 5
[output]
frames = "30 d"
fields = "30 d"
)" + tiny_nodule;

/// Two arms; `more` of [trial] comes before, `after` after all.
inline std::string two_arms(const std::string& more = "patients = 6\n",
                            const std::string& after = {}) {
    return "[trial]\nscenario = \"tiny.toml\"\nfollow_up = \"2 d\"\n" + more +
           "[[arm]]\nname = \"none\"\n"
           "[[arm]]\nname = \"pembrolizumab\"\n"
           "settings = ['therapy=[{type=\"pembrolizumab\"}]']\n" +
           after;
}

/// A folder with a trial in it.
struct TrialDesk {
    TrialDesk() { write("tiny.toml", tiny_patient); }
    explicit TrialDesk(const std::string& trial) : TrialDesk() { write("t.toml", trial); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream{folder / name, std::ios::binary} << text;
    }
    Answer operator()(std::vector<std::string> words = {}) const {
        words.insert(words.begin(), {"trial", "t.toml"});
        return call(folder.path(), words);
    }
    std::string table(const std::string& name) const {
        return text_of(folder / ("results/t/" + name + ".csv"));
    }
    std::string all_tables() const {
        return table("patients") + table("visits") + table("doses") + table("looks");
    }
    /// A column of a table, without its head. Fields must hold no quotes.
    std::vector<std::string> column(const std::string& name, const std::string& head) const {
        std::istringstream lines{table(name)};
        std::string line;
        std::getline(lines, line);
        const std::vector<std::string> heads = fields(line);
        std::size_t place = 0;
        while (place != heads.size() && heads[place] != head) ++place;
        std::vector<std::string> values;
        while (std::getline(lines, line)) values.push_back(fields(line).at(place));
        return values;
    }
    std::size_t runs(const std::string& ending = ".h5") const {
        std::size_t found = 0;
        for (const auto& entry : std::filesystem::directory_iterator{folder / "runs"}) {
            if (entry.path().string().ends_with(ending)) ++found;
        }
        return found;
    }
    /// Kills a trial, and its runs, some time after the first of them has begun.
    void kill_after(int wait_ms) const {
        Call trial{folder.path(), {"trial", "t.toml", "--workers", "2"}};
        static_cast<void>(trial.wait_for_children());
        std::this_thread::sleep_for(std::chrono::milliseconds{wait_ms});
        const std::vector<pid_t> running = trial.children();
        trial.send(SIGKILL);
        for (const pid_t run : running) ::kill(run, SIGKILL);
        static_cast<void>(trial.wait());
    }
    ScratchFolder folder;

private:
    static std::vector<std::string> fields(const std::string& line) {
        std::vector<std::string> all;
        std::istringstream rest{line + ","};
        for (std::string field; std::getline(rest, field, ',');) all.push_back(field);
        return all;
    }
};

}  // namespace support
