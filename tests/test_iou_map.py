"""Topic 05: the worked solutions against libraries and definitions, and the numbers that the text states."""
import contextlib
import io
from fractions import Fraction

import numpy as np
import pytest
from pycocotools import mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from sklearn import metrics

from utils import course

NAMES = ("box_iou", "f1_score", "nms", "match_detections", "precision_recall", "average_precision",
         "mean_average_precision")
box_iou, f1_score, nms, match_detections, precision_recall, average_precision, mean_average_precision = map(
    course.reference, NAMES)
TOPIC = course.topic("iou_map")
RANKING = np.array([True, False, True, True, False])  # the toy case of the notebook, with 4 objects


def some_boxes(rng, count, shortest=0):
    """Boxes on a grid of 1/4, where x + width is exact; some without area if `shortest` is 0."""
    corners = rng.integers(-40, 40, (count, 2))
    return np.hstack([corners, corners + rng.integers(shortest, 30, (count, 2))]) / 4


def xywh(boxes):
    return np.hstack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]])


def test_the_exercises_stand_in_the_order_of_the_catalogue():
    assert tuple(TOPIC.exercise_cells) == NAMES


@pytest.mark.parametrize("seed", range(20))
def test_box_iou_is_that_of_pycocotools(seed):
    rng = np.random.default_rng(seed)
    a, b = some_boxes(rng, 1 + seed), some_boxes(rng, 7)
    assert np.array_equal(box_iou(a, b), mask.iou(xywh(a), xywh(b), [0] * len(b)))


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_box_iou_keeps_the_shape_when_empty(shape):
    assert box_iou(np.zeros((shape[0], 4)), np.zeros((shape[1], 4))).shape == shape


def test_box_iou_of_boxes_without_area_is_0_and_of_integers_a_float():
    flat = np.array([[1, 1, 1, 5]])
    assert box_iou(flat, flat).tolist() == [[0.0]]
    assert box_iou(flat, flat).dtype == np.float64


def test_f1_is_that_of_scikit_learn():
    for tp, fp, fn in np.random.default_rng(0).integers(0, 9, (50, 3)).tolist():
        truth, guess = [1] * tp + [0] * fp + [1] * fn, [1] * tp + [1] * fp + [0] * fn
        wanted = metrics.f1_score(truth, guess, zero_division=0) if truth else 0.0
        assert f1_score(tp, fp, fn) == pytest.approx(wanted)


def suppressed_by_definition(boxes, scores, threshold):
    """Kept are those that no kept box before them overlaps too much."""
    kept = []
    for row in sorted(range(len(boxes)), key=lambda k: (-scores[k], k)):
        overlap = mask.iou(xywh(boxes[[row]]), xywh(boxes[kept]), [0] * len(kept)) if kept else np.zeros(1)
        if overlap.max() <= threshold:
            kept.append(row)
    return kept


@pytest.mark.parametrize("seed", range(20))
def test_nms_is_its_definition(seed):
    rng = np.random.default_rng(seed)
    boxes, scores = some_boxes(rng, 25), rng.integers(0, 5, 25) / 4
    for threshold in (0.0, 0.1, 0.5):
        assert nms(boxes, scores, threshold).tolist() == suppressed_by_definition(boxes, scores, threshold)


def matched_by_coco(ious, threshold):
    """COCOeval's own loop on a given matrix."""
    judge = COCOeval(iouType="bbox")
    record = {"area": 1.0, "iscrowd": 0, "ignore": 0}
    judge._dts = {(0, 0): [{**record, "id": k + 1, "score": -k} for k in range(ious.shape[0])]}
    judge._gts = {(0, 0): [{**record, "id": k + 1} for k in range(ious.shape[1])]}
    judge.ious, judge.params.iouThrs = {(0, 0): ious}, [threshold]
    return judge.evaluateImg(0, 0, [0, 1e10], 100)["dtMatches"][0] > 0


@pytest.mark.parametrize("seed", range(40))
def test_match_detections_is_cocos_loop(seed):
    rng = np.random.default_rng(seed)
    ious = rng.integers(0, 9, (1 + seed % 7, 1 + seed % 5)) / 8
    for threshold in (0.25, 0.5, 1.0):
        assert np.array_equal(match_detections(ious, threshold), matched_by_coco(ious, threshold))


def test_match_detections_without_objects_or_detections():
    assert match_detections(np.zeros((3, 0)), 0.5).tolist() == [False] * 3
    assert match_detections(np.zeros((0, 3)), 0.5).shape == (0,)


def rankings():
    rng = np.random.default_rng(1)
    for _ in range(100):
        matched = rng.random(rng.integers(1, 30)) < 0.6
        yield matched, int(matched.sum() + rng.integers(0, 9))


def test_precision_and_recall_are_counts():
    for matched, objects in rankings():
        precision, recall = precision_recall(matched, objects)
        for k in range(len(matched)):
            hits = int(matched[:k + 1].sum())
            assert precision[k] == pytest.approx(hits / (k + 1))
            assert recall[k] == pytest.approx(hits / objects if objects else 0)


