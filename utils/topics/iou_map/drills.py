"""Drills of topic 05: two boxes, counts and survivors here; curves and their means in `curve_drills`."""
from __future__ import annotations

from fractions import Fraction

from ...drills import Drill, Question, Slip
from ...marking import equals, shown
from .curve_drills import ap_11_points, ap_all_points, coco_map

HUNDREDTH = 0.005  # right to two decimals


def _overlap(a, b, plus=0):
    """Width and height of the overlap of two boxes, nothing below 0."""
    return tuple(max(min(a[i + 2], b[i + 2]) - max(a[i], b[i]) + plus, 0) for i in (0, 1))


def _area(box, plus=0):
    return (box[2] - box[0] + plus) * (box[3] - box[1] + plus)


def _iou(a, b, plus=0):
    width, height = _overlap(a, b, plus)
    return Fraction(width * height, _area(a, plus) + _area(b, plus) - width * height)


def iou_of_boxes(chance):
    """Two boxes of whole coordinates that share something."""
    a, b = ([x, y, x + chance.randrange(3, 11), y + chance.randrange(3, 11)]
            for x, y in ((chance.randrange(8), chance.randrange(8)) for _ in "ab"))
    (width, height), one, other = _overlap(a, b), _area(a), _area(b)
    shared = width * height
    if not shared or shared in (one, other):
        return None
    union = one + other - shared
    as_sizes = [[*box[:2], box[0] + box[2], box[1] + box[3]] for box in (a, b)]
    return Question(
        f"Two boxes, corners x1, y1, x2, y2 in continuous pixels: `{a}` and `{b}`. What is their IoU, as a fraction or to two "
        "decimals?",
        Fraction(shared, union),
        (f"the overlap reaches from x = {max(a[0], b[0])} to {min(a[2], b[2])} and from y = {max(a[1], b[1])} to "
         f"{min(a[3], b[3])}: {width} · {height} = {shared}",
         f"the areas: {a[2] - a[0]} · {a[3] - a[1]} = {one} and {b[2] - b[0]} · {b[3] - b[1]} = {other}",
         f"the union: {one} + {other} − {shared} = {union}",
         f"IoU = {shared} / {union} {equals(Fraction(shared, union), 2)}, exactly {shown(Fraction(shared, union))}"),
        (Slip(Fraction(shared, one + other), "that divides by the sum of the areas, which counts the overlap twice."),
         Slip(Fraction(2 * shared, one + other), "that is Dice, twice the overlap over the sum of the areas."),
         Slip(_iou(a, b, plus=1), "that adds 1 to every side; in continuous coordinates a width is x2 − x1."),
         Slip(Fraction(shared, min(one, other)), "that divides by the smaller area; IoU divides by the union."),
         Slip(_iou(*as_sizes), "that reads the last two numbers as width and height; they are a corner.", sometimes=True)),
        tolerance=HUNDREDTH, given={"a": a, "b": b})


