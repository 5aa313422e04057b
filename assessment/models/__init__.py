"""All tables, one file for each thing they are about."""

from assessment.models.answers import AnswerEvent, AnswerRow, SentBack, VerifiedAnswer
from assessment.models.assessments import Assessment, AssessmentEvent, ResultRow, Stale, move
from assessment.models.assignments import Assignment
from assessment.models.enterprises import Enterprise, Membership
from assessment.models.evidence import Evidence
from assessment.models.findings import Finding
from assessment.models.papers import Certificate, Paper
from assessment.models.people import Consent, Throttle, Token, User, UserSession
from assessment.models.questionnaires import PublishedQuestionnaire, Wave, WaveQuestionnaire
from assessment.models.requests import DataRequest
from assessment.models.roadmap import RoadmapStep
from assessment.models.statistics import Snapshot
from assessment.models.trail import AuditEvent, Fact
from assessment.models.weight_sets import WeightAdoption, WeightSet
from assessment.models.work import Job, Mail

__all__ = [
    "AnswerEvent",
    "AnswerRow",
    "Assessment",
    "AssessmentEvent",
    "Assignment",
    "AuditEvent",
    "Certificate",
    "Consent",
    "DataRequest",
    "Enterprise",
    "Evidence",
    "Fact",
    "Finding",
    "Job",
    "Mail",
    "Membership",
    "Paper",
    "PublishedQuestionnaire",
    "ResultRow",
    "RoadmapStep",
    "SentBack",
    "Snapshot",
    "Stale",
    "Throttle",
    "Token",
    "User",
    "UserSession",
    "VerifiedAnswer",
    "Wave",
    "WaveQuestionnaire",
    "WeightAdoption",
    "WeightSet",
    "move",
]
