"""The official wording beside our labels: everything found, nothing lost, nothing copied."""

import re
import unicodedata
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from epreuves_kit.referentiel.model import modality
from epreuves_kit.referentiel.official import OfficialDocument, compare, likeness, pair_up, parse
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT
from tests.referentiel.fake_document import write

PERDUES = ("C2.2", "C2.3", "C2.4", "C5.3", "C8.2", "C8.3")
EXIGENCES = yaml.safe_load(Path(__file__).with_name("exigences.yaml").read_text(encoding="utf-8"))
MOTS_DE_SUITE = 8
"""How many official words in a row a label may share: « plan d'actions marketing opérationnel » is five."""


def plier(text: str) -> str:
    """Fold case, accents, apostrophes, hyphens and the dots of acronyms: « R.G.P.D » and « RGPD » are one."""
    sans_accents = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    flat = "".join(signed for signed in sans_accents if not unicodedata.combining(signed)).replace("’", "'")
    return " ".join(re.sub(r"(?<=\b\w)\.(?=\w\b|[ )])", "", flat).replace("-", " ").split())


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", plier(text))


def test_the_document_gives_the_official_numbers(document):
    assert len(document.activities) == 15
    assert len(document.competences) == 51 - len(PERDUES)
    assert len(document.groups) == 51
    assert sum(len(group.criteres) for group in document.groups) == 190
    assert len(document.epreuves) == 17
    assert document.unrecognised == ()


def test_every_code_finds_its_official_wording(document):
    comparison = compare(referentiel(ROOT), document)
    assert comparison.not_found == ()
    assert comparison.lost_codes == PERDUES
    assert comparison.unrecognised == ()
    assert len(comparison.found) == 15 + 45 + 51 + 190 + 17


def test_each_group_has_as_many_criteria_as_in_the_document(document):
    ours = [(c.code, len(c.criteres)) for c in referentiel(ROOT).competences]
    assert [number for _, number in ours] == [len(group.criteres) for group in document.groups]


def test_each_label_resembles_its_own_wording_more_than_the_next_one(document):
    """Ranks pair criteria and wordings; a label written one line too low would resemble its neighbour's."""
    lines = [line for line in compare(referentiel(ROOT), document).found if line.kind == "critere"]
    for i, j in combinations(range(len(lines)), 2):
        une, other = lines[i], lines[j]
        if une.code.partition("-")[0] != other.code.partition("-")[0]:
            continue
        droit = likeness(une.label, une.official) + likeness(other.label, other.official)
        croise = likeness(une.label, other.official) + likeness(other.label, une.official)
        assert droit > croise, (une.code, other.code)


def test_the_list_of_requirements_covers_criteria_worded_competences_and_epreuves():
    tout = referentiel(ROOT)
    expected: list[str] = [critere.id for critere in tout.criteres]
    expected += [competence.code for competence in tout.competences if not competence.lost_label]
    expected += [epreuve.id for epreuve in tout.epreuves]
    assert list(EXIGENCES) == expected
    assert all(EXIGENCES.values())


def manquantes(code: str, text: str) -> list[str]:
    plie = plier(text)
    return [root for root in EXIGENCES[code] if not any(word in plie for word in root.split("|"))]


@pytest.mark.parametrize("code", EXIGENCES)
def test_no_label_loses_a_requirement(code):
    tout = referentiel(ROOT)
    if code.startswith("e"):
        text = modality(tout.epreuve(code))
    else:
        text = (tout.critere(code) if "-k" in code else tout.competence(code)).label
    assert manquantes(code, text) == []


def test_the_requirements_are_those_of_the_document(document):
    """The curated stems must come from the official text, or the test above would guard nothing."""
    inventees = {
        line.code: manquantes(line.code, line.official)
        for line in compare(referentiel(ROOT), document).found
        if line.code in EXIGENCES
    }
    assert {code: racines for code, racines in inventees.items() if racines} == {}


def textes_du_projet() -> list[tuple[str, str]]:
    tout = referentiel(ROOT)
    texts = [(a.code, a.label) for a in tout.activities]
    for competence in tout.competences:
        texts.append((competence.code, competence.label))
        texts.append((f"{competence.code}-groupe", competence.group.title))
        texts += [(critere.id, critere.label) for critere in competence.criteres]
    for epreuve in tout.epreuves:
        texts.append((epreuve.id, epreuve.instruction))
        texts += [(epreuve.id, deliverable) for _, deliverable in epreuve.deliverables]
    return texts


def phrases_copiees(official: str, limite: int) -> dict[str, str]:
    """Give the labels that share more than `limite` words in a row with the official text."""
    suites = words(official)
    known = {tuple(suites[i : i + limite + 1]) for i in range(len(suites) - limite)}
    copies = {}
    for code, text in textes_du_projet():
        ours = words(text)
        for i in range(len(ours) - limite):
            if (following := tuple(ours[i : i + limite + 1])) in known:
                copies[code] = " ".join(following)
    return copies


