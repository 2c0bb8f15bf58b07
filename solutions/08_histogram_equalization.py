# %% [markdown]
# # Histogram equalisation
#
# **By the end you can** write histogram equalisation and matching on a whiteboard, filter with a box at a cost that
# does not depend on its size, and say why two libraries equalise one image differently.
#
# *80 minutes · needs NumPy indexing and an idea of the Fourier transform · asked in 7 of the notes' 218 questions*

# %% tags=["imports"]
import numpy as np

from utils import check, hint, photos, quiz, race, solution, stand_in
from utils.figures import histogram_equalization as figures

# %% [markdown]
# ## A case to do by hand
#
# Eight pixels, four neighbouring grey levels: `100 100 101 103 / 100 101 102 103`. Three pixels are ≤ 100, five ≤ 101,
# six ≤ 102, eight ≤ 103: that is the *cumulative histogram*, 3 5 6 8.
#
# Subtract the first count, so that the darkest level becomes 0: 0 2 3 5. Divide by the last of these, so that the
# brightest becomes 1. Times 255: **0 102 153 255**.
#
# Say what the eight pixels become before you look.

# %%
figures.by_hand()

# %% [markdown]
# ## The definition
#
# $$s_k = \mathrm{round}\left(255\,\frac{C_k - C_{\min}}{n - C_{\min}}\right) \qquad C_k = \sum_{j \le k} h_j$$
#
# | symbol | name | shape | unit |
# |---|---|---|---|
# | f | grey image, `uint8` | `(H, W)` | grey level, 0 to 255 |
# | $h_k$ | histogram | `(256,)` | pixels |
# | $C_k$ | cumulative histogram | `(256,)` | pixels |
# | $C_{\min}$ | its first value above 0 | one number | pixels |
# | n | H · W | one number | pixels |
# | $s_k$ | look-up table (LUT) | `(256,)` | grey level |
#
# $C_k / n$ is the *cumulative distribution function* (CDF).

# %% [markdown]
# ## 1 · gray_histogram
#
# Count how many pixels have each of the 256 grey levels.
#
# There is one bin a level, whether it occurs or not. A general histogram function takes *edges*, and 256 bins have
# 257 of them: with 0, 1, …, 255 as edges the last bin holds 254 and 255 together.
#
# **Example:** `[[0, 255, 255]]` gives 1, then 254 zeros, then 2.
#
# **Edge case:** an image without pixels gives 256 zeros.

# %% tags=["exercise"]
def gray_histogram(image):
    """Number of pixels of each grey level.

    Parameters
    ----------
    image : (H, W) uint8 array
        Grey levels, 0 to 255.

    Returns
    -------
    (256,) int array
        Entry k counts the pixels of level k; the sum is H·W. All 0 if there are no pixels.

    Notes
    -----
    Raises nothing. Cost: one pass. Not a density: nothing is divided. Source: Gonzalez & Woods,
    Digital Image Processing, section 3.3.
    """
    return np.bincount(np.asarray(image).ravel(), minlength=256)  # (256,)


# %%
check(gray_histogram)

# %% [markdown]
# ## 2 · equalization_lut
#
# Turn a histogram into the table of new grey levels, by the formula above. The CDF is steep where many pixels are, so
# crowded levels are pulled apart.
#
# **Example:** 3, 2, 1, 2 pixels of levels 100 to 103: the table has 0, 102, 153, 255 there.
#
# **Edge cases:** levels below the first that occurs become 0. If only one level occurs the formula is 0/0: the level
# stays what it is. Within 0.001 of a half, either neighbour is right.

# %% tags=["exercise"]
def equalization_lut(histogram):
    """Look-up table that equalises an image of this histogram.

    Parameters
    ----------
    histogram : (256,) int array
        Pixels of each grey level; at least one pixel in all.

    Returns
    -------
    (256,) uint8 array
        Entry k is ``round((cdf[k] - cdf_min) / (n - cdf_min) * 255)``, where ``cdf`` is the
        cumulative histogram, ``cdf_min`` its first value above 0, and ``n`` its last. Levels below
        the first that occurs become 0. If only one level occurs it is mapped to itself, and the
        other entries are of no matter. A value within 1e-3 of a half may go to either neighbour.

    Notes
    -----
    Raises nothing. Cost: one pass over 256 counts, whatever the size of the image. Not
    ``round(cdf / n * 255)``, by which the darkest level does not become 0. Source:
    ``cv2.equalizeHist``.
    """
    cdf = np.cumsum(np.asarray(histogram, dtype=np.int64))  # (256,)
    lowest, pixels = cdf[cdf > 0][0], cdf[-1]
    if lowest == pixels:  # one level only
        return np.arange(256, dtype=np.uint8)
    share = np.maximum(cdf - lowest, 0) / (pixels - lowest)  # (256,)
    return np.rint(share * 255).astype(np.uint8)


