"""The environment all templates share."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2.runtime import Macro
from markupsafe import Markup

DRAWINGS = 2048
_drawn: dict[tuple[str, tuple[float, ...]], Markup] = {}


def kept(macro: Macro, *figures: float) -> Markup:
    """Draw what figures alone decide once, and from then on give the same drawing: no word of a language is in it."""
    name = (macro.name, figures)
    drawing = _drawn.get(name)
    if drawing is None:
        if len(_drawn) >= DRAWINGS:
            _drawn.clear()
        drawing = _drawn[name] = Markup(macro(*figures))
    return drawing


class Templates(Environment):
    """Flask's environment, with one plain dictionary of globals for all templates.

    Jinja chains an empty dictionary before it for each template, so that one could have globals of its own. None has,
    and looking through the chain at each import of a macro was a twentieth of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give the globals of all templates."""
        return self.globals if d is None else super().make_globals(d)
