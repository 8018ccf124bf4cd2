#!/usr/bin/env bash
# Tries the start script in a pretended project on a pretended machine: every command it calls is a
# stand-in that notes how it was called.
# usage: check_start.sh ROOT (of the project)
# shellcheck disable=SC2016  # stand-ins' bodies expand when they run
# shellcheck disable=SC2317  # conditions are called through `check`
set -euo pipefail

script=$(readlink -f "$1/perforin")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# ── the pretended machine ─────────────────────────────────────────────────────────────────────

bin=$scratch/bin project="$scratch/a project" log=$scratch/log

stand_in() {  # NAME BODY: a command that notes its call, then does BODY
    printf '#!/bin/bash\necho "%s $*" >>"%s"\n%s\n' "$1" "$log" "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}

new_machine() {  # an ordinary user, no sudo, no packages, nothing built
    rm -rf "$bin" "$project"
    mkdir -p "$bin" "$project/sim" "$project/cmake"
    local tool
    for tool in bash env dirname readlink cat find mkdir mv cp chmod sed awk nproc flock touch true; do
        ln -s "$(type -P "$tool")" "$bin/$tool"
    done
    cp "$script" "$project/perforin"
    touch -d '1 hour ago' "$project"/{CMakeLists.txt,CMakePresets.json,sim/a.cpp,sim,cmake}
    stand_in id 'echo 1000'
    stand_in git 'exit 128'
    stand_in dpkg-query '[ "${!#}" != libfmt-dev ] || exit 1; printf installed'
    stand_in apt-get 'echo "apt says much"'
    stand_in cmake '
        case "$*" in
        *--preset*) mkdir -p build/release && touch build/release/build.ninja &&
            echo "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" >build/release/CMakeCache.txt ;;
        *--build*) printf "#!/bin/bash\necho program \$*; exit 3\n" >"$2/perforin" &&
            chmod +x "$2/perforin" ;;
        esac
        echo "cmake says much"'
    : >"$log"
}

try() {  # ARGUMENT…: calls the script; what it says is in $out and $err, its exit code in $code
    code=0
    (cd / && env -i PATH="$bin" "${with[@]}" "$project/perforin" "$@" \
        >"$scratch/out" 2>"$scratch/err" </dev/null) || code=$?
    out=$(<"$scratch/out") err=$(<"$scratch/err")
}

check() {  # SENTENCE CONDITION…
    local sentence=$1
    shift
    if "$@"; then return; fi
    failures=$((failures + 1))
    printf 'not so: %s\n  exit %s, out: %s\n  err: %s\n  last calls: %s\n' \
        "$sentence" "$code" "$out" "$err" "$(tail -n 5 "$log" | tr '\n' ';')"
}

says() { [[ $err == *"$1"* ]]; }
called() { grep -qF -- "$1" "$log"; }
not() { ! "$@"; }
with=()

# ── the tries ─────────────────────────────────────────────────────────────────────────────────

new_machine
try --help
check "asking for help installs and builds nothing" not called apt-get
check "asking for help explains the two commands" [ "$code" = 0 ]

try run x
check "without root and sudo it stops with 2" [ "$code" = 2 ]
check "it prints the exact command" \
    says "apt-get update && apt-get install -y --no-install-recommends libfmt-dev"
check "it tries nothing" not called apt-get
check "results' stream stays clean" [ -z "$out" ]

stand_in sudo 'exit 1'
try run x
check "a refused sudo stops with 2 and the command" says "--no-install-recommends libfmt-dev"
check "sudo is not left waiting for a password" called "sudo -n true"

stand_in sudo 'shift; exec "$@"'
try run x
check "through sudo it installs what is missing, and only that" \
    called "apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends libfmt-dev"
check "then it builds and passes on arguments" [ "$out" = "program run x" ]
check "and the program's exit code" [ "$code" = 3 ]

: >"$log"
try run y
check "the second start builds nothing" not called cmake
check "the second start looks for no packages" not called dpkg-query

rm -f "$project/sim/a.cpp"
try run y
check "a source that is gone is noticed" called "cmake --build"

: >"$log"
touch "$project/sim/c.cpp"
try run y
check "a changed source is built" called "cmake --build"
check "but not configured again" not called "--preset"

: >"$log"
try run y
check "and is then up to date" not called cmake

: >"$log"
stand_in git 'echo 0123abc'
try run y
check "a new commit is built, so that results name it" called "cmake --build"

: >"$log"
mv "$project" "$scratch/moved" && project=$scratch/moved
touch "$project/sim/b.cpp"
try run y
check "a moved project is configured afresh" called "cmake --fresh --preset release"
rm -rf "$project" && project="$scratch/a project"

new_machine
stand_in id 'echo 0'
try run x
check "root needs no sudo" called "install -y --no-install-recommends libfmt-dev"

new_machine
with=(CMAKE_PREFIX_PATH=/elsewhere)
try run x
check "libraries in a prefix need no packages" [ "$out" = "program run x" ]
stand_in cmake 'exit 1'
rm -rf "$project/build"
try run x
check "a prefix without them ends with the command" says "--no-install-recommends libfmt-dev"
with=()

new_machine
stand_in bare-python 'exec /usr/bin/python3 -I -S "$@"'
with=(PERFORIN_PYTHON="$bin/bare-python")
try plot x.h5
check "a chosen Python without the modules stops with 2" [ "$code" = 2 ]
check "and says which are missing" says "lacks the modules h5py"
with=()

new_machine
with=(CMAKE_PREFIX_PATH=/elsewhere PERFORIN_PYTHON="$bin/some-python")
stand_in some-python 'true'
try run x
printf '#!/bin/bash\ncase "$*" in *--where) echo /some/where ;; *) echo "program $*"; exit 1 ;; esac\n' \
    >"$project/build/release/perforin"
try trial t.toml --workers 2
check "a trial is passed on with its arguments" [ "$out" = "program trial t.toml --workers 2" ]
check "then its statistics are made, of the folder that it names" \
    called "some-python -m perforin trial-report /some/where"
check "and the exit code is the program's" [ "$code" = 1 ]
: >"$log"
try trial t.toml --where
check "who asks where tables go gets no statistics" not called "trial-report"
stand_in some-python '[ "$1" != -m ]'
try trial t.toml
check "a trial goes without the Python package" says "no statistics and figures"
check "with the program's exit code" [ "$code" = 1 ]
with=()

[ "$failures" = 0 ] && echo "the start script does all it should"
exit $((failures > 0))
