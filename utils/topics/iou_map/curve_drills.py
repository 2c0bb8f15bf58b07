"""Drills of topic 05 on rankings: AP by two conventions, and COCO's mean."""
from __future__ import annotations

from fractions import Fraction

from ...drills import Question, Slip
from ...marking import equals, shown

THOUSANDTH = 0.0005  # right to three decimals
OBJECTS = (3, 4, 6, 7, 8)  # with 5 or 10, recalls would meet levels such as 0.6, which floats miss
ELEVEN = [Fraction(level, 10) for level in range(11)]


def _ranking(chance):
    """A ranking that leaves objects unfound, whose envelope is not its raw curve; None where the draw is none."""
    objects = chance.choice(OBJECTS)
    matched = [chance.random() < 0.6 for _ in range(chance.randrange(4, 8))]
    if not 2 <= sum(matched) < objects:
        return None
    raw = [Fraction(sum(matched[:k]), k) for k in range(1, len(matched) + 1)]  # precision after each detection
    hits = [k for k, hit in enumerate(matched) if hit]
    at_hits, envelope = [raw[k] for k in hits], [max(raw[k:]) for k in hits]
    return None if at_hits == envelope else (objects, matched, raw, at_hits, envelope)


def _told(objects, matched):
    verdicts = ", ".join("right" if hit else "wrong" for hit in matched)
    return f"A class has {objects} objects. Its detections, by falling score, are {verdicts}."


def _common_steps(objects, matched, at_hits, envelope):
    places = [str(k) for k, hit in enumerate(matched, 1) if hit]
    return (f"recall rises by 1/{objects} at the detections {', '.join(places)}, and ends at {len(at_hits)}/{objects}",
            f"precision there: {', '.join(map(shown, at_hits))}",
            f"envelope, the largest precision there or later: {', '.join(map(shown, envelope))}")


def _at_levels(objects, values, levels=ELEVEN):
    """What each level sees: the value of the first hit whose recall reaches it, 0 beyond the last."""
    firsts = (next((k for k in range(1, len(values) + 1) if Fraction(k, objects) >= level), None) for level in levels)
    return [values[k - 1] if k else Fraction(0) for k in firsts]


def _mean(values):
    return float(sum(values) / len(values))


def ap_all_points(chance):
    """The area under the envelope of a short ranking."""
    drawn = _ranking(chance)
    if drawn is None:
        return None
    objects, matched, raw, at_hits, envelope = drawn
    area = sum(envelope) / objects
    before = [Fraction(1), *raw]  # the raw curve starts at recall 0, precision 1
    trapezoids = sum((before[k] + raw[k]) / 2 for k, hit in enumerate(matched) if hit) / objects
    return Question(
        f"{_told(objects, matched)} What is AP as the area under the envelope of the precision–recall curve (VOC from 2010), to "
        "three decimals?",
        float(area),
        (*_common_steps(objects, matched, at_hits, envelope),
         f"AP = ({' + '.join(map(shown, envelope))}) / {objects} {equals(float(area))}"),
        (Slip(float(sum(at_hits) / objects), "that adds up the raw precisions; the envelope takes the largest one there or later."),
         Slip(_mean(envelope), "that divides by the objects found; the ones that nobody found count too."),
         Slip(_mean(_at_levels(objects, envelope)), "that is the mean at 11 levels, of VOC 2007; the area was asked."),
         Slip(_mean(raw), "that is the mean precision over all detections; only those that raise recall count, and the envelope."),
         Slip(float(trapezoids), "that joins the raw points by straight lines; the envelope is a staircase.", sometimes=True)),
        tolerance=THOUSANDTH, given={"matched": matched, "objects": objects})


