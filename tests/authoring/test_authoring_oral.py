"""The jury's sheet of an oral: read strictly, judged by the lint, never released, laid out as a page to print."""

import shutil
from html.parser import HTMLParser

import pytest
from cours_d_essai import COURS, ID, remplacer, sujet
from typer.testing import CliRunner

from epreuves.authoring import fiche_orale, oral, squelette
from epreuves.authoring.construction import build
from epreuves.authoring.verification import verifier_epreuve
from epreuves.cli import application
from epreuves.referentiel import referentiel
from epreuves.wording.errors import KitError

FICHE = """\
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
def avec_oral(cours):
    """The smallest course, with the sheet of an oral."""
    sujet(cours, "oral.yaml").write_text(FICHE, encoding="utf-8")
    return cours


def constats(racine, id=ID):
    return [c for c in verifier_epreuve(racine, id, ()) if c.regle in ("oral", "lecture", "fuite")]


def test_a_sheet_is_read_with_its_questions_by_compétence(avec_oral):
    fiche = oral.lire(sujet(avec_oral, "oral.yaml"))
    assert (fiche.nature, fiche.duree_presentation, fiche.duree_echange) == ("individuel", 10, 15)
    premiere, seconde = fiche.de("C15.1")
    assert premiere.relance == "Et si le coût du clic double ?"
    assert seconde.relance == ""
    assert fiche.de("C15.2") == []


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
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
def test_what_cannot_be_read_is_named_by_file_line_and_field(avec_oral, avant, apres, dit):
    chemin = sujet(avec_oral, "oral.yaml")
    remplacer(chemin, avant, apres)
    with pytest.raises(KitError) as refus:
        oral.lire(chemin)
    assert str(refus.value).startswith(f"{chemin}, ")
    assert dit in str(refus.value)
    assert [constat.regle for constat in constats(avec_oral)] == ["lecture"]


def test_a_sheet_that_is_not_there_is_said(cours):
    with pytest.raises(KitError, match=r"oral\.yaml : la fiche de l'oral manque ; écrivez-la\."):
        oral.lire(sujet(cours, "oral.yaml"))


def test_a_sound_sheet_has_nothing_to_say_and_an_épreuve_of_ones_own_needs_none(cours, avec_oral):
    assert constats(avec_oral) == []
    sujet(cours, "oral.yaml").unlink()
    assert constats(cours) == []


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
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
            "question: Pourquoi ne pas faire la moyenne des ROAS <b>de chaque campagne</b> ?",
            "question: Que  devient le ROAS si la recherche perd la moitié de ses clics ?",
            "cette question est déjà posée plus haut",
        ),
        ("attendu: Une petite campagne y pèserait autant qu'une grande.", "attendu: ''", "champ attendu"),
    ],
)
def test_each_defect_of_a_sheet_is_found_and_stops_the_page(avec_oral, avant, apres, dit):
    remplacer(sujet(avec_oral, "oral.yaml"), avant, apres)
    trouves = [constat for constat in constats(avec_oral) if constat.regle == "oral"]
    assert any(dit in constat.message for constat in trouves), trouves
    assert {constat.fichier for constat in trouves} == {f"sujets/{ID}/oral.yaml"}
    with pytest.raises(KitError) as refus:
        fiche_orale.composer(avec_oral, ID)
    assert str(refus.value).startswith(f"sujets/{ID}/oral.yaml")
    assert trouves[0].message in str(refus.value)


@pytest.mark.parametrize(
    ("nom", "ecrit", "dit"),
    [
        ("e06", None, "le référentiel prévoit un oral (collectif) : écrivez la fiche du jury"),
        ("e01", None, "le référentiel prévoit un oral (grand oral) : écrivez la fiche du jury"),
        (
            "e11",
            "nature: collectif",
            "champ nature : attendu « individuel » (référentiel), reçu « collectif »",
        ),
        ("e03", FICHE, "le référentiel ne prévoit pas d'oral à cette épreuve"),
    ],
)
def test_the_référentiel_says_which_épreuves_have_an_oral_and_of_what_nature(tmp_path, nom, ecrit, dit):
    shutil.copy(COURS / "seance.yaml", tmp_path)
    (tmp_path / "sujets").mkdir()
    dossier = squelette.creer(tmp_path, nom)[0].parent
    fiche = dossier / "oral.yaml"
    if ecrit is None:
        fiche.unlink()
    elif fiche.exists():
        remplacer(fiche, "nature: individuel", ecrit)
    else:
        fiche.write_text(ecrit, encoding="utf-8")
    assert dit in [constat.message for constat in constats(tmp_path, dossier.name)]


@pytest.mark.parametrize(
    "dit",
    [
        "La dépense suit les clics ; le rapport bouge moins que le revenu.",
        "Et si le coût du clic double ?",
    ],
)
def test_what_the_jury_expects_and_asks_again_is_not_released_either(avec_oral, dit):
    remplacer(sujet(avec_oral), "# Vous êtes", f"# {dit}\n# Vous êtes")
    (constat,) = constats(avec_oral)
    assert (constat.regle, constat.fichier) == ("fuite", f"release/{ID}/{ID}.ipynb")
    assert dit in constat.message


def test_nothing_of_the_sheet_is_released(avec_oral):
    build(avec_oral)
    noms = {chemin.name for chemin in (avec_oral / "release").rglob("*")}
    assert "oral.yaml" not in noms
    remplacer(
        sujet(avec_oral),
        "# Vous êtes chargé·e d'études",
        "# Que devient le ROAS si la recherche\n# perd la moitié de ses clics ?\n#\n# Vous êtes chargé·e d'études",
    )
    (constat,) = constats(avec_oral)
    assert constat.regle == "fuite"
    assert "une question ou un attendu de l'oral y figure : « Que devient le ROAS" in constat.message


class Page(HTMLParser):
    """Reads a page as its parts: texts by element, and what is wrong in its structure."""

    VIDES = frozenset({"meta", "input", "br"})

    def __init__(self, html):
        super().__init__()
        self.ouverts, self.ids, self.visees, self.champs = [], [], [], []
        self.textes = {}
        self.feed(html)
        self.close()
        assert self.ouverts == []

    def handle_starttag(self, tag, attrs):
        attributs = dict(attrs)
        self.ids += [attributs["id"]] if "id" in attributs else []
        self.visees += attributs.get("aria-labelledby", "").split()
        if tag in ("input", "textarea"):
            nomme = "label" in self.ouverts or attributs.get("aria-label")
            self.champs.append((tag, attributs.get("type", ""), attributs.get("name", ""), bool(nomme)))
        if tag not in self.VIDES:
            self.ouverts.append(tag)

    def handle_endtag(self, tag):
        assert self.ouverts.pop() == tag

    def handle_data(self, data):
        if self.ouverts:
            self.textes.setdefault(self.ouverts[-1], []).append(" ".join(data.split()))

    def texte(self):
        return " ".join(t for tag, textes in self.textes.items() if tag != "style" for t in textes)


def test_the_page_holds_what_the_jury_asks_and_ticks_for_each_compétence(avec_oral):
    page = Page(fiche_orale.composer(avec_oral, ID))
    texte = page.texte()
    competence = referentiel().competence("C15.1")
    for dit in (
        "Le salon de thé",
        "Oral individuel",
        "10 min",
        "15 min",
        "Le choix du canal et le chiffre qui le justifie.",
        competence.libelle,
        *(critere.libelle for critere in competence.criteres),
        "Et si le coût du clic double ?",
        "Une petite campagne y pèserait autant qu'une grande.",
    ):
        assert dit in texte
    assert [t for t in page.textes["h4"] if t] == [
        "1. Que devient le ROAS si la recherche perd la moitié de ses clics ?",
        "2. Pourquoi ne pas faire la moyenne des ROAS <b>de chaque campagne</b> ?",
    ]
    niveaux = [nom for tag, genre, nom, _ in page.champs if genre == "radio"]
    assert niveaux == ["C15_1-1"] * 4 + ["C15_1-2"] * 4


def test_the_page_is_well_formed_and_every_field_has_a_name(avec_oral):
    html = fiche_orale.composer(avec_oral, ID)
    page = Page(html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert len(page.ids) == len(set(page.ids))
    assert set(page.visees) <= set(page.ids)
    assert page.champs
    assert all(nomme for *_, nomme in page.champs)
    assert "<script" not in html
    assert "src=" not in html
    assert "href=" not in html


def test_a_group_has_a_line_for_each_candidate_and_their_own_levels(tmp_path):
    shutil.copy(COURS / "seance.yaml", tmp_path)
    (tmp_path / "sujets").mkdir()
    squelette.creer(tmp_path, "e06")
    fiche = tmp_path / "sujets" / "e06_objectifs" / "oral.yaml"
    texte = fiche.read_text(encoding="utf-8").replace("duree_presentation: 0", "duree_presentation: 20")
    fiche.write_text(texte.replace("duree_echange: 0", "duree_echange: 20"), encoding="utf-8")
    page = Page(fiche_orale.composer(tmp_path, "e06_objectifs"))
    assert [t for t in page.textes["label"] if t.startswith(("Groupe", "Candidat"))] == [
        "Groupe",
        "Candidat·e 1",
        "Candidat·e 2",
        "Candidat·e 3",
    ]
    assert [t for t in page.textes["h2"] if t.startswith("C6.")] == [
        "C6.1 — Analyse des ressources du projet",
        "C6.2 — Définition des objectifs du plan d'actions",
        "C6.3 — Collaboration avec la direction commerciale",
    ]
    assert {nom for _, genre, nom, _ in page.champs if genre == "radio"} == {
        f"C6_{competence}-{rang}" for competence in (1, 2, 3) for rang in (1, 2, 3, 4)
    }


def test_a_page_is_written_where_it_is_asked_and_nowhere_that_is_handed_out(avec_oral, tmp_path):
    chemin = tmp_path / "fiche.html"
    fiche_orale.ecrire(avec_oral, ID, chemin)
    assert chemin.read_text(encoding="utf-8") == fiche_orale.composer(avec_oral, ID)
    for dossier in ("source", "release"):
        ailleurs = avec_oral / dossier / ID / "fiche.html"
        with pytest.raises(KitError, match=f"ce qui est dans {dossier}/ peut être distribué"):
            fiche_orale.ecrire(avec_oral, ID, ailleurs)
        assert not ailleurs.exists()


def test_a_place_where_nothing_can_be_written_is_said(avec_oral, tmp_path):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    with pytest.raises(KitError, match="la page ne peut pas y être écrite"):
        fiche_orale.ecrire(avec_oral, ID, tmp_path / "fichier" / "fiche.html")


def test_the_names_of_who_is_heard_are_on_the_sheet_and_are_no_markup(avec_oral):
    html = fiche_orale.composer(avec_oral, ID, ['Zoé "<b>Z</b>"'])
    assert 'value="Zoé &#34;&lt;b&gt;Z&lt;/b&gt;&#34;"' in html
    with pytest.raises(KitError, match="1 candidats au plus passent ensemble, 2 sont nommés"):
        fiche_orale.composer(avec_oral, ID, ["lea", "karim"])


def test_each_candidate_of_an_individual_oral_has_a_sheet_of_their_own(avec_oral, tmp_path, monkeypatch):
    monkeypatch.chdir(avec_oral)

    def run(*candidats, code=0):
        options = [word for un in candidats for word in ("--candidat", un)]
        done = CliRunner().invoke(
            application(["oral"]), ["oral", ID, "--sortie", str(tmp_path / "f.html"), *options]
        )
        assert done.exit_code == code, done.output
        return done.output

    run("lea", "kàrim")
    for name in ("lea", "kàrim"):
        assert f'value="{name}"' in (tmp_path / f"f-{name}.html").read_text("utf-8")
    run("lea")
    assert 'value="lea"' in (tmp_path / "f.html").read_text("utf-8")
    assert "le même nom de fichier" in run("a b", "a/b", code=1)


def test_a_sheet_that_is_there_is_not_replaced_unasked(avec_oral, tmp_path, monkeypatch):
    monkeypatch.chdir(avec_oral)
    first, second = tmp_path / "f-lea.html", tmp_path / "f-zoe.html"
    second.write_text("annotée", "utf-8")
    words = ["oral", ID, "--sortie", str(tmp_path / "f.html"), "--candidat", "lea", "--candidat", "zoe"]
    done = CliRunner().invoke(application(["oral"]), words)
    assert done.exit_code == 2
    assert f"« {second} » existe : donnez un autre nom, ou --force pour le remplacer." in done.output
    assert second.read_text("utf-8") == "annotée"
    assert not first.exists()
    assert CliRunner().invoke(application(["oral"]), [*words, "--force"]).exit_code == 0
    assert 'value="zoe"' in second.read_text("utf-8")
