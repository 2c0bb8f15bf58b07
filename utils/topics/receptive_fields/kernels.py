"""effective_receptive_field: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from .footprint import gradient_of
from .sizes import FORBIDDEN


def influence_oracle(kernels):
    """The size of torch's gradient, normalised."""
    gradient = np.abs(gradient_of(tuple(tuple(float(w) for w in kernel) for kernel in kernels)))
    if not gradient.any():
        raise ValueError("nothing has any influence")
    return gradient / gradient.sum()


def composed(kernels, join=np.convolve, before=lambda kernel: kernel):
    """One kernel for all."""
    total = np.ones(1)
    for kernel in kernels:
        total = join(total, before(np.asarray(kernel, dtype=float)))
    return total


def shared(weights, by=np.sum):
    """Each weight's share; ValueError where there is none."""
    total = by(weights)
    if not np.any(weights):
        raise ValueError("nothing has any influence")
    with np.errstate(divide="ignore", invalid="ignore"):
        return weights / total


def uniform(kernels):
    """Every offset alike."""
    width = len(composed(kernels))
    if any(not np.any(kernel) for kernel in kernels):
        raise ValueError("nothing has any influence")
    return np.full(width, 1 / width)


def same_length(kernels):
    """np.convolve's mode "same", from the first kernel on."""
    total = np.ones(1) if not len(kernels) else np.asarray(kernels[0], dtype=float)
    for kernel in kernels[1:]:
        total = np.convolve(total, kernel, "same")
    return shared(np.abs(total))


def correlated(kernels):
    """np.correlate for np.convolve, from the first kernel on."""
    total = np.ones(1) if not len(kernels) else np.asarray(kernels[0], dtype=float)
    for kernel in kernels[1:]:
        total = np.correlate(total, kernel, "full")
    return shared(np.abs(total))


def added(kernels):
    """Kernels added up where they begin together."""
    total = np.zeros(max(map(len, kernels), default=1)) + (not len(kernels))
    for kernel in kernels:
        total[:len(kernel)] += np.abs(kernel)
    return shared(total)


def quiet(kernels):
    """No thought of kernels of zeros."""
    weights = np.abs(composed(kernels))
    with np.errstate(invalid="ignore"):
        return weights / weights.sum()


def zeros_for_nothing(kernels):
    """No influence, said by zeros."""
    weights = np.abs(composed(kernels))
    return weights / (weights.sum() or 1)


def unnormalised(kernels):
    """The influences themselves."""
    weights = np.abs(composed(kernels))
    if not weights.any():
        raise ValueError("nothing has any influence")
    return weights


def plain(kernels):
    """No thought of kernels of zeros, without NumPy: 0 / 0 is an error there."""
    weights = [float(weight) for weight in unshared(kernels)]
    total = sum(weights)
    return [weight / total for weight in weights]


def unshared(kernels):
    """The influences themselves, unchecked."""
    return np.abs(composed(kernels))


def epsilon(size, checked=True):
    """A small number in the sum, against division by 0."""
    def wrong(kernels):
        weights = unnormalised(kernels) if checked else unshared(kernels)
        return weights / (weights.sum() + size)

    return wrong


def trimmed(kernels, ends="fb"):
    """Zeros at the ends left out, as polynomials do it."""
    return shared(np.trim_zeros(unnormalised(kernels), ends))


def signed_guard(kernels):
    """Takes a sum of 0 for no influence."""
    weights = composed(kernels)
    if weights.sum() == 0:
        raise ValueError("nothing has any influence")
    return shared(np.abs(weights))


def kernel_inputs():
    """Up to four kernels of up to four small whole numbers, now and then halves: sums that cancel cancel exactly."""
    from hypothesis import strategies as st

    weights = st.lists(st.integers(-3, 5), min_size=1, max_size=4)
    lists, kind = st.lists(weights, max_size=4), st.sampled_from(["float", "float", "half", "int"])
    layout = st.sampled_from(["plain", "plain", "plain", "readonly", "strided"])

    def built(kernels, kind, layout):
        scale = {"float": 1.0, "half": 0.5, "int": 1}[kind]
        return Case(([np.array(kernel) * scale for kernel in kernels],), layout=layout)

    return st.builds(built, lists, kind, layout)


