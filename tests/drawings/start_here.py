"""The figure of the first notebook."""
from utils.figures import start_here


def calls(pick):
    return {
        "grid": lambda: start_here.grid.drawing(),
        "grid with a function": lambda: start_here.grid.drawing(pick("box_area")),
    }
