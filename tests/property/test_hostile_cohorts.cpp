// Cohorts with mistakes: every one is told, with its place, and nobody is drawn.

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <vector>

#include "support/program.hpp"
#include "support/scratch_folder.hpp"

using support::Answer, support::call;

namespace {

const std::string tiny = "[tissue]\nvoxel = \"40 um\"\n[[lesion]]\nname = \"primary\"\n";

Answer answer_to(const std::string& text, const std::vector<std::string>& command) {
    const support::ScratchFolder folder;
    std::ofstream{folder / "tiny.toml"} << tiny;
    std::ofstream{folder / "c.toml"} << text;
    return call(folder.path(), command);
}

Answer check(const std::string& text) {
    return answer_to("[cohort]\nlayers = \"tiny.toml\"\npatients = 40\n" + text,
                     {"check", "c.toml"});
}

std::string variable(const std::string& name, const std::string& rest) {
    return "[[cohort.variable]]\nname = \"" + name + "\"\n" + rest + "\n";
}

std::string classes(const std::string& low, const std::string& high, const std::string& more = {}) {
    return "distribution = \"classes\"\n[[cohort.variable.class]]\nname = \"" + low +
           "\"\nshare = 0.5\n[[cohort.variable.class]]\nname = \"" + high + "\"\nshare = 0.5\n" +
           more;
}

std::string correlation(const std::string& a, const std::string& b, const std::string& value) {
    return "[[cohort.correlation]]\nbetween = [\"" + a + "\", \"" + b + "\"]\nvalue = " + value +
           "\n";
}

const std::string normal_law = "distribution = \"normal\"\nmean = 0\nsd = 1\n";
const std::string three =
    variable("a", normal_law) + variable("b", normal_law) + variable("c", normal_law);
const std::string size = variable("sld",
                                  "unit = \"mm\"\ndistribution = \"uniform\"\nfrom = \"20 mm\"\n"
                                  "to = \"90 mm\"\n");
const std::string plan = size + "[cohort.lesions]\nsum = \"sld\"\n";
const std::string match = "[[cohort.match]]\nvariable = \"a\"\nstatistic = \"mean\"\n";

/// Each says its mistake in so many words.
struct Mistake {
    std::string cohort, said;
};

void told(const std::vector<Mistake>& mistakes) {
    for (const Mistake& mistake : mistakes) {
        const Answer answer = check(mistake.cohort);
        CHECK_MESSAGE(answer.code == 2, mistake.cohort);
        CHECK_MESSAGE(answer.err.find(mistake.said) != std::string::npos,
                      mistake.cohort << answer.err);
    }
}

}  // namespace

TEST_CASE("check takes a cohort, and says how many patients were prepared") {
    const Answer answer = check(three);
    CHECK(answer.code == 0);
    CHECK(answer.out == "c.toml: ok, 40 patients, 20 of them prepared\n");
}

TEST_CASE("each mistake in a covariate is told with its place") {
    told({
        {"", "cohort: has no [[cohort.variable]]"},
        {variable("a", ""), "cohort.variable.a.distribution is missing"},
        {variable("a", "distribution = \"gauss\"\n"),
         "c.toml:6:16: cohort.variable.a.distribution "
         "= \"gauss\" is none of"},
        {variable("a", "distribution = \"normal\"\nmean = 1\n"), "has no `sd`"},
        {variable("a", normal_law + "median = 3\n"),
         "median: does not go with the distribution "
         "normal"},
        {variable("a", normal_law) + variable("a", normal_law),
         "there is another cohort.variable.a: names must differ"},
        {variable("a b", normal_law), "is no name of a column"},
        {variable("a", "unit = \"furlong\"\n" + normal_law), "unit"},
        {variable("a", "unit = \"kg\"\n" + normal_law), "mean = 0 has no unit: write \"0 kg\""},
        {variable("a", "distribution = \"normal\"\nmean = 0\nsd = -1\n"),
         "sd: must be more than 0"},
        {variable("a", "distribution = \"log_normal\"\nmedian = -1\nfactor = 2\n"),
         "median: must be more than 0 where logarithms are taken"},
        {variable("a", "distribution = \"logit_normal\"\nmedian = 1.5\nfactor = 2\n"),
         "median: must lie between 0 and 1"},
        {variable("a", "distribution = \"uniform\"\nfrom = 3\nto = 2\n"), "to: leaves nothing"},
        {variable("a", normal_law + "from = 40\n"), "from: leaves less than a millionth"},
        {variable("a", "distribution = \"poisson\"\nmean = 0\n"), "mean: must be more than 0"},
        {variable("a", "distribution = \"values\"\nvalues = [1, 2]\nshares = [0.5, 0.4]\n"),
         "c.toml:8:10: cohort.variable.a.shares: shares add up to 0.9, not to 1"},
        {variable("a", "distribution = \"values\"\nvalues = [2, 1]\nshares = [0.5, 0.5]\n"),
         "values: do not rise"},
        {variable("a", "distribution = \"values\"\nvalues = [1]\nshares = [0.5, 0.5]\n"),
         "shares: are 2, and there are 1 values"},
        {variable("a", classes("x", "y", "[[cohort.variable.class]]\nname = \"z\"\nshare = 0.1\n")),
         "class: shares add up to 1.1, not to 1"},
        {variable("a", classes("x", "x")), "there is another cohort.variable.a.class.x"},
        {variable("a", classes("x", "y", "layers = \"none.toml\"\n")),
         "there is no file 'none.toml' under the project's root"},
        {variable("a", classes("x", "y", "settings = \"patient.wieght=3 kg\"\n")),
         "patient.wieght"},
    });
}