def _k(*kernels):
    return [np.array(kernel, dtype=float) for kernel in kernels]


EFFECTIVE_RECEPTIVE_FIELD = Exercise(
    name="effective_receptive_field",
    oracle=influence_oracle,
    returns=Array("float", "a (size,) float array", lists=True),
    cases=(
        case(_k([1, 1, 1]), why="one plain kernel: a third each"),
        case([], why="no kernel: [1.0]"),
        case(_k([1, 1, 1], [1, 1, 1]), why="[1, 2, 3, 2, 1] / 9: the middle has most paths, uniform is wrong"),
        case(_k([1, 2, 5]), why="cross-correlation: offset 2 has most influence; a flipped kernel gives [5, 2, 1]"),
        case(_k([1, 2, 5], [1, 0, 0]), why="zeros at the end keep their offsets: shape (5,)"),
        case(_k([0, 0, 1], [0, 2]), why="zeros at the front too"),
        case(_k([1, 1], [1, -1]), why="[1, 0, 1] / 2: two paths cancel; absolute values one by one give [1, 2, 1] / 4"),
        case(_k([1, -1]), why="the weights sum to 0 and both have influence: no error, no division by 0"),
        case(_k([-1, -2]), why="negative weights have positive influence"),
        case(_k([1, -2, 1], [1, -2, 1], [1, 1]), why="signs, cancelling in part"),
        case(_k([2, 1], [1, 3, 1, 4]), why="kernels of different and even sizes: shape (5,)"),
        case(_k([1, 3, 1, 4], [2, 1], [5, -1, 1]), why="a long one first"),
        case(_k([3], [1, 2], [0.5]), why="kernels of one weight only scale, and the result is normalised"),
        case(_k([-4]), why="one weight: [1.0], whatever it is"),
        case(_k([1, 2], [2, 5, 1], [1, 0, 3]),
             why="three asymmetric kernels: correlated instead of convolved they come out in another order"),
        case([np.array([1, 2, 1]), np.array([1, 1])], why="whole numbers: the shares are floats"),
        case([np.array([2, -3]), np.array([1, 2])], layout="readonly", why="read-only whole numbers: working in place fails"),
        case(_k([1, 2, 3], [3, 1]), layout="readonly", why="read-only kernels: the first is not to be normalised in place"),
        case(_k([1, 2, 3], [3, 1]), layout="strided", why="not contiguous in memory"),
        case(_k([1, 1, 1]) * 10, why="ten layers: nearly Gaussian, the ends at 1/3^10 and not 0"),
        case(_k([0.25, 0.5, 0.25], [0.25, 0.5, 0.25]), why="fractions"),
        case(_k([1 / 3, 1], [0.1, 0.7]), why="thirds and tenths, which float32 rounds: catches it on the way"),
        case(_k([1e-4, 3e-4], [2e-4]), why="a sum of 8e-8 is none of 0: catches an epsilon in the sum, and a threshold for 0"),
        case(_k([0, 0, 0]), why="a kernel of zeros: ValueError, not nan"),
        case(_k([1, 2, 1], [0, 0], [3, 4]), why="zeros in the middle of the stack let nothing through"),
        case(_k([0, 3], [2, 1], [0]), why="zeros last"),
    ),
    generate=kernel_inputs,
    misconceptions=(
        Misconception("uniform", "pixels in the middle reach the output on many paths, those at the ends on one: "
                      "the influence is not uniform.",
                      uniform, lambda kernels: np.full(len(composed(kernels)), 1 / len(composed(kernels)))),
        Misconception("absolute_too_early", "paths of opposite sign cancel: compose the kernels with their signs, "
                      "and take absolute values last.",
                      lambda kernels: shared(composed(kernels, before=np.abs)),
                      lambda kernels: shared(composed(kernels, before=lambda k: np.abs(k) / (np.abs(k).sum() or 1))),
                      lambda kernels: shared(composed(kernels, join=lambda a, b: np.abs(np.convolve(a, b))))),
        Misconception("last_kernel_only", "the last kernel weighs outputs of the layer before, not pixels: compose all of them.",
                      lambda kernels: shared(np.abs(np.asarray(kernels[-1], dtype=float))) if len(kernels) else np.ones(1)),
        Misconception("first_kernel_only", "the first kernel is where the input enters, "
                      "and later ones spread it further: compose all of them.",
                      lambda kernels: shared(np.abs(np.asarray(kernels[0], dtype=float))) if len(kernels) else np.ones(1)),
        Misconception("not_normalised", "the influences are shares: divide by their sum.",
                      unnormalised,
                      lambda kernels: np.abs(composed(kernels))),
        Misconception("largest_is_one", "normalised means that the sum is 1, not that the largest is.",
                      lambda kernels: shared(np.abs(composed(kernels)), np.max)),
        Misconception("signed", "influence has no sign: take absolute values of the weights before you normalise.",
                      lambda kernels: shared(composed(kernels)), lambda kernels: shared(composed(kernels),
                      lambda w: np.abs(w).sum()),
                      lambda kernels: shared(composed(kernels), np.linalg.norm)),
        Misconception("divided_by_signed_sum", "divide by the sum of the absolute values: the signed sum may be small, "
                      "negative or 0.",
                      lambda kernels: np.abs(shared(composed(kernels))), lambda kernels: shared(np.abs(composed(kernels)),
                      lambda w: composed(kernels).sum())),
        Misconception("squared", "the absolute value is asked for, not the square.",
                      lambda kernels: shared(composed(kernels) ** 2)),
        Misconception("flipped", "torch's convolution does not flip: tap 0 meets the first input, so the stack's kernel is the "
                      "plain convolution of the kernels, in its own order.",
                      lambda kernels: shared(np.abs(composed(kernels)))[::-1],
                      lambda kernels: shared(np.abs(composed(kernels, join=lambda a, b: np.correlate(a, b, "full"))))),
        Misconception("correlated", "a cross-correlation after another is one with the *convolution* of the two kernels: "
                      "`np.correlate` flips one of them.",
                      correlated,
                      lambda kernels: shared(np.abs(composed(kernels, join=lambda a, b: np.correlate(b, a, "full"))))),
        Misconception("same_length", "the field grows with every kernel: `mode=\"same\"` cuts its ends off.", same_length),
        Misconception("kernels_added", "layers follow one another: their kernels are convolved, not added or joined.", added,
                      lambda kernels: shared(np.abs(np.concatenate([*kernels] or [np.ones(1)])))),
        Misconception("no_error_for_nothing", "a kernel of zeros lets nothing through: "
                      "raise ValueError instead of dividing 0 by 0.",
                      quiet, zeros_for_nothing, plain),
        Misconception("epsilon_added", "with an epsilon in the sum the shares do not add up to 1, and weights may be as small as that: "
                      "once 0 is refused, divide by the sum.", *(epsilon(size) for size in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)),
                      *(epsilon(size, False) for size in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6))),
        Misconception("zeros_trimmed", "offsets without influence at the ends keep their places: as many entries as the field has pixels.",
                      trimmed, lambda kernels: trimmed(kernels, "f"), lambda kernels: trimmed(kernels, "b")),
        Misconception("sum_of_zero_refused", "weights that sum to 0, such as 1 and -1, have influence: "
                      "ask whether all of them are 0.", signed_guard),
    ),
    hints=("Two layers without nonlinearity are one layer. Which kernel has it?",
           "Shapes (k1,) and (k2,) make (k1 + k2 - 1,): it begins as one weight of 1, and each kernel lengthens it.",
           "Fold the kernels into one by polynomial multiplication, signs kept. Then absolute values, a look whether anything is "
           "left, and division by their sum."),
    praise="Why: the stack is one linear map, and its kernel is the product of the kernels read as polynomials. Usual traps: "
           "uniform influence, absolute values too early, a sum of 0 taken for no influence. Next question: why does the result "
           "approach a Gaussian, and how does its width grow with depth?",
    forbidden=FORBIDDEN,
    equivalent={
        "weights = np.convolve(weights, np.asarray(kernel, dtype=float)) -> "
        "weights = np.convolve(np.asarray(kernel, dtype=float), weights)": "convolution does not depend on the order of its two",
        "weights = np.convolve(weights, np.asarray(kernel, dtype=float)) -> weights = np.convolve(weights, np.asarray(kernel))":
            "`weights` is float64 from the start, so its convolution with whole numbers is too",
    },
)
