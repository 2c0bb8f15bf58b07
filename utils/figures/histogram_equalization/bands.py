"""Low and high frequencies of a photograph."""
from __future__ import annotations

import numpy as np

from ..style import ORANGE, Drawing, array, figure, headline, legend, sign
from .panels import grid, photograph


@figure
def bands(split_frequencies, image, cutoff: float = 10.5) -> Drawing:
    """A photograph, its spectrum with the disc that is low, and the two parts."""
    low, high = array(split_frequencies, image, cutoff, shape=(2, *np.shape(image)))
    height, width = np.shape(image)
    spectrum = np.log10(1 + np.abs(np.fft.fftshift(np.fft.fft2(image))))
    fig, axes = grid(2, 2, width=7.2, height=5.1)
    photograph(axes[0, 0], image, "image")
    axes[0, 1].imshow(spectrum, cmap="gray", interpolation="nearest",
                      extent=(-width / 2 - 0.5, width / 2 - 0.5, height / 2 - 0.5, -height / 2 - 0.5))
    turn = np.linspace(0, 2 * np.pi, 200)
    axes[0, 1].plot(cutoff * np.cos(turn), cutoff * np.sin(turn), color=ORANGE, label=f"cutoff, {cutoff:g} cycles per image")
    axes[0, 1].set(title="spectrum (0 in the middle)", xlabel="cycles per width", ylabel="cycles per height")
    photograph(axes[1, 0], low, "low: the bulk, blurred, with ringing")
    photograph(axes[1, 1], high, "high: edges and texture (grey is 0)", low=-128, high=128)
    legend(fig, axes[0, 1], columns=1)
    headline(fig, f"Slow and rapid change{sign(split_frequencies)}")
    energy = float(np.var(low) / np.var(image))
    digest = {"share of the variance that is low": round(energy, 2), "mean of high": round(abs(float(high.mean())), 6),
              "least of high": round(float(high.min()))}
    told = f"low keeps {energy:.0%} of the variance; high has mean 0 and shows the edges"
    return Drawing(fig, f"A photograph, its spectrum and its two parts at {cutoff:g} cycles per image: {told}.", digest)
