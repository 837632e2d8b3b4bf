"""What the référentiel's data hold."""

import msgspec
import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.referentiel.codes import MalformedCode, UnknownCode
from epreuves_kit.referentiel.display import as_json, count_up
from epreuves_kit.referentiel.model import Context, Oral, OralPart, ReportPart, WorkMode
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT, lay_referentiel

# Épreuve → compétences, counted by hand in the official document's modalities.
PLAGES = {
    "e01_veille": ("C1.1", "C1.3", 3),
    "e02_analyse_projet": ("C2.1", "C2.4", 4),
    "e03_cible": ("C3.1", "C3.3", 3),
    "e04_axes": ("C4.1", "C4.3", 3),
    "e05_plan_actions": ("C5.1", "C5.3", 3),
    "e06_objectifs": ("C6.1", "C6.3", 3),
    "e07_ux": ("C7.1", "C7.3", 3),
    "e08_event": ("C8.1", "C8.3", 3),
    "e09_canaux": ("C9.1", "C9.3", 3),
    "e10_plan_media": ("C10.1", "C10.3", 3),
    "e11_challenge": ("C11.1", "C11.1", 1),
    "e12_messages": ("C11.2", "C11.5", 4),
    "e13_coordination": ("C12.1", "C12.3", 3),
    "e14_plannings": ("C12.4", "C12.5", 2),
    "e15_budget": ("C13.1", "C13.4", 4),
    "e16_performance": ("C14.1", "C14.3", 3),
    "e17_impact_digital": ("C15.1", "C15.3", 3),
}
EN_GROUPE = {"e02_analyse_projet", "e04_axes", "e05_plan_actions", "e06_objectifs", "e11_challenge"}
CAS_PRATIQUES = {"e03_cible", "e10_plan_media", "e14_plannings", "e17_impact_digital"}
FICHES = {"e01_veille", "e07_ux", "e08_event", "e13_coordination"}
PROJECT = {"e09_canaux", "e12_messages", "e15_budget", "e16_performance"}


def test_the_referentiel_has_its_official_numbers():
    assert count_up(referentiel(ROOT)) == {
        "activites": 15,
        "competences": 51,
        "groupes": 51,
        "criteres": 190,
        "epreuves": 17,
    }
    assert len(referentiel(ROOT).natures) == 4


def test_codes_follow_one_another_without_a_gap():
    tout = referentiel(ROOT)
    assert [activity.code for activity in tout.activities] == [f"A{n}" for n in range(1, 16)]
    for number, activity in enumerate(tout.activities, start=1):
        codes = [competence.code for competence in activity.competences]
        assert codes == [f"C{number}.{m}" for m in range(1, len(codes) + 1)]
        for competence in activity.competences:
            ids = [critere.id for critere in competence.criteres]
            assert ids == [f"{competence.code}-k{k}" for k in range(1, len(ids) + 1)]
            assert ids


def test_each_epreuve_assesses_its_official_range():
    found = {
        epreuve.id: (epreuve.competences[0], epreuve.competences[-1], len(epreuve.competences))
        for epreuve in referentiel(ROOT).epreuves
    }
    assert found == PLAGES
    assert list(found) == list(PLAGES)


def test_each_competence_is_assessed_once():
    tout = referentiel(ROOT)
    evaluees = [code for epreuve in tout.epreuves for code in epreuve.competences]
    assert evaluees == [competence.code for competence in tout.competences]
    for competence in tout.competences:
        (epreuve,) = tout.epreuves_of(competence.code)
        assert competence.code in epreuve.competences


def test_the_four_natures_hold_the_right_epreuves():
    def de_nature(nature: str) -> set[str]:
        return {epreuve.id for epreuve in referentiel(ROOT).epreuves if epreuve.nature == nature}

    assert de_nature("mise_en_situation") == EN_GROUPE - {"e11_challenge"}
    assert de_nature("serious_game") == {"e11_challenge"}
    assert de_nature("cas_pratique") == CAS_PRATIQUES
    assert de_nature("rapport_de_competences") == FICHES | PROJECT
    parts = {epreuve.id: epreuve.report_part for epreuve in referentiel(ROOT).epreuves}
    assert {e for e, part in parts.items() if part is ReportPart.SHEET} == FICHES
    assert {e for e, part in parts.items() if part is ReportPart.PROJECT} == PROJECT


@pytest.mark.parametrize("epreuve", referentiel(ROOT).epreuves, ids=lambda epreuve: epreuve.id)
def test_each_epreuve_has_the_modality_of_its_nature(epreuve):
    if epreuve.nature == "mise_en_situation":
        assert epreuve.work is WorkMode.GROUP
        assert (epreuve.group.minimum, epreuve.group.maximum) == (2, 3)
        assert epreuve.oral is Oral.COLLECTIVE
        assert epreuve.parts == (OralPart.WRITTEN, OralPart.ORAL, OralPart.REX)
        assert epreuve.context is Context.FICTIONAL
        assert len(epreuve.deliverables.rex) == 2
    elif epreuve.nature == "cas_pratique":
        assert epreuve.work is WorkMode.INDIVIDUAL
        assert epreuve.context is Context.FICTIONAL
        assert epreuve.parts == (OralPart.WRITTEN,)
    elif epreuve.nature == "rapport_de_competences":
        assert epreuve.work is WorkMode.INDIVIDUAL
        assert epreuve.context is Context.LIVED
        assert epreuve.oral is Oral.GRAND_ORAL
        assert epreuve.parts == (OralPart.WRITTEN, OralPart.ORAL)
    else:
        assert epreuve.id == "e11_challenge"


