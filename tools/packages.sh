# Shared by the scripts beside it; sourced, not run.
# shellcheck shell=sh disable=SC2034,SC2154 # it uses and sets variables of theirs

# need PACKAGE...: installs the Debian packages that are missing. Touches no network when none is.
need() {
    missing=
    for package in "$@"; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=
        [ "$state" = installed ] || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "installing$missing" >&2
    as_root=
    [ "$(id -u)" -eq 0 ] || as_root=sudo
    # shellcheck disable=SC2086 # package names hold no spaces
    quietly $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update
    # shellcheck disable=SC2086
    quietly $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y install --no-install-recommends $missing
}

# quietly COMMAND...: shows what it printed only when it fails.
quietly() {
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
    else
        status=$?
        cat "$log" >&2
        rm -f "$log"
        return "$status"
    fi
}

# build PRESET DIRECTORY [TARGET...]: configures when need be, and builds.
build() {
    preset=$1 directory=$2
    shift 2
    fresh=
    if [ -f "$directory/CMakeCache.txt" ] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$top" "$directory/CMakeCache.txt"; then
        fresh=--fresh # the tree was moved
    fi
    # Targets are asked for by those who have just installed what these take: look for it again.
    if [ ! -f "$directory/CMakeCache.txt" ] || [ -n "$fresh" ] || [ $# -gt 0 ]; then
        quietly cmake -S "$top" --preset "$preset" $fresh
    fi
    if [ $# -eq 0 ]; then
        set -- all
    fi
    quietly cmake --build "$directory" --parallel "$(nproc)" --target "$@"
}

# What building delibex takes.
building="build-essential gettext cmake ninja-build pkg-config libglib2.0-dev libpoppler-glib-dev \
libpcre2-dev libseccomp-dev libjansson-dev nettle-dev libsqlite3-dev \
libstemmer-dev libmimalloc-dev libdeflate-dev poppler-data libtesseract-dev libleptonica-dev \
tesseract-ocr tesseract-ocr-fra"
export CMAKE_GENERATOR="${CMAKE_GENERATOR-Ninja}"
