"""The jury's sheet of an oral: read strictly, judged by the lint, never released, laid out as a page to print."""

import html
import shutil
from html.parser import HTMLParser

import pytest
from typer.testing import CliRunner

from epreuves.wording.errors import KitError
from epreuves_kit.authoring import grille, oral
from epreuves_kit.build import skeleton
from epreuves_kit.build.build import build
from epreuves_kit.cli import application
from epreuves_kit.course.folders import Layout
from epreuves_kit.jury import paper_sheet
from epreuves_kit.proof import oral_rules
from epreuves_kit.proof.checking import check_epreuve
from epreuves_kit.referentiel.reading import referentiel
from tests.authoring.trial_course import COURS, ID, remplacer, sujet
from tests.course import ROOT, lay_referentiel

SHEET = """\
nature: individuel
duree_presentation: 10
duree_echange: 15
attendus:
  - Le choix du canal et le chiffre qui le justifie.
questions:
  - competence: C15.1
    question: Que devient le ROAS si la recherche perd la moitié de ses clics ?
    attendu: La dépense suit les clics ; le rapport bouge moins que le revenu.
    relance: Et si le coût du clic double ?
  - competence: C15.1
    question: Pourquoi ne pas faire la moyenne des ROAS <b>de chaque campagne</b> ?
    attendu: Une petite campagne y pèserait autant qu'une grande.
"""


@pytest.fixture
def avec_oral(course):
    """The smallest course, with the sheet of an oral."""
    sujet(course, "oral.yaml").write_text(SHEET, encoding="utf-8")
    return course


def findings(root, id=ID):
    return [c for c in check_epreuve(root, id, ()) if c.rule in ("oral", "lecture", "fuite")]


def test_a_sheet_is_read_with_its_questions_by_compétence(avec_oral):
    sheet = oral.read(sujet(avec_oral, "oral.yaml"))
    assert (sheet.nature, sheet.presentation_minutes, sheet.discussion_minutes) == ("individuel", 10, 15)
    first_line, seconde = sheet.de("C15.1")
    assert first_line.follow_up == "Et si le coût du clic double ?"
    assert seconde.follow_up == ""
    assert sheet.de("C15.2") == []


@pytest.mark.parametrize(
    ("before", "apres", "said"),
    [
        (
            "nature: individuel",
            "nature: seul",
            "ligne 1, champ nature : « seul » n'est pas admis ; attendu « collectif », « individuel » ou « grand oral ».",
        ),
        (
            "duree_presentation: 10",
            "duree_presentation: dix",
            "ligne 2, champ duree_presentation : attendu un nombre entier, reçu un texte.",
        ),
        (
            "duree_echange: 15",
            "duree_echange: 15.5",
            "ligne 3, champ duree_echange : attendu un nombre entier, reçu un nombre.",
        ),
        ("duree_echange: 15\n", "", "ligne 1, champ duree_echange : il manque ; ajoutez-le."),
        (
            "duree_echange:",
            "duree:",
            "ligne 3, champ duree : champ inconnu ; vérifiez son orthographe ou retirez-le.",
        ),
        (
            "    relance:",
            "    indice:",
            "ligne 10, champ questions[1].indice : champ inconnu ; vérifiez son orthographe ou retirez-le.",
        ),
        (
            "    attendu: Une petite campagne y pèserait autant qu'une grande.\n",
            "",
            "ligne 11, champ questions[2].attendu : il manque ; ajoutez-le.",
        ),
        ("- competence: C15.1", "- competence: 15.1", "champ questions[1].competence : attendu un texte"),
        ("attendus:\n  - Le", "attendus: Le", "champ attendus : attendu une liste, reçu un texte."),
        ("nature: individuel", "nature: [", "ce n'est pas du YAML"),
        (
            "duree_echange: 15",
            "nature: collectif",
            "ligne 3 : « nature » est déjà écrit à la ligne 1 ; gardez l'un des deux.",
        ),
    ],
)
def test_what_cannot_be_read_is_named_by_file_line_and_field(avec_oral, before, apres, said):
    path = sujet(avec_oral, "oral.yaml")
    remplacer(path, before, apres)
    with pytest.raises(KitError) as refusal:
        oral.read(path)
    assert str(refusal.value).startswith(f"{path}, ")
    assert said in str(refusal.value)
    assert [finding.rule for finding in findings(avec_oral)] == ["lecture"]


