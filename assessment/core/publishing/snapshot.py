"""Frozen figures as plain values for JSON, and back again: what is published is stored once and never recomputed."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Kind = TypeVar("Kind")


def plain(value: object) -> Any:
    """Turn nested frozen dataclasses into dictionaries, lists and single values.

    Parameters
    ----------
    value : dataclass, tuple, text, number or None
        Made of dataclasses whose fields are of these kinds again; None stays None, there is no NaN in what is shown.

    Returns
    -------
    dict, list, str, int, float or None
        Ready for `json.dumps`; fields in their order.

    Examples
    --------
    >>> from assessment.core.publishing.distribution import LevelShare
    >>> plain((LevelShare(level=2, share=40),))
    [{'level': 2, 'share': 40}]
    """
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, StrEnum) else value


def restored(kind: type[Kind], value: Any) -> Kind:
    """Build a frozen dataclass again from what `plain` made of it.

    Parameters
    ----------
    kind : type
        The dataclass, such as `summary.Summary`.
    value : dict
        As read from JSON.

    Returns
    -------
    kind
        Equal to the value that was stored.

    Raises
    ------
    KeyError, TypeError, ValueError
        The value was stored for another kind.

    Examples
    --------
    >>> from assessment.core.publishing.distribution import LevelShare
    >>> restored(LevelShare, {"level": 2, "share": 40})
    LevelShare(level=2, share=40)
    """
    return kind(**_arguments(kind, value))


def _arguments(kind: type[Any], value: Mapping[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    # A field with a default may have come to the dataclass after the value was stored.
    known = [field for field in fields(kind) if field.name in value or field.default is MISSING]
    return {field.name: _one(hints[field.name], value[field.name]) for field in known}


def _one(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):
        present = next(option for option in get_args(hint) if option is not type(None))
        return None if value is None else _one(present, value)
    if get_origin(hint) is tuple:
        return _many(get_args(hint)[0], value)
    if isinstance(hint, type) and is_dataclass(hint):
        return restored(hint, value)
    # JSON writes 3.0 as it is, but whoever stores it may give a whole number back.
    return hint(value)


def _many(hint: Any, values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_one(hint, each) for each in values)
