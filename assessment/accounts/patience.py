"""How many letters one address gets, whoever asks for them."""

from datetime import timedelta

from assessment.web import throttle

TO_ONE_ADDRESS, HOUR = 5, timedelta(hours=1)


def may_be_written_to(email: str) -> bool:
    """Whether an address has not had too many letters in this hour; nobody is told, the page is the same."""
    key = throttle.key_of("letters", email)
    if throttle.spent(key, TO_ONE_ADDRESS, HOUR):
        return False
    throttle.count(key, HOUR)
    return True