TEST_CASE("each mistake in what a covariate sets is told with its place") {
    const std::string kg = "unit = \"kg\"\ndistribution = \"uniform\"\nfrom = \"50 kg\"\n";
    told({
        {variable("a", normal_law + "sets = \"patient.wieght\"\n"),
         "c.toml:9:8: cohort.variable.a.sets: patient.wieght: there is no such parameter in "
         "patients; did you mean 'patient.weight'?"},
        {variable("a", kg + "to = \"90 kg\"\nsets = \"patient.age\"\n"), "expected"},
        {variable("a", kg + "to = \"500 kg\"\nsets = \"patient.weight\"\n"),
         "in one patient of a million, where the covariate is 500 kg, outside [2, 400]"},
        {variable("a", normal_law + "sets = \"patient.sex\"\n"), "is no number"},
        {variable("a", "sets = \"patient.sex\"\n" + classes("male", "lady")),
         "patient.sex: cannot be the class 'lady'; it may be as_published, female, male"},
        {variable("a", normal_law + "sets = \"run.seed\"\n"), "follows from the cohort's seed"},
        {variable("a", normal_law + "sets = [\"patient.age\", \"patient.age\"]\n"),
         "patient.age is set already"},
        {variable("a", normal_law + "sets = \"lesion.primary.homing\"\n"),
         "what lesions are stands in [cohort.lesions]"},
        {three + "[[cohort.parameter]]\nvariable = \"x\"\nkey = \"patient.age\"\n",
         "variable: there is no covariate 'x'"},
        {three + "[[cohort.parameter]]\nvariable = \"a\"\nkey = \"biology.tumour.apoptosis\"\n",
         "expected a rate in 1/d"},
        {three + "[[cohort.parameter]]\nvariable = \"a\"\nkey = \"biology.tumour.apoptosis\"\n"
                 "times = \"0.001 1/d\"\nplus = \"3 mm\"\n",
         "plus: is a length, expected a rate in 1/d"},
        {three + "[[cohort.parameter]]\nvariable = \"a\"\nkey = \"biology.tumour.apoptosis\"\n"
                 "times = \"0.01 1/d\"\nplus = \"0.01 1/d\"\n",
         "in one patient of a million"},
        {three + "[[cohort.parameter]]\nvariable = \"a\"\nkey = \"patient.albumin\"\n"
                 "relative = true\n",
         "has no value that this could be relative to"},
        {"settings = \"lesion.primary.diameter=3 mm\"\n" + three, "elements of lists stand in"},
        {"settings = \"run.days\"\n" + three, "write it as \"table.key=value\""},
        {"settings = \"run.dyas=3\"\n" + three, "c.toml:4:12: run.dyas: no such parameter"},
    });
}

TEST_CASE("correlations that no variables have are refused, with their place") {
    told({
        {three + correlation("a", "b", "0.9") + correlation("a", "c", "0.9") +
             correlation("b", "c", "-0.9"),
         "c.toml:30:9: cohort.correlation[2].value: no variables are so correlated: with those of "
         "'c' the matrix is not positive definite"},
        {three + correlation("a", "d", "0.1"), "between: there is no covariate 'd'"},
        {three + correlation("a", "a", "0.1"), "between: must name two covariates"},
        {three + correlation("a", "b", "1.5"), "= 1.5 is outside [-0.9999, 0.9999]"},
        {three + correlation("a", "b", "0.1") + correlation("b", "a", "0.2"),
         "is the correlation of two that have one already"},
    });
}

