"""The lint: silent on a sound épreuve, and each defect found by its own rule, at its cell and line."""

import json

import msgspec
import pytest

from epreuves.answers.forms import nombre
from epreuves_kit.authoring import grille, text
from epreuves_kit.marking import marks
from epreuves_kit.marking.marks import Mistake, Question, Scheme
from epreuves_kit.proof import scheme_rules as scheme_rules_of_a_variant
from epreuves_kit.proof.checking import check_epreuve
from epreuves_kit.proof.recording import Recording
from epreuves_kit.proof.release_rules import release_rules
from epreuves_kit.proof.scheme_rules import same_mistakes, scheme_rules
from tests.authoring.trial_course import ID, remplacer, sujet

SUJET = "sujet.py"
MODELE = "La recherche rapporte davantage par euro dépensé ; on y déplace le budget par paliers."
SECRET = 'cout_total = campagnes["cout"].sum()'


def findings(root, letters=()):
    return check_epreuve(root, ID, letters)


def test_a_sound_epreuve_has_nothing_to_say(course):
    assert findings(course) == []
    assert not (course / "source").exists()


@pytest.mark.parametrize(
    ("name", "before", "apres", "rule", "cell_of"),
    [
        (SUJET, 'id="C15_1-synthese"', 'id="synthese"', "id", "synthese"),
        (SUJET, 'id="C15_1-synthese"', 'id="C15_2-synthese"', "id", "C15_2-synthese"),
        (SUJET, 'id="C15_1-cout" points=2', 'id="C15_1-cout" points=0', "points", "C15_1-cout"),
        (SUJET, 'id="C15_1-cout" points=2', 'id="C15_1-couts" points=2', "verifier", "C15_1-couts"),
        (
            SUJET,
            'verifier("C15_1-cout", cout_total,',
            'verifier("C15_1-cout", 2 * cout_total,',
            "variable",
            "C15_1-cout",
        ),
        (SUJET, "cout_total = None\n", "", "variable", "C15_1-cout"),
        (SUJET, "cout_total = None\n### BEGIN", "### BEGIN", "variable", "C15_1-cout"),
        (SUJET, 'verifier("C15_1-cout"', 'x = 1\nverifier("C15_1-cout"', "verifier", "C15_1-cout"),
        (
            SUJET,
            'auto_evaluation("C15.1")',
            'auto_evaluation("C15.1")\nverifier("x", y, nombre())',
            "verifier",
            "auto_evaluation",
        ),
        (SUJET, 'erreur_type(\n    "C15_1-cout"', 'str(\n    "C15_1-cout"', "sans_erreur", "C15_1-cout"),
        (SUJET, 'erreur_type(\n    "C15_1-cout"', 'erreur_type(\n    "C15_1-roass"', "erreur_type", "cout"),
        (SUJET, '"moyenne",', '"Moyenne !",', "erreur_type", "cout"),
        (
            SUJET,
            "### END SOLUTION",
            '### END SOLUTION\nerreur_type("C15_1-cout", "autre", 1, "Non.")',
            "erreur_type",
            "cout",
        ),
        (
            SUJET,
            'auto_evaluation("C15.1")',
            'auto_evaluation("C15.1")\n# BEGIN HIDDEN TESTS',
            "region",
            "auto_evaluation",
        ),
        (SUJET, 'auto_evaluation("C15.1")', 'auto_evaluation("C15.2")', "auto_evaluation", "auto_evaluation"),
        (SUJET, 'auto_evaluation("C15.1")', "pass", "auto_evaluation", ""),
        (SUJET, 'preparer("e99_mini")', 'preparer("e17_impact_digital")', "preparer", "preparation"),
        (SUJET, 'preparer("e99_mini")', "{}", "preparer", ""),
        (SUJET, 'campagnes = donnees["campagnes"]', 'campagnes = donnees["campagnes"', "code", "preparation"),
        (SUJET, 'campagnes = donnees["campagnes"]', "# %matplotlib inline", "code", "preparation"),
        (SUJET, 'campagnes = donnees["campagnes"]', SECRET, "montree", "cout"),
        ("grille.yaml", "    points: 4", "    points: 0", "descripteurs", "C15.1-k1"),
        ("grille.yaml", "      0: Aucun ratio n'est présenté.\n", "", "descripteurs", "C15.1-k2"),
        ("grille.yaml", "Aucun ratio n'est présenté.", "''", "descripteurs", "C15.1-k2"),
        (
            "grille.yaml",
            "Aucun ratio n'est présenté.",
            "Deux ratios répondent à  l'objectif.",
            "descripteurs",
            "C15.1-k2",
        ),
        ("grille.yaml", "Aucun ratio n'est présenté.", "END MARK SCHEME", "descripteurs", "C15.1-k2"),
        (
            "grille.yaml",
            "consigne: Jugé sur le calcul du ROAS et sur la phrase qui l'interprète.",
            "consigne: ''",
            "descripteurs",
            "C15.1-k3",
        ),
        (SUJET, '# %% [markdown] role="grille" competence="C15.1"\n', "", "placement", ""),
    ],
)
def test_each_defect_is_found_by_its_rule_at_its_cell(course, name, before, apres, rule, cell_of):
    remplacer(sujet(course, name), before, apres)
    found = [(finding.rule, finding.cell) for finding in findings(course)]
    assert (rule, cell_of) in found


