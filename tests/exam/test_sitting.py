"""The rules of a sitting from `seance.yaml` to what candidates are given, and codes from the school's list to a marked copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from epreuves.answers.allowed import Allowed
from epreuves.variants.codes import code_digest, code_of
from epreuves.variants.published import PUBLISHED_FILE, publish, read_published
from epreuves.wording.errors import KitError
from epreuves_kit.cli import application
from epreuves_kit.course.folders import Course
from epreuves_kit.course.sitting import permissions, with_sitting
from epreuves_kit.variants import session
from tests.jury.cours import E01, E06, E17, NotebookFile, lay

KEY = "une phrase que personne ne devine"
DATES = "dates:\n  e17: {debut: 2026-06-10 09:00, fin: 2026-06-10 13:00}\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with three épreuves and two who are enrolled, one of whom has a third more time."""
    root = lay(tmp_path / "cours")
    with NotebookFile(root) as book:
        book.student("lea", "Léa", "FONTAINE")
        book.student("karim", "Karim", "BENALI")
    for id in (E01, E06, E17):
        (root / "source" / id).mkdir(parents=True)
        (root / "source" / id / PUBLISHED_FILE).write_bytes(publish(session.read(root, id)))
    (root / "amenagements.csv").write_text("candidat;temps;pauses;assistant\nlea;1/3;;\n", "utf-8")
    return root


def more(root: Path, text: str) -> Path:
    path = root / "seance.yaml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    return root


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[str, int]:
    monkeypatch.chdir(root)
    result = CliRunner().invoke(application(), list(words), env={"COLUMNS": "160"})
    return " ".join((result.stdout + result.stderr).replace("\xa0", " ").split()), result.exit_code


def test_what_is_allowed_is_usual_for_the_nature_unless_the_session_says_otherwise(course):
    usual = permissions(Course(course))
    assert usual[E17] == Allowed("oui", "non", "non", "oui", "non")
    assert usual[E01].declared == ("l'intelligence artificielle", "l'aide d'une autre personne")
    more(course, "permis:\n  e17: {internet: oui, ia: declarer}\n")
    assert permissions(Course(course)) == usual | {E17: Allowed("oui", "oui", "declarer", "oui", "non")}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("permis:\n  e99: {internet: oui}\n", "seance.yaml, ligne 4, champ « permis.e99 » : « e99 » n'est pas une épreuve du cours. Épreuves : e01_veille"),
        ("permis:\n  e17: {internet: oui}\n  e17_impact_digital: {ia: oui}\n", "ligne 5, champ « permis.e17_impact_digital » : « e17_impact_digital » désigne e17_impact_digital, déjà dit plus haut"),
        ("permis:\n  e17: {internet: peut-être}\n", "permis.e17.internet"),
        ("permis:\n  e17: {telephone: non}\n", "champ inconnu"),
        ("codes: parfois\n", "codes"),
    ],
)  # fmt: skip
def test_rules_at_fault_are_refused_with_their_line_and_field(course, text, sentence):
    more(course, text)
    with pytest.raises(KitError) as caught:
        with_sitting(Course(course), session.read(course, E17))
    assert sentence in str(caught.value).replace("\xa0", " ")


def test_codes_are_given_to_those_expected_with_their_own_hours_and_told_to_the_room_alone(course, monkeypatch):
    from epreuves_kit.exam import codes

    more(course, f"codes: oui\n{DATES}")
    assert "horaires" in codes.lay(Course(course), E17)
    held = read_published((course / "source" / E17 / PUBLISHED_FILE).read_bytes())
    ends = {
        who: held.sitting.codes[code_digest(held.key, E17, who, code_of(KEY, who))].ends.strftime("%H:%M")
        for who in ("lea", "karim")
    }
    assert ends == {"lea": "14:20", "karim": "13:00"}
    assert len(held.sitting.codes) == 2
    # A build keeps what was given out.
    assert with_sitting(Course(course), session.read(course, E17, held)).sitting == held.sitting
    told, code = run(course, monkeypatch, "horaires", "e17")
    assert code == 0
    assert f"FONTAINE │ Léa │ lea │ │ 09:00 │ 14:20 │ │ │ {code_of(KEY, 'lea')}" in told
    posted, _ = run(course, monkeypatch, "horaires", "e17", "--affichage")
    assert code_of(KEY, "lea") not in posted
    run(course, monkeypatch, "horaires", "e17", "--sortie", "horaires.csv")
    rows = (course / "horaires.csv").read_text("utf-8-sig").splitlines()
    assert rows[0].endswith(";Assistant;Code")
    assert rows[1].endswith(f";{code_of(KEY, 'karim')}")


def test_a_session_without_codes_gives_none_and_one_without_anybody_says_so(course, tmp_path):
    from epreuves_kit.exam import codes

    more(course, DATES)
    assert codes.lay(Course(course), E17) == ""
    held = read_published((course / "source" / E17 / PUBLISHED_FILE).read_bytes())
    assert held.sitting.hours is not None
    assert held.sitting.codes == {}
    empty = more(lay(tmp_path / "vide"), "codes: oui\n")
    (empty / "source" / E17).mkdir(parents=True)
    (empty / "source" / E17 / PUBLISHED_FILE).write_bytes(publish(session.read(empty, E17)))
    before = (empty / "source" / E17 / PUBLISHED_FILE).read_bytes()
    with pytest.raises(KitError, match="personne n'est inscrit"):
        codes.lay(Course(empty), E17)
    assert (empty / "source" / E17 / PUBLISHED_FILE).read_bytes() == before
