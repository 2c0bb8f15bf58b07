"""What the servers that tests start have in common: a port, and an end with the test run."""
import ctypes
import signal
import socket
import sys


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


# Popen's preexec_fn: a test run that is killed must not leave a server behind (Linux)
die_with_parent = _die_with_parent if sys.platform == "linux" else None