def at_levels(precision, recall, levels):
    return np.mean([max((p for p, r in zip(precision, recall) if r >= level), default=0) for level in levels])


def test_average_precision_is_its_definition():
    for matched, objects in rankings():
        precision, recall = precision_recall(matched, objects)
        if objects:
            best = [max(precision[k:]) for k in np.flatnonzero(matched)]  # each hit adds 1 / objects of recall
            assert average_precision(recall, precision) == pytest.approx(sum(best) / objects)
        for method, count in (("11point", 11), ("coco", 101)):
            wanted = at_levels(precision, recall, np.linspace(0, 1, count))
            assert average_precision(recall, precision, method) == pytest.approx(wanted)


def test_average_precision_of_nothing_and_of_an_unknown_method():
    assert [average_precision([], [], method) for method in ("all", "11point", "coco")] == [0.0] * 3
    with pytest.raises(ValueError, match=r"^unknown method: 12point$"):
        average_precision([], [], "12point")


def image(rng, classes, scored):
    """Objects, or two detections near each of them: few scores, so many ties."""
    boxes, labels = some_boxes(rng, 12, shortest=4), rng.integers(0, classes, 12)
    if not scored:
        return {"boxes": boxes, "labels": labels}
    boxes = np.repeat(boxes, 2, axis=0) + rng.integers(-2, 3, (24, 4)) * [1, 1, 0, 0] / 4
    return {"boxes": boxes, "labels": np.repeat(labels, 2), "scores": rng.integers(0, 11, 24) / 10}


def data_set(seed, images, classes):
    """Lists of images; class `classes` is only ever detected, and one image holds 130 detections of class 0."""
    found = [image(np.random.default_rng([seed, k]), classes, True) for k in range(images)]
    truth = [image(np.random.default_rng([seed, k]), classes, False) for k in range(images)]
    found[0]["labels"][:2] = classes
    found[1] = {"boxes": np.tile(truth[1]["boxes"], (11, 1))[:130], "labels": np.zeros(130, int),
                "scores": np.arange(130) % 11 / 10}
    found[2] = {"boxes": np.zeros((0, 4)), "labels": np.zeros(0, int), "scores": np.zeros(0)}
    truth[3] = {"boxes": np.zeros((0, 4)), "labels": np.zeros(0, int)}
    return found, truth


def records(images):
    made = []
    for k, one in enumerate(images):
        scores = one.get("scores", np.ones(12)).tolist()
        for box, label, score in zip(xywh(one["boxes"]).tolist(), one["labels"].tolist(), scores):
            made.append({"id": len(made) + 1, "image_id": k, "category_id": label, "bbox": box,
                         "area": box[2] * box[3], "iscrowd": 0, "score": score})
    return made


def coco_map(found, truth):
    """`stats[0]` of a plain run of COCOeval."""
    labels = np.unique(np.concatenate([one["labels"] for one in [*found, *truth]])).tolist()
    with contextlib.redirect_stdout(io.StringIO()):
        real = COCO()
        real.dataset = {"info": {}, "images": [{"id": k} for k in range(len(truth))],
                        "categories": [{"id": label} for label in labels], "annotations": records(truth)}
        real.createIndex()
        judge = COCOeval(real, real.loadRes(records(found)), "bbox")
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return judge.stats[0]


@pytest.mark.parametrize(("seed", "images", "classes"), [(0, 200, 10), (1, 20, 3), (2, 20, 1), (3, 30, 5)])
def test_map_is_cocos(seed, images, classes):
    found, truth = data_set(seed, images, classes)
    value = mean_average_precision(found, truth)
    assert 0.05 < value < 0.95, "the data should be neither hopeless nor perfect"
    assert value == pytest.approx(coco_map(found, truth), abs=1e-12, rel=0)


def test_map_without_ground_truth_is_minus_1():
    nothing = {"boxes": np.zeros((0, 4)), "labels": np.zeros(0, int)}
    one = {"boxes": np.array([[0.0, 0, 1, 1]]), "labels": np.array([1]), "scores": np.array([0.5])}
    assert mean_average_precision([one], [nothing]) == -1.0
    assert mean_average_precision([], []) == -1.0


def test_the_examples_of_the_tasks():
    assert np.round(box_iou([[0, 0, 4, 2]], [[2, 0, 6, 2], [4, 0, 8, 2]]), 3).tolist() == [[0.333, 0]]
    assert f1_score(4, 1, 4) == pytest.approx(8 / 13)
    assert (round(f1_score(4, 1, 4), 3), f1_score(4, 1, 1)) == (0.615, 0.8)
    row = np.array([[0, 0, 4, 2], [2, 0, 6, 2], [4, 0, 8, 2]])
    ious = np.array([[0.6, 0.7], [0.55, 0.9]])
    assert nms(row, [0.9, 0.8, 0.7], 0.3).tolist() == [0, 2]
    assert match_detections(ious, 0.5).tolist() == [True, True]
    assert match_detections(ious, 0.75).tolist() == [False, True]
    assert match_by_voc(ious, 0.5) == [True, False]
    precision, recall = precision_recall(RANKING, 4)
    assert np.round(precision, 3).tolist() == [1, 0.5, 0.667, 0.75, 0.6]
    assert recall.tolist() == [0.25, 0.25, 0.5, 0.75, 0.75]
    found = {"boxes": np.array([[0, 0, 4, 4]]), "labels": np.array([1]), "scores": np.array([0.9])}
    assert mean_average_precision([found], [{"boxes": np.array([[0, 0, 6, 4]]), "labels": [1]}]) == pytest.approx(0.4)


