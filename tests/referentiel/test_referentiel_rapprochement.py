"""The official wording beside our labels: everything found, nothing lost, nothing copied."""

import re
import unicodedata
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
import yaml
from faux_document import ecrire
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from epreuves.referentiel import referentiel
from epreuves.referentiel.modalite import modalite
from epreuves.referentiel.officiel import DocumentOfficiel, analyser
from epreuves.referentiel.rapprochement import apparier, rapprocher, ressemblance

PERDUES = ("C2.2", "C2.3", "C2.4", "C5.3", "C8.2", "C8.3")
EXIGENCES = yaml.safe_load(Path(__file__).with_name("exigences.yaml").read_text(encoding="utf-8"))
MOTS_DE_SUITE = 8
"""How many official words in a row a label may share: « plan d'actions marketing opérationnel » is five."""


def plier(texte: str) -> str:
    """Fold case, accents, apostrophes, hyphens and the dots of acronyms: « R.G.P.D » and « RGPD » are one."""
    sans_accents = unicodedata.normalize("NFKD", texte.lower().replace("œ", "oe"))
    plat = "".join(signe for signe in sans_accents if not unicodedata.combining(signe)).replace("’", "'")
    return " ".join(re.sub(r"(?<=\b\w)\.(?=\w\b|[ )])", "", plat).replace("-", " ").split())


