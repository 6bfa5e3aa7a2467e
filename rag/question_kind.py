"""The kind of answer that a question wants: a list, a comparison, a definition, a fact.

In: the cues of a question, and what is read from them. Out: its kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answer import Kind

# The same word asks twice, and the second time the other side alone is new: "who builds X, and
# who Y", "what has X done, and what has Y?"
_TWICE = re.compile(
    r"(?<!\S)(?P<asks>(?:(?:no|ar|par|pec|uz|pie) )?(?:kas|ko|ka|kuri|kurus|kads|kada"
    r"|kadi|kadus|kadiem|kuriem)) .+?"
    r"(?:un|bet|,) (?P=asks) (?!nav|ir par)"
    r"|(?<!\S)(?P<en>who|what) (?P<verb>\S+) .+? (?:and|while|but) (?P=en) (?:(?:do|did|does|has"
    r"|have) (?!it |they )|(?P=verb) (?!it |its |for |the )|(?:the|about|for|in|at|on) (?!\$))"
)
_FIGURES = frozenset({"date", "percent", "length", "area", "person"})
_HAPPENINGS = frozenset({"passage", "municipality"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question has been read to ask, short of its kind.

    `line` is the question as `Tokens.line` has it, `cues` the ids of its cues, `times` how often
    it asks; the others are those of `rag.question.Question`.
    """

    line: str
    cues: frozenset[str]
    times: int
    roles: tuple[str, ...]
    terms: tuple[str, ...]
    unit_kinds: tuple[str, ...]
    numbers: tuple[str, ...]
    forms: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """The kind; where nothing else shows a fact, or an attribute if roles are asked for."""
        if self._compares():
            return "comparison"
        lists = self._lists()
        if self.terms and not lists and "kind.count" not in self.cues and "goal" not in self.roles:
            return "definition"
        if lists:
            return "list"
        return "attribute" if self.roles and "kind.count" not in self.cues else "fact"

    def _compares(self) -> bool:
        if len(self.numbers) > 1 and not self.forms:
            return True
        if set(self.forms) & _FIGURES and "kind.compare" not in self.cues:
            return False
        if "kind.comparison" in self.cues or "kind.compare" in self.cues:
            return "kind.one_side" not in self.cues
        return len(self.roles) <= 1 and _TWICE.search(self.line) is not None

    def _lists(self) -> bool:
        """Whether units or passages are to be listed."""
        if "ask.ones" in self.cues and "kind.count" not in self.cues:
            return True
        heading = "list.bare" in self.cues and "ask.any" not in self.cues
        if ("list.units" in self.cues or heading) and not self.numbers:
            return not self._of_one_unit() and not self._counts_happenings()
        if "list.where" in self.cues:
            return not self._one_unit() and "ask.source" not in self.cues
        if self._one_unit() or set(self.forms) & _FIGURES:
            return False
        places = "list.places" in self.cues and "kind.count" not in self.cues
        return "list.work" in self.cues or places

    def _one_unit(self) -> bool:
        """Whether one unit is spoken of: "the tasks of the measure" are no list of units."""
        heading = "one.heading" in self.cues and "ask.any" not in self.cues
        return bool(self.numbers) or "one.unit" in self.cues or heading

    def _of_one_unit(self) -> bool:
        """Whether what could be units are the parts of the one unit spoken of."""
        parts = "list.parts" in self.cues or "list.units" not in self.cues
        return self._one_unit() and (parts or "done" in self.roles)

    def _counts_happenings(self) -> bool:
        """ "How many projects were there" asks for a number, not for divisions of a plan."""
        if "kind.count" not in self.cues or "list.told" in self.cues:
            return False
        happenings = bool(self.unit_kinds) and set(self.unit_kinds) <= _HAPPENINGS
        asks_of_them = bool(set(self.roles) - {"tasks", "done"})
        return happenings and (not asks_of_them or (self.times > 1 and "money" in self.forms))
