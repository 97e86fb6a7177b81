#!/bin/sh
# Runs a command beside a Slurm of one node that is up for as long as the command runs, at most 150 seconds.
#   sh slurm.sh COMMAND WORD...
# Needs Debian's slurmctld, slurmd and slurm-client; runs as whoever calls it, on the loopback device, with files in a directory of its own.
# Where Slurm does not start, says why and exits with 75.
set -u
port=${SLURM_TEST_PORT:-16817}
for program in slurmctld slurmd sbatch sinfo; do
    command -v "$program" >/dev/null || { echo "skipped: there is no $program" >&2; exit 75; }
done
home=$(mktemp -d) || exit 1
mkdir "$home/state" "$home/spool"
cat >"$home/slurm.conf" <<CONF
ClusterName=one
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmctldPort=$port
SlurmdPort=$((port + 1))
StateSaveLocation=$home/state
SlurmdSpoolDir=$home/spool
SlurmctldPidFile=$home/slurmctld.pid
SlurmdPidFile=$home/slurmd.pid
SlurmctldLogFile=$home/slurmctld.log
SlurmdLogFile=$home/slurmd.log
SlurmdParameters=config_overrides
MailProg=/bin/true
NodeName=localhost NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$home/slurm.conf"

timeout 180 slurmctld -D -i >"$home/slurmctld.out" 2>&1 &
controller=$!
timeout 180 slurmd -D -N localhost >"$home/slurmd.out" 2>&1 &
node=$!
stop() {
    kill "$node" "$controller" 2>/dev/null
    wait "$node" "$controller" 2>/dev/null
    rm -rf "$home"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

waited=0
until timeout 5 sinfo --noheader --states=idle 2>/dev/null | grep -q idle; do
    waited=$((waited + 1))
    if [ "$waited" -gt 40 ]; then
        echo "skipped: Slurm did not start:" >&2
        tail -n 5 "$home/slurmctld.log" >&2
        tail -n 5 "$home/slurmd.log" >&2
        exit 75
    fi
    sleep 0.5
done
timeout 150 "$@"
