"""Reading of the official document's layout, with its defects, and of files that are something else."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves.wording.errors import KitError
from epreuves_kit.referentiel.official import parse, read_document
from epreuves_kit.referentiel.reading import referentiel
from tests.course import ROOT
from tests.referentiel.fake_document import write

FICTIONAL = Path(__file__).with_name("officiel_fictif.txt")
ENTETE = "Référentiel d'activités\tRéférentiel de compétences\tRéférentiel d'évaluation\t\n"


@pytest.fixture(scope="module")
def fictif():
    return read_document(FICTIONAL)


def test_activities_are_read_with_and_without_a_paragraph_tag(fictif):
    assert [(a.code, a.text) for a in fictif.activities] == [
        ("A1", "Pétrissage des pâtes du fournil"),
        ("A2", "Cuisson"),
    ]


def test_competences_go_on_in_the_next_row_and_share_a_cell(fictif):
    assert [(c.code, c.text) for c in fictif.competences] == [
        ("C1.1", "Peser les farines du pétrin afin de suivre la recette du jour"),
        ("C2.1", "Cuire au four"),
        ("C2.2", "Défourner à point"),
    ]


def test_groups_keep_their_criteria_across_pages(fictif):
    assert [(g.activity, g.title, g.criteres) for g in fictif.groups] == [
        (
            "A1",
            "Qualité de la pesée",
            ("Les farines sont pesées au gramme", "Le choix de tamiser - ou non – une farine est noté"),
        ),
        ("A1", "Qualité du pétrissage", ("La pâte est lisse et « Souple – Tiède – Levée »",)),
        (
            "A1",
            "Conformité à l'hygiène",
            ("Les mains sont lavées avant de pétrir la pâte", "Le plan est propre"),
        ),
        ("A2", "Maîtrise du four", ("La sole est chaude",)),
        ("A2", "Soin du défournement", ("La croûte sonne creux", "La mie est cuite")),
    ]


def test_modalities_are_cut_at_their_headings(fictif):
    assert [(e.title, e.first_line, e.last_line) for e in fictif.epreuves] == [
        ("Épreuve du pétrin", "C1.1", "C1.3"),
        ("Cas du four", "C2.1", "C2.1"),
        ("Sortie du four", "C2.2", "C2.2"),
    ]
    assert fictif.epreuves[0].sections == (
        ("titre", "Épreuve du pétrin"),
        ("travail", "Travail écrit + oral collectif"),
        ("consigne", "A partir d'une recette inventée, les candidats pétrissent."),
        ("ecrit", "Livrables attendus à l'écrit : la feuille de pesée."),
    )
    assert fictif.epreuves[1].sections[-1] == ("oral", "Livable oral : dire la cuisson.")


def test_a_line_that_is_no_row_is_told_with_its_number(fictif):
    (rest,) = fictif.unrecognised
    lines = FICTIONAL.read_text(encoding="utf-8").splitlines()
    assert lines[rest.line - 1] == rest.text == "Une ligne de pied de page"
    assert rest.reason == "1 cellule au lieu de 4"


@settings(max_examples=30)  # a whole document each time
@given(st.randoms(use_true_random=False))
def test_any_cut_and_any_tag_gives_back_every_label(hasard):
    tout = referentiel(ROOT)
    reading = parse(write(tout, hasard))
    assert reading.unrecognised == ()
    assert [(a.code, a.text) for a in reading.activities] == [(a.code, a.label) for a in tout.activities]
    assert [(c.code, c.text) for c in reading.competences] == [
        (c.code, c.label) for c in tout.competences if not c.lost_label
    ]
    assert [(g.title, g.criteres) for g in reading.groups] == [
        (g.title, tuple(critere.label for critere in g.criteres)) for g in tout.groups
    ]
    assert [(e.title, e.first_line, e.last_line) for e in reading.epreuves] == [
        (e.title, e.competences[0], e.competences[-1]) for e in tout.epreuves
    ]
    for found, epreuve in zip(reading.epreuves, tout.epreuves, strict=True):
        sections = dict(found.sections)
        for part, deliverable in epreuve.deliverables:
            assert deliverable in sections[part.value]


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_encoding_and_the_ends_of_lines_do_not_matter(tmp_path, fictif, codage, end):
    path = tmp_path / "document.txt"
    path.write_bytes(FICTIONAL.read_text(encoding="utf-8").replace("\n", end).encode(codage))
    assert read_document(path) == fictif


def ecrire_octets(data_bytes):
    def preparer(folder):
        path = folder / "document.txt"
        path.write_bytes(data_bytes)
        return path

    return preparer


ILLISIBLES = {
    "missing": (lambda folder: folder / "rien.txt", KitError, "n'existe pas"),
    "folder": (lambda folder: folder, KitError, "est un dossier"),
    "under_a_file": (lambda _: FICTIONAL / "document.txt", KitError, "vérifiez le chemin"),
    "null_in_the_path": (lambda folder: folder / "a\0b", KitError, "vérifiez le chemin"),
    "empty": (ecrire_octets(b""), KitError, "est vide"),
    "blank": (ecrire_octets(b" \n\t\n"), KitError, "est vide"),
    "byte_order_mark_alone": (ecrire_octets(b"\xef\xbb\xbf"), KitError, "est vide"),
    "pdf": (ecrire_octets(b"%PDF-1.7\n"), KitError, "est un PDF"),
    "docx": (ecrire_octets(b"PK\x03\x04\x14"), KitError, "traitement de texte"),
    "binary": (ecrire_octets(b"\x7fELF\x02\x01\x00\x00"), KitError, "n'est pas un fichier de texte"),
    "odd_utf_16": (ecrire_octets(b"\xff\xfea"), KitError, "n'est pas un fichier de texte"),
    "too_large": (ecrire_octets(b"a" * 5_000_001), KitError, "dépasse 5 Mo"),
    "another_text": (ecrire_octets(b"Une recette de pain.\n"), KitError, "n'est pas le référentiel"),
    "header_alone": (ecrire_octets(ENTETE.encode()), KitError, "0 activité, 0 compétence"),
    "header_in_a_sentence": (
        ecrire_octets(ENTETE.replace("\t", " ").encode()),
        KitError,
        "séparés par des tabulations",
    ),
    "rows_without_tabs": (
        ecrire_octets((ENTETE + "A1 - Pétrir C1.1 - Peser Qualité : - Juste\n").encode()),
        KitError,
        "4 cellules séparées par des tabulations",
    ),
}


@pytest.mark.parametrize("cas", ILLISIBLES.values(), ids=ILLISIBLES.keys())
def test_a_file_that_cannot_be_the_document_is_refused_with_a_sentence(tmp_path, cas):
    preparer, kind, sentence = cas
    with pytest.raises(kind) as info:
        read_document(preparer(tmp_path))
    assert sentence in str(info.value)
    assert "\n" not in str(info.value)
    assert str(info.value).endswith(".")


def analyser_sans_planter(text):
    """Read a text; a refusal is an answer, any other exception fails the test."""
    try:
        reading = parse(text)
    except KitError:
        return
    assert reading.activities
    assert reading.competences
    assert reading.groups


MORCEAUX = st.sampled_from(
    [
        "\t",
        "\n",
        "<p>",
        "</p>",
        "<ul>",
        " - ",
        "A1 - ",
        "C1.1 - ",
        "(C1.1 à C1.3)",
        "Qualité :",
        "mot",
        "É",
        "<",
    ]
)


@given(st.lists(MORCEAUX, max_size=40))
def test_no_text_under_the_header_makes_the_reader_crash(pieces):
    analyser_sans_planter(ENTETE + "".join(pieces))


@settings(max_examples=30)  # a whole document each time
@given(st.integers(0, 10_000), st.data())
def test_a_document_with_rows_lost_is_still_read_or_refused(seed, data):
    lines = write(referentiel(ROOT), Random(seed)).splitlines()
    kept = data.draw(st.sets(st.integers(0, len(lines) - 1)))
    analyser_sans_planter("\n".join(lines[rank] for rank in sorted(kept)))


@settings(deadline=None)  # the disk
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_crash(tmp_path_factory, data_bytes):
    path = tmp_path_factory.mktemp("octets") / "document.txt"
    path.write_bytes(data_bytes)
    with pytest.raises(KitError):
        read_document(path)
