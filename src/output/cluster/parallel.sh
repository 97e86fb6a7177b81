#!/bin/sh
# Runs a sweep with GNU parallel: @SHARDS@ shards, then the merge. Written by foreshift @VERSION@.
# What is given here goes to parallel:  sh run.sh --jobs 8   or, over ssh,  sh run.sh --sshloginfile nodes.txt
# Running it again after a failure runs only what is missing.
set -eu
directory=@DIRECTORY@
cd "$directory"
mkdir -p logs shards
# As many at a time as the cores allow, @CORES@ a shard. A shard that fails is run again, elsewhere if there is another machine. Logs are in logs/.
cores=$(nproc 2>/dev/null || echo 1)
jobs=$((cores / @CORES@))
[ "$jobs" -ge 1 ] || jobs=1
seq 1 @SHARDS@ | parallel --will-cite --workdir . --retries @ATTEMPTS@ --joblog logs/parallel.tsv --jobs "$jobs" "$@" sh ./shard.sh '{}'
exec sh ./merge.sh