def test_a_sheet_that_is_not_there_is_said(course):
    with pytest.raises(KitError, match=r"oral\.yaml : la fiche de l'oral manque ; écrivez-la\."):
        oral.read(sujet(course, "oral.yaml"))


def test_a_sound_sheet_has_nothing_to_say_and_an_épreuve_of_ones_own_needs_none(course, avec_oral):
    assert findings(avec_oral) == []
    sujet(course, "oral.yaml").unlink()
    assert findings(course) == []


@pytest.mark.parametrize(
    ("before", "apres", "said"),
    [
        (
            "duree_presentation: 10",
            "duree_presentation: 0",
            "champ duree_presentation : attendu un nombre de minutes, reçu 0",
        ),
        ("duree_echange: 15", "duree_echange: -5", "champ duree_echange : attendu un nombre de minutes"),
        (
            "  - Le choix du canal et le chiffre qui le justifie.",
            "  - ''",
            "champ attendus : dites ce que le candidat montre, une phrase par ligne",
        ),
        ("- competence: C15.1", "- competence: C15.2", "1 question sur C15.1 : il en faut 2 au moins"),
        ("- competence: C15.1", "- competence: C15.2", "C15.2 n'est pas de cette épreuve (C15.1)"),
        (
            "- competence: C15.1",
            "- theme: logo\n    competence: C15.1",
            "« logo » n'est pas un thème à tirer au sort (il n'y en a aucun)",
        ),
        (
            "question: Pourquoi ne pas faire la moyenne des ROAS <b>de chaque campagne</b> ?",
            "question: Que  devient le ROAS si la recherche perd la moitié de ses clics ?",
            "cette question est déjà posée plus haut",
        ),
        ("attendu: Une petite campagne y pèserait autant qu'une grande.", "attendu: ''", "champ attendu"),
    ],
)
def test_each_defect_of_a_sheet_is_found_and_stops_the_page(avec_oral, before, apres, said):
    remplacer(sujet(avec_oral, "oral.yaml"), before, apres)
    found = [finding for finding in findings(avec_oral) if finding.rule == "oral"]
    assert any(said in finding.message for finding in found), found
    assert {finding.file for finding in found} == {f"sujets/{ID}/oral.yaml"}
    with pytest.raises(KitError) as refusal:
        oral_rules.refuse_unsound(Layout(avec_oral, ID))
    assert str(refusal.value).startswith(f"sujets/{ID}/oral.yaml")
    assert found[0].message in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("e06", None, "le référentiel prévoit un oral (collectif) : écrivez la fiche du jury"),
        ("e01", None, "le référentiel prévoit un oral (grand oral) : écrivez la fiche du jury"),
        (
            "e11",
            "nature: collectif",
            "champ nature : attendu « individuel » (référentiel), reçu « collectif »",
        ),
        ("e03", SHEET, "le référentiel ne prévoit pas d'oral à cette épreuve"),
    ],
)
def test_the_référentiel_says_which_épreuves_have_an_oral_and_of_what_nature(tmp_path, name, written, said):
    shutil.copy(COURS / "seance.yaml", tmp_path)
    lay_referentiel(tmp_path)
    (tmp_path / "sujets").mkdir()
    folder = skeleton.create(tmp_path, name)[0].parent
    sheet = folder / "oral.yaml"
    if written is None:
        sheet.unlink()
    elif sheet.exists():
        remplacer(sheet, "nature: individuel", written)
    else:
        sheet.write_text(written, encoding="utf-8")
    assert said in [finding.message for finding in findings(tmp_path, folder.name)]


