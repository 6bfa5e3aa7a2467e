"""What kind of answer a question wants, however it is worded."""

from __future__ import annotations

import pytest

from corpus.letters import bare_fold
from rag.question import analyse
from tests.rag.asking import request

LISTS = """
In how many sub-priorities is the university a partner?
Everything the port authority has to carry out, please.
Does any priority rely on private money? Which?
Name every priority that plans a bridge.
Across which priorities are bicycles mentioned?
Where all is digitalisation planned?
Under which headings do lakes turn up?
Where in the programme are ferries foreseen?
Which of those are paid for by the state?
measures without a budget
Cik vietās universitāte ir starp partneriem?
Viss, ko īsteno ostas pārvalde.
Vai kāda prioritāte balstās uz privātu naudu? Kura?
Pie kuriem mērķiem rādītājos ir apmeklētāju skaits?
Kuru daļu uzdevumos ir tilti?
Kur programmā parādās velosipēdi?
Kur visur plānota digitalizācija?
Kurās apakšprioritātēs kaut kas teikts par ezeriem?
Uzskaiti rīcības, kurās partneris ir slimnīca.
prioritātes bez partneriem
Kādus vebinārus rīkoja savienība?
Kādas konferenču tēmas un kādus seminārus rīkoja osta?
Where are there tasks on sorting?
"""
COMPARISONS = """
Is the Rēzekne plan more ambitious than the one for Ludza?
Between the school and the library project, which costs more?
Set the aims of priority 2 against those of priority 5.
What distinguishes the port from the airport?
Who pays for the port and who for the airport?
Ogre or Salaspils – where are wages higher?
What is common to the energy and the transport priority?
Are the indicators of 2.1 identical to those of 2.2?
Vai Ludzā iedzīvotāju ir vairāk nekā Krāslavā?
Kam piešķirts vairāk līdzekļu – skolām vai ceļiem?
Kurš mērķis ir plašāks, otrais vai ceturtais?
Noliec blakus 2.1. un 2.2. rādītājus.
Par ko atbild ministrija un par ko pašvaldība veselības prioritātē?
Kuram no diviem scenārijiem ir mazāki izmeši?
Vai lidostas un dzelzceļa prioritātei ir vieni un tie paši ieviesēji?
Kas atšķir pilsētas un lauku prioritāti?
Kurš rādītājs ir kopīgs Ludzas un Krāslavas novadam?
"""
DEFINITIONS = """
What do you understand by "blue economy"?
What's meant by cohesion?
Can you tell me what micromobility means?
What are nature-based solutions?
PPP, what's that short for?
In this plan, what is a functional area?
NFI meaning
Ko plāns sauc par atbalsta centru?
Kā saprast saīsinājumu NFI?
Vai varat izskaidrot, ko nozīmē "pēdējā jūdze"?
Kas īsti ir mikromobilitāte?
Kāda ir termina "zaļais koridors" nozīme?
Kas par lietu ir mobilitātes punkts?
NFI – kas tas ir?
"""
NEITHER = """
Which countries took part in the study?
In which city was the meeting held?
How many projects were finished in 2019?
How does the average wage compare with the national average?
How many lanes are there now compared with before?
Is there a river or a lake in the town?
Where does the money for the school come from?
What are the tasks of the measure "Clean rivers"?
What is the town's slogan?
What is the highest hill?
When is the mid-term review due?
Why was the tram chosen, and not the bus?
Kuras valstis piedalījās pētījumā?
Kurā pilsētā notika sanāksme?
Vai pilsētā ir upe vai ezers?
Kādi uzdevumi paredzēti Gulbenes novadam?
Kāda ir alga, salīdzinot ar valsts vidējo?
Kāds ir apspriešanas termiņš?
Kas ir domes priekšsēdētājs?
Kāpēc izvēlēts tramvajs, nevis autobuss?
"""


def worded(text: str) -> list[str]:
    return text.strip().splitlines()


def kind_of(question: str) -> str:
    return analyse(request(question)).kind


@pytest.mark.parametrize("question", worded(LISTS))
def test_a_list(question: str) -> None:
    assert kind_of(question) == "list"


@pytest.mark.parametrize("question", worded(COMPARISONS))
def test_a_comparison(question: str) -> None:
    assert kind_of(question) == "comparison"


@pytest.mark.parametrize("question", worded(DEFINITIONS))
def test_a_definition(question: str) -> None:
    assert kind_of(question) == "definition"


@pytest.mark.parametrize("question", worded(NEITHER))
def test_a_fact_or_what_one_unit_has(question: str) -> None:
    assert kind_of(question) in ("fact", "attribute")


@pytest.mark.parametrize("question", [q for q in worded(LISTS) if bare_fold(q) != q.lower()])
def test_a_list_is_known_without_diacritics(question: str) -> None:
    assert kind_of(bare_fold(question)) == "list"
