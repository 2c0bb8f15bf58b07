"""Layers of well-known nets as short tables, each from its paper: what there is to count."""
from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One layer with weights, on a square map of `size` pixels a side.

    A fully connected layer is a convolution whose kernel covers its map. `norm` says that batch normalisation
    follows: two learned numbers for each output channel.
    """

    name: str
    size: int
    channels_in: int
    channels_out: int
    kernel: int
    stride: int = 1
    padding: int = 0
    groups: int = 1
    bias: bool = True
    norm: bool = False


# LeCun et al. 1998, table I: the S2 maps that each of the 16 maps of C3 sees
LENET_C3 = ((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5),
            (0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5),
            (0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5), (0, 1, 2, 3, 4, 5))


def _classifier(side: int, channels: int, widths: tuple[int, ...] = (4096, 4096, 1000)) -> list[Row]:
    """Fully connected layers on a map of `side` by `side`: fc6, fc7, fc8."""
    rows, kernel = [], side
    for number, width in enumerate(widths, 6):
        rows.append(Row(f"fc{number}", kernel, channels, width, kernel))
        channels, kernel = width, 1
    return rows


def alexnet(groups: int = 2) -> list[Row]:
    """Krizhevsky, Sutskever and Hinton 2012; two groups, one on each of two GPUs. 227 pixels, so that 55 comes out."""
    return [Row("conv1", 227, 3, 96, 11, stride=4),
            Row("conv2", 27, 96, 256, 5, padding=2, groups=groups),
            Row("conv3", 13, 256, 384, 3, padding=1),
            Row("conv4", 13, 384, 384, 3, padding=1, groups=groups),
            Row("conv5", 13, 384, 256, 3, padding=1, groups=groups),
            *_classifier(6, 256)]


def vgg(layers: int = 16) -> list[Row]:
    """Simonyan and Zisserman 2015, table 1: configuration D (16 weight layers) or E (19)."""
    depth = {16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}[layers]
    rows, before = [], 3
    for stage, (width, count) in enumerate(zip((64, 128, 256, 512, 512), depth)):
        for place in range(count):
            rows.append(Row(f"conv{stage + 1}_{place + 1}", 224 >> stage, before, width, 3, padding=1))
            before = width
    return rows + _classifier(7, 512)


def resnet18() -> list[Row]:
    """He et al. 2016, table 1, with 1x1 convolutions on the shortcuts that change the width (their option B)."""
    rows, before, size = [Row("stem", 224, 3, 64, 7, stride=2, padding=3, bias=False, norm=True)], 64, 56
    look = {"bias": False, "norm": True}
    for stage, width in enumerate((64, 128, 256, 512), 2):
        for block in (1, 2):
            stride = 2 if width != before else 1
            if stride == 2:
                rows.append(Row(f"conv{stage}_shortcut", size, before, width, 1, stride, **look))
            after = size // stride
            rows += [Row(f"conv{stage}_{block}a", size, before, width, 3, stride, 1, **look),
                     Row(f"conv{stage}_{block}b", after, width, width, 3, 1, 1, **look)]
            before, size = width, after
    return [*rows, Row("fc", 1, 512, 1000, 1)]


def mobilenet() -> list[Row]:
    """Howard et al. 2017, table 1: a full convolution, then thirteen pairs of a depthwise one and a 1x1."""
    look = {"bias": False, "norm": True}
    rows, before, size = [Row("stem", 224, 3, 32, 3, 2, 1, **look)], 32, 112
    pairs = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    for number, (width, stride) in enumerate(pairs, 1):
        rows.append(Row(f"depthwise{number}", size, before, before, 3, stride, 1, groups=before, **look))
        size //= stride
        rows.append(Row(f"pointwise{number}", size, before, width, 1, **look))
        before = width
    return [*rows, Row("fc", 1, 1024, 1000, 1)]
