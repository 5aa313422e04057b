"""What the filters of the queue offer, in the reader's language."""

from dataclasses import dataclass

from assessment.core.facts.places import PLACES
from assessment.core.facts.register import SECTORS, SIZES
from assessment.core.questionnaire import Text
from assessment.core.values.text import sort_key
from assessment.review.queue import STATES, Queue

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Offered:
    """Rows of (value, words) for each filter; the states are named by the template."""

    states: tuple[str, ...]
    waves: Rows
    sectors: Rows
    sizes: Rows
    places: Rows


def offered(queue: Queue, language: str) -> Offered:
    """Give what can be chosen, places in Vietnamese order."""
    places = sorted(PLACES.values(), key=lambda place: sort_key(place.name))
    return Offered(
        states=STATES,
        waves=tuple((str(wave.id), Text(wave.title).of(language)) for wave in queue.waves),
        sectors=tuple((name, words.of(language)) for name, words in SECTORS.items()),
        sizes=tuple((name, words.of(language)) for name, words in SIZES.items()),
        places=tuple((place.id, place.full_name(language)) for place in places),
    )
