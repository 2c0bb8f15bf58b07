# %% [markdown]
# # Receptive fields
#
# **By the end you can** compute on a whiteboard which input pixels one output sees, through any stack of strides,
# paddings and dilations, and say how much of that field really counts.
#
# *70 minutes · needs the output size of a convolution (topic 02) · asked in 12 of the notes' 218 questions*

# %% tags=["imports"]
import numpy as np
import torch

from utils import Layer, check, hint, quiz, race, solution, stand_in
from utils.figures import receptive_fields as figures

# %% [markdown]
# ## A case to do by hand
#
# A 1-D convolution of kernel 3 and stride 2; on its result a second one, kernel 3, stride 1. How many input pixels
# can change one output of the second?
#
# The second sees three neighbours of the map between. Each of those sees three pixels. Neighbours there stand two
# pixels apart, so their windows overlap by one: 3 + 2 + 2 = **7**. Not 3, the kernel; not 5, which forgets the
# stride.
#
# Swap the two layers. The stride now comes last, and only spaces the outputs: 3 + 1 + 1 = **5**.

# %%
figures.chain([Layer(3, stride=2), Layer(3)], [Layer(3), Layer(3, stride=2)])

# %% [markdown]
# ## The definition
#
# The **receptive field** of an output is the span of input pixels that can change it. From the input to the output,
# layer by layer:
#
# $$r_l = r_{l-1} + (k_l - 1)\, d_l\, j_{l-1} \qquad j_l = s_l\, j_{l-1} \qquad r_0 = j_0 = 1$$
#
# | symbol | name | shape | unit |
# |---|---|---|---|
# | $k_l$ | kernel | integer | taps |
# | $s_l$, $p_l$, $d_l$ | stride, padding, dilation | integers | steps of layer $l$'s input |
# | $r_l$ | size of the field | integer | input pixels |
# | $j_l$ | jump: distance of neighbouring outputs | integer | input pixels |
#
# `Layer(kernel, stride=1, padding=0, dilation=1)` is one layer along one axis, pooling included.

# %% [markdown]
# ## 1 · receptive_field
#
# Return the size of the receptive field of one output of a stack, in input pixels, from the first pixel to the last.
# Holes between dilated taps count.
#
# A layer widens the field by (kernel − 1) · dilation steps; one step is worth the **product of the strides before
# it**. Its own stride only concerns the layers after it.
#
# **Example:** `[Layer(3, stride=2), Layer(3)]` gives 7; `[Layer(3), Layer(3, stride=2)]` gives 5;
# `[Layer(3, dilation=2)]` gives 5.
#
# **Edge cases:** no layers, 1; padding changes nothing.

# %% tags=["exercise"]
def receptive_field(layers):
    """Size of the receptive field of one output, along one axis.

    Parameters
    ----------
    layers : list of Layer
        From the input to the output: ``kernel``, ``stride``, ``padding``, ``dilation`` of each.

    Returns
    -------
    int
        Input pixels from the first that can change an output to the last, both included; the holes
        between dilated taps or wide strides count. 1 if there are no layers.

    Notes
    -----
    Raises nothing. Cost: one pass. The size belongs to an output far from the border: padding does
    not change it. Not the number of pixels that are read (`taps_used`), and not how much each of
    them matters (`effective_receptive_field`). Source: Araujo, Norris and Sim, Distill 2019.
    """
    size, jump = 1, 1
    for layer in layers:
        size += (layer.kernel - 1) * layer.dilation * jump
        jump *= layer.stride  # from here on: the layers after this one take larger steps
    return size


# %%
check(receptive_field)

# %%
# Try it: give the third layer dilation=4; or the first one stride=2 instead. Which field is larger?
field = stand_in(receptive_field)
figures.nested(field, [Layer(3), Layer(3, dilation=2), Layer(3)])

# %% [markdown]
# ## 2 · receptive_field_geometry
#
# Return `(size, jump, start)`: the size of exercise 1; the distance of two neighbouring outputs in input pixels; and
# the centre of output 0. Pixel `i` covers `i` to `i + 1`, its centre is at `i + 0.5`.
#
# The first tap of a layer's first window stands `padding` steps *before* its first input; the window's centre is halfway
# from there to the last tap. Steps are worth what they were in exercise 1.
#
# **Example:** `[Layer(3, stride=2, padding=1), Layer(3)]` gives `(7, 2, 2.5)`: windows −1..5, 1..7, …
#
# **Edge cases:** no layers, `(1, 1, 0.5)`; much padding makes `start` negative.

