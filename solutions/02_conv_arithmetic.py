# %% [markdown]
# # Convolution arithmetic
#
# **By the end you can** give size, parameters and cost of any convolution on a whiteboard, write it forwards and
# backwards in NumPy, and count LeNet-5, AlexNet, VGG and ResNet-18 to the last parameter.
#
# *120 minutes · needs NumPy indexing and the chain rule · asked in 48 of the notes' 218 questions*

# %% tags=["imports"]
import numpy as np
import torch

from utils import check, hint, nets, quiz, race, solution, stand_in
from utils.figures import conv_arithmetic as figures

# %% [markdown]
# ## A case to do by hand
#
# An image of 4 × 5 pixels has a light block, of ones, at the upper right. The kernel, 3 × 3, takes the left column
# minus the right column. It fits in 2 × 3 places.
#
# At the first place: 0 − 3 = **−3**, an edge. Two columns on, both sides are light: 3 − 3 = **0**.
#
# Six places, nine products each: **54** multiply-accumulates. But only **9** weights, however large the image is.
#
# How many places are left if the kernel moves by two pixels? One row of two.
#
# Say all six outputs before you look.

# %%
figures.sliding()

# %% [markdown]
# ## The definition
#
# $$y_{n,o,i,j} = b_o + \sum_{c,u,v} w_{o,c,u,v}\; x_{n,\,c,\,iS+uD-P,\,jS+vD-P}$$
#
# | symbol | name | shape | unit |
# |---|---|---|---|
# | x | images | `(N, C, H, W)` | grey value |
# | w | kernels | `(C', C / G, K_h, K_w)` | none |
# | b | biases | `(C',)` | that of y |
# | y | feature maps | `(N, C', H', W')` | that of x |
# | S, P, D | stride, padding, dilation | whole numbers | pixels |
# | G | groups | whole number | none |
#
# Outside the image x is 0. A *feature map* is one channel of y: H' · W' neurons that share one kernel and one bias.

# %% [markdown]
# ## 1 · conv_output_size
#
# How many windows fit along one axis?
#
# $$H' = \left\lfloor \frac{H + 2P - D\,(K - 1) - 1}{S} \right\rfloor + 1$$
#
# The kernel reaches over D · (K − 1) + 1 pixels. `padding` zeros are added on *both* sides. Of the way left, count
# whole steps: what does not fill a step is dropped.
#
# **Example:** size 224, kernel 7, stride 2, padding 3 gives 112; padding 2 gives 111. Size 7, kernel 3, dilation 2
# gives 3.
#
# **Errors:** a kernel that does not fit, negative padding, and anything else below 1 raise `ValueError`.

