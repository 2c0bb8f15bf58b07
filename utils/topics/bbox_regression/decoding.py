"""decode_boxes: the oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import math

import numpy as np

from ... import drawing
from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...strategies import layouts
from .encoding import read_as_centre
from .inputs import FORBIDDEN, array, corner_row, kinds

CAP = math.log(1000 / 16)


def decode_oracle(proposals, deltas, max_log_ratio=CAP):
    """R-CNN's equations 1 to 4, one box after the other, in Python's floats; dw and dh capped from above."""
    rows = []
    for (x1, y1, x2, y2), (dx, dy, dw, dh) in zip(np.asarray(proposals, dtype=float).tolist(), np.asarray(deltas, dtype=float).tolist()):
        w, h = (x2 - x1) * math.exp(min(dw, max_log_ratio)), (y2 - y1) * math.exp(min(dh, max_log_ratio))
        cx, cy = (x1 + x2) / 2 + dx * (x2 - x1), (y1 + y2) / 2 + dy * (y2 - y1)
        rows.append([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2])
    return np.array(rows, dtype=float).reshape(-1, 4)


def grown(t, cap):
    """Factors of the size, as they should be."""
    return np.exp(np.minimum(t, cap))


def centre_and_size(centre, size):
    return np.hstack([centre - size / 2, centre + size / 2])


def decode(proposals, deltas, cap=CAP, factor=grown, move=lambda t, cap: t, by="old", start="centre", plus=0.0, corners=centre_and_size,
           size_counts=True):
    """The boxes with a switch for each mistake."""
    p, t = np.asarray(proposals, dtype=float), np.asarray(deltas, dtype=float)
    size = p[:, 2:] - p[:, :2] + plus  # (N, 2)
    with np.errstate(all="ignore"):
        new = (size if size_counts else 1.0) * factor(t[:, 2:], cap)
        step = move(t[:, :2], cap) * {"old": size, "new": new, "crossed": size[:, ::-1], "nothing": 1.0}[by]
        if start == "corner":
            return np.hstack([p[:, :2] + step, p[:, :2] + step + new])
        return corners(p[:, :2] + (size / 2 if start == "centre" else 0) + step, new)  # (N, 4)


def _wrong(**switches):
    """With the cap and without it."""
    def capped(proposals, deltas, max_log_ratio=CAP):
        return decode(proposals, deltas, max_log_ratio, **switches)

    def free(proposals, deltas, max_log_ratio=CAP):
        return decode(proposals, deltas, math.inf, **switches)

    return capped, free


def no_cap(proposals, deltas, max_log_ratio=CAP):
    return decode(proposals, deltas, math.inf)


def no_cap_as_given(proposals, deltas, max_log_ratio=CAP):
    """In the width of the arguments: float32 overflows earlier."""
    size = proposals[:, 2:] - proposals[:, :2]  # (N, 2)
    with np.errstate(all="ignore"):
        return centre_and_size(proposals[:, :2] + size / 2 + deltas[:, :2] * size, size * np.exp(deltas[:, 2:]))


def no_cap_in_python(proposals, deltas, max_log_ratio=CAP):
    """math.exp overflows with an exception where NumPy gives inf."""
    return decode_oracle(proposals, deltas, math.inf)


def fixed_cap(proposals, deltas, max_log_ratio=CAP):
    return decode(proposals, deltas, CAP)


def log_of_the_cap(log):
    """A logarithm of what is one already; for math.log a cap of 0 is an error, for NumPy it is minus infinity."""
    def answer(proposals, deltas, max_log_ratio=CAP):
        with np.errstate(all="ignore"):
            return decode(proposals, deltas, log(max_log_ratio))
    return answer


def decode_inputs():
    """Boxes on a grid with deltas from few values, some of them beyond the cap."""
    from hypothesis import strategies as st

    move = st.sampled_from([0.0, 0.5, -0.25, 1.0, 2.0, -3.0, 6.0])
    grow = st.sampled_from([0.0, 0.5, -0.5, 1.0, -1.0, 2.0, 4.0, -6.0, 10.0, 1000.0])
    rows = st.lists(st.tuples(corner_row(), st.tuples(move, move, grow, grow)), max_size=4)
    caps = st.sampled_from([None, None, None, 1.0, 0.0, 3.0])

    def build(rows, kind, cap, layout):
        dtype, scale = kind
        # far from 0, so that narrow floats lose nothing where two numbers nearly cancel
        boxes = array([[v + 100 * (dtype is np.float32) for v in box] for box, _ in rows], dtype, scale)
        deltas = array([delta for _, delta in rows], np.float32 if dtype is np.float32 else float)
        return Case((boxes, deltas), {} if cap is None else {"max_log_ratio": cap}, layout=layout)

    return st.builds(build, rows, kinds(), caps, layouts()).filter(clear_of_cancellation)


def clear_of_cancellation(c: Case) -> bool:
    """Whether no corner is so much smaller than its centre that float32 cannot tell it from 0."""
    wanted = np.abs(decode_oracle(*c.args, **c.kwargs))
    return c.args[0].dtype != np.float32 or bool((wanted > 0.1 * wanted.max(initial=1.0)).all())


def picture(arguments) -> str:
    """The proposals and what they become."""
    return drawing.boxes(proposal=arguments["proposals"], wanted=decode_oracle(**arguments))


P = np.array([[0.0, 0, 4, 2]])
P3 = np.array([[0.0, 0, 4, 2], [-3, -2, 1, 5], [10, 10, 12, 13]])
D3 = np.array([[0.25, -0.5, 0.5, -1.0], [1.0, 0.1, -0.3, 0.7], [-2.0, 0.3, 0.2, 1.5]])
STILL = np.zeros((1, 4))
FAR = P3[:1] + 100

DECODE_BOXES = Exercise(
    name="decode_boxes",
    oracle=decode_oracle,
    returns=Array("float", "a float array of shape (N, 4): x1, y1, x2, y2"),
    cases=(
        case(P, STILL, why="no delta, the proposal itself: catches a result as centre and size, and half sizes forgotten"),
        case(P, np.array([[0.5, 0, 0, 0]]), why="half a width to the right: 2, not half a height and not half a pixel"),
        case(P, np.array([[0.0, 0.5, 0, 0]]), why="half a height down: 1"),
        case(P, np.array([[0.0, 0, math.log(2), -math.log(2)]]), why="twice as wide, half as high, round the same centre"),
        case(P, np.array([[0.25, 1.0, -math.log(2), math.log(2)]]), why="all four at once, to do by hand: (2, 1, 4, 5)"),
        case(P3, D3, why="a batch of three, negative coordinates, every delta another"),
        case(P, np.array([[0.0, 0, 4.5, 0]]), why="a little above the cap, in width only"),
        case(P, np.array([[0.0, 0, 0, 4.5]]), why="and in height only"),
        case(P, np.array([[0.0, 0, 4.0, 4.1]]), why="just below the cap of 4.135: still `exp`, 54.6 and 60.3"),
        case(P, np.array([[0.0, 0, 10.0, 10.0]]), why="far above: factor 62.5, not 22,026 and not 4.135"),
        case(P, np.array([[0.0, 0, 1000.0, 1000.0]]), why="`exp` overflows: the cap comes before it"),
        case(P, np.array([[0.0, 0, -6.0, -6.0]]), why="far below: capped from above only, the box nearly vanishes"),
        case(P, np.array([[0.0, 0, -1000.0, -1000.0]]), why="and vanishes"),
        case(P, np.array([[6.0, -6.0, 0, 0]]), why="six widths away: the cap is for sizes, not for offsets"),
        case(P, np.array([[2.0, -3.0, 1.5, 2.0]]), 1.0, why="a cap by position: 1, above which dx stays as it is"),
        case(P3, D3, max_log_ratio=0.5, why="a cap by name; met exactly by the first dw"),
        case(P3, D3, max_log_ratio=0.0, why="a cap of 0 is one: boxes may not grow, `if max_log_ratio` takes it for none"),
        case(P, np.array([[0.0, 0, 5.0, 6.0]]), max_log_ratio=8.0, why="a cap above the default one"),
        case(P3.astype(np.int64), D3, why="integer boxes: the result is float"),
        case(P3.astype(np.int64), np.array([[1, 0, 0, 1], [0, -1, 1, 0], [2, 1, 0, 0]]), why="integer deltas too: float64"),
        case(FAR.astype(np.float32), D3[:1].astype(np.float32), why="float32 in: that width or more out"),
        case(FAR.astype(np.float32), np.array([[0.0, 0, 200, 200]], np.float32), why="float32 overflows at 89: the cap comes first"),
        case(P3 * 0.01, D3, why="boxes as fractions of the image: a 1 pixel shows"),
        case(np.vstack([P3, P]), np.vstack([D3, D3[:1] * 2]), why="four boxes: (4, 4) lets rows be taken for columns"),
        case(np.zeros((0, 4)), np.zeros((0, 4)), why="no boxes: shape (0, 4)"),
        case(P3, D3 * 3, layout="readonly", why="read-only: an answer that caps in place fails"),
        case(P3, D3 * 3, layout="strided", why="every second row of larger arrays"),
    ),
    generate=decode_inputs,
    misconceptions=(
        Misconception("no_cap", "a network may put out any number, and `exp` of it may be inf: cap dw and dh at `max_log_ratio` "
                      "before `exp`.", no_cap, no_cap_as_given, no_cap_in_python),
        Misconception("log_caps_ratio", "`max_log_ratio` bounds the logarithm: cap dw, then take `exp`. Here it caps `exp(dw)`, which "
                      "starts to bite at 4 instead of 62.5.", _wrong(factor=lambda t, cap: np.minimum(np.exp(t), cap))[0],
                      log_of_the_cap(np.log), log_of_the_cap(math.log)),
        Misconception("cap_raised", "`max_log_ratio` is a logarithm already, and bounds dw as it is: its `exp` is the bound of the "
                      "ratio.", _wrong(factor=lambda t, cap: np.exp(np.minimum(t, np.exp(cap))))[0]),
        Misconception("maximum_for_minimum", "an upper bound is the *smaller* of the two numbers: `maximum` lifts every dw to the cap.",
                      _wrong(factor=lambda t, cap: np.exp(np.maximum(t, cap)))[0]),
        Misconception("cap_is_fixed", "`max_log_ratio` is an argument: here the default's value is used whatever it is.", fixed_cap),
        Misconception("capped_from_below", "only growth is capped: a very negative dw just makes the box small.",
                      _wrong(factor=lambda t, cap: np.exp(np.clip(t, -cap, cap)))[0],
                      _wrong(factor=lambda t, cap: np.exp(np.clip(t, 0, cap)))[0],
                      _wrong(factor=lambda t, cap: np.exp(np.sign(t) * np.minimum(np.abs(t), cap)))[0]),
        Misconception("offsets_capped", "the cap is for dw and dh; dx and dy go through no `exp` and need none.",
                      _wrong(move=np.minimum)[0],
                      _wrong(move=lambda t, cap: np.clip(t, -cap, cap), factor=lambda t, cap: np.exp(np.clip(t, -cap, cap)))[0],
                      _wrong(move=lambda t, cap: np.clip(t, -cap, cap))[0]),
        Misconception("moved_by_new_size", "the centre moves by fractions of the *proposal's* size: that is what encoding divided by.",
                      *_wrong(by="new")),
        Misconception("moved_from_corner", "dx and dy move the centre; here the corner is moved and the box grows away from it.",
                      *_wrong(start="corner")),
        Misconception("corner_taken_for_centre", "the proposal's centre is x1 plus half its width: here x1 itself was taken for it.",
                      *_wrong(start="corner is centre")),
        Misconception("centre_format_assumed", "the proposals come as corners: here x2, y2 were taken for a width and a height.",
                      *(lambda p, t, max_log_ratio=CAP, wrong=wrong: wrong(read_as_centre(p), t, max_log_ratio) for wrong in _wrong())),
        Misconception("centre_format_returned", "that is centre and size; wanted are the corners x1, y1, x2, y2.",
                      *_wrong(corners=lambda centre, size: np.hstack([centre, size]))),
        Misconception("half_forgotten", "a box reaches *half* its size to either side of its centre.",
                      *_wrong(corners=lambda centre, size: np.hstack([centre - size, centre + size]))),
        Misconception("size_added_to_centre", "x2 lies half a width beyond the centre, or a whole one beyond x1.",
                      *_wrong(corners=lambda centre, size: np.hstack([centre - size / 2, centre + size])),
                      *_wrong(corners=lambda centre, size: np.hstack([centre, centre + size]))),
        Misconception("sizes_crossed", "dx counts widths and dy counts heights; here each was multiplied by the other.",
                      *_wrong(by="crossed")),
        Misconception("not_scaled", "dx and dy are fractions of the proposal's size, not pixels: multiply.", *_wrong(by="nothing")),
        Misconception("no_exp", "dw is the logarithm of a ratio: `exp` undoes it.",
                      *_wrong(factor=lambda t, cap: 1 + np.minimum(t, cap)), *_wrong(factor=np.minimum)),
        Misconception("other_base", "dw is a natural logarithm: undo it with `exp`, not with a power of 2 or 10.",
                      *_wrong(factor=lambda t, cap: 2 ** np.minimum(t, cap)), *_wrong(factor=lambda t, cap: 10 ** np.minimum(t, cap))),
        Misconception("factor_for_size", "`exp(dw)` is a factor: the new width is that times the proposal's width.",
                      *_wrong(factor=grown, size_counts=False)),
        Misconception("weighted", "the deltas count as they are: factors of 10 and 5, or variances of 0.1 and 0.2, are a habit of later "
                      "detectors.", *(lambda p, t, max_log_ratio=CAP, wrong=wrong: wrong(p, t / np.array([10, 10, 5, 5]), max_log_ratio)
                                      for wrong in _wrong())),
        Misconception("joined_in_front", "here the four columns stand one below the other, (4, N), as in a tuple or from `np.array` alone: "
                      "`np.stack(..., axis=1)` makes (N, 4).", *(lambda p, t, max_log_ratio=CAP, wrong=wrong: wrong(p, t, max_log_ratio).T for wrong in _wrong())),
        Misconception("plus_one_pixel", "the 1 is for boxes that name their last pixel; in continuous coordinates a width is "
                      "`x2 - x1`.", *_wrong(plus=1.0),
                      *_wrong(plus=1.0, corners=lambda centre, size: np.hstack([centre - size / 2, centre + size / 2 - 1])),
                      *_wrong(corners=lambda centre, size: np.hstack([centre - size / 2, centre + size / 2 - 1]))),
    ),
    hints=("Encoding subtracted, divided and took a logarithm. In which order are the three undone, and whose width is used?",
           "Centres and sizes of the proposals have shape (N, 2), and so have the two halves of the deltas. The result has corners, (N, 4).",
           "New size: old size times e to the smaller of the delta and the cap. New centre: old centre plus delta times old size. Half "
           "of the new size to either side gives the corners."),
    praise="Why: it undoes the encoding step by step, and the cap keeps one wild output from becoming inf. Usual traps: the cap after "
           "`exp`, the new size for the offset. Next question: why is 1000/16 a sensible cap, and why is none needed below?",
    forbidden=FORBIDDEN,
    equivalent={
        "p, deltas = (xyxy_to_cxcywh(proposals), np.asarray(deltas, dtype=float)) -> "
        "p, deltas = (xyxy_to_cxcywh(proposals), np.asarray(deltas))":
            "p is float64 already, and so is every product with it; `exp` makes float64 of integers",
        "size = p[:, 2:] * np.exp(np.minimum(deltas[:, 2:], max_log_ratio)) -> "
        "size = p[:, 2:] * np.exp(np.minimum(max_log_ratio, deltas[:, 2:]))":
            "the smaller of two numbers does not depend on their order",
        "return cxcywh_to_xyxy(np.concatenate([centre, size], axis=1)) -> "
        "return cxcywh_to_xyxy(np.concatenate([centre, size], axis=-1))": "both have two axes: the last one is axis 1",
    },
    odd=lambda c: not len(c.args[0]),
    draw=picture,
)
