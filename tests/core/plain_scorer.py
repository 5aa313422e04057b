"""A second reading of the format, from the YAML itself: no code of the project, one enterprise at a time.

Cells are those of a file of answers. None is no score.
"""

import math

E = 1e-9
TESTS = {
    "from": lambda x, t: x >= t - E,
    "above": lambda x, t: x > t + E,
    "up_to": lambda x, t: x <= t + E,
    "below": lambda x, t: x < t - E,
}


def at_threshold(entry, figure):
    name = "from" if "from" in entry else "above"
    return TESTS[name](figure, entry[name])


def number_of(criterion, cell):
    if criterion["kind"] == "ratio":
        part, whole = map(float, cell.split("/"))
        return 100 * part / whole
    return float(cell)


def options_of(form, criterion):
    options = criterion["options"]
    return form["answer_sets"][options] if isinstance(options, str) else options


def points(form, criterion, cell):
    """Give the score 0–1 of a cell that holds an answer."""
    kind = criterion["kind"]
    if kind in ("choice", "multiple"):
        options = {each["id"]: each for each in options_of(form, criterion)}
    if kind == "choice":
        return options[cell]["points"] / max(each["points"] for each in options.values())
    if kind == "multiple":
        ticked = cell.split(";")
        full = criterion.get("full", sum(each["points"] for each in options.values() if each["points"] > 0))
        worth = 0
        for name in ticked:
            lacks = "needs" in options[name] and options[name]["needs"] not in ticked
            worth += options[name]["points"] / (2 if lacks else 1)
        return min(max(worth, 0), full) / full
    figure = number_of(criterion, cell)
    if "scale" in criterion:
        zero, full = criterion["scale"]["zero"], criterion["scale"]["full"]
        return min(max((figure - zero) / (full - zero), 0), 1)
    reached = [band["points"] for band in criterion["bands"] if at_threshold(band, figure)]
    return reached[-1] / max(band["points"] for band in criterion["bands"])


class Plain:
    """One enterprise, scored."""

    def __init__(self, form, profile, cells):
        self.form, self.profile, self.cells = form, profile, cells
        self.by_id = {c["id"]: c for p in form["pillars"] for i in p["indicators"] for c in i["criteria"]}
        self.seen = set()
        for pillar in form["pillars"]:
            for indicator in pillar["indicators"]:
                for criterion in indicator["criteria"]:
                    if all(self.holds(node.get("when")) for node in (pillar, indicator, criterion)):
                        self.seen.add(criterion["id"])

    def holds(self, condition):
        if condition is None:
            return True
        for word, parts in (("all", all), ("any", any)):
            if word in condition:
                return parts(map(self.holds, condition[word]))
        if "not" in condition:
            return not self.holds(condition["not"])
        if "profile" in condition:
            return self.profile[condition["profile"]] in condition["in"]
        return self.answer_fits(condition)

    def answer_fits(self, condition):
        name = condition.get("criterion") or condition["answered"]
        cell = self.cells.get(name, "")
        if name not in self.seen or cell in ("", "?", "n/a"):
            return False
        if "answered" in condition:
            return True
        if "in" in condition:
            return bool(set(cell.split(";")) & set(condition["in"]))
        figure = number_of(self.by_id[name], cell)
        return all(test(figure, condition[word]) for word, test in TESTS.items() if word in condition)

    def leaf(self, criterion, guess):
        """Give (score, coverage), or None when it is hidden."""
        if criterion["id"] not in self.seen:
            return None
        cell = self.cells.get(criterion["id"], "")
        if cell == "n/a":
            return None, 0
        if cell in ("", "?"):
            if guess is not None:
                return guess, 1
            return (0, 1) if cell == "?" else (None, 0)
        return points(self.form, criterion, cell), 1

    def node(self, node, children, aggregate, floor):
        shown = [(weight, each) for weight, each in children if each is not None]
        if not shown:
            return None
        coverage = sum(weight * each[1] for weight, each in shown) / sum(weight for weight, _ in shown)
        scores = [(weight, each[0]) for weight, each in shown if each[0] is not None]
        if not scores or coverage < floor - E:
            return None, coverage
        return mean(aggregate, scores), coverage

    def score(self, guess=None):
        """Give (overall 0–100, coverage) and the pillars by id, each (score 0–100, coverage) or None when hidden."""
        form = self.form
        top = form.get("aggregate", "arithmetic"), form.get("coverage", 0)
        pillars = {}
        for pillar in form["pillars"]:
            rule = pillar.get("aggregate", top[0]), pillar.get("coverage", top[1])
            below = []
            for indicator in pillar["indicators"]:
                own = indicator.get("aggregate", rule[0]), indicator.get("coverage", rule[1])
                leaves = [(each.get("weight", 1), self.leaf(each, guess)) for each in indicator["criteria"]]
                below.append((indicator.get("weight", 1), self.node(indicator, leaves, *own)))
            pillars[pillar["id"]] = self.node(pillar, below, *rule)
        weights = {pillar["id"]: pillar.get("weight", 1) for pillar in form["pillars"]}
        whole = self.node(form, [(weights[name], found) for name, found in pillars.items()], *top)
        return hundred(whole), {name: hundred(found) for name, found in pillars.items()}

    def pillar_level(self, score):
        rungs = self.form.get("pillar_levels", self.form["levels"])
        reached = [each["id"] for each in rungs if score is not None and at_threshold(each, score)]
        return reached[-1] if reached else None

    def level(self):
        whole, pillars = self.score()
        if whole is None or whole[0] is None:
            return None
        visible = [self.pillar_level(found[0]) for found in pillars.values() if found is not None]
        reached = None
        for each in self.form["levels"]:
            breadth = each.get("breadth")
            wanted = 0 if breadth is None else breadth["pillars"]
            wanted = len(visible) if wanted == "all" else wanted
            broad = breadth is None or sum(level is not None and level >= breadth["at"] for level in visible) >= wanted
            reached = each["id"] if at_threshold(each, whole[0]) and broad else reached
        return reached


def hundred(found):
    return None if found is None else (None if found[0] is None else 100 * found[0], found[1])


def mean(aggregate, scores):
    weight = sum(each for each, _ in scores)
    if aggregate == "minimum":
        return min(score for _, score in scores)
    if aggregate == "arithmetic":
        return sum(each * score for each, score in scores) / weight
    if any(score == 0 for _, score in scores):
        return 0
    if aggregate == "geometric":
        return math.exp(sum(each * math.log(score) for each, score in scores) / weight)
    return weight / sum(each / score for each, score in scores)