# %% tags=["exercise"]
def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    """Number of outputs of a convolution along one axis.

    Parameters
    ----------
    size : int
        Input pixels, 1 or more.
    kernel : int
        Taps, 1 or more.
    stride : int
        Input pixels from one window to the next, 1 or more.
    padding : int
        Zeros added at each of the two ends, 0 or more.
    dilation : int
        Input pixels from one tap to the next, 1 or more; 1 means no holes.

    Returns
    -------
    int
        1 or more. Pixels at the end that do not fill a whole step are dropped.

    Raises
    ------
    ValueError
        ``size, kernel, stride and dilation must be at least 1``, ``padding must not be negative``
        or ``kernel spans EXTENT pixels, the padded input has PADDED``.

    Notes
    -----
    Cost: constant. Not ``ceil(size / stride)``: that is "same" padding of TensorFlow. Source:
    Dumoulin and Visin 2016, chapters 2 and 5; the documentation of ``torch.nn.Conv2d``.
    """
    if min(size, kernel, stride, dilation) < 1:
        raise ValueError("size, kernel, stride and dilation must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if room < 0:
        raise ValueError(f"kernel spans {extent} pixels, the padded input has {size + 2 * padding}")
    return room // stride + 1


# %%
check(conv_output_size)

# %%
# Try it: set size to 9 and kernel to 5. How much padding does "same" take, and which pixels
# does nobody see?
out_size = stand_in(conv_output_size)
figures.rules(out_size, size=7, kernel=3)

# %% [markdown]
# ## The rules by name
#
# At stride 1, for n pixels:
#
# | rule | padding | output | n = 5, K = 3 |
# |---|---|---|---|
# | valid (narrow) | 0 | n − K + 1 | 3 |
# | same | (K − 1) / 2 | n | 5 |
# | full (wide) | K − 1 | n + K − 1 | 7 |
#
# *Same* wants an odd kernel: 3, 5, 7 take 1, 2, 3 zeros. A kernel of 10 needs 4 at one end and 5 at the other.
#
# At stride 2 the way left is halved and rounded **down**: the last pixel may be lost.
#
# Zeros keep the size and give the border more windows. They add no information.

# %% [markdown]
# ## 2 · conv_transpose_output_size
#
# The way back: H windows, each as wide as the kernel, laid `stride` apart. Padding now *cuts off*, at both ends.
#
# $$H' = (H - 1)\,S - 2P + D\,(K - 1) + \mathrm{output\_padding} + 1$$
#
# **Example:** size 3, kernel 3, stride 2 gives 7; with `output_padding` 1 it gives 8. (Both 7 and 8 convolve to 3.)
# Size 4, kernel 3, padding 2 gives 2: it can shrink.
#
# **Errors:** as before, and an output below 1, and `output_padding` that is negative or not below the larger of
# stride and dilation raise `ValueError`.

# %% tags=["exercise"]
def conv_transpose_output_size(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    """Number of outputs of a transposed convolution along one axis.

    Parameters
    ----------
    size : int
        Input pixels, 1 or more.
    kernel : int
        Taps, 1 or more.
    stride : int
        Output pixels from one window to the next, 1 or more.
    padding : int
        Output pixels cut off at each of the two ends, 0 or more.
    output_padding : int
        Output pixels added at the far end, 0 or more, less than the larger of `stride` and
        `dilation`. It chooses among the sizes that a convolution maps to `size`.
    dilation : int
        Output pixels from one tap to the next, 1 or more.

    Returns
    -------
    int
        1 or more.

    Raises
    ------
    ValueError
        ``size, kernel, stride and dilation must be at least 1``, ``padding and output_padding must
        not be negative``, ``output_padding must be below the larger of stride and dilation`` or
        ``output would have SIZE pixels``.

    Notes
    -----
    Cost: constant. Not an inverse: it gives back the size, not the values. Source: Dumoulin and
    Visin 2016, chapter 4; the documentation of ``torch.nn.ConvTranspose2d``.
    """
    if min(size, kernel, stride, dilation) < 1:
        raise ValueError("size, kernel, stride and dilation must be at least 1")
    if min(padding, output_padding) < 0:
        raise ValueError("padding and output_padding must not be negative")
    if output_padding >= max(stride, dilation):
        raise ValueError("output_padding must be below the larger of stride and dilation")
    result = (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1
    if result < 1:
        raise ValueError(f"output would have {result} pixels")
    return result


# %%
check(conv_transpose_output_size)

# %% [markdown]
# ## 3 · conv_params
#
# Count the numbers that a layer learns. Each output channel has a kernel that sees `in_channels / groups` input
# channels, and one bias. The size of the image does not occur.
#
# $$\left(\frac{C}{G}\, K_h K_w + 1\right) C'$$
#
# **Example:** LeNet's C1, 1 → 6 channels, 5×5: 6 · (25 + 1) = 156. 256 → 256, 3×3, without bias: 589,824; in 8
# groups 73,728.
#
# **Errors:** `ValueError` unless `groups` divides both channel counts.

# %% tags=["exercise"]
def conv_params(in_channels, out_channels, kernel_size, groups=1, bias=True):
    """Number of weights and biases of a two-dimensional convolution.

    Parameters
    ----------
    in_channels, out_channels : int
        1 or more.
    kernel_size : int or pair of int
        Taps, 1 or more: both sides, or height and width.
    groups : int
        1 or more. Output channels of a group see the input channels of that group alone.
    bias : bool
        Whether each output channel has a bias.

    Returns
    -------
    int
        Weights, and biases if there are any.

    Raises
    ------
    ValueError
        ``in_channels and out_channels must be divisible by groups``.

    Notes
    -----
    Cost: constant. A count, not bytes: float32 takes 4 bytes each. The size of the image plays no
    part. Source: the documentation of ``torch.nn.Conv2d``.
    """
    if in_channels % groups or out_channels % groups:
        raise ValueError("in_channels and out_channels must be divisible by groups")
    height, width = (kernel_size, kernel_size) if np.ndim(kernel_size) == 0 else kernel_size
    weights = out_channels * (in_channels // groups) * height * width
    return weights + out_channels if bias else weights


# %%
check(conv_params)

# %% [markdown]
# ## 4 · conv_macs
#
# One multiply-accumulate (MAC) for each weight at each place where the kernel is put down. Those places are the
# **output** pixels:
#
# $$\frac{C}{G}\, K_h K_w \cdot C' \cdot H' W'$$
#
# Biases are not counted. A MAC is two operations, so FLOPs are about twice as many.
#
# **Example:** ResNet's stem, 3 → 64 channels, 7×7, output 112×112: 9,408 weights · 12,544 places = 118,013,952.

# %% tags=["exercise"]
def conv_macs(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    """Multiply-accumulates of a two-dimensional convolution, for one image.

    Parameters
    ----------
    in_channels, out_channels : int
        1 or more, divisible by `groups`.
    kernel_size : int or pair of int
        Taps, 1 or more: both sides, or height and width.
    out_height, out_width : int
        Pixels of the *output*, 1 or more.
    groups : int
        1 or more.

    Returns
    -------
    int
        Multiply-accumulates. Taps that lie on padding count; biases do not.

    Notes
    -----
    Raises nothing. Cost: constant. Not FLOPs (twice this), not FLOPS (operations in a second) and
    not time. Source: ``torch.utils.flop_counter``, which counts two for each of ours.
    """
    height, width = (kernel_size, kernel_size) if np.ndim(kernel_size) == 0 else kernel_size
    weights = out_channels * (in_channels // groups) * height * width
    return weights * out_height * out_width


# %%
check(conv_macs)

# %% [markdown]
# ## LeNet-5, layer by layer
#
# A *connection* is a link into a neuron, its bias included. C1 has 122,304 of them and only 117,600
# multiplications.
#
# S2 adds four inputs, multiplies the sum by a coefficient and adds a bias: two parameters a map, five connections a
# neuron. A map of C3 sees 3, 4 or 6 maps of S2, by a table. The output compares F6 with ten fixed patterns.
#
# One popular note has every figure twice (`151600151600` is 151,600; `28∗28=78428∗28=784` is 28 · 28 = 784), and
# nothing under C5 and the output. Here they all are.

# %%
count, cost = stand_in(conv_params), stand_in(conv_macs)
c1, c3 = out_size(32, 5), out_size(14, 5)
links = [len(sources) for sources in nets.LENET_C3]
table = sum(count(n, 1, 5) for n in links)
rows = {  # layer: maps, side, parameters, connections, multiplications
    "C1": (6, c1, count(1, 6, 5), count(1, 6, 5) * c1**2, cost(1, 6, 5, c1, c1)),
    "S2": (6, 14, 2 * 6, 5 * 6 * 14**2, 6 * 14**2),
    "C3": (16, c3, table, table * c3**2, sum(cost(n, 1, 5, c3, c3) for n in links)),
    "S4": (16, 5, 2 * 16, 5 * 16 * 5**2, 16 * 5**2),
    "C5": (120, 1, count(16, 120, 5), count(16, 120, 5), cost(16, 120, 5, 1, 1)),
    "F6": (84, 1, count(120, 84, 1), count(120, 84, 1), cost(120, 84, 1, 1, 1)),
    "output": (10, 1, 0, 840, 840),
}
print("layer    maps side  neurons  parameters  connections  products")
for name, (maps, side, *counts) in rows.items():
    print("{:8}{:5}{:5}{:9,}{:12,}{:13,}{:10,}".format(name, maps, side, maps * side**2, *counts))
print("{:27}{:12,}{:13,}".format("total", *(sum(row[k] for row in rows.values()) for k in (2, 3))))
print(f"C3 linked to all six maps: {count(6, 16, 5):,} parameters; links used: {sum(links)} of {6 * 16}")
figures.c3_table()

# %% [markdown]
# ## Four nets, counted by your functions
#
# `nets` holds each net as a table, from its paper. A fully connected layer is a convolution whose kernel covers its
# map: 6 × 6 for AlexNet's fc6, 7 × 7 for VGG's, 1 × 1 after that.
#
# Batch normalisation learns two numbers a channel. They are counted; its running means and variances, which nobody
# learns, are not.
#
# Parameters are a count. Times 4 they are bytes of float32: the file, not the memory that a training run takes.

# %%
def totals(rows):
    params = macs = 0
    for row in rows:
        side = out_size(row.size, row.kernel, row.stride, row.padding)
        params += count(row.channels_in, row.channels_out, row.kernel, row.groups, row.bias)
        params += 2 * row.channels_out * row.norm
        macs += cost(row.channels_in, row.channels_out, row.kernel, side, side, row.groups)
    return params, macs


for name, rows in {"AlexNet, two groups": nets.alexnet(), "AlexNet, ungrouped": nets.alexnet(groups=1),
                   "VGG-16": nets.vgg(16), "VGG-19": nets.vgg(19), "ResNet-18": nets.resnet18(),
                   "MobileNet v1": nets.mobilenet()}.items():
    params, macs = totals(rows)
    print(f"{name:22}{params:12,} parameters{params * 4 / 1e6:6.0f} MB{params * 4 / 2**20:6.0f} MiB"
          f"{macs / 1e9:7.2f} G MACs")
fc6 = next(row for row in nets.vgg(16) if row.name == "fc6")
print(f"VGG-16, fc6: {totals([fc6])[0]:,} parameters, {totals([fc6])[0] / totals(nets.vgg(16))[0]:.1%}")
stem = nets.resnet18()[0]
print(f"ResNet-18, stem: {count(3, 64, 7, bias=False):,} weights "
      f"(64 to 64 channels: {count(64, 64, 7, bias=False):,}), "
      f"{totals([stem])[1] / 1e6:.1f} M MACs, {totals([stem])[1] / totals(nets.resnet18())[1]:.1%}")
figures.shares(out_size, count, cost)

# %% [markdown]
# ## Groups: fewer weights, less work
#
# - *Grouped*: each of G groups maps C / G channels to C' / G. Weights and MACs fall to 1 / G.
# - *Depthwise*: G = C. Every channel has a kernel of its own; nothing mixes channels.
# - *Depthwise separable*: depthwise, then *pointwise* (1 × 1) to mix. Against the full layer it costs
#
# $$\frac{K^2 C + C\,C'}{K^2\, C\, C'} = \frac{1}{C'} + \frac{1}{K^2}$$
#
# The *working set* is what has to be moved: input, output, weights. MACs over working set is the *arithmetic
# intensity*. Popular notes write FLOPS for these MACs. A MAC is two FLOPs, and FLOPS are FLOPs in a second.

# %%
print(f"256 to 256, 3 x 3: full {count(256, 256, 3, bias=False):,}, "
      f"in 8 groups {count(256, 256, 3, 8, False):,}")
steps = count(16, 16, 3, 16, False), count(16, 32, 1, bias=False)
full = count(16, 32, 3, bias=False)
print(f"16 to 32, 3 x 3: separable {steps[0]} + {steps[1]} = {sum(steps)}, full {full:,}; "
      f"ratio {sum(steps) / full:.4f} = 1/32 + 1/9 = {1 / 32 + 1 / 9:.4f}")
print("\n64 x 64 pixels, 3 x 3     weights           MACs  elements moved    MiB  MACs/element")
for name, channels, groups in (("A: 256 channels, full", 256, 1), ("B: 256, depthwise", 256, 256),
                               ("C: 16 channels, full", 16, 1)):
    weights = count(channels, channels, 3, groups, False)
    macs = cost(channels, channels, 3, 64, 64, groups)
    moved = weights + 2 * channels * 64**2
    print(f"{name:24}{weights:9,}{macs:15,}{moved:16,}{moved * 4 / 2**20:7.2f}{macs / moved:14.1f}")
a, b, mix = (cost(256, 256, k, 64, 64, groups) for k, groups in ((3, 1), (3, 256), (1, 1)))
print(f"\nA / B: {a // b} times the MACs. A / (B and a 1 x 1 to mix): {a / (b + mix):.2f} times")

# %% tags=["nbval-ignore-output"]
from time import perf_counter

wide, thin = torch.ones(1, 256, 64, 64), torch.ones(1, 16, 64, 64)
layers = [(wide, torch.ones(256, 256, 3, 3), 1), (wide, torch.ones(256, 1, 3, 3), 256),
          (thin, torch.ones(16, 16, 3, 3), 1)]
times, threads = [float("inf")] * 3, torch.get_num_threads()
torch.set_num_threads(1)  # threads that wait for each other would be timed too
for _ in range(15):       # in turn, so that a busy moment hits all three
    for k, (x, w, groups) in enumerate(layers):
        start = perf_counter()
        torch.nn.functional.conv2d(x, w, padding=1, groups=groups)
        times[k] = min(times[k], perf_counter() - start)
torch.set_num_threads(threads)
for name, seconds in zip("ABC", times):
    print(f"{name}: {seconds * 1000:.2f} ms")
print(f"A takes {times[0] / times[1]:.1f} times as long as B, "
      f"B takes {times[1] / times[2]:.1f} times as long as C")

# %%
# B does 1/256 of A's work, but moves 1/1.28 of its data. C does B's work, and moves 1/15.7 of its data.
print("B is far less than 256 times faster than A:", times[0] / times[1] < 192)
print("C has B's MACs and is faster than B:", times[2] < times[1])
figures.intensity(count, cost)

# %% [markdown]
# ## 5 · im2col
#
# Write every window as a column: a convolution becomes one matrix product.
#
# A column holds the window of channel 0, row by row, then that of channel 1, and so on. Columns follow the rows of
# the output. Zeros pad all four sides.
#
# **Example:** the image `[[0, 1, 2], [3, 4, 5], [6, 7, 8]]` and kernel 2 give the columns (0, 1, 3, 4), (1, 2, 4, 5),
# (3, 4, 6, 7) and (4, 5, 7, 8): shape `(1, 4, 4)`.
#
# Five of nine pixels appear more than once: speed costs memory.

# %% tags=["exercise"]
def im2col(x, kernel, stride=1, padding=0):
    """The windows that a square kernel sees, each as a column.

    Parameters
    ----------
    x : (N, C, H, W) array
        Images.
    kernel, stride, padding : int
        As in `conv_output_size`, the same for rows and columns. The kernel fits in.

    Returns
    -------
    (N, C * kernel**2, L) array
        L = H' * W' windows in row-major order of the outputs. Down a column: channel, then row of
        the window, then column of the window. The type of `x`.

    Notes
    -----
    Raises nothing of its own. Cost: about ``(kernel / stride)**2`` times the memory of `x`. Not
    invertible by a plain sum: adding the columns back counts a pixel once for each window. Source:
    Chellapilla, Puri and Simard 2006; ``torch.nn.functional.unfold``.
    """
    x = np.asarray(x)
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))  # (N, C, H+2P, W+2P)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kernel, kernel), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]    # (N, C, H', W', K, K)
    windows = windows.transpose(0, 1, 4, 5, 2, 3)  # (N, C, K, K, H', W')
    return windows.reshape(x.shape[0], x.shape[1] * kernel**2, windows.shape[4] * windows.shape[5])


# %%
check(im2col)

# %% [markdown]
# ## 6 · conv2d
#
# The whole layer. Each output is the sum of a window times a kernel, over all channels of its group, plus the bias
# of its output channel. The kernel is **not** flipped (mathematicians call this cross-correlation).
#
# With `groups`, input and output channels are cut into equal consecutive blocks; block g sees block g alone.
#
# **Example:** the image 0 … 8 of exercise 5 and the kernel `[[1, 2], [3, 4]]` give `[[27, 37], [57, 67]]`. Flipped,
# the first would be 13.
#
# **Error:** `b` of another shape than `(C_out,)` raises `ValueError`.

# %% tags=["exercise"]
def conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    """Two-dimensional convolution as deep learning means it: cross-correlation.

    Parameters
    ----------
    x : (N, C, H, W) array
        Images.
    w : (C_out, C // groups, KH, KW) array
        Kernels, not flipped; KH and KW may differ.
    b : (C_out,) array, optional
        One bias for each output channel.
    stride, padding, dilation : int
        As in `conv_output_size`, the same for rows and columns. The kernel fits in.
    groups : int
        Divides C and C_out. Consecutive blocks of channels: output block g sees input block g.

    Returns
    -------
    (N, C_out, H', W') array
        H' and W' as `conv_output_size` gives them.

    Raises
    ------
    ValueError
        ``b has shape SHAPE, not (C_OUT,)``.

    Notes
    -----
    Cost: `conv_macs` for each image. Not the convolution of mathematics, which flips the kernel.
    With learned weights that makes no difference. Source: Goodfellow et al. 2016, equation 9.6,
    and ``torch.nn.functional.conv2d``.
    """
    x, w = np.asarray(x), np.asarray(w)
    out_channels, per_group, height, width = w.shape
    if b is not None and np.shape(b) != (out_channels,):
        raise ValueError(f"b has shape {np.shape(b)}, not ({out_channels},)")
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))  # (N, C, H+2P, W+2P)
    extent = (dilation * (height - 1) + 1, dilation * (width - 1) + 1)
    windows = np.lib.stride_tricks.sliding_window_view(padded, extent, axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride, ::dilation, ::dilation]  # (N, C, H', W', KH, KW)
    # (N, G, C/G, H', W', KH, KW)
    windows = windows.reshape(len(x), groups, per_group, *windows.shape[2:])
    kernels = w.reshape(groups, out_channels // groups, per_group, height, width)  # (G, O/G, C/G, KH, KW)
    out = np.einsum("ngcyxij,gocij->ngoyx", windows, kernels, optimize=True)       # (N, G, O/G, H', W')
    out = out.reshape(len(x), out_channels, *windows.shape[3:5])                   # (N, O, H', W')
    return out if b is None else out + np.asarray(b)[:, None, None]


# %%
check(conv2d)

# %%
# A mean filter and a difference filter: one removes noise, the other leaves nothing but edges.
# Try it: set size to 5. What happens to the noise, to the edges and to the size of the output?
conv = stand_in(conv2d)
figures.filters(conv, size=3)

# %% [markdown]
# ## 7 · conv2d_backward
#
# Given `dout`, the gradient of the loss with respect to the output, return the gradients of `x`, `w` and `b`.
#
# One tap (i, j) of the kernel joins output (y, x) to input (y · stride + i, x · stride + j). Whatever it multiplied
# on the way forwards, it multiplies on the way back. A pixel seen by several windows gets the **sum**.
#
# **Example:** image 0 … 8, kernel `[[1, 2], [3, 4]]`, `dout` all 1: dx `[[1, 3, 2], [4, 10, 6], [3, 7, 4]]`,
# dw `[[8, 12], [20, 24]]`, db `[4]`.

# %% tags=["exercise"]
def conv2d_backward(dout, x, w, stride=1, padding=0):
    """Gradients of ``conv2d(x, w, b, stride, padding)``.

    Parameters
    ----------
    dout : (N, C_out, H', W') array
        Gradient of the loss with respect to the output.
    x : (N, C, H, W) array
        The images of the forward pass.
    w : (C_out, C, KH, KW) array
        The kernels of the forward pass.
    stride, padding : int
        Those of the forward pass.

    Returns
    -------
    dx : (N, C, H, W) array
        0 for pixels that no window saw.
    dw : (C_out, C, KH, KW) array
        Summed over the batch and over all windows.
    db : (C_out,) array
        The same.

    Notes
    -----
    Raises nothing. Cost: twice the forward pass. Sums, not means: a loss that averages has divided
    already. Source: Dumoulin and Visin 2016, chapter 4; ``torch.autograd`` agrees.
    """
    dout, x, w = np.asarray(dout), np.asarray(x), np.asarray(w)
    rows, columns = dout.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))  # (N, C, H+2P, W+2P)
    dpadded = np.zeros(padded.shape, dtype=np.result_type(dout, w))
    dw = np.zeros(w.shape, dtype=np.result_type(dout, x))
    for i, j in np.ndindex(*w.shape[2:]):
        down = slice(i, i + (rows - 1) * stride + 1, stride)
        right = slice(j, j + (columns - 1) * stride + 1, stride)
        dw[:, :, i, j] = np.einsum("noyx,ncyx->oc", dout, padded[:, :, down, right])
        dpadded[:, :, down, right] += np.einsum("noyx,oc->ncyx", dout, w[:, :, i, j])
    dx = dpadded[:, :, padding:padding + x.shape[2], padding:padding + x.shape[3]]  # (N, C, H, W)
    return dx, dw, dout.sum(axis=(0, 2, 3))


# %%
check(conv2d_backward)

# %% [markdown]
# ## 8 · conv_transpose2d
#
# Every input pixel stamps the whole kernel, times its value, on the output; the stamps lie `stride` apart, and where
# they overlap they **add**. Then `padding` rows and columns are cut off on every side.
#
# **Example:** a 2×2 input of ones and the kernel `[[1, 2], [3, 4]]` give `[[1, 3, 2], [4, 10, 6], [3, 7, 4]]`; with
# padding 1, `[[10]]`. With stride 2 nothing overlaps: 4×4, four copies of the kernel.
#
# The first array is `dx` of exercise 7: this layer is that gradient.

# %% tags=["exercise"]
def conv_transpose2d(x, w, stride=1, padding=0):
    """Transposed convolution: the gradient of a convolution with respect to its input.

    Parameters
    ----------
    x : (N, C_in, H, W) array
        Images, or the gradient that comes back.
    w : (C_in, C_out, K, K) array
        Kernels; the same array that a convolution from C_out to C_in channels would use.
    stride : int
        Output pixels from one stamp to the next, 1 or more.
    padding : int
        Rows and columns cut off at each of the four sides, 0 or more; something is left.

    Returns
    -------
    (N, C_out, H', W') array
        Sizes as `conv_transpose_output_size` gives them.

    Notes
    -----
    Raises nothing. Cost: `conv_macs`, with the size of the *input* for once. Not an inverse, and
    not "deconvolution". Source: Long et al. 2015, section 3.3; Dumoulin and Visin 2016, chapter 4.
    """
    x, w = np.asarray(x), np.asarray(w)
    kernel = w.shape[2]
    down, right = ((side - 1) * stride + 1 for side in x.shape[2:])  # from the first stamp to the last
    shape = (x.shape[0], w.shape[1], down + kernel - 1, right + kernel - 1)
    full = np.zeros(shape, dtype=np.result_type(x, w))
    for i, j in np.ndindex(kernel, kernel):
        full[:, :, i:i + down:stride, j:j + right:stride] += np.einsum("ncyx,co->noyx", x, w[:, :, i, j])
    return full[:, :, padding:full.shape[2] - padding, padding:full.shape[3] - padding]  # (N, O, H', W')


# %%
check(conv_transpose2d)

# %%
# The gradient of a convolution, in four ways; and what it is not
back, transposed = stand_in(conv2d_backward), stand_in(conv_transpose2d)
rng = np.random.default_rng(0)
x, w = rng.integers(-3, 4, (1, 1, 4, 4)), rng.integers(-3, 4, (1, 1, 3, 3))
y = conv(x, w)
z = transposed(y, w)
unit = np.eye(16, dtype=int).reshape(16, 1, 4, 4)
matrix = conv(unit, w).reshape(16, 4).T  # (4, 16): column k is what pixel k alone gives
print("sizes", x.shape[2:], "to", y.shape[2:], "and back to", z.shape[2:])
print("equals dx of the convolution:", np.array_equal(z, back(y, x, w)[0]))
print("equals the transposed matrix times y:", np.array_equal(z.ravel(), matrix.T @ y.ravel()))
forward = conv(y, w[..., ::-1, ::-1], padding=2)
print("equals a convolution, kernel flipped, y padded by 2:", np.array_equal(z, forward))
print("equals x:", np.array_equal(z, x))
back_size = stand_in(conv_transpose_output_size)
print("kernel 3, stride 2: from 7 and 8 to", out_size(7, 3, 2), "and", out_size(8, 3, 2),
      "- back to", back_size(3, 3, 2), "or, with output_padding 1, to",
      back_size(3, 3, 2, output_padding=1))
print("kernel 3, stride 1, padding 2: from 4 to", back_size(4, 3, padding=2))

# %%
# Checkerboards: where the stride does not divide the kernel, some pixels get more stamps than
# their neighbours
figures.checkerboard(transposed)

# %% [markdown]
# ## Against the library, and the cost
#
# - Same padding of an even kernel: torch puts the odd zero at the far end.
# - Float results may differ in the last digits: torch adds in another order.
# - `im2col` holds every pixel up to K² times. Libraries unfold only a tile at a time, or use Winograd's or Fourier's
#   way, which multiply less.
# - Torch's counter says FLOPs: halve them.
# - A backward pass costs two forward ones: one product for dx, one for dw.

# %%
from torch.utils.flop_counter import FlopCounterMode

x, w, b = rng.normal(size=(2, 4, 9, 8)), rng.normal(size=(6, 2, 3, 2)), rng.normal(size=6)
theirs = torch.nn.functional.conv2d(*map(torch.from_numpy, (x, w, b)), stride=2, padding=1, groups=2)
ours = conv(x, w, b, stride=2, padding=1, groups=2)
difference = np.abs(ours - theirs.numpy()).max()
print("conv2d", ours.shape, "differs by less than 1e-12:", bool(difference < 1e-12))
columns = stand_in(im2col)(x, 3, padding=1)
print(f"im2col, kernel 3: {columns.nbytes:,} bytes from {x.nbytes:,}, "
      f"{columns.nbytes / x.nbytes:.0f} times as many")
kernels = rng.normal(size=(5, 4, 3, 3))
product = (kernels.reshape(5, -1) @ columns).reshape(2, 5, 9, 8)  # (N, C_out, H', W')
print("one matrix product is the convolution:", np.allclose(product, conv(x, kernels, padding=1)))
image, kernel = torch.zeros(1, 3, 224, 224), torch.zeros(64, 3, 7, 7)
with FlopCounterMode(display=False) as counter:
    torch.nn.functional.conv2d(image, kernel, stride=2, padding=3)
print(f"ResNet's stem: torch counts {counter.get_total_flops():,} FLOPs, "
      f"we {cost(3, 64, 7, 112, 112):,} MACs")

# %% [markdown]
# ## How fast is it?
#
# An interviewer's next question. `race` lets your function run beside the worked solution, its fast form and the
# library, over growing inputs. Time is proportional to $n^k$: both axes are logarithmic, so k is the slope of the line.
# Here n is a side, so all of them end near n²; what tells them apart is the height. `im2col` and `conv_transpose2d` can
# be raced too.

# %% tags=["nbval-ignore-output"]
race(conv2d)

# %% tags=["nbval-ignore-output"]
race(conv2d_backward)

# %% [markdown]
# ### Depthwise: 1/256 of the work, of the time?
#
# Layers A and B of *Groups* again: full and depthwise, 256 channels. Now in two layouts, and beside a copy, which reads
# and writes as much and multiplies nothing. *NCHW* keeps a channel together; *channels last* keeps a pixel together.
#
# How many times faster is depthwise? Say a number for each layout before you run it.

# %% tags=["nbval-ignore-output"]
def shortest(actions, rounds=15):
    """Shortest time of each action, in seconds; in turn, so that a busy moment hits all."""
    best, threads = [float("inf")] * len(actions), torch.get_num_threads()
    torch.set_num_threads(1)
    for _ in range(rounds):
        for k, action in enumerate(actions):
            start = perf_counter()
            action()
            best[k] = min(best[k], perf_counter() - start)
    torch.set_num_threads(threads)
    return best


trials = {}  # layer and layout: MACs, bytes, what is timed
for layout, order in ("NCHW", torch.contiguous_format), ("channels last", torch.channels_last):
    image = torch.ones(1, 256, 64, 64).to(memory_format=order)
    for name, groups in ("full", 1), ("depthwise", 256):
        weights = torch.ones(256, 256 // groups, 3, 3).to(memory_format=order)
        moved = 4 * (2 * image.numel() + weights.numel())  # bytes of float32, each moved once
        trials[name, layout] = cost(256, 256, 3, 64, 64, groups), moved, (
            lambda x=image, w=weights, g=groups: torch.nn.functional.conv2d(x, w, padding=1, groups=g))
trials["copy", "either"] = 0, 4 * 2 * image.numel(), image.clone
times = dict(zip(trials, shortest([action for *_, action in trials.values()])))
print(f"{'':11}{'layout':15}{'MACs':>13}{'bytes moved':>13}{'MACs/byte':>11}{'ms':>8}{'full takes':>13}")
for (name, layout), (macs, moved, _) in trials.items():
    whole = times.get(("full", layout))
    ratio = f"{whole / times[name, layout]:11.1f} ×" if whole else ""
    took = times[name, layout] * 1000
    print(f"{name:11}{layout:15}{macs:13,}{moved:13,}{macs / moved:11.2f}{took:8.2f}{ratio}")

# %% [markdown]
# A multiply-add saved is time saved only where multiplying is what takes the time.
#
# - **Memory.** Full uses each input value in 9 · 256 multiply-adds, depthwise in 9; both move nearly as much data.
#   Depthwise is *memory-bound*: it cannot beat the copy.
# - **No matrix product.** Full is (256, 2304) by (2304, 4096). Depthwise is 256 of (1, 9) by (9, 4096): nothing to share.
# - **Layout.** From NCHW torch first brings blocks of channels together, and back afterwards: two more passes.
#
# Estimate both, MACs over the processor's peak and bytes over its bandwidth; the larger one is the time (*roofline*).

# %% [markdown] tags=["solution"]
# ### Now make it fast: conv2d
#
# Nearly all the work is multiply-adds, and a matrix product does those near the processor's peak. The rest is moving
# numbers, and there are two extremes. Copy every window out (`im2col`), K² times the image, and have one product. Or
# copy nothing and have a product for each of the K² places of the kernel; then each is thin, and K² results have to be
# added up. In between:
#
# - **Shift sideways only.** K copies of an image, each for one column of the kernel. Down, a shift needs no copy: rows
#   are whole, so row i of the kernel meets the same numbers, only i rows further on.
# - **One product for all rows of the kernel**: (K · C', K · C) by (K · C, pixels). It is large on both sides, so that
#   each number that is loaded serves many sums.
# - **Add afterwards**: what row i gave is taken i rows further down. Whole rows again, without a copy.
# - **One image at a time**: what has just been written is still in a cache when it is read.
#
# With stride S, row i of the kernel meets every S-th row alone. Rows of the kernel that meet the same ones share a product.
# For a depthwise layer all this gains nothing: three rows by three columns of weights are no matrix worth the name.

# %% tags=["solution", "coda"]
def fast_conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    """`conv2d` by one matrix product for each image and group: all rows of the kernel at once.

    With a stride there are up to `stride` products. Takes KW times the memory of one image, and KH
    times that of its result.
    """
    x, w = np.asarray(x), np.asarray(w)
    (images, _, high, wide), (outs, per, height, width) = x.shape, w.shape
    if b is not None and np.shape(b) != (outs,):
        raise ValueError(f"b has shape {np.shape(b)}, not ({outs},)")
    rows, columns, kind = high + 2 * padding, wide + 2 * padding, np.result_type(x, w)
    down = (rows - dilation * (height - 1) - 1) // stride + 1      # H'
    right = (columns - dilation * (width - 1) - 1) // stride + 1   # W'
    kernels = w.reshape(groups, -1, per, height, width).transpose(0, 3, 1, 4, 2)  # (G, KH, O/G, KW, C/G)
    kernels = kernels.reshape(groups, height, -1, width * per)
    padded = np.zeros((per, rows, columns), kind)
    shifted = np.empty((width, per, rows, right), kind)
    out = np.empty((images, groups, outs // groups, down, right), kind)
    for n, g in np.ndindex(images, groups):
        padded[:, padding:padding + high, padding:padding + wide] = x[n, g * per:(g + 1) * per]
        for j in range(width):
            shifted[j] = padded[:, :, j * dilation:j * dilation + (right - 1) * stride + 1:stride]
        total = out[n, g]  # (O/G, H', W')
        total[...] = 0
        for phase in {i * dilation % stride for i in range(height)}:
            mine = [i for i in range(height) if i * dilation % stride == phase]
            seen = shifted[:, :, phase::stride].reshape(width * per, -1)  # (KW * C/G, rows * W')
            products = kernels[g, mine].reshape(-1, width * per) @ seen
            for i, product in zip(mine, products.reshape(len(mine), len(total), -1, right)):
                first = i * dilation // stride
                total += product[:, first:first + down]
    out = out.reshape(images, outs, down, right)
    return out if b is None else out + np.asarray(b)[:, None, None]


# %% [markdown] tags=["solution"]
# Equal? In whole numbers to the last bit, whatever strides, paddings, dilations and groups:

# %% tags=["solution"]
equal = []
for stride, padding, dilation, groups in np.ndindex(4, 4, 3, 3):
    some = {"stride": stride + 1, "padding": padding, "dilation": dilation + 1, "groups": 2**groups}
    x, w = rng.integers(-9, 10, (2, 8, 10, 11)), rng.integers(-9, 10, (12, 8 // 2**groups, 4, 3))
    equal.append(np.array_equal(fast_conv2d(x, w, **some), conv2d(x, w, **some)))
print(f"conv2d: {sum(equal)} of {len(equal)} equal")

# %% [markdown]
# ## Traps: what popular notes get wrong
#
# - *"Cost = input width · input height · …"* Output. At stride 1 with same padding they happen to be equal.
# - *"Side = (N − F) / S + 1."* No padding, no dilation, no floor.
# - *"A fully connected layer has 40 times more."* Two examples mixed.
# - *"A larger image needs more parameters."* A dense neuron does; a kernel does not.
# - *"VGG takes 140M of memory."* That is a count.
# - *"1 × 1 convolution replaces the fully connected layer."* On a 1 × 1 map.
# - *"4.5 rounds to 5."* Not in Python.

# %%
per_place = count(3, 64, 7)  # weights and biases, as the note has it
wrong, right = 224**2 * per_place, out_size(224, 7, 2, 3)**2 * per_place
print(f"7 x 7, stride 2, padding 3: by input size {wrong:,}, by output size {right:,}: "
      f"{wrong / right:.2f} times too high")
print("(224 - 7) / 2 + 1 =", (224 - 7) / 2 + 1, "; padding 0 to 4 gives",
      [out_size(224, 7, 2, p) for p in range(5)])
dense, shared, nielsen = count(784, 30, 1), count(1, 6, 10), count(1, 20, 5)
print(f"784 * 30 + 30 = {dense:,}: {dense / shared:.1f} times {shared}, "
      f"{dense / nielsen:.1f} times {nielsen}")
for side in (100, 200):
    print(f"{side} x {side}: kernel of 10 {count(1, 1, 10)} parameters, output {out_size(side, 10)}; "
          f"dense neuron {count(1, 1, side):,}")
bytes_ = totals(nets.vgg(16))[0] * 4
print(f"VGG-16: {bytes_ // 4:,} parameters, {bytes_ / 1e6:.0f} MB = {bytes_ / 2**20:.0f} MiB of float32")
maps, weights = rng.normal(size=(2, 8, 7, 7)), rng.normal(size=(5, 8 * 49))
same = np.allclose(conv(maps, weights.reshape(5, 8, 7, 7)).reshape(2, 5), maps.reshape(2, -1) @ weights.T)
print("7 x 7 kernel on a 7 x 7 map is the dense layer:", same, "; a 1 x 1 kernel leaves",
      conv(maps, weights[:, :8].reshape(5, 8, 1, 1)).shape[2:])
print("round(4.5):", round(4.5), int(np.round(4.5)), int(torch.round(torch.tensor(4.5))),
      "; half up:", int(4.5 + 0.5))

# %% [markdown]
# ## In five lines
#
# 1. Outputs: floor((H + 2P − D(K − 1) − 1) / S) + 1, on each axis.
# 2. Parameters: (C / G · K² + 1) · C'. The image does not occur.
# 3. MACs: weights times **output** pixels. FLOPs are twice that; time also depends on what has to be moved.
# 4. Backwards: dx is a transposed convolution of dout, dw joins x and dout, db is a sum.
# 5. A transposed convolution gives back the size, never the values.

# %% [markdown]
# ## Cards and drills
#
# Run the next cell: it asks the cards below, and drills with new numbers each time; what you are about to forget comes
# first. All by keyboard: Tab, Tab into the panel, Enter answers, 1 to 4 say how well you knew it, Esc leaves. Or read the
# questions below and answer aloud; the solutions notebook has the answers.

# %%
quiz("conv_arithmetic")

# %% [markdown] tags=["card", "easy"]
# Convolution or cross-correlation: which does a "convolution layer" compute, and does it matter?
#
# Cross-correlation: the kernel is not flipped. With learned weights it makes no difference, since training would
# find the flipped kernel. It matters when you set the weights yourself, and in the backward pass, where the flip
# appears.

# %% [markdown] tags=["card"]
# True or false, and why? "The side of the output is (N − F) / S + 1." N = 224, F = 7, S = 2: which padding gives
# 112?
#
# Incomplete: floor((N + 2P − D(F − 1) − 1) / S) + 1. Without padding the note's formula gives 109.5. P = 3 gives
# 112; P = 2 gives 111.

# %% [markdown] tags=["card", "easy"]
# Full, same and valid for n = 5, K = 3: which sizes? True or false, and why? "Zero padding is wide convolution."
#
# 7, 5, 3. False: wide (full) means padding K − 1 and output n + K − 1. Same padding is zero padding too.

# %% [markdown] tags=["card"]
# True or false, and why? "Zero padding gives more feature information." What does padding="same" change besides the
# size?
#
# False: zeros are constant. Padding adds windows at the border (two more an axis for K = 3, so n − 2 becomes n) and
# therefore work. It changes no weight. Border outputs even see fewer real pixels.

# %% [markdown] tags=["card", "easy"]
# What does a larger stride change: the parameters, the cost or the size?
#
# The size and the cost, not the parameters. Stride 2 halves each side, so a quarter of the MACs. The floor may drop
# pixels at the end.

# %% [markdown] tags=["card", "easy"]
# Why are kernels nearly always of odd size?
#
# An odd kernel has a centre pixel, and same padding is symmetric: (K − 1) / 2 zeros at each end, 1, 2, 3 for 3, 5,
# 7. An even one needs one more zero at one end, and shifts the map by half a pixel.

# %% [markdown] tags=["card", "easy"]
# Parameters and cost of a convolution: the two formulas?
#
# Parameters: (K_w · K_h · C / G + 1) · C'. MACs: W' · H' · C' · K_w · K_h · C / G, with the size of the *output*. A
# bias adds one addition for each output.

# %% [markdown] tags=["card"]
# True or false, and why? "The cost of a convolution is input width · input height · (K_w · K_h · C + 1) · C'." One
# note has the input size, another the output size: which is right?
#
# False: output size, one dot product for each output. For 7 × 7, stride 2, padding 3 on 224 × 224, 3 → 64, the
# input size gives 475,267,072, which is 4.00 times the right 118,816,768. They agree at stride 1 with same padding.

# %% [markdown] tags=["card"]
# True or false, and why? "The layer needs 2.42 G FLOPS and 2.69 M of memory." Define MAC, FLOP and FLOPS.
#
# A MAC is one multiplication and one addition. A FLOP is one operation, so FLOPs ≈ 2 · MACs. FLOPS is a rate,
# operations in a second. 2.42 G is a count of MACs, and 2.69 M a count of elements: 10.25 MiB in float32.

# %% [markdown] tags=["card"]
# How is a convolution computed in practice, and what does it cost?
#
# im2col: unfold every window into a column, then one matrix product of `(C', C K²)` and `(C K², L)`. It costs up to
# K² times the memory. Libraries do it tile by tile, or use Winograd's or Fourier's way.

# %% [markdown] tags=["card", "hard"]
# How does a gradient go back through a convolution?
#
# dx: full correlation of dout with the flipped kernel (a transposed convolution). dw: correlation of x with dout.
# db: the sum of dout over batch and pixels. With stride, dout is first spread out with zeros.

# %% [markdown] tags=["card"]
# What is weight sharing? True or false, and why? "A bigger image needs more parameters." Kernel 10 × 10 on 200 ×
# 200: parameters, output, same padding?
#
# One kernel serves all places. False for a convolution: 101 parameters with the bias, on any image. A dense neuron
# has 10,001 on 100 × 100 and 40,001 on 200 × 200. Valid output: 191 × 191 (91 × 91 on 100 × 100). Same needs 4 + 5
# zeros an axis, because the kernel is even.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "Six feature maps together form one neuron." What is shared: the neuron or its weights?
#
# False: they form one layer of six channels. Each map has H · W neurons, and these share one kernel and one bias.
# The weights are shared, not the neuron: six 10 × 10 kernels have 606 parameters.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "A fully connected layer has 40 times the 606 parameters." Where does 520 come from?
#
# Roughly, by accident. 784 · 30 + 30 = 23,550, and 23,550 / 606 = 38.9, with a 28 × 28 image on one side and a
# 100 × 100 one on the other. The original is Nielsen's: 20 maps of 5 × 5, 20 · 26 = 520, and 23,550 / 520 = 45.3.

# %% [markdown] tags=["card"]
# True or false, and why? "C1 of LeNet-5 reduces 1,024 neurons to 784." Does the first layer compress the image? How
# many activations does it have per image?
#
# False: 28 · 28 = 784 is one map. Six maps have 4,704 activations, more than the 1,024 pixels. Nothing is compressed
# until S2 (1,176).

# %% [markdown] tags=["card"]
# LeNet-5, layer by layer: maps and parameters?
#
# C1 6 of 28 × 28, 156. S2 6 of 14 × 14, 12. C3 16 of 10 × 10, 1,516. S4 16 of 5 × 5, 32. C5 120, 48,120. F6 84,
# 10,164. Together 60,000. The output has 10 RBF units with 840 fixed weights. Connections: 340,908.

# %% [markdown] tags=["card"]
# Why is C3 of LeNet-5 not linked to all maps of S2, and what does it save?
#
# It breaks the symmetry: maps that see different inputs must learn different features. And it is cheaper: 60 of 96
# links, 456 + 606 + 303 + 151 = 1,516 parameters instead of 2,416. Today random first weights break the symmetry.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Connections are the work done." Parameters, connections and multiplications of S2 in
# LeNet-5?
#
# False: a connection is a link into a neuron, its bias included. S2: 12 parameters, 6 · 14 · 14 · 5 = 5,880
# connections, 1,176 multiplications (its coefficient is no connection). C1: 122,304 connections, 117,600
# multiplications.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "4.5 rounds to 5", when a mean over four pixels is stored as an integer. What is
# round(4.5)?
#
# Only half up. Python, NumPy and torch round half to even: 4. A program that pools whole numbers must state its
# rule.

# %% [markdown] tags=["card"]
# AlexNet: key ideas, kernel sizes, parameters? True or false, and why? "VGG replaced AlexNet's 11 × 11, 7 × 7 and
# 5 × 5 kernels."
#
# ReLU, dropout, augmentation; 5 convolutions and 3 fully connected layers. Kernels 11, 5, 3, 3, 3: there is no 7 × 7
# (that is ZFNet, GoogLeNet, ResNet), so false. 60,965,224 parameters in two groups (244 MB), 62,378,344 ungrouped.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "VGG16 and VGG19 have 16 and 19 hidden layers."
#
# False: 16 and 19 layers with *weights*, 13 + 3 and 16 + 3. The last is the output, so 15 and 18 are hidden. Pooling
# layers are not counted. ResNet-50 and ResNet-101 are counted in the same way.

# %% [markdown] tags=["card"]
# VGG: merits and faults? True or false, and why? "It has two structures, both with 3 × 3 kernels everywhere."
#
# Uniform 3 × 3, depth helps; but it is slow, and heavy. Incomplete: table 1 of the paper has six configurations, A,
# A-LRN, B, C, D, E. D is VGG-16, E is VGG-19; C also has 1 × 1 kernels.

# %% [markdown] tags=["card"]
# True or false, and why? "VGG uses 140M of memory." Where are most of its weights?
#
# False: 138,357,544 is a count of parameters (143,667,240 for VGG-19). Times 4 bytes: 553 MB = 528 MiB. The first
# fully connected layer has 102,764,544, or 74.3 %.

# %% [markdown] tags=["card"]
# Why can three 3 × 3 layers replace one 7 × 7, and two replace one 5 × 5?
#
# The same receptive field, more nonlinearities, fewer weights. 27 C² against 49 C²: 45 % fewer. 18 C² against 25 C²:
# 28 % fewer. (7 × 7 needs 81 % more than three 3 × 3.) Weights grow with the square of K, the field only with K.

# %% [markdown] tags=["card"]
# True or false, and why? "ResNet's 7 × 7 stem is affordable because its input, 224 × 224, has few features." Cheap in
# weights, in compute, or both?
#
# The reason is wrong: 224 × 224 is the *largest* map. What is small is the 3 channels: 9,408 weights (64 → 64 would
# take 200,704). Compute is not negligible: 118.0 M MACs, 6.5 % of ResNet-18. It shrinks early: at 56 × 56 ResNet-18
# has 64 channels, VGG-19 has 256.

# %% [markdown] tags=["card"]
# What is a grouped convolution? 256 → 256, 3 × 3, 8 groups: what is saved? And interleaved groups?
#
# The channels are split; each group maps C / G to C' / G on its own; the results are concatenated. 8 · 32 · 3 · 3 ·
# 32 = 73,728 weights instead of 589,824: one eighth. Groups never mix; interleaving permutes channels between two
# grouped layers so that they do.

# %% [markdown] tags=["card"]
# Depthwise separable convolution: its steps and weights for 16 → 32, 3 × 3? Derive the saving.
#
# Depthwise 3 · 3 · 16 = 144, pointwise 16 · 32 = 512, together 656; full 4,608, 7.02 times as many. The ratio is
# 1/C' + 1/K² = 1/32 + 1/9 = 0.142. With 3 × 3 it never saves more than a factor of 9.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "A depthwise layer costs 1/256." Why is it then not 256 times faster? And the whole block
# at 256 channels, 3 × 3?
#
# True only without the 1 × 1: the separable block costs 67,840 against 589,824 weights, 8.69 times less. On maps
# of 64 × 64 the working set falls only 1.28 times: 4.5 MACs for each element moved instead of 899, so the layer waits
# for memory. One note reports about ten times faster; measure it where you work.

# %% [markdown] tags=["card"]
# Why is MobileNet fast, and what do its two multipliers do?
#
# Depthwise separable convolutions: 4,231,976 parameters and 0.57 G MACs (VGG-16: 15.47 G). Width α scales the
# channels, resolution ρ the input: cost goes roughly with α² ρ². V2 adds inverted residuals with linear
# bottlenecks; V3 squeeze-and-excitation, h-swish and an automatic search.

# %% [markdown] tags=["card"]
# What are 1 × 1 convolutions for? True or false, and why? "A 1 × 1 convolution replaces the fully connected layer."
# VGG's fc6: which kernel?
#
# They mix channels, change their number and add a nonlinearity, cheaply. False unless the map is 1 × 1: fc6 sees
# 7 × 7 × 512, so its kernel is 7 × 7. A 1 × 1 kernel would leave a 7 × 7 output.

# %% [markdown] tags=["card", "hard"]
# Transposed convolution or deconvolution? True or false, and why? "It restores the shape." Why does PyTorch have
# output_padding?
#
# Transposed: the transposed matrix of a convolution, hence the size. Deconvolution: a true inverse, hence the
# values. Ambiguous: with K = 3, S = 2, both 7 and 8 give 3; `output_padding` says which one comes back.

# %% [markdown] tags=["card"]
# True or false, and why? "Transposed convolution is an upsampling process." How do you get 4 × 4 from 2 × 2 with a
# 3 × 3 kernel? Other ways up, and checkerboards?
#
# Only for stride above 1; K = 3, S = 1, P = 2 turns 4 × 4 into 2 × 2. Pad 2 × 2 by 2 on each side and convolve with
# the flipped kernel. Other ways: repetition, bilinear, unpooling, pixel shuffle. Stamps overlap unevenly when S does
# not divide K: use K = 4, S = 2, or resize and convolve.

# %% [markdown] tags=["card", "easy"]
# What changes when 3 × 3 kernels and 2 × 2 pooling become 3 × 3 × 3 and 2 × 2 × 2, as in nets for video?
#
# Weights per layer go from 9 C² to 27 C², three times as many; each is used at T' · H' · W' places. Pooling then
# halves time as well.

# %% [markdown] tags=["card", "easy"]
# What suits convolutional networks to images?
#
# Near pixels belong together, so a unit looks at a small window: few weights. The same pattern may occur anywhere, so
# one kernel serves all places: fewer still, and a moved pattern gives a moved response. Pooling or stride sums up,
# and layers build parts from edges and objects from parts.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "A CNN is invariant to shift, scale and rotation, thanks to pooling." Equivariant or
# invariant, and after stride 2?
#
# Convolution is *equivariant* to shifts, away from the border. After stride 2 only to even shifts: moving a map of
# noise by one pixel changes two thirds of its max-pooled values. Pooling tolerates small shifts, and a global average
# makes it nearly invariant. Scale and rotation have to come from data.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "Filters are small parts cut from the image." Where do their values come from?
#
# False. Parts of the image are the windows, or patches. A filter holds learned weights, random at first and moved by
# gradient descent; it is the same for all images. Each filter gives one feature map, whose values say how well each
# window fits it.

# %% [markdown] tags=["card", "easy"]
# What do mean and difference filters do?
#
# [1/3, 1/3, 1/3] averages neighbours: noise falls, edges blur. It is a low-pass filter, and its weights sum to 1, so
# flat areas stay. [−1, 1] takes a difference: edges across that direction respond, flat areas give 0, because the
# weights sum to 0. It is a high-pass filter and raises noise too.

# %% [markdown] tags=["card", "easy"]
# Why pool at all? Why is it called subsampling, and what allows it?
#
# The map shrinks: less work behind it, a wider view for each later unit, and a little tolerance to shifts, without
# weights. It keeps one number in place of four, hence the name. Neighbouring values are strongly correlated, so
# little is lost. A stride of 2 in a convolution can replace it.

# %% [markdown] tags=["card"]
# Max or average pooling: what does each keep, and why the one inside and the other before the classifier?
#
# Of 3, 9, 0, 6 max keeps 9, the average 4.5. Max keeps that a feature is there, however few places show it, which
# suits layers inside. At the end the global average sums up the evidence of all places, has no weights, and takes any
# image size; a maximum would follow one noisy place.

# %% [markdown] tags=["card"]
# True or false, and why? "Pooling layers have trainable parameters." Why does LeNet-5's S2 have 12 and `MaxPool2d`
# none?
#
# Both exist under one name. LeNet's S layers sum four pixels, multiply by a coefficient and add a bias, one of each
# for a map: 6 · 2 = 12 in S2, 16 · 2 = 32 in S4. Max and average pooling of today have nothing to learn.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "F6 of LeNet-5 uses the tangent function." Why 1.7159 and 2/3?
#
# Hyperbolic tangent, scaled: f(x) = 1.7159 · tanh(2x/3), in all layers up to F6. So f(1) = 1 and f(−1) = −1: the
# targets ±1 lie within the range, where the curve bends most, and not at its ends, where the slope vanishes.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "AlexNet has groups because they regularise." Why does it really?
#
# Memory: the network was split over two GPUs of 3 GB each, and some layers read only the maps on their own. That
# groups lead to correlations in blocks, and so act like a regulariser, is a later observation of others. The layers
# conv2, conv4 and conv5 have two groups.

# %% [markdown] tags=["card"]
# True or false, and why? "Depthwise means layer by layer." Why is a depthwise convolution alone not enough?
#
# False: channel by channel; each has a kernel of its own. Its outputs never mix channels: however many such layers
# follow each other, red never meets green. A 1 × 1 convolution after it mixes channels at each pixel, and can change
# their number.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "MobileNet's block is Xception's." Where do the ReLUs sit?
#
# Relatives. Xception's idea, drawn as an extreme Inception, puts the 1 × 1 first, and its separable layers have no
# nonlinearity between the two parts; ReLU there made it worse. MobileNet: 3 × 3 depthwise, batch norm, ReLU, 1 × 1,
# batch norm, ReLU. The saving of weights is the same.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Transposed convolution was introduced as deconvolution in 2010."
#
# Doubtful. The deconvolutional networks of 2010 were a sparse-coding model that infers feature maps from an image.
# Transposed convolution as a layer became known through visualisation (2014) and fully convolutional networks (2015),
# where it upsamples. The old word stayed with the new thing, and neither is an inverse filter.

# %% [markdown] tags=["card"]
# What does a squeeze-and-excitation block do, and what does it cost for C = 512 and r = 16?
#
# Squeeze: a global average gives one number for each channel. Excitation: dense C → C/r, ReLU, dense C/r → C,
# sigmoid. Each channel is multiplied by its number, between 0 and 1. Weights: 2C²/r = 32,768, without biases; hardly
# any MACs, since it works on one pixel.

# %% [markdown] tags=["card"]
# Which problem does ResNet address, and what is the residual? True or false, and why? "It exists to cure vanishing
# gradients."
#
# Degradation: a deeper plain net has a higher *training* error, so it is not overfitting. The residual is F(x) = y −
# x, what a block adds; doing nothing is then easy to learn. Mostly false: the plain nets had batch norm, and their
# gradients did not vanish.

# %% [markdown] tags=["card"]
# How does a ResNet help gradients?
#
# y = x + F(x), so dy/dx = 1 + F′(x): the gradient has a way past every block, and the product over blocks holds a
# path of factor 1 however deep the net. Strictly so only where nothing stands on the path; the first version has a
# ReLU after each addition.

# %% [markdown] tags=["card", "hard"]
# Does a ResNet improve without limit as it gets deeper? True or false, and why? "Residuals go to 0, so it stays
# optimal."
#
# No. On CIFAR-10 the paper has 7.93 % error with 1,202 layers and 6.43 % with 110, at similar training error:
# overfitting. The sentence says that good weights *exist*: set the new blocks to 0. It does not say that descent
# finds them.

# %% [markdown] tags=["card"]
# What is a bottleneck block? Count the weights for 256 channels, reduced to 64.
#
# 1 × 1 down, 3 × 3, 1 × 1 up: 256 · 64 + 9 · 64 · 64 + 64 · 256 = 16,384 + 36,864 + 16,384 = 69,632. Two 3 × 3 layers
# at 256 channels take 1,179,648, or 17 times as many. ResNet-50 and deeper use it; ResNet-18 and -34 do not.

# %% [markdown] tags=["card", "hard"]
# ResNet version 1 or 2: where are batch norm and ReLU, and what is gained?
#
# V1: conv, BN, ReLU, conv, BN, add, ReLU. V2: BN, ReLU, conv, BN, ReLU, conv, add, and nothing after it. The identity
# path is then clean from end to end, forwards and backwards, which lets nets of a thousand layers train. The last
# block needs one more BN and ReLU.

# %% [markdown] tags=["card"]
# What is ResNeXt's idea? Count a block of 256 channels with 32 groups of 4.
#
# Many parallel narrow paths instead of a wider or deeper one; their number is called cardinality. As a grouped
# convolution: 256 · 128 + 9 · 128 · 4 + 128 · 256 = 32,768 + 4,608 + 32,768 = 70,144 weights, nearly the 69,632 of
# ResNet's bottleneck of width 64, with twice the width inside.

# %% [markdown] tags=["card", "hard"]
# Inception, versions 1 to 4: a line each?
#
# V1 (GoogLeNet): 1 × 1, 3 × 3, 5 × 5 and pooling side by side, with 1 × 1 in front to save work. V2: batch norm, and
# two 3 × 3 for a 5 × 5. V3: 1 × 7 and 7 × 1 for a 7 × 7, label smoothing. V4: more uniform blocks; Inception-ResNet
# adds residual paths.

# %% [markdown] tags=["card"]
# DenseNet or ResNet: what does concatenation gain, and why does it need memory?
#
# Each layer gets the maps of all before it and adds k of its own; input channels grow as k₀ + k(l − 1). Features are
# reused, so k can be small, 12 to 32, with few weights. But maps are stored for the backward pass, and naive copies
# of every concatenation grow with the square of the depth.

# %% [markdown] tags=["card"]
# Why does MobileNetV2 add shortcuts, and between what?
#
# Between the thin ends of its blocks: 1 × 1 up six times, 3 × 3 depthwise, 1 × 1 down without ReLU. Gradients pass,
# features are reused, and only thin maps have to be kept. ReLU on a thin map would lose information. Only where
# stride is 1 and input and output channels agree.

# %% [markdown] tags=["card", "hard"]
# What are ShuffleNet V2's four guidelines, and what do they say of MACs as a measure?
#
# Equal input and output channels, since for given work that moves the least memory. Not too many groups. Little
# fragmentation into small parallel operations. Few element-wise operations: ReLU and additions cost time and hardly
# count as MACs. So equal MACs do not mean equal time; measure where it will run.

# %% [markdown] tags=["card", "hard"]
# What is EfficientNet's idea, and why is the condition α · β² · γ² ≈ 2?
#
# Scale depth by α^φ, width by β^φ and resolution by γ^φ together, not one alone. Cost grows linearly with depth, but
# with the square of width (input *and* output channels) and of resolution (both sides). So each step of φ doubles the
# cost: 1.2 · 1.1² · 1.15² = 1.92.

# %% [markdown] tags=["card"]
# True or false, and why? "The highway network is a more advanced ResNet." Write both.
#
# False: it came first, in May 2015, ResNet in December. Highway: y = T(x) · H(x) + (1 − T(x)) · x, with a learned
# gate T. ResNet: y = F(x) + x, without a gate. It is simpler, has fewer weights, and its shortcut never closes.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "ResNets contain recurrent units, and train a compressed network first that is expanded
# later."
#
# False twice. They have *residual* units; nothing is fed back. All blocks are trained together, from the first step
# on, and all run at inference. The nearest thing is stochastic depth, which skips random blocks while training and
# uses all of them afterwards.

# %% [markdown]
# ## Terms and sources
#
# convolution 卷积 · kernel 卷积核 · stride 步长 · padding 填充 · valid, full 窄卷积, 宽卷积 · dilated 空洞卷积 ·
# output size 输出尺寸 · feature map 特征图 · weight sharing 权值共享 · parameters 参数量 · cost 计算量 ·
# connection table 连接表 · grouped 分组卷积 · depthwise separable 深度可分离卷积 · pointwise 逐点卷积 ·
# arithmetic intensity 计算密度 · working set 工作集 · transposed 转置卷积 · inverse 反卷积
#
# - Dumoulin and Visin, *A Guide to Convolution Arithmetic*, 2016
# - LeCun et al., *Gradient-Based Learning Applied to Document Recognition* (LeNet-5), 1998
# - Krizhevsky 2012, Simonyan 2015, He 2016, Howard 2017
# - Nielsen, *Neural Networks and Deep Learning*, 2015
# - Odena et al., *Deconvolution and Checkerboard Artifacts*, 2016
