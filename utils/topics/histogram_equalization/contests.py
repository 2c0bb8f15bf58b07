"""Topic 08's claims of speed."""
from __future__ import annotations

import numpy as np

from ...codas import coda
from ...contests import Contest
from .races import opencv, picture


def against_opencv():
    """Ours and `cv2.equalizeHist`, equal to the last bit."""
    ours, cv2, image = coda("equalize"), opencv(), picture(4096, 4096)
    return lambda: ours(image), lambda: cv2.equalizeHist(image), np.array_equal


def against_skimage():
    """Ours and `skimage.exposure.equalize_hist`, whose result is the plain CDF; ours has to be OpenCV's."""
    from skimage.exposure import equalize_hist

    ours, image = coda("equalize"), picture(4096, 4096)
    return (lambda: ours(image), lambda: equalize_hist(image),
            lambda mine, _: np.array_equal(mine, opencv().equalizeHist(image)))


def windows(radius: int):
    """Ours: means and means of the squares in float32 of windows of this radius, all in one pass."""
    both, image = coda("box_mean").__globals__["box_means"], picture(1024, 1024)
    return lambda: both(image, radius, np.float32)


def both_means(radius: int = 15):
    """Ours, and `cv2.boxFilter` and `cv2.sqrBoxFilter` in float32."""
    cv2, image = opencv(), picture(1024, 1024)
    options = {"ddepth": cv2.CV_32F, "ksize": (2 * radius + 1,) * 2, "borderType": cv2.BORDER_REFLECT}
    return (windows(radius), lambda: (cv2.boxFilter(image, **options), cv2.sqrBoxFilter(image, **options)),
            lambda mine, other: np.allclose(mine, other, rtol=1e-6, atol=0))


CONTESTS = {
    "equalize": Contest("equalisation of 4096×4096 pixels, uint8", "OpenCV", 3, against_opencv),
    "equalize_skimage": Contest("the same", "scikit-image", 0.05, against_skimage, rounds=5),
    "box_means": Contest("means and mean squares of 31×31 windows, 1024×1024 pixels", "OpenCV", 5, both_means),
    "box_means_flat": Contest("the same", "ours with 3×3 windows", 1.15, lambda: (windows(15), windows(1))),
}
