"""Small drawings of a counterexample: SVG in the colours of the page, so that they are right in light and dark."""
from __future__ import annotations

from html import escape

import numpy as np

INK = "var(--jp-content-font-color1,#212121)"
WIDTH, HEIGHT, MARGIN = 260, 170, 24
DASHES = ("", "6 4", "2 3")
MOST = 12  # boxes of one drawing; more of them are only a tangle


def boxes(**groups: np.ndarray) -> str:
    """Boxes as an SVG, labelled (``a0``, ``b1``); ``""`` where there is nothing to see.

    Each group has its own dash; the boxes of a single group have one each.

    Parameters
    ----------
    groups : (N, 4) arrays, xyxy in pixels, y downwards
    """
    alone = len(groups) == 1
    named = [(f"{key}{i}" if len(value) > 1 else key, DASHES[(i if alone else place) % 3], [float(v) for v in box])
             for place, (key, value) in enumerate(groups.items()) for i, box in enumerate(np.asarray(value))]
    corners = np.array([box for _, _, box in named], dtype=float)
    if not 0 < len(named) <= MOST or not np.isfinite(corners).all():
        return ""
    low, high = corners[:, :2].min(axis=0), corners[:, 2:].max(axis=0)
    scale = min((WIDTH - 2 * MARGIN) / max(high[0] - low[0], 1e-12), (HEIGHT - 2 * MARGIN) / max(high[1] - low[1], 1e-12))
    parts = []
    for place, (label, dash, box) in enumerate(named):
        (x1, y1), (x2, y2) = ((np.array(c) - low) * scale + MARGIN for c in (box[:2], box[2:]))
        inset = min(2.0 * place, 6.0, (x2 - x1) / 4, (y2 - y1) / 4)  # so that edges that coincide are both seen
        parts.append(f'<rect x="{x1 + inset:.1f}" y="{y1 + inset:.1f}" width="{x2 - x1 - 2 * inset:.1f}" '
                     f'height="{y2 - y1 - 2 * inset:.1f}" fill="none" '
                     f'stroke="{INK}" stroke-width="2" stroke-dasharray="{dash}"/>')
        # labels of boxes that share a corner go side by side
        parts.append(_text(x1 + 3 + (7 * len(label) + 6) * (place % 4), y1 - 5, label))
    said = "; ".join(f"{label}: {', '.join(format(v, '.6g') for v in box)}" for label, _, box in named)
    return _svg(parts, f"Boxes x1, y1, x2, y2: {said}", (high[1] - low[1]) * scale + 2 * MARGIN)


def curve(recall: np.ndarray, precision: np.ndarray) -> str:
    """A precision–recall curve as an SVG, its points marked; ``""`` where there is nothing to see."""
    points = np.column_stack([np.asarray(recall, float), np.asarray(precision, float)])
    if not 0 < len(points) <= 40 or not np.isfinite(points).all():
        return ""
    places = [(MARGIN + x * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN)) for x, y in points]
    frame = (f'<path d="M{MARGIN} {MARGIN} V{HEIGHT - MARGIN} H{WIDTH - MARGIN}" fill="none" stroke="{INK}"/>')
    line = f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}" fill="none" stroke="{INK}" stroke-width="2"/>'
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{INK}"/>' for x, y in places]
    texts = [_text(WIDTH - MARGIN - 40, HEIGHT - 8, "recall 1"), _text(2, MARGIN - 8, "precision 1")]
    said = "; ".join(f"{x:.4g}, {y:.4g}" for x, y in points)
    return _svg([frame, line, *dots, *texts], f"Precision over recall, points: {said}")


def _text(x, y, words):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="11" fill="{INK}">{escape(words)}</text>'


def _svg(parts, said, height=HEIGHT):
    return (f'<svg role="img" aria-label="{escape(said)}" width="{WIDTH}" height="{height:.0f}" '
            f'viewBox="0 0 {WIDTH} {height:.0f}">{"".join(parts)}</svg>')
