"""A course of one small topic in a temporary folder."""
from types import SimpleNamespace

from utils import course
from utils.exercise import Exercise, Misconception
from utils.returns import Number

SOURCE = '''# %% [markdown]
# # Tiny numbers
#
# **By the end you can** double a number
# on a whiteboard.
#
# *5 minutes · needs nothing*

# %% tags=["imports"]
import math

# %% [markdown]
# ## Double it
#
# Return twice `x`.

# %% tags=["exercise"]
def double(x):
    """Twice `x`."""
    # the answer
    return 2 * x


# %%
check = math.floor  # stands for the judge
check

# %% tags=["solution"]
print(double(4))

# %% tags=["learner"]
print("learner")

# %% [markdown]
# Now twice that, in a box.

# %% tags=["exercise"]
class Box:
    """A box."""

    size = 3

    def get(self, x):
        return double(double(x))


# %% [markdown] tags=["card"]
# Why twice?
#
# Because once is
# not enough.
#
# Really.
'''
TOPIC = '''"""Tiny."""
from utils.exercise import Exercise

EXERCISES = (
    Exercise(name="double"),
    Exercise(
        name="Box",
    ),
)
'''


def exercise(name, **changes):
    """An `Exercise` that breaks no rule, but for `changes`."""
    fields = {"oracle": lambda x: 2 * x, "returns": Number(), "cases": (), "generate": None, "praise": "Good.",
              "misconceptions": (Misconception("once", "returns x itself.", lambda x: x),),
              "hints": ("What is 2 times x?", "One line.")}
    return Exercise(name=name, **{**fields, **changes})


class TinyCourse:
    """The files of the course; `declared` is what ``utils.topics`` would say of each slug."""

    def __init__(self, root, monkeypatch):
        self.root = root
        for folder in ("solutions", "notebooks", "utils/topics"):
            (root / folder).mkdir(parents=True)
        self.source = root / "solutions" / "03_tiny.py"
        self.source.write_text(SOURCE, encoding="utf-8")
        (root / "utils" / "topics" / "tiny.py").write_text(TOPIC, encoding="utf-8")
        self.declared = {"tiny": {name: exercise(name) for name in ("double", "Box")}}
        monkeypatch.setattr(course, "declared", lambda slug: self.declared.get(slug, {}))

    @property
    def topic(self):
        """The topic, read again."""
        return course.topic("tiny", self.root)

    def change(self, old, new):
        """Replace a piece of the source that is there once."""
        text = self.source.read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.source.write_text(text.replace(old, new), encoding="utf-8")

    def line(self, piece):
        """Number of the line of the source that contains `piece`."""
        lines = self.source.read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if piece in line)


def verdict(passed):
    """What the mutants need of a Verdict."""
    return SimpleNamespace(passed=passed)
