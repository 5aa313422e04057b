"""Pages for everybody: start, privacy, method, help, and the language."""

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from assessment.accounts import person
from assessment.core.rights.purposes import PURPOSES, TEXT_VERSION
from assessment.policy import PUBLIC
from assessment.web.access import allow, visitor
from assessment.web.carried import own_path
from assessment.web.language import LANGUAGES
from assessment.web.transaction import db

bp = Blueprint("accounts", __name__)


def home() -> str:
    """Give the page a person begins with: their enterprise, their work, or registering."""
    who = visitor()
    if who is None:
        return url_for("accounts.start")
    wanted = ["survey.home"] if who.answers_for else []
    wanted += ["review.queue"] if who.role in ("reviewer", "administrator") else []
    wanted += ["reports.dashboard"] if who.staff else ["accounts.new_enterprise"]
    known = current_app.view_functions
    return url_for(next((endpoint for endpoint in wanted if endpoint in known), "accounts.account"))


@bp.get("/")
@allow(PUBLIC)
def start() -> ResponseReturnValue:
    """Say what this is, for whom, how long it takes and what one gets."""
    return render_template("accounts/start.html", home=home())


@bp.get("/privacy")
@allow(PUBLIC)
def privacy() -> ResponseReturnValue:
    """Say in short what is kept, who sees it, and what one may ask for."""
    return render_template("accounts/privacy.html", purposes=PURPOSES, text_version=TEXT_VERSION)


@bp.get("/method")
@allow(PUBLIC)
def method() -> ResponseReturnValue:
    """Say in plain words how points and levels are made."""
    return render_template("accounts/method.html")


@bp.get("/help")
@allow(PUBLIC)
def help_page() -> ResponseReturnValue:
    """Answer what people ask first."""
    return render_template("accounts/help.html")


@bp.post("/language")
@allow(PUBLIC)
def speak() -> ResponseReturnValue:
    """Change the language and stay on the page."""
    code, who = request.form.get("language", ""), visitor()
    if code in LANGUAGES:
        session["language"] = code
        if who is not None:
            person.change_language(db(), who.user_id, code)
            db().commit()
    return redirect(own_path(request.args.get("back")) or url_for(".start"), 303)
