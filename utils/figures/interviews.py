"""The figure of a mock interview's report."""
from __future__ import annotations

from .style import BLACK, BLUE, GREY, RED, SKY, Drawing, canvas, figure

LOOKS = {"right": {"color": SKY, "hatch": "///"}, "wrong": {"color": RED}, "missed": {"color": "white", "hatch": "..."}}
LABELS = {"right": "right", "wrong": "wrong", "missed": "not reached"}


@figure
def interviews(reports: list[dict]) -> Drawing:
    """The last interview by topic, and the share that was right in each so far."""
    from matplotlib.ticker import MaxNLocator

    rows = list(reports[-1]["topics"].values())
    fig, (ax, beside) = canvas(columns=2, width=8.4, height=max(2.6, 0.5 * len(rows) + 1.6), width_ratios=(3, 2))
    start = [0] * len(rows)
    for key, look in LOOKS.items():
        counts = [row[key] for row in rows]
        ax.barh(range(len(rows)), counts, left=start, edgecolor=BLACK, linewidth=0.8, label=LABELS[key], **look)
        start = [a + b for a, b in zip(start, counts)]
    ax.set(title="The last interview", xlabel="questions", ylabel="topic", ylim=(len(rows) - 0.4, -0.6))
    ax.set_yticks(range(len(rows)), [row["title"] for row in rows], parse_math=False)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    shares = [100 * share(one) for one in reports]
    beside.plot(range(1, len(reports) + 1), shares, color=BLUE, marker="o")
    beside.axhline(100, color=GREY, linestyle=":", linewidth=1)
    beside.set(title="All interviews", xlabel="interview (number)", ylabel="right (%)", ylim=(0, 105))
    beside.set_xlim(0.5, len(reports) + 0.5)
    beside.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True, min_n_ticks=1))
    fig.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    digest = {key: sum(row[key] for row in rows) for key in LOOKS} | {"interviews": len(reports)}
    told = "; ".join(f"{row['title']}: {row['right']} right, {row['wrong']} wrong, {row['missed']} not reached" for row in rows)
    return Drawing(fig, f"Bars by topic. {told}. Right in all interviews so far, in %: {', '.join(f'{s:.0f}' for s in shares)}.",
                   digest)


def share(report: dict) -> float:
    """What part of all that was to be asked was right."""
    rows = report["topics"].values()
    return sum(row["right"] for row in rows) / max(1, sum(row["right"] + row["wrong"] + row["missed"] for row in rows))