def match_by_voc(ious, threshold):
    """VOC's rule: the best object overall, and a second hit is false."""
    taken, hits = set(), []
    for row in ious:
        best = int(row.argmax())
        hits.append(bool(row[best] >= threshold and best not in taken))
        taken |= {best} if hits[-1] else set()
    return hits


def test_the_five_conventions_differ_and_are_what_the_text_says():
    hits = (1, 1, 2, 3, 3)
    precision, recall = [Fraction(h, k + 1) for k, h in enumerate(hits)], [Fraction(h, 4) for h in hits]
    envelope = [max(precision[k:]) for k in range(5)]
    steps = [after - before for before, after in zip([0, *recall], recall)]
    area = sum(step * height for step, height in zip(steps, envelope))
    raw = sum(step * height for step, height in zip(steps, precision))
    trapezoids = sum(step * (a + b) / 2 for step, a, b in zip(steps, [1, *precision], precision))
    eleven, many = (sum(max((p for p, r in zip(precision, recall) if r >= Fraction(k, n)), default=0)
                        for k in range(n + 1)) / (n + 1) for n in (10, 100))
    assert (area, raw, trapezoids) == (Fraction(5, 8), Fraction(29, 48), Fraction(55, 96))
    assert (eleven, many) == (Fraction(27, 44), Fraction(127, 202))
    assert len({area, raw, trapezoids, eleven, many}) == 5
    ours = precision_recall(RANKING, 4)[::-1]
    for method, wanted in (("all", area), ("11point", eleven), ("coco", many)):
        assert average_precision(*ours, method) == pytest.approx(float(wanted), abs=1e-15)
    assert [round(float(value), 3) for value in (area, eleven, many)] == [0.625, 0.614, 0.629]


def test_scikit_learns_average_precision_is_the_step_sum_rescaled():
    for matched, objects in rankings():
        if matched.any():
            precision, recall = precision_recall(matched, objects)
            raw = np.diff(recall, prepend=0) @ precision
            listed = metrics.average_precision_score(matched, -np.arange(len(matched)))
            assert raw == pytest.approx(listed * matched.sum() / objects)
    ties = metrics.average_precision_score([1, 0, 1, 1, 0], [0.9, 0.9, 0.7, 0.6, 0.5])
    assert ties != pytest.approx(metrics.average_precision_score([1, 0, 1, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.5]))


def test_the_numbers_of_the_errata():
    assert (round(2 * 0.8 * 0.5 / 1.3, 3), (0.8 + 0.5) / 2) == (0.615, 0.65)
    assert (round(f1_score(1, 0, 99), 2), (1 + 0.01) / 2) == (0.02, 0.505)
    rates = [0.9 * share / (0.9 * share + 0.1 * (1 - share)) for share in (0.5, 0.1, 0.01)]
    assert np.round(rates, 3).tolist() == [0.9, 0.5, 0.083]
    boxes = sum((640 - w + 1) * (480 - h + 1) for w in range(1, 641) for h in range(1, 481))
    assert f"{1 - 5 / boxes:.10f}" == "0.9999999998"


ROWS = {  # row of the source inventory → what of it must be found in the notebook
    "A182": "交并比", "A183": "真阳性", "A184": "查准率", "A185": "召回率", "A186": "准确率", "A187": "F1 得分",
    "A188": "平均精度", "A189": "平均精度均值", "F082": "not detected", "F124": "TP 4, FP 1, FN 4", "F125": "not 0.65",
    "F126": "Half-shifted", "E063": "found the wrong target", "E064": "P = 1, R = 0.01", "E065": "a rarer class",
    "E066": "more robust", "E067": "80 % accurate", "E068": "Two good boxes lie on one cat", "E069": "AP50",
    "Q142": "What is IoU", "Q143": "What are TP, FP, FN and TN", "Q144": "Precision and recall: the two formulas",
    "Q145": "Accuracy is (TP + TN) / all", "Q146": "2PR / (P + R)", "Q147": "What are AP and mAP",
    "Q148": "high precision and low recall", "NMS": "Greedy non-maximum suppression",
}


def test_sixteen_cards_follow_as_the_text_says():
    assert len(TOPIC.cards) == 16


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_inventory_is_there(row):
    assert ROWS[row] in "\n".join(" ".join(cell.source.split()) for cell in TOPIC.cells)
