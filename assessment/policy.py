"""Who may do what: rules as data for pages, predicates and WHERE clauses for objects. No HTTP here.

A rule grants each role `allow` (any object), `own` (objects of the person's own enterprise or account) or `deny`.
What is `own` is decided by a WHERE clause below, so that an object of somebody else looks like one that does not exist.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, select

from assessment.models import Assessment, Enterprise, Membership
from assessment.models.assessments import OfEnterprise


class NotFound(Exception):
    """The object does not exist, or not for this person: the two must look the same."""


class Conflict(Exception):
    """Somebody else was faster; the message, if any, says what stands now."""


ROLES = ("anyone", "owner", "colleague", "reviewer", "analyst", "administrator")


class Grant(StrEnum):
    """What a role may do at an endpoint."""

    ALLOW = "allow"
    OWN = "own"
    DENY = "deny"


@dataclass(frozen=True)
class Rule:
    """A grant for every role; what is not said is denied."""

    anyone: Grant = Grant.DENY
    owner: Grant = Grant.DENY
    colleague: Grant = Grant.DENY
    reviewer: Grant = Grant.DENY
    analyst: Grant = Grant.DENY
    administrator: Grant = Grant.DENY

    def of(self, role: str) -> Grant:
        """Give the grant of a role named in `ROLES`."""
        return Grant(getattr(self, role))

    def admits(self, roles: frozenset[str]) -> bool:
        """Tell whether any of these roles gets past the door."""
        return any(self.of(role) is not Grant.DENY for role in roles)


ALLOW, OWN, DENY = Grant.ALLOW, Grant.OWN, Grant.DENY
PUBLIC = Rule(ALLOW, ALLOW, ALLOW, ALLOW, ALLOW, ALLOW)
SIGNED_IN = Rule(DENY, OWN, OWN, OWN, OWN, OWN)
MEMBERS = Rule(owner=OWN, colleague=OWN)
OWNERS = Rule(owner=OWN)
REVIEWERS = Rule(reviewer=ALLOW, administrator=ALLOW)
STATISTICS = Rule(reviewer=ALLOW, analyst=ALLOW, administrator=ALLOW)
ADMINISTRATORS = Rule(administrator=ALLOW)


@dataclass(frozen=True)
class Actor:
    """The person behind a request, as far as rights are concerned."""

    user_id: UUID
    session_id: int
    name: str
    email: str
    language: str
    role: str
    owner_of: frozenset[UUID] = frozenset()
    colleague_of: frozenset[UUID] = frozenset()
    helper_of: frozenset[UUID] = frozenset()
    stopped: bool = False
    """Whether they have withdrawn the consent without which nothing is taken in from them."""

    @property
    def staff(self) -> bool:
        """Whether the person works for the Association."""
        return self.role != "none"

    @property
    def enterprises(self) -> frozenset[UUID]:
        """The enterprises of which the person sees everything."""
        return self.owner_of | self.colleague_of

    @property
    def answers_for(self) -> frozenset[UUID]:
        """The enterprises for which the person answers, be it only the pillars handed to them."""
        return self.enterprises | self.helper_of

    @property
    def roles(self) -> frozenset[str]:
        """All roles the person has; who is nothing yet comes as an owner about to register."""
        found = set()
        if self.staff:
            found.add(self.role)
        if self.colleague_of or self.helper_of:
            found.add("colleague")
        if self.owner_of or not found:
            found.add("owner")
        return frozenset(found)


NOBODY = frozenset({"anyone"})


def own_assessments(actor: Actor) -> Select[Assessment]:
    """Select the assessments of the actor's own enterprises."""
    return select(Assessment).where(Assessment.enterprise_id.in_(actor.enterprises))


def own_enterprises(actor: Actor) -> Select[Enterprise]:
    """Select the actor's own enterprises."""
    return select(Enterprise).where(Enterprise.id.in_(actor.enterprises))


def reviewable_assessments(actor: Actor) -> Select[Assessment]:
    """Select what a reviewer may see: everything once submitted, but never that of an enterprise they belong to."""
    own = select(Membership.enterprise_id).where(Membership.user_id == actor.user_id, Membership.state != "ended")
    seen = ("submitted", "in_review", "changes_requested", "approved", "declined")
    return select(Assessment).where(Assessment.state.in_(seen), Assessment.enterprise_id.not_in(own))


def may_submit(actor: Actor, assessment: OfEnterprise) -> bool:
    """Only an owner submits, withdraws and signs the declaration."""
    return assessment.enterprise_id in actor.owner_of
