"""What people paste into a page: points of experts, and judgements whose rows bear names."""

from collections.abc import Sequence

from assessment.core.weighing.arrays import UnusableFigures
from assessment.core.weighing.items import Item
from assessment.core.weighing.judgements import FIGURE, LONGEST_SHOWN, read_matrix, rows_of
from assessment.core.weighing.proposal import Stated

MOST_EXPERTS = 100


def read_points(text: str, size: int) -> Stated:
    r"""Read how experts share out their points: one line for each, a name before the points if there is one.

    Parameters
    ----------
    text : str
        Lines parted by comma, semicolon or tab; a first line without any figure is a heading. Where no comma parts
        the cells, it may be the decimal sign.
    size : int
        How many items there are.

    Returns
    -------
    Stated
        A budget with one row for each expert.

    Raises
    ------
    UnusableFigures
        There is no line, a line has another number of points, or a cell is no figure; the code says which.

    Examples
    --------
    >>> read_points("Lan; 60; 40\nHùng; 45,5; 54,5", 2)
    Stated(method='budget', rows=((60.0, 40.0), (45.5, 54.5)), names=('Lan', 'Hùng'))
    """
    lines = rows_of(text)
    if lines and not any(is_figure(cell) for cell in lines[0]):
        lines = lines[1:]
    if not lines:
        raise UnusableFigures("there are no points", "empty")
    if len(lines) > MOST_EXPERTS:
        raise UnusableFigures(f"more than {MOST_EXPERTS} experts", "experts", most=MOST_EXPERTS)
    named = [("", cells) if is_figure(cells[0]) else (cells[0].strip(), cells[1:]) for cells in lines]
    rows = [_points(cells, number, size) for number, (_, cells) in enumerate(named, 1)]
    return Stated("budget", tuple(rows), tuple(name for name, _ in named))


def is_figure(cell: str) -> bool:
    """Tell whether a cell holds a figure, with a dot or a comma as decimal sign."""
    return FIGURE.fullmatch(cell.strip().replace(",", ".")) is not None


def _points(cells: Sequence[str], line: int, size: int) -> tuple[float, ...]:
    told = [cell.strip().replace(",", ".") for cell in cells]
    while len(told) > size and not told[-1]:
        told.pop()  # A spreadsheet leaves empty cells at the end of a line.
    for column, cell in enumerate(told, 1):
        if not FIGURE.fullmatch(cell):
            message = f"line {line}, figure {column}: {cell[:LONGEST_SHOWN]!r} is no figure"
            raise UnusableFigures(message, "figure", row=line, column=column, cell=cell[:LONGEST_SHOWN])
    if len(told) != size:
        message = f"line {line} has {len(told)} points for {size} items"
        raise UnusableFigures(message, "length", row=line, number=len(told), wanted=size)
    return tuple(map(float, told))


def read_pairs(text: str, items: Sequence[Item], labels: Sequence[str] = ()) -> Stated:
    r"""Read pairwise judgements; rows that bear names are put into the order of the items.

    Parameters
    ----------
    text : str
        As for `judgements.read_matrix`, cells below the diagonal may be empty; a name is the id, the title or the
        label of an item.
    items : sequence of Item
        What is judged.
    labels : sequence of str
        What the page calls the items, in their order.

    Returns
    -------
    Stated
        The matrix in the order of the items.

    Raises
    ------
    UnusableFigures
        The text is no matrix of so many rows, or a name is none of the items' or stands there twice.

    Examples
    --------
    >>> from assessment.core.parts.terms import Text
    >>> items = [Item((name,), (Text({"en": name.title()}),), 50) for name in ("people", "tools")]
    >>> read_pairs(",Tools,People\nTools,1,4\nPeople,,1", items).rows
    ((1.0, 0.25), (4.0, 1.0))
    """
    read = read_matrix(text, half=True)
    if len(read.names) != len(items):
        message = f"the matrix has {len(read.names)} rows for {len(items)} items"
        raise UnusableFigures(message, "rows", number=len(read.names), wanted=len(items))
    order = _order(read.names, [_names(item) for item in items], labels)
    return Stated("ahp", tuple(tuple(float(read.values[row, column]) for column in order) for row in order))


def written(stated: Stated, labels: Sequence[str]) -> str:
    """Write what was stated as it could be pasted again: points by expert, or the upper half of the judgements.

    Parameters
    ----------
    stated : Stated
        A budget or pairwise judgements.
    labels : sequence of str
        What the items are called, in their order.

    Returns
    -------
    str
        Lines of cells parted by semicolons; `read_points` or `read_pairs` read the same again.

    Examples
    --------
    >>> print(written(Stated("ahp", ((1, 1 / 3), (3, 1))), ["a", "b"]))
    ;a;b
    a;1;1/3
    b;;1
    """
    if stated.method == "budget":
        return "\n".join(
            ";".join([name, *map(_plain, row)]) for name, row in zip(stated.names, stated.rows, strict=True)
        )
    plain = [label.replace(";", ",").replace('"', "'") for label in labels]
    rows = [
        [name, *("" if column < at else _judgement(figure) for column, figure in enumerate(row))]
        for at, (name, row) in enumerate(zip(plain, stated.rows, strict=True))
    ]
    return "\n".join(";".join(row) for row in [["", *plain], *rows])


def _plain(figure: float) -> str:
    return f"{figure:.9f}".rstrip("0").rstrip(".")


def _judgement(figure: float) -> str:
    return _plain(figure) if figure >= 1 else f"1/{_plain(1 / figure)}"


def _order(names: Sequence[str], known: Sequence[set[str]], labels: Sequence[str]) -> list[int]:
    """Find the row of each item; rows without names stand in the order of the items."""
    if list(names) == [str(number) for number in range(1, len(names) + 1)]:
        return list(range(len(names)))
    called = [{*each, *(label.casefold() for label in labels[place : place + 1])} for place, each in enumerate(known)]
    rows = [next((place for place, each in enumerate(called) if name.casefold() in each), None) for name in names]
    places = [place for place in rows if place is not None]
    wrong = [name for row, name in enumerate(names) if rows[row] is None or rows[row] in rows[:row]]
    if wrong:
        name = wrong[0][:LONGEST_SHOWN]
        raise UnusableFigures(f"{name!r} is none of the items, or stands there twice", "name", cell=name)
    return [places.index(place) for place in range(len(names))]


def _names(item: Item) -> set[str]:
    titles = {words for title in item.titles for words in title.words.values()}
    return {name.casefold() for name in (*item.ids, *titles)}