def test_a_criterion_left_out_out_of_order_or_unknown_is_found(course):
    file = sujet(course, "grille.yaml")
    entier = file.read_text(encoding="utf-8")
    head, k1, k2, k3 = entier.split("  C15.1-k")
    bloc = {rank: f"  C15.1-k{text}" for rank, text in ((1, k1), (2, k2), (3, k3))}
    file.write_text(head + bloc[1] + bloc[3], encoding="utf-8")
    assert [finding.message for finding in findings(course)] == ["le critère C15.1-k2 du référentiel manque"]
    file.write_text(head + bloc[2] + bloc[1] + bloc[3], encoding="utf-8")
    assert [finding.rule for finding in findings(course)] == ["criteres"]
    file.write_text(entier.replace("C15.1-k3", "C15.2-k1"), encoding="utf-8")
    found = {finding.message for finding in findings(course) if finding.rule == "criteres"}
    assert any("C15.1-k3 du référentiel manque" in message for message in found)


def test_a_finding_names_the_file_the_cell_and_the_line(course):
    remplacer(sujet(course), '"C15_1-roas", roas_par_canal', '"C15_1-roas", roas_par_canal + 0')
    (finding,) = findings(course)
    lines = sujet(course).read_text(encoding="utf-8").splitlines()
    line = 1 + next(rank for rank, text in enumerate(lines) if "roas_par_canal + 0" in text)
    assert finding.line == line
    assert finding.sentence() == (
        f"erreur — sujets/{ID}/sujet.py, ligne {line}, cellule « C15_1-roas » : "
        "le 2e argument de verifier() est un simple nom de variable [variable]"
    )


def test_what_cannot_be_read_is_one_finding(course):
    remplacer(sujet(course), 'role="tests"', 'role="test"')
    (finding,) = findings(course)
    assert finding.rule == "lecture"
    assert "reçu « test »" in finding.message


def test_a_stranger_in_source_is_found(construit):
    (construit / "source" / ID / "donnees.py").write_text("", encoding="utf-8")
    (finding,) = findings(construit)
    assert (finding.rule, finding.file) == ("fichiers", f"source/{ID}/donnees.py")


@pytest.fixture
def publie(construit):
    """What the rules on a release are given, for the sound épreuve, and a way to spoil the released "
    "notebook."""
    folder = sujet(construit, "")
    files = {
        name: {f.relative_to(d).as_posix(): f.read_bytes() for f in d.rglob("*") if f.is_file()}
        for name, d in (("source", construit / "source" / ID), ("release", construit / "release" / ID))
    }
    sujets = {f"{ID}.ipynb": text.read(folder / "sujet.py")}
    the_grille = grille.read(folder / "grille.yaml")

    def rules(geste=None, **ajouts):
        release = {**files["release"], **ajouts}
        if geste is not None:
            nb = json.loads(release[f"{ID}.ipynb"])
            geste({cell["id"]: cell for cell in nb["cells"]}, nb)
            release[f"{ID}.ipynb"] = json.dumps(nb).encode()
        return {finding.rule for finding in release_rules(ID, files["source"], release, sujets, the_grille)}

    return rules


def test_a_sound_release_has_nothing_to_say(publie):
    assert publie() == set()


@pytest.mark.parametrize(
    ("geste", "rule"),
    [
        (lambda c, nb: c["cas"].update(source="### BEGIN SOLUTION"), "fuite"),
        (lambda c, nb: c["cas"].update(source=f"Par exemple :\n{SECRET}"), "fuite"),
        (
            lambda c, nb: c["cas"]["metadata"].update(note="Vous avez pris le canal au plus petit ROAS."),
            "fuite",
        ),
        (
            lambda c, nb: c["cas"].update(source=f"Voici : {MODELE}"),
            "fuite",
        ),
        (
            lambda c, nb: c["C15_1-k1"].update(source="Les chiffres sont cités sans être interprétés."),
            "fuite",
        ),
        (lambda c, nb: nb["metadata"].update(jupytext={}), "fuite"),
        (lambda c, nb: c["cout"].update(outputs=[{"output_type": "stream"}]), "fuite"),
        (lambda c, nb: c["cout"].update(source="cout_total = ("), "compile"),
        (lambda c, nb: nb["cells"].remove(c["cout"]), "cellules"),
    ],
)
def test_what_a_release_must_not_hold_is_found(publie, geste, rule):
    assert rule in publie(geste)


def test_a_solution_cell_released_whole_leaves_no_work(publie, construit):
    source = json.loads((construit / "source" / ID / f"{ID}.ipynb").read_bytes())
    entiere = next(cell["source"] for cell in source["cells"] if cell["id"] == "cout")
    assert {"travail", "fuite"} <= publie(lambda c, nb: c["cout"].update(source=entiere))


