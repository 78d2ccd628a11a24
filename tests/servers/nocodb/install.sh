#!/usr/bin/env bash
# NocoDB's server from the lock file beside this script, unless it is there. No install script runs and nothing is compiled.
set -euo pipefail
cd "$(dirname "$0")"
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --ignore-scripts --loglevel=error