# %%
check(equalization_lut)

# %% [markdown]
# ## 3 · equalize
#
# Equalise an image: every pixel of level k becomes `lut[k]`.
#
# This is not *stretching*, which moves minimum and maximum to 0 and 255 and leaves the shape of the histogram alone.
# One black and one white pixel are enough to make stretching do nothing.
#
# **Example:** the eight pixels above become `0 0 102 255 / 0 102 153 255`.
#
# **Edge cases:** a constant image stays as it is; an image that is not `uint8` raises `ValueError`.

# %% tags=["exercise"]
def equalize(image):
    """Histogram equalisation of a grey image.

    Parameters
    ----------
    image : (H, W) uint8 array
        Grey levels, 0 to 255; at least one pixel.

    Returns
    -------
    (H, W) uint8 array
        Each level replaced as `equalization_lut` says. A constant image is unchanged.

    Raises
    ------
    ValueError
        ``image must be uint8, not DTYPE``, if it is not.

    Notes
    -----
    Cost: two passes and a table of 256. Not contrast stretching: the new level depends on how many
    pixels are darker, not on where minimum and maximum lie. Source: ``cv2.equalizeHist``.
    """
    image = np.asarray(image)
    if image.dtype != np.uint8:
        raise ValueError(f"image must be uint8, not {image.dtype}")
    return equalization_lut(gray_histogram(image))[image]  # (H, W)


# %%
check(equalize)

# %%
# A photograph of the moon: a dozen grey levels hold seven tenths of its pixels
moon = photos.photo("moon")
equal = stand_in(equalize)
figures.equalized(equal, moon)

# %% [markdown]
# ## 4 · match_histograms
#
# Give `image` the histogram of `reference`, as nearly as a table can. Level k has a share of pixels at or below it,
# $C_k / n$; it goes to the reference level whose share $R_l / m$ is nearest. Only levels that *occur* in the reference
# count; of equally near ones take the lowest.
#
# Compare the fractions exactly: $|C_k m - R_l n|$ is whole.
#
# **Example:** `[[0, 1]]` and `[[10, 20, 30, 40]]`: shares 1/2 and 1 give `[[20, 40]]`.
#
# **Edge case:** an image matched to itself is unchanged.

# %% tags=["exercise"]
def match_histograms(image, reference):
    """Map the grey levels of an image so that its histogram comes near that of another one.

    Parameters
    ----------
    image : (H, W) uint8 array
        Grey levels, 0 to 255; at least one pixel.
    reference : (K, L) uint8 array
        The same, of any size.

    Returns
    -------
    (H, W) uint8 array
        Each level goes to the level that occurs in `reference` whose CDF is nearest, of equally
        near ones the lowest. CDFs are shares of pixels, compared exactly.

    Notes
    -----
    Raises nothing. Cost: two histograms, and at most 256·256 differences. Not equalisation of both:
    that is how the method is derived, and it would round twice. Source: Gonzalez & Woods, section
    3.3.
    """
    image, reference = np.asarray(image), np.asarray(reference)
    cdf = np.cumsum(gray_histogram(image))      # (256,)
    counts = gray_histogram(reference)          # (256,)
    levels = np.flatnonzero(counts)             # (R,) those that occur
    target = np.cumsum(counts)[levels]          # (R,)
    apart = np.abs(cdf[:, None] * reference.size - target * image.size)  # (256, R) whole numbers
    nearest = apart.argmin(axis=1)              # (256,) the first of equal ones
    return levels[nearest].astype(np.uint8)[image]  # (H, W)


# %%
check(match_histograms)

# %%
# Gravel under a lamp: the unlit part, matched to the lit part
night = photos.night()
dark, lit = night[:, 100:], night[:, :60]
match = stand_in(match_histograms)
figures.matched(match, dark, lit)

# %% [markdown]
# ## 5 · box_mean
#
# Replace every pixel by the mean of the window of side 2r + 1 around it. At the edge the image is reflected, the edge
# pixel included:
#
# `d c b a | a b c d | d c b a`
#
# In the *integral image* entry (y, x) is the sum of all above and to the left. A window's sum is then four reads,
# whatever its side.
#
# **Example:** `[[0, 3, 6]]`, radius 1, gives `[[1, 3, 5]]`.
#
# **Cost:** counted. No loop over pixels or offsets; at radius 8 at most twice the elements of radius 1.

