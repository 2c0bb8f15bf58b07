"""Windows on images: one that slides, how many fit along an axis, what filters do, where stamps overlap."""
from __future__ import annotations

import numpy as np

from ...formatting import plural
from ..style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    SKY,
    Drawing,
    array,
    blank,
    canvas,
    figure,
    headline,
    legend,
    outline,
    sign,
)

IMAGE = np.array([[0, 0, 1, 1, 1], [0, 0, 1, 1, 1], [0, 0, 1, 1, 1], [0, 0, 0, 0, 0]])
KERNEL = np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]])
STEPS = (((0, 0), BLUE, "-"), ((0, 1), RED, "--"), ((1, 2), GREEN, ":"))  # (row, column) of an output, look


def cells(ax, values) -> None:
    """A small matrix as squares with numbers in them; pixel (0, 0) covers 0 to 1."""
    rows, columns = values.shape
    for (row, column), value in np.ndenumerate(values):
        outline(ax, (column, row, column + 1, row + 1), GREY)
        ax.text(column + 0.5, row + 0.5, f"{value:g}", ha="center", va="center", fontsize=11,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})
    ax.set(xlim=(-0.15, columns + 0.15), ylim=(rows + 0.15, -0.15), aspect="equal",
           xticks=np.arange(columns) + 0.5, yticks=np.arange(rows) + 0.5)
    ax.set_xticklabels(range(columns))
    ax.set_yticklabels(range(rows))
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set(xlabel="column (pixels)", ylabel="row (pixels)")


@figure
def sliding() -> Drawing:
    """A 3 by 3 kernel on an image of 4 by 5: three of its six windows, the kernel, the output."""
    fig, (image, kernel, output) = canvas(3, width=8.4, height=3.2, width_ratios=(6.4, 3.8, 3.8))
    windows = np.lib.stride_tricks.sliding_window_view(IMAGE, KERNEL.shape)
    result = np.einsum("yxij,ij->yx", windows, KERNEL)
    cells(image, IMAGE)
    cells(kernel, KERNEL)
    cells(output, result)
    for step, ((row, column), color, line) in enumerate(STEPS):
        inset = 0.06 * step  # windows share edges; all three stay visible
        outline(image, (column + inset, row + inset, column + 3 - inset, row + 3 - inset), color, line,
                label=f"window of output ({row}, {column})")
        outline(output, (column + 0.08, row + 0.08, column + 0.92, row + 0.92), color, line)
    image.set_title("image, 4 × 5")
    kernel.set(title="kernel, 3 × 3", xlabel="column (taps)", ylabel="row (taps)")
    output.set_title("output, 2 × 3")
    legend(fig, image, columns=3)
    told = ", ".join(f"({row}, {column}) is {result[row, column]}" for (row, column), *_ in STEPS)
    alt = f"A 3 by 3 kernel slides over a 4 by 5 image with an edge; three windows are framed. Output {told}."
    return Drawing(fig, alt, {f"output {place}": int(result[place]) for place, *_ in STEPS})


def _axis(ax, size, kernel, stride, padding, dilation, count) -> set[int]:
    """The pixels of one axis, and below them `count` windows, a row each; return the pixels that a tap touches."""
    for pixel in range(-padding, size + padding):
        inside = 0 <= pixel < size
        outline(ax, (pixel, 0, pixel + 1, 1), GREY if inside else ORANGE, hatch="" if inside else "xx",
                label=None if inside else "padding (0)")
    touched = set()
    for window in range(count):
        taps = window * stride - padding + dilation * np.arange(kernel)
        touched |= {int(tap) for tap in taps}
        ax.plot(taps + 0.5, np.full(kernel, window + 2), "-o", color=BLUE, markersize=5, linewidth=1.2, label="window")
    unseen = [pixel + 0.5 for pixel in range(size) if pixel not in touched]
    if unseen:
        ax.plot(unseen, np.full(len(unseen), 0.5), "x", color=RED, markersize=9, markeredgewidth=2, label="never seen")
    return touched


