"""What a layer of a convolutional net does to sizes and receptive fields: four numbers."""
from __future__ import annotations

from typing import NamedTuple


class Layer(NamedTuple):
    """A convolution or pooling layer along one axis.

    Attributes
    ----------
    kernel : int
        Taps of the kernel, 1 or more.
    stride : int
        Input steps between neighbouring outputs, 1 or more.
    padding : int
        Zeros added at each end, 0 or more.
    dilation : int
        Input steps between neighbouring taps, 1 or more.
    """

    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    def __repr__(self) -> str:
        said = [f"{name}={value}" for name, value in self._asdict().items()
                if name != "kernel" and value != self._field_defaults[name]]
        return f"Layer({', '.join([repr(self.kernel), *said])})"
