"""The figures of topic 03, each with what the notebook gives it; the measured map is made up: a Gaussian, wider in y."""
import numpy as np

from utils import Layer
from utils.figures import receptive_fields

PLACES = np.arange(21) - 10
INFLUENCE = np.outer(np.exp(-PLACES ** 2 / 18), np.exp(-PLACES ** 2 / 8))
MEASURED = {5: 1.8, 10: 2.6, 20: 3.7, 40: 5.3}
KERNELS = [np.ones(3)] * 10


def dilated(*rates):
    return [Layer(3, dilation=rate) for rate in rates]


def calls(pick):
    figures, padded = receptive_fields, [Layer(3, stride=2, padding=1), Layer(3, padding=1)]
    return {
        "chain": lambda: figures.chain.drawing([Layer(3, stride=2), Layer(3)], [Layer(3), Layer(3, stride=2)]),
        "chain dilated": lambda: figures.chain.drawing(dilated(1, 2), dilated(2, 1)),
        "nested": lambda: figures.nested.drawing(pick("receptive_field"), dilated(1, 2, 1)),
        "nested wide": lambda: figures.nested.drawing(pick("receptive_field"), [Layer(3, stride=2), *dilated(2, 4)]),
        "windows": lambda: figures.windows.drawing(pick("input_window"), padded, 16),
        "windows unpadded": lambda: figures.windows.drawing(pick("input_window"), [Layer(3, stride=2), Layer(3)], 16),
        "gridding": lambda: figures.gridding.drawing(pick("taps_used"), dilated(1, 2, 4), dilated(2, 2, 2)),
        "effective": lambda: figures.effective.drawing(pick("effective_receptive_field"), INFLUENCE, KERNELS),
        "widths": lambda: figures.widths.drawing(pick("effective_receptive_field"), MEASURED),
    }
