"""The check refuses or warns of what makes a bad question: one change to the smallest épreuve at a time, and the sentence that it gets."""

import csv
import io
import shutil

import pytest

from epreuves.variants.attribution import letters
from epreuves_kit.authoring import draw
from epreuves_kit.proof import shaken_rules
from epreuves_kit.proof.checking import check_epreuve, mend_spaces
from epreuves_kit.variants.session import drawn_with
from tests.authoring.trial_course import ID, remplacer, sujet

SUJET, GRILLE = "sujet.py", "grille.yaml"
#: Where a statement can be laid, and the answer that comes after it.
BEFORE_BEST = '# %% role="solution" id="meilleur"'
BEST = "meilleur_canal = roas_par_canal.idxmax()\n"
PREPARED = 'campagnes = donnees["campagnes"]'
CASE = "Vous disposez d'une semaine de publicité."
CHART = """# %% role="solution" id="graphe"
graphe = None
### BEGIN SOLUTION
import matplotlib.pyplot as plt

figure, graphe = plt.subplots(figsize={size})
graphe.bar(roas_par_canal.index, roas_par_canal.to_numpy())
graphe.set_title("Un canal rapporte plus que l'autre", fontsize={points})
graphe.set_xlabel("canal")
graphe.set_ylabel("ROAS (€)")
graphe.set_ylim({low}, 9)
### END SOLUTION

# %% role="tests" id="C15_1-graphe" points=2
verifier("C15_1-graphe", graphe, graphique("barres", x="canal", y="ROAS", unite_y="€"), tolerance=0.01)

"""


def statement(text, id="enonce"):
    """A text cell, before the last question."""
    lines = "\n".join(f"# {line}".rstrip() for line in text.split("\n"))
    return f'# %% [markdown] role="readonly" id="{id}"\n{lines}\n\n{BEFORE_BEST}'


def flat(message):
    """A message with plain spaces, as one types it."""
    return message.replace("\u00a0", " ")


def line_of(course, name, text):
    """The line of a written file that holds a text."""
    written = sujet(course, name).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(written, start=1) if text in line)


def only(course, rule, letters=()):
    """The findings of one rule."""
    found = check_epreuve(course, ID, letters)
    assert any(finding.rule == rule for finding in found), [finding.sentence() for finding in found]
    return [finding for finding in found if finding.rule == rule]