def ap_11_points(chance):
    """The mean of the envelope at recalls 0, 0.1, …, 1."""
    drawn = _ranking(chance)
    if drawn is None:
        return None
    objects, matched, _, at_hits, envelope = drawn
    seen = _at_levels(objects, envelope)
    reached = [value for value, level in zip(seen, ELEVEN) if level <= Fraction(len(at_hits), objects)]
    parts = [f"{seen.count(value)} · {shown(value)}" for value in sorted(set(seen), reverse=True)]
    return Question(
        f"{_told(objects, matched)} What is AP by VOC 2007's convention, the mean of the envelope at the 11 recall levels 0, 0.1, "
        "…, 1, to three decimals?",
        _mean(seen),
        (*_common_steps(objects, matched, at_hits, envelope),
         f"{len(reached)} levels, from 0 to {float(ELEVEN[len(reached) - 1]):g}, are reached; the other {11 - len(reached)} see 0",
         f"each sees the envelope at the first recall that reaches it: {' + '.join(parts)} = {shown(sum(seen))}",
         f"AP is the mean of 11, an eleventh of that: {shown(_mean(seen))}"),
        (Slip(float(sum(envelope) / objects), "that is the area under the envelope; the mean at 11 levels was asked."),
         Slip(_mean(seen[1:]), "that leaves level 0 out; it sees the highest precision, and there are 11 levels."),
         Slip(_mean(reached), "that is the mean over the levels that were reached; the others count as 0."),
         Slip(_mean(_at_levels(objects, at_hits)), "that takes the raw precisions; each level takes the largest one there or later.")),
        tolerance=THOUSANDTH, given={"matched": matched, "objects": objects})


def coco_map(chance):
    """COCO's mean over ten thresholds and two classes of one object each; a third class has no object."""
    overlaps = [chance.randrange(41, 98) / 100 for _ in range(2)]
    false, phantoms = [chance.randrange(4) for _ in range(2)], chance.randrange(2, 6)
    if any(round(overlap * 100) % 5 == 0 for overlap in overlaps):  # no doubt about what "reaches" means
        return None
    passed = [sum(50 + 5 * k <= overlap * 100 for k in range(10)) for overlap in overlaps]
    precisions = [Fraction(1, count + 1) for count in false]
    means = [share * Fraction(count, 10) for share, count in zip(precisions, passed)]
    if not all(passed):
        return None
    lines = [f"The {name}'s best box has IoU {overlap:g}; {count} false {name} {'box scores' if count == 1 else 'boxes score'} higher."
             for name, overlap, count in zip(("cat", "dog"), overlaps, false)]
    steps = [f"{name}: IoU {overlap:g} passes {count} of 10 thresholds. There the object is found at rank {wrong + 1}, so the "
             f"envelope is {shown(share)} at every level and AP is {shown(share)}; at the others it is 0. Mean: {shown(mean)}"
             for name, overlap, count, wrong, share, mean in zip(("cat", "dog"), overlaps, passed, false, precisions, means)]
    answer = _mean(means)
    return Question(
        f"An image holds one cat and one dog, and no fox. {' '.join(lines)} There are {phantoms} boxes labelled fox. What is COCO's "
        "mAP, over the IoU thresholds 0.5, 0.55, …, 0.95, to three decimals?",
        answer,
        (*steps, "fox: a class without objects does not count",
         f"mAP = ({shown(means[0])} + {shown(means[1])}) / 2 {equals(answer)}"),
        (Slip(_mean(precisions), "that is AP50's mean; COCO's averages ten thresholds."),
         Slip(float(sum(means) / 3), "that counts the fox as a class of AP 0; a class without objects does not count."),
         Slip(_mean([Fraction(count, 10) for count in passed]), "that forgets the false boxes of higher score; they lower precision."),
         Slip(_mean([share * Fraction(round(100 * overlap), 100) for share, overlap in zip(precisions, overlaps)]),
              "that takes the IoU for the share of thresholds passed; count the thresholds.", sometimes=True)),
        tolerance=THOUSANDTH, given={"overlaps": overlaps, "false": false, "phantoms": phantoms})
