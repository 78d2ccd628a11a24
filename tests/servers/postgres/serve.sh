#!/usr/bin/env bash
# serve.sh PORT: a throw-away PostgreSQL on loopback, without systemd, as root or not; user postgres, any password, UTC, not durable.
# Reads `start` and `stop` from standard input and answers `started FOLDER` and `stopped`. When the input ends, because a test process
# is gone however it went, the server stops and its folder is removed.
set -euo pipefail
BIN=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/colloquy-postgres-XXXXXX")
AS=()
if [ "$(id -u)" = 0 ]; then
  AS=(setpriv --reuid=postgres --regid=postgres --init-groups)
  chown postgres "$FOLDER"
fi
cd "$FOLDER"
SERVER=

stop() {
  [ -z "$SERVER" ] || { kill -INT "$SERVER" 2>/dev/null; wait "$SERVER"; } || true
  SERVER=
}
trap 'stop; cd /; rm -rf "$FOLDER"' EXIT
trap 'exit 0' INT TERM HUP

start() {
  "${AS[@]}" "$BIN/postgres" -D data -p "$1" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$FOLDER" -c timezone=UTC \
    -c max_connections=300 -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c work_mem=32MB </dev/null >>postgres.log 2>&1 &
  SERVER=$!
  for _ in $(seq 600); do
    "$BIN/pg_isready" -q -h 127.0.0.1 -p "$1" && return
    kill -0 "$SERVER" 2>/dev/null || break
    sleep 0.1
  done
  cat postgres.log >&2
  exit 1
}

"${AS[@]}" "$BIN/initdb" -D data -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
while read -r command; do
  case $command in
    start) start "$1"; echo "started $FOLDER" ;;
    stop) stop; echo stopped ;;
  esac
done
