"""The table of work: the name that stands in a job's row, and the function that does it.

Each function gets a session and the job, and returns the paper it made, if any. It reads, works, and changes rows at
its end. It is idempotent: a job whose worker died runs again after its lease. A function never commits; the queue
does, once, together with the job's end.
"""

from collections.abc import Callable

from flask import Flask
from sqlalchemy.orm import Session

from assessment.models import Job, Paper
from assessment.worker import letters, papers, privacy, statistics

Handler = Callable[[Flask, Session, Job], Paper | None]

HANDLERS: dict[str, Handler] = {
    "mail": letters.send_mail,
    "owner_report": papers.owner_report,
    "roadmap": papers.roadmap,
    "blank_questionnaire": papers.blank_questionnaire,
    "own_answers": papers.own_answers,
    "certificate": papers.certificate,
    "own_data": privacy.own_data,
    "own_data_paper": privacy.own_data_paper,
    "forget": privacy.forget,
    "snapshot": statistics.snapshot,
    "appraisal": statistics.appraisal,
    "targets": statistics.targets,
    "aggregate_report": statistics.aggregate_report,
    "statistics_csv": statistics.statistics_csv,
    "statistics_xlsx": statistics.statistics_xlsx,
}
