"""Each fault of the data is told with its file, its entry and its field."""

import pytest

from epreuves.wording.errors import KitError
from epreuves_kit.referentiel.codes import InvalidData, Problem
from epreuves_kit.referentiel.loading import load
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT, lay_referentiel


@pytest.fixture
def data(tmp_path):
    """A copy of the data that a test may break."""
    return lay_referentiel(tmp_path)


def remplacer(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} n'est plus dans {file.name} : le test ne casse plus rien"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder) -> tuple[Problem, ...]:
    with pytest.raises(InvalidData) as info:
        load(folder)
    return info.value.problems


def test_the_untouched_copy_loads(data):
    assert load(data) == referentiel(ROOT)


EPREUVES = "epreuves.yaml"
A6 = "activites/A06.yaml"
A5 = "activites/A05.yaml"

# file, text, its replacement, → file, entry, field, and a piece of the sentence
CASSES = {
    "unknown_competence": (
        *(EPREUVES, "[C6.1, C6.2, C6.3]", "[C6.1, C6.2, C6.3, C6.9]"),
        *(EPREUVES, "e06_objectifs", "competences", "C6.9 n'existe pas ; attendu un code de C6.1 à C6.3"),
    ),
    "competence_never_assessed": (
        *(EPREUVES, "[C15.1, C15.2, C15.3]", "[C15.1, C15.2]"),
        *(EPREUVES, "C15.3", "competences", "aucune épreuve ne l'évalue"),
    ),
    "competence_twice_in_one_epreuve": (
        *(EPREUVES, "[C7.1, C7.2, C7.3]", "[C7.1, C7.2, C7.3, C7.2]"),
        *(EPREUVES, "e07_ux", "competences", "C7.2 y est deux fois"),
    ),
    "epreuve_without_competence": (
        *(EPREUVES, "[C6.1, C6.2, C6.3]", "[]"),
        *(EPREUVES, "e06_objectifs", "competences", "la liste est trop courte"),
    ),
    "unknown_nature": (
        *(EPREUVES, "nature: serious_game", "nature: jeu"),
        *(EPREUVES, "e11_challenge", "nature", "« jeu » n'est pas une nature"),
    ),
    "unknown_oral": (
        *(EPREUVES, "oral: individuel", "oral: solo"),
        *(EPREUVES, "e11_challenge", "oral", "« solo » n'est pas admis ; attendu « aucun »"),
    ),
    "oral_without_deliverable": (
        *(EPREUVES, "oral: aucun", "oral: individuel"),
        *(EPREUVES, "e03_cible", "livrables.oral", "accordez-les"),
    ),
    "group_without_size": (
        *(EPREUVES, "  groupe: {minimum: 3, maximum: 3}\n", ""),
        *(EPREUVES, "e11_challenge", "groupe", "donnez sa taille"),
    ),
    "group_upside_down": (
        *(EPREUVES, "{minimum: 2, maximum: 3}", "{minimum: 3, maximum: 2}"),
        *(EPREUVES, "e02_analyse_projet", "groupe", "le minimum dépasse le maximum (3 > 2)"),
    ),
    "group_of_one": (
        *(EPREUVES, "{minimum: 2, maximum: 3}", "{minimum: 1, maximum: 3}"),
        *(EPREUVES, "e02_analyse_projet", "groupe.minimum", "2 au moins"),
    ),
    "size_that_is_a_text": (
        *(EPREUVES, "{minimum: 2, maximum: 3}", "{minimum: deux, maximum: 3}"),
        *(EPREUVES, "e02_analyse_projet", "groupe.minimum", "attendu un nombre entier, reçu un texte"),
    ),
    "size_of_a_lone_candidate": (
        *(EPREUVES, "  travail: individuel\n", "  travail: individuel\n  groupe: {minimum: 2, maximum: 3}\n"),
        *(EPREUVES, "e01_veille", "groupe", "retirez la taille"),
    ),
    "part_of_the_rapport_missing": (
        *(EPREUVES, "  part_du_rapport: fiche\n", ""),
        *(EPREUVES, "e01_veille", "part_du_rapport", "attendu « fiche » ou « projet »"),
    ),
    "misspelt_field": (
        *(EPREUVES, "  contexte: vecu", "  context: vecu"),
        *(EPREUVES, "e01_veille", "context", "champ inconnu"),
    ),
    "missing_field": (
        *(EPREUVES, "  contexte: vecu\n", ""),
        *(EPREUVES, "e01_veille", "contexte", "il manque"),
    ),
    "deliverable_that_is_a_number": (
        *(EPREUVES, '      - "Analyse des données obtenues"', "      - 12"),
        *(EPREUVES, "e01_veille", "livrables.ecrit[2]", "attendu un texte, reçu un nombre entier"),
    ),
    "malformed_epreuve_id": (
        *(EPREUVES, "e06_objectifs:", "e06-Objectifs:"),
        *(EPREUVES, "e06-Objectifs", "id", "identifiant mal formé"),
    ),
    "epreuve_number_taken": (
        *(EPREUVES, "e06_objectifs:", "e05_objectifs:"),
        *(EPREUVES, "e05_objectifs", "id", "le numéro e05 est déjà celui de e05_plan_actions"),
    ),
    "professionals_mark_a_criterion_of_another": (
        *(EPREUVES, "[C11.1-k2, C11.1-k3,", "[C11.2-k1, C11.1-k3,"),
        *(EPREUVES, "e11_challenge", "essais.criteres", "C11.2-k1 n'est pas de cette épreuve ; attendu parmi C11.1-k1"),
    ),
    "epreuve_written_twice": (
        *(EPREUVES, "e06_objectifs:", "e05_plan_actions:"),
        *(EPREUVES, "", "", "est déjà écrit à la ligne 96"),
    ),
    "id_inside_its_own_entry": (
        *(EPREUVES, "e06_objectifs:\n", "e06_objectifs:\n  id: e05_plan_actions\n"),
        *(EPREUVES, "e06_objectifs", "id", "l'identifiant est déjà la clé"),
    ),
    "criterion_skipped": (
        *(A6, "C6.3-k2:", "C6.3-k5:"),
        *(A6, "C6.3", "criteres", "C6.3-k5 arrive où C6.3-k2 est attendu"),
    ),
    "malformed_criterion": (
        *(A6, "C6.3-k2:", "C6,3-k2:"),
        *(A6, "C6.3", "criteres", "« C6,3-k2 » n'est pas un code bien formé ; attendu C6.3-k2"),
    ),
    "criterion_written_twice": (
        *(A6, "C6.3-k2:", "C6.3-k1:"),
        *(A6, "", "", "est déjà écrit à la ligne 39"),
    ),
    "criterion_without_text": (
        *(A6, 'C6.3-k3: "Pistes de conversion des leads explorées"', "C6.3-k3:"),
        *(A6, "C6.3-k3", "libelle", "attendu un texte, reçu rien"),
    ),
    "criterion_of_blanks": (
        *(A6, 'C6.3-k3: "Pistes de conversion des leads explorées"', 'C6.3-k3: "  "'),
        *(A6, "C6.3-k3", "libelle", "le texte est vide"),
    ),
    "criterion_too_long": (
        *(A6, "Pistes de conversion des leads explorées", "Pistes " + 40 * "encore "),
        *(A6, "C6.3-k3", "libelle", "trop long : 200 caractères au plus"),
    ),
    "competence_of_another_activity": (
        *(A6, "C6.2:", "C7.2:"),
        *("activites/A07.yaml", "C7.2", "", "C7.2 est déjà dans activites/A06.yaml"),
    ),
    "malformed_competence": (
        *(A6, "C6.2:", "c6-2:"),
        *(A6, "c6-2", "", "« c6-2 » n'est pas un code : une majuscule"),
    ),
    "competence_without_group": (
        *(A6, '    groupe: "Analyse des ressources du projet"\n', ""),
        *(A6, "C6.1", "groupe", "il manque"),
    ),
    "lost_label_that_is_a_word": (
        *(A5, "libelle_perdu: true", "libelle_perdu: certes"),
        *(A5, "C5.3", "libelle_perdu", "attendu true ou false, reçu un texte"),
    ),
    "activity_of_another_file": (
        *(A6, "activite: A6", "activite: A7"),
        *("activites/A07.yaml", "", "activite", "A7 est déjà dans activites/A06.yaml"),
    ),
    "level_out_of_the_framework": (
        *("certification.yaml", "niveau: 6", "niveau: 9"),
        *("certification.yaml", "", "niveau", "8 au plus"),
    ),
    "nature_without_title": (
        *("natures.yaml", '  titre: "Rapport de compétences"\n', ""),
        *("natures.yaml", "rapport_de_competences", "titre", "il manque"),
    ),
}


