#!/usr/bin/env bash
# Debian's PostgreSQL, where none is installed.
set -euo pipefail
! ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || exit 0
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends postgresql
