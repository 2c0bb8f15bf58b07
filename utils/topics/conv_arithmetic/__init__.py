"""Output sizes, parameters, multiplications, im2col, convolution and its gradients: the eight exercises of topic 02, in order."""
from .backward import CONV2D_BACKWARD
from .columns import IM2COL
from .convolution import CONV2D
from .counting import CONV_MACS, CONV_PARAMS
from .sizes import CONV_OUTPUT_SIZE
from .transposed import CONV_TRANSPOSE2D
from .transposed_sizes import CONV_TRANSPOSE_OUTPUT_SIZE

EXERCISES = (CONV_OUTPUT_SIZE, CONV_TRANSPOSE_OUTPUT_SIZE, CONV_PARAMS, CONV_MACS, IM2COL, CONV2D, CONV2D_BACKWARD,
             CONV_TRANSPOSE2D)
