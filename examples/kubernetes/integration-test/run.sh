#!/bin/sh
# The integration test: sends requests to the service in the cluster, through a port-forward.
#
#   run.sh RESOURCE [NAMESPACE] [LOCAL_PORT] [REMOTE_PORT]
#
# RESOURCE    such as service/prices or deployment/prices
# NAMESPACE   namespace of the resource (default)
# LOCAL_PORT  port of this machine; 0 for any free port (4503)
# REMOTE_PORT port of the resource (8080)
#
# Skaffold sets SKAFFOLD_KUBE_CONTEXT. Without it, kubectl uses its current context.
set -eu

resource=${1:?expected a resource, such as service/prices}
namespace=${2:-default}
local_port=${3:-4503}
remote_port=${4:-8080}

temporary=$(mktemp -d)
forward=
cleanup() {
  trap - EXIT
  if [ -n "$forward" ]; then
    kill "$forward" 2>/dev/null || true
    wait "$forward" 2>/dev/null || true
  fi
  rm -rf "$temporary"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail() {
  echo "run.sh: $1" >&2
  exit 1
}

: >"$temporary/output"
# With one address, kubectl ends if the port is taken. Otherwise it would go on with that of IPv6.
kubectl port-forward ${SKAFFOLD_KUBE_CONTEXT:+--context "$SKAFFOLD_KUBE_CONTEXT"} --namespace "$namespace" \
  --address 127.0.0.1 "$resource" "$local_port:$remote_port" >"$temporary/output" &
forward=$!

# kubectl prints "Forwarding from 127.0.0.1:4503 -> 8080". An answer on the port proves nothing: another program may use it.
attempts=0
until port=$(sed -n 's/^Forwarding from 127\.0\.0\.1:\([0-9]*\) .*/\1/p' "$temporary/output") && [ -n "$port" ]; do
  kill -0 "$forward" 2>/dev/null || fail "kubectl port-forward has ended. See its message above."
  attempts=$((attempts + 1))
  [ "$attempts" -le 300 ] || fail "kubectl port-forward opened no port within 60 seconds."
  sleep 0.2
done
url=http://127.0.0.1:$port

# Sends a request. Prints the response, and fails unless the status is as expected.
request() {
  expected=$1
  path=$2
  status=$(curl --silent --show-error --max-time 10 --output "$temporary/body" --write-out '%{http_code}' "$url$path") ||
    fail "GET $path failed."
  echo "GET $path: $status $(cat "$temporary/body")"
  [ "$status" = "$expected" ] || fail "GET $path: expected status $expected, got $status."
}

curl --silent --show-error --fail --max-time 10 --retry 30 --retry-delay 1 --retry-all-errors \
  --output "$temporary/body" "$url/healthz" || fail "the service is not ready."

request 200 /price/tea
request 200 '/price/tea?count=3'
request 200 '/price/cake?count=2'
request 400 '/price/cake?count=none'
request 404 /price/coffee
