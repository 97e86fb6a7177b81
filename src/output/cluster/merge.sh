#!/bin/sh
# Merges the shards of a sweep, and says what is missing. Written by foreshift @VERSION@.
set -u
directory=@DIRECTORY@
mkdir -p "$directory/logs" || exit 1
exec >>"$directory/logs/merge.log" 2>&1

set --
index=1
while [ "$index" -le @SHARDS@ ]; do
    set -- "$@" "$directory/shards/$index"
    index=$((index + 1))
done
exec @PROGRAM@ merge --out "$directory/results" -- "$@"
