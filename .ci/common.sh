# shellcheck shell=bash
# What the scripts of this folder share; they source it. They run as root on Debian 12 and install
# what they need themselves.
set -euo pipefail
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

say() { printf '\n── %s\n' "$*"; }

need() {  # PACKAGE…: installs those that are missing
    local package lacking=()
    for package; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            lacking+=("$package")
    done
    [ ${#lacking[@]} -gt 0 ] || return 0
    say "installing ${lacking[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update </dev/null
    "${apt[@]}" install -y --no-install-recommends "${lacking[@]}" </dev/null
}

steps=() failed=0

step() {  # NAME COMMAND…: runs it, says how long it took, and goes on even if it failed
    local name=$1 began=$SECONDS outcome=passed
    shift
    say "$name"
    # Not in a condition: bash would ignore failures inside a function called from one.
    set +e
    (set -e; "$@")
    local code=$?
    set -e
    [ $code = 0 ] || { outcome=FAILED; failed=$((failed + 1)); }
    steps+=("$(printf '%-6s %5d s  %s' "$outcome" $((SECONDS - began)) "$name")")
}

summary() {  # says how all steps went; fails if any did
    say "summary"
    printf '%s\n' "${steps[@]}" ""
    printf '%d passed, %d failed\n' $((${#steps[@]} - failed)) "$failed"
    [ "$failed" = 0 ]
}
