"""Size, place and pixels of receptive fields: the six exercises of topic 03, in their order."""
from .depth import LAYERS_TO_COVER
from .geometry import RECEPTIVE_FIELD_GEOMETRY
from .kernels import EFFECTIVE_RECEPTIVE_FIELD
from .sizes import RECEPTIVE_FIELD
from .taps import TAPS_USED
from .window import INPUT_WINDOW

EXERCISES = (RECEPTIVE_FIELD, RECEPTIVE_FIELD_GEOMETRY, INPUT_WINDOW, LAYERS_TO_COVER, TAPS_USED, EFFECTIVE_RECEPTIVE_FIELD)
