"""Wrong answers to topic 03, on sizes and geometry. One function a mistake: `NAME__mistake`."""
import math

import numpy as np

from answers import receptive_fields as right


def receptive_field__kernels_multiplied(layers):
    return math.prod(layer.kernel for layer in layers)


def receptive_field__last_kernel(layers):
    return layers[-1].kernel if layers else 1


def receptive_field__jump_doubles(layers):
    size, jump = 1, 1
    for kernel, stride, _, dilation in layers:
        size += (kernel - 1) * dilation * jump
        jump *= 2 if stride > 1 else 1
    return size


def receptive_field__first_layer_twice(layers):
    return right.receptive_field__reduce([*layers[:1], *layers])


def receptive_field__odd_sizes_only(layers):
    return right.receptive_field__reduce(layers) | 1


def receptive_field__fails_without_layers(layers):
    return layers[0].kernel - 1 + right.receptive_field__reduce(layers[1:])


def receptive_field__pops(layers):
    size = 1
    while layers:
        kernel, stride, _, dilation = layers.pop()
        size = (size - 1) * stride + (kernel - 1) * dilation + 1
    return size


def receptive_field__turns_the_list(layers):
    layers.reverse()
    return right.receptive_field__from_the_output(layers[::-1])


def receptive_field__remembers(layers, _sizes=[1]):  # noqa: B006
    _sizes[0] = max(_sizes[0], right.receptive_field__reduce(layers))
    return _sizes[0]


def receptive_field__output_size(layers):
    size = 224
    for layer in layers:
        size = (size + 2 * layer.padding - layer.dilation * (layer.kernel - 1) - 1) // layer.stride + 1
    return size


def receptive_field__as_text(layers):
    return str(right.receptive_field__reduce(layers))


def receptive_field__area(layers):
    return right.receptive_field__reduce(layers) ** 2


def receptive_field__per_layer(layers):
    return [right.receptive_field__reduce(layers[:i + 1]) for i in range(len(layers))]


def receptive_field_geometry__size_missing(layers):
    return right.receptive_field_geometry__distill(layers)[1:]


def receptive_field_geometry__other_order(layers):
    size, jump, start = right.receptive_field_geometry__distill(layers)
    return jump, size, start


def receptive_field_geometry__whole_start(layers):
    size, jump, start = right.receptive_field_geometry__distill(layers)
    return size, jump, int(start)


def receptive_field_geometry__same_padding(layers):
    size, jump, _ = right.receptive_field_geometry__distill(layers)
    return size, jump, 0.5


def receptive_field_geometry__middle_of_the_first_step(layers):
    size, jump, _ = right.receptive_field_geometry__distill(layers)
    return size, jump, jump / 2


def receptive_field_geometry__first_layer(layers):
    size, _, start = right.receptive_field_geometry__distill(layers)
    return size, layers[0].stride if layers else 1, start


def receptive_field_geometry__size_without_dilation(layers):
    _, jump, start = right.receptive_field_geometry__distill(layers)
    return right.receptive_field__reduce([layer._replace(dilation=1) for layer in layers]), jump, start


def receptive_field_geometry__size_without_strides(layers):
    _, jump, start = right.receptive_field_geometry__distill(layers)
    return right.receptive_field__reduce([layer._replace(stride=1) for layer in layers]), jump, start


def receptive_field_geometry__nothing_for_nothing(layers):
    return right.receptive_field_geometry__distill(layers) if layers else (1, 1, 0)


def receptive_field_geometry__dictionary(layers):
    return dict(zip(("size", "jump", "start"), right.receptive_field_geometry__distill(layers)))


def receptive_field_geometry__rounded(layers):
    size, jump, start = right.receptive_field_geometry__distill(layers)
    return size, jump, round(start)


def receptive_field_geometry__distance_from_the_image(layers):
    size, jump, start = right.receptive_field_geometry__distill(layers)
    return size, jump, abs(start)


def receptive_field_geometry__pops(layers):
    found = right.receptive_field_geometry__distill(layers)
    layers.clear()
    return found


def receptive_field_geometry__last_padding_only(layers):
    plain = [layer._replace(padding=0) for layer in layers[:-1]]
    return right.receptive_field_geometry__distill([*plain, *layers[-1:]])


def receptive_field_geometry__first_padding_only(layers):
    plain = [layer._replace(padding=0) for layer in layers[1:]]
    return right.receptive_field_geometry__distill([*layers[:1], *plain])


def layers_to_cover__exactly(size, kernel=3, dilation=1):
    """Not rounded at all."""
    if size < 1 or kernel == 1 and size > 1:
        raise ValueError
    return (size - 1) / (max(kernel, 2) - 1) / dilation


def layers_to_cover__one_layer_more(size, kernel=3, dilation=1):
    return right.layers_to_cover__loop(size, kernel, dilation) + 1


def layers_to_cover__one_more_but_for_size_1(size, kernel=3, dilation=1):
    return right.layers_to_cover__loop(size, kernel, dilation) + (size > 1)


def layers_to_cover__kernel_squared(size, kernel=3, dilation=1):
    return right.layers_to_cover__loop(size, kernel**2 if kernel > 1 else 1, dilation)


def layers_to_cover__dilation_doubles(size, kernel=3, dilation=1):
    if size < 1 or kernel == 1 and size > 1:
        raise ValueError
    count, field = 0, 1
    while field < size:
        field, count, dilation = field + (kernel - 1) * dilation, count + 1, dilation * 2
    return count


def layers_to_cover__kernel_is_always_3(size, kernel=3, dilation=1):
    return right.layers_to_cover__loop(size, 3 if kernel > 1 else 1, dilation)


def layers_to_cover__nearly_one_added(size, kernel=3, dilation=1):
    if size <= 1 or kernel == 1:
        return right.layers_to_cover__loop(size, kernel, dilation)
    return int((size - 1) / ((kernel - 1) * dilation) + 0.999)


def layers_to_cover__half(size, kernel=3, dilation=1):
    right.layers_to_cover__loop(size, kernel, dilation)
    return size // 2


def layers_to_cover__logarithm(size, kernel=3, dilation=1):
    if size < 1 or kernel == 1 and size > 1:
        raise ValueError
    return 0 if size == 1 else math.ceil(math.log(size, (kernel - 1) * dilation + 1))


def layers_to_cover__none_for_impossible(size, kernel=3, dilation=1):
    try:
        return right.layers_to_cover__loop(size, kernel, dilation)
    except ValueError:
        return None


def layers_to_cover__asserts(size, kernel=3, dilation=1):
    assert size >= 1
    assert kernel > 1 or size == 1
    return right.layers_to_cover__loop(size, kernel, dilation)


def layers_to_cover__refuses_size_1(size, kernel=3, dilation=1):
    if size <= 1:
        raise ValueError
    return right.layers_to_cover__loop(size, kernel, dilation)


def layers_to_cover__refuses_even_kernels(size, kernel=3, dilation=1):
    if kernel % 2 == 0:
        raise ValueError
    return right.layers_to_cover__loop(size, kernel, dilation)


def layers_to_cover__dilation_once(size, kernel=3, dilation=1):
    """Only the first layer dilated."""
    if size < 2 or kernel < 2:
        return right.layers_to_cover__loop(size, kernel)
    return 1 + right.layers_to_cover__loop(max(size - (kernel - 1) * dilation, 1), kernel)


def layers_to_cover__array(size, kernel=3, dilation=1):
    return np.array([right.layers_to_cover__loop(size, kernel, dilation)])
