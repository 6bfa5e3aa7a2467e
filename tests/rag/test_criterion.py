"""What a list must name, must not name, and where: read from the words of a question."""

from __future__ import annotations

import pytest

from rag.criterion import Criterion, criterion
from rag.question import analyse
from rag.topic import topic_groups
from tests.rag.asking import Asker, request

FUNDED = {"state-funding", "municipal-funding", "private-funding", "cross-border-programmes"}
PARTNERS = {"ministry-transport", "varam", "lvc"}


def read(asker: Asker, question: str, *, divisions: frozenset[str] = frozenset()) -> Criterion:
    """The criterion, in a plan whose roles and divisions name just these things."""
    asked = analyse(request(question))
    named = {"funding": FUNDED, "partners": PARTNERS, "implementers": PARTNERS}
    return criterion(
        asked,
        topic_groups(asked, asker.terms),
        lambda role, group: group.name in named.get(role, set()),
        lambda group: group.name in divisions,
        lambda role: role in named,
    )


def told(found: Criterion) -> set[tuple[str, tuple[str, ...], bool]]:
    """Each thing that matters with its roles, and whether it is denied."""
    return {
        (group.name, condition.roles, condition.negative)
        for condition in found.conditions
        for group in condition.groups
        if not group.plain
    }


@pytest.mark.parametrize(
    "question",
    [
        "Which units with tourism tasks list state funding among their sources?",
        "Kuras prioritātes, kurās ir tūrisma uzdevumi, finansē no valsts budžeta?",
    ],
)
def test_each_thing_is_sought_in_the_role_that_names_it(bundled: Asker, question: str) -> None:
    found = told(read(bundled, question))
    assert ("tourism", (), False) in found
    assert {roles for name, roles, _ in found if name == "state-funding"} == {("funding",)}


@pytest.mark.parametrize(
    "question",
    [
        "In which sections is the Ministry of Transport a partner but not VARAM?",
        "Kurās sadaļās partneris ir Satiksmes ministrija, bet nav VARAM?",
    ],
)
def test_what_a_clause_denies_must_not_be_named(bundled: Asker, question: str) -> None:
    found = told(read(bundled, question))
    assert ("ministry-transport", ("partners",), False) in found
    assert ("varam", ("partners",), True) in found


def test_what_people_lack_is_no_lack_of_the_unit(bundled: Asker) -> None:
    found = told(read(bundled, "Which priorities help people without cars reach public transport?"))
    assert ("public-transport", (), False) in found
    assert not any(denied for _, _, denied in found)


@pytest.mark.parametrize(
    "question",
    [
        "Which units plan cycling, apart from the chapters on individual municipalities?",
        "Kurās sadaļās plāno velosatiksmi, izņemot pašvaldību nodaļas?",
    ],
)
def test_municipalities_can_be_left_out(bundled: Asker, question: str) -> None:
    found = read(bundled, question)
    assert found.places
    assert {name for name, _, _ in told(found)} == {"cycling"}
    assert "municipality" not in found.kinds


def test_a_unit_left_out_is_known_by_its_title(bundled: Asker) -> None:
    found = read(bundled, "Which units plan cycling, except for public transport?")
    assert [group.name for group in found.without] == ["public-transport"]
    assert {name for name, _, _ in told(found)} == {"cycling"}


def test_a_division_confines_the_list_and_is_no_topic(bundled: Asker) -> None:
    question = "Within the skills direction, which units plan cycling?"
    found = read(bundled, question, divisions=frozenset({"skills"}))
    assert [group.name for group in found.within] == ["skills"]
    assert {name for name, _, _ in told(found)} == {"cycling"}


def test_both_asks_for_each_by_itself(bundled: Asker) -> None:
    found = read(bundled, "Which units have both the Ministry of Transport and VARAM as partners?")
    single = [[g.name for g in c.groups if not g.plain] for c in found.conditions]
    assert sorted(single) == [["ministry-transport"], ["varam"]]


def test_not_only_denies_nothing(bundled: Asker) -> None:
    found = told(read(bundled, "Who is partner of LVC, not just of the Ministry of Transport?"))
    assert ("lvc", ("partners",), False) in found
    assert not any(denied for _, _, denied in found)
    assert "ministry-transport" not in {name for name, _, _ in found}


def test_a_role_that_is_denied_by_itself_excludes_the_thing_there(bundled: Asker) -> None:
    found = told(read(bundled, "Kur LVC ir tikai partneris, nevis ieviesējs?"))
    assert ("lvc", ("partners",), False) in found
    assert ("lvc", ("implementers",), True) in found


def test_two_roles_for_one_thing_are_alternatives(bundled: Asker) -> None:
    found = told(read(bundled, "Where does LVC appear, whether as implementer or as partner?"))
    (roles,) = {roles for name, roles, _ in found if name == "lvc"}
    assert set(roles) == {"implementers", "partners"}


@pytest.mark.parametrize(
    "question",
    [
        "Which municipalities have no word of tourism in their tasks?",
        "Kuru pašvaldību uzdevumos nav ne vārda par tūrismu?",
    ],
)
def test_what_tasks_lack_is_sought_in_tasks(bundled: Asker, question: str) -> None:
    assert ("tourism", ("tasks",), True) in told(read(bundled, question))


def test_but_not_denies_a_role(bundled: Asker) -> None:
    found = told(read(bundled, "Kurās sadaļās LVC ir partneris, bet ne īstenotājs?"))
    assert ("lvc", ("partners",), False) in found
    assert ("lvc", ("implementers",), True) in found


@pytest.mark.parametrize(
    "question",
    [
        "Which sub-priorities are implemented by the Ministry of Health?",
        "Kurās apakšprioritātēs par ieviesēju noteikta Veselības ministrija?",
    ],
)
def test_who_implements_nothing_is_sought_nowhere_else(bundled: Asker, question: str) -> None:
    assert ("ministry-health", ("implementers",), False) in told(read(bundled, question))
