"""The catalogue of questionnaires: YAML in, a checked `Questionnaire` out, or every fault with its line."""

from assessment.catalogue.opened import Opened, counting, last_time, open_result
from assessment.catalogue.published import AlreadyPublished, keep, publish, published
from assessment.catalogue.reader import (
    CatalogueError,
    check,
    files,
    load,
    load_targets,
    read,
    read_targets,
)
from assessment.catalogue.rewriting import reweighted

__all__ = [
    "AlreadyPublished",
    "CatalogueError",
    "Opened",
    "check",
    "counting",
    "files",
    "keep",
    "last_time",
    "load",
    "load_targets",
    "open_result",
    "publish",
    "published",
    "read",
    "read_targets",
    "reweighted",
]
