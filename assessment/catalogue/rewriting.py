"""A new version of a questionnaire with other weights: its text written anew, to be checked like any other."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml

from assessment.catalogue.marks import marked

BELOW = {"pillars": "indicators", "indicators": "criteria"}


class _Dumper(yaml.SafeDumper):
    """Writes what `marks` reads: no anchors, and figures in plain digits."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the signature is PyYAML's
        return True


def _figure(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", format(Decimal(repr(value)), "f"))


_Dumper.add_representer(float, _figure)


def reweighted(content: bytes, *, version: str, weights: Mapping[str, float], note: Mapping[str, str]) -> bytes:
    """Write a questionnaire's text with another version, other weights for some nodes, and a note in its `about`.

    Parameters
    ----------
    content : bytes
        The text of a questionnaire without faults.
    version : str
        The new version.
    weights : mapping of str to float
        The new weight of each node by its id; what is not named keeps its weight.
    note : mapping of str to str
        What is added to `about`, by language.

    Returns
    -------
    bytes
        YAML with the comments at the head of the old text; those further down are lost. It is not checked here.
    """
    found: Any = marked(content).value
    found["version"] = version
    for language, words in note.items():
        if language in found["about"]:
            found["about"][language] = f"{found['about'][language].rstrip()} {words}"
    for node in _nodes(found, "pillars"):
        if node["id"] in weights:
            node["weight"] = weights[node["id"]]
    written = yaml.dump(found, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return (_head(content) + written).encode()


def _nodes(above: Mapping[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    for node in above[kind]:
        yield node
        if kind in BELOW:
            yield from _nodes(node, BELOW[kind])


def _head(content: bytes) -> str:
    """Give the lines of comment the text begins with."""
    lines = content.decode("utf-8-sig").splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:count])
