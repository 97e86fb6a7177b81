#!/bin/sh
# Submits a sweep to Slurm: @SHARDS@ shards as a job array, then a merge that waits until all of them are done.
# Written by foreshift @VERSION@. What is given here goes to sbatch:  sh submit.sh --partition=short --account=mine --time=02:00:00
# Submitting again after a failure runs only what is missing.
set -eu
directory=@DIRECTORY@
mkdir -p "$directory/logs" "$directory/shards"
# A node that dies has its shard queued again (--requeue); a shard that is killed is run again by shard.sh. Logs are in logs/.
array=$(sbatch --parsable --job-name=@NAME@ --array=1-@SHARDS@ --cpus-per-task=@CORES@ --requeue --output=/dev/null "$@" "$directory/shard.sh")
array=${array%%;*}
merge=$(sbatch --parsable --job-name=@NAME@-merge --dependency=afterok:"$array" --kill-on-invalid-dep=yes --requeue --output=/dev/null "$@" "$directory/merge.sh")
merge=${merge%%;*}
echo "shards: job $array; merge: job $merge; results go to $directory/results"
