"""Each operation has both faces: a command with its options and a button with its form; each says where it stands, stops when it is
interrupted, and refuses in a sentence.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typer
from typer.testing import CliRunner

from epreuves.wording.errors import KitError
from epreuves.wording.remedies import SIGNS
from epreuves_kit.cli import GROUPS, application
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.asking import Asked, Outcome
from epreuves_kit.operations import every
from epreuves_kit.operations.declared import Declared
from epreuves_kit.page import drawn
from epreuves_kit.page.drawn import do
from tests.exam.session_application import PEOPLE, decided_session, screen
from tests.jury.cours import E17

OPERATIONS = every.every()
#: Buttons that the page makes otherwise: it shows the session, its candidates, decisions and appeals line by line, itself.
SHOWN_BY_THE_PAGE = {"statut", "candidats", "jury", "recours", "salle voir"}
#: Words of a command that asks for an épreuve, or for all.
ALL = {"autograde": ("--all",), "feedback": ("--all",)}
#: Done in any folder.
ANYWHERE = {"installation"}
#: What each is told here, where it is to be told something; what is refused says so.
TOLD: dict[str, dict[str, str]] = {
    "retablir": {"candidate": "lea"},
    "envoyer": {"what": "convocations"},
    "double": {"graders": "Omar Sy, Eve Lang", "percent": "50", "seed": "7"},
    "correcteurs repartir": {"graders": "Omar Sy, Eve Lang"},
    "correcteurs signaler": {"copy": "1", "text": "Le fichier ne s'ouvre pas.", "grader": "Eve Lang"},
    "correcteurs repondre": {"rank": "1", "answer": "Vu."},
    "livrable": {"candidate": "lea"},
    "acces donner": {"holder": "Camille Aubert", "about": "e06", "day": datetime.date.today().isoformat()},
    "acces retirer": {"number": "1"},
    "session donnees": {"candidate": "lea"},
    "session effacer": {"until": "2020-01-01"},
    "jury decider": {"candidate": "lea", "about": "B1", "decision": "validé", "reason": "Par équivalence."},
    "jury absence": {"candidate": "lea", "justified": "oui"},
    "jury rattrapage": {"candidate": "lea", "competence": "C15.2", "note": "12/20"},
    "jury membre": {"name": "Camille Aubert", "capacity": "directrice marketing"},
    "jury regler": {"of_bloc": "55"},
    "jury seance": {"place": "Lyon"},
    "recours recevoir": {"candidate": "lea", "about": "C15.1", "reason": "Mon tableau n'a pas été lu."},
    "recours retirer": {"number": "1", "reason": "Le candidat y renonce."},
    "recours confier": {"number": "1", "graders": "Omar Sy, Eve Lang"},
    "recours lire": {"number": "1", "grader": "Omar Sy"},
    "recours niveaux": {"number": "1", "grader": "Omar Sy"},
    "recours repondre": {"number": "1", "decision": "rejeté", "reason": "Rien de nouveau."},
    "recours lettre": {"number": "1"},
}


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session whose jury has decided, with an épreuve that is done in groups; not to be written in."""
    return decided_session(tmp_path_factory.mktemp("operations") / "cours")


@pytest.fixture
def course(decided: Path, tmp_path: Path) -> Path:
    """That session, to be written in."""
    return Path(shutil.copytree(decided, tmp_path / "cours"))


def command(name: str) -> Any:
    """The command of an operation, as Typer makes it."""
    found: Any = typer.main.get_command(application([name.split()[0]]))
    for word in name.split():
        found = found.commands[word]
    return found


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_command_has_the_options_of_its_operation_and_its_help(name: str) -> None:
    operation, made = OPERATIONS[name], command(name)
    flags = {flag for one in made.params for flag in (*one.opts, *one.secondary_opts) if flag.startswith("--")}
    due = {flag for one in operation.declared() if one.parameter.help for flag in one.parameter.flag.split("/") if flag}
    assert due <= flags
    arguments = [one for one in made.params if one.param_type_name == "argument"]
    assert len(arguments) == sum(bool(one.parameter.help) and not one.parameter.flag for one in operation.declared())
    assert made.help in (operation.help, GROUPS.get(name))
    assert re.match(r"[A-ZÉ].*[.\n]", operation.help)


def test_every_operation_has_a_button_on_the_page_and_every_button_its_own_name(decided: Path) -> None:
    kit = Path(drawn.__file__).parents[1]
    drawing = (*kit.glob("page/*.py"), *kit.glob("extensions/*/page.py"))
    source = "".join(path.read_text("utf-8") for path in drawing)
    for name in (*every.NAMES, *every.BUTTONS):
        assert f'"{name}"' in source or name in SHOWN_BY_THE_PAGE, f"{name} has no button"
    labels = [drawn.label(name) for name in (*every.NAMES, *every.BUTTONS)]
    assert len(set(labels)) == len(labels)