# %% tags=["exercise"]
def receptive_field_geometry(layers):
    """Size, spacing and place of the receptive fields of a stack, along one axis.

    Parameters
    ----------
    layers : list of Layer
        From the input to the output.

    Returns
    -------
    size : int
        As `receptive_field` gives it, in input pixels.
    jump : int
        Distance of the fields of neighbouring outputs, in input pixels.
    start : float
        Centre of the field of output 0 in input coordinates, where pixel ``i`` has its centre at
        ``i + 0.5``. Negative if padding moves it before the image.

    Notes
    -----
    Raises nothing; no layers give ``(1, 1, 0.5)``. Cost: one pass. The field of output ``i`` is
    centred at ``start + i * jump`` and not clipped to the image. Source: Araujo, Norris and Sim,
    Distill 2019, with centres half a pixel further.
    """
    size, jump, start = 1, 1, 0.5
    for layer in layers:
        reach = (layer.kernel - 1) * layer.dilation  # steps from the first tap to the last
        size += reach * jump
        start += (reach / 2 - layer.padding) * jump
        jump *= layer.stride
    return size, jump, start


# %%
check(receptive_field_geometry)

# %% [markdown]
# ## 3 · input_window
#
# Which pixels of an image of `size` pixels does output `index` see? Return `(first, last)`, both **included**, cut
# to the image: padding is not input.
#
# **Example:** two layers, `[Layer(3, stride=2, padding=1), Layer(3, padding=1)]`, on 8 pixels. They give four
# outputs. Output 0 would see −3..3 and sees `(0, 3)`; output 1 `(0, 5)`; output 3 would see 3..9 and sees `(3, 7)`.
#
# **Edge cases:** an `index` outside the output, negative ones included, raises `ValueError`. You may take it that each
# kernel fits its padded input.

# %% tags=["exercise"]
def input_window(layers, index, size):
    """First and last input pixel that one output sees, clipped to the image.

    Parameters
    ----------
    layers : list of Layer
        From the input to the output.
    index : int
        Which output, from 0.
    size : int
        Length of the image in pixels, 1 or more.

    Returns
    -------
    first, last : int
        Both included, within ``0 .. size - 1``. Without layers, ``(index, index)``.

    Raises
    ------
    ValueError
        ``output INDEX of N does not exist``, if `index` is not within ``0 .. N - 1``, N being the
        number of outputs. Every kernel must fit its padded input.

    Notes
    -----
    Cost: one pass. Not every pixel between the two is read (`taps_used`). Source: Araujo, Norris
    and Sim, Distill 2019.
    """
    outputs = size
    for layer in layers:
        extent = (layer.kernel - 1) * layer.dilation + 1
        outputs = (outputs + 2 * layer.padding - extent) // layer.stride + 1
    if not 0 <= index < outputs:
        raise ValueError(f"output {index} of {outputs} does not exist")
    field, jump, start = receptive_field_geometry(layers)
    first = int(start - field / 2) + index * jump  # nothing is cut off: both end in .5, or neither does
    return max(first, 0), min(first + field - 1, size - 1)


# %%
check(input_window)

# %%
# Try it: set both paddings to 0. How many outputs are left, and what does each of them see?
window = stand_in(input_window)
figures.windows(window, [Layer(3, stride=2, padding=1), Layer(3, padding=1)], size=16)

# %% [markdown]
# ## 4 · layers_to_cover
#
# How many equal layers of stride 1 does a net need until one output sees at least `size` pixels? Return the
# **fewest**.
#
# The first layer sees (kernel − 1) · dilation + 1 pixels; each further one adds (kernel − 1) · dilation. The 1 is
# there from the start, before any layer.
#
# **Example:** `size=7` takes 3 layers of kernel 3, `size=8` takes 4 (they see 9). With `dilation=2`, `size=8` takes 2.
#
# **Edge cases:** `size=1` takes 0 layers. A `size` below 1, or `kernel=1` with a `size` above 1, raises `ValueError`.

