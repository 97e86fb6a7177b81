#!/bin/sh
# Installs what tests/cluster.rs runs sweeps on: GNU parallel and Slurm from Debian, HyperQueue and the schemas of Kubernetes from PyPI.
#   sh install.sh VENV      a virtual environment that is there, or is made
# Nothing is started: Debian's packages would start daemons only where there is an init, and policy-rc.d is asked not to.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
venv=$1
[ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"

missing=
command -v parallel >/dev/null || missing="parallel"
command -v slurmctld >/dev/null && command -v slurmd >/dev/null && command -v sbatch >/dev/null || missing="$missing slurmctld slurmd slurm-client"
[ -n "$missing" ] || exit 0
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
as_root apt-get update -qq
for package in $missing; do
    # Slurm may be missing, and its test then says so; of parallel the test demands that it ran.
    as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -qq -y --no-install-recommends "$package" >/dev/null || echo "no $package" >&2
done
