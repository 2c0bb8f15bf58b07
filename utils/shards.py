"""What runs on a "machine" that holds part of the numbers: functions that a worker process can import however it is started.

Topic 06 asks such machines for their largest numbers. A worker makes its part itself, so that the part is nowhere else.
"""
from __future__ import annotations

import heapq
import os
import pickle
import random
from typing import NamedTuple

PROTOCOL = 4  # of pickle: named, so that the bytes are the same in every Python


class Sent(NamedTuple):
    """What a machine sends: its largest numbers, sorted descending; and where they come from."""

    best: list[int]
    process: int
    bytes_of_all: int


def part(machine: int, size: int) -> list[int]:
    """The numbers of one machine, below a billion; the same ones whenever it is asked."""
    generator = random.Random(machine)
    return [int(generator.random() * 10**9) for _ in range(size)]


def ask(machine: int, size: int, n: int) -> Sent:
    """The `n` largest numbers of a machine, sorted descending, with its process and the bytes that all would take."""
    numbers = part(machine, size)
    return Sent(heapq.nlargest(n, numbers), os.getpid(), weight(numbers))


def weight(message) -> int:
    """How many bytes travel when `message` goes from one process to another."""
    return len(pickle.dumps(message, protocol=PROTOCOL))
