"""Histograms, equalization, matching, box means, local contrast, frequencies: the seven exercises of topic 08, in order."""
from .boxes import BOX_MEAN
from .counts import GRAY_HISTOGRAM
from .enhancement import ENHANCE_LOCAL_CONTRAST
from .equalizing import EQUALIZE
from .frequencies import SPLIT_FREQUENCIES
from .matching import MATCH_HISTOGRAMS
from .tables import EQUALIZATION_LUT

EXERCISES = (GRAY_HISTOGRAM, EQUALIZATION_LUT, EQUALIZE, MATCH_HISTOGRAMS, BOX_MEAN, ENHANCE_LOCAL_CONTRAST,
             SPLIT_FREQUENCIES)
