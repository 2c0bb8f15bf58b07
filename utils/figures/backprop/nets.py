"""A net that reads digits: its losses, what it confuses, what it gets wrong; and three batch sizes."""
from __future__ import annotations

import numpy as np

from ..style import BLACK, BLUE, GREEN, GREY, ORANGE, RED, Drawing, array, canvas, figure, headline, legend, sign

SHOWN = 18  # most mistakes on a page


@figure
def learning(history, *functions) -> Drawing:
    """Loss on the training rows and on held-out rows, after each epoch.

    `history` has a row an epoch, from before the first: updates, loss in training, loss held out. `functions` are those
    that it was made with.
    """
    from matplotlib.ticker import MaxNLocator

    _, seen, held = np.asarray(history, dtype=float).T
    best = int(held.argmin())
    fig, (ax,) = canvas(width=7.2, height=3.6)
    epochs = np.arange(len(seen))
    ax.plot(epochs, seen, color=BLUE, label="training rows")
    ax.plot(epochs, held, color=ORANGE, linestyle="--", label="held-out rows")
    ax.plot(best, held[best], "v", color=BLACK, markersize=9, linestyle="none", label=f"least held out: epoch {best}")
    ax.axhline(np.log(10), color=GREY, linestyle=":", label="ln 10: guessing evenly")
    ax.set(yscale="log", xlabel="epochs (passes over the training rows)", ylabel="mean cross-entropy (nats)",
           title=f"Loss curve: held out it is least after epoch {best}" + sign(*functions))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend()
    digest = {"training, last": round(float(seen[-1]), 3), "held out, last": round(float(held[-1]), 3), "best epoch": best}
    told = f"after {len(seen) - 1} epochs {seen[-1]:.3f} in training and {held[-1]:.3f} held out"
    return Drawing(fig, f"Cross-entropy against epochs, both curves falling: {told}.", digest)


@figure
def descent(histories, samples: int, *functions) -> Drawing:
    """Training loss of several batch sizes against samples seen, and against updates.

    `histories`: label → history as for `learning`.
    """
    fig, axes = canvas(2, width=8.4, height=3.9, sharey=True)
    looks = ((GREEN, "-.", "s"), (BLUE, "-", "o"), (ORANGE, "--", "^"), (RED, ":", "X"))
    digest = {}
    for (name, history), (color, line, marker) in zip(histories.items(), looks):
        updates, seen = np.asarray(history, dtype=float)[:, :2].T
        look = {"color": color, "linestyle": line, "marker": marker, "markersize": 6, "label": name}
        axes[0].plot(np.arange(len(seen)) * samples, seen, **look)
        axes[1].plot(updates[1:], seen[1:], **look)
        digest[name] = round(float(seen[-1]), 2)
    for ax, label, title in zip(axes, ("samples seen", "updates made"), ("Against the samples seen", "Against the updates made")):
        ax.set(yscale="log", xlabel=label, title=title)
    axes[1].set_xscale("log")
    axes[0].set_ylabel("training loss (nats)")
    legend(fig, axes[0], columns=len(histories))
    headline(fig, "Batch, mini-batch and stochastic descent" + sign(*functions))
    told = "; ".join(f"{name} {value:g}" for name, value in digest.items())
    return Drawing(fig, f"Training loss against samples and against updates; at the end: {told}.", digest)


@figure
def confusion(predict, x, labels, *functions) -> Drawing:
    """How often each digit was read as each other one."""
    from matplotlib.patches import Patch, Rectangle

    read = array(predict, x, shape=np.shape(labels)).astype(int)
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (np.asarray(labels), read), 1)
    fig, (ax,) = canvas(width=6.2, height=5.2)
    ax.imshow(counts, cmap="Greys", vmin=0, vmax=2 * counts.max())
    for (truth, guess), count in np.ndenumerate(counts):
        wrong = bool(count) and truth != guess
        if wrong:
            ax.add_patch(Rectangle((guess - 0.5, truth - 0.5), 1, 1, facecolor="white", edgecolor=RED, hatch="//", linewidth=2))
        ax.text(guess, truth, str(count), ha="center", va="center", color=BLACK if count else GREY,
                weight="bold" if wrong else "normal",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1} if wrong else None)
    right = int(np.trace(counts))
    ax.set(title=f"Confusion matrix, {right} of {len(labels)} right{sign(predict, *functions)}", xlabel="read as (digit)",
           ylabel="truth (digit)", xticks=range(10), yticks=range(10))
    handles = [Patch(facecolor="#888888", edgecolor=BLACK, label="right"),
               Patch(facecolor="white", edgecolor=RED, hatch="///", label="wrong")]
    fig.legend(handles=handles, loc="outside lower center", ncols=2)
    digest = {"right": right, "wrong": int(len(labels) - right)}
    return Drawing(fig, f"Truth against reading of {len(labels)} held-out digits: {right} lie on the diagonal, "
                        f"{digest['wrong']} beside it.", digest)


@figure
def mistakes(predict, x, labels, *functions) -> Drawing:
    """The held-out digits that were read wrongly, each with its truth and its reading."""
    from matplotlib.patches import Patch

    labels = np.asarray(labels)
    read = array(predict, x, shape=labels.shape).astype(int)
    wrong = np.flatnonzero(read != labels)
    shown = wrong[:SHOWN]
    columns = 6 if len(shown) > 4 else 4
    rows = max(-(-len(shown) // columns), 1)
    fig, (ax,) = canvas(width=8.0, height=1.2 + 88 * rows / (10 * columns))
    for place, index in enumerate(shown):
        left, top = 10 * (place % columns), 12 * (place // columns)
        ax.imshow(np.asarray(x[index]).reshape(8, 8), cmap="Greys", vmin=0, vmax=1, extent=(left, left + 8, top + 8, top))
        ax.text(left + 4, top + 9.5, f"is {labels[index]}, read {read[index]}", ha="center", va="center")
    ax.set(xlim=(-0.5, 10 * columns - 1.5), ylim=(12 * rows - 1, -0.5), aspect="equal", xticks=[], yticks=[],
           xlabel="8 by 8 pixels each", ylabel="held-out digits",
           title=f"{len(wrong)} of {len(labels)} read wrongly{sign(predict, *functions)}"
                 + (f", the first {SHOWN} of them" if len(wrong) > SHOWN else ""))
    ax.spines[:].set_visible(False)
    handles = [Patch(facecolor="black", edgecolor=BLACK, label="ink (1)"),
               Patch(facecolor="white", edgecolor=BLACK, label="paper (0)")]
    fig.legend(handles=handles, loc="outside lower center", ncols=2)
    told = ", ".join(f"a {labels[index]} as {read[index]}" for index in shown[:6])
    alt = f"The held-out digits that the net reads wrongly, {len(wrong)} of {len(labels)}"
    return Drawing(fig, alt + (f": {told}." if told else "."), {f"digit {index}": int(read[index]) for index in shown.tolist()})
