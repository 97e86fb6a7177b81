"""Stands in for kubectl and the cluster behind it: what is applied is checked against the schema of Kubernetes and run here, as pods are.

Words are expanded as kubelet does it: `$(NAME)` is the variable of that name where there is one, `$$` is `$`. An index of an Indexed Job is tried
again as often as its backoffLimitPerIndex says. State is in the directory of FORESHIFT_KUBECTL_STATE.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

import kubernetes_validate
import yaml

# The oldest version that the file promises, and a newer one.
VERSIONS = ["1.29", "1.33"]


def expanded(word, variables):
    def value(found):
        whole, name = found.group(0), found.group(1)
        return "$" if whole == "$$" else variables.get(name, whole)

    return re.sub(r"\$\$|\$\(([A-Za-z_][A-Za-z0-9_]*)\)", value, word)


def pod(job, index):
    """Runs a pod to its end, and gives its exit code."""
    spec = job["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    mounted = {volume["name"] for volume in spec["volumes"]}
    assert spec["restartPolicy"] == "Never" and {mount["name"] for mount in container["volumeMounts"]} == mounted
    (mount,) = container["volumeMounts"]
    assert (container["workingDir"] + "/").startswith(mount["mountPath"].rstrip("/") + "/")
    variables = {} if index is None else {"JOB_COMPLETION_INDEX": str(index)}
    words = [expanded(word, variables) for word in container["command"] + container["args"]]
    ended = subprocess.run(words, cwd=container["workingDir"], env={**os.environ, **variables}, timeout=100)
    return ended.returncode


def run(job):
    """Runs a job, and says whether it is complete."""
    spec = job["spec"]
    indexed = spec.get("completionMode") == "Indexed"
    attempts = 1 + spec["backoffLimitPerIndex" if indexed else "backoffLimit"]
    complete = True
    for index in range(spec["completions"]) if indexed else [None]:
        codes = []
        while len(codes) < attempts and 0 not in codes and 2 not in codes:
            codes.append(pod(job, index))
        print(f"{job['metadata']['name']} {index}: {codes}", file=sys.stderr)
        complete = complete and codes[-1] == 0
    return complete


def main():
    state = pathlib.Path(os.environ["FORESHIFT_KUBECTL_STATE"])
    verb, words = sys.argv[1], sys.argv[2:]
    if verb == "apply":
        job = yaml.safe_load(pathlib.Path(words[words.index("-f") + 1]).read_text())
        for version in VERSIONS:
            kubernetes_validate.validate(job, version, strict=True)
        (state / job["metadata"]["name"]).write_text(json.dumps("complete" if run(job) else "failed"))
        return 0
    names = [word.removeprefix("job/") for word in words if word.startswith("job/")]
    if verb == "delete":
        for name in names:
            (state / name).unlink(missing_ok=True)
        return 0
    (name,) = names
    if not (state / name).exists():
        return 1
    if verb == "wait":
        return 0 if f"--for=condition={json.loads((state / name).read_text())}" in words else 1
    return 0 if verb in ("get", "describe") else 1


if __name__ == "__main__":
    sys.exit(main())
