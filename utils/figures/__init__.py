"""Figures: one module a topic, one function a figure, all in the style of `utils.figures.style`."""
