"""Pages for whoever looks after the index: how good it measures, and where the province's targets stand."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm

from assessment.core.facts.register import SIZES
from assessment.models.statistics import snapshots
from assessment.policy import ADMINISTRATORS, STATISTICS, NotFound
from assessment.reports import appraising, quality_words, target_words, targeting
from assessment.reports.choices import Choice, Offer, choose, offers, published_offers
from assessment.reports.lists import offer_name
from assessment.reports.views import bp
from assessment.reports.wording import wave_title
from assessment.web.access import actor, allow
from assessment.web.fields import WholeNumber, lazy_text
from assessment.web.language import language
from assessment.web.refusal import refused
from assessment.web.transaction import db, now, today

MOST = 10_000_000


class PopulationForm(FlaskForm):
    """How many enterprises of each size the estimates shall speak for."""

    def counts(self) -> dict[str, int]:
        """Give the number of each size."""
        return {size: int(self[size].data) for size in SIZES}


for _size, _words in SIZES.items():
    setattr(
        PopulationForm,
        _size,
        WholeNumber(lazy_gettext("Số doanh nghiệp %(size)s", size=lazy_text(_words)), least=0, most=MOST),
    )


def _is_internal() -> bool:
    """Whether this person works with the answers, and not with published figures alone."""
    return actor().role != "analyst"


def _offered() -> list[Offer]:
    return offers(db(), today()) if _is_internal() else published_offers(db(), snapshots(db()))


@bp.get("/quality")
@allow(STATISTICS)
def quality() -> ResponseReturnValue:
    """Show how good a questionnaire measured in a wave."""
    offered = _offered()
    choice = choose(offered, request.args.get("wave", ""))
    if choice is None:
        return render_template("reports/nothing.html", internal=_is_internal())
    form = PopulationForm(formdata=None, data=_population(choice))
    return render_template("reports/quality.html", **_quality(offered, choice, form))


@bp.post("/quality")
@allow(ADMINISTRATORS)
def appraise() -> ResponseReturnValue:
    """Have it found out anew."""
    offered = _offered()
    choice, form = choose(offered, request.form.get("wave", "")), PopulationForm()
    if choice is None:
        raise NotFound
    if not form.validate():
        return refused("reports/quality.html", **_quality(offered, choice, form))
    appraising.ask(db(), actor(), choice, population=form.counts(), now=now())
    db().commit()
    flash(_("Đang tính. Vài giây nữa hãy mở lại trang này."))
    return redirect(url_for(".quality", wave=choice.code), 303)


def _population(choice: Choice) -> dict[str, int]:
    known = appraising.registered(db(), choice)
    return {size: known.get(size, 0) for size in SIZES}


def _quality(offered: list[Offer], choice: Choice, form: PopulationForm) -> dict[str, Any]:
    """Give all that the page of the quality says."""
    shown = appraising.appraised(db(), choice, internal=_is_internal())
    return {
        "choice": choice,
        "wave": wave_title(choice.wave, language()),
        "offers": [(each.code, offer_name(each, language())) for each in offered],
        "shown": shown,
        "form": form,
        "asked": choice.questionnaire,
        "words": quality_words,
        "silent": [] if shown is None else [SIZES[name].of(language()) for name in shown.found.silent if name in SIZES],
    }


@bp.get("/targets")
@allow(STATISTICS)
def targets() -> ResponseReturnValue:
    """Show where the province's targets stand in a wave."""
    offered = _waves(_offered())
    choice = choose(offered, request.args.get("wave", ""))
    if choice is None:
        return render_template("reports/nothing.html", internal=_is_internal())
    shown = targeting.held(db(), choice.wave, internal=_is_internal())
    links = [
        (wave_title(each.wave, language()), url_for(".targets", wave=each.wave.id), each.wave.id == choice.wave.id)
        for each in offered
    ]
    return render_template(
        "reports/targets.html",
        wave=choice.wave,
        title=wave_title(choice.wave, language()),
        offers=links,
        shown=shown,
        boards=() if shown is None else tuple(target_words.board(each, language()) for each in shown.boards),
    )


@bp.post("/targets")
@allow(ADMINISTRATORS)
def hold_targets() -> ResponseReturnValue:
    """Have the targets held against the answers anew."""
    choice = choose(_offered(), request.form.get("wave", ""))
    if choice is None:
        raise NotFound
    targeting.ask(db(), actor(), choice.wave, now=now())
    db().commit()
    flash(_("Đang tính. Vài giây nữa hãy mở lại trang này."))
    return redirect(url_for(".targets", wave=choice.wave.id), 303)


def _waves(offered: list[Offer]) -> list[Offer]:
    """Keep one offer of each wave, since targets look at all of its questionnaires."""
    first: dict[Any, Offer] = {}
    for each in offered:
        first.setdefault(each.wave.id, each)
    return list(first.values())
