#!/bin/sh
# A private PostgreSQL cluster for the tests, on a Unix socket only.
#   postgres.sh start DIR [--fast]   prints VECHE_TEST_POSTGRES=postgresql://…; --fast: without fsync
#   postgres.sh stop DIR             the data stay, a later start takes them up again
set -eu

usage() { echo "usage: $0 start DIR [--fast] | stop DIR" >&2; exit 2; }
[ $# -ge 2 ] || usage
verb=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
fsync=on
[ "${3:-}" = --fast ] && fsync=off

binaries=/usr/lib/postgresql/15/bin
[ -x "$binaries/initdb" ] || binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$binaries/initdb" ] || { echo "postgres.sh: PostgreSQL is not installed (apt-get install postgresql)" >&2; exit 1; }

# The server refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# A socket's path may have 107 bytes; a deep folder gets its socket in /tmp.
socket=$folder
if [ ${#folder} -gt 80 ]; then
    socket=/tmp/veche-pg-$(printf %s "$folder" | cksum | cut -d' ' -f1)
    mkdir -p "$socket"
fi

start() {
    if [ "$(id -u)" = 0 ]; then chown postgres "$folder" "$socket"; fi
    if [ ! -s "$folder/data/PG_VERSION" ]; then
        as_owner "$binaries/initdb" -D "$folder/data" -U postgres -E UTF8 --locale=C.UTF-8 --auth=trust --no-sync \
            >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
    fi
    if ! as_owner "$binaries/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; then
        as_owner "$binaries/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -t 60 \
            -o "-c listen_addresses='' -c unix_socket_directories='$socket' -c port=5432 -c fsync=$fsync -c max_connections=200" \
            start >/dev/null 2>&1 </dev/null || { cat "$folder/data/server.log" >&2; exit 1; }
        # Once for all tests: made in the schema of one, it would go with it, and the indexes of all others with it.
        as_owner "$binaries/psql" -qAt -h "$socket" -U postgres -c "CREATE EXTENSION IF NOT EXISTS btree_gin SCHEMA public" \
            >/dev/null 2>&1 </dev/null || { echo "postgres.sh: no btree_gin" >&2; exit 1; }
    fi
    echo "VECHE_TEST_POSTGRES=postgresql://postgres@/postgres?host=$(printf %s "$socket" | sed 's|/|%2F|g')"
}

stop() {
    if as_owner "$binaries/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; then
        as_owner "$binaries/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null
    fi
}

case $verb in
    start) start ;;
    stop) stop ;;
    *) usage ;;
esac