TEST_CASE("each mistake in lesions is told with its place") {
    told({
        {size + "[cohort.lesions]\nmost = 3\n", "cohort.lesions.sum is missing"},
        {size + "[cohort.lesions]\nsum = \"slx\"\n",
         "there is no covariate 'slx'; did you mean 'sld'?"},
        {three + "[cohort.lesions]\nsum = \"a\"\n", "sum: is no length"},
        {plan + "number = \"many\"\n", "number: there is no covariate 'many'"},
        {plan + "first = \"lnug\"\n", "first: 'lnug' is no organ of a lesion"},
        {plan + "micro_from = \"9 mm\"\n", "micro_to: is less than `micro_from`"},
        {plan + "settings = \"diameter=3 mm\"\n", "cannot set the name or the diameter"},
        {plan + "settings = \"slab.dpeth=3 mm\"\n", "slab.dpeth"},
        {plan + "[[cohort.lesions.organ]]\nname = \"liver\"\nshare = 0.5\n",
         "shares add up to 0.5, not to 1"},
        {plan + "[[cohort.lesions.organ]]\nname = \"livre\"\nshare = 1\n",
         "'livre' is no organ of a lesion"},
        {plan + "[[cohort.lesions.variable]]\nname = \"p\"\n" + normal_law + "sets = \"homming\"\n",
         "homming: there is no such parameter in patients"},
        {variable("largest", normal_law) + plan, "is a column that there is already"},
    });
}

TEST_CASE("conditions that nobody meets, and tables that no weights meet, are refused") {
    told({
        {three + "[[cohort.eligible]]\nvariable = \"a\"\nat_least = 20\n",
         "c.toml:23:12: none of 1000 candidates for patient 1 is eligible; 1000 failed 'a at least "
         "20'"},
        {three + "[[cohort.eligible]]\nvariable = \"a\"\n", "asks for nothing"},
        {three + "[[cohort.eligible]]\nvariable = \"a\"\namong = \"x\"\n", "is a number"},
        {variable("a", classes("x", "y")) +
             "[[cohort.eligible]]\nvariable = \"a\"\namong = \"z\"\n",
         "'z' is no class of a, which has x, y"},
        {three + match + "value = 50\n", "c.toml:23:12: mean of a 50 cannot be met: patients have"},
        {three + match + "value = 0.1\n" + match + "value = 0.2\n",
         "cannot be met together with the other rows"},
        {three + match, "does not say the `value`"},
        {three + "[[cohort.match]]\nvariable = \"a\"\nstatistic = \"share\"\nvalue = 0.3\n",
         "does not say the share of what"},
        {variable("a", classes("x", "y")) + match + "value = 1\n", "variable: is no number"},
        {variable("a", classes("x", "y")) + "[[cohort.match]]\nvariable = \"a\"\nstatistic = "
                                            "\"share\"\namong = \"x\"\nvalue = 1\n",
         "share of a x 1 cannot be met: a share lies between 0 and 1"},
    });
}

TEST_CASE("all mistakes of a cohort are told at once") {
    const Answer answer = check(variable("a", "distribution = \"normal\"\nmean = 1\n") +
                                variable("b", normal_law + "sts = \"patient.age\"\n") +
                                correlation("a", "x", "0.1") + "[run]\ndays = 3\n");
    CHECK(answer.code == 2);
    for (const char* const said : {"has no `sd`", "sts", "there is no covariate 'x'", "run"}) {
        CHECK_MESSAGE(answer.err.find(said) != std::string::npos, answer.err);
    }
}

TEST_CASE("the command prints a table, or one patient whose file is a scenario") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "tiny.toml"} << tiny;
    std::ofstream{folder / "c.toml"} << "[cohort]\nlayers = \"tiny.toml\"\npatients = 3\n" << plan;
    const Answer table = call(folder.path(), {"cohort", "c.toml"});
    CHECK(table.code == 0);
    CHECK(table.out.starts_with("patient,refused,seed,weight,baseline.sld [mm]"));
    CHECK(table.err.find("3 patients, 0 candidates not eligible") != std::string::npos);
    const Answer one = call(folder.path(), {"cohort", "c.toml", "--patient", "2"});
    CHECK(one.code == 0);
    std::ofstream{folder / "two.toml"} << one.out;
    CHECK(call(folder.path(), {"check", "two.toml"}).out == "two.toml: ok\n");
    const Answer none = call(folder.path(), {"cohort", "c.toml", "--patient", "4"});
    CHECK(none.code == 2);
    CHECK(none.err.find("there is no patient 4") != std::string::npos);
    CHECK(call(folder.path(), {"cohort", "tiny.toml"}).code == 2);
}