def test_the_search_for_copies_finds_a_copy():
    submission = referentiel(ROOT).critere("C6.3-k4").label
    assert "C6.3-k4" in phrases_copiees(f"Avant, {submission.upper()} après.", MOTS_DE_SUITE)
    assert phrases_copiees("rien de tout cela n'est dans le référentiel, pas le moindre mot", 4) == {}


def test_no_label_is_an_official_sentence(document_d_un_autre):
    reading = document_d_un_autre
    officiels = [text.text for text in (*reading.activities, *reading.competences)]
    for group in reading.groups:
        officiels += [group.title, *group.criteres]
    officiels += [text for epreuve in reading.epreuves for _, text in epreuve.sections]
    assert phrases_copiees(" / ".join(officiels), MOTS_DE_SUITE) == {}
    sentences = {" ".join(words(official)) for official in officiels}
    egaux = [(code, text) for code, text in textes_du_projet() if " ".join(words(text)) in sentences]
    assert egaux == []


# What happens when the document has lost something.


@pytest.fixture(scope="module")
def reading() -> OfficialDocument:
    """A document written from our own labels, so that each wording found must be its label."""
    return parse(write(referentiel(ROOT), Random(0)))


def test_a_lost_wording_makes_only_its_own_code_missing(reading):
    competences = tuple(text for text in reading.competences if text.code != "C6.2")
    comparison = compare(referentiel(ROOT), replace(reading, competences=competences))
    assert comparison.not_found == ("C6.2",)
    assert comparison.lost_codes == PERDUES


@pytest.mark.parametrize("code", ["C6.1", "C6.2", "C6.3"])
def test_a_lost_group_does_not_shift_its_neighbours(reading, code):
    tout = referentiel(ROOT)
    title = tout.competence(code).group.title
    amputes = tuple(group for group in reading.groups if group.title != title)
    assert len(amputes) == 50
    comparison = compare(tout, replace(reading, groups=amputes))
    criteres = [critere.id for critere in tout.criteres_of(code)]
    assert list(comparison.not_found) == [f"{code}-groupe", *criteres]


def test_a_lost_criterion_does_not_shift_its_neighbours(reading):
    tout = referentiel(ROOT)
    label = tout.critere("C6.2-k2").label
    groups = tuple(
        replace(group, criteres=tuple(text for text in group.criteres if text != label)) for group in reading.groups
    )
    comparison = compare(tout, replace(reading, groups=groups))
    assert comparison.not_found == ("C6.2-k2",)
    assert all(line.official == line.label for line in comparison.found if line.kind == "critere")


def test_a_wording_found_again_is_laid_beside_its_label(reading):
    tout = referentiel(ROOT)
    retrouve = replace(reading.competences[0], code="C2.3", text="Le texte retrouvé")
    comparison = compare(tout, replace(reading, competences=(*reading.competences, retrouve)))
    assert "C2.3" not in comparison.lost_codes
    (line,) = [line for line in comparison.lines if line.code == "C2.3"]
    assert line.official == "Le texte retrouvé"


def test_what_the_project_does_not_know_is_told(reading):
    tout = referentiel(ROOT)
    enrichi = replace(
        reading,
        competences=(*reading.competences, replace(reading.competences[0], code="C6.4", text="En plus")),
        activities=(*reading.activities, replace(reading.activities[0], code="A16", text="En plus")),
        groups=(*reading.groups, replace(reading.groups[0], activity="A16")),
        epreuves=(
            *reading.epreuves,
            replace(reading.epreuves[0], first_line="C6.4", last_line="C6.4"),
            reading.epreuves[0],
        ),
    )
    comparison = compare(tout, enrichi)
    assert comparison.not_found == ()
    assert sorted(rest.reason for rest in comparison.unrecognised) == [
        "code absent du projet",
        "code absent du projet",
        "groupe de critères hors de toute activité connue",
        "épreuve de C1.1 à C1.3 déjà lue plus haut",
        "épreuve de C6.4 à C6.4, absente du projet",
    ]


@given(st.lists(st.integers(0, 9), max_size=6), st.lists(st.integers(0, 9), max_size=6))
def test_pairing_keeps_order_and_loses_nothing(ours, theirs):
    pairs, extra = pair_up(ours, theirs, lambda a, b: 1.0 if a == b else 0.0)
    assert len(pairs) == len(ours)
    prises = [paire for paire in pairs if paire is not None]
    assert sorted(prises + extra) == sorted(theirs)
    rest = iter(theirs)
    assert all(prise in rest for prise in prises)  # a subsequence: nothing crosses
    if len(ours) != len(theirs):
        assert len(prises) == plus_longue_suite_commune(ours, theirs)
    else:
        assert pairs == theirs  # rank decides, even where nothing looks alike


def plus_longue_suite_commune(a: list[int], b: list[int]) -> int:
    """Give the longest common subsequence's length, by trying every choice."""
    for size in range(len(a), 0, -1):
        for choix in combinations(a, size):
            rest = iter(b)
            if all(value in rest for value in choix):
                return size
    return 0


def test_resemblance_sees_through_inflexions_and_accents():
    assert likeness("Événements présentés", "évènement présentation") == 1.0
    assert likeness("Budget", "Persona") == 0.0
    assert likeness("", "Persona") == 0.0