# %% tags=["exercise"]
def box_mean(image, radius):
    """Mean over a square window around each pixel.

    Parameters
    ----------
    image : (H, W) array
        Grey levels; integers count as float64.
    radius : int
        0 or more; the window has side ``2 * radius + 1``.

    Returns
    -------
    (H, W) float64 array
        Means. Beyond the edge the image is reflected, the edge pixel included:
        ``d c b a | a b c d | d c b a``.

    Notes
    -----
    Raises nothing. Cost: a few passes over ``(H + 2r, W + 2r)``, so it does not grow with `radius`
    but for the margin. Not a Gaussian: its frequency response has side lobes. Source: Crow
    1984; the edge as ``scipy.ndimage.uniform_filter`` in mode "reflect".
    """
    side = 2 * radius + 1
    padded = np.pad(np.asarray(image, dtype=np.float64), radius, mode="symmetric")  # (H + 2r, W + 2r)
    sums = np.pad(padded, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)           # (H + side, W + side)
    total = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]  # (H, W)
    return total / side**2


# %%
check(box_mean)

# %%
# Cost, counted: elements read and written for each pixel of a 200 × 160 image
from numpy.lib.stride_tricks import sliding_window_view

from utils.topics.histogram_equalization.cost import Cost, measured


def all_windows(image, radius):
    padded = np.pad(image, radius, mode="symmetric")
    return sliding_window_view(padded, (2 * radius + 1,) * 2).mean(axis=(2, 3))


def offsets(image, radius):
    (height, width), side = image.shape, 2 * radius + 1
    padded = np.pad(image.astype(float), radius, mode="symmetric")
    return sum(padded[y:y + height, x:x + width] for y in range(side) for x in range(side)) / side**2


mean, radii, elements = stand_in(box_mean), [1, 2, 4, 8, 16], {}
for name, function in {"all windows": all_windows, "loop over offsets": offsets, "box_mean": mean}.items():
    elements[name] = []
    for radius in radii:
        cost = Cost()
        measured(function, np.zeros((200, 160), dtype=np.uint8), radius, cost)
        elements[name].append(cost.elements / (200 * 160))
    print(f"{name:18}", *(f"{value:7.0f}" for value in elements[name]))

# %%
figures.cost(radii, elements, mean)

# %% [markdown]
# ## 6 · enhance_local_contrast
#
# Brighten what is dark and has some structure, and leave the rest alone. With local mean $m_L$ and deviation $s_L$ over
# a window, global $m$ and $s$, multiply a pixel by `gain` where
#
# $$m_L \le k_0\,m \quad\text{and}\quad k_1\,s \le s_L \le k_2\,s,$$
#
# then round and clip to 0…255. The deviation is the root of $E[f^2] - E[f]^2$: two calls of exercise 5.
#
# **Example:** `[[10, 20, 200, 200]]`, gain 4, limits 0.4, 0.02, 0.4, radius 1: only the first pixel changes, to 40.
#
# **Edge case:** where $k_1\,s > 0$ flat regions stay, because there $s_L = 0$.

# %% tags=["exercise"]
def enhance_local_contrast(image, gain, k0, k1, k2, radius):
    """Multiply the pixels whose surroundings are dark and of moderate contrast.

    Parameters
    ----------
    image : (H, W) uint8 array
        Grey levels, 0 to 255; at least one pixel.
    gain : float
        Factor for the chosen pixels.
    k0 : float
        Chosen are pixels with ``local_mean <= k0 * global_mean`` …
    k1, k2 : float
        … and ``k1 * global_std <= local_std <= k2 * global_std``.
    radius : int
        0 or more; the window has side ``2 * radius + 1`` and is reflected at the edge, as in
        `box_mean`.

    Returns
    -------
    (H, W) uint8 array
        Chosen pixels times `gain`, rounded, clipped to 0..255; the others unchanged. Both
        deviations are of the population: divided by the number of pixels.

    Notes
    -----
    Raises nothing. Values on a limit or a half are not tested. Cost: two box means. Not an
    equalisation, neither global nor local: no histogram occurs in it. Source: Gonzalez & Woods,
    section 3.3, "Using histogram statistics for image enhancement".
    """
    image = np.asarray(image)
    values = image.astype(np.float64)  # (H, W)
    mean = box_mean(values, radius)
    deviation = np.sqrt(np.maximum(box_mean(values**2, radius) - mean**2, 0))  # rounding may give -1e-12
    dark = mean <= k0 * values.mean()
    moderate = (k1 * values.std() <= deviation) & (deviation <= k2 * values.std())
    bright = np.clip(np.rint(values * gain), 0, 255).astype(np.uint8)
    return np.where(dark & moderate, bright, image)


# %%
check(enhance_local_contrast)

# %%
# Try it: set radius to 1. Which pixels are left out now, and why more of them?
enhance = stand_in(enhance_local_contrast)
figures.night(enhance, equal, night, radius=3, gain=4, k0=0.4, k1=0.02, k2=0.4)

