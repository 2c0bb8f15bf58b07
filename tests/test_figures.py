"""Every figure of every topic (tests/drawings): titles, labels, alt text, a fixed size, nothing cut off."""
import html
import importlib
import io
import pkgutil
import re

import numpy as np
import pytest
from PIL import Image

import drawings
from utils import course
from utils.figures import iou_map, style


def worked(name):
    return course.reference(name)


def standing_in(name):
    def function(*args, **kwargs):
        return worked(name)(*args, **kwargs)

    function.stands_in = True
    return function


def calls(pick=worked):
    """Figure → its drawing, of all topics; the name begins with the topic's slug."""
    modules = [importlib.import_module(f"drawings.{module.name}") for module in pkgutil.iter_modules(drawings.__path__)]
    return {f"{module.__name__.partition('.')[2]}: {name}": draw
            for module in modules for name, draw in module.calls(pick).items()}


FIGURES = calls()
WIDEST = 8.4  # inches: what a cell has at 1280 pixels beside the file browser; a wider figure is shrunk, and its letters with it


def texts(fig):
    return [fig.get_suptitle(), *(ax.get_title(loc=side) for ax in fig.axes for side in ("left", "center", "right"))]


@pytest.mark.parametrize("name", FIGURES)
def test_titles_labels_legend_and_alt(name):
    fig, alt, _ = FIGURES[name]()
    for ax in fig.axes:
        assert ax.get_title(loc="left")
        assert ax.get_xlabel()
    assert fig.axes[0].get_ylabel() or len(fig.axes) > 1 and fig.axes[1].get_ylabel()
    assert fig.legends or any(ax.get_legend() for ax in fig.axes)
    assert alt.endswith(".")
    assert 40 < len(alt) < 240
    assert alt.isascii()


@pytest.mark.parametrize("name", FIGURES)
def test_the_picture_has_a_fixed_size_a_white_ground_and_no_missing_glyph(name):
    fig = FIGURES[name]().figure
    first, second = style.png(fig), style.png(FIGURES[name]().figure)  # a missing glyph warns, and a warning fails
    assert first == second
    picture = np.asarray(Image.open(io.BytesIO(first)).convert("L"))
    assert fig.get_size_inches()[0] <= WIDEST
    assert picture.shape[::-1] == tuple(round(side * style.DPI * style.SHARPNESS) for side in fig.get_size_inches())
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    assert edge.min() == 255, "something is cut off at the edge"


@pytest.mark.parametrize("name", FIGURES)
def test_titles_stand_on_the_left_and_no_text_lies_on_one(name):
    fig = FIGURES[name]().figure
    assert fig._suptitle is None or fig._suptitle.get_ha() == "left"
    fig.draw_without_rendering()
    drawn = [text for text in [fig._suptitle, *(ax._left_title for ax in fig.axes)] if text and text.get_text()]
    extents = [text.get_window_extent() for text in drawn]
    assert not any(a.overlaps(b) for k, a in enumerate(extents) for b in extents[:k])


def test_show_stores_alt_text_and_size_and_says_no_address(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *args, **kwargs: shown.append((args, kwargs)))
    digest = iou_map.overlaps()
    (data,), how = shown[0]
    assert how["raw"]
    assert how["metadata"]["image/png"]["alt"] == iou_map.overlaps.drawing().alt
    assert how["metadata"]["image/png"]["width"] == 840
    assert data["text/plain"] == "<Figure size 840x230 with 4 Axes>"
    (said,), how = shown[1]
    assert how == {"raw": True}
    assert said["text/plain"] == iou_map.overlaps.drawing().alt
    assert html.unescape(re.search('role="img" aria-label="(.*?)"', said["text/html"])[1]) == said["text/plain"]
    assert digest["half-shifted"] == 0.333


@pytest.mark.parametrize("name", FIGURES)
def test_a_stand_in_is_named_in_the_title_and_the_learners_function_is_not(name):
    asked = []
    drawn = calls(lambda exercise: asked.append(exercise) or standing_in(exercise))[name]()
    assert ("(worked solution)" in " ".join(texts(drawn.figure))) == bool(asked)
    assert "(worked solution)" not in " ".join(texts(FIGURES[name]().figure))


def test_a_result_that_cannot_be_drawn_gives_one_sentence():
    def box_iou(a, b):
        return None

    with pytest.raises(ValueError, match=r"box_iou returned NoneType, the picture wants shape .* run check\(box_iou\)"):
        iou_map.slide.drawing(box_iou)
