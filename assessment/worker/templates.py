"""Writing a document's HTML where there is no request."""

from collections.abc import Callable

from flask import Flask


def writer(app: Flask) -> Callable[..., str]:
    """Write templates outside of any request: no visitor, no navigation, only what is handed in."""
    return lambda name, **values: app.jinja_env.get_template(name).render(**values)