def f1_of_counts(chance):
    """F1 from the boxes drawn, those that are right, and the objects missed."""
    drawn, missed = chance.randrange(8, 51), chance.randrange(2, 41)
    right = chance.randrange(3, drawn)
    precision, recall = Fraction(right, drawn), Fraction(right, right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    wrong = drawn - right
    return Question(
        f"A detector draws {drawn} boxes. {right} of them are true positives; {missed} objects are missed. What is its F1, as a "
        "fraction or to two decimals?",
        f1,
        (f"TP = {right}, FP = {drawn} − {right} = {wrong}, FN = {missed}",
         f"precision = {right}/{drawn} {equals(precision, 3)}, recall = {right}/{right + missed} {equals(recall, 3)}",
         f"F1 = 2PR / (P + R) = 2 · TP / (2 · TP + FP + FN) = {2 * right}/{2 * right + wrong + missed}",
         f"{equals(f1, 2)}, exactly {shown(f1)}"),
        (Slip((precision + recall) / 2, "that is the arithmetic mean of precision and recall; F1 is the harmonic one."),
         Slip(f1 / 2, "that is PR / (P + R); the 2 is missing."),
         Slip(Fraction(right, drawn + missed), "that is TP / (TP + FP + FN); F1 counts TP twice, above and below."),
         Slip(precision, "that is the precision alone."),
         Slip(recall, "that is the recall alone.")),
        tolerance=HUNDREDTH, given={"drawn": drawn, "right": right, "missed": missed})


def precision_and_recall(chance):
    """Both ratios, where some boxes are second ones on the same object."""
    taken, duplicates, empty, missed = (chance.randrange(*span) for span in ((4, 25), (2, 9), (1, 12), (1, 15)))
    drawn, objects = taken + duplicates + empty, taken + missed
    precision, recall = Fraction(taken, drawn), Fraction(taken, objects)
    if taken + duplicates > objects:  # else the most common mistake would find more than there is
        return None
    return Question(
        f"A data set holds {objects} dogs. A detector draws {drawn} boxes: {taken} take a dog each, {duplicates} more lie well on "
        "dogs that are already taken, the others lie on background. What are precision and recall, as fractions or to two "
        "decimals?",
        (precision, recall),
        (f"TP = {taken}: a dog can be taken once",
         f"FP = {duplicates} + {empty} = {drawn - taken}: duplicates, and boxes on background",
         f"FN = {objects} − {taken} = {missed}",
         f"precision = TP / (TP + FP) = {taken}/{drawn} {equals(precision, 2)}",
         f"recall = TP / (TP + FN) = {taken}/{objects} {equals(recall, 2)}; exactly {shown((precision, recall))}"),
        (Slip((Fraction(taken + duplicates, drawn), Fraction(taken + duplicates, objects)),
              "that counts the duplicates as right; an object can be taken once."),
         Slip((Fraction(taken, taken + empty), recall), "that leaves the duplicates out; they are false positives."),
         Slip((recall, precision), "that is recall and precision; precision divides by the boxes, recall by the objects."),
         Slip((precision, Fraction(taken, drawn + missed)), "the second number divides by all boxes and misses together; recall "
              "divides by the objects.")),
        tolerance=HUNDREDTH, given={"objects": objects, "drawn": drawn, "taken": taken, "duplicates": duplicates})


LINES = ((6, 0.5), (9, 0.5), (12, 0.5), (15, 0.5), (5, 0.25), (10, 0.25))  # width, threshold: equality is met by whole shifts


def _survivors(lefts, scores, overlaps, zombies=False, worst_first=False):
    """Greedy NMS over intervals; `overlaps(shift)` says whether one suppresses the other."""
    kept, seen = [], []
    for i in sorted(range(len(lefts)), key=scores.__getitem__, reverse=not worst_first):
        if not any(overlaps(abs(lefts[i] - lefts[k])) for k in (seen if zombies else kept)):
            kept.append(i)
        seen.append(i)
    return kept


def nms_survivors(chance):
    """Boxes of one size on a line: who is kept, best first; a suppressed one would have suppressed another."""
    width, threshold = chance.choice(LINES)
    count = chance.choice([4, 5, 6])
    lefts = sorted(chance.sample(range(2 * width + width // 2), count))
    scores = [number / 100 for number in chance.sample(range(30, 99), count)]

    def over(shift):
        return max(width - shift, 0) > threshold * (width + shift)

    kept = _survivors(lefts, scores, over)
    if len(kept) < 2:
        return None
    order = sorted(range(count), key=lambda i: -scores[i])
    steps = [f"two of the boxes, shifted by d < {width}, have IoU ({width} − d) / ({width} + d): more than {threshold:g} where "
             f"d < {shown(Fraction(width) * (1 - Fraction(threshold)) / (1 + Fraction(threshold)))}"]
    for i in order:
        by = next((k for k in order if k in kept and scores[k] > scores[i] and over(abs(lefts[i] - lefts[k]))), None)
        steps.append(f"{i} (score {scores[i]:g}, at {lefts[i]}) is " + (
            "kept" if by is None else f"suppressed by {by}: shifted by {abs(lefts[i] - lefts[by])}"))
    return Question(
        f"Boxes of one class stand on one line, all {width} wide and equally high. Their left edges are `{lefts}`, their scores "
        f"`{scores}`. NMS suppresses what overlaps a better kept box by an IoU of more than {threshold:g}. Which boxes does it "
        "keep (numbered from 0), best first?",
        kept,
        (*steps, f"kept, best first: `{shown(kept)}`"),
        (Slip(_survivors(lefts, scores, over, zombies=True),
              "there suppressed boxes still suppress others; only kept ones may."),
         Slip(sorted(kept), "those are the right boxes in the order of the input; best first was asked."),
         Slip(_survivors(lefts, scores, over, worst_first=True), "that begins with the worst score.", sometimes=True),
         Slip(_survivors(lefts, scores, lambda shift: max(width - shift, 0) >= threshold * (width + shift)),
              f"that suppresses an IoU of exactly {threshold:g} too; more than that was asked.", sometimes=True),
         Slip(_survivors(lefts, scores, lambda shift: width - shift > threshold * width),
              "that divides the overlap by the area of one box; IoU divides by the union.", sometimes=True)),
        given={"width": width, "lefts": lefts, "scores": scores, "threshold": threshold})


DRILLS = (
    Drill("iou_of_boxes", "IoU of two boxes", iou_of_boxes, exercise="box_iou"),
    Drill("f1_of_counts", "F1 from counts", f1_of_counts, exercise="f1_score"),
    Drill("precision_and_recall", "precision and recall with duplicates", precision_and_recall),
    Drill("nms_survivors", "who survives NMS", nms_survivors, exercise="nms"),
    Drill("ap_all_points", "AP as the area under the envelope", ap_all_points, exercise="average_precision"),
    Drill("ap_11_points", "AP at eleven levels", ap_11_points, exercise="average_precision"),
    Drill("coco_map", "COCO's mAP of two classes", coco_map, exercise="mean_average_precision"),
)
