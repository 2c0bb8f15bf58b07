"""The figures of topic 02, each with what the notebook gives it."""
from utils.figures import conv_arithmetic

COUNTERS = ("conv_output_size", "conv_params", "conv_macs")


def calls(pick):
    return {
        "sliding": lambda: conv_arithmetic.sliding.drawing(),
        "rules": lambda: conv_arithmetic.rules.drawing(pick("conv_output_size")),
        "rules wide": lambda: conv_arithmetic.rules.drawing(pick("conv_output_size"), size=9, kernel=5),
        "filters": lambda: conv_arithmetic.filters.drawing(pick("conv2d")),
        "filters wide": lambda: conv_arithmetic.filters.drawing(pick("conv2d"), size=5),
        "checkerboard": lambda: conv_arithmetic.checkerboard.drawing(pick("conv_transpose2d")),
        "c3 table": lambda: conv_arithmetic.c3_table.drawing(),
        "shares": lambda: conv_arithmetic.shares.drawing(*map(pick, COUNTERS)),
        "intensity": lambda: conv_arithmetic.intensity.drawing(*map(pick, COUNTERS[1:])),
    }
