"""Drills of topic 02."""
from __future__ import annotations

from ...drills import Drill, Question, Slip


def output_size(chance):
    """The output side of a convolution, with a remainder, so that floor and ceiling differ."""
    n, k, s, p = chance.randrange(9, 300), chance.choice([2, 3, 5, 7, 11]), chance.choice([2, 3, 4]), chance.randrange(4)
    if p >= k or k > n or (n + 2 * p - k) % s == 0:
        return None
    span = n + 2 * p - k
    return Question(
        f"A convolution with a {k} × {k} kernel, stride {s} and padding {p} meets an input {n} pixels wide. "
        "How wide is its output?",
        span // s + 1,
        (f"the kernel's left edge may move {n} + 2 · {p} − {k} = {span} pixels",
         f"in steps of {s}: {span} / {s} = {span / s:.2f}, so {span // s} whole steps",
         f"and the place where it began: {span // s} + 1 = {span // s + 1}"),
        (Slip(-(-span // s) + 1, "that is the ceiling; a last step that does not fit is not made."),
         Slip(span // s, "that is the number of steps; the place where the kernel begins counts too."),
         Slip((n - k) // s + 1, "that leaves the padding out; it is added on both sides.", sometimes=True),
         Slip((n + p - k) // s + 1, "that pads one side only; the width grows by 2p.", sometimes=True)),
        unit="px", given={"n": n, "k": k, "s": s, "p": p})


DRILLS = (
    Drill("conv_output_size", "output size of a convolution", output_size, exercise="conv_output_size"),
)
