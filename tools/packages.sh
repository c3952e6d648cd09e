# What has to be installed on a bare Debian 12, and how. Sourced by ./do.
# One list per purpose; the order follows CMakeLists.txt.

packages_run=(
    g++ cmake ninja-build ccache mold pkg-config python3 gettext brotli ca-certificates
    libboost1.81-dev libboost-locale1.81-dev
    libfmt-dev libspdlog-dev libexpected-dev nlohmann-json3-dev libcli11-dev libtomlplusplus-dev
    libsqlite3-dev libpq-dev libstemmer-dev
    libsodium-dev libssl-dev libicu-dev libbrotli-dev zlib1g-dev
    libcmark-gfm-dev libcmark-gfm-extensions-dev
    libxlsxwriter-dev libpugixml-dev libzip-dev libical-dev libqrencode-dev libseccomp-dev
    libpango1.0-dev librsvg2-dev libvips-dev libcurl4-openssl-dev
    prometheus-cpp-dev
)
packages_test=(doctest-dev clang-format postgresql-15 chromium git python3-icalendar python3-aiosmtpd poppler-utils libreoffice-writer-nogui)
# 16, not the default 14: it compiles the coroutines of web/server.cpp. Debian only recommends its sanitizer runtimes.
packages_fuzz=(clang-16 libclang-rt-16-dev)
packages_bench=(wrk nginx-light postgresql-15)

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Without an fsync for each of eight hundred packages: half the time of a first start. Should the machine lose its power
# just then, dpkg has to be asked to install them again.
apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-unsafe-io "$@" </dev/null; }

node_is_new_enough() {
    command -v npm >/dev/null && command -v node >/dev/null && [ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ]
}

# One step for all, Node too; leaves the machine alone when nothing is missing.
install_packages() {
    local package missing=() node=(nodejs npm)
    if node_is_new_enough; then node=(); fi
    for package in "$@" "${node[@]}"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    echo "installing: ${missing[*]}"
    apt update || echo "apt-get update failed; trying with the lists that are here" >&2
    apt install --no-install-recommends -y "${missing[@]}" >/dev/null
}

# npm packages are embedded when the program is built (fonts, styles) and drive the browser tests.
install_npm_packages() {
    cmp -s package-lock.json node_modules/.installed-lock.json && return
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null
    cp package-lock.json node_modules/.installed-lock.json
}
