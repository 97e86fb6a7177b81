#!/bin/sh
# Runs one shard of a sweep. Written by foreshift @VERSION@.
# The paths below must be the same on every machine that runs this: a shared file system.
# A shard takes up its work where it was left, so running it again does no harm.
set -u
directory=@DIRECTORY@
index=@INDEX@
mkdir -p "$directory/logs" "$directory/shards" || exit 1
exec >>"$directory/logs/$index.log" 2>&1
cd @FOLDER@ || exit 1

attempt=1
while :; do
    echo "attempt $attempt of @ATTEMPTS@ on $(uname -n)"
    @COMMAND@ --shard @SHARD@ --out "$directory/shards/$index" -- @SCENARIO@
    code=$?
    case $code in
    0 | 2 | 130) exit "$code" ;; # done; wrong input, which no second run mends; somebody stopped it
    esac
    echo "ended with exit code $code"
    [ "$attempt" -lt @ATTEMPTS@ ] || exit "$code"
    attempt=$((attempt + 1))
done
