#!/usr/bin/env bash
# The developer's verbs; ./run and ./test call them too. ./do without a verb lists them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source tools/packages.sh

usage() {
    cat <<'TEXT'
./do setup [--run|--test|--fuzz|--bench]  install the Debian and npm packages that a verb needs (default: --test)
./do build [--debug|--asan|--plain]       the program: build/veche (Release), build-debug/veche, build-asan/veche;
                                          --plain: build-plain/veche, each file alone: the quickest after one change
./do check [--deep]                       all lints: architecture, messages, words, SQL, clock, budgets, format;
                                          --deep: every file alone, without precompiled header: its own includes suffice
./do format                               clang-format over the whole tree
./do test [NAME]                          everything, or only the steps whose name contains NAME
./do endurance [NAME]                     the long rounds of what ./do test does shortly; hours
./do look                                 the pictures of docs/look.md, into build/look
./do bench [NAME]                         measures against nginx; writes build/performance.md
./do fuzz [SECONDS]                       every fuzz target under ASan and UBSan, 60 seconds each
./do clean                                removes what was built (not the data)
TEXT
}

jobs=$(nproc)
# The same source in another folder (a second clone, CI) should hit the same cache entries.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

configure() {  # configure FOLDER OPTIONS...
    local folder=$1
    shift
    cmake -G Ninja -S . -B "$folder" -Wno-dev "$@" >"$folder.log" 2>&1 || {
        cat "$folder.log" >&2
        return 1
    }
    mv "$folder.log" "$folder/configure.log"
}

compile() {  # compile FOLDER TARGETS...
    local folder=$1
    shift
    ninja -C "$folder" -j "$jobs" "$@"
}

source_files() { find src tests fuzz bench \( -name '*.cpp' -o -name '*.hpp' \) -print0; }

do_setup() {
    case ${1:---test} in
        --run) install_packages "${packages_run[@]}" ;;
        --test) install_packages "${packages_run[@]}" "${packages_test[@]}" ;;
        --fuzz) install_packages "${packages_run[@]}" "${packages_fuzz[@]}" ;;
        --bench) install_packages "${packages_run[@]}" "${packages_bench[@]}" ;;
        *) usage >&2; return 2 ;;
    esac
    install_npm_packages
}

do_build() {
    case ${1:-} in
        '') configure build -DCMAKE_BUILD_TYPE=Release -DVECHE_TESTS=OFF && compile build veche ;;
        --debug) configure build-debug -DCMAKE_BUILD_TYPE=Debug && compile build-debug veche ;;
        --asan) configure_asan && compile build-asan veche ;;
        --plain) configure build-plain -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" -DVECHE_TESTS=OFF -DVECHE_UNITY=OFF && compile build-plain veche ;;
        *) usage >&2; return 2 ;;
    esac
}

# Without optimisation: half the time to compile, and nothing is optimised away before the sanitizers see it.
configure_asan() { configure build-asan -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O0 -g1" -DVECHE_SANITIZE=address,undefined; }

# Test programs are compiled more often than they run: the cheapest flags win. The connection loop (coroutines) and
# the replay of the fuzz corpora are built once more with ASan and UBSan.
build_tests() {
    configure build-test -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g0" && compile build-test \
        && configure_asan && compile build-asan sanitized_tests
}

do_check() {
    if [ "${1:-}" != --deep ]; then
        python3 tests/lint/run.py "$@"
        return
    fi
    python3 tests/lint/run.py
    configure build-deep -DCMAKE_BUILD_TYPE=Debug -DVECHE_UNITY=OFF -DVECHE_BENCH=ON -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON
    python3 tools/syntax.py --build build-deep "${@:2}"
}

do_format() { source_files | xargs -0 clang-format -i; }

do_test() {
    do_setup --test
    build_tests || { echo "0 passed, 1 failed"; return 1; }
    python3 tools/run_tests.py "$@"
}

do_endurance() {
    do_setup --test
    build_tests
    python3 tools/run_tests.py --endurance "$@"
    [ $# -gt 0 ] || do_fuzz 600
}

do_look() {
    do_setup --test
    do_build
    node tests/browser/run.mjs --program build/veche --only "docs/look.md is made" --look build/look
}

do_bench() {
    do_setup --bench
    configure build -DCMAKE_BUILD_TYPE=Release -DVECHE_TESTS=OFF -DVECHE_BENCH=ON
    compile build veche benchmarks
    python3 bench/bench.py --program build/veche --out build/performance.md "$@"
}

do_fuzz() {
    do_setup --fuzz
    CC=clang-16 CXX=clang++-16 configure build-fuzz -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" -DVECHE_TESTS=OFF -DVECHE_FUZZ=ON \
        -DVECHE_SANITIZE=fuzzer-no-link,address,undefined
    compile build-fuzz fuzz_targets
    python3 tools/fuzz.py --build build-fuzz --seconds "${1:-60}"
}

do_clean() { rm -rf build build-deep build-plain build-debug build-asan build-test build-fuzz; }

verb=${1:-}
if declare -F "do_$verb" >/dev/null; then
    shift
    "do_$verb" "$@"
else
    usage >&2
    exit 2
fi