def test_the_challenge_draws_three_themes_and_is_tried_by_three_professionals():
    challenge = referentiel(ROOT).epreuve("e11_challenge")
    assert challenge.draw.themes == ("identité visuelle", "identité de marque", "éco-conception")
    assert challenge.trials.professionals == 3
    assert (challenge.group.minimum, challenge.group.maximum) == (3, 3)
    assert challenge.oral is Oral.INDIVIDUAL


def test_six_labels_are_marked_as_lost_in_the_document():
    perdus = [competence.code for competence in referentiel(ROOT).competences if competence.lost_label]
    assert perdus == ["C2.2", "C2.3", "C2.4", "C5.3", "C8.2", "C8.3"]


def test_labels_are_short_and_written_on_one_line():
    tout = referentiel(ROOT)
    for competence in tout.competences:
        assert len(competence.label) <= 320, competence.code
    for activity in tout.activities:
        assert len(activity.label) <= 320, activity.code
    for critere in tout.criteres:
        assert len(critere.label) <= 200, critere.id
    libelles = (
        [a.label for a in tout.activities] + [c.label for c in tout.competences] + [c.label for c in tout.criteres]
    )
    for label in libelles:
        assert label == " ".join(label.split())
        assert label[0].isupper()
        assert not label.endswith(".")


def test_lookups_give_what_the_codes_name():
    tout = referentiel(ROOT)
    assert tout.competence("C6.1").code == "C6.1"
    assert tout.critere("C6.3-k2").id == "C6.3-k2"
    assert "entonnoir" in tout.critere("C6.3-k2").label
    assert tout.epreuve("e06_objectifs").competences == ("C6.1", "C6.2", "C6.3")
    assert [epreuve.id for epreuve in tout.epreuves_of("C12.4")] == ["e14_plannings"]
    assert [critere.id for critere in tout.criteres_of("C6.1")] == ["C6.1-k1", "C6.1-k2", "C6.1-k3"]
    assert tout.activity("A6").competences[0].code == "C6.1"
    assert tout.nature("cas_pratique").title == "Cas pratique professionnel fictif"


@pytest.mark.parametrize(
    ("chercher", "code", "proche"),
    [
        ("competence", "C6.9", "C6.1"),
        ("critere", "C6.1-k9", "C6.1-k3"),
        ("epreuve", "e06_objectif", "e06_objectifs"),
        ("epreuves_of", "C16.1", "C6.1"),
        ("activity", "A16", "A1"),
        ("nature", "cas_pratiques", "cas_pratique"),
    ],
)
def test_an_unknown_code_is_answered_with_the_nearest_ones(chercher, code, proche):
    with pytest.raises(UnknownCode) as info:
        getattr(referentiel(ROOT), chercher)(code)
    message = str(info.value)
    assert f"{code} n'existe pas dans le référentiel" in message
    assert proche in message.partition("les plus proches :")[2]


@pytest.mark.parametrize(("chercher", "code"), [("competence", "6.1"), ("critere", "C6.1"), ("epreuves_of", "")])
def test_a_malformed_code_is_answered_with_the_right_form(chercher, code):
    with pytest.raises(MalformedCode, match=r"attendu par ex"):
        getattr(referentiel(ROOT), chercher)(code)


def test_the_referentiel_is_loaded_once_and_cannot_change():
    assert referentiel(ROOT) is referentiel(ROOT)
    with pytest.raises(AttributeError):
        referentiel(ROOT).activities = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        referentiel(ROOT).competence("C6.1").label = "autre"  # type: ignore[misc]
    hash(referentiel(ROOT))  # a list or a dict anywhere inside would raise


def test_the_json_names_each_parent_and_survives_encoding():
    value = msgspec.json.decode(msgspec.json.encode(as_json(referentiel(ROOT))))
    assert value["counts"]["criteres"] == len(value["criteres"]) == 190
    assert len(value["epreuves"]) == 17
    competences = {competence["code"]: competence for competence in value["competences"]}
    assert competences["C12.4"]["epreuve"] == "e14_plannings"
    assert competences["C12.4"]["activite"] == "A12"
    assert all(critere["competence"] in competences for critere in value["criteres"])
    assert sum(len(group["criteres"]) for group in value["groupes"]) == 190


def test_a_certification_is_called_by_the_codes_and_the_decision_that_its_file_says(tmp_path):
    file = lay_referentiel(tmp_path) / "certification.yaml"
    bare = referentiel(tmp_path).certification
    assert bare.registered == f"{bare.title} (niveau {bare.level})"
    file.write_text(
        f'{file.read_text("utf-8")}rncp: RNCP00000\nnsf: "324"\ndecision: enregistrée le 1er mars 2026\n', "utf-8"
    )
    told = referentiel(tmp_path).certification
    assert told.named == f"{bare.title} (RNCP00000, NSF 324, niveau {bare.level})"
    assert told.registered == f"{told.named}, enregistrée le 1er mars 2026"


def test_a_course_of_before_is_told_what_to_copy_and_one_that_has_nothing_of_the_kit_has_no_compétence(tmp_path):
    assert referentiel(tmp_path).competences == ()
    (tmp_path / "sujets" / "e01_suivi").mkdir(parents=True)
    (tmp_path / "sujets" / "e01_suivi" / "grille.yaml").write_text("", "utf-8")
    with pytest.raises(KitError, match=r"n'a pas de dossier referentiel/.*copiez-le entier"):
        referentiel(tmp_path)
