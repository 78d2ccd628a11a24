#!/usr/bin/env bash
# Ceph's S3 gateway with one monitor and one storage daemon, from Debian's packages, where they are not installed.
set -euo pipefail
missing=
for program in radosgw radosgw-admin ceph ceph-mon ceph-osd monmaptool curl; do
  command -v "$program" >/dev/null || missing=1
done
[ -n "$missing" ] || exit 0
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends radosgw ceph-mon ceph-osd curl