@pytest.mark.parametrize("casse", CASSES.values(), ids=CASSES.keys())
def test_a_fault_names_file_entry_and_field(data, casse):
    where, old, new, file, entry, field, reason = casse
    remplacer(data / where, old, new)
    found = problems(data)
    layout = [(probleme.file, probleme.entry, probleme.field) for probleme in found]
    file = f"referentiel/{file}"
    assert (file, entry, field) in layout
    told = found[layout.index((file, entry, field))]
    assert reason in told.reason
    assert str(told).startswith(f"{file}, ligne {told.line}")
    assert told.line > 0 or "aucune épreuve ne l'évalue" in reason


def test_a_group_without_criteria_is_refused(data):
    file = data / "activites" / "A06.yaml"
    text = file.read_text(encoding="utf-8")
    start = text.index("    criteres:\n      C6.3-k1")
    file.write_text(text[:start] + "    criteres: {}\n", encoding="utf-8")
    assert problems(data) == (
        Problem(f"referentiel/{A6}", "C6.3", "criteres", "la liste est vide ; attendu au moins C6.3-k1.", 38),
    )


def test_all_faults_are_told_at_once_in_reading_order(data):
    remplacer(data / EPREUVES, "nature: serious_game", "nature: 3")
    remplacer(data / "activites" / "A06.yaml", "C6.3-k2:", "C6.3-k9:")
    remplacer(data / "certification.yaml", "niveau: 6", "niveau: six")
    assert [probleme.file for probleme in problems(data)] == [
        f"referentiel/{name}" for name in ("certification.yaml", A6, EPREUVES)
    ]