def mots(texte: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", plier(texte))


def test_the_document_gives_the_official_numbers(document):
    assert len(document.activites) == 15
    assert len(document.competences) == 51 - len(PERDUES)
    assert len(document.groupes) == 51
    assert sum(len(groupe.criteres) for groupe in document.groupes) == 190
    assert len(document.epreuves) == 17
    assert document.non_reconnues == ()


def test_every_code_finds_its_official_wording(document):
    rapprochement = rapprocher(referentiel(), document)
    assert rapprochement.introuvables == ()
    assert rapprochement.perdues == PERDUES
    assert rapprochement.non_reconnues == ()
    assert len(rapprochement.trouvees) == 15 + 45 + 51 + 190 + 17


def test_each_group_has_as_many_criteria_as_in_the_document(document):
    notres = [(c.code, len(c.criteres)) for c in referentiel().competences]
    assert [nombre for _, nombre in notres] == [len(groupe.criteres) for groupe in document.groupes]


def test_each_label_resembles_its_own_wording_more_than_the_next_one(document):
    """Ranks pair criteria and wordings; a label written one line too low would resemble its neighbour's."""
    lignes = [ligne for ligne in rapprocher(referentiel(), document).trouvees if ligne.genre == "critere"]
    for i, j in combinations(range(len(lignes)), 2):
        une, autre = lignes[i], lignes[j]
        if une.code.partition("-")[0] != autre.code.partition("-")[0]:
            continue
        droit = ressemblance(une.libelle, une.officiel) + ressemblance(autre.libelle, autre.officiel)
        croise = ressemblance(une.libelle, autre.officiel) + ressemblance(autre.libelle, une.officiel)
        assert droit > croise, (une.code, autre.code)


def test_the_list_of_requirements_covers_criteria_worded_competences_and_epreuves():
    tout = referentiel()
    attendus = [critere.id for critere in tout.criteres]
    attendus += [competence.code for competence in tout.competences if not competence.libelle_perdu]
    attendus += [epreuve.id for epreuve in tout.epreuves]
    assert list(EXIGENCES) == attendus
    assert all(EXIGENCES.values())


def manquantes(code: str, texte: str) -> list[str]:
    plie = plier(texte)
    return [racine for racine in EXIGENCES[code] if not any(mot in plie for mot in racine.split("|"))]


@pytest.mark.parametrize("code", EXIGENCES)
def test_no_label_loses_a_requirement(code):
    tout = referentiel()
    if code.startswith("e"):
        texte = modalite(tout.epreuve(code))
    else:
        texte = (tout.critere(code) if "-k" in code else tout.competence(code)).libelle
    assert manquantes(code, texte) == []


def test_the_requirements_are_those_of_the_document(document):
    """The curated stems must come from the official text, or the test above would guard nothing."""
    inventees = {
        ligne.code: manquantes(ligne.code, ligne.officiel)
        for ligne in rapprocher(referentiel(), document).trouvees
        if ligne.code in EXIGENCES
    }
    assert {code: racines for code, racines in inventees.items() if racines} == {}


def textes_du_projet() -> list[tuple[str, str]]:
    tout = referentiel()
    textes = [(a.code, a.libelle) for a in tout.activites]
    for competence in tout.competences:
        textes.append((competence.code, competence.libelle))
        textes.append((f"{competence.code}-groupe", competence.groupe.titre))
        textes += [(critere.id, critere.libelle) for critere in competence.criteres]
    for epreuve in tout.epreuves:
        textes.append((epreuve.id, epreuve.consigne))
        textes += [(epreuve.id, livrable) for _, livrable in epreuve.livrables]
    return textes


def phrases_copiees(officiel: str, limite: int) -> dict[str, str]:
    """Give the labels that share more than `limite` words in a row with the official text."""
    suites = mots(officiel)
    connues = {tuple(suites[i : i + limite + 1]) for i in range(len(suites) - limite)}
    copies = {}
    for code, texte in textes_du_projet():
        notres = mots(texte)
        for i in range(len(notres) - limite):
            if (suite := tuple(notres[i : i + limite + 1])) in connues:
                copies[code] = " ".join(suite)
    return copies


def test_the_search_for_copies_finds_a_copy():
    copie = referentiel().critere("C6.3-k4").libelle
    assert "C6.3-k4" in phrases_copiees(f"Avant, {copie.upper()} après.", MOTS_DE_SUITE)
    assert phrases_copiees("rien de tout cela n'est dans le référentiel, pas le moindre mot", 4) == {}


def test_no_label_is_an_official_sentence(document_d_un_autre):
    lu = document_d_un_autre
    officiels = [texte.texte for texte in (*lu.activites, *lu.competences)]
    for groupe in lu.groupes:
        officiels += [groupe.titre, *groupe.criteres]
    officiels += [texte for epreuve in lu.epreuves for _, texte in epreuve.rubriques]
    assert phrases_copiees(" / ".join(officiels), MOTS_DE_SUITE) == {}
    phrases = {" ".join(mots(officiel)) for officiel in officiels}
    egaux = [(code, texte) for code, texte in textes_du_projet() if " ".join(mots(texte)) in phrases]
    assert egaux == []


# What happens when the document has lost something.


@pytest.fixture(scope="module")
def lu() -> DocumentOfficiel:
    """A document written from our own labels, so that each wording found must be its label."""
    return analyser(ecrire(referentiel(), Random(0)))


def test_a_lost_wording_makes_only_its_own_code_missing(lu):
    competences = tuple(texte for texte in lu.competences if texte.code != "C6.2")
    rapprochement = rapprocher(referentiel(), replace(lu, competences=competences))
    assert rapprochement.introuvables == ("C6.2",)
    assert rapprochement.perdues == PERDUES


@pytest.mark.parametrize("code", ["C6.1", "C6.2", "C6.3"])
def test_a_lost_group_does_not_shift_its_neighbours(lu, code):
    tout = referentiel()
    titre = tout.competence(code).groupe.titre
    amputes = tuple(groupe for groupe in lu.groupes if groupe.titre != titre)
    assert len(amputes) == 50
    rapprochement = rapprocher(tout, replace(lu, groupes=amputes))
    criteres = [critere.id for critere in tout.criteres_de(code)]
    assert list(rapprochement.introuvables) == [f"{code}-groupe", *criteres]


def test_a_lost_criterion_does_not_shift_its_neighbours(lu):
    tout = referentiel()
    libelle = tout.critere("C6.2-k2").libelle
    groupes = tuple(
        replace(groupe, criteres=tuple(texte for texte in groupe.criteres if texte != libelle))
        for groupe in lu.groupes
    )
    rapprochement = rapprocher(tout, replace(lu, groupes=groupes))
    assert rapprochement.introuvables == ("C6.2-k2",)
    assert all(
        ligne.officiel == ligne.libelle for ligne in rapprochement.trouvees if ligne.genre == "critere"
    )


def test_a_wording_found_again_is_laid_beside_its_label(lu):
    tout = referentiel()
    retrouve = replace(lu.competences[0], code="C2.3", texte="Le texte retrouvé")
    rapprochement = rapprocher(tout, replace(lu, competences=(*lu.competences, retrouve)))
    assert "C2.3" not in rapprochement.perdues
    (ligne,) = [ligne for ligne in rapprochement.lignes if ligne.code == "C2.3"]
    assert ligne.officiel == "Le texte retrouvé"


def test_what_the_project_does_not_know_is_told(lu):
    tout = referentiel()
    enrichi = replace(
        lu,
        competences=(*lu.competences, replace(lu.competences[0], code="C6.4", texte="En plus")),
        activites=(*lu.activites, replace(lu.activites[0], code="A16", texte="En plus")),
        groupes=(*lu.groupes, replace(lu.groupes[0], activite="A16")),
        epreuves=(*lu.epreuves, replace(lu.epreuves[0], premiere="C6.4", derniere="C6.4"), lu.epreuves[0]),
    )
    rapprochement = rapprocher(tout, enrichi)
    assert rapprochement.introuvables == ()
    assert sorted(reste.raison for reste in rapprochement.non_reconnues) == [
        "code absent du projet",
        "code absent du projet",
        "groupe de critères hors de toute activité connue",
        "épreuve de C1.1 à C1.3 déjà lue plus haut",
        "épreuve de C6.4 à C6.4, absente du projet",
    ]


@given(st.lists(st.integers(0, 9), max_size=6), st.lists(st.integers(0, 9), max_size=6))
def test_pairing_keeps_order_and_loses_nothing(notres, leurs):
    paires, en_trop = apparier(notres, leurs, lambda a, b: 1.0 if a == b else 0.0)
    assert len(paires) == len(notres)
    prises = [paire for paire in paires if paire is not None]
    assert sorted(prises + en_trop) == sorted(leurs)
    reste = iter(leurs)
    assert all(prise in reste for prise in prises)  # a subsequence: nothing crosses
    if len(notres) != len(leurs):
        assert len(prises) == plus_longue_suite_commune(notres, leurs)
    else:
        assert paires == leurs  # rank decides, even where nothing looks alike


def plus_longue_suite_commune(a: list[int], b: list[int]) -> int:
    """Give the longest common subsequence's length, by trying every choice."""
    for taille in range(len(a), 0, -1):
        for choix in combinations(a, taille):
            reste = iter(b)
            if all(valeur in reste for valeur in choix):
                return taille
    return 0


def test_resemblance_sees_through_inflexions_and_accents():
    assert ressemblance("Événements présentés", "évènement présentation") == 1.0
    assert ressemblance("Budget", "Persona") == 0.0
    assert ressemblance("", "Persona") == 0.0
