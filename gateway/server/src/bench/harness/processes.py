"""Processes of the bench: started, pinned, accounted for and ended by id, and no others."""

import ctypes
import os
import signal
import subprocess
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1
# HotSpot's threads, as the kernel cuts their names.
COMPILERS = ("C1 Compiler", "C2 Compiler")

_libc = ctypes.CDLL(None, use_errno=True)


class Process:
    """One child with what it started itself, such as the workers of nginx."""

    def __init__(self, name, argv, log, cwd, cpus=None):
        self.name = name
        self.log = log
        self.started = time.monotonic()

        def prepare():
            # Whatever ends the harness, SIGKILL included, ends its children.
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if cpus:
                os.sched_setaffinity(0, cpus)

        # Appending, so that the file can be emptied while the child writes to it.
        with open(log, "ab") as out:
            self._child = subprocess.Popen(
                argv,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=prepare,
            )

    @property
    def running(self):
        return self._child.poll() is None

    def pin(self, cpus):
        """Every thread there is; those to come inherit it."""
        for pid in self._tree():
            for thread in os.listdir(f"/proc/{pid}/task"):
                try:
                    os.sched_setaffinity(int(thread), cpus)
                except ProcessLookupError:
                    pass  # it has ended meanwhile

    def cpu_seconds(self):
        """User and system time since the start, as the kernel counts it."""
        return sum(map(_ticks, self._tree())) / TICKS_PER_SECOND

    def compiler_seconds(self):
        """What the JVM's compilers took of that so far; 0 for what is no JVM."""
        return sum(map(_compiler_ticks, self._tree())) / TICKS_PER_SECOND

    def resident_mb(self):
        return sum(map(_resident_kb, self._tree())) / 1024

    def empty_log(self):
        os.truncate(self.log, 0)

    def last_words(self):
        with open(self.log, errors="replace") as log:
            return "".join(log.readlines()[-25:])

    def stop(self):
        """Ends the child's own group, which bears the child's id for as long as the child is there."""
        if not self.running:
            return
        os.killpg(self._child.pid, signal.SIGTERM)
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait(STOP_SECONDS)

    def _tree(self):
        pids = [self._child.pid]
        for pid in pids:
            try:
                with open(f"/proc/{pid}/task/{pid}/children") as children:
                    pids += map(int, children.read().split())
            except FileNotFoundError:
                pass
        return pids


class Processes:
    """All that were started; leaving the block ends them, the last first."""

    def __init__(self, folder):
        self._folder = folder
        self._all = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self._all):
            process.stop()

    def start(self, name, argv, cpus=None):
        log = os.path.join(self._folder, name + ".log")
        process = Process(name, argv, log, self._folder, cpus)
        self._all.append(process)
        return process


def _ticks(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            # The name in parentheses may hold spaces; utime and stime are fields 14 and 15.
            fields = stat.read().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    except FileNotFoundError:
        return 0


def _compiler_ticks(pid):
    ticks = 0
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/stat") as stat:
                name, _, rest = stat.read().partition("(")[2].rpartition(")")
                if name.startswith(COMPILERS):
                    ticks += sum(map(int, rest.split()[11:13]))
    except FileNotFoundError:
        pass  # it has ended meanwhile
    return ticks


def _resident_kb(pid):
    try:
        with open(f"/proc/{pid}/status") as status:
            return next((int(l.split()[1]) for l in status if l.startswith("VmRSS:")), 0)
    except FileNotFoundError:
        return 0
