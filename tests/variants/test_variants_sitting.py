"""The rules of a sitting as a candidate meets them: what is allowed, until when, and the code that says who one is."""

from __future__ import annotations

import datetime
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from epreuves.answers.allowed import Allowed
from epreuves.variants.attribution import variant
from epreuves.variants.codes import LENGTH, code_digest, code_of, read_code
from epreuves.variants.preparation import preparer
from epreuves.variants.published import PublishedSitting, publish, publish_rex, read_published
from epreuves.wording import time_left
from epreuves.wording.time_left import SittingHours
from tests.variants.trial_epreuve import EPREUVE

KEY = "la clé de l'école"
WHO, OTHER = "zoé.dupré", "karim.benali"
ALLOWED = Allowed(documents="oui", internet="non", ai="declarer", calculator="oui")
ZONE = datetime.timezone(datetime.timedelta(hours=2))
NOW = datetime.datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)
MINUTE = datetime.timedelta(minutes=1)


def around(before: int, after: int, now: datetime.datetime | None = None) -> SittingHours:
    """A sitting that began so many minutes ago and ends in so many."""
    now = now or datetime.datetime.now(ZONE).replace(microsecond=0)
    return SittingHours(now - before * MINUTE, now + after * MINUTE)


def lay(folder, codes=(), **rules):
    """Lay the rules of a sitting beside the notebook, with the codes of these candidates and their own hours."""
    file = folder / "seance.json"
    held = read_published(file.read_bytes())
    digests = {code_digest(held.key, EPREUVE, who, code_of(KEY, who)): own for who, own in dict(codes).items()}
    file.write_bytes(publish(msgspec.structs.replace(held, sitting=PublishedSitting(codes=digests, **rules))))


def prepared(monkeypatch, *answers):
    """What a candidate reads who gives these answers in turn, and the questions that they were asked."""
    asked, given_answers = [], list(answers)

    def typed(question):
        asked.append(question)
        if not given_answers:
            raise EOFError
        return given_answers.pop(0)

    monkeypatch.setattr("builtins.input", typed)
    InteractiveShell.instance()
    try:
        with capture_output() as captured:
            preparer(EPREUVE)
    finally:
        InteractiveShell.clear_instance()
    shown = "\n".join(output.data["text/plain"] for output in captured.outputs)
    return (captured.stdout + shown).replace("\xa0", " "), asked


@pytest.fixture(autouse=True)
def _nothing_is_held():
    yield
    time_left.hold(None)


def test_the_head_says_until_when_and_what_is_allowed(folder, monkeypatch):
    lay(folder, hours=around(60, 90), allowed=ALLOWED)
    text, _ = prepared(monkeypatch, WHO)
    assert "il reste 1 heure et 29 minutes." in text or "il reste 1 heure et 30 minutes." in text
    assert "Si vous avez un aménagement" in text
    assert "Autorisé : vos documents et la calculatrice (ou le tableur)." in text
    assert "Autorisé à condition de le déclarer : l'intelligence artificielle." in text
    assert "Interdit : internet." in text