# %% [markdown]
# ## 7 · split_frequencies
#
# Split an image into slow and rapid change: `low` keeps the frequencies at or below `cutoff`, `high` is the rest.
#
# A frequency is a pair, in cycles per image height and per image width; its size is the length of the pair, so the
# filter is a disc. `np.fft.fft2` puts frequency 0 in the *corner*: `np.fft.fftfreq(n) * n` says which is where.
#
# **Example:** `[[1, 3]]`, cutoff 0.5: low `[[2, 2]]`, high `[[-1, 1]]`. The mean is in `low`.
#
# **Check:** low + high is the image, to 1e-9.

# %% tags=["exercise"]
def split_frequencies(image, cutoff):
    """Split an image into its low and its high frequencies with an ideal circular filter.

    Parameters
    ----------
    image : (H, W) array
        Grey levels; integers count as float64.
    cutoff : float
        Cycles per image, 0 or more. A frequency of ``fy`` cycles per height and ``fx`` per width
        is low if ``hypot(fy, fx) <= cutoff``; tested where no frequency meets it.

    Returns
    -------
    low, high : (H, W) float arrays
        Their sum is the image to 1e-9. The mean (frequency 0) is in `low`.

    Notes
    -----
    Raises nothing. Cost: two fast Fourier transforms. Not what one would use to smooth: a sharp
    edge in frequency rings in space. `high` has values below 0. Source: Gonzalez & Woods, sections
    4.8 and 4.9.
    """
    image = np.asarray(image, dtype=np.float64)
    height, width = image.shape
    vertical = np.fft.fftfreq(height)[:, None] * height  # (H, 1) cycles per image
    horizontal = np.fft.fftfreq(width) * width           # (W,)
    is_low = np.hypot(vertical, horizontal) <= cutoff    # (H, W)
    low = np.fft.ifft2(np.fft.fft2(image) * is_low).real
    return low, image - low


# %%
check(split_frequencies)

# %%
# Try it: set cutoff to 3.5, then to 30.5. Where does the ringing go?
split, camera = stand_in(split_frequencies), photos.photo("camera")
low, high = split(camera, cutoff=10.5)
print("low + high is the image to 1e-9:", np.abs(low + high - camera).max() < 1e-9)
figures.bands(split, camera, cutoff=10.5)

# %% [markdown]
# ## Local equalisation, and CLAHE
#
# Where the light varies, one table for the whole image suits no part of it. *Local* equalisation takes a table for each
# pixel, from the window around it. (Local matching is the same with a reference.) In flat regions it amplifies the noise,
# because it stretches whatever is there.
#
# **CLAHE**, contrast-limited adaptive histogram equalisation, is what people use: one table for each tile, from a
# histogram that is clipped first, and interpolation between tiles. The slope of a table is the height of its histogram,
# so clipping limits the gain.

# %%
from skimage.exposure import equalize_adapthist


def in_windows(image, radius):
    """Each pixel equalised with the window around it: slow, and the definition."""
    padded = np.pad(image, radius, mode="symmetric")
    around = sliding_window_view(padded, (2 * radius + 1,) * 2)  # (H, W, side, side)
    result = np.empty_like(image)
    for y, x in np.ndindex(image.shape):
        result[y, x] = equal(around[y, x])[radius, radius]
    return result


strip = night[:80]
clahe = np.rint(255 * equalize_adapthist(strip, kernel_size=24, clip_limit=0.03)).astype(np.uint8)
results = {"global": equal(strip), "local": in_windows(strip, 12), "CLAHE": clahe}
figures.local(strip, results, dark=slice(100, 180), equalize=equal)

# %% [markdown]
# ## Against the library
#
# - `cv2.equalizeHist` is our formula in float32: next to a half it may round the other way. On the moon it never does.
# - scikit-image's `equalize_hist` returns the plain CDF, a float in 0…1: nothing subtracted, nothing rounded.
# - Its `match_histograms` interpolates between the reference's levels and returns floats; ours uses levels that
#   occur.
# - `scipy.ndimage.uniform_filter` keeps the dtype: given `uint8`, it truncates after each of two passes. Give it
#   floats.

# %%
import cv2
from scipy import ndimage
from skimage import exposure

count, table = stand_in(gray_histogram), stand_in(equalization_lut)
levels, ours = np.unique(moon), table(count(moon))
opencv = np.zeros(256, dtype=int)
opencv[moon] = cv2.equalizeHist(moon)
print(f"OpenCV: {(opencv == ours)[levels].sum()} of {levels.size} levels equal")
cdf = np.cumsum(count(moon)) / moon.size
print("equalize_hist is the plain CDF:", np.abs(exposure.equalize_hist(moon) - cdf[moon]).max() < 1e-12)
print("rounded, it differs from ours at", (np.rint(cdf * 255) != ours)[levels].sum(), "levels")
theirs = exposure.match_histograms(dark, lit)
print(f"match_histograms: at most {np.abs(theirs - match(dark, lit)).max():.1f} levels apart")
for kind in (np.uint8, np.float64):
    gap = np.abs(ndimage.uniform_filter(camera.astype(kind), 3, mode="reflect") - mean(camera, 1)).max()
    print(f"uniform_filter on {kind.__name__}: off by {gap:.2f}")

