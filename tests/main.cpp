// The suites' main. One thread unless a test asks for more: ctest runs tests side by side, and
// threads that wait for each other on busy processors lose more than they win.

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "core/parallel.hpp"

int main(int count, char** arguments) {
    perforin::parallel::use_threads(1);
    return doctest::Context{count, arguments}.run();
}
