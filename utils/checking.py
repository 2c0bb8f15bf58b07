"""Judges an answer: every known input through the gates, the smallest counterexample, the mistake behind it."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from . import cases as inputs
from .diagnosis import exceeded, explain
from .exercise import Case, Exercise, Raises
from .formatting import apart, article, brief, call
from .guard import Untouched
from .limits import TimeLimit, memory_limit
from .restoring import put_back, same_interpreter
from .returns import GATES, Finding
from .sandbox import Outcome, blank_of, look, marked, run, sentence
from .verdict import Property, Verdict


@dataclass(frozen=True)
class Trial:
    """One input, what the oracle says, what the answer did, and what is wrong with that."""

    case: Case
    expected: object
    outcome: Outcome
    finding: Finding | None


def judge(exercise: Exercise, function: Callable) -> Verdict:
    """Judge `function` as an answer to `exercise`.

    Returns
    -------
    Verdict
        Never raises for anything that the answer does; afterwards the interpreter is as before.
    """
    inputs.known(exercise)  # before the limits: what the oracles import is not the answer's
    trials: list[Trial] = []
    with memory_limit(), same_interpreter() as changed:
        verdict = _judged(exercise, function, Untouched(exercise.forbidden), trials)
    called = [put_back(what) for trial in trials for what in trial.outcome.settings]
    # only now is it known what had to be put back
    return replace(verdict, notes=verdict.notes + tuple(dict.fromkeys([*called, *changed])))


def first_failure(exercise: Exercise, function: Callable) -> Trial | None:
    """The first input on which `function` fails, or None where `judge` would pass it.

    Without the search for a smaller input and without the name of the mistake: for whoever asks thousands of times.
    """
    known = inputs.known(exercise)
    untouched, trials = Untouched(exercise.forbidden), []
    with memory_limit(), same_interpreter():
        for place, (case, expected) in enumerate(known):
            forbidden = exercise.forbidden if place < len(exercise.cases) else ()
            trials.append(_try(exercise, function, case, expected, untouched, forbidden))
            if trials[-1].finding:
                return trials[-1]
        return next(iter(_again(exercise, function, trials, untouched) or _bounds(exercise, function, trials)), None)


def _judged(exercise: Exercise, function: Callable, untouched: Untouched, trials: list[Trial]) -> Verdict:
    for place, (case, expected) in enumerate(inputs.known(exercise)):
        # the watch slows every call down; the hand-written inputs are of every kind, so they are enough for it
        forbidden = exercise.forbidden if place < len(exercise.cases) else ()
        trials.append(_try(exercise, function, case, expected, untouched, forbidden))
        if _is_blank(exercise, function, trials[-1].outcome):
            return Verdict(exercise.name, "not attempted", "the blank is still there; write it, then check again.")
        if trials[-1].outcome.raised((TimeLimit, MemoryError)) or trials[-1].outcome.library:
            break
    failures = [t for t in trials if t.finding]
    if not failures:
        failures = _again(exercise, function, trials, untouched) or _bounds(exercise, function, trials)
    if not failures:
        return _passed(exercise, trials)
    return _failed(exercise, function, trials, failures, untouched)


def _is_blank(exercise, function, outcome):
    """Of a class the whole: with `__init__` written, a method that is not is a failure with a sentence of its own."""
    if blank_of(outcome.error) != exercise.name:
        return False
    return not isinstance(function, type) or marked(function.__init__, exercise.name)


def _try(exercise, function, case, expected, untouched, forbidden=()) -> Trial:
    outcome = run(function, exercise, case, untouched, forbidden)
    finding, error = _looked_at(exercise, case, expected, outcome)
    if isinstance(error, (TimeLimit, MemoryError)):
        outcome = replace(outcome, error=error)  # not to be tried on every input
    return Trial(case, expected, outcome, finding)


def _looked_at(exercise, case, expected, outcome) -> tuple[Finding | None, BaseException | None]:
    """What is wrong with an outcome. Its value may raise, or never end, in any operator that a contract uses."""
    finding, error = look(lambda: fault(exercise, case, expected, outcome), exercise.seconds)
    if error is not None:
        what = "takes too long" if isinstance(error, TimeLimit) else f"raises {type(error).__name__}"
        finding = Finding("type", f"returned {article(type(outcome.value).__name__)} that {what} when looked at.")
    return finding, error


def fault(exercise: Exercise, case: Case, expected, outcome: Outcome) -> Finding | None:
    """What is wrong with an outcome: the first gate that it does not pass; None where it passes all."""
    if outcome.library:
        return Finding("library", f"lets `{outcome.library}` do the very thing.")
    if outcome.patched:
        return Finding("arguments", f"changed `{outcome.patched[0]}` for everybody; it has been put back.")
    if isinstance(expected, Raises):
        if outcome.error is None:
            return Finding("value", f"returned {brief(outcome.value)} where a {expected.kind.__name__} is wanted.")
        if not outcome.raised(expected.kind):
            return Finding("returns", f"{sentence(exercise, outcome)[:-1]}, where a {expected.kind.__name__} is wanted.")
    elif outcome.error is not None:
        return Finding("returns", sentence(exercise, outcome))
    else:
        found = exercise.returns.problem(expected, outcome.value, case)
        if found:
            return found
    if any("'where' used without 'out'" in text for text in outcome.warned):
        return Finding("value", "shows what lay in memory: `where=` sets nothing elsewhere, so it wants `out=` too.")
    if outcome.changed:
        return Finding("arguments", f"changed its argument `{outcome.changed[0]}`: work on a copy.")
    if exercise.new and outcome.handed_back:
        return Finding("arguments", f"returned its argument `{outcome.handed_back}` itself, wanted a new one: return a copy.")
    return None


def _again(exercise, function, trials, untouched) -> list[Trial]:
    """The same input must give the same result twice, and an earlier result must not change later."""
    for trial in trials[:6]:
        second = _try(exercise, function, trial.case, trial.expected, untouched)
        if second.finding:
            words = f"is right at first and wrong when called again: it remembers something. {second.finding.sentence}"
            return [Trial(trial.case, trial.expected, second.outcome, Finding(second.finding.gate, words))]
    for trial in trials:
        if trial.outcome.error is None and _looked_at(exercise, trial.case, trial.expected, trial.outcome)[0]:
            words = "gives out the same object again and again: an earlier result changed when it was called later."
            return [Trial(trial.case, trial.expected, trial.outcome, Finding("value", words))]
    return []


def _bounds(exercise, function, trials) -> list[Trial]:
    """The counted cost, where the exercise has one."""
    if exercise.bound is None:
        return []
    found = []
    for trial in trials:
        outcome = exceeded(exercise, function, trial.case)
        words = outcome.value if outcome.error is None else sentence(exercise, outcome)
        if words:
            found.append(Trial(trial.case, trial.expected, trial.outcome, Finding("bounds", words)))
        if outcome.raised((TimeLimit, MemoryError)):
            break
    return found


def _passed(exercise: Exercise, trials: list[Trial]) -> Verdict:
    values = [t.outcome.value for t in trials if t.outcome.error is None]
    notes, _ = look(lambda: [note for value in values for note in exercise.returns.advice(value)], exercise.seconds)
    notes = notes or []
    warned = [text for t in trials for text in t.outcome.warned]
    if warned:
        notes.append(f"It warns on some inputs (“{brief(warned[0])}”): right, but an interviewer will ask.")
    printed = sum(t.outcome.printed_count for t in trials)
    if printed:
        notes.append(f"It printed {printed:,} characters, which are hidden while it is judged.")
    hand = len(exercise.cases)
    words = f"right on {hand} hand-written and {len(trials) - hand} generated inputs. {exercise.praise}"
    return Verdict(exercise.name, "passed", words, properties=_properties(exercise, None),
                   notes=tuple(dict.fromkeys(notes)))


def _failed(exercise, function, trials, failures, untouched) -> Verdict:
    failures = [t for t in failures if t.finding.gate == "library"] or failures
    plain = [t for t in failures if not (exercise.odd and exercise.odd(t.case))] or failures
    gate = min((t.finding for t in plain), key=lambda f: f.rank).gate
    if _worth_shrinking(exercise, trials, gate):
        failures = failures + _smaller(exercise, function, gate, trials, untouched)
    smallest = min((t for t in failures if t.finding.gate == gate), key=lambda t: _plainness(exercise, t.case))
    if gate == "library":
        mistake = "library_call", "the value may be right, but the exercise is to do it yourself."
    else:
        mistake = explain(exercise, failures, trials)
    got = smallest.outcome.value if smallest.outcome.error is None else smallest.outcome.error
    texts, _ = look(lambda: _texts(smallest, got), exercise.seconds)
    wanted, returned = texts or (brief(smallest.expected), f"<{type(got).__name__}>")
    arguments = exercise.arguments(smallest.case)
    called = exercise.show(arguments) if exercise.show else call(exercise.name, arguments)
    notes = (f"On this input it printed: {brief(smallest.outcome.printed)}",) if smallest.outcome.printed else ()
    return Verdict(exercise.name, "failed", _message(exercise, trials, smallest.finding), arguments, smallest.expected, got,
                   mistake[0] if mistake else None, _properties(exercise, smallest.finding),
                   called, returned, wanted, mistake[1] if mistake else "", notes,
                   _drawing(exercise, arguments))


def _plainness(exercise, case) -> tuple:
    """Orders counterexamples: plain before odd and contiguous before strided, then small before large."""
    return bool(exercise.odd and exercise.odd(case)), *inputs.size(case)


def _worth_shrinking(exercise, trials, gate) -> bool:
    """Only a generated input that fails in the same way can lead to a smaller one; what hangs is not tried again."""
    if any(t.outcome.raised((TimeLimit, MemoryError)) for t in trials):
        return False
    return any(t.finding and t.finding.gate == gate for t in trials[len(exercise.cases):])


def _message(exercise, trials, finding) -> str:
    wrong = sum(t.finding is not None for t in trials)
    if finding.gate == "value" and wrong:
        return f"wrong on {wrong} of {len(trials)} inputs; the smallest one found is this."
    return f"`{exercise.name}` {finding.sentence}"


def _smaller(exercise, function, gate, trials, untouched) -> list[Trial]:
    """Failing trials on smaller inputs, none of them met before."""
    found: list[Trial] = []
    met = {inputs.key(trial.case): trial for trial in trials}

    def fails(case: Case) -> bool:
        key = inputs.key(case)
        fresh = key not in met
        if fresh:
            met[key] = _try(exercise, function, case, exercise.expected(case), untouched)
        trial = met[key]
        if trial.finding is None or trial.outcome.raised((TimeLimit, MemoryError)):
            return False
        if fresh:
            found.append(trial)
        return trial.finding.gate == gate

    inputs.smaller(exercise, fails)
    return found


def _texts(trial: Trial, got) -> tuple[str, str]:
    if isinstance(got, BaseException):
        name = type(got).__name__
        return brief(trial.expected), f"raised {name}" if not isinstance(got, TimeLimit) else "nothing in time"
    return apart(trial.expected, got)


def _properties(exercise: Exercise, finding: Finding | None) -> tuple[Property, ...]:
    """One line a gate, up to the first that does not hold."""
    words = {"defined": "yes", "callable": "yes", "returns": "on every input", "type": exercise.returns.what,
             "shape": "as documented", "dtype": "as documented", "finite": "no nan, no inf",
             "value": "equal to the oracle's", "arguments": "untouched", "bounds": "within the counted cost",
             "library": "none does the exercise"}
    lines = []
    for gate in GATES:
        if gate == "bounds" and exercise.bound is None or gate == "library" and not exercise.forbidden:
            continue
        broken = finding is not None and finding.gate == gate
        lines.append(Property(gate, not broken, finding.sentence if broken else words[gate]))
        if broken:
            break
    return tuple(lines)


def _drawing(exercise, arguments):
    return exercise.draw(arguments) if exercise.draw else ""
