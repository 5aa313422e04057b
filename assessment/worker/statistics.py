"""Jobs about a wave's figures: freeze them, print them, write them as files."""

from flask import Flask
from sqlalchemy.orm import Session

from assessment.models import Job, Paper
from assessment.worker.templates import writer


def snapshot(_app: Flask, session: Session, job: Job) -> None:
    """Freeze the figures of a wave."""
    from assessment.reports import files

    files.take_snapshot(session, job)


def appraisal(_app: Flask, session: Session, job: Job) -> None:
    """Find out how good a questionnaire measures in a wave."""
    from assessment.core.appraisal import appraise
    from assessment.reports import appraising

    appraising.appraise_for(session, job, appraise)


def targets(app: Flask, session: Session, job: Job) -> None:
    """Hold the targets against the answers of a wave."""
    from assessment.reports import targeting

    targeting.measure_for(session, job, app.extensions["settings"].questionnaires)


def aggregate_report(app: Flask, session: Session, job: Job) -> Paper:
    """Print the report of published figures."""
    from assessment.documents.reports import aggregate_report_pdf
    from assessment.reports import files

    return files.print_report(app, session, job, lambda report: aggregate_report_pdf(report, writer(app)))


def statistics_csv(app: Flask, session: Session, job: Job) -> Paper:
    """Write published figures as CSV."""
    from assessment.documents.tables import csv_file
    from assessment.reports import files

    return files.write_tables(app, session, job, "csv", lambda _title, tables, _made: csv_file(tables))


def statistics_xlsx(app: Flask, session: Session, job: Job) -> Paper:
    """Write published figures as a workbook."""
    from assessment.documents.workbook import workbook_file
    from assessment.reports import files

    return files.write_tables(app, session, job, "xlsx", workbook_file)