# %% [markdown]
# ## How fast is it?
#
# `race` lets your function run beside the worked solution, its fast form and the library, over growing images. Both axes
# are logarithmic: time proportional to $n^k$ is a line of slope k.
#
# All functions here are passes over an image, so with n pixels on a side the slope is about 2 for everyone, and more where
# the arrays leave the cache. What differs is the height of the line: how often a pixel is moved, and how wide it is then.
#
# `race` takes `gray_histogram`, `match_histograms`, `enhance_local_contrast` and `split_frequencies` too.

# %% tags=["nbval-ignore-output"]
race(equalize)

# %% tags=["nbval-ignore-output"]
race(box_mean)

# %% [markdown] tags=["solution"]
# ### Now make it fast: equalize
#
# Counting and looking up are one small step for each pixel, with an index widened to 8 bytes. So take **two pixels at a
# time**: as `uint16` the image has half as many numbers.
#
# - **Count** pairs: sums along both axes of 256 × 256 counts add up to the histogram. Unlike `np.bincount`, `np.add.at` needs
#   no new counters for each block.
# - **Look up** pairs in a table of 65,536. With `mode="clip"` `np.take` writes straight into `out`.
# - **Blocks**: widened indices stay in the cache.
#
# Small images pay for the large table. Levels come from float32, as OpenCV's do.

