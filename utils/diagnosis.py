"""Which known mistake gives exactly what the answer gave, on every input on which it failed."""
from __future__ import annotations

import math
import re
import time
from dataclasses import replace

from .cases import size
from .exercise import Case, Exercise, Raises
from .sandbox import Outcome, look, run, sentence, text_of

STRAY = 1 / 3  # failures that a mistake may have beyond the answer's own, as a share of those
TIMES = 3  # a cost so many times as high or low is that of another mistake
LONG = 0.3  # seconds for the smallest failure, of all mistakes together
NUMBER = re.compile(r"\d[\d,]*")


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

    Where all results are right and only a counted cost is too high, it has to be too dear on all failures too, by the same
    sentence but for its numbers; of those that stray alike the one with the nearest numbers is named.
    """
    failed = {id(trial.case) for trial in failures}
    passes = [trial for trial in trials if not trial.finding and id(trial.case) not in failed]
    most = STRAY * (len(trials) - len(passes))
    dear = all(trial.finding.gate == "bounds" for trial in failures)
    smallest, spent, found = min(failures, key=lambda trial: size(trial.case)), 0.0, []
    for place, misconception in enumerate(exercise.misconceptions):
        for wrong in misconception.wrong:
            # Most are ruled out by one call on the smallest failure, or, where that takes long, by the inputs that pass. The
            # outcome is the same in any order: a mistake has to hold on all of them.
            started = time.perf_counter()
            if spent < LONG and not _gives(exercise, wrong, smallest):
                spent += time.perf_counter() - started
                continue
            spent += time.perf_counter() - started
            if (dear or spent >= LONG) and most < 1 and _stray(exercise, wrong, passes, most, dear=False) > most:
                continue
            apart = _apart(exercise, wrong, failures, dear)
            if math.isinf(apart):
                continue
            stray = _stray(exercise, wrong, passes, most, dear)
            if stray <= most:
                found.append((stray, apart, place, misconception))
                if not dear:
                    break
    if not found:
        return None
    best = min(found, key=lambda item: item[:3])[3]
    return best.slug, best.sentence


def _stray(exercise: Exercise, wrong, passes, most, dear) -> int:
    """On how many inputs a mistake shows where the answer is right; not counted beyond `most`."""
    stray = 0
    for trial in passes:
        stray += not _gives(exercise, wrong, trial) or dear and _cost(exercise, wrong, trial) != ""
        if stray > most:
            break
    return stray


def _apart(exercise: Exercise, wrong, failures, dear) -> float:
    """How far a mistake is from the answer where the answer fails: 0 where they are alike, infinity where it is another."""
    if dear:
        return _dearness(exercise, wrong, failures)
    any_wrong = False
    for trial in failures:
        outcome = run(wrong, exercise, trial.case)
        if not alike(exercise, trial.case, outcome, trial.outcome):
            return math.inf
        any_wrong = any_wrong or _is_wrong(exercise, trial, outcome)
    return 0.0 if any_wrong else math.inf


def _is_wrong(exercise: Exercise, trial, outcome: Outcome) -> bool:
    """Whether this outcome, of a mistake, is no right answer to the trial's input."""
    if outcome.error is not None or isinstance(trial.expected, Raises) or outcome.changed:
        return not outcome.raised(getattr(trial.expected, "kind", ()))
    if exercise.new and outcome.handed_back:
        return True
    return exercise.returns.problem(trial.expected, outcome.value, trial.case) is not None


def _dearness(exercise: Exercise, wrong, failures) -> float:
    """How far the costs of a mistake are from the answer's, all results being alike."""
    if not all(_gives(exercise, wrong, trial) for trial in failures):
        return math.inf
    apart = 0.0
    for trial in failures:
        apart += _cost_apart(exercise, wrong, trial)
        if math.isinf(apart):  # to measure goes on for long
            break
    return apart


def _gives(exercise: Exercise, wrong, trial) -> bool:
    return alike(exercise, trial.case, run(wrong, exercise, trial.case), trial.outcome)


def exceeded(exercise: Exercise, function, case: Case) -> Outcome:
    """The outcome of measuring `function` on `case`: its value is a sentence, or None where the cost is within the bound."""
    def measured(*args, **kwargs):
        return exercise.bound(Case(args, kwargs), function)

    return run(measured, replace(exercise, call=None), case)


def _cost(exercise, wrong, trial) -> str:
    outcome = exceeded(exercise, wrong, trial.case)
    return (outcome.value or "") if outcome.error is None else sentence(exercise, outcome)


def _cost_apart(exercise, wrong, trial) -> float:
    """How far two excesses are from each other: 0 for the same numbers, infinity for another kind or another order of size."""
    one, other = _cost(exercise, wrong, trial), trial.finding.sentence
    if NUMBER.sub("#", one) != NUMBER.sub("#", other):
        return math.inf
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other))
    ratios = [abs(math.log1p(int(a.replace(",", ""))) - math.log1p(int(b.replace(",", "")))) for a, b in pairs]
    return sum(ratios) if max(ratios, default=0.0) <= math.log(TIMES) else math.inf


def alike(exercise: Exercise, case: Case, one: Outcome, other: Outcome) -> bool:
    """Whether two calls on `case` did the same: the same kind of exception, or the same result and the same changes."""
    if one.error is not None or other.error is not None:
        if type(one.error) is RuntimeError is type(other.error):  # of everything and nothing: its words tell
            return text_of(one.error).split()[:3] == text_of(other.error).split()[:3]
        return type(one.error) is type(other.error)
    if one.changed != other.changed or exercise.new and one.handed_back != other.handed_back:
        return False
    if one.value is None or other.value is None:  # where an exception was wanted, say
        return one.value is other.value
    same, _ = look(lambda: exercise.returns.same(one.value, other.value, case), exercise.seconds)
    return bool(same)  # a learner's own class may raise in any operator that a contract uses
