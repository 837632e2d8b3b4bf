"""What `groupes.csv` may hold: each fault has its sentence, all are told, nothing is applied."""

import pytest

from epreuves.wording.errors import Faults
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.groups import Size, read_groups, size
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT, GOOD
from tests.course import ROOT
from tests.groups.trial import HEAD

SIZES = {"e02_analyse_projet": Size(2, 3), "e06_objectifs": Size(2, 3), "e11_challenge": Size(3, 3)}
KNOWN = (*SIZES, "e17_impact_digital")


def read(text):
    """The groups of a text, or the sentences of what is wrong in it."""
    content = text if isinstance(text, bytes) else text.encode()
    try:
        return read_groups(content, SIZES.get, KNOWN)
    except Faults as error:
        return list(error.faults)


def lines(*rows, head=HEAD):
    return "\n".join([head, *rows, ""])


PAIR = ("e06_objectifs;G1;lea;;", "e06_objectifs;G1;karim;;")
WRONG = {
    "empty file": ("", "ligne 1 : en-tête attendu « epreuve;groupe;candidat;etat;depot »", "un fichier vide"),
    "comma for semicolon": ("epreuve,groupe,candidat\n", "ligne 1 : en-tête attendu", "« epreuve,groupe,candidat »"),
    "columns in another order": ("groupe;epreuve;candidat\n", "ligne 1 : en-tête attendu", "facultatives"),
    "a column unknown": (lines(head=HEAD + ";note"), "ligne 1 : en-tête attendu", ";note »"),
    "not UTF-8": (lines("e06_objectifs;G1;léa;;").encode("cp1252"), "n'est pas en UTF-8", "« CSV UTF-8 »"),
    "a quotation mark left open": (lines('e06_objectifs;"G1;lea;;'), "ce n'est pas un CSV lisible", "guillemets"),
    "épreuve unknown": (lines("e06_objectif;G1;lea;;"), "ligne 2, champ « epreuve »", "vouliez-vous « e06_objectifs » ?"),
    "épreuve by its number": (lines("e06;G1;lea;;"), "ligne 2, champ « epreuve »", "vouliez-vous « e06_objectifs » ?"),
    "individual épreuve": (
        lines("e17_impact_digital;G1;lea;;", "e17_impact_digital;G1;karim;;"),
        "ligne 2, champ « epreuve » : « e17_impact_digital » est une épreuve individuelle",
        "De même ligne 3.",
    ),
    "group too small": (lines(PAIR[0]), "ligne 2, champ « groupe » : le groupe « G1 » a 1 membre,", "de 2 à 3"),
    "group too small once one has left": (
        lines(PAIR[0], PAIR[1][:-1] + "parti;"[:-1] + ";"),
        "ligne 2, champ « groupe » : le groupe « G1 » a 1 membre (1 parti)",
        "ôtez leurs lignes",
    ),
    "group too large": (
        lines(*PAIR, "e06_objectifs;G1;zoe;;", "e06_objectifs;G1;noe;;"),
        "ligne 2, champ « groupe » : le groupe « G1 » a 4 membres",
        "faites-en deux groupes",
    ),
    "two where three are due": (
        lines("e11_challenge;G1;lea;;", "e11_challenge;G1;karim;;"),
        "le groupe « G1 » a 2 membres, e11_challenge en demande 3",
        "complétez-le",
    ),
    "a candidate twice in a group": (
        lines(*PAIR, "e06_objectifs;G1; LÉA ;;", "e06_objectifs;G1;léa;;"),
        "ligne 5, champ « candidat » : « léa »",
        "ligne 4, champ « candidat » : « LÉA » et « lea » (ligne 2) ne diffèrent que par des accents",
    ),
    "a candidate in two groups": (
        lines(*PAIR, "e06_objectifs;G2;LEA;;", "e06_objectifs;G2;zoe;;", "e06_objectifs;G2;noe;;"),
        "ligne 4, champ « candidat » : « LEA » est déjà ligne 2, dans le groupe « G1 » de e06_objectifs",
        "gardez une seule des deux lignes",
    ),
    "names that differ by blanks inside": (
        lines("e06_objectifs;G1;lea fontaine;;", "e06_objectifs;G1;leafontaine;;"),
        "ligne 3, champ « candidat »",
        "accents ou des espaces",
    ),
    "one group written in two ways": (
        lines("e06_objectifs;Équipe 1;lea;;", "e06_objectifs;équipe 1;karim;;"),
        "ligne 3, champ « groupe » : « équipe 1 » et « Équipe 1 » (ligne 2) ne diffèrent que par l'écriture",
        "toujours de la même façon",
    ),
    "no group": (lines("e06_objectifs;;lea;;"), "ligne 2, champ « groupe » : la valeur manque", "ôtez la ligne"),
    "no candidate": (lines("e06_objectifs;G1; ;;"), "ligne 2, champ « candidat » : la valeur manque", "écrivez-la"),
    "no épreuve": (lines(";G1;lea;;"), "ligne 2, champ « epreuve » : la valeur manque", "écrivez-la"),
    "a state unknown": (
        lines(PAIR[0], "e06_objectifs;G1;karim;malade;"),
        "ligne 3, champ « etat » : « présent », « absent » ou « parti » est attendu",
        "reçu « malade »",
    ),
    "a mark that is none": (lines(PAIR[0], "e06_objectifs;G1;karim;;oui"), "ligne 3, champ « depot »", "reçu « oui »"),
    "two marks in a group": (
        lines("e06_objectifs;G1;lea;;x", "e06_objectifs;G1;karim;;X"),
        "ligne 3, champ « depot » : le groupe « G1 » a déjà une marque, ligne 2",
        "gardez-en une seule",
    ),
    "a value too few": (lines("e06_objectifs;G1;lea", PAIR[1]), "ligne 2 : 5 valeurs attendues, 3 reçues", "points-virgules"),
    "a value too many": (lines("e06_objectifs;G1;lea;;;", PAIR[1]), "ligne 2 : 5 valeurs attendues, 6 reçues", "en-tête"),
    "a name that leads out of its folder": (
        lines(PAIR[0], "e06_objectifs;G1;../karim;;"),
        "ligne 3, champ « candidat » : « ../karim » ne peut pas être un identifiant",
        "vérifiez-le",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_at_its_line_and_field_with_what_to_do(name):
    text, where, what = WRONG[name]
    told = read(text)
    assert isinstance(told[0], str), "nothing is applied"
    assert all(sentence.startswith("groupes.csv") for sentence in told)
    assert where in "\n".join(told)
    assert what in "\n".join(told)


def test_all_the_faults_of_a_file_are_told_in_the_order_of_its_lines():
    told = read(
        lines(
            "e06_objectifs;G1;lea;malade;y",
            "e06_objectifs;;karim;;",
            "e03;G1;zoe;;",
            "e02_analyse_projet;G1;noe;;",
        )
    )
    assert [(t.split(" : ")[0].removeprefix("groupes.csv, ")) for t in told] == [
        "ligne 2, champ « etat »",
        "ligne 2, champ « depot »",
        "ligne 3, champ « groupe »",
        "ligne 4, champ « epreuve »",
        "ligne 5, champ « groupe »",
    ]


def test_a_line_at_fault_does_not_make_its_group_too_small_as_well():
    told = read(lines(PAIR[0], "e06_objectifs;G1;karim;malade;"))
    assert len(told) == 1


def test_groups_are_read_with_and_without_the_last_columns_a_byte_order_mark_and_blank_lines():
    bare = read("\ufeffepreuve;groupe;candidat\r\n\r\ne06_objectifs;G1;lea\r\ne06_objectifs;G1; Karim \r\n")
    (group,) = bare
    assert [(m.candidate, m.state, m.deposit, m.line) for m in group.members] == [
        ("lea", "présent", False, 3),
        ("Karim", "présent", False, 4),
    ]
    full = read(lines("e06_objectifs;G1;lea;Absent;", "e06_objectifs;G1;karim;présent;x"))
    assert [(m.state, m.present, m.deposit) for m in full[0].members] == [
        ("absent", False, False),
        ("présent", True, True),
    ]


def test_who_left_is_listed_and_not_counted_and_who_is_absent_is_counted():
    (group,) = read(lines(*PAIR, "e06_objectifs;G1;zoe;;", "e06_objectifs;G1;noe;parti;"))
    assert len(group.members) == 4
    (group,) = read(lines(PAIR[0], "e06_objectifs;G1;karim;absent;"))
    assert sum(m.present for m in group.members) == 1


def test_groups_of_one_epreuve_are_apart_from_those_of_another():
    found = read(lines(*PAIR, "e02_analyse_projet;G1;lea;;", "e02_analyse_projet;G1;zoe;;"))
    assert [(g.epreuve, [m.candidate for m in g.members]) for g in found] == [
        ("e06_objectifs", ["lea", "karim"]),
        ("e02_analyse_projet", ["lea", "zoe"]),
    ]


@pytest.mark.parametrize(
    ("epreuve", "due"),
    [("e02_analyse_projet", (2, 3)), ("e06_objectifs", (2, 3)), ("e17_impact_digital", None)],
)
def test_the_size_of_a_group_is_that_of_the_referentiel(epreuve, due):
    found = size(ROOT, epreuve)
    assert (found and (found.minimum, found.maximum)) == due


def test_the_challenge_asks_for_three():
    (challenge,) = (e for e in referentiel(ROOT).epreuves if e.id.startswith("e11_"))
    assert size(ROOT, challenge.id) == Size(3, 3)


def test_an_epreuve_of_ones_own_is_done_in_groups_where_it_has_a_rex(built, model):
    assert size(built, ASSIGNMENT) == Size(2, 3)
    assert size(model, ASSIGNMENT) is None


def test_a_file_that_cannot_be_applied_stops_every_command_and_changes_nothing(course):
    course.groups("G1;lea", "G1;karim")
    course.hand_in("lea", GOOD)
    course.hand_in("karim", {})
    course.mark()
    before = course.grades("karim"), course.rows("lea")
    course.groups("G1;lea;malade", "G1;karim;parti", "G2;zoe")
    for words in (("autograde", ASSIGNMENT), ("groupes",), ("build", "--check")):
        done = course.run(*words)
        assert done.returncode in (1, 2)
        told = " ".join((done.stderr + done.stdout).split())
        assert "ligne 2, champ « etat »" in told
        assert "ligne 4, champ « groupe »" in told
        assert "Traceback" not in told
    done = nbgrader(course.root, "autograde", ASSIGNMENT, "--force", check=False)
    assert done.returncode
    assert "ligne 2, champ « etat »" in done.stderr
    assert (course.grades("karim"), course.rows("lea")) == before


def test_a_file_that_cannot_be_applied_does_not_concern_an_individual_epreuve(model, tmp_path):
    import shutil

    from tests.groups.trial import Cours

    course = Cours(shutil.copytree(model, tmp_path / "individuel"))
    (course.root / "groupes.csv").write_text("rien\n", "utf-8")
    course.hand_in("lea", GOOD, None)
    assert course.mark()["lea"]["score"] == 13


def test_the_file_of_the_instructors_page_is_read():
    from tests.docs import pages

    (block,) = pages.blocks(pages.ROOT / "docs" / "groupes.md", "csv")
    found = read_groups(block.text.encode(), SIZES.get, KNOWN)
    assert [(g.name, len(g.members)) for g in found] == [("G1", 3), ("G2", 2)]
