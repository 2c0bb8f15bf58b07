"""Wrong answers to topic 03, on windows, taps and kernels. One function a mistake: `NAME__mistake`."""
import numpy as np

from answers import receptive_fields as sizes
from answers import receptive_fields_taps as right
from utils import Layer


def input_window__one_short(layers, index, size):
    first, last = sizes.input_window__walked_back(layers, index, size)
    return first, max(first, last - 1)


def input_window__first_and_size(layers, index, size):
    first, last = sizes.input_window__walked_back(layers, index, size)
    return first, last - first + 1


def input_window__one_output_too_many(layers, index, size):
    return sizes.input_window__walked_back(layers, index - 1 if index == sizes._outputs(layers, size) else index, size)


def input_window__last_output_refused(layers, index, size):
    if index == sizes._outputs(layers, size) - 1:
        raise ValueError
    return sizes.input_window__walked_back(layers, index, size)


def input_window__index_of_the_image(layers, index, size):
    if not 0 <= index < size:
        raise ValueError
    return sizes.input_window__walked_back(layers, min(index, sizes._outputs(layers, size) - 1), size)


def input_window__ceiling_in_the_count(layers, index, size):
    outputs = size
    for layer in layers:
        outputs = -((layer.dilation * (layer.kernel - 1) + 1 - outputs - 2 * layer.padding) // layer.stride) + 1
    if not 0 <= index < outputs:
        raise ValueError
    return sizes.input_window__walked_back(layers, min(index, sizes._outputs(layers, size) - 1), size)


def input_window__index_error(layers, index, size):
    if not 0 <= index < sizes._outputs(layers, size):
        raise IndexError(index)
    return sizes.input_window__walked_back(layers, index, size)


def input_window__none_outside(layers, index, size):
    if 0 <= index < sizes._outputs(layers, size):
        return sizes.input_window__walked_back(layers, index, size)
    return None


def input_window__shifted_inside(layers, index, size):
    """Moved into the image instead of cut."""
    width = sizes.receptive_field__reduce(layers)
    first, last = sizes.input_window__walked_back(layers, index, size)
    return (0, min(width, size) - 1) if first == 0 else (max(last - width + 1, 0), last)


def input_window__around_the_index(layers, index, size):
    """Half a field either side of the scaled index, as if all padding were "same"."""
    if not 0 <= index < sizes._outputs(layers, size):
        raise ValueError
    width, jump, _ = sizes.receptive_field_geometry__distill(layers)
    return max(index * jump - (width - 1) // 2, 0), min(index * jump + width // 2, size - 1)


def input_window__set(layers, index, size):
    return set(sizes.input_window__walked_back(layers, index, size))


def input_window__all_pixels(layers, index, size):
    first, last = sizes.input_window__walked_back(layers, index, size)
    return list(range(first, last + 1))


def input_window__first_clipped_to_one(layers, index, size):
    first, last = sizes.input_window__walked_back(layers, index, size)
    return max(first, min(1, last)), last


def input_window__empties_the_list(layers, index, size):
    window = sizes.input_window__walked_back(layers, index, size)
    layers.clear()
    return window


def input_window__padding_counted_once(layers, index, size):
    outputs = size
    for layer in layers:
        outputs = (outputs + layer.padding - layer.dilation * (layer.kernel - 1) - 1) // layer.stride + 1
    if not 0 <= index < outputs:
        raise ValueError
    return sizes.input_window__walked_back(layers, index, size)


def taps_used__numbers(layers):
    return len(right.taps_used__bits(layers))


def taps_used__set(layers):
    return set(right.taps_used__bits(layers))


def taps_used__floats(layers):
    return [float(i) for i in right.taps_used__bits(layers)]


def taps_used__from_one(layers):
    return [i + 1 for i in right.taps_used__bits(layers)]


def taps_used__mask(layers):
    used = right.taps_used__bits(layers)
    return [int(i in used) for i in range(used[-1] + 1)]


def taps_used__without_the_last(layers):
    return list(right.taps_used__bits(layers))[:-1] or [0]


def taps_used__union_of_layers(layers):
    used, jump = {0}, 1
    for layer in layers:
        used |= {t * layer.dilation * jump for t in range(layer.kernel)}
        jump *= layer.stride
    return sorted(used)


def taps_used__ends_only(layers):
    used = right.taps_used__bits(layers)
    return sorted({used[0], used[-1]})


def taps_used__holes(layers):
    used = right.taps_used__bits(layers)
    return [i for i in range(used[-1]) if i not in used]


def taps_used__one_tap_too_many(layers):
    return right.taps_used__unique([layer._replace(kernel=layer.kernel + 1) for layer in layers])


def taps_used__sorted_as_text(layers):
    return sorted(right.taps_used__bits(layers), key=str)


def taps_used__pops(layers):
    used = {0}
    while layers:
        layer = layers.pop()
        used = {u * layer.stride + t * layer.dilation for u in used for t in range(layer.kernel)}
    return sorted(used)


def taps_used__three_taps(layers):
    return right.taps_used__unique([Layer(min(layer.kernel, 3), layer.stride, 0, layer.dilation) for layer in layers])


def effective_receptive_field__gaussian(kernels):
    weights = effective_receptive_field__bell(1 + sum(len(k) - 1 for k in kernels))
    if any(not np.any(k) for k in kernels):
        raise ValueError
    return weights / weights.sum()


def effective_receptive_field__bell(width):
    """A Gaussian over `width` offsets; a wrong answer too."""
    x = np.arange(width) - (width - 1) / 2
    return np.exp(-x**2 / max(width, 1))


def effective_receptive_field__whole_numbers(kernels):
    return effective_receptive_field__of(kernels).astype(int)


def effective_receptive_field__of(kernels, ends=0):
    """Weights as they are where the first is positive; not normalised by their absolute sum."""
    weights = np.ones(1)
    for kernel in kernels:
        weights = np.convolve(weights, kernel)
    return weights[ends:len(weights) - ends] if ends else weights


def effective_receptive_field__float32(kernels):
    return np.asarray(right.effective_receptive_field__loops(kernels), dtype=np.float32)


def effective_receptive_field__rounded(kernels):
    return np.round(right.effective_receptive_field__loops(kernels), 4)


def effective_receptive_field__small_dropped(kernels):
    shares = np.asarray(right.effective_receptive_field__loops(kernels))
    return np.where(shares < 1e-3, 0.0, shares)


def effective_receptive_field__sorted(kernels):
    return np.sort(right.effective_receptive_field__loops(kernels))


def effective_receptive_field__empty_for_nothing(kernels):
    return right.effective_receptive_field__loops(kernels) if kernels else []


def effective_receptive_field__column(kernels):
    return np.asarray(right.effective_receptive_field__loops(kernels))[:, None]


def effective_receptive_field__percent(kernels):
    return np.asarray(right.effective_receptive_field__loops(kernels)) * 100


def effective_receptive_field__in_place(kernels):
    shares = right.effective_receptive_field__loops(kernels)
    for kernel in kernels:
        if kernel.flags.writeable:
            kernel[:] = np.abs(kernel)
    return np.array(shares)


def effective_receptive_field__symmetric(kernels):
    shares = np.asarray(right.effective_receptive_field__loops(kernels))
    return (shares + shares[::-1]) / 2


def effective_receptive_field__softmax(kernels):
    right.effective_receptive_field__loops(kernels)
    weights = np.exp(np.abs(effective_receptive_field__of(kernels)))
    return weights / weights.sum()


def effective_receptive_field__first_two(kernels):
    return right.effective_receptive_field__loops(kernels[:2])


def effective_receptive_field__sum_not_all(kernels):
    """Refuses stacks in which one offset alone has no influence."""
    shares = right.effective_receptive_field__loops(kernels)
    if min(shares) == 0:
        raise ValueError
    return shares


def effective_receptive_field__first_kernel_repeated(kernels):
    return right.effective_receptive_field__loops([kernels[0]] * len(kernels) if kernels else [])


def effective_receptive_field__layers_averaged(kernels):
    """Every kernel normalised, the signed product of shares."""
    weights = np.ones(1)
    for kernel in kernels:
        if not np.any(kernel):
            raise ValueError
        weights = np.convolve(weights, kernel / np.abs(kernel).sum())
    return np.abs(weights)


def effective_receptive_field__float32_on_the_way(kernels):
    weights = np.ones(1, dtype=np.float32)
    for kernel in kernels:
        weights = np.convolve(weights, kernel.astype(np.float32))
    weights = np.abs(weights)
    if not weights.any():
        raise ValueError
    return (weights / weights.sum()).astype(float)


def effective_receptive_field__sum_in_float32(kernels):
    weights = np.abs(effective_receptive_field__of(kernels))
    right.effective_receptive_field__loops(kernels)
    return weights / float(np.float32(weights.sum()))


def effective_receptive_field__small_is_nothing(kernels):
    if np.abs(effective_receptive_field__of(kernels)).sum() < 1e-6:
        raise ValueError
    return right.effective_receptive_field__loops(kernels)
