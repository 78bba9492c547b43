#!/usr/bin/env bash
# Opens the sessions of a run, with the keys that the aws CLI has, and writes them to a file:
#   conformance/aws/sessions.sh [FILE] [SECONDS]
# Never run on AWS yet. A session of a session lasts an hour at the most: run it again while a longer run is under way.
set -euo pipefail
file=${1:-credentials.json}
seconds=${2:-3600}
account=$(aws sts get-caller-identity --query Account --output text)

# What a session may do beyond its role: nothing. That there are two such policies is what counts (F-95).
one='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","kms:*"],"Resource":"*"}]}'
other='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","kms:*"],"Resource":"*"}]}'

# session NAME ROLE [POLICY-NAME POLICY]: an entry of the file. The session is named as the requester.
session() {
  local name=$1 role=$2 scoping=${3:-} policy=() id secret token
  [ -z "$scoping" ] || policy=(--policy "$4")
  read -r id secret token < <(aws sts assume-role --role-arn "arn:aws:iam::$account:role/$role" \
    --role-session-name "$name" --duration-seconds "$seconds" ${policy[@]+"${policy[@]}"} \
    --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
  printf '{"name":"%s","accessKeyId":"%s","secretAccessKey":"%s","sessionToken":"%s","account":"%s","role":"%s","session":"%s"%s}' \
    "$name" "$id" "$secret" "$token" "$account" "$role" "$name" "${scoping:+,\"scopingPolicy\":\"$scoping\"}"
}

umask 077
trap 'rm -f "$file.new"' EXIT
{
  printf '{"credentials":['
  session admin bucketkey-admin
  printf ',' && session writer bucketkey-writer
  printf ',' && session writer-2 bucketkey-writer
  printf ',' && session scoped bucketkey-writer one "$one"
  printf ',' && session scoped-otherwise bucketkey-writer other "$other"
  printf ',' && session reader bucketkey-reader
  # Asks nothing: who replicates is S3, in a session of its own.
  printf ',' && session replicator bucketkey-replicator
  printf ']}\n'
} >"$file.new"
# Whoever reads it finds the old ones or the new ones.
mv "$file.new" "$file"
