"""Puts load on a target and says what it did; checks first that the target does its work at all."""

import http.client
import json
import os
import subprocess
import time
from dataclasses import asdict, dataclass

from harness.targets import PATH

CONNECTIONS = 32
WINDOW_SECONDS = 5
STEADY = 0.05
# Of the processor time in a window: more than that goes to compiling, and the code is not what it will be.
COMPILING = 0.03
START_SECONDS = 60
# Connection set-up and the building of 10,000 requests come on top of the load's own time.
WRK_SLACK_SECONDS = 60

_REPLAY = os.path.join(os.path.dirname(__file__), "replay.lua")


class BenchError(Exception):
    """Ends the run with its message; the numbers would mean nothing."""


@dataclass(frozen=True)
class Sample:
    """One target under one load for one round."""

    requests: int
    requests_per_second: float
    cpu_us: float
    core_share: float
    compiling_share: float
    p50_ms: float
    p99_ms: float
    refused_share: float
    resident_mb: float

    def as_dict(self):
        return {name: round(value, 4) for name, value in asdict(self).items()}


def wait_until_answers(target, process, port, token):
    """Seconds from the start of the process to its first 200."""
    deadline = process.started + START_SECONDS
    while time.monotonic() < deadline:
        if not process.running:
            break
        if status(port, token) == 200:
            return time.monotonic() - process.started
        time.sleep(0.01)
    raise BenchError(f"{target.name} does not answer; its last words:\n{process.last_words()}")


def status(port, token):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        headers = {"Authorization": "Bearer " + token} if token else {}
        connection.request("GET", PATH, headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def probe(target, port, tokens):
    """A target that lets a bad token through, or a good one not, is not worth measuring."""
    expected = {"valid": 200}
    for bad in ["bad-signature", "expired", "wrong-audience"]:
        expected[bad] = 401 if target.checks else 200
    if target.checks:
        expected["none"] = 401
    for kind, wanted in expected.items():
        seen = status(port, tokens[kind])
        if seen != wanted:
            raise BenchError(f"{target.name}: token {kind} got {seen} (expected: {wanted})")


def warm_up(process, port, tokens_file, least, most_seconds):
    """On all cores, until a request costs the same in two windows and hardly anything is compiled any more.

    Pinned before that, the compiler takes the core from the requests, or starves.

    `least` is CPU seconds of the process and requests, both: on a busy machine the clock says little of
    what was compiled. Returns the seconds it took and whether all that was reached.
    """
    begin = process.cpu_seconds()
    spent, requests, before = 0, 0, 0.0
    while spent < most_seconds:
        cpu, compiling = process.cpu_seconds(), process.compiler_seconds()
        seen = _wrk(port, tokens_file, WINDOW_SECONDS, None)
        now = process.cpu_seconds()
        compiled = process.compiler_seconds() - compiling <= COMPILING * (now - cpu)
        spent += WINDOW_SECONDS
        requests += seen["requests"]
        cost = (now - cpu) / max(seen["requests"], 1)
        steady = abs(cost - before) <= STEADY * cost
        if steady and compiled and now - begin >= least[0] and requests >= least[1]:
            return spent, True
        before = cost
    return spent, False


def measure(process, port, tokens_file, seconds, load_cpus):
    cpu, compiling = process.cpu_seconds(), process.compiler_seconds()
    seen = _wrk(port, tokens_file, seconds, load_cpus)
    cpu, compiling = process.cpu_seconds() - cpu, process.compiler_seconds() - compiling
    if not seen["requests"]:
        raise BenchError(f"{process.name} answered nothing in {seconds} s")
    if seen["failed"]:
        raise BenchError(f"{process.name}: {seen['failed']} connections failed or timed out")
    return Sample(
        requests=seen["requests"],
        requests_per_second=seen["requests"] / seen["seconds"],
        cpu_us=cpu * 1e6 / seen["requests"],
        core_share=cpu / seen["seconds"],
        compiling_share=compiling / cpu,
        p50_ms=seen["p50_us"] / 1000,
        p99_ms=seen["p99_us"] / 1000,
        refused_share=seen["refused"] / seen["requests"],
        resident_mb=process.resident_mb(),
    )


def _wrk(port, tokens_file, seconds, cpus):
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", _REPLAY]
    command += [f"http://127.0.0.1:{port}{PATH}", "--", tokens_file]
    if cpus:
        command = ["taskset", "-c", ",".join(map(str, sorted(cpus))), *command]
    out = subprocess.run(
        command, capture_output=True, text=True, timeout=seconds + WRK_SLACK_SECONDS, check=False
    )
    if out.returncode:
        raise BenchError(f"wrk failed: {out.stdout}{out.stderr}")
    return json.loads(out.stdout.strip().splitlines()[-1])
