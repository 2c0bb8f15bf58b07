"""A course in a temporary folder, and a learner who works in it."""
import json
import re

from utils import workbook

STAMPED = re.compile(r"05_iou_map\.\d{4}-\d\d-\d\d-\d{6}(-\d+)?\.ipynb")
ANSWER = 'def box_iou(a, b):\n    """Mine – naïve."""\n    return [[0.5 for _ in b] for _ in a]'
BLANK_CLASS = '''class BoundedHeap:
    """Holds the largest."""

    def push(self, item):
        """Add."""
        raise NotImplementedError("exercise: BoundedHeap")

    def __len__(self):
        raise NotImplementedError("exercise: BoundedHeap")'''


def blank(name, arguments="a, b"):
    return f'def {name}({arguments}):\n    """What it does."""\n    raise NotImplementedError("exercise: {name}")'


def cell(source, cell_id, *tags, kind="code"):
    made = {"cell_type": kind, "id": cell_id, "metadata": {"tags": list(tags)} if tags else {},
            "source": source.splitlines(keepends=True)}
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def notebook(*cells, version="0123456789ab", topic="iou_map"):
    return {"cells": list(cells), "metadata": {"whiteboard": {"topic": topic, "version": version}},
            "nbformat": 4, "nbformat_minor": 5}


def exercise(name, source=None):
    return [cell(source or blank(name), f"exercise-{name}", "exercise"), cell(f"check({name})", f"check-{name}")]


class Desk:
    """Two notebooks as shipped, and what the learner and the next release do to them."""

    def __init__(self, root):
        self.root, self.target = root, root / "work" / "05_iou_map.ipynb"
        (root / "notebooks").mkdir()
        self.ship(notebook(cell("# Boxes", "boxes-1", kind="markdown"), *exercise("box_iou"), *exercise("nms")))
        self.ship(notebook(*exercise("push", BLANK_CLASS.replace("BoundedHeap", "push")), topic="heap"), "06_heap")

    def ship(self, content, stem="05_iou_map"):
        (self.root / "notebooks" / f"{stem}.ipynb").write_bytes(workbook.dump(content))

    def shipped(self):
        return json.loads((self.root / "notebooks" / "05_iou_map.ipynb").read_text(encoding="utf-8"))

    def lay_out(self):
        return workbook.lay_out(self.root)

    def work(self):
        return json.loads(self.target.read_text(encoding="utf-8"))

    def write(self, content):
        self.target.write_bytes(workbook.dump(content))

    def answer(self, source, cell_id="exercise-box_iou"):
        """What JupyterLab saves when the learner has typed `source`."""
        content = self.work()
        for item in content["cells"]:
            if item["id"] == cell_id:
                item["source"] = source.splitlines(keepends=True)
                item["outputs"] = [{"name": "stdout", "output_type": "stream", "text": ["ran\n"]}]
                item["execution_count"] = 3
        self.write(content)

    def add(self, source, where=None, **kwargs):
        content = self.work()
        content["cells"].insert(len(content["cells"]) if where is None else where, cell(source, "f00dcafe", **kwargs))
        self.write(content)

    def update(self, *cells, version="ba9876543210"):
        """Ship a new version: other prose, the same two exercises, unless `cells` says otherwise."""
        cells = cells or (cell("# Boxes, again", "boxes-1", kind="markdown"), *exercise("box_iou"), *exercise("nms"))
        self.ship(notebook(*cells, version=version))

    def source(self, cell_id="exercise-box_iou"):
        return next(workbook.text_of(item) for item in self.work()["cells"] if item["id"] == cell_id)

    def kept(self):
        return sorted(path for path in (self.root / "work").iterdir() if STAMPED.fullmatch(path.name))
