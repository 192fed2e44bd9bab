#!/bin/sh
# Collects the profiles of all pods that this run of Skaffold deployed, and prints one report.
#
# Skaffold sets SKAFFOLD_KUBE_CONTEXT and SKAFFOLD_RUN_ID. NAMESPACE is the namespace of the pods (default).
# Fails if a pod could not be collected, or has restarted since the last collection.
set -eu
cd "$(dirname "$0")/.."

npx --no-install covermain collect kubernetes \
  --context "$SKAFFOLD_KUBE_CONTEXT" \
  --namespace "${NAMESPACE:-default}" \
  --selector "skaffold.dev/run-id=$SKAFFOLD_RUN_ID" \
  --container app \
  -o "coverage-data/$SKAFFOLD_RUN_ID" \
  --report
