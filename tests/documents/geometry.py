"""Where the words of a chart stand at a given width, and which of them meet."""

from dataclasses import dataclass
from itertools import combinations
from xml.etree.ElementTree import Element, fromstring

from markupsafe import Markup

from assessment.documents.charts.drawing import width_of


@dataclass(frozen=True)
class Box:
    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 1


def parsed(chart: Markup) -> Element:
    return fromstring(str(chart))


def boxes(chart: Markup, width: float) -> list[Box]:
    """Place every word of a chart that is `width` pixels wide inside its padding."""
    return [_box(text, width) for text in parsed(chart).iter("text")]


def _box(text: Element, width: float) -> Box:
    size = float(text.get("font-size", 13))
    x = text.get("x", "0")
    middle = float(x[:-1]) / 100 * width if x.endswith("%") else float(x)
    room = width_of(text.text or "", size)
    left = middle + float(text.get("dx", 0)) - {"middle": room / 2, "end": room}.get(text.get("text-anchor", ""), 0)
    baseline = float(text.get("y", 0))
    return Box(text.text or "", left, baseline - 0.72 * size, left + room, baseline + 0.2 * size)


def meetings(chart: Markup, width: float) -> list[tuple[str, str]]:
    return [(one.words, other.words) for one, other in combinations(boxes(chart, width), 2) if one.meets(other)]


def outside(chart: Markup, width: float, spare: float = 8) -> list[str]:
    return [box.words for box in boxes(chart, width) if box.left < -spare or box.right > width + spare]
