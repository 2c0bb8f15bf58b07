"""Value, numerical gradients, the backward passes of layers and a trained net: the seven exercises of topic 01, in their order."""
from .averaging import AVG_POOL_BACKWARD
from .gradient import NUMERICAL_GRADIENT
from .layers import LINEAR_BACKWARD
from .loss import SOFTMAX_CROSS_ENTROPY
from .pooling import MAX_POOL_BACKWARD
from .training import TRAIN_MLP
from .value import VALUE

EXERCISES = (VALUE, NUMERICAL_GRADIENT, SOFTMAX_CROSS_ENTROPY, LINEAR_BACKWARD, MAX_POOL_BACKWARD, AVG_POOL_BACKWARD, TRAIN_MLP)