def test_on_a_hub_hours_that_may_change_are_the_page_s_and_a_name_is_the_account_s(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("EPREUVES_ANNONCES", str(tmp_path / "annonces.json"))
    monkeypatch.setenv("JUPYTERHUB_USER", WHO)
    lay(folder, hours=around(60, 90))
    text, asked = prepared(monkeypatch)
    assert "affichés en haut de la page" in text
    assert "il reste" not in text
    assert "Prévenez la personne qui surveille" in text
    assert "preparer(" not in text
    assert asked == []


def test_a_session_that_says_nothing_shows_nothing(folder, monkeypatch):
    text, asked = prepared(monkeypatch, WHO)
    assert "Autorisé" not in text
    assert "reste" not in text
    assert len(asked) == 1


def test_a_code_opens_one_s_own_hours_and_is_asked_once(folder, monkeypatch):
    lay(folder, {WHO: around(60, 200), OTHER: None}, hours=around(60, 90))
    text, asked = prepared(monkeypatch, WHO, code_of(KEY, WHO).lower().replace("-", " "))
    assert len(asked) == 2
    assert "il reste 3 heures et" in text
    assert "(code reconnu)" in text
    assert "aménagement" not in text
    again, asked = prepared(monkeypatch)
    assert not asked
    assert "il reste 3 heures et" in again
    # The first line is the name, for whoever reads no more.
    assert (folder / "candidat.txt").read_text("utf-8").splitlines()[0] == WHO


def test_hours_that_a_hub_announces_are_one_s_own_without_a_code(folder, monkeypatch, tmp_path):
    lay(folder, hours=around(60, 90))
    announced = [{"epreuve": folder.name, "texte": "", "heures": msgspec.to_builtins(around(60, 200))}]
    place = tmp_path / "annonces.json"
    place.write_bytes(msgspec.json.encode(announced))
    monkeypatch.setenv("EPREUVES_ANNONCES", str(place))
    text, _ = prepared(monkeypatch, WHO)
    assert re.match("Il reste 3 heures et (?:19|20) minutes", time_left.left().replace("\xa0", " "))
    assert "aménagement" not in text


def test_a_candidate_without_an_arrangement_has_everybody_s_hours(folder, monkeypatch):
    lay(folder, {OTHER: None}, hours=around(60, 90))
    text, _ = prepared(monkeypatch, OTHER, code_of(KEY, OTHER))
    assert "il reste 1 heure et" in text
    assert "aménagement" not in text


def test_a_wrong_code_is_a_sentence_and_a_wrong_name_is_mended(folder, monkeypatch):
    lay(folder, {WHO: None, OTHER: None})
    text, asked = prepared(monkeypatch, "zoe.dupre", code_of(KEY, WHO), WHO, code_of(KEY, WHO))
    assert "Ce code n'est pas celui de « zoe.dupre » : regardez l'identifiant et le code sur votre convocation." in text
    assert "Candidat·e : « zoé.dupré » (code reconnu)" in text
    assert len(asked) == 4


def test_nobody_is_kept_from_working_by_a_code_and_no_unknown_code_is_kept(folder, monkeypatch):
    lay(folder, {WHO: around(60, 200)}, hours=around(60, 90))
    wrong = code_of(KEY, OTHER)
    text, asked = prepared(monkeypatch, WHO, wrong, "", wrong, "", wrong)
    assert len(asked) == 6
    assert "vous pouvez travailler" in text
    assert "il reste 1 heure et" in text
    assert "aménagement" in text
    assert wrong not in (folder / "candidat.txt").read_text("utf-8")
    # Where no page can ask, as when all is run again by a program.
    text, _ = prepared(monkeypatch)
    assert "vous pouvez travailler" in text


def test_another_s_code_opens_nothing(folder, monkeypatch):
    lay(folder, {WHO: around(60, 200), OTHER: around(60, 300)}, hours=around(60, 90))
    (folder / "candidat.txt").write_text(f"{WHO}\n{code_of(KEY, OTHER)}\n", encoding="utf-8")
    text, _ = prepared(monkeypatch)
    assert "il reste 1 heure et" in text


def test_an_account_of_the_school_s_is_asked_for_no_code(folder, monkeypatch):
    lay(folder, {WHO: None}, hours=around(60, 90))
    monkeypatch.setenv("JUPYTERHUB_USER", WHO)
    text, asked = prepared(monkeypatch)
    assert not asked
    assert "il reste 1 heure et" in text
    assert not (folder / "candidat.txt").exists()


def test_a_rex_has_no_hours_and_the_same_rules(folder, monkeypatch):
    lay(folder, hours=around(600, -300), allowed=ALLOWED)
    (folder / "rex.json").write_bytes(publish_rex("une clé"))
    text, _ = prepared(monkeypatch, WHO)
    assert "heure de fin" not in text
    assert "Interdit : internet." in text
    assert time_left.left() == ""


def test_marking_is_told_nothing_of_the_sitting(folder, monkeypatch):
    lay(folder, {WHO: None}, hours=around(60, 90), allowed=ALLOWED)
    monkeypatch.setenv("EPREUVES_VARIANTE", "C")
    text, asked = prepared(monkeypatch)
    assert not asked
    assert "Autorisé" not in text
    assert "reste" not in text


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (around(-60, 180, NOW), "L'épreuve a lieu"),
        (around(60, 0, NOW), "L'heure de fin"),
        (around(60, -12, NOW), "est passée depuis 12 minutes : rien n'est bloqué"),
        (around(60, 3 * 1440, NOW), "2026"),
    ],
)
def test_the_end_is_told_whatever_the_hour(hours, expected):
    assert expected in time_left.announced(hours, NOW).replace("\xa0", " ")


def test_each_save_says_the_time_that_is_left():
    time_left.hold(around(60, 48, NOW))
    assert time_left.left(NOW) == "Il reste 48 minutes."
    assert time_left.left(NOW - 61 * MINUTE) == ""
    assert "est passée" in time_left.left(NOW + 49 * MINUTE)


@given(st.text(min_size=1), st.text(max_size=40))
def test_a_code_is_made_of_signs_that_nobody_takes_for_others_and_depends_on_the_session(key, candidate):
    code = code_of(key, candidate)
    assert read_code(code) == code.replace("-", "")
    assert len(read_code(code)) == LENGTH
    assert not set(code) & set("01IO")
    assert code_of(key, f" {candidate} ") == code
    assert code_of(key + "x", candidate) != code


def test_what_travels_names_nobody_and_gives_no_code(folder):
    lay(folder, {WHO: around(60, 200)}, hours=around(60, 90))
    content = (folder / "seance.json").read_text("utf-8")
    assert WHO not in content
    assert code_of(KEY, WHO) not in content
    assert read_code(code_of(KEY, WHO)) not in content
    held = read_published(content.encode())
    assert variant(held, EPREUVE, WHO) in held.letters
