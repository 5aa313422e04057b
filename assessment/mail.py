"""Mails: rows written with the change that causes them, sent by the worker, kept as files until SMTP is configured."""

import smtplib
import ssl
from contextlib import closing, suppress
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from assessment import jobs
from assessment.config import ROOT, Settings
from assessment.database import put_once
from assessment.environment import mail_server
from assessment.models import Mail

TIMEOUT_SECONDS = 20


class Folding(EmailPolicy):
    """Fold long subjects so that they read the same again: the library's own policy loses blanks between the parts."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """Write one header; a subject outside ASCII is split between letters, blanks included."""
        if name.lower() != "subject" or str(value).isascii():
            return super().fold_binary(name, value)
        folded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


def post(session: Session, key: str, *, recipient: str, subject: str, body: str, language: str, now: datetime) -> None:
    """Put a letter into the outbox and ask for it to be sent; the same key is never sent twice."""
    letter = uuid4()
    written = put_once(
        session,
        Mail,
        "key",
        id=letter,
        key=key,
        recipient=recipient,
        subject=" ".join(subject.split()),
        body=body,
        language=language,
        not_before=now,
        created_at=now,
    )
    if written:
        jobs.ask_first(session, "mail", f"mail:{letter}", now=now, arguments={"mail": str(letter)})


def compose(letter: str, language: str, /, **words: object) -> dict[str, str]:
    """Write a letter from `templates/email/<letter>.<language>.txt`, whose first line is the subject.

    Gives what `post` takes as `subject`, `body` and `language`. Links are built by the caller from the configured
    address. The text is plain, so nothing in it is escaped; line ends in a word would forge lines and become blanks.
    """
    flat = {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in words.items()}
    text = _letters().get_template(f"{letter}.{language}.txt").render(**flat)
    subject, _, body = text.partition("\n")
    return {"subject": subject, "body": body.lstrip("\n"), "language": language}


@cache
def _letters() -> Environment:
    """Give the templates of letters; a word that nobody handed in is a fault, not a gap in a letter."""
    folder = FileSystemLoader(ROOT / "templates" / "email")
    return Environment(loader=folder, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)  # noqa: S701 - plain text


def as_message(letter: Mail, settings: Settings) -> EmailMessage:
    """Make the letter that goes over the wire; its Message-ID is fixed, so that a receiver can drop a double."""
    message = EmailMessage(policy=Folding())
    message["From"] = settings.mail_from
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.id}@{urlsplit(settings.public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="quoted-printable")
    message["Content-Language"] = letter.language  # Last, for setting the content takes such headers away.
    return message


def deliver(letter: Mail, settings: Settings) -> None:
    """Hand one letter to SMTP, or lay it into the mail folder while no SMTP is configured."""
    message = as_message(letter, settings)
    if settings.mail_url is None:
        _lay_down(message, letter, settings.var / "mail")
        return
    server, port = mail_server(settings.mail_url)
    smtp = _connected(server, port)
    with closing(smtp):
        if server.scheme == "smtp+starttls":
            smtp.starttls(context=ssl.create_default_context())
        if server.username:
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.send_message(message)
        with suppress(smtplib.SMTPException, OSError):  # The letter is taken; a rude good-bye must not send it again.
            smtp.quit()


def _connected(server: SplitResult, port: int) -> smtplib.SMTP:
    """Reach the mail server; where TLS is asked for, its certificate must be good."""
    host = server.hostname or "localhost"
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)


def _lay_down(message: EmailMessage, letter: Mail, folder: Path) -> None:
    """Write the letter as a file that mail programs open, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{letter.created_at:%Y%m%d-%H%M%S}-{letter.id}.eml"
    half = path.with_suffix(".part")
    half.touch(mode=0o600)
    half.write_bytes(bytes(message))
    half.replace(path)  # So that a letter is there whole or not at all, and once however often it is written.
