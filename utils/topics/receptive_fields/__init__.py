"""Size, place and pixels of receptive fields: the six exercises of topic 03, in their order."""
from .geometry import RECEPTIVE_FIELD_GEOMETRY
from .kernels import EFFECTIVE_RECEPTIVE_FIELD
from .sizes import LAYERS_TO_COVER, RECEPTIVE_FIELD
from .taps import TAPS_USED
from .window import INPUT_WINDOW

EXERCISES = (RECEPTIVE_FIELD, RECEPTIVE_FIELD_GEOMETRY, INPUT_WINDOW, LAYERS_TO_COVER, TAPS_USED, EFFECTIVE_RECEPTIVE_FIELD)