# %% tags=["exercise"]
def layers_to_cover(size, kernel=3, dilation=1):
    """Fewest equal layers of stride 1 whose receptive field is at least `size`.

    Parameters
    ----------
    size : int
        Pixels to cover, 1 or more.
    kernel : int
        Taps of each layer, 1 or more.
    dilation : int
        Steps between taps of each layer, 1 or more.

    Returns
    -------
    int
        0 if `size` is 1.

    Raises
    ------
    ValueError
        ``size must be 1 or more, not SIZE``, if it is below 1; ``kernel 1 never sees more than 1
        pixel``, if `kernel` is 1 and `size` is above 1.

    Notes
    -----
    Cost: constant; the number of layers grows linearly with `size`. Not a count for layers with
    stride or with growing dilation, which need only logarithmically many. Source: the field of L
    equal layers, (kernel - 1)·dilation·L + 1.
    """
    if size < 1:
        raise ValueError(f"size must be 1 or more, not {size}")
    if size == 1:
        return 0
    if kernel == 1:
        raise ValueError("kernel 1 never sees more than 1 pixel")
    growth = (kernel - 1) * dilation
    return -(-(size - 1) // growth)  # rounds up in whole numbers


# %%
check(layers_to_cover)

# %% [markdown]
# ## Three 3 × 3, or one 7 × 7?
#
# Three 3 × 3 have the field of one 7 × 7, and fewer weights: 27C² against 49C², for C channels in and out. They are
# **not the same function**. Even without ReLUs and biases they make a 7 × 7 kernel of a special kind. How many of its
# 49 numbers are free?
#
# The composed kernel is linear in each small one: its derivative for a weight is the composition with that kernel
# replaced by a single 1. The rank of all 27 derivatives is the dimension that can be reached.

# %%
def compose(kernels):
    """One kernel that does what bias-free layers without ReLU do one after another."""
    whole = np.ones((1, 1))
    for kernel in kernels:
        side = len(whole)
        grown = np.zeros((side + len(kernel) - 1, side + len(kernel) - 1))
        for (i, j), weight in np.ndenumerate(kernel):
            grown[i:i + side, j:j + side] += weight * whole
        whole = grown
    return whole


def dimension(count):
    kernels = np.random.default_rng(0).standard_normal((count, 3, 3))
    slopes = []
    for layer, i, j in np.ndindex(kernels.shape):
        one = kernels.copy()
        one[layer] = 0
        one[layer, i, j] = 1
        slopes.append(compose(one).ravel())
    return np.linalg.matrix_rank(slopes)


for count in (2, 3):
    side = field([Layer(3)] * count)
    print(f"{count} layers of 3 x 3: field {side}, {9 * count}C^2 weights; "
          f"one {side} x {side}: {side ** 2}C^2; "
          f"one channel reaches {dimension(count)} of {side ** 2} dimensions")

# %% [markdown]
# With one channel, 27 weights reach only 25 dimensions: a factor can move from one kernel to the next without
# changing the product, and two such factors are free. Most 7 × 7 kernels are no product of three 3 × 3.
#
# What the stack gives instead: a ReLU after each layer and 45 % fewer weights; the VGG paper calls it a
# regularisation. What it costs: three maps in memory where one was.

# %% [markdown]
# ## 5 · taps_used
#
# Of the span that `receptive_field` measures, which pixels are read at all? Return the sorted offsets, relative to
# the first, as a list of ints.
#
# A layer reads `kernel` inputs, `dilation` apart; each of those is itself a set of pixels. Offsets add, and every
# way to reach a pixel is as good as another.
#
# **Example:** kernel 3 with dilations 1, 2 gives all of 0..6. Dilations 2, 2, 2 give `[0, 2, 4, 6, 8, 10, 12]`:
# seven of thirteen. The rest are never read: *gridding*.
#
# **Edge case:** no layers, `[0]`.

# %% tags=["exercise"]
def taps_used(layers):
    """Offsets of the input pixels that have any influence on one output, along one axis.

    Parameters
    ----------
    layers : list of Layer
        From the input to the output.

    Returns
    -------
    list of int
        Sorted, each once, relative to the first: begins with 0, ends with
        ``receptive_field(layers) - 1``. ``[0]`` if there are no layers.

    Notes
    -----
    Raises nothing. Cost: for each layer, its kernel times the offsets so far, so never more than
    kernel times the field. Belongs to an output far from the border. Says *whether* a pixel is
    read, not how strongly (`effective_receptive_field`). Source: Wang et al. 2018, on gridding.
    """
    offsets, jump = {0}, 1
    for layer in layers:
        steps = [tap * layer.dilation * jump for tap in range(layer.kernel)]
        offsets = {offset + step for offset in offsets for step in steps}
        jump *= layer.stride
    return sorted(offsets)


# %%
check(taps_used)

# %%
taps = stand_in(taps_used)
rates = [1, 2, 4], [2, 2, 2]
figures.gridding(taps, *([Layer(3, dilation=rate) for rate in stack] for stack in rates))

# %% [markdown]
# Rates with a common factor leave gaps. With 2, 2, 2 an image falls into four grids, and an output reads one of them.
# The rule at stride 1, rates sorted: **no rate larger than the field of those before it**. So 1, 2, 4 is full, and
# 1, 3, 9 too; 2, 3 is not, though they share no factor.
#
# A dilated 3 × 3 has 9 weights for each pair of channels, whatever the rate: it is a larger kernel with zeros between its
# taps. It needs no pooling, so the map keeps its resolution.

# %% [markdown]
# ## 6 · effective_receptive_field
#
# How strongly does each pixel count? Given the kernels of a 1-D stack of stride 1, without nonlinearity and applied
# as torch does, as cross-correlation: `y[i] = k[0]·x[i] + k[1]·x[i+1] + …`. Return the absolute weight of each input
# offset in one output, divided by their sum.
#
# Signed weights of different paths may cancel: take the absolute value of the **end**.
#
# **Example:** two kernels `[1, 1, 1]` give `[1, 2, 3, 2, 1] / 9`; `[1, 1]` and `[1, -1]` give `[0.5, 0, 0.5]`.
#
# **Edge cases:** no kernels, `[1.0]`; all weights zero raises `ValueError`.

# %% tags=["exercise"]
def effective_receptive_field(kernels):
    """How strongly each input offset counts in one output of a linear stack, as shares of 1.

    Parameters
    ----------
    kernels : list of (k,) arrays
        From the input to the output, each with one weight or more; stride 1, no padding, no
        nonlinearity, applied as cross-correlation (not flipped). Lengths may differ.

    Returns
    -------
    (R,) float array
        Absolute weight of the input at offsets 0, 1, …, R - 1 from the first, divided by the sum
        of them all; R is the receptive field. ``[1.0]`` if there are no kernels.

    Raises
    ------
    ValueError
        ``no input has any influence``, if all weights are 0.

    Notes
    -----
    Cost: for each layer its kernel times the field so far. Not the theoretical field, which only
    says where a weight *may* be other than 0. Source: Luo et al. 2016, section 2.
    """
    weights = np.ones(1)  # (1,) the output as a function of itself
    for kernel in kernels:
        weights = np.convolve(weights, np.asarray(kernel, dtype=float))  # (R + k - 1,)
    influence = np.abs(weights)
    total = influence.sum()
    if total == 0:
        raise ValueError("no input has any influence")
    return influence / total


# %%
check(effective_receptive_field)

# %% [markdown]
# ## How much of the field counts
#
# A pixel in the corner has one path to the output, a pixel in the middle very many. Random weights have random
# signs, so gradients average to nothing; **squared** gradients do not. In a linear net with independent weights their
# mean is proportional to the number of paths: along each axis, exercise 6 with kernels of ones.
#
# Each of L layers shifts by −1, 0 or 1, a step of variance 2/3. The sum of many steps is nearly a **Gaussian**, with
# standard deviation
#
# $$\sigma = \sqrt{2L / 3} \qquad \text{but} \qquad r = 2L + 1$$
#
# Below: nets *with* ReLUs, measured.

# %%
torch.set_num_threads(1)  # these convolutions are small: a second thread would mostly wait


def squared_gradients(depth, draws=30, channels=12):
    """Mean squared gradient of one output over random nets of 3 x 3 layers with ReLU, as shares of 1."""
    rng, side, total = np.random.default_rng(0), 2 * depth + 1, 0
    for _ in range(draws):
        image = torch.from_numpy(rng.standard_normal((1, 1, side, side))).requires_grad_()
        out = image
        for _ in range(depth):
            scale = (2 / (9 * out.shape[1])) ** 0.5  # keeps the variance through ReLUs
            weights = scale * rng.standard_normal((channels, out.shape[1], 3, 3))
            out = torch.relu(torch.conv2d(out, torch.from_numpy(weights)))  # (1, channels, S - 2, S - 2)
        out.sum().backward()
        squared = image.grad[0, 0].numpy() ** 2  # (R, R)
        total = total + squared / squared.sum()
    return total / draws


influence = stand_in(effective_receptive_field)
figures.effective(influence, squared_gradients(20), [np.ones(3)] * 20)

# %%
def spread(shares):
    """Standard deviation of a distribution over 0, 1, 2, ..., in pixels."""
    places = np.arange(len(shares))
    return np.sqrt(shares @ (places - shares @ places) ** 2)


measured = {}
for depth in (5, 10, 20, 40):
    shares = squared_gradients(depth)
    measured[depth] = spread((shares.sum(axis=0) + shares.sum(axis=1)) / 2)
    ones = spread(influence([np.ones(3)] * depth))
    print(f"depth {depth:2}: field {2 * depth + 1:2}, standard deviation measured {measured[depth]:.1f}, "
          f"of kernels of ones {ones:.1f}, sqrt(2L/3) {(2 * depth / 3) ** 0.5:.1f}")
figures.widths(influence, measured)

# %% [markdown]
# Effective width means here four standard deviations, which hold 95 % of a Gaussian. Four times the depth gives about
# four times the field and **twice** the width. At 40 layers the width is a quarter of the field.
#
# So if the field is only as large as the object, the object's edge hardly counts. Training, skip connections, strides and
# dilation change the shape. Luo et al. found that training widens it.

# %% [markdown]
# ## The fields of known nets
#
# The **convolutional pose machine** (CPM) works in stages. Stage 1: kernels 9, 9, 9, 5, 9, 1, 1, with a pooling of 2
# after each of the first three. Stage 2 reads image features *and* the belief maps of stage 1, through three kernels
# of 11. A step there is worth 8 pixels.
#
# **ResNet-50** halves its maps at the start of three stages: in the paper on the first 1 × 1, in torchvision on the 3 × 3.
# What a skip connection passes on has a smaller field than the longest path.

# %%
geometry = stand_in(receptive_field_geometry)
pool = Layer(2, stride=2)
machine = [Layer(9), pool, Layer(9), pool, Layer(9), pool, Layer(5), Layer(9), Layer(1), Layer(1)]
print("CPM, stage 1:", *(field(machine[:n]) for n in range(1, 11)))
print("CPM, stage 2:", *(field(machine + [Layer(11)] * n) for n in (1, 2, 3)),
      "   a field of 31 alone:", 31 * 8)
vgg = [layer for count in (2, 2, 3, 3, 3) for layer in [Layer(3, padding=1)] * count + [pool]]
print("VGG-16: after conv5_3", field(vgg[:-1]), "after pool5", field(vgg))


def resnet50(first, second):
    """Layers on the longest path; where maps are halved, 1 x 1 and 3 x 3 have the strides given."""
    net = [Layer(7, stride=2, padding=3), Layer(3, stride=2, padding=1)]
    for stage, blocks in enumerate((3, 4, 6, 3)):
        for block in range(blocks):
            halves = stage > 0 and block == 0
            one, three = (first, second) if halves else (1, 1)
            net += [Layer(1, one), Layer(3, three, padding=1), Layer(1)]
    return net


print("ResNet-50: stride on the 1 x 1", field(resnet50(2, 1)), "on the 3 x 3", field(resnet50(1, 2)))
for name, net in ("CPM", machine), ("VGG-16", vgg), ("ResNet-50", resnet50(1, 2)):
    print(f"{name}: neighbouring outputs are {geometry(net)[1]} pixels apart")

# %% [markdown]
# ## Against the library, and the cost
#
# torch has no function for a receptive field, but its autograd can *measure* one: convolve with positive weights,
# which cannot cancel, and ask which pixels have a gradient.
#
# - The image must be larger than the field, or the border cuts it.
# - Max pooling passes its gradient to one pixel of a window. Any could be that one, so the probe averages.
# - A dilated kernel is a larger one with zeros.
# - Three padded layers and their composed kernel agree inside only: at the border the stack pads its own maps.

# %%
def probe(layers, size=600):
    """Offsets of the pixels on which the middle output depends, as torch finds them."""
    image = torch.ones(1, 1, size, dtype=torch.float64, requires_grad=True)
    out = image
    for layer in layers:
        kernel = torch.ones(1, 1, layer.kernel, dtype=torch.float64) / layer.kernel
        out = torch.conv1d(out, kernel, None, layer.stride, layer.padding, layer.dilation)
    out[0, 0, out.shape[2] // 2].backward()
    pixels = torch.nonzero(image.grad[0, 0])[:, 0]
    return (pixels - pixels[0]).tolist()


nets = {"CPM, stage 1": machine, "CPM, stage 2": machine + [Layer(11)] * 3, "VGG-16, pool5": vgg,
        "ResNet-50, paper": resnet50(2, 1), "ResNet-50, torchvision": resnet50(1, 2),
        "dilations 2, 2, 2": [Layer(3, dilation=2)] * 3,
        "stride 3 over kernel 2": [Layer(2, stride=3), Layer(2)]}
for name, net in nets.items():
    found = probe(net)
    print(f"{name:23} torch {found[-1] + 1:3}, ours {field(net):3}; same pixels: {found == taps(net)}")

# %%
rng = np.random.default_rng(0)
image = torch.from_numpy(rng.integers(-3, 4, (1, 1, 12, 12)).astype(float))
kernels = rng.integers(-2, 3, (3, 3, 3)).astype(float)
stack = image
for kernel in torch.from_numpy(kernels)[:, None, None]:  # (1, 1, 3, 3) each
    stack = torch.conv2d(stack, kernel, padding=1)
whole = torch.conv2d(image, torch.from_numpy(compose(kernels))[None, None], padding=3)
differs = (stack != whole)[0, 0]  # (12, 12)
print("three 3 x 3 and the composed 7 x 7: same size", stack.shape == whole.shape)
print("equal inside:", not differs[2:-2, 2:-2].any().item(),
      "  equal at the border:", not differs.any().item())
stuffed = torch.zeros(5, 5, dtype=torch.float64)
stuffed[::2, ::2] = kernel[0, 0]
dilated = torch.conv2d(image, kernel, dilation=2)
same = torch.equal(dilated, torch.conv2d(image, stuffed[None, None]))
print("dilation 2 and the 5 x 5 with zeros:", same)

# %%
# Cost, counted: ways to a field of 31 or more; weights, and multiplications a pixel, in units of C^2
ways = {"one large kernel": [Layer(31)], "plain layers": [Layer(3)] * stand_in(layers_to_cover)(31),
        "dilations 1 2 4 8": [Layer(3, dilation=rate) for rate in (1, 2, 4, 8)],
        "pooling between": [Layer(3), pool, Layer(3), pool, Layer(3), pool, Layer(3)]}
for name, net in ways.items():
    convolutions = [n for n, layer in enumerate(net) if layer != pool]
    weights = sum(net[n].kernel ** 2 for n in convolutions)
    work = sum(net[n].kernel ** 2 / geometry(net[:n + 1])[1] ** 2 for n in convolutions)
    print(f"{name:18} field {field(net)}: {len(convolutions):2} convolutions, {weights:3} weights, "
          f"{work:5.1f} multiplications; outputs {geometry(net)[1]} pixels apart")

# %% [markdown]
# Each way has its price. One large kernel: weights grow with its square. Depth: more maps, and a longer way for the
# gradient. Pooling: the least work, but it loses *where* things are. Dilation: few weights, and places are kept, but the
# maps stay large, and badly chosen rates leave gaps.

# %% [markdown]
# ## How fast is it?
#
# An interviewer's next question. `race` lets your function run beside the worked solution and the library, over growing
# inputs. Time is proportional to $n^k$: both axes are logarithmic, so k is the slope of the line.
#
# n layers of kernel 3 see 2n + 1 pixels, and there are $3^n$ paths to them. A function that lists all paths draws a curve
# that bends upwards, and drops out after a few sizes. One that merges them after every layer draws a line: n
# layers, each in proportion to the field so far.

# %% tags=["nbval-ignore-output"]
race(taps_used)

# %% [markdown]
# With weights it is the same: a convolution adds up all paths to a pixel, layer by layer, and the multiplications grow like
# n². Yet k comes out nearer to 1: a field of a few hundred numbers is convolved so fast that the n calls take most of the
# time. The library does more: first the output, then the gradient back through all layers.

# %% tags=["nbval-ignore-output"]
race(effective_receptive_field)

# %% [markdown]
# ## Traps: what popular notes get wrong
#
# - *"The kernel size is the receptive field."* The first layer's.
# - *"L layers see (kernel − 1) · L."* That is the growth; add 1.
# - *"Three 3 × 3 are a 7 × 7."* Above: 25 of 49 dimensions.
# - *"The 2-dilated layer must come after the 1-dilated one."* At stride 1 the order changes nothing.
# - *"Dilation grows the field exponentially."* If the rates do.
# - *"An 8-step network performs like a 4-step one."* Output **strides** of 8 and 4.
# - *"Pixels outside the field never matter."* In plain nets. A squeeze-and-excitation (SE) gate sees all.

# %%
print("kernel 3 after stride 2, then 3:", field([Layer(3, stride=2), Layer(3)]))
print("three of 3: (3 - 1) * 3 =", (3 - 1) * 3, "  torch:", probe([Layer(3)] * 3)[-1] + 1)
for stack in (1, 2), (2, 1), (1, 2, 4, 8), (2, 2, 2, 2):
    layers = [Layer(3, dilation=rate) for rate in stack]
    print("dilations", *stack, "-> fields", *(field(layers[:n]) for n in range(1, len(stack) + 1)))
for pools in (2, 3):
    net = [Layer(9), pool] * pools
    stride = geometry(net)[1]
    print(f"{pools} poolings: output stride {stride}, three kernels of 11 then add {30 * stride}")


def touched(after):
    """How many of 21 pixels the middle output depends on, after two layers of 3 and `after`."""
    image = torch.linspace(-1, 1, 21, dtype=torch.float64).square()[None, None].requires_grad_()
    ones = torch.ones(1, 1, 3, dtype=torch.float64)
    out = after(torch.conv1d(torch.conv1d(image, ones, padding=1), ones, padding=1))
    out[0, 0, 10].backward()
    return int((image.grad.abs() > 1e-9).sum())


print("plain:", touched(torch.relu),
      "  after an SE gate:", touched(lambda x: x * torch.sigmoid(x.mean())),
      "  after batch statistics:", touched(lambda x: (x - x.mean()) / x.std()))
figures.chain([Layer(3), Layer(3, dilation=2)], [Layer(3, dilation=2), Layer(3)])

# %% [markdown]
# ## In five lines
#
# 1. A layer adds (kernel − 1) · dilation · jump; jump is the product of the strides *before* it.
# 2. Padding moves the field; only the image's border cuts it.
# 3. L equal layers of stride 1 see (kernel − 1) · dilation · L + 1; doubling rates or strides grow exponentially.
# 4. The same field is not the same function, and not every pixel in it is read.
# 5. The field grows like L, what counts like √L: a Gaussian in the middle.

# %% [markdown]
# ## Cards and drills
#
# Run the next cell: it asks the cards below, and drills with new numbers each time; what you are about to forget comes
# first. All by keyboard: Tab, Tab into the panel, Enter answers, 1 to 4 say how well you knew it, Esc leaves. Or read the
# questions below and answer aloud; the solutions notebook has the answers.

# %%
quiz("receptive_fields")

# %% [markdown] tags=["card", "easy"]
# What is the receptive field of a unit?
#
# All input pixels that can change it, or the span from the first of them to the last. Each unit of a map has its own,
# of the same size and shifted by the jump. It is a property of the architecture; weights decide how much of it
# counts.

# %% [markdown] tags=["card"]
# How do you compute a receptive field from the input to the output? Two lines of code.
#
# For each layer `r += (k - 1) * d * j`, then `j *= s`, beginning with `r = j = 1`. The order of the two lines
# matters: a layer's own stride only concerns the layers after it. Padding does not occur.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "The kernel size is the receptive field." A 3 × 3 of stride 2 is followed by a 3 × 3: what
# does the second see?
#
# False beyond the first layer. It adds (3 − 1) · 2 pixels to the field below: 3 + 4 = 7. The kernel only says how
# many units of the map *below* are read.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "L stacked layers of kernel k see (k − 1) · L pixels." The closed form, please.
#
# Incomplete: that is the growth. The field is (k − 1) · L + 1 at stride 1, because a net without layers already sees
# one pixel. Three 3 × 3: 7, not 6.

# %% [markdown] tags=["card", "easy"]
# Why two 3 × 3 for one 5 × 5, as in Inception-v3?
#
# The same field, 5, with 18C² weights for 25C², 28 % fewer, and one more nonlinearity. Not the same function: without
# ReLUs, one channel reaches 17 of 25 dimensions.

# %% [markdown] tags=["card", "easy"]
# Why can three 3 × 3 replace one 7 × 7?
#
# Same field, 7. 27C² weights for 49C², and two more nonlinearities. What is replaced is the field, not the function;
# networks trained with the small kernels turned out to work as well or better.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Three 3 × 3 convolutions are equivalent to one 7 × 7." Can every 7 × 7 kernel be factored?
#
# False. Even without bias and ReLU, one channel, they reach 25 of 49 dimensions; most 7 × 7 kernels have no such
# factors. With ReLUs the functions differ in kind. With padding even a composed kernel differs at the border.

# %% [markdown] tags=["card"]
# Why not just use 5 × 5 or 7 × 7 kernels to see more?
#
# Weights and work grow with the square of the kernel, the field only linearly: 9, 25, 49 for 3, 5, 7. Depth buys the
# same field with 9, 18, 27, and a nonlinearity at each step.

# %% [markdown] tags=["card"]
# What problem does dilated convolution solve?
#
# Dense prediction wants a large field *and* a large map. Pooling gives the first and loses the second; large kernels
# cost weights. A dilated kernel spreads the same nine weights over (3 − 1) · d + 1 pixels a side, without pooling.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Dilation grows the receptive field exponentially." How many pixels of an axis do rates 2,
# 2, 2 really read?
#
# Only if the rate grows with depth: 1, 2, 4 gives 3, 7, 15. A fixed rate is linear, 5, 9, 13, and leaves gaps: 7 of
# the 13 pixels on an axis are read, 49 of 169 in the square.

# %% [markdown] tags=["card"]
# True or false, and why? "A 2-dilated 3 × 3 must come *after* a 1-dilated one to reach a field of 7."
#
# False: 1 then 2 gives 7 and 2 then 1 gives 7; at stride 1 the sums commute, and both read all seven pixels. Alone,
# the 2-dilated layer sees 5. A 4-dilated third one makes it 15.

# %% [markdown] tags=["card"]
# What are receptive fields good for in practice?
#
# Classification: the last map's field should cover the object, better the image. Segmentation and pose: it sets how
# much context a pixel's label can use. Detection: it says which anchors suit which level. A box is judged best if the field
# covers its object; but part of one may do, and Faster R-CNN has anchors larger than the field.

# %% [markdown] tags=["card"]
# Can a net detect an object that lies outside its receptive field?
#
# Not see it. It can only guess from what correlates with it: half a rider suggests a horse. If it does better than
# that, something in the net is global.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Pixels outside the receptive field can never matter." The field of a unit after an SE
# block?
#
# True for plain convolutions and poolings. An SE gate averages the whole map and multiplies every unit by the result:
# the field is the whole image. Global pooling, attention and batch norm in training mode do the same; the last even
# lets *other images* in.

# %% [markdown] tags=["card", "hard"]
# Theoretical and effective receptive field: what is the difference, and how does each grow with depth?
#
# Theoretical: where influence is possible; linear in depth. Effective: where it is sizeable; roughly a Gaussian about
# the centre, its width grows like the root of the depth in plain stacks with random weights. The share that counts
# shrinks.

# %% [markdown] tags=["card"]
# True or false, and why? "Anchors must fit the receptive field exactly; and the larger the field, the better."
#
# Overstated twice. What counts is the effective field, a fraction of the theoretical one: S³FD therefore makes its anchors
# clearly smaller than the field. That is a choice, no must: Faster R-CNN's largest anchors have 512² pixels where the field
# is 228², since the middle of an object tells something of its extent. A far larger field does no harm by itself, yet costs
# depth or resolution and brings little once the object's context is covered.

# %% [markdown] tags=["card"]
# True or false, and why? "An 8-step network performs like a 4-step one" (on pose machines).
#
# A mistranslation: the paper compares output **stride** 8 with output stride 4. Nothing is said of steps or stages. A
# larger stride helps the field: a tap after it is worth 8 pixels instead of 4, so that three kernels of 11 add 240 instead
# of 120.

# %% [markdown] tags=["card"]
# True or false, and why? "A large receptive field is reached by two methods." What does each cost?
#
# The pose machine's paper lists three: pooling, which costs precision of place; larger kernels, which cost weights,
# quadratically; more layers, which cost computation and risk vanishing gradients. Dilation is a fourth: no further weights,
# no lost resolution, but gaps if the rates are chosen badly.

# %% [markdown] tags=["card"]
# True or false, and why? "Accuracy saturates at a receptive field of 250 pixels" (next to an input of 368).
#
# Incomplete. The curve was measured on FLIC with crops of 304 × 304; 368 is the input of another setting. It is the
# field *relative to the person in the crop* that saturates: 250 of 304. As an absolute number it means nothing.

# %% [markdown] tags=["card"]
# Why has the convolutional pose machine several stages?
#
# The first stage sees 160 pixels and judges each joint by its looks: elbows and wrists are ambiguous. A later stage
# also sees the belief maps of all joints, with a field of 400, so an easy joint, head or shoulder, corrects a hard
# one.

# %% [markdown] tags=["card"]
# How does the pose machine enlarge its field, and at what price?
#
# With more convolutions on maps at 1/8, where a kernel of 11 adds 80 pixels. Pooling first makes that cheap and loses
# precision of place; large kernels cost weights; depth risks vanishing gradients, which is why every stage has its
# own loss.

# %% [markdown] tags=["card"]
# Why has every stage of the pose machine a loss of its own?
#
# Stages in a row make a deep net, and a gradient from the end alone has nearly vanished when it reaches the first
# layers. A loss on each stage's belief maps, *intermediate supervision*, feeds gradient in again at every stage. It also
# makes each stage's maps mean something: a guess that the next one refines.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "The stages of the pose machine allow error association." Why does a later stage read image
# features again, beside the beliefs?
#
# A mistranslation: they allow error **correction**. Beliefs say where parts may be, not what stands there. With features
# beside them a stage can weigh the context against the picture and revise a wrong peak. From beliefs alone it could only
# shift or smooth the peaks; a part that the first stage missed would be lost.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Three 11 × 11 kernels on belief maps at 1/8 see 31 · 8 = 248 input pixels."
#
# False: 400. The three add 30 steps of 8 pixels, and each belief already sees 160: 160 + 240. Multiplying 31 by 8
# pretends that a belief sees 8 pixels.

# %% [markdown] tags=["card", "hard"]
# The receptive field of ResNet-50 is given as 483, and you compute 427. Who is wrong?
#
# Perhaps nobody. With the stride of a stage on its first 1 × 1, as in the paper, it is 483. With it on the 3 × 3, as in
# torchvision, that 3 × 3 still takes steps of the old size: 427.

# %% [markdown] tags=["card", "easy"]
# Does padding change the receptive field?
#
# Not its size, only its place: each layer begins its first window `padding` steps earlier. At the border a part of
# the field lies on zeros, so a corner output sees fewer real pixels.

# %% [markdown]
# ## Terms and sources
#
# receptive field 感受野 · theoretical 理论感受野 · effective 有效感受野 · kernel 卷积核 · stride 步长 · padding 填充 ·
# dilated, atrous 空洞卷积, 扩张卷积 · dilation rate 空洞率 · gridding 网格效应 · stacked small kernels 小卷积核堆叠 ·
# pose machine 卷积姿态机 · belief map 置信图 · anchor 锚框
#
# - Araujo, Norris and Sim, *Computing Receptive Fields of Convolutional Neural Networks*, Distill 2019
# - Luo et al., *Understanding the Effective Receptive Field*, NeurIPS 2016
# - Simonyan and Zisserman, *Very Deep Convolutional Networks* (VGG), ICLR 2015
# - Wang et al., *Understanding Convolution for Semantic Segmentation*, WACV 2018
# - Wei et al., *Convolutional Pose Machines*, CVPR 2016