@pytest.mark.parametrize("name", ["donnees.py", "grille.yaml", "attendu.json", "variantes/Z.zip"])
def test_a_file_that_is_not_for_candidates_is_found(publie, name):
    assert "fichiers" in publie(**{name: b""})


def test_a_solution_line_in_any_released_file_is_found(publie):
    assert "fuite" in publie(**{"seance.json": SECRET.encode()})


def test_a_whole_epreuve_passes_from_end_to_end_on_two_variants(course):
    dites = []
    assert check_epreuve(course, ID, ("A", "H"), dites.append) == []
    assert [dite for dite in dites if "variante A" in dite or "exécutée" in dite]


@pytest.mark.parametrize(
    ("before", "apres", "rule", "said"),
    [
        (
            'cout_total = campagnes["cout"].sum()\n',
            "cout_total = absent\n",
            "reference",
            "NameError",
        ),
        (
            'campagnes = donnees["campagnes"]',
            'campagnes = donnees["campagnes"]\n'
            'if "EPREUVES_CANAL" in __import__("os").environ: raise ValueError("non")',
            "execution",
            "distribuée, la cellule échoue (ValueError : non)",
        ),
        (
            'serie(cle="canal", valeurs=nombre(minimum=0))',
            'serie(cle="canal", valeurs=nombre(minimum=0), cles=("recherche", "radio"))',
            "reference",
            "les lignes du corrigé ne sont pas celles de « cles » : « réseaux sociaux » n'est pas dans l'énoncé",
        ),
    ],
    ids=["the reference fails", "the released notebook fails", "rows that the statement does not have"],
)
def test_a_notebook_that_does_not_run_is_found(course, before, apres, rule, said):
    remplacer(sujet(course), before, apres)
    found = check_epreuve(course, ID, ("A",))
    assert any(finding.rule == rule and said in finding.message for finding in found), found


def scheme(*errors, variant="A", expected=100.0):
    """A scheme of one question worth 4 points, expecting a number within 1 %."""
    question = Question(
        id="C15_1-cout",
        title="Le coût",
        points=4,
        variable="cout",
        form=nombre(),
        tolerance=0.01,
        gap=0.0,
        expected=expected,
        mistakes=errors,
    )
    return Scheme(ID, variant, (question,))


def recording(received=100.0, **errors):
    return Recording({"C15_1-cout": received}, {"C15_1-cout": errors})


def rules(un_bareme, un_releve):
    return [(finding.rule, finding.message) for finding in scheme_rules(un_bareme, un_releve)]


MOYENNE = Mistake("moyenne", 12.5, "C'est la somme qui est demandée.", 0.25)


def test_a_sound_scheme_has_nothing_to_say():
    assert rules(scheme(MOYENNE), recording(moyenne=12.5)) == []


def test_a_mistake_within_the_tolerance_of_what_is_right_is_found():
    proche = Mistake("proche", 100.9, "Presque.", 0.0)
    ((rule, message),) = rules(scheme(proche), recording(proche=100.9))
    assert rule == "erreur"
    assert message == ("l'erreur « proche » ne se distingue pas de la bonne réponse, à la tolérance près")


def test_two_mistakes_that_cannot_be_told_apart_are_found():
    encore = Mistake("encore", 12.51, "Encore.", 0.0)
    ((rule, message),) = rules(scheme(MOYENNE, encore), recording(moyenne=12.5, encore=12.51))
    assert rule == "erreur"
    assert "« encore » ne se distingue pas de l'erreur « moyenne »" in message


def test_a_mistake_that_keeps_less_than_its_share_is_found(monkeypatch):
    """The marking gives the share that is named: the rule is there for the day when it does not."""
    marked = marks.mark

    def short(*asked):
        given = marked(*asked)
        return tuple(msgspec.structs.replace(m, points=0.5) if m.outcome == "mistake" else m for m in given)

    monkeypatch.setattr(scheme_rules_of_a_variant, "mark", short)
    ((rule, message),) = rules(scheme(MOYENNE), recording(moyenne=12.5))
    assert (rule, message) == ("erreur", "l'erreur « moyenne » garde 0,5 point au lieu de 1")


def test_a_reference_that_does_not_earn_all_is_found():
    ((rule, message),) = rules(scheme(MOYENNE), recording(received=90.0, moyenne=12.5))
    assert rule == "juste"
    assert message.startswith("la référence gagne 0 sur 4")


def test_a_question_without_a_mistake_is_found():
    assert [rule for rule, _ in rules(scheme(), recording())] == ["sans_erreur"]


def test_a_run_that_stopped_is_said_and_nothing_more():
    assert rules(scheme(), Recording(failure="cellule cout : NameError")) == [("reference", "cellule cout : NameError")]


def test_a_mistake_that_some_variants_do_not_name_is_found():
    (finding,) = same_mistakes([scheme(MOYENNE), scheme(variant="B")])
    assert (finding.rule, finding.cell) == ("codes", "C15_1-cout")
    assert finding.variants == "B"
    assert "l'erreur « moyenne », nommée sur d'autres variantes, ne l'est pas" in finding.message