#: What is changed, before and after; the rule, its level, what is said; a text of the line that it names.
STATIC = {
    "a question said to follow from answers goes back to the tables": (
        SUJET, [(BEFORE_BEST, statement("D'après vos ROAS, quel canal retenir ?")), (BEST, "meilleur_canal = (sommes['revenu'] / sommes['cout']).idxmax()\n")],
        "d_apres_vos", "erreur", "l'énoncé dit « D'après vos » et le corrigé ne part d'aucune réponse", "D'après vos",
    ),
    "a tolerance of nine tenths": (
        SUJET, [("tolerance=0.005", "tolerance=0.9")],
        "tolerance", "erreur", "une tolérance de 90 % prend le faux pour le juste", "tolerance=0.9",
    ),
    "a wide tolerance": (
        SUJET, [("tolerance=0.005", "tolerance=0.1")],
        "tolerance", "avertissement", "une tolérance de 10 % est large", "tolerance=0.1",
    ),
    "a unit that nobody knows": (
        SUJET, [('unite="€"', 'unite="bananes"')],
        "unite", "erreur", "« bananes » n'est pas une unité que le kit connaît", "bananes",
    ),
    "an answer called as one of the notebook's tools": (
        SUJET, [("cout_total = None", "nombre = None"), ('verifier("C15_1-cout", cout_total,', 'verifier("C15_1-cout", nombre,')],
        "nom_reserve", "erreur", "« nombre » est un nom du notebook", 'verifier("C15_1-cout"',
    ),
    "a compétence without a writing": (
        SUJET, [('# %% [markdown] role="manual" id="C15_1-synthese"', '# %% [markdown] role="readonly" id="synthese"'),
                ("# ### BEGIN SOLUTION\n", ""), ("# ### END SOLUTION\n", "")],
        "ecrit", "erreur", "C15.1 n'a aucun écrit", "",
    ),
    "a rubric that names a writing which is not there": (
        GRILLE, [("consigne: Jugé sur la synthèse rédigée.", "consigne: Jugé sur l'écrit D.")],
        "consigne", "erreur", "l'écrit D n'existe pas dans sujet.py", "C15.1-k1:",
    ),
    "descriptors that say nothing": (
        GRILLE, [("Aucun ratio n'est présenté.", "Mauvais.")],
        "descripteurs", "erreur", "« Mauvais. » ne dit pas ce que l'on voit", "C15.1-k2:",
    ),
    "no guidance for the jury": (
        SUJET, [("La recherche rapporte davantage par euro dépensé ; on y déplace le budget par paliers.", "**Repères pour le jury.**")],
        "reperes", "erreur", "les repères pour le jury sont vides", 'id="C15_1-synthese"',
    ),
    "points in the text that are not the points": (
        SUJET, [("### Questions 1 à 3", "### Question 1\n#\n# **À rendre** (5 points) : le coût.")],
        "points_annonces", "erreur", "l'énoncé annonce 5 points et la question en vaut 2", "(5 points)",
    ),
    "totals in the text that are not the totals": (
        SUJET, [(CASE, f"{CASE}\n#\n# **20 points** : 8 pour trois questions chiffrées, 12 pour un écrit.")],
        "points_annonces", "erreur", "les points annoncés (20, 8 et 12) ne sont pas les vrais : 16, 8 et 8", "**20 points**",
    ),
    "a numbering that jumps": (
        SUJET, [("### Questions 1 à 3", "### Question 2 — Le coût")],
        "numerotation", "erreur", "« Question 1 » est attendu ici", "### Question 2",
    ),
    "a text in English": (
        SUJET, [(CASE, "Find the answer below with the data.")],
        "anglais", "avertissement", "des mots anglais, « Find »", "Find the answer",
    ),
    "a text that says tu": (
        SUJET, [(CASE, "Tu disposes d'une semaine de publicité.")],
        "tutoiement", "avertissement", "un sujet vouvoie", "Tu disposes",
    ),
    "a firm called maison": (
        SUJET, [(CASE, "La maison vend du thé.")],
        "maison", "avertissement", "dites l'entreprise, ou son nom", "La maison",
    ),
    "an image that cannot be heard": (
        SUJET, [(CASE, "![](plan.png)")],
        "image", "erreur", "une image sans texte de remplacement", "![](plan.png)",
    ),
    "plain spaces before punctuation": (
        SUJET, [(CASE, "Que dit « la presse » ?")],
        "typographie", "avertissement", "3 espaces insécables à mettre", "la presse",
    ),
    "four hundred paragraphs": (
        SUJET, [(CASE, "\n#\n# ".join(["Une campagne de plus, dans une autre ville et à un autre prix."] * 400))],
        "longueur", "avertissement", "paragraphes : restez sous 150 paragraphes", "",
    ),
    "a duration that the work does not have": (
        SUJET, [(CASE, "Durée : **3 h 30**.")],
        "duree", "avertissement", "la durée annoncée est de 210 minutes et le travail en demande 24", "3 h 30",
    ),
    "a duration far longer than the work": (
        SUJET, [(CASE, "Durée : **6 h 30**.")],
        "duree", "avertissement", "la durée annoncée est de 390 minutes et le travail en demande 24", "6 h 30",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STATIC)
def test_a_bad_text_is_told_with_its_sentence_file_and_line(course, case):
    name, changes, rule, level, said, at = STATIC[case]
    for before, after in changes:
        remplacer(sujet(course, name), before, after)
    found = [finding for finding in only(course, rule) if said in flat(finding.message)]
    assert [(finding.level, finding.file) for finding in found[:1]] == [(level, f"sujets/{ID}/{name}")]
    assert found[0].line == (line_of(course, name, at) if at else 0)


#: What is changed, before and after; the rule, its level, what is said, the cell that it names.
DYNAMIC = {
    "an answer changed after it was given": (
        [(BEST, BEST + 'roas_par_canal["recherche"] = 0\n')],
        "sur_place", "erreur", "la réponse est changée sur place dans la cellule « meilleur »", "C15_1-roas",
    ),
    "a tie behind the best": (
        [(BEST, 'meilleur_canal = campagnes.groupby("canal").size().idxmax()\n')],
        "egalite", "erreur", "le plus grand ou le plus petit est atteint plusieurs fois", "meilleur",
    ),
    "an answer that hangs on the order of rows": (
        [(BEST, 'meilleur_canal = campagnes["canal"].iloc[0]\n')],
        "ordre", "erreur", "les lignes des tables mélangées, la réponse change", "C15_1-meilleur",
    ),
    "a decision on an edge": (
        [(BEST, 'exact = sommes["revenu"] / sommes["cout"]\nproche = (roas_par_canal - exact).abs().max() < 1e-9\n'
                'meilleur_canal = "recherche" if proche else "réseaux sociaux"\n')],
        "arrondi", "erreur", "« recherche » devient « réseaux sociaux » : écartez le tirage du seuil", "C15_1-meilleur",
    ),
    "a reference that bears no wrong answer": (
        [(BEST, BEST + 'assert (roas_par_canal - sommes["revenu"] / sommes["cout"]).abs().max() < 1e-9\n')],
        "suite", "erreur", "le corrigé ne supporte pas l'erreur « moyenne_des_ratios » de « C15_1-roas »", "meilleur",
    ),
    "the answer shown by a cell": (
        [(PREPARED, f'{PREPARED}\ncampagnes["cout"].sum()')],
        "chiffre_donne", "erreur", "la réponse de « C15_1-cout » : ôtez ce qu'elle montre", "preparation",
    ),
    "the answer in the sentence of a mistake": (
        [('"Vous avez fait la moyenne des coûts : c\'est leur somme qui est demandée."', 'f"Vous avez fait la moyenne : la somme est {cout_total:.2f} €."')],
        "chiffre_donne", "erreur", "la phrase de l'erreur « moyenne » donne la réponse", "C15_1-cout",
    ),
    "a chart for ants": (
        [(BEFORE_BEST, CHART.format(size=(1.6, 0.9), points=12, low=0) + BEFORE_BEST)],
        "graphique", "erreur", "le graphique du corrigé est trop petit (1,6 × 0,9 pouces)", "C15_1-graphe",
    ),
    "a chart with a title of one point": (
        [(BEFORE_BEST, CHART.format(size=(6, 4), points=1, low=0) + BEFORE_BEST)],
        "graphique", "erreur", "le graphique du corrigé a des textes de 1 points", "C15_1-graphe",
    ),
    "bars whose axis is cut": (
        [(BEFORE_BEST, CHART.format(size=(6, 4), points=12, low=1) + BEFORE_BEST)],
        "graphique", "erreur", "l'axe des barres du corrigé ne part pas de 0", "C15_1-graphe",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DYNAMIC)
def test_a_question_that_does_not_hold_when_it_is_shaken_is_told_on_its_variant(course, case):
    changes, rule, level, said, cell = DYNAMIC[case]
    for before, after in changes:
        remplacer(sujet(course), before, after)
    found = [finding for finding in only(course, rule, ("A",)) if said in finding.message]
    assert [(f.level, f.file, f.cell, f.variants) for f in found] == [(level, f"sujets/{ID}/sujet.py", cell, "A")]
    assert found[0].line == line_of(course, SUJET, f'id="{cell}"')


def test_the_answer_in_the_statement_is_told_on_the_variant_whose_answer_it_is(course):
    rows = csv.DictReader(
        io.StringIO(
            draw.files(sujet(course, ""), draw.of_session(drawn_with(course, ID), "A"))["campagnes.csv"].decode(
                "utf-8-sig"
            )
        ),
        delimiter=";",
    )
    total = sum(float(row["cout"].replace(",", ".")) for row in rows)
    remplacer(sujet(course), CASE, f"Elle a coûté {total:.2f} euros.")
    (finding,) = only(course, "chiffre_donne", ("A", "B"))
    assert (finding.variants, finding.line) == ("A", line_of(course, SUJET, "Elle a coûté"))
    assert "est la réponse de « C15_1-cout »" in finding.message


def test_a_slow_cell_is_told(course, monkeypatch):
    monkeypatch.setattr(shaken_rules, "SLOW", 0.0)
    monkeypatch.setattr(shaken_rules, "TOO_SLOW", 0.0)
    assert {f.level for f in only(course, "lenteur", ("A",))} == {"erreur"}


def test_a_draw_by_another_chance_than_its_own_is_told(course):
    remplacer(sujet(course, "donnees.py"), "cout = np.round(rng.uniform", "cout = np.round(np.random.uniform")
    (finding,) = only(course, "tirage", ("A",))
    assert (finding.level, finding.file) == ("erreur", f"sujets/{ID}/donnees.py")
    assert "tirée deux fois, la variante n'a pas les mêmes données" in finding.message


def test_a_draw_that_cannot_succeed_is_stopped_with_its_reason(course, monkeypatch):
    monkeypatch.setattr(draw, "_SECONDS", 1)
    remplacer(sujet(course, "donnees.py"), "if not _conditions(tables):", "if False:")
    (finding,) = only(course, "lecture", ("A",))
    assert "le tirage n'a pas fini en 1 s : une condition n'est jamais remplie" in finding.message


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    """What is found on twelve variants of an épreuve whose last answer never changes, and its values."""
    from tests.authoring.trial_course import COURS

    root = tmp_path_factory.mktemp("douze") / "cours"
    shutil.copytree(COURS, root)
    remplacer(sujet(root), BEST, 'meilleur_canal = "recherche" if roas_par_canal.max() > 0 else "réseaux sociaux"\n')
    remplacer(sujet(root), '"le_plus_cher", roas_par_canal.idxmin(),', '"le_plus_cher", "réseaux sociaux",')
    remplacer(sujet(root), "tolerance=0.01)", "tolerance=0.01, ecart=0.4)")
    values = {}
    return check_epreuve(root, ID, tuple(letters()), values=values), values[f"{ID}.ipynb"]


def test_one_answer_for_all_variants_is_refused_and_the_whole_is_counted(twelve):
    findings, _ = twelve
    found = {f.message.partition(" :")[0].partition(" (")[0]: f for f in findings if f.rule == "devinette"}
    assert found["la réponse est la même sur toutes les variantes"].cell == "C15_1-meilleur"
    (whole,) = [f for f in found.values() if not f.cell]
    assert whole.level == "erreur"
    assert whole.message.startswith("sans lire les données, on gagne")
    assert not [f for f in findings if f.rule == "devinette" and f.cell == "C15_1-cout"]


def test_what_could_be_guessed_is_told_question_by_question(twelve):
    _, values = twelve
    cost, roas, best = values
    assert (best.distinct, best.commonest, best.guess) == (1, 1.0, 1.0)
    assert set(best.values.values()) == {"recherche"}
    assert cost.distinct == roas.distinct == 12
    # One in twelve is right on its own variant, which does not count.
    assert cost.guess < 0.2


def test_a_gap_that_is_wide_beside_the_values_is_told(twelve):
    findings, _ = twelve
    (finding,) = [f for f in findings if f.rule == "tolerance"]
    assert finding.cell == "C15_1-roas"
    assert "l'écart permis est de" in finding.message


def test_a_choice_that_is_never_right_is_warned(twelve):
    findings, _ = twelve
    (finding,) = [f for f in findings if f.rule == "choix"]
    assert finding.level == "avertissement"
    assert finding.message == "choix proposé et jamais juste sur aucune variante : « réseaux sociaux »"


def test_what_is_found_on_several_variants_is_one_finding_that_lists_them(course):
    remplacer(sujet(course), BEST, 'meilleur_canal = campagnes.groupby("canal").size().idxmax()\n')
    (finding,) = only(course, "egalite", tuple("ABCF"))
    assert finding.variants == "ABCF"
    assert "variantes A à C et F : le plus grand" in finding.sentence()


REGISTER = f"{ID}:\n  lieux: [Crest]\n  entreprises: [Salon Thé d'Or]\ne98_autre:\n  entreprises: [Sablier]\n"


def test_names_are_used_by_one_épreuve(course):
    (course / "sujets" / "registre.yaml").write_text(REGISTER, "utf-8")
    remplacer(sujet(course), CASE, "Le Salon Thé d'Or, à Crest, a pour concurrent Sablier.")
    (finding,) = only(course, "registre")
    assert (finding.level, finding.file) == ("erreur", f"sujets/{ID}/sujet.py")
    assert finding.line == line_of(course, SUJET, "Sablier")
    assert finding.message == "« Sablier » est un nom de e98_autre (registre) : prenez-en un autre"


def test_an_épreuve_without_names_in_the_register_and_names_in_no_text_are_warned(course):
    (course / "sujets" / "registre.yaml").write_text(REGISTER, "utf-8")
    assert {f.message for f in only(course, "registre")} == {
        "« Crest » n'est dans aucun texte : ôtez-le du registre",
        "« Salon Thé d'Or » n'est dans aucun texte : ôtez-le du registre",
    }
    (course / "sujets" / "registre.yaml").write_text("e98_autre:\n  lieux: [Brest]\n", "utf-8")
    (finding,) = only(course, "registre")
    assert "l'épreuve n'est pas au registre" in finding.message


def test_a_name_that_two_épreuves_have_is_refused(course):
    (course / "sujets" / "registre.yaml").write_text(REGISTER.replace("Sablier", "Crest"), "utf-8")
    found = [f for f in only(course, "registre") if f.level == "erreur"]
    assert [f.message for f in found] == ["« Crest » est déjà à e98_autre : un nom ne sert que dans une épreuve"]


def test_a_descriptor_of_another_épreuve_is_refused(course):
    other = course / "sujets" / "e98_autre"
    shutil.copytree(sujet(course, ""), other)
    remplacer(other / GRILLE, "Les chiffres sont cités sans être interprétés.", "Autre chose.")
    found = [f for f in only(course, "descripteurs") if "c'est celui de e98_autre, C15.1-k1" in f.message]
    assert [f.message.partition(" :")[0] for f in found] == [
        "champ descripteurs, niveau 0",
        "champ descripteurs, niveau 2",
        "champ descripteurs, niveau 3",
    ]
    assert {f.line for f in found} == {line_of(course, GRILLE, "C15.1-k1:")}


def test_spaces_are_mended_where_candidates_read_and_nowhere_else(course):
    remplacer(sujet(course), CASE, "Que dit « la presse » ? Donnez `a : b`.")
    before = sujet(course).read_text("utf-8")
    assert mend_spaces(course, ID) == {f"sujets/{ID}/sujet.py": 3}
    after = sujet(course).read_text("utf-8")
    assert "Que dit «\u00a0la presse\u00a0»\u00a0? Donnez `a : b`." in after
    assert after.replace("\u00a0", " ") == before
    assert mend_spaces(course, ID) == {}