@pytest.mark.parametrize(
    "said",
    [
        "La dépense suit les clics ; le rapport bouge moins que le revenu.",
        "Et si le coût du clic double ?",
    ],
)
def test_what_the_jury_expects_and_asks_again_is_not_released_either(avec_oral, said):
    remplacer(sujet(avec_oral), "# Vous êtes", f"# {said}\n# Vous êtes")
    (finding,) = findings(avec_oral)
    assert (finding.rule, finding.file) == ("fuite", f"release/{ID}/{ID}.ipynb")
    assert said in finding.message


def test_nothing_of_the_sheet_is_released(avec_oral):
    build(avec_oral)
    names = {path.name for path in (avec_oral / "release").rglob("*")}
    assert "oral.yaml" not in names
    remplacer(
        sujet(avec_oral),
        "# Vous êtes chargé·e d'études",
        "# Que devient le ROAS si la recherche\n# perd la moitié de ses clics ?\n#\n# Vous êtes chargé·e d'études",
    )
    (finding,) = findings(avec_oral)
    assert finding.rule == "fuite"
    assert "une question ou un attendu de l'oral y figure : « Que devient le ROAS" in finding.message


class Page(HTMLParser):
    """Reads a page as its parts: texts by element, and what is wrong in its structure."""

    VIDES = frozenset({"meta", "input", "br"})

    def __init__(self, html):
        super().__init__()
        self.ouverts, self.ids, self.visees, self.fields = [], [], [], []
        self.texts = {}
        self.feed(html)
        self.close()
        assert self.ouverts == []

    def handle_starttag(self, tag, attrs):
        attributs = dict(attrs)
        self.ids += [attributs["id"]] if "id" in attributs else []
        self.visees += attributs.get("aria-labelledby", "").split()
        if tag in ("input", "textarea"):
            nomme = "label" in self.ouverts or attributs.get("aria-label")
            self.fields.append((tag, attributs.get("type", ""), attributs.get("name", ""), bool(nomme)))
        if tag not in self.VIDES:
            self.ouverts.append(tag)

    def handle_endtag(self, tag):
        assert self.ouverts.pop() == tag

    def handle_data(self, data):
        if self.ouverts:
            self.texts.setdefault(self.ouverts[-1], []).append(" ".join(data.split()))

    def text(self):
        return " ".join(t for tag, texts in self.texts.items() if tag != "style" for t in texts)


def test_the_page_holds_what_the_jury_asks_and_ticks_for_each_compétence(avec_oral):
    page = Page(paper_sheet.compose(avec_oral, ID))
    text = page.text()
    competence = referentiel(ROOT).competence("C15.1")
    for said in (
        "Le salon de thé",
        "Oral individuel",
        "10 min",
        "15 min",
        "Le choix du canal et le chiffre qui le justifie.",
        competence.label,
        *(critere.label for critere in competence.criteres),
        "Et si le coût du clic double ?",
        "Une petite campagne y pèserait autant qu'une grande.",
    ):
        assert said in text
    assert [t for t in page.texts["h4"] if t] == [
        "1. Que devient le ROAS si la recherche perd la moitié de ses clics ?",
        "2. Pourquoi ne pas faire la moyenne des ROAS <b>de chaque campagne</b> ?",
    ]
    levels = [name for tag, kind, name, _ in page.fields if kind == "radio"]
    assert levels == ["C15_1-1"] * 4 + ["C15_1-2"] * 4


