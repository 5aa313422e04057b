"""Reads the files of targets and looks up what their measures name."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from assessment.core.errors import DefinitionError
from assessment.core.parsing.entries import WORDLESS, Entry, open_map, threshold, words
from assessment.core.parsing.expressions import STAND_IN, condition
from assessment.core.parsing.reading import (
    Place,
    Reader,
    Sheet,
    different,
    identifier,
    identifiers,
    items,
    meant,
    number,
    one_of,
    text,
    whole,
)
from assessment.core.parsing.scope import Scope, criterion_known, look_up
from assessment.core.parts.targets import (
    Beside,
    Count,
    Goal,
    Least,
    Mean,
    Measure,
    Pooled,
    Share,
    Target,
    TargetSet,
)
from assessment.core.parts.terms import Text
from assessment.core.questionnaire import Questionnaire

FIRST_YEAR, LAST_YEAR = 2000, 2100


def parse_targets(mapping: object, questionnaires: Iterable[Questionnaire]) -> TargetSet:
    """Read a file of targets.

    Parameters
    ----------
    mapping : object
        The file as plain maps, lists, texts and numbers, with ``kind: targets``.
    questionnaires : iterable of Questionnaire
        Those the file may name; of several versions of one, an id may stand in any.

    Returns
    -------
    TargetSet

    Raises
    ------
    DefinitionError
        With every fault found.
    """
    sheet = Sheet()
    root = Place(mapping, (), sheet)
    known = {each.id: each for each in questionnaires}
    found = _file(Entry(root, KEYS), sheet)
    for position, name in enumerate(found.questionnaires):
        if name and name not in known:
            root.at("questionnaires").at(position).fault(f"there is no questionnaire `{name}`{meant(name, known)}")
    if set(found.questionnaires) <= set(known):
        _look_up_all(found.targets, root.at("targets"), Scope.over(known[name] for name in found.questionnaires))
    if sheet.faults:
        raise DefinitionError(tuple(sheet.faults))
    return found


KEYS = ("format", "kind", "id", "version", "languages", "title", "about", "questionnaires", "targets")


def _file(entry: Entry, sheet: Sheet) -> TargetSet:
    entry.may("format", _format, 1)
    entry.need("kind", one_of(("targets",)), "")
    languages = entry.may("languages", identifiers, ())
    sheet.languages = languages if all(languages) else ()
    targets = entry.need("targets", items(_target), ())
    different([each.id for each in targets], entry.place.at("targets"), "id")
    return TargetSet(
        id=entry.may("id", identifier, ""),
        languages=languages,
        title=entry.optional("title", words),
        about=entry.optional("about", words),
        questionnaires=entry.need("questionnaires", identifiers, ()),
        targets=targets,
    )


def _format(place: Place) -> int:
    if place.value != 1 or isinstance(place.value, bool | float):
        place.fault("this program reads format 1")
    return 1


def _target(place: Place) -> Target:
    entry = Entry(place, ("id", "text", "source", "goals", "measure", "among", "beside"))
    return Target(
        id=entry.need("id", identifier, ""),
        text=entry.need("text", words, WORDLESS),
        source=entry.optional("source", _saying),
        goals=entry.may("goals", items(_goal, least=0), ()),
        measure=entry.need("measure", _measure_or_none, None),
        among=entry.optional("among", condition),
        beside=entry.may("beside", items(_beside, least=0), ()),
    )


def _saying(place: Place) -> Text:
    """Read words in every language, or one text that is the same in all, like a sign or the number of a decision."""
    if not isinstance(place.value, str):
        return words(place)
    same = text(place)
    return Text(dict.fromkeys(place.sheet.languages or ("",), same))


def _goal(place: Place) -> Goal:
    entry = Entry(place, ("year", "from", "above", "unit"))
    return Goal(entry.need("year", _year, 0), threshold(entry), entry.optional("unit", _saying))


def _year(place: Place) -> int:
    year = whole(place)
    if year == place.value and not FIRST_YEAR <= year <= LAST_YEAR:
        place.fault(f"{year} is no year between {FIRST_YEAR} and {LAST_YEAR}")
    return year


def _measure_or_none(place: Place) -> Measure | None:
    return None if place.value == "none" else measure(place)


def _beside(place: Place) -> Beside:
    if not isinstance(place.value, Mapping) or "text" not in place.value:
        return Beside(measure(place))
    bare = {key: value for key, value in place.value.items() if key != "text"}
    return Beside(measure(Place(bare, place.path, place.sheet)), words(place.at("text", place.value["text"])))


def measure(place: Place) -> Measure:
    """Read a measure: a map with exactly one of the known forms."""
    forms = [form for form in _MEASURES if isinstance(place.value, Mapping) and form in place.value]
    if len(forms) != 1:
        place.fault(f"expected a measure: a map with exactly one of {', '.join(_MEASURES)}")
        return Least(())
    return _MEASURES[forms[0]](place)


def _share(place: Place) -> Measure:
    return Share(Entry(place, ("share",)).need("share", condition, STAND_IN))


def _count(place: Place) -> Measure:
    return Count(Entry(place, ("count",)).need("count", condition, STAND_IN))


def _pooled(place: Place) -> Measure:
    return Pooled(Entry(place, ("pooled",)).need("pooled", identifier, ""))


def _mean(place: Place) -> Measure:
    entry = Entry(place, ("mean", "values"))
    return Mean(entry.need("mean", identifier, ""), entry.may("values", open_map(number), ()))


def _least(place: Place) -> Measure:
    return Least(Entry(place, ("least",)).need("least", items(measure), ()))


_MEASURES: dict[str, Reader[Measure]] = {
    "share": _share,
    "count": _count,
    "pooled": _pooled,
    "mean": _mean,
    "least": _least,
}


def _look_up_all(targets: Iterable[Target], place: Place, scope: Scope) -> None:
    for position, target in enumerate(targets):
        spot = place.at(position)
        if target.among is not None:
            look_up(target.among, spot.at("among"), scope)
        if target.measure is not None:
            _look_up_measure(target.measure, spot.at("measure"), scope)
        for number_beside, beside in enumerate(target.beside):
            _look_up_measure(beside.measure, spot.at("beside").at(number_beside), scope)


def _look_up_measure(found: Measure, place: Place, scope: Scope) -> None:
    """Note every name in a measure that is unknown or of the wrong kind."""
    match found:
        case Share(asked):
            look_up(asked, place.at("share"), scope)
        case Count(asked):
            look_up(asked, place.at("count"), scope)
        case Least(parts):
            for position, part in enumerate(parts):
                _look_up_measure(part, place.at("least").at(position), scope)
        case Pooled(name):
            if criterion_known(name, place.at("pooled"), scope) and scope.criteria[name][0].kind != "ratio":
                place.at("pooled").fault(f"only a ratio can be pooled; `{name}` is a {scope.criteria[name][0].kind}")
        case Mean():
            _look_up_mean(found, place, scope)
        case _:
            assert_never(found)


def _look_up_mean(mean: Mean, place: Place, scope: Scope) -> None:
    if not criterion_known(mean.criterion, place.at("mean"), scope):
        return
    asked = scope.criteria[mean.criterion][0]
    if asked.kind == "multiple":
        place.at("mean").fault(f"a mean is over a choice or a figure; `{mean.criterion}` is a multiple")
        return
    given, known = dict(mean.values), scope.options(mean.criterion)
    for name in given:
        if name not in known:
            place.at("values").at(name).fault(f"`{name}` is no option of {mean.criterion}{meant(name, known)}")
    lacking = [name for name in dict.fromkeys(known) if name not in given]
    if lacking:
        place.fault(f"`values` has none for {', '.join(lacking)}")
