#!/bin/sh
# Runs a sweep on Kubernetes: @SHARDS@ shards, then the merge. Written by foreshift @VERSION@.
# What is given here goes to kubectl:  sh run.sh --namespace=mine
# Running it again after a failure runs only what is missing. Logs:  kubectl logs -l job-name=@NAME@ --prefix
set -eu
directory=@DIRECTORY@
kubectl delete --ignore-not-found "$@" job/@NAME@ job/@NAME@-merge
kubectl apply "$@" -f "$directory/shards.yaml"
# Waits as long as it takes; a job that failed ends it, and so does one that is gone.
until kubectl wait "$@" --for=condition=complete --timeout=10s job/@NAME@ 2>/dev/null; do
    kubectl get "$@" job/@NAME@ >/dev/null
    if kubectl wait "$@" --for=condition=failed --timeout=0s job/@NAME@ 2>/dev/null; then
        echo "shards failed:" >&2
        kubectl describe "$@" job/@NAME@ >&2
        exit 1
    fi
done
kubectl apply "$@" -f "$directory/merge.yaml"
kubectl wait "$@" --for=condition=complete --timeout=1h job/@NAME@-merge
echo "results are in $directory/results"
