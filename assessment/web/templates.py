"""The environment all templates share."""

from collections.abc import Hashable, MutableMapping
from typing import Any

from flask.sansio.app import App
from flask.templating import Environment
from jinja2.runtime import Macro
from markupsafe import Markup

DRAWINGS = 2048


class Templates(Environment):
    """Flask's environment, which keeps drawings, with one plain dictionary of globals for all templates.

    Jinja chains an empty dictionary before it for each template, so that one could have globals of its own. None has,
    and looking through the chain at each import of a macro was a twentieth of a page.
    """

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._drawn: dict[tuple[str, tuple[Hashable, ...]], Markup] = {}
        self.globals["once"] = self.once

    def once(self, macro: Macro, *about: Hashable) -> Markup:
        """Draw once what its arguments alone decide; where words are in it, the language is one of them."""
        name = (macro.name, about)
        drawing = self._drawn.get(name)
        if drawing is None:
            if len(self._drawn) >= DRAWINGS:
                self._drawn.clear()
            drawing = self._drawn[name] = Markup(macro(*about))
        return drawing

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give the globals of all templates."""
        return self.globals if d is None else super().make_globals(d)
