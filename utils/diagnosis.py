"""Which known mistake gives exactly what the answer gave, on every input on which it failed."""
from __future__ import annotations

from .exercise import Case, Exercise, Raises
from .sandbox import Outcome, run

STRAY = 1 / 3  # failures that a mistake may have beyond the answer's own, as a share of those


def explain(exercise: Exercise, failures: list, trials: list) -> tuple[str, str] | None:
    """(slug, sentence) of the misconception that is the answer's mistake, or None.

    Parameters
    ----------
    failures
        The trials on which the answer failed, those of the search for a smaller input included.
    trials
        The trials on the known inputs, right and wrong.

    Notes
    -----
    It has to give what the answer gave on *all* failures, and be wrong on one of them: an answer that fails by the type
    of its result alone has another fault. It may fail on few inputs besides: a mistake that would show far more often than
    the answer's does is another one, which happens to look alike where both show. Of several the one that strays least is
    named, then the first.
    """
    passes = [trial for trial in trials if not trial.finding]
    most = STRAY * (len(trials) - len(passes))
    found = []
    for place, misconception in enumerate(exercise.misconceptions):
        for wrong in misconception.wrong:
            # with few failures most mistakes are ruled out by the inputs that pass, which are cheap
            if most < 1 and _stray(exercise, wrong, passes, most) > most or not _explains(exercise, wrong, failures):
                continue
            stray = _stray(exercise, wrong, passes, most)
            if stray <= most:
                found.append((stray, place, misconception))
                break
    if not found:
        return None
    best = min(found, key=lambda item: item[:2])[2]
    return best.slug, best.sentence


def _stray(exercise: Exercise, wrong, passes, most) -> int:
    """On how many inputs a mistake shows where the answer is right; not counted beyond `most`."""
    stray = 0
    for trial in passes:
        stray += not _gives(exercise, wrong, trial)
        if stray > most:
            break
    return stray


def _explains(exercise: Exercise, wrong, failures) -> bool:
    """Whether a mistake gives what the answer gave on all failures, and is wrong on one."""
    any_wrong = False
    for trial in failures:
        outcome = run(wrong, exercise, trial.case)
        if not alike(exercise, trial.case, outcome, trial.outcome):
            return False
        any_wrong = any_wrong or _is_wrong(exercise, trial, outcome)
    return any_wrong


def _is_wrong(exercise: Exercise, trial, outcome: Outcome) -> bool:
    """Whether this outcome, of a mistake, is no right answer to the trial's input."""
    if outcome.error is not None or isinstance(trial.expected, Raises) or outcome.changed:
        return not outcome.raised(getattr(trial.expected, "kind", ()))
    return exercise.returns.problem(trial.expected, outcome.value, trial.case) is not None


def _gives(exercise: Exercise, wrong, trial) -> bool:
    return alike(exercise, trial.case, run(wrong, exercise, trial.case), trial.outcome)


def alike(exercise: Exercise, case: Case, one: Outcome, other: Outcome) -> bool:
    """Whether two calls on `case` did the same: the same kind of exception, or the same result and the same changes."""
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error)
    try:
        return one.changed == other.changed and exercise.returns.same(one.value, other.value, case)
    except Exception:  # a learner's own class may raise in any operator that a contract uses
        return False
