#!/bin/sh
# Copies the profile directories of all pods that this run of Skaffold deployed, by tar, and prints one report.
#
# Use coverage.sh if you can: this way needs tar in the image and the right to execute commands in pods, and no pod
# acknowledges that its profile is complete.
#
# Skaffold sets SKAFFOLD_KUBE_CONTEXT and SKAFFOLD_RUN_ID. NAMESPACE is the namespace of the pods (default).
set -eu
cd "$(dirname "$0")/.."
directory=coverage-data/$SKAFFOLD_RUN_ID
copies=$directory/copies

fail() {
  echo "coverage-tar.sh: $1" >&2
  exit 1
}

in_namespace() {
  kubectl --context "$SKAFFOLD_KUBE_CONTEXT" --namespace "${NAMESPACE:-default}" "$@"
}

# tar fails if the agent replaces a file at that moment.
copy() {
  for _ in 1 2 3 4 5; do
    if in_namespace exec "$1" --container app -- tar -C /coverage/profiles -cf - . >"$copies/$1.tar"; then
      mkdir -p "$copies/$1"
      tar -C "$copies/$1" -xf "$copies/$1.tar"
      rm "$copies/$1.tar"
      return
    fi
  done
  fail "pod $1 could not be copied."
}

pods=$(in_namespace get pods --selector "skaffold.dev/run-id=$SKAFFOLD_RUN_ID" --output 'jsonpath={.items[*].metadata.name}')
[ -n "$pods" ] || fail "there are no pods of run $SKAFFOLD_RUN_ID."
umask 077
mkdir -p "$copies"
set --
for pod in $pods; do
  copy "$pod"
  set -- "$@" "$copies/$pod"
done
npx --no-install covermain collect directory "$@" -o "$directory/profiles" --report
