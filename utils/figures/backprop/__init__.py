"""Figures of topic 01: graphs with their gradients, pooling, measurements, and a net that reads digits."""
from .graphs import by_hand, neuron
from .measured import depth, losses, valley
from .nets import confusion, descent, learning, mistakes
from .pooling import pools
from .training import descend

__all__ = ["by_hand", "confusion", "depth", "descend", "descent", "learning", "losses", "mistakes", "neuron", "pools", "valley"]
