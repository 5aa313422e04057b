"""The environment all templates share."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """Flask's environment, with one plain dictionary of globals for all templates.

    Jinja chains an empty dictionary before it for each template, so that one could have globals of its own. None has,
    and looking through the chain at each import of a macro was a twentieth of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give the globals of all templates."""
        return self.globals if d is None else super().make_globals(d)
