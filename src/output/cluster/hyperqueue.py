"""Submits a sweep to HyperQueue: @SHARDS@ shards as tasks, then a merge that depends on all of them.

Written by foreshift @VERSION@. Needs `pip install hyperqueue`, of the version of the server.

    python3 submit.py                       to the server that runs (`hq server start`), and returns
    python3 submit.py --wait                the same, and waits until the sweep is merged
    python3 submit.py --local 8             on 8 cores of this machine, with a server of its own that ends with the sweep

Submitting again after a failure runs only what is missing.
"""

import argparse
import pathlib
import sys

from hyperqueue import Client, Job
from hyperqueue.cluster import LocalCluster, WorkerConfig
from hyperqueue.ffi.protocol import ResourceRequest

DIRECTORY = pathlib.Path(@DIRECTORY@)
NAME = @NAME@
SHARDS = @SHARDS@
CORES = @CORES@


def job():
    """The tasks: a first that makes directories, so that task 1, as HQ_TASK_ID tells it, is shard 1 and so on; last the merge."""
    # One shard that fails in the end must not stop the others. Logs are in logs/.
    sweep = Job(max_fails=None, name=NAME)
    quiet = {"stdout": None, "stderr": None}
    shard = ["sh", str(DIRECTORY / "shard.sh")]
    # A worker that is lost has its shard run by another; a shard that is killed is run again by shard.sh.
    need = ResourceRequest(cpus=CORES)
    first = sweep.program(["mkdir", "-p", str(DIRECTORY / "shards")], name="first", **quiet)
    shards = [
        sweep.program(shard, name=f"shard {number}", deps=[first], resources=need, crash_limit=@ATTEMPTS@, **quiet)
        for number in range(1, SHARDS + 1)
    ]
    sweep.program(["sh", str(DIRECTORY / "merge.sh")], name="merge", deps=shards, **quiet)
    return sweep


def submit(client, wait):
    """Submits, and waits if asked to; says whether it went well."""
    submitted = client.submit(job())
    print(f"job {submitted.id}; results go to {DIRECTORY / 'results'}")
    return client.wait_for_jobs([submitted], raise_on_error=False) if wait else True


def main():
    flags = argparse.ArgumentParser(description=f"Submits a sweep of {SHARDS} shards to HyperQueue.")
    flags.add_argument("--wait", action="store_true", help="wait until the sweep is merged")
    flags.add_argument("--local", type=int, metavar="CORES", help="run on so many cores of this machine")
    flags.add_argument("--server-dir", help="the directory of the server, if it is not the usual one")
    asked = flags.parse_args()
    if asked.local is None:
        return submit(Client(asked.server_dir), asked.wait)
    with LocalCluster(worker_config=WorkerConfig(cores=max(asked.local, CORES))) as cluster:
        return submit(cluster.client(), wait=True)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