def buttons(shown: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All the buttons of the page."""
    for part in (*shown["steps"], *shown["parts"]):
        yield from part["buttons"]
        for line in part.get("lines", ()):
            for one in line["buttons"]:
                yield {**one, "fields": part["shared"][one["like"]]} if one["like"] else one
    for one in shown["candidates"]:
        yield from one["buttons"]


def test_a_form_asks_what_its_operation_has_a_label_for_and_nothing_else(decided: Path) -> None:
    seen = set()
    for button in buttons(screen(decided, kind="decisions")):
        if not drawn.known(button["what"]):
            continue
        seen.add(button["what"])
        operation, _ = drawn.parts(button["what"])
        labels = {one.name: one.parameter.label for one in operation.declared()}
        for field in button["fields"]:
            if (
                ":" in field["name"]
            ):  # one of the fields that the course's own data make: a level a criterion, a cap a kind of épreuve
                continue
            assert labels[field["name"]] == field["label"]
            assert field["kind"] != "choice" or field["options"] or button["closed"], (button["what"], field)
        required = {one.name for one in operation.declared() if not (one.optional or one.parameter.optional)}
        required -= {"epreuve", "epreuves"}
        assert required <= {field["name"] for field in button["fields"]} | button["values"].keys(), button["what"]
    assert len(seen) > 20


def ask(root: Path, name: str, told: Any, sure: bool = True) -> Any:
    """Have an operation done as the page has it."""
    return do(root, Asked(name, E17, {"author": "Secrétariat", **TOLD.get(name, {})}, sure), told)


def answered(root: Path, name: str, told: Any, sure: bool = True) -> Outcome | KitError:
    """What an operation answers: its outcome, or what it refuses or asks."""
    try:
        return ask(root, name, told, sure)
    except KitError as error:
        return error


@pytest.mark.parametrize("name", OPERATIONS)
def test_it_says_where_it_stands_or_refuses_in_a_sentence(name: str, course: Path) -> None:
    heard: list[str] = []
    answer = answered(course, name, lambda what, done, of: heard.append(what))
    if isinstance(answer, KitError):
        assert re.search(r"[.!?)»]$", str(answer)), str(answer)
        assert str(answer) == str(answer).strip()
        return
    assert answer.said
    assert heard or name in SHOWN_BY_THE_PAGE, "it does not say where it stands"
    assert all((course / path).exists() for path in answer.files)
    assert [path for path, content in written(course) if any(sign.encode() in content for sign in SIGNS)] == []


def written(root: Path) -> Iterator[tuple[Path, bytes]]:
    """The files of a course; of its archives and its workbooks, those that they hold, as three bytes of what is compressed may be any sign."""
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield from _opened(path, path.read_bytes())


def _opened(path: Path, content: bytes) -> Iterator[tuple[Path, bytes]]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _opened(path / name, archive.read(name))
    elif content.startswith(b"%PDF"):
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        yield path, "\n".join(page.extract_text() for page in pages).encode()
    elif not content.startswith(b"\x89PNG"):
        yield path, content


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_its_command_names_commands_and_options_as_they_are_typed(
    name: str, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course)
    words = [*name.split(), *(word for one in OPERATIONS[name].declared() for word in _words(one))]
    words += ["--auteur", "Secrétariat"] * OPERATIONS[name].required + ["--json"] * bool(OPERATIONS[name].lines)
    done = CliRunner().invoke(application([name.split()[0]]), words)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert not any(sign in done.output for sign in SIGNS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_interrupted_it_stops_and_done_again_it_ends_what_it_began(name: str, decided: Path, tmp_path: Path) -> None:
    whole = Path(shutil.copytree(decided, tmp_path / "entier"))
    stopped = Path(shutil.copytree(decided, tmp_path / "interrompu"))

    def interrupt(what: str, done: int, of: int) -> None:
        raise KeyboardInterrupt

    with contextlib.suppress(KeyboardInterrupt):
        answered(stopped, name, interrupt)
    assert result(stopped, name) == result(whole, name)


def result(root: Path, name: str) -> tuple[Any, ...]:
    """What an operation says and makes, but for what is of the moment: a seal's fingerprint, the folder, the hour in a name."""
    answer = answered(root, name, lambda what, done, of: None)
    if isinstance(answer, KitError):
        return type(answer), str(answer).replace(str(root), "")
    files = [re.sub(r"\d{4}-\d\d-\d\d-[\w-]+", "", path) for path in answer.files]
    return answer.said[:1] if name != "session clore" else (), files, answer.code


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - ANYWHERE))
def test_outside_a_course_a_command_says_so_and_ends_with_2(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [*name.split(), *ALL.get(name, ()), *(word for one in OPERATIONS[name].declared() for word in _words(one))]
    if OPERATIONS[name].required:
        words += ["--auteur", "Secrétariat"]
    done = CliRunner().invoke(application([name.split()[0]]), words)
    assert done.exit_code == 2, done.output
    assert "nbgrader_config.py" in done.output
    assert not list(tmp_path.iterdir())


def _words(one: Declared) -> list[str]:
    """Something for a parameter that the command line must be told."""
    if one.optional or not one.parameter.help:
        return []
    values = ["1" if one.type is int else "x"] * (2 if one.type == tuple[str, str] else 1)
    return [one.parameter.flag, *values] if one.parameter.flag else values


def test_the_session_that_operations_are_tried_in_has_people_and_an_epreuve(decided: Path) -> None:
    assert set(Course(decided).students(E17)) == set(PEOPLE)
