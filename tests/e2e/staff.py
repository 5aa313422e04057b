"""The Association's people, made for a test and sent through the log-in like anybody else."""

from tests.e2e.pages import LogInPage
from tests.e2e.person import Person
from tests.factories import PASSWORD, make_user


def begin_work(person: Person, role: str) -> None:
    """Give a person a role on their site and let them log in."""
    email = f"{role}-{id(person)}@hiephoi.vidu.vn"
    make_user(person.server.app, email, role=role, name=f"Trần Văn {role.title()}")
    LogInPage(person).open().log_in(email, PASSWORD)
