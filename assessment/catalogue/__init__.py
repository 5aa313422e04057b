"""The catalogue of questionnaires: YAML in, a checked `Questionnaire` out, or every fault with its line."""

from assessment.catalogue.published import AlreadyPublished, publish, published
from assessment.catalogue.reader import (
    CatalogueError,
    check,
    files,
    load,
    load_targets,
    read,
    read_targets,
)

__all__ = ["AlreadyPublished", "CatalogueError", "check", "files", "load", "load_targets", "publish", "published", "read", "read_targets"]
