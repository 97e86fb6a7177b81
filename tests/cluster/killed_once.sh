#!/bin/sh
# Stands in for foreshift: the first sweep that is run through it is killed with SIGKILL when a part of it is written, and so is this script, as
# when a machine dies. All other calls go through.
#   FORESHIFT_REAL the program; FORESHIFT_KILLED a directory that is made by the kill, in which `how` says how the victim ended
set -u
if [ "$1" != sweep ] || ! mkdir "$FORESHIFT_KILLED" 2>/dev/null; then
    exec "$FORESHIFT_REAL" "$@"
fi
"$FORESHIFT_REAL" "$@" &
victim=$!
out=
for word; do
    [ "${last-}" = --out ] && out=$word
    last=$word
done
while kill -0 "$victim" 2>/dev/null; do
    if ls "$out/parts" 2>/dev/null | grep -q '^part-.*\.json$'; then
        kill -9 "$victim"
        break
    fi
    sleep 0.02
done
wait "$victim"
echo "$? after $(ls "$out/parts" | grep -c '^part-.*\.json$') parts" >"$FORESHIFT_KILLED/how"
kill -9 $$
