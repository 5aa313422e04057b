"""What the filters of the dashboard offer."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.core.facts.register import PLACES
from assessment.core.values.text import sort_key
from assessment.models.sampling import FACTS
from assessment.reports.choices import Offer
from assessment.reports.wording import group_name, wave_title

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FilterLists:
    """The options of each filter: what stands in the address, and its words."""

    waves: Options
    sectors: Options
    sizes: Options
    places: Options
    bases: Options


def filter_lists(offered: Sequence[Offer], language: str) -> FilterLists:
    """Give the options of all filters in a language."""
    return FilterLists(
        waves=tuple((each.code, offer_name(each, language)) for each in offered),
        sectors=(("", _("Tất cả")), *_named("sector", language)),
        sizes=(("", _("Tất cả")), *_named("size", language)),
        places=(("", _("Toàn tỉnh")), *sorted(_named("place", language), key=_by_name)),
        bases=(("", _("Đã thẩm định nếu có")), ("verified", _("Chỉ điểm đã thẩm định"))),
    )


def offer_name(offer: Offer, language: str) -> str:
    """Name a wave with its questionnaire and version."""
    asked = offer.questionnaire
    return f"{wave_title(offer.wave, language)} · {asked.title.of(language)} {asked.version}"


def _by_name(place: tuple[str, str]) -> str:
    """Sort places by their own name, whatever kind of unit they are."""
    return sort_key(PLACES[place[0]].name)


def _named(fact: str, language: str) -> Options:
    return tuple((group, group_name(fact, group, language)) for group in FACTS[fact])