def test_the_sentence_reads_as_the_trainer_needs_it(data):
    remplacer(data / EPREUVES, "[C6.1, C6.2, C6.3]", "[C6.1, C6.2, C6.3, C6.9]")
    with pytest.raises(KitError) as info:
        load(data)
    assert str(info.value) == (
        "referentiel/epreuves.yaml, ligne 121, e06_objectifs, champ « competences » : C6.9 n'existe pas ; attendu un code de C6.1 à C6.3."
    )


def test_a_missing_file_is_told(data):
    (data / "natures.yaml").unlink()
    assert [(p.file, p.reason.split(" ;")[0]) for p in problems(data)] == [
        ("referentiel/natures.yaml", "le fichier manque")
    ]


def test_an_empty_folder_is_told(tmp_path):
    files = [probleme.file for probleme in problems(tmp_path)]
    names = ("certification.yaml", "natures.yaml", "activites", "epreuves.yaml")
    assert files == [f"{tmp_path.name}/{name}" for name in names]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "attendu des champs"),
        (b"- une liste\n", "attendu des champs"),
        (b"mise_en_situation: [\n", "ce n'est pas du YAML"),
        (b"titre: caf\xe9\n", "n'est pas en UTF-8"),
        (b"12: {titre: a, description: b}\n", "la clé 12 n'est pas un texte"),
        (b"jour: 2024-13-45\n", "« 2024-13-45 » ne se lit pas"),
        (b"a: !!python/object/apply:os.system ['true']\n", "ce n'est pas du YAML"),
    ],
)
def test_a_file_that_is_no_mapping_is_told(data, content, reason):
    (data / "natures.yaml").write_bytes(content)
    (first, *_) = problems(data)
    assert first.file == "referentiel/natures.yaml"
    assert reason in first.reason
