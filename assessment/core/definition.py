"""Reads a questionnaire: a mapping in, a `Questionnaire` out, or all faults at once.

The rules of the format stand where they are read: `reading` has texts, ids and numbers, `entries` maps and their keys,
`kinds` the scales, `tree` the pillars down to the advice, `ladder` the levels, `expressions` the conditions,
`references` what must fit together, `goals` the files of targets.
"""

from assessment.core.errors import DefinitionError
from assessment.core.parsing.entries import WORDLESS, Entry, open_map, words
from assessment.core.parsing.goals import parse_targets
from assessment.core.parsing.kinds import option, option_list
from assessment.core.parsing.ladder import breadths, levels, pillar_levels, without_breadth
from assessment.core.parsing.reading import Place, Sheet, identifier, identifiers, items
from assessment.core.parsing.references import hold_together
from assessment.core.parsing.tree import Rules, check, context, pillar, rules
from assessment.core.questionnaire import Level, Questionnaire

__all__ = ["parse", "parse_targets"]

KEYS = (
    "format",
    "id",
    "version",
    "languages",
    "title",
    "about",
    "profile",
    "aggregate",
    "coverage",
    "answer_sets",
    "levels",
    "pillar_levels",
    "pillars",
    "checks",
    "context",
)


def parse(mapping: object) -> Questionnaire:
    """Read a questionnaire.

    Parameters
    ----------
    mapping : object
        The file as plain maps, lists, texts and numbers, in format 1; of anything else every lack is a fault.

    Returns
    -------
    Questionnaire
        Frozen and whole: every default filled in, `aggregate` and `coverage` inherited, `pillar_levels` always there.

    Raises
    ------
    DefinitionError
        With every fault found, in the order of the file as far as one pass allows, each with its path.

    Examples
    --------
    >>> from assessment.core.errors import DefinitionError
    >>> try:
    ...     parse({"format": 1, "titel": {}})
    ... except DefinitionError as error:
    ...     print(error.faults[0].where, error.faults[0].message)
    titel unknown key `titel`; did you mean `title`?
    """
    sheet = Sheet()
    root = Place(mapping, (), sheet)
    if isinstance(mapping, dict) and mapping.get("kind") == "targets":
        root.at("kind").fault("a file of targets is no questionnaire; `questionnaire check` alone reads it")
        raise DefinitionError(tuple(sheet.faults))
    questionnaire = _questionnaire(Entry(root, KEYS), sheet)
    hold_together(questionnaire, root)
    if sheet.faults:
        raise DefinitionError(tuple(sheet.faults))
    return questionnaire


def _questionnaire(entry: Entry, sheet: Sheet) -> Questionnaire:
    number = entry.need("format", _format, 1)
    name = entry.need("id", identifier, "")
    version = entry.need("version", identifier, "")
    # Languages and answer sets come first, because every text and every criterion is read with them.
    languages = entry.need("languages", identifiers, ())
    sheet.languages = languages if all(languages) else ()
    sheet.answer_sets = dict(entry.may("answer_sets", open_map(option_list(option)), ()))
    own = rules(entry, Rules())
    overall, of_pillars = _levels(entry)
    return Questionnaire(
        format=number,
        id=name,
        version=version,
        languages=languages,
        title=entry.need("title", words, WORDLESS),
        about=entry.need("about", words, WORDLESS),
        profile=entry.may("profile", open_map(identifiers), ()),
        aggregate=own.aggregate,
        coverage=own.coverage,
        levels=overall,
        pillar_levels=of_pillars,
        pillars=entry.need("pillars", items(pillar(own)), ()),
        checks=entry.may("checks", items(check, least=0), ()),
        context=entry.may("context", items(context, least=0), ()),
    )


def _format(place: Place) -> int:
    if place.value != 1 or isinstance(place.value, bool | float):
        place.fault("this program reads format 1")
    return 1


def _levels(entry: Entry) -> tuple[tuple[Level, ...], tuple[Level, ...]]:
    overall = entry.need("levels", levels, ())
    pillars = entry.keys.get("pillars")
    if isinstance(pillars, list | tuple) and pillars:
        breadths(overall, len(pillars), entry.place.at("levels"))
    of_pillars = entry.optional("pillar_levels", lambda place: pillar_levels(place, overall))
    return overall, without_breadth(overall) if of_pillars is None else of_pillars
