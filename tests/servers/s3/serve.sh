#!/usr/bin/env bash
# serve.sh PORT MONITOR_PORT: a throw-away Ceph with its S3 gateway on loopback. Objects are in memory. Users are those of S3Server.cs.
# Reads `start`, `kill`, `freeze` and `thaw` of the gateway from standard input and answers `started FOLDER`, `killed`, `frozen` and `thawed`;
# objects stay meanwhile. When the input ends, because a test process is gone however it went, everything stops and the folder is removed.
set -euo pipefail
PORT=$1
MONITOR=$2
FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/colloquy-s3-XXXXXX")
DAEMONS=()
GATEWAY=

finish() {
  [ -z "$GATEWAY" ] || DAEMONS+=("$GATEWAY")
  for daemon in "${DAEMONS[@]}"; do kill -KILL "$daemon" 2>/dev/null || true; done
  wait 2>/dev/null
  cd /
  rm -rf "$FOLDER"
}
trap finish EXIT
trap 'exit 0' INT TERM HUP
trap 'tail -n 5 "$FOLDER"/*.log >&2 || true' ERR

cd "$FOLDER"
mkdir mon osd rgw run
cat >ceph.conf <<CONF
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon host = v1:127.0.0.1:$MONITOR
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
ms bind ipv6 = false
auth cluster required = none
auth service required = none
auth client required = none
run dir = $FOLDER/run
admin socket =
log file = $FOLDER/\$name.log
mon cluster log file = $FOLDER/cluster.log
debug mon = 0/0
debug paxos = 0/0
debug ms = 0/0
debug osd = 0/0
debug rgw = 0/0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
# With the default of a second each, the pools of the gateway take 20 s to make.
paxos propose interval = 0.02
paxos min wait = 0.01
mon data avail crit = 1
mon data avail warn = 2
[mon.a]
mon data = $FOLDER/mon
[osd]
osd data = $FOLDER/osd
osd objectstore = memstore
osd class update on start = false
osd crush update on start = false
memstore device bytes = 2147483648
[client]
# Without tcp_nodelay most answers wait 40 ms for a delayed acknowledgement.
rgw frontends = beast endpoint=127.0.0.1:$PORT tcp_nodelay=1
rgw data = $FOLDER/rgw
rgw thread pool size = 32
rgw override bucket index max shards = 1
rgw run sync thread = false
CONF

cluster() {
  local id try
  monmaptool --create --clobber --addv a "[v1:127.0.0.1:$MONITOR]" --fsid "$(sed -n 's/^fsid = //p' ceph.conf)" monmap >mkfs.log 2>&1
  ceph-mon -c ceph.conf --mkfs -i a --monmap monmap >>mkfs.log 2>&1
  ceph-mon -c ceph.conf -i a -f </dev/null >mon.out.log 2>&1 &
  DAEMONS+=($!)
  id=$(cat /proc/sys/kernel/random/uuid)
  # A client that does not have the cluster's id from the monitor yet is refused, hence the tries.
  for try in $(seq 10); do
    printf '%s\n' "osd new $id 0" 'osd crush add osd.0 1.0 root=default host=local' | timeout 20 ceph -c ceph.conf >osd-new.log 2>&1 && break
    [ "$try" != 10 ]
    sleep 0.2
  done
  ceph-osd -c ceph.conf -i 0 --mkfs --osd-uuid "$id" >>mkfs.log 2>&1
  ceph-osd -c ceph.conf -i 0 -f </dev/null >osd.out.log 2>&1 &
  DAEMONS+=($!)
  user colloquy colloquytest colloquytestsecret
  user stranger strangertest strangertestsecret
}

user() {
  local try
  for try in 1 2 3; do
    timeout 60 radosgw-admin -c ceph.conf user create --uid="$1" --display-name="$1" --access-key="$2" --secret-key="$3" </dev/null >user.log 2>&1 && return
    sleep 0.5
  done
  false
}

start() {
  radosgw -c ceph.conf -n client.rgw -f </dev/null >>rgw.out.log 2>&1 &
  GATEWAY=$!
  for _ in $(seq 600); do
    curl -s -o answer "http://127.0.0.1:$PORT/" && return
    kill -0 "$GATEWAY" 2>/dev/null || break
    sleep 0.1
  done
  false
}

cluster
while read -r command; do
  case $command in
    start) start; echo "started $FOLDER" ;;
    kill) kill -KILL "$GATEWAY"; wait "$GATEWAY" 2>/dev/null || true; GATEWAY=; echo killed ;;
    freeze) kill -STOP "$GATEWAY"; echo frozen ;;
    thaw) kill -CONT "$GATEWAY"; echo thawed ;;
  esac
done
