"""The lists an enterprise is described with."""

import doctest
import re
from collections import Counter

from assessment.core.facts import places, register
from assessment.core.facts.places import PLACES
from assessment.core.facts.register import SECTIONS, SECTORS, suggested_sector


def test_there_are_54_places_30_wards_22_communes_and_2_special_zones():
    assert Counter(place.kind for place in PLACES.values()) == {"ward": 30, "commune": 22, "special_zone": 2}


def test_ids_are_short_plain_words():
    assert all(re.fullmatch(r"[a-z0-9-]{1,40}", name) for name in PLACES)
    assert {"ha-long", "mong-cai-1", "van-don", "co-to", "hai-hoa"} <= PLACES.keys()


def test_places_stand_in_vietnamese_order():
    names = [place.name for place in PLACES.values()]
    assert names.index("Cao Xanh") < names.index("Cẩm Phả")
    assert names.index("Cửa Ông") < names.index("Đầm Hà") < names.index("Hạ Long")


def test_there_are_22_sections_and_13_sectors_in_both_languages():
    assert "".join(SECTIONS) == "ABCDEFGHIJKLMNOPQRSTUV"
    assert len(SECTORS) == 13
    for text in [*SECTIONS.values(), *SECTORS.values()]:
        assert text.of("vi") != text.of("en")


def test_every_section_suggests_a_sector_there_is():
    assert {suggested_sector(section) for section in SECTIONS} <= SECTORS.keys()
    assert suggested_sector("I") == "tourism"


def test_the_examples_run():
    assert doctest.testmod(places).failed == 0
    assert doctest.testmod(register).failed == 0
