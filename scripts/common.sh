# Sourced by the scripts beside it: moves to the repository root and brings the few helpers they share.
# shellcheck shell=bash

# Where the caller stood; paths given on the command line are relative to it.
export caller=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit

jobs=$(nproc)
export jobs

# The comment at the top of a script is its help text.
print_help() {
    awk 'NR > 1 && /^#/ { sub(/^# ?/, ""); print; next } NR > 1 { exit }' "$root/scripts/${0##*/}"
}

# die MESSAGE [STATUS]: ends with status 2, wrong usage or surroundings, unless told otherwise.
die() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit "${2:-2}"
}

# value_of OPTION VALUE...: the option's value, or a clear end if it was forgotten.
value_of() {
    [[ $# -ge 2 && -n $2 ]] || die "$1 needs a value; see --help"
    printf '%s' "$2"
}

heading() {
    printf '\n== %s\n' "$1"
}

# stage NAME COMMAND...: runs one command under a heading, says how long it took, returns its status.
# Give it a program, not a shell function: `set -e` sleeps inside functions called with ||.
stage() {
    local name=$1 start=$SECONDS status=0
    shift
    heading "$name"
    "$@" || status=$?
    if ((status == 0)); then
        printf -- '-- %s: done in %d s\n' "$name" $((SECONDS - start))
    else
        printf -- '-- %s: FAILED after %d s\n' "$name" $((SECONDS - start))
    fi
    return "$status"
}

# configure_and_build PRESET [TARGET...]: all targets if none is named.
configure_and_build() {
    local preset=$1
    shift
    stage "configure ($preset)" cmake --preset "$preset"
    local targets=()
    if (($# > 0)); then targets=(--target "$@"); fi
    stage "build ($preset)" cmake --build --preset "$preset" -j "$jobs" "${targets[@]}"
}

# Reads JSON and prints the trace hashes in it, one a line; fails if there is none.
trace_hashes() {
    grep -oE '"hash": *"[0-9a-f]{16}"' | grep -oE '[0-9a-f]{16}'
}
