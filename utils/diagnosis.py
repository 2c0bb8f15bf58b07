"""Which known mistake gives exactly what the answer gave, on every input on which it failed."""
from __future__ import annotations

from .exercise import Exercise
from .sandbox import Outcome, run


def explain(exercise: Exercise, failures: list, passes: list) -> tuple[str, str] | None:
    """(slug, sentence) of the misconception that explains *all* failures, or None.

    Where several do, the one that also agrees best with the answer on the inputs that it got right; then the first.
    """
    found = []
    for place, misconception in enumerate(exercise.misconceptions):
        for wrong in misconception.wrong:
            if all(_gives(exercise, wrong, trial) for trial in failures):
                found.append((place, misconception, wrong))
    if not found:
        return None
    if len({place for place, *_ in found}) > 1:
        found.sort(key=lambda item: (-sum(_gives(exercise, item[2], trial) for trial in passes), item[0]))
    return found[0][1].slug, found[0][1].sentence


def _gives(exercise: Exercise, wrong, trial) -> bool:
    return alike(exercise, run(wrong, exercise, trial.case), trial.outcome)


def alike(exercise: Exercise, one: Outcome, other: Outcome) -> bool:
    """Whether two calls did the same: the same kind of exception, or the same result, and the same arguments changed."""
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error)
    try:
        return one.changed == other.changed and exercise.returns.same(one.value, other.value)
    except Exception:  # a learner's own class may raise in any operator that a contract uses
        return False
