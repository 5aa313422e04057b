"""The texts people agree to stay what they were."""

import hashlib

from assessment.core.rights.purposes import PURPOSES, TEXT_VERSION

PINNED = {"2026.1": "47612cd4a3c5a489"}


def test_the_texts_of_a_version_never_change():
    words = [
        text.of(language)
        for purpose in PURPOSES
        for text in (purpose.title, purpose.words)
        for language in ("vi", "en")
    ]
    assert hashlib.sha256("\n".join(words).encode()).hexdigest()[:16] == PINNED[TEXT_VERSION]


def test_there_is_one_purpose_that_is_needed():
    assert [purpose.id for purpose in PURPOSES] == ["assessment", "ranking", "state", "contact"]
    assert [purpose.id for purpose in PURPOSES if purpose.needed] == ["assessment"]
