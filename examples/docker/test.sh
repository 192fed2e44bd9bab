#!/bin/sh
# Builds the image for tests, starts it, sends requests, fetches the profile and prints the percentage.
#
#   CONTAINER_ENGINE   docker (default) or podman
#   NODE_IMAGE         base image, if it is not that of the Dockerfile
#   COVER_TOKEN        token of the agent (default: a random one)
set -eu
cd "$(dirname "$0")"
engine=${CONTAINER_ENGINE:-docker}
output=coverage-data/$(date +%Y%m%dT%H%M%S)
COVER_TOKEN=${COVER_TOKEN:-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')}
export COVER_TOKEN

# Sends a request to the agent. The token is read from stdin, because other users can read arguments.
ask_agent() {
  printf 'Authorization: Bearer %s\n' "$COVER_TOKEN" | curl --silent --show-error --fail --header @- "$@"
}

"$engine" build --tag quotes:coverage --build-arg ARG_MODE=automation_test \
  ${NODE_IMAGE:+--build-arg "NODE_IMAGE=$NODE_IMAGE"} .

# The engine chooses free ports, on loopback only.
container=$("$engine" run --detach --env COVER_TOKEN \
  --publish 127.0.0.1::8080 --publish 127.0.0.1::7777 quotes:coverage)
trap '"$engine" rm --force "$container" >/dev/null' EXIT
service=http://$("$engine" port "$container" 8080)
agent=http://$("$engine" port "$container" 7777)

# The integration test
# Without --show-error: requests that arrive before the service listens are repeated.
curl --silent --fail --retry 20 --retry-delay 1 --retry-all-errors "$service/healthz" || {
  echo "The service does not answer:" >&2
  "$engine" logs "$container" >&2
  exit 1
}
curl --silent --show-error --fail "$service/quote?items=2"
curl --silent --show-error --fail "$service/quote?items=12"

# Coverage while the program runs
mkdir -p "$output"
ask_agent --request POST "$agent/v1/cover/profile" --output "$output/coverage.txt"
echo "Covered statements: $(ask_agent "$agent/v1/cover/coverage" | awk '{ printf "%.2f", $1 * 100 }')%"

# The last profile contains the program's stop, too. The engine copies files of stopped containers.
"$engine" stop "$container" >/dev/null
"$engine" cp "$container:/tmp/coverage/." "$output/profile"
echo "Report: npx covermain report $output/profile"
