# Writes OUTPUT, the source file that knows VERSION and the commit, if what it says has changed.

# A released archive carries its commit in a file; a checkout asks git, but only about this very
# folder: an unpacked archive may lie inside somebody else's repository.
file(STRINGS "${SOURCE}/cmake/commit.txt" commit LIMIT_COUNT 1)
if(commit MATCHES "Format")
    set(commit unknown)
endif()
execute_process(COMMAND git rev-parse --show-cdup HEAD
    WORKING_DIRECTORY "${SOURCE}" OUTPUT_VARIABLE answer ERROR_QUIET RESULT_VARIABLE failed)
if(NOT failed AND answer MATCHES "^\n([0-9a-f]+)\n$")
    set(commit "${CMAKE_MATCH_1}")
    execute_process(COMMAND git status --porcelain -- sim cmake CMakeLists.txt CMakePresets.json
        WORKING_DIRECTORY "${SOURCE}" OUTPUT_VARIABLE changes ERROR_QUIET)
    if(changes)
        string(APPEND commit "+changes")
    endif()
endif()

configure_file("${CMAKE_CURRENT_LIST_DIR}/build_info.cpp.in" "${OUTPUT}" @ONLY)
