#!/bin/bash
# Ceph RGW of Debian 12, one node on loopback with its data in memory, at PORT; its KMS is a Vault transit engine at
# KMS_PORT.   ceph-rgw.sh FOLDER PORT KMS_PORT TOKEN ACCESS_KEY SECRET_KEY   runs until it gets a SIGTERM.
# Packages: ceph-mon ceph-osd ceph-mgr radosgw ceph-common.
set -euo pipefail
folder=$1 port=$2 kms_port=$3 token=$4 access_key=$5 secret_key=$6
mkdir -p "$folder"/{run,log,mon,osd}
cd "$folder"
printf %s "$token" > vault.token
chmod 600 vault.token
fsid=$(cat /proc/sys/kernel/random/uuid)
cat > ceph.conf <<CONF
[global]
fsid = $fsid
mon host = 127.0.0.1
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
run dir = $folder/run
admin socket = $folder/run/\$name.asok
log file = $folder/log/\$name.log
keyring = $folder/keyring
mon data = $folder/mon
osd data = $folder/osd
osd objectstore = memstore
memstore device bytes = 2147483648
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:$port
rgw dns name = localhost
rgw crypt require ssl = false
rgw crypt s3 kms backend = vault
rgw crypt vault auth = token
rgw crypt vault token file = $folder/vault.token
rgw crypt vault addr = http://127.0.0.1:$kms_port
rgw crypt vault secret engine = transit
rgw crypt vault prefix = /v1/transit
CONF
export CEPH_CONF=$folder/ceph.conf
pids=()
# The monitor goes last: the others wait for it.
stop() {
  for ((at = ${#pids[@]} - 1; at >= 0; at--)); do kill -9 "${pids[$at]}" 2>/dev/null || true; done
  exit 0
}
trap stop TERM INT EXIT
start() { # a daemon that does not fork, so that its process id is known
  "$@" -f &
  pids+=($!)
}
{
  ceph-authtool --create-keyring keyring --gen-key -n mon. --cap mon 'allow *'
  ceph-authtool keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
  ceph-authtool keyring --gen-key -n client.rgw --cap mon 'allow rw' --cap osd 'allow rwx' --cap mgr 'allow rw'
  ceph-authtool keyring --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' --cap mgr 'allow profile osd'
  monmaptool --create --add a 127.0.0.1 --fsid "$fsid" monmap
  ceph-mon --mkfs -i a --monmap monmap --keyring keyring
  start ceph-mon -i a
  osd=$(cat /proc/sys/kernel/random/uuid)
  timeout 60 ceph osd new "$osd" 0
  ceph-osd -i 0 --mkfs --osd-uuid "$osd" --keyring keyring
  start ceph-osd -i 0
  timeout 60 ceph osd crush add osd.0 1.0 root=default host=localhost
  user=(--uid writer --display-name writer --access-key "$access_key" --secret "$secret_key" --max-buckets 100000)
  timeout 120 radosgw-admin -n client.rgw user create "${user[@]}"
  start radosgw -n client.rgw
} > log/start.log 2>&1
wait
