"""A session that is written out, with the face of `utils.session.Session`: two cards and a drill, no store, no clock."""
from dataclasses import replace

from utils.session import View

RATINGS = ((1, "again · 10 min"), (2, "hard · 1 d"), (3, "good · 3 d"), (4, "easy · 8 d"))
KEY = "That is 112"  # stands in the drill's answer and nowhere else

DRILL = View("ask", "drill", "Convolution arithmetic", 1, 3,
             "A convolution with a 7 × 7 kernel, stride 2 and padding 3 meets an input 224 pixels wide. How wide is its output?",
             unit="px")
STEPS = (f"1. the kernel's left edge may move 224 + 2 · 3 − 7 = 223 pixels\n2. in steps of 2: "
         f"$\\lfloor 223 / 2 \\rfloor = 111$ whole steps\n3. and the place where it began: 111 + 1 = 112\n\n{KEY} px.")
CARD = View("ask", "card", "Detection metrics", 2, 3,
            "What is the IoU of two boxes, $$\\mathrm{IoU} = \\frac{I}{U}$$ when they only touch?")
CARD_ANSWER = "Zero: the shared area $I$ is 0, and $U = A_a + A_b - I$ is not."
HOSTILE = View("ask", "card", "Pages <b>&</b> tags", 3, 3,
               "What does <script>window.ran = 1</script> do, and <img src=x onerror=\"window.ran = 2\">?")
HOSTILE_ANSWER = 'Nothing: `<img src=x onerror="window.ran = 3">` is $\\text{<img src=x onerror="window.ran = 4">}$.'
DONE = View("done", "", "All topics", 3, 3, "", summary="**3 questions:** 1 missed, 2 known.\n\n| topic | known |\n|---|---|\n"
            "| Convolution arithmetic | 0 of 1 |\n| Detection metrics | 2 of 2 |\n\nThe next one is due in 10 minutes.")


class FakeSession:
    """Goes through the drill and the cards, and keeps what it was told in `said`."""

    def __init__(self, items=((DRILL, STEPS), (CARD, CARD_ANSWER), (HOSTILE, HOSTILE_ANSWER))):
        self.items, self.place, self.said = items, 0, []
        self.view = items[0][0]

    def answer(self, text):
        self.said.append(("answer", text))
        question, answer = self.items[self.place]
        shown = replace(question, phase="rate", answer=answer, ratings=RATINGS, default=3)
        if question.kind == "drill":
            try:
                number = float(text)
            except ValueError:
                self.view = replace(question, feedback=f"“{text}” cannot be read; wanted a number.")
                return self.view
            right = number == 112
            slip = "Not 113: that is the ceiling; a last step that does not fit is not made."
            shown = replace(shown, right=right, feedback="Right." if right else slip if number == 113 else "Not right.",
                            ratings=RATINGS if right else RATINGS[:2], default=3 if right else 1)
        self.view = shown
        return self.view

    def rate(self, rating):
        self.said.append(("rate", rating))
        self.place += 1
        self.view = self.items[self.place][0] if self.place < len(self.items) else DONE
        return self.view