# %% tags=["solution", "coda"]
def fast_gray_histogram(image):
    """`gray_histogram`, two pixels at a time; takes nothing but uint8."""
    flat = np.ascontiguousarray(image).ravel()
    pairs, block = flat[:flat.size // 2 * 2].view(np.uint16), 1 << 16
    both = np.zeros(1 << 16, dtype=np.int64)
    for first in range(0, pairs.size, block):
        np.add.at(both, pairs[first:first + block], 1)  # unlike `both[pairs] += 1` it counts repeats
    both = both.reshape(256, 256)
    counts = both.sum(axis=0) + both.sum(axis=1)
    if flat.size % 2:
        counts[flat[-1]] += 1
    return counts


def looked_up(lut, image):
    """`lut[image]`, both uint8, two pixels at a time."""
    flat = np.ascontiguousarray(image).ravel()
    result = np.empty_like(flat)
    table = (lut.astype(np.uint16)[:, None] << 8 | lut).ravel()  # good for either order of the two bytes
    even, block = flat.size // 2 * 2, 1 << 16
    pairs, target = flat[:even].view(np.uint16), result[:even].view(np.uint16)
    for first in range(0, pairs.size, block):
        np.take(table, pairs[first:first + block], out=target[first:first + block], mode="clip")
    result[even:] = lut[flat[even:]]  # the last pixel of an odd number
    return result.reshape(image.shape)


def fast_equalize(image):
    """`equalize`, two pixels at a time; bit for bit what OpenCV gives."""
    image = np.asarray(image)
    if image.dtype != np.uint8:
        raise ValueError(f"image must be uint8, not {image.dtype}")
    counts = fast_gray_histogram(image)
    above = np.cumsum(counts) - counts[counts > 0][0]  # (256,) C - C_min
    if not above[-1]:  # one level only
        return image.copy()
    scale = np.float32(255) / np.float32(above[-1])
    return looked_up(np.rint(above.clip(0).astype(np.float32) * scale).astype(np.uint8), image)


# %% [markdown] tags=["solution"]
# ### Now make it fast: box_mean
#
# The clear form walks through several arrays of float64, each eight times the image. The fast form touches no fewer
# elements, but narrower ones, and few at a time:
#
# - **Running sums** of rows: plus the row that enters the window, minus the one that leaves. Then a cumulative sum along the
#   row, and a difference.
# - **Blocks of rows** stay in the cache.
# - **32 bits may overflow**: a difference modulo $2^{32}$ is right while the window's own sum is below $2^{32}$.
# - **Two sums in one**: local contrast needs squares too; $f + 2^{32} f^2$ in 64 bits does both.

# %% tags=["solution", "coda"]
def window_sums(image, radius, table, block=32):
    """Yields (slice of rows, sums of the windows around their pixels).

    A level adds `table[level]`, or itself if the table is None.
    """
    side, dtype = 2 * radius + 1, np.float64 if table is None else table.dtype

    def added(rows, out):
        if table is None:
            np.copyto(out, rows)
            return out
        return np.take(table, rows, out=out, mode="clip")

    # one more in front: the window before the first
    padded = np.pad(image, [(radius + 1, radius)] * 2, mode="symmetric")
    running = added(padded[:side], np.empty((side, padded.shape[1]), dtype)).sum(axis=0, dtype=dtype)
    enters, leaves = np.empty((2, block, padded.shape[1]), dtype)
    for first in range(0, len(image), block):
        rows = slice(first, min(first + block, len(image)))
        count = rows.stop - first
        sums = added(padded[first + side:rows.stop + side], enters[:count])
        np.subtract(sums, added(padded[rows], leaves[:count]), out=sums)
        for row in sums:
            running = np.add(running, row, out=row)
        running = running.copy()  # the row is about to change
        np.cumsum(sums, axis=1, out=sums)
        yield rows, np.subtract(sums[:, side:], sums[:, :-side], out=leaves[:count, side:])


def fast_box_mean(image, radius):
    """`box_mean`: uint8 in whole numbers while a window's sum has 32 bits, anything else in float64."""
    image, area = np.asarray(image), (2 * radius + 1) ** 2
    narrow = image.dtype == np.uint8 and 255 * area < 1 << 32
    result = np.empty(image.shape)
    for rows, sums in window_sums(image, radius, np.arange(256, dtype=np.uint32) if narrow else None):
        np.divide(sums, area, out=result[rows])
    return result


def box_means(image, radius, dtype=np.float64):
    """Means, and means of the squares, of the windows of a uint8 image, (2, H, W); radius at most 128."""
    area, levels = (2 * radius + 1) ** 2, np.arange(256, dtype=np.uint64)
    if image.dtype != np.uint8 or 255**2 * area >= 1 << 32:
        raise ValueError("a window's sum of squares must have 32 bits")
    result = np.empty((2, *image.shape), dtype)
    for rows, sums in window_sums(image, radius, levels | levels**2 << np.uint64(32)):
        part = result[:, rows]
        part[0], part[1] = sums & np.uint64(2**32 - 1), sums >> np.uint64(32)
        part /= dtype(area)
    return result


def fast_enhance_local_contrast(image, gain, k0, k1, k2, radius):
    """`enhance_local_contrast` of a uint8 image, radius at most 128."""
    levels, share = np.arange(256), fast_gray_histogram(image) / image.size
    average = share @ levels
    spread = np.sqrt(share @ (levels - average) ** 2)
    mean, squares = box_means(image, radius)
    squares -= mean**2
    deviation = np.sqrt(np.maximum(squares, 0, out=squares), out=squares)
    chosen = (mean <= k0 * average) & (k1 * spread <= deviation) & (deviation <= k2 * spread)
    result = image.copy()
    result[chosen] = np.clip(np.rint(levels * gain), 0, 255).astype(np.uint8)[image[chosen]]
    return result


# %% [markdown] tags=["solution"]
# Equal? To the last bit, on odd sides, at radii small and large; and to OpenCV.

# %% tags=["solution"]
crop, odd = camera[5:, 8:], [image[:255, :255] for image in (moon, camera)]
for name, other in {"equalize": equalize, "OpenCV": cv2.equalizeHist}.items():
    same = [np.array_equal(fast_equalize(image), other(image)) for image in (moon, crop, *odd)]
    print(f"{name}:", all(same))
for radius in (0, 1, 15, 60):
    one, two = box_mean(crop, radius), box_mean(crop.astype(float) ** 2, radius)
    both = np.array_equal(box_means(crop, radius), [one, two])
    print(f"radius {radius:2}:", np.array_equal(fast_box_mean(crop, radius), one), both)
settings = {"gain": 4, "k0": 0.4, "k1": 0.02, "k2": 0.4, "radius": 3}
bright = fast_enhance_local_contrast(night, **settings)
print("local contrast:", np.array_equal(bright, enhance_local_contrast(night, **settings)))

# %% [markdown]
# ## Traps: what popular notes get wrong
#
# - *"s = round(7 · CDF)"*, the textbook's form: the darkest level is not black. OpenCV subtracts $C_{\min}$.
# - *"Scale the CDF to the image's own grey range."* Then a dull image stays dull. The range is that of the output.
# - *"The result has a flat histogram."* Pixels of one level stay together: levels merge, none is split.
# - *"Multiply by E."* And clip: 4 · 70 is 24 in `uint8`.
# - *"A window of s."* If s is the half-width, the side is 2s + 1. Nor is s a step: the window moves pixel by pixel.

# %%
def forms(counts, top):
    """The textbook's levels, and OpenCV's."""
    cdf = np.cumsum(counts)
    print("  plain CDF      ", *np.rint(cdf / cdf[-1] * top).astype(int))
    print("  minus the first", *np.rint((cdf - cdf[0]) / (cdf[-1] - cdf[0]) * top).astype(int))


print("64 × 64 pixels of 3 bits")
forms([790, 1023, 850, 656, 329, 245, 122, 81], top=7)
print("the eight pixels, levels 100 to 103")
forms([3, 2, 1, 2], top=255)
print("  own range      ", *np.rint(100 + np.cumsum([3, 2, 1, 2]) / 8 * 3).astype(int))

# %%
after = equal(moon)
for name, image in (("before", moon), ("after", after)):
    share = np.asarray(count(image)) / image.size
    bits = -np.sum(share[share > 0] * np.log2(share[share > 0]))
    used = np.count_nonzero(share)
    print(f"{name:7}{used:4} levels, fullest {share.max():.1%}, entropy {bits:.2f} bits")
print(f"flat    256 levels, fullest {1 / 256:.1%}, entropy 8.00 bits")
few = np.array([60, 64, 70], dtype=np.uint8)
print("times 4 in uint8:", *few * np.uint8(4), "  clipped:", *np.clip(few * 4.0, 0, 255).astype(np.uint8))
for radius, reading in ((3, "half-width 3, side 7"), (1, "side 3")):
    changed = (enhance(night, 4, 0.4, 0.02, 0.4, radius) != night)[:, 90:].mean()
    print(f"s = 3 read as {reading}: {changed:.0%} of the dark half is changed")

# %% [markdown]
# ## In five lines
#
# 1. Cumulative histogram, minus its first value, over its last minus its first, times 255, rounded: a table of 256.
# 2. Equalising moves levels apart and merges some; it splits none and adds no information.
# 3. Matching sends each level to the reference level whose CDF is nearest.
# 4. With an integral image any box is four reads.
# 5. Local tables show local detail, and noise; CLAHE limits the gain.

# %% [markdown]
# ## Cards and drills
#
# Run the next cell: it asks the cards below, and drills with new numbers each time; what you are about to forget comes
# first. All by keyboard: Tab, Tab into the panel, Enter answers, 1 to 4 say how well you knew it, Esc leaves. Or read the
# questions below and answer aloud; the solutions notebook has the answers.

# %%
quiz("histogram_equalization")

# %% [markdown] tags=["card", "easy"]
# What are the steps of histogram equalisation?
#
# Histogram; cumulative sum (the CDF, times n); scale it to 0…L−1 (OpenCV: after subtracting its first value); round;
# send every pixel through the table. The table never falls, so the order of grey levels is kept.

# %% [markdown] tags=["card"]
# Two libraries equalise one image, and the results differ. Why? Eight pixels of 3 bits: 3, 2, 1, 1, 1 of five levels.
#
# Two conventions. Textbook, round(7 · CDF): 3 4 5 6 7. OpenCV subtracts the first count, (C − 3) / (8 − 3) · 7: 0 3 4 6 7.
# A third one, scikit-image's, returns the CDF itself, as a float.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "Equalisation scales the CDF to the grey range of the image."
#
# False: to the full range of the *output*, 0…L−1. Scaled to its own range, an image of levels 100 to 103 keeps levels 101
# to 103 and looks as dull as before.

# %% [markdown] tags=["card"]
# True or false, and why? "After equalisation the histogram is flat." Can equalisation create new levels?
#
# False for discrete levels: all pixels of one level move together, so a full bin stays full. Several levels may merge,
# none is split, so there are never more levels than before; the moon above goes from 175 to 68. What becomes nearly
# straight is the CDF.

# %% [markdown] tags=["card"]
# True or false, and why? "Equalisation adds information: one sees more."
#
# False. It is a table, and a table cannot tell apart what was equal. Entropy stays or, where levels merge, falls: 5.06
# to 4.83 bits on the moon. One sees more because the differences that were there are larger.

# %% [markdown] tags=["card", "hard"]
# Equalise an equalised image: does anything change?
#
# In the textbook's form nothing: a merged level has the CDF of its highest member, and round((L−1) · CDF) gives the same
# level again. In OpenCV's form it may: if levels merged with the darkest, the first count is larger the second time. On
# the moon no pixel moves by more than 1.

# %% [markdown] tags=["card", "easy"]
# Equalisation or matching: what is the difference, and when do you want the second?
#
# Equalisation aims at the uniform histogram, matching at the histogram of a reference. Matching is for images that have
# to look alike: frames of two cameras, slides of two scanners, a mosaic, training and test data of two devices.

# %% [markdown] tags=["card", "hard"]
# Match an image to itself. What comes out, and what does the proof use?
#
# The same image. Each level's own CDF is at distance 0, and no other level *that occurs* has the same CDF, because a
# level that occurs adds pixels. With levels that do not occur among the candidates, ties would appear.

# %% [markdown] tags=["card"]
# Global or local enhancement: what does each do, and what does each spoil?
#
# Global: one table for the whole image; cheap, and it keeps the order of all grey levels, but detail in a small dark part
# stays hidden, because few pixels get few levels. Local: a table from each neighbourhood; it shows that detail, and
# amplifies noise and breaks the order: equal pixels may come out different.

# %% [markdown] tags=["card"]
# Which pixels does local-statistics enhancement change, and which does it leave alone?
#
# It changes those whose window is dark (mean ≤ k0 · global mean) *and* of moderate contrast (k1 · σ ≤ local σ ≤ k2 · σ).
# It leaves alone bright regions, flat dark ones (only noise there) and strong edges (visible already).

# %% [markdown] tags=["card"]
# True or false, and why? "With half-width s the window has side s, and it moves by s." What comes after "times E"?
#
# False: the side is 2s + 1 and the window moves pixel by pixel. After multiplying by E come rounding and clipping to
# 0…255; in `uint8` 70 · 4 wraps round to 24, and the bright becomes dark.

# %% [markdown] tags=["card", "hard"]
# How do you average over a window at a cost that does not depend on its size? What overflows?
#
# Integral image S, with a row and a column of zeros in front: sum = S[y2, x2] − S[y1, x2] − S[y2, x1] + S[y1, x1]. Four
# reads. The last entry is the sum of the image: with `uint8` pixels a 32-bit signed sum may overflow above 8,421,504
# pixels.

# %% [markdown] tags=["card", "easy"]
# What do low and high frequencies of an image show?
#
# Low: slow change of grey, the bulk of the image, light and shade; the mean is frequency 0. High: rapid change, edges,
# texture, and noise. Blurring removes the high ones; sharpening adds more of them.

# %% [markdown] tags=["card"]
# You keep only frequencies up to a cutoff, with a sharp disc. What do you see near the edges, and what would you use
# instead?
#
# Ringing: ripples beside every edge, because the disc is a filter with long side lobes in space. A Gaussian has none:
# it falls off smoothly in both domains.

# %% [markdown] tags=["card", "hard"]
# What do the letters CL in CLAHE do, and why are they needed?
#
# Contrast-limited: each tile's histogram is clipped and the excess spread over all bins. The slope of the table is the
# height of the histogram, so the gain is bounded. Without it a flat tile, where one bin holds nearly everything, has its
# noise stretched over the whole range.

# %% [markdown] tags=["card"]
# How do you equalise a colour photograph?
#
# Not R, G and B separately: three tables change the ratio of the channels, and with it the hue. Go to a space with a
# lightness channel (Lab, YCrCb, HSV), equalise that channel, go back.

# %% [markdown] tags=["card", "easy"]
# Enhancement or restoration: what is the difference?
#
# Enhancement makes an image better for a viewer or a program, without asking what spoilt it: equalisation, sharpening. What
# is better is a matter of purpose. Restoration takes a model of what spoilt it, such as blur and noise, and inverts it as far
# as it can: the aim is the image as it was.

# %% [markdown] tags=["card"]
# Why transform an image (Fourier, cosine, wavelet) before working on it?
#
# Because some tasks are easier in another basis. A convolution becomes a product; a periodic disturbance becomes a few
# points; the energy of a photograph gathers in few coefficients, which is what compression uses. The transform itself adds
# nothing and loses nothing: it can be undone.

# %% [markdown] tags=["card"]
# True or false, and why? "Noise is high frequency." Does a low-pass remove all of it?
#
# False. White noise is equally strong at all frequencies. A photograph is strong at the low ones and weak at the high ones,
# so that is where noise shows. A low-pass takes that part away, with the fine detail; the noise among the low frequencies
# stays.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Filtering in the frequency domain saves computation." From which kernel on?
#
# Only for large kernels. A k × k kernel costs 2k² operations a pixel. Two FFTs of N pixels cost some 5 log2 N a pixel,
# whatever k is: 100 for a megapixel, so by this count from k = 8 on. A separable kernel costs only 4k, and a box four reads
# of an integral image.

# %% [markdown]
# ## Terms and sources
#
# histogram equalisation 直方图均衡化 · histogram matching 直方图匹配 · local equalisation 邻域直方图均衡 · local statistics
# 邻域统计方法 · grey level 灰度级 · cumulative distribution function 累积分布函数 · integral image 积分图 · low frequency 低频 ·
# high frequency 高频
#
# - Gonzalez & Woods, *Digital Image Processing*, 3rd edition, 2008, sections 3.3, 4.8, 4.9
# - Crow, *Summed-Area Tables for Texture Mapping*, SIGGRAPH 1984
# - Pizer et al., *Adaptive Histogram Equalization and Its Variations*, CVGIP 1987
# - Zuiderveld, *Contrast Limited Adaptive Histogram Equalization*, Graphics Gems IV, 1994
# - OpenCV, `equalizeHist`; photographs: scikit-image's `moon`, `camera` and `gravel`
