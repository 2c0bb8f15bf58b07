"""Drills of topic 04: box formats, targets and their inverse, smooth L1, ridge weights, anchors."""
from __future__ import annotations

import math
from fractions import Fraction

from ...drills import Drill, Question, Slip
from ...marking import equals, shown

GROWTHS = {1.25: 0.223, 1.6: 0.47, 2: 0.693, 0.5: -0.693, 0.8: -0.223}  # factor: its natural log, to three decimals; no last 5
LOGS = "Natural logs: " + ", ".join(f"ln {factor} ≈ {log}" for factor, log in GROWTHS.items()) + "."


def formats(chance):
    """Corners into centre and size."""
    x, y, w, h = chance.randrange(5, 300), chance.randrange(5, 300), chance.randrange(10, 200), chance.randrange(10, 200)
    if w == h or (w % 2 == 0 and h % 2 == 0):
        return None
    answer = (x + w / 2, y + h / 2, w, h)
    return Question(
        f"A box has the corners `x1, y1, x2, y2` = {x}, {y}, {x + w}, {y + h}, in continuous pixels. "
        "What is it as `(cx, cy, w, h)`, centre and size?",
        answer,
        (f"w = {x + w} − {x} = {w} and h = {y + h} − {y} = {h}",
         f"cx = ({x} + {x + w}) / 2 = {x + w / 2:g} and cy = ({y} + {y + h}) / 2 = {y + h / 2:g}",
         f"together {shown(answer)}"),
        (Slip((x, y, w, h), "that is COCO's format, which begins with the top-left corner."),
         Slip((w / 2, h / 2, w, h), "half a size is counted from the first corner; add that."),
         Slip((x + w / 2, y + h / 2, w + 1, h + 1), "continuous corners need no + 1: width is x2 − x1."),
         Slip((x + w // 2, y + h // 2, w, h), "a centre may lie between two whole numbers; do not round it."),
         Slip((x + w / 2, y + h / 2, x + w, y + h), "that leaves the last corner where the size should be.")),
        unit="px", given={"x1": x, "y1": y, "x2": x + w, "y2": y + h})


def encode(chance):
    """Four targets of a proposal, with logs that are given."""
    p, shift, growth, moved = _pair_of_boxes(chance)
    (px, py, pw, ph), (gx, gy, gw, gh) = p, moved
    answer = (*shift, math.log(growth[0]), math.log(growth[1]))
    corner = (gx - gw / 2 - px + pw / 2) / pw, (gy - gh / 2 - py + ph / 2) / ph
    tw, th = (GROWTHS[factor] for factor in growth)
    return Question(
        f"Proposal: centre ({px:g}, {py:g}), {pw} wide, {ph} high. Ground truth: centre ({gx:g}, {gy:g}), {gw:g} wide, {gh:g} high. "
        f"What are R-CNN's targets `(tx, ty, tw, th)`, to two decimals? {LOGS}",
        answer,
        (f"tx = ({gx:g} − {px:g}) / {pw} = {shift[0]:g}",
         f"ty = ({gy:g} − {py:g}) / {ph} = {shift[1]:g}",
         f"tw = ln({gw:g} / {pw}) = ln {growth[0]} ≈ {tw} and th = ln({gh:g} / {ph}) = ln {growth[1]} ≈ {th}",
         f"with more digits {shown(answer)}"),
        (Slip((gx - px, gy - py, *answer[2:]), "those are pixels; divide the shift by the proposal's width and height."),
         Slip((shift[0] * pw / gw, shift[1] * ph / gh, *answer[2:]),
              "that divides by the true box's size, which nobody knows when decoding; divide by the proposal's."),
         Slip((*shift, -answer[2], -answer[3]), "the quotient is the wrong way round: truth over proposal."),
         Slip((*shift, *growth), "those are the factors; the targets are their logs."),
         Slip((*corner, *answer[2:]), "that is the shift of the corner; targets move the centre.")),
        tolerance=0.005, given={"proposal": p, "truth": moved})


def decode(chance):
    """A box from corners and deltas; the logs are written as logs, so that exp undoes them."""
    p, shift, growth, moved = _pair_of_boxes(chance)
    (px, py, pw, ph), (gx, gy, gw, gh) = p, moved
    corners = px - pw / 2, py - ph / 2, px + pw / 2, py + ph / 2
    answer = (gx - gw / 2, gy - gh / 2, gx + gw / 2, gy + gh / 2)
    x1, y1 = corners[0] + shift[0] * pw, corners[1] + shift[1] * ph
    linear = [size * (1 + math.log(factor)) for size, factor in zip((pw, ph), growth)]
    late = gx + shift[0] * (gw - pw), gy + shift[1] * (gh - ph)
    return Question(
        f"A proposal has the corners `x1, y1, x2, y2` = {', '.join(f'{c:g}' for c in corners)}. The network says dx = {shift[0]}, "
        f"dy = {shift[1]}, dw = ln {growth[0]}, dh = ln {growth[1]}. What are the corners `(x1, y1, x2, y2)` of the decoded box?",
        answer,
        (f"the proposal: centre ({px:g}, {py:g}), {pw} × {ph}",
         f"centre: {px:g} {_plus(shift[0])} · {pw} = {gx:g} and {py:g} {_plus(shift[1])} · {ph} = {gy:g}",
         f"size: {pw} · exp(ln {growth[0]}) = {gw:g} and {ph} · exp(ln {growth[1]}) = {gh:g}",
         f"half a size to either side: {shown(answer)}"),
        (Slip((gx, gy, gw, gh), "that is centre and size; the corners lie half a size to either side."),
         Slip((x1, y1, x1 + gw, y1 + gh), "that moves the first corner; the shift belongs to the centre, and the box grows round it."),
         Slip(_corners(px + shift[0], py + shift[1], gw, gh), "dx and dy are shares of the proposal's size, not pixels."),
         Slip(_corners(*late, gw, gh), "the shift is in the old size; that multiplies it by the new one."),
         Slip(_corners(gx, gy, *(round(size, 2) for size in linear)), "sizes grow by the factor exp(d), not by 1 + d.")),
        unit="px", tolerance=0.005,
        given={"corners": corners, "shift": shift, "growth": growth})


def iou_of_shift(chance):
    """The overlap of a box and its target that is wrong in the centre only."""
    w, h = chance.randrange(10, 61, 5), chance.randrange(10, 61, 5)
    dx, dy = chance.randrange(1, w), chance.randrange(1, h // 2)
    if w == h or (w - dx) * (h - dy) * 4 < w * h:
        return None
    both, union = (w - dx) * (h - dy), 2 * w * h - (w - dx) * (h - dy)
    return Question(
        f"A decoded box has the right size, {w} × {h} pixels, but lies {dx} px too far to the right and {dy} px "
        "too far down. What is its IoU with the ground truth? A fraction, or a number to two decimals.",
        Fraction(both, union),
        (f"intersection: ({w} − {dx}) · ({h} − {dy}) = {both}",
         f"union: 2 · {w} · {h} − {both} = {union}",
         f"IoU = {both} / {union} {equals(Fraction(both, union), 4)}, exactly {shown(Fraction(both, union))}"),
        (Slip(Fraction(both, w * h), "that is the share of one box, and Dice; the union has the rest of both."),
         Slip(Fraction(both, 2 * w * h), "the intersection is counted twice in the sum of the areas; take it off once."),
         Slip(Fraction(both, 2 * w * h + both), "the intersection is taken off the sum of the areas, not added to it.", sometimes=True),
         Slip(Fraction(w - dx, w + dx), "that looks at the shift to the right only.", sometimes=True),
         Slip(1 - Fraction(both, union), "that is the IoU loss; the IoU is 1 minus this.", sometimes=True)),
        tolerance=0.005, given={"w": w, "h": h, "dx": dx, "dy": dy})


def smooth(chance):
    """The mean of smooth L1, with errors inside and outside of beta."""
    beta = chance.choice([0.5, 2])
    near = [chance.choice([-1, 1]) * beta * tenths / 10 for tenths in chance.choices([2, 4, 6, 8], k=2)]
    far = [chance.choice([-1, 1]) * (beta + half / 2) for half in chance.choices(range(1, 8), k=2)]
    d = [round(value, 2) for value in chance.sample(near + far, 4)]
    costs = [value * value / (2 * beta) if abs(value) < beta else abs(value) - beta / 2 for value in d]
    mean = round(sum(costs) / 4, 6)
    worked = [f"{abs(v):g}² / {2 * beta:g} = {c:g}" if abs(v) < beta else f"{abs(v):g} − {beta / 2:g} = {c:g}" for v, c in zip(d, costs)]
    return Question(
        f"Prediction minus target is {', '.join(f'{value:g}' for value in d)}. What is the smooth L1 loss with β = {beta:g}, the mean "
        "of the four, to three decimals?",
        mean,
        (f"below {beta:g} in size: d² / (2β), the others: |d| − β / 2",
         *(f"d = {value:g}: {work}" for value, work in zip(d, worked)),
         f"sum {sum(costs):g}, divided by 4: {shown(mean)}"),
        (Slip(sum(costs), "that is the sum; the mean was asked for."),
         Slip(mean * beta, "that is Huber's loss, β times this one."),
         Slip(sum(v * v / (2 * beta) for v in d) / 4, "that squares the large errors too; beyond β the loss is a straight line."),
         Slip(sum(abs(v) for v in d) / 4, "that is L1; inside β there is a parabola, and the lines lie β / 2 lower."),
         Slip(sum(v * v / (2 * beta) if abs(v) < beta else abs(v) for v in d) / 4,
              "the lines lie β / 2 lower; without that the loss jumps at β.")),
        tolerance=0.0005, given={"d": d, "beta": beta})


def ridge(chance):
    """One weight of a ridge regression on one feature."""
    x = [chance.choice([-3, -2, -1, 1, 2, 3]) for _ in range(3)]
    t = [chance.choice([-6, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6]) for _ in range(3)]
    penalty = chance.choice([2, 4, 6, 10, 12])
    above, below = sum(a * b for a, b in zip(x, t)), sum(a * a for a in x)
    if abs(above) < 3:
        return None
    answer = Fraction(above, below + penalty)
    return Question(
        f"Three proposals have one feature x = {', '.join(map(str, x))} and the targets t = {', '.join(map(str, t))}. Which weight w "
        f"minimises Σ (t − w x)² + λ w² with λ = {penalty}? A fraction, or a number to two decimals.",
        answer,
        ("the slope is zero where (Σ x² + λ) w = Σ x t",
         f"Σ x t = {' + '.join(f'({a} · {b})' for a, b in zip(x, t))} = {above}",
         f"Σ x² = {' + '.join(str(a * a) for a in x)} = {below}",
         f"w = {above} / ({below} + {penalty}) {equals(answer, 4)}, exactly {shown(answer)}"),
        (Slip(Fraction(above, below), "that is least squares; the penalty adds λ to Σ x²."),
         Slip(Fraction(above, below + 3 * penalty), "λ stands beside the sum of squares here, not beside the mean; it counts once."),
         Slip(Fraction(above, below + 2 * penalty), "the slopes of both terms have a factor 2; it cancels.", sometimes=True),
         Slip(Fraction(above + penalty, below), "λ belongs to Σ x², below the line.", sometimes=True),
         Slip(-answer, "the sign is the wrong way round.")),
        tolerance=0.005, given={"x": x, "t": t, "ridge": penalty})


def anchor(chance):
    """Width and height of an anchor whose ratio is a ratio of squares."""
    high, wide = chance.choice([(1, 4), (4, 1), (9, 4), (4, 9), (16, 9), (9, 16), (9, 1), (1, 9), (16, 1), (1, 16)])
    base, scale = chance.choice([6, 8, 12, 16, 18, 24, 32, 36, 48, 60]), chance.choice([2, 3, 4, 5, 6, 8])
    side, up, across = base * scale, math.isqrt(high), math.isqrt(wide)
    if side % (up * across):
        return None
    w, h, ratio = side * across // up, side * up // across, Fraction(high, wide)
    root = Fraction(up, across)
    below = shown(root) if root.denominator == 1 else f"({shown(root)})"
    return Question(
        f"An anchor has base size {base}, scale {scale} and the ratio height : width = {high} : {wide}. Scales multiply the side, and "
        "the area does not depend on the ratio. What is `(width, height)` in pixels?",
        (w, h),
        (f"the side of the square one: {base} · {scale} = {side}",
         f"root of the ratio: √({high} / {wide}) = {shown(root)}",
         f"width {side} / {below} = {w}, height {side} · {shown(root)} = {h}",
         f"check: {w} · {h} = {side}²; ({w}, {h})"),
        (Slip((h, w), "that is width over height; the ratio here is height over width."),
         Slip(_typed(side, side * ratio), "the area has changed; the root of the ratio goes to each side."),
         Slip(_typed(side / ratio, side * ratio), "the root is missing: that box has the ratio squared."),
         Slip((Fraction(w, scale), Fraction(h, scale)), "that leaves the scale out."),
         Slip(_typed(side / ratio, side), "the area has changed; both sides change by the root of the ratio.")),
        unit="px", tolerance=0.005, given={"base": base, "scale": scale, "high": high, "wide": wide})


def _pair_of_boxes(chance):
    """A proposal as centre and size, a shift in its sizes, two factors, and where they take it; all of them short numbers."""
    pw, ph = chance.sample(range(20, 161, 20), 2)
    px, py = chance.randrange(100, 300, 5), chance.randrange(100, 300, 5)
    shift = tuple(chance.choice([-0.4, -0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.4]) for _ in range(2))
    growth = tuple(chance.sample(list(GROWTHS), 2))
    moved = round(px + shift[0] * pw, 6), round(py + shift[1] * ph, 6), round(pw * growth[0], 6), round(ph * growth[1], 6)
    return (px, py, pw, ph), shift, growth, moved


def _corners(cx, cy, w, h):
    return cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2


def _plus(value):
    """A summand with its sign."""
    return f"{'−' if value < 0 else '+'} {abs(value):g}"


def _typed(*values):
    """Numbers that are typed as decimals."""
    return tuple(round(float(value), 2) for value in values)


DRILLS = (
    Drill("box_formats", "corners into centre and size", formats, exercise="xyxy_to_cxcywh"),
    Drill("encode_boxes", "targets of a proposal", encode, exercise="encode_boxes"),
    Drill("decode_boxes", "a box from its deltas", decode, exercise="decode_boxes"),
    Drill("iou_of_shift", "what a wrong centre costs", iou_of_shift),
    Drill("smooth_l1", "smooth L1 by hand", smooth, exercise="smooth_l1"),
    Drill("ridge_weight", "one weight of a ridge regression", ridge, exercise="fit_box_regressor"),
    Drill("anchor_sides", "width and height of an anchor", anchor, exercise="generate_anchors"),
)
