"""The figures of topic 08, each with what the notebook gives it."""
from utils import photos
from utils.figures import histogram_equalization as figures

RADII = (1, 2, 4, 8, 16)
ELEMENTS = {"all windows": [2 * (2 * r + 1) ** 2 for r in RADII], "loop over offsets": [3 * (2 * r + 1) ** 2 for r in RADII],
            "box_mean": [20 + r / 4 for r in RADII]}
DARK = slice(100, 180)


def halves():
    """The dark part and the lit part of the night."""
    image = photos.night()
    return image[:, DARK], image[:, :60]


def enhanced(image):
    """Three stand-ins for three equalisations."""
    return {"global": 255 - image, "local": image // 2, "CLAHE": image}


def calls(pick):
    night = photos.night()
    return {
        "by_hand": lambda: figures.by_hand.drawing(),
        "equalized": lambda: figures.equalized.drawing(pick("equalize"), photos.photo("moon")),
        "matched": lambda: figures.matched.drawing(pick("match_histograms"), *halves()),
        "cost": lambda: figures.cost.drawing(RADII, ELEMENTS, pick("box_mean")),
        "night": lambda: figures.night.drawing(pick("enhance_local_contrast"), pick("equalize"), night),
        "night, small window": lambda: figures.night.drawing(
            pick("enhance_local_contrast"), pick("equalize"), night, radius=1),
        "bands": lambda: figures.bands.drawing(pick("split_frequencies"), photos.photo("camera")),
        "bands, few": lambda: figures.bands.drawing(pick("split_frequencies"), photos.photo("camera"), cutoff=3.5),
        "local": lambda: figures.local.drawing(night[:80], enhanced(night[:80]), DARK, pick("equalize")),
    }
