"""The fast codas and what they compete with: CPU time of both, in turns, in a process of their own with one thread."""
from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from . import course
from .codas import declared

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
WANTED = "requirements-bench.txt"
ROUNDS = 15
IN_ITS_OWN = "import sys; from utils.contests import main; sys.exit(main(sys.argv[1:]))"  # `-m` would make two of this module


class Unequal(Exception):
    """Ours and the peer's results differ: nothing is timed then."""


@dataclass(frozen=True)
class Contest:
    """A claim of speed; a topic lists its own in ``utils/topics/slug/contests.py`` as ``CONTESTS``, name → Contest.

    Parameters
    ----------
    what
        The task, with its sizes: "IoU of 2000×2000 boxes, float64".
    peer
        What ours is measured against.
    goal
        The ratio ours / peer that must not be exceeded; None where the ratio is only told.
    prepare
        ``prepare() -> (ours, peer)``, two functions without arguments that do the same; or three, the last of which takes both
        results and is true where they agree. It imports what it needs.
    needs
        Top-level modules that it imports beyond requirements.txt.
    programs
        Commands that it calls.
    rounds
        Turns of each.
    warm
        Whether each call that counts has one before it that does not; False where a call takes minutes.
    unit
        "s": CPU seconds of the calls, child processes included. Another unit: both functions give the quantity themselves.
    """

    what: str
    peer: str
    goal: float | None
    prepare: Callable[[], tuple[Callable, ...]]
    needs: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    rounds: int = ROUNDS
    warm: bool = True
    unit: str = "s"


def contests() -> dict[str, Contest]:
    """Name → contest of all topics."""
    found: dict[str, Contest] = {}
    for slug in course.files():
        found |= declared(slug, "contests", "CONTESTS")
    return found


def seconds() -> float:
    """CPU seconds of this process and of the children that it has waited for."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def measured(contest: Contest, clock: Callable[[], float] = seconds) -> tuple[float, float, float]:
    """(ours, peer, ratio): medians over the turns; the ratio is the median of the turns' ratios.

    In a turn each is called twice, and the second call counts: caches and memory are its own by then, not the other's. The two
    follow each other at once, so that a slow moment of the machine is shared. Unequal results raise Unequal.
    """
    ours, peer, *same = contest.prepare()
    turns = []
    for turn in range(contest.rounds):
        (mine, cost), (theirs, price) = _spent(ours, contest, clock), _spent(peer, contest, clock)
        if turn == 0 and same and not same[0](mine, theirs):
            raise Unequal(f"Ours and {contest.peer} differ: {contest.what}.")
        turns.append((cost, price))
        del mine, theirs
    ratio = statistics.median(cost / price for cost, price in turns)
    return (*(statistics.median(column) for column in zip(*turns)), ratio)


def _spent(action, contest, clock):
    """The result of a call and what it cost."""
    if contest.warm:
        action()
    started = clock()
    result = action()
    return result, clock() - started if contest.unit == "s" else result


def missing(contest: Contest) -> str:
    """What this contest needs and the machine has not, as a sentence; empty where all is there."""
    if modules := [name for name in contest.needs if importlib.util.find_spec(name) is None]:
        return f"{' and '.join(modules)} missing, `pip install -r {WANTED}`"
    if programs := [name for name in contest.programs if shutil.which(name) is None]:
        return f"no program `{'` and `'.join(programs)}` on this machine"
    return ""


def row(name: str, contest: Contest) -> dict:
    """The row of one contest, measured in a process of its own; what is missing or went wrong stands in it."""
    told = {"name": name, "what": contest.what, "peer": contest.peer}
    if absent := missing(contest):
        return told | {"note": f"not measured: {absent}"}
    done = subprocess.run([sys.executable, "-c", IN_ITS_OWN, name], capture_output=True, text=True, check=False,
                          env={**os.environ, **dict.fromkeys(THREADS, "1")}, cwd=course.ROOT)
    if done.returncode:
        return told | {"met": False, "note": (done.stderr.strip().splitlines() or ["it failed"])[-1]}
    ours, peer, ratio = json.loads(done.stdout.splitlines()[-1])
    met = None if contest.goal is None else ratio <= contest.goal
    return told | {"ours": _amount(ours, contest.unit), "peer's": _amount(peer, contest.unit), "ratio": _short(ratio),
                   "goal": contest.goal, "met": met}


def _short(value: float) -> float:
    """Three significant digits."""
    return float(f"{value:.3g}")


def _amount(value, unit):
    if unit != "s":
        return f"{value:.3g} {unit}"
    return f"{value:.3g} s" if value >= 1 else f"{value * 1e3:.3g} ms"


def rows(names: Sequence[str] = ()) -> list[dict]:
    """A row for each contest, in the order of the topics."""
    from tqdm import tqdm

    chosen = [(name, contest) for name, contest in contests().items() if not names or name in names]
    return [row(name, contest) for name, contest in tqdm(chosen, unit="contest", disable=None, leave=False)]


def main(args: Sequence[str], known: Mapping[str, Contest] | None = None) -> int:
    """``NAME``: one contest, measured in this process; prints (ours, peer, ratio) as JSON."""
    parser = argparse.ArgumentParser(prog="contest")
    parser.add_argument("name")
    name = parser.parse_args(args).name
    try:
        print(json.dumps(measured((contests() if known is None else known)[name])))
    except Unequal as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0
