#!/bin/bash
# OpenStack Swift of Debian 12 with its S3 API, one node on loopback at PORT.
#   swift.sh FOLDER PORT ACCOUNT USER KEY        runs until it gets a SIGTERM; who asks is ACCOUNT:USER
# Packages: swift-proxy swift-account swift-container swift-object.
set -euo pipefail
folder=$1 port=$2 account=$3 user=$4 key=$5
mkdir -p "$folder"/{etc,log,srv/d1}
cd "$folder/etc"
cat > swift.conf <<CONF
[swift-hash]
swift_hash_path_suffix = suffix
swift_hash_path_prefix = prefix
[storage-policy:0]
name = Policy-0
default = yes
CONF
pids=()
stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  exit 0
}
trap stop TERM INT EXIT
export SWIFT_DIR=$folder/etc
export SWIFT_CONF_DIR=$folder/etc
server_port=$((port + 1))
for server in object container account; do
  {
    swift-ring-builder $server.builder create 4 1 1
    swift-ring-builder $server.builder add "r1z1-127.0.0.1:$server_port/d1" 1
    swift-ring-builder $server.builder rebalance
  } > "$folder/log/$server.ring" 2>&1 || true # it warns, with another status, that one device is few
  cat > $server.conf <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $server_port
swift_dir = $folder/etc
devices = $folder/srv
mount_check = false
user = $(id -un)
workers = 0
[pipeline:main]
pipeline = $server-server
[app:$server-server]
use = egg:swift#$server
CONF
  swift-$server-server $server.conf > "$folder/log/$server.log" 2>&1 &
  pids+=($!)
  server_port=$((server_port + 1))
done
cat > proxy.conf <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $port
swift_dir = $folder/etc
user = $(id -un)
workers = 0
[pipeline:main]
pipeline = catch_errors cache listing_formats bulk s3api tempauth copy slo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$((port + 9))
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_${account}_$user = $key .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
CONF
swift-proxy-server proxy.conf > "$folder/log/proxy.log" 2>&1 &
pids+=($!)
wait