@figure
def rules(conv_output_size, size: int = 7, kernel: int = 3) -> Drawing:
    """Six ways to lay a kernel along one axis; the number of windows is the learner's."""
    cases = {  # size, stride, padding, dilation
        "valid": (size, 1, 0, 1), "same": (size, 1, (kernel - 1) // 2, 1), "full": (size, 1, kernel - 1, 1),
        "stride 2": (size, 2, 0, 1), "stride 2, one more": (size + 1, 2, 0, 1), "dilation 2": (size, 1, 0, 2),
    }
    fig = blank(8.4, 5.4)
    axes, digest, most = fig.subplots(2, 3).ravel(), {}, size + kernel - 1
    for ax, (name, (pixels, stride, padding, dilation)) in zip(axes, cases.items()):
        count = int(array(conv_output_size, pixels, kernel, stride, padding, dilation, shape=()))
        digest[name] = count
        _axis(ax, pixels, kernel, stride, padding, dilation, min(count, 2 * most))
        ax.set(title=f"{name}: {pixels} gives {count}", xlim=(-kernel, size + kernel), ylim=(most + 2, -0.6),
               xlabel="input (pixels)", xticks=range(0, size + kernel, max(2, size // 4)), yticks=[])
        ax.spines["left"].set_visible(False)
    for ax in (axes[0], axes[3]):
        ax.set_ylabel("one row a window")
    headline(fig, f"Kernel {kernel} along one axis{sign(conv_output_size)}")
    legend(fig, *axes, columns=3)
    told = ", ".join(f"{name} {count}" for name, count in digest.items())
    return Drawing(fig, f"Windows of a kernel of {kernel} along {size} or {size + 1} pixels; outputs: {told}.", digest)


def scene() -> np.ndarray:
    """A grey picture of 28 by 40 with a disc, a bar and noise; values 0 to 1."""
    y, x = np.mgrid[:28, :40]
    picture = 0.2 + 0.5 * ((y - 14) ** 2 + (x - 12) ** 2 < 64) + 0.5 * ((x > 25) & (x < 34) & (y > 5) & (y < 22))
    return np.clip(picture + np.random.default_rng(0).normal(0, 0.08, picture.shape), 0, 1)


@figure
def filters(conv2d, size: int = 3) -> Drawing:
    """A picture, its mean over windows of `size`, and the difference of neighbouring columns."""
    picture = scene()
    height, width = picture.shape
    mean = np.full((1, 1, size, size), 1 / size**2)
    difference = np.array([[[[1.0, 0, -1]] * 3]]) / 3
    soft = array(conv2d, picture[None, None], mean, shape=(1, 1, height - size + 1, width - size + 1))[0, 0]
    edges = array(conv2d, picture[None, None], difference, shape=(1, 1, height - 2, width - 2))[0, 0]
    fig, axes = canvas(3, width=8.4, height=3.2)
    titles = ("picture", f"mean, {size} × {size}", "left minus right")
    for ax, values, title, low in zip(axes, (picture, soft, edges), titles, (0, 0, -1)):
        ax.imshow(values, cmap="gray", vmin=low, vmax=1, extent=(0, values.shape[1], values.shape[0], 0))
        ax.set(title=f"{title}: {values.shape[0]} × {values.shape[1]}", xlabel="x (pixels)")
        ax.tick_params(length=2)
    outline(axes[0], (2, 2, 2 + size, 2 + size), ORANGE, label="window of the mean")
    axes[0].set_ylabel("y (pixels)")
    headline(fig, f"A mean removes noise, a difference leaves edges{sign(conv2d)}")
    legend(fig, axes[0], columns=1)
    flat = np.s_[:8, :3]  # no edge there: what varies is noise
    digest = {"noise before": round(float(picture[flat].std()), 2), "noise after": round(float(soft[flat].std()), 2),
              "strongest edge": round(float(np.abs(edges).max()), 1)}
    alt = f"A noisy disc and bar; a mean over {size} by {size} windows blurs it, left minus right leaves the edges."
    return Drawing(fig, alt, digest)


LOOKS = {1: ("white", ""), 2: (SKY, "//"), 4: (ORANGE, "xx")}


@figure
def checkerboard(conv_transpose2d, kernels=((3, 0), (4, 1)), stride: int = 2, size: int = 4) -> Drawing:
    """How many stamps fall on each output pixel: ones stamped with kernels of ones."""
    from matplotlib.patches import Patch

    fig, axes = canvas(len(kernels), width=8.4, height=4.6)
    digest, seen = {}, set()
    for ax, (kernel, padding) in zip(axes, kernels):
        side = (size - 1) * stride + kernel - 2 * padding
        ones, stamp = np.ones((1, 1, size, size)), np.ones((1, 1, kernel, kernel))
        stamps = np.rint(array(conv_transpose2d, ones, stamp, stride, padding, shape=(1, 1, side, side))[0, 0])
        for (row, column), count in np.ndenumerate(stamps):
            color, hatch = LOOKS.get(int(count), (GREY, ".."))
            outline(ax, (column, row, column + 1, row + 1), color, hatch=hatch, edge="white")
            ax.text(column + 0.5, row + 0.5, f"{count:g}", ha="center", va="center", fontsize=9,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})
        seen |= {int(count) for count in stamps.flat}
        inner = stamps[stride:-stride, stride:-stride]
        digest[f"kernel {kernel}"] = sorted({int(count) for count in inner.flat})
        ax.set(title=f"kernel {kernel}, stride {stride}, padding {padding}", xlim=(-0.1, side + 0.1),
               ylim=(side + 0.1, -0.1), aspect="equal", xlabel="x (output pixels)")
        ax.grid(color=GREY, linewidth=0.5)
        ax.set(xticks=range(side + 1), yticks=range(side + 1))
    axes[0].set_ylabel("y (output pixels)")
    handles = [Patch(facecolor=LOOKS[n][0], hatch=LOOKS[n][1], edgecolor="white" if n > 1 else BLACK, alpha=0.6,
                     label=plural(n, "stamp")) for n in LOOKS if n in seen]
    fig.legend(handles=handles, loc="outside lower center", ncols=3)
    headline(fig, f"Stamps on each output pixel{sign(conv_transpose2d)}")
    alt = "Counts of overlapping stamps: kernel 3 at stride 2 gives a checkerboard of 1, 2 and 4; kernel 4 is even inside."
    return Drawing(fig, alt, digest)
