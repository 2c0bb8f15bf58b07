"""The calendar of reviews, of a made-up learner and of one who has just begun."""
import random
from datetime import UTC, datetime, timedelta

from utils.figures import progress

NOW = datetime(2026, 3, 18, 20, tzinfo=UTC)  # a Wednesday


def reviews():
    """Many on some days, none on others, back to before the calendar begins."""
    chance = random.Random(0)
    return [NOW - timedelta(days=day, minutes=k) for day in range(100) for k in range(chance.choice([0, 0, 4, 9, 17, 120]))]


def calls(pick):
    return {
        "heat_map": lambda: progress.heat_map.drawing(reviews(), NOW, UTC),
        "heat_map of one review": lambda: progress.heat_map.drawing([NOW], NOW, UTC),
    }
