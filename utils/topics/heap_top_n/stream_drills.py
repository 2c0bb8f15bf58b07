"""Drills of topic 06 on streams: the n largest, ten machines, running medians."""
from __future__ import annotations

from ...drills import Question, Slip
from ...marking import shown

WORDS = {5: "five", 6: "six", 7: "seven"}


def _kept(stream, n, equals=False, fixed=False):
    """How many enter after the first n, a line for each newcomer, and the survivors.

    With `equals` a number that equals the smallest survivor enters too; with `fixed` all are held against the first one's.
    """
    survivors, lines, entered = sorted(stream[:n]), [], 0
    first = survivors[0]
    for number in stream[n:]:
        root = first if fixed else survivors[0]
        if number > root or (equals and number == root):
            entered += 1
            survivors = sorted([*survivors[1:], number])
            lines.append(f"{number} > {root}: enters, the smallest survivor is now {survivors[0]}")
        else:
            lines.append(f"{number} ≤ {root}: does not enter")
    return entered, lines, survivors


def top_n_entrants(chance):
    """How many newcomers enter a min-heap of the n largest, and its root in the end."""
    n, length = chance.choice([2, 3, 4]), chance.choice([8, 9, 10])
    stream = [chance.randrange(10, 60) for _ in range(length)]
    entered, lines, survivors = _kept(stream, n)
    if not 2 <= entered < length - n:
        return None
    root = survivors[0]
    return Question(
        f"A min-heap keeps the {n} largest numbers of the stream `{stream}`. It begins with the first {n}; a later number "
        "replaces the root if it is larger than the root. How many replacements are there, and what is the root in the end?",
        (entered, root),
        (f"the first {n}: {', '.join(map(str, stream[:n]))}, the smallest survivor is {min(stream[:n])}", *lines,
         f"{entered} replacements, root {root}: {shown((entered, root))}"),
        (Slip((entered + n, root), f"that counts the first {n} as well; they fill the heap and replace nobody."),
         Slip((entered, survivors[-1]), "the second number is the largest; a min-heap's root is the smallest survivor."),
         Slip((_kept(stream, n, equals=True)[0], root), "that lets equal numbers replace the root; they have to be larger.",
              sometimes=True),
         Slip((_kept(stream, n, fixed=True)[0], root), "that holds all against the first root; the root rises as numbers enter.",
              sometimes=True)),
        given={"stream": stream, "n": n})


def numbers_sent(chance):
    """Bytes that travel for the n largest of several machines, one of which holds fewer than n."""
    machines, share = chance.randrange(2, 12), chance.choice([5, 10, 12, 15, 20, 25])
    n, size, width = (machines + 1) * share, 1000 * chance.randrange(2, 21), chance.choice([4, 8])
    few = chance.randrange(share + 1, n)
    sent = machines * n + few
    return Question(
        f"{machines} machines hold {size} numbers each, one more holds only {few}. A number takes {width} bytes. Each machine "
        f"sends once, without asking the others, just enough that the {n} largest of all are certainly among what is sent. How "
        "many bytes travel?",
        sent * width,
        (f"all of the {n} largest may lie on one machine, so each has to send its own {n} largest",
         f"the small one has only {few}: {machines} · {n} + {few} = {sent} numbers",
         f"{sent} · {width} = {shown(sent * width)}"),
        (Slip((machines + 1) * n * width, "that lets the small machine send more than it has."),
         Slip(n * width, f"that is {n} numbers in all; nobody knows beforehand on which machines the largest lie."),
         Slip(sent, "that is how many numbers travel; the bytes were asked."),
         Slip((machines * size + few) * width, f"that sends everything; what is not among a machine's {n} largest cannot be among "
              "the largest of all.")),
        unit="bytes",
        given={"machines": machines, "size": size, "few": few, "width": width, "n": n})


def _middle(numbers):
    numbers, half = sorted(numbers), len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else _half(numbers[half - 1] + numbers[half])


def _half(total):
    return total // 2 if total % 2 == 0 else total / 2


def running_medians(chance):
    """The median after each number of a short stream."""
    numbers = [chance.randrange(1, 40) for _ in range(chance.choice([5, 6, 7]))]
    prefixes = [numbers[:k] for k in range(1, len(numbers) + 1)]
    answer = tuple(map(_middle, prefixes))
    return Question(
        f"What is the median of all numbers so far, after each of the {WORDS[len(numbers)]} numbers of the stream `{numbers}`?",
        answer,
        (*(f"{', '.join(map(str, sorted(prefix)))}: " + ("the middle one" if len(prefix) % 2 else "the mean of the middle two")
           + f", {shown(median)}" for prefix, median in zip(prefixes, answer)),
         f"in turn: {shown(answer)}"),
        (Slip(tuple(sorted(prefix)[(len(prefix) - 1) // 2] for prefix in prefixes),
              "that takes the lower of the middle two; for an even count the median is their mean."),
         Slip(tuple(sorted(prefix)[len(prefix) // 2] for prefix in prefixes),
              "that takes the upper of the middle two; for an even count the median is their mean."),
         Slip(tuple(_middle(prefix[-3:]) for prefix in prefixes), "that is the median of the last three; nothing is forgotten here."),
         Slip(tuple(prefix[half] if len(prefix) % 2 else _half(prefix[half - 1] + prefix[half])
                    for prefix in prefixes for half in [len(prefix) // 2]),
              "that takes the middle in the order of arrival; the median is the middle in order of size.")),
        given={"numbers": numbers})