def test_the_page_is_well_formed_and_every_field_has_a_name(avec_oral):
    text = paper_sheet.compose(avec_oral, ID)
    page = Page(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert len(page.ids) == len(set(page.ids))
    assert set(page.visees) <= set(page.ids)
    assert page.fields
    assert all(nomme for *_, nomme in page.fields)
    assert "<script" not in text
    assert "src=" not in text
    assert "href=" not in text


def test_a_group_has_a_line_for_each_candidate_and_their_own_levels(tmp_path):
    shutil.copy(COURS / "seance.yaml", tmp_path)
    lay_referentiel(tmp_path)
    (tmp_path / "sujets").mkdir()
    skeleton.create(tmp_path, "e06")
    sheet = tmp_path / "sujets" / "e06_objectifs" / "oral.yaml"
    text = sheet.read_text(encoding="utf-8").replace("duree_presentation: 0", "duree_presentation: 20")
    sheet.write_text(text.replace("duree_echange: 0", "duree_echange: 20"), encoding="utf-8")
    page = Page(paper_sheet.compose(tmp_path, "e06_objectifs"))
    assert [t for t in page.texts["label"] if t.startswith(("Groupe", "Candidat"))] == [
        "Groupe",
        "Candidat·e 1",
        "Candidat·e 2",
        "Candidat·e 3",
    ]
    assert [t for t in page.texts["h2"] if t.startswith("C6.")] == [
        "C6.1 — Analyse des ressources du projet",
        "C6.2 — Définition des objectifs du plan d'actions",
        "C6.3 — Collaboration avec la direction commerciale",
    ]
    assert {name for _, kind, name, _ in page.fields if kind == "radio"} == {
        f"C6_{competence}-{rank}" for competence in (1, 2, 3) for rank in (1, 2, 3, 4)
    }


def test_a_page_is_written_where_it_is_asked_and_nowhere_that_is_handed_out(avec_oral, tmp_path):
    path = tmp_path / "fiche.html"
    paper_sheet.write(avec_oral, ID, path)
    assert path.read_text(encoding="utf-8") == paper_sheet.compose(avec_oral, ID)
    for folder in ("source", "release"):
        elsewhere = avec_oral / folder / ID / "fiche.html"
        with pytest.raises(KitError, match=f"ce qui est dans {folder}/ peut être distribué"):
            paper_sheet.write(avec_oral, ID, elsewhere)
        assert not elsewhere.exists()


def test_a_place_where_nothing_can_be_written_is_said(avec_oral, tmp_path):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    with pytest.raises(KitError, match="la page ne peut pas y être écrite"):
        paper_sheet.write(avec_oral, ID, tmp_path / "fichier" / "fiche.html")


def test_the_names_of_who_is_heard_are_on_the_sheet_and_are_no_markup(avec_oral):
    html = paper_sheet.compose(avec_oral, ID, ['Zoé "<b>Z</b>"'])
    assert 'value="Zoé &#34;&lt;b&gt;Z&lt;/b&gt;&#34;"' in html
    with pytest.raises(KitError, match="1 candidats au plus passent ensemble, 2 sont nommés"):
        paper_sheet.compose(avec_oral, ID, ["lea", "karim"])


def test_each_candidate_of_an_individual_oral_has_a_sheet_of_their_own(avec_oral, tmp_path, monkeypatch):
    monkeypatch.chdir(avec_oral)

    def run(*candidates, code=0):
        options = [word for single in candidates for word in ("--candidat", single)]
        done = CliRunner().invoke(application(["oral"]), ["oral", ID, "--sortie", str(tmp_path / "f.html"), *options])
        assert done.exit_code == code, done.output
        return done.output

    run("lea", "kàrim")
    for name in ("lea", "kàrim"):
        assert f'value="{name}"' in (tmp_path / f"f-{name}.html").read_text("utf-8")
    run("lea")
    assert 'value="lea"' in (tmp_path / "f.html").read_text("utf-8")
    assert "le même nom de fichier" in run("a b", "a/b", code=2)


def test_a_sheet_that_is_there_is_not_replaced_unasked(avec_oral, tmp_path, monkeypatch):
    monkeypatch.chdir(avec_oral)
    first, second = tmp_path / "f-lea.html", tmp_path / "f-zoe.html"
    second.write_text("annotée", "utf-8")
    words = ["oral", ID, "--sortie", str(tmp_path / "f.html"), "--candidat", "lea", "--candidat", "zoe"]
    done = CliRunner().invoke(application(["oral"]), words)
    assert done.exit_code == 2
    assert f"« {second} » est déjà écrit : l'écrire de nouveau le remplace." in done.output
    assert second.read_text("utf-8") == "annotée"
    assert not first.exists()
    assert CliRunner().invoke(application(["oral"]), [*words, "--force"]).exit_code == 0
    assert 'value="zoe"' in second.read_text("utf-8")


def lay_parts(root):
    """The sheet of each part of the rapport de compétences, as a skeleton writes it and as its questions are then filled in."""
    for id in ("e09_canaux", "e01_veille"):
        folder = root / "sujets" / id
        folder.mkdir(parents=True)
        questions = "".join(
            f'  - {{competence: {code}, question: "Question {n} sur {code} ?", attendu: Un fait.}}\n'
            for code in referentiel(ROOT).epreuve(id).competences
            for n in (1, 2)
        )
        (folder / "oral.yaml").write_text(
            f"nature: grand oral\nduree_presentation: 10\nduree_echange: 10\nattendus: [La carte de {id}.]\nquestions:\n{questions}",
            "utf-8",
        )


def test_the_sheet_of_the_grand_oral_has_every_part_fiches_first(tmp_path, monkeypatch):
    shutil.copy(COURS / "seance.yaml", tmp_path)
    lay_referentiel(tmp_path)
    lay_parts(tmp_path)
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(application(), ["oral", "grand-oral", "--candidat", "lea.fontaine"])
    assert ended.exit_code == 0, ended.output
    page = (tmp_path / "grand-oral.html").read_text("utf-8")
    assert page.index("Fiche de compétences «\u00a0Veille\u00a0»") < page.index("Projet de communication (1)")
    assert 'value="lea.fontaine"' in page
    for id in ("e01_veille", "e09_canaux"):
        for code in referentiel(ROOT).epreuve(id).competences:
            assert page.count(f"Question 1 sur {code}") == 1
            assert page.count(f'name="{code}"') == 4


def test_who_asks_for_some_blocs_has_the_parts_of_those_alone(tmp_path):
    shutil.copy(COURS / "seance.yaml", tmp_path)
    lay_referentiel(tmp_path)
    lay_parts(tmp_path)
    page = paper_sheet.compose_grand_oral(tmp_path, "lea", {"C1.1"})
    assert "Veille" in page
    assert "Projet de communication" not in page


def test_a_faulty_sheet_of_a_part_stops_the_grand_oral_s(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lay_referentiel(tmp_path)
    lay_parts(tmp_path)
    sheet = tmp_path / "sujets" / "e09_canaux" / "oral.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("duree_echange: 10", "duree_echange: 0"), "utf-8")
    refusal = CliRunner().invoke(application(["oral"]), ["oral", oral.GRAND_ORAL])
    assert refusal.exit_code == 2
    assert "oral.yaml : champ duree_echange" in " ".join(refusal.output.split())
    assert not (tmp_path / "grand-oral.html").exists()


@pytest.mark.parametrize("id", ["e06_objectifs", oral.GRAND_ORAL])
def test_the_page_to_print_says_what_is_seen_at_each_level(id):
    page = paper_sheet.compose_grand_oral(ROOT) if id == oral.GRAND_ORAL else paper_sheet.compose(ROOT, id)
    read = " ".join(html.unescape(page).replace("\N{NO-BREAK SPACE}", " ").split())
    for epreuve in oral.grand_oral_parts(ROOT) if id == oral.GRAND_ORAL else [id]:
        for code, critere in grille.read(ROOT / "sujets" / epreuve / "grille.yaml").criteres.items():
            # What a list lacks is said in the same words everywhere: its last level alone is its own.
            own = critere.descriptors
            for text in [own[3]] if critere.expected else own.values():
                seen = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split()) in read
                # A REX is written after the oral: nothing of it is there to be judged.
                assert seen == (critere.notebook != "rex"), code
