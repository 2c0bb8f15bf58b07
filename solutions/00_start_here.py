# %% [markdown]
# # Start here
#
# **By the end you can** use every part of a notebook of this course, and you have solved your first exercise.
#
# *10 minutes · needs nothing*

# %% tags=["imports"]
import numpy as np

from utils import check, hint, progress, reset, solution, stand_in
from utils.figures import progress as calendar
from utils.figures import start_here as figures

# %% [markdown]
# ## What this is
#
# Whiteboard prepares you for interviews in deep learning and computer vision. You write the small functions that
# interviewers ask for. A judge tells you at once whether yours is right and, if not, the smallest input on which it
# fails and which well-known mistake it is.
#
# What decides is never our worked solution but a real library, a slow definition that nobody doubts, or a law.

# %% [markdown]
# ## How a notebook works
#
# | part | what you do |
# |---|---|
# | text, picture | read; do the small case by hand |
# | blank function | write it in place of the `raise` line; Shift + Enter runs a cell |
# | `check(f)` | *passed*, *failed* and why, or *not attempted* |
# | folded hints | open one at a time, if stuck |
# | `solution(f)` | a worked answer; nothing is locked or erased |
# | `reset("f")` | the blank again; a copy of yours is kept |
# | `quiz("iou_map")` | cards and drills; `quiz()` asks what is due |
# | `drill("nms")` | one kind of question, new numbers each time |
# | `interview()` | a rehearsal of 45 minutes; then `report()` |

# %% [markdown]
# ## A picture first
#
# A box is two corners: `(x1, y1)`, top left, and `(x2, y2)`, bottom right. x runs to the right and y runs **down**,
# as in every image. The numbers are places on the grid lines, not names of pixels. From line 1 to line 5 is a width
# of 4.

# %%
figures.grid()

# %% [markdown]
# ## Where you are
#
# The map of the course, with what you have done so far; run this cell again whenever you come back. *Attempted* counts
# exercises that were judged, *due today* what comes back before midnight. The weakest topic is named once there is
# enough to compare.

# %%
progress()

# %% [markdown]
# And your reviews of the last twelve weeks, by day.

# %%
calendar.heat_map()

# %% [markdown]
# ## Your first exercise: box_area
#
# Return the area of each box, in pixels: width times height. The width is `x2 - x1`, never `+ 1`.
#
# **Example:** the box in the picture, `[[1, 1, 5, 3]]`, is 4 wide and 2 high: `[8.0]`.
#
# **Rules:** floats, also for integer boxes; no Python loop is needed.
#
# **Edge cases:** a box without width has area 0; no boxes, `(0, 4)`, give an array of shape `(0,)`.

# %% tags=["exercise"]
def box_area(boxes):
    """Area of each box.

    Parameters
    ----------
    boxes : (N, 4) array
        Corners x1, y1, x2, y2 in pixels, continuous, with x1 <= x2 and y1 <= y2. Integers count
        as float64.

    Returns
    -------
    (N,) float array
        In pixels², 0 or more; 0 for a box without width or height. ``(0, 4)`` gives ``(0,)``.

    Notes
    -----
    Raises nothing. Cost: one pass. Not the number of whole pixels that a box touches.
    """
    boxes = np.asarray(boxes, dtype=float)
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])  # (N,)


# %%
check(box_area)

# %% [markdown]
# ## If it does not pass
#
# Read the verdict from the top: what is wrong, then *called*, *returned*, *expected* for the smallest input that
# fails. If your answer is a mistake that many people make, it is named. Change the function, run its cell, run the
# check again.
#
# No input is secret: the one that fails is shown. A right answer in any style passes.

# %% tags=["learner"]
# Take away one # and run.
# hint(box_area)
# solution(box_area)
# reset("box_area")

# %%
# Try it: move a corner. A figure uses your function once you have written it.
area = stand_in(box_area)
figures.grid(area, box=(1, 1, 6, 4))

# %% [markdown]
# ## Cards
#
# Between the exercises of a topic and its sources stand questions without code. This is one.

# %% [markdown] tags=["card"]
# Why is the width of a box x2 − x1 here, and x2 − x1 + 1 in some old code?
#
# Here coordinates are continuous: they name places on the grid lines. The old code names whole pixels, and counts
# both the first and the last. Mixing the two shifts every area and every IoU a little, most of all for small boxes.

# %% [markdown] tags=["map"]
# ## Where to go next
#
# {{topics}}

# %% [markdown] tags=["learner"]
# Every term of the course, with its Chinese name and links to where it is explained and asked: the
# [index of terms](99_index.ipynb).
