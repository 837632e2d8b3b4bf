"""Files that a page sends, whatever it sends: a sentence, the former file as it was, and nothing written but the file that is asked."""

from __future__ import annotations

import datetime
import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest

from epreuves.answers.files.deliverable import FileAsked
from epreuves.entry import laying
from epreuves.entry.file_widget import FileForm
from epreuves.entry.history import folder_of
from tests.files.hostile import CORPUS, plain

BOOK = plain()
AT = datetime.datetime(2026, 6, 9, 14, 0)


class Sender:
    """A page's side of a form: what it sends, and what it is answered."""

    def __init__(self, folder: Path, formats: tuple[str, ...] = ("xlsx", "png")) -> None:
        self.folder, self.answers = folder, []
        self.form = FileForm(FileAsked("C1-plan", "plan", formats), None, "Fichier à remettre", folder)
        self.form.send = lambda content, buffers=None: self.answers.append(content)

    def send(self, content: Any, *buffers: bytes) -> dict[str, Any] | None:
        """Send a message as it comes from a browser, and give what is answered, None where nothing is."""
        before = len(self.answers)
        data = {"method": "custom", "content": content}
        self.form.comm.handle_msg({"content": {"data": data}, "buffers": [memoryview(part) for part in buffers]})
        if len(self.answers) == before:
            return None
        answer: dict[str, Any] = self.answers[-1]
        return answer | {"said": (answer["said"] or "").replace("\N{NO-BREAK SPACE}", " ")}

    def piece(self, content: bytes, **changed: Any) -> dict[str, Any] | None:
        """Send a piece, whole unless something is changed."""
        message = {"kind": "piece", "client": "a", "n": 1, "name": "plan.xlsx", "size": len(content), "at": 0}
        return self.send({**message, **changed}, content)

    @property
    def shown(self) -> dict[str, Any]:
        return {
            name: value.replace("\N{NO-BREAK SPACE}", " ") if isinstance(value, str) else value
            for name, value in self.form.shown.items()
        }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "dehors" / "e99"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def sender(folder: Path) -> Sender:
    return Sender(folder)


def written(folder: Path) -> list[str]:
    """All that lies in a folder and beside it, by path."""
    return sorted(str(path.relative_to(folder.parent)) for path in folder.parent.rglob("*") if not path.is_dir())


def png(colour: int) -> bytes:
    from PIL import Image

    content = io.BytesIO()
    Image.new("L", (4, 4), colour).save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "/etc/passwd", "..\\plan.exe", "plan\0.xlsx", "", "é" * 5_000, "\u202excod.xlsx"],
    ids=["above", "root", "backslash", "nul", "empty", "endless", "backwards"],
)
def test_the_name_that_a_file_had_decides_nothing(sender: Sender, name: str) -> None:
    answer = sender.piece(BOOK, name=name)
    assert answer is not None
    assert "est enregistré dans le dossier de l'épreuve sous le nom « plan.xlsx »." in answer["said"]
    assert not set(answer["said"]) & {"\0", "\u202e"}
    assert len(answer["said"]) < 300
    assert written(sender.folder) == ["e99/plan.xlsx"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(make, code) for _, make, code in CORPUS if code != "trop_grand"],
    # Workers of one run must give a case the same name.
    ids=[f"{place}-{code}" for place, (_, _, code) in enumerate(CORPUS) if code != "trop_grand"],
)
def test_what_is_refused_leaves_the_former_file_as_it_was(sender: Sender, content: Any, code: str) -> None:
    sender.piece(BOOK)
    answer = sender.piece(content(), n=2)
    assert answer is not None
    assert answer["lost"]
    assert answer["said"].startswith("Fichier non enregistré. ")
    assert answer["said"].endswith(" « plan.xlsx » reste comme il était.")
    assert written(sender.folder) == ["e99/plan.xlsx"]
    assert (sender.folder / "plan.xlsx").read_bytes() == BOOK


@pytest.mark.parametrize(
    "changed",
    [
        {"size": 60_000_000},
        {"size": 25_000_001},
        {"at": 3},
        {"size": -1},
        {"size": 2},
        {"at": -1},
    ],
)
def test_what_is_too_heavy_or_out_of_its_order_is_dropped_and_said(sender: Sender, changed: dict[str, Any]) -> None:
    answer = sender.piece(b"abc", **changed)
    assert answer is not None
    assert (answer["lost"], answer["more"]) == (True, False)
    assert (
        "dépasse 25 Mo" in answer["said"]
        or answer["said"] == "L'envoi du fichier s'est interrompu : choisissez-le de nouveau."
    )
    assert written(sender.folder) == []


def test_a_file_that_never_ends_is_not_kept_in_memory(sender: Sender) -> None:
    size, part = 25_000_000, bytes(9_000_000)
    assert (sender.piece(part, size=size) or {})["more"]
    assert (sender.piece(part, size=size, at=9_000_000) or {})["more"]
    answer = sender.piece(part, size=size, at=18_000_000)
    assert answer is not None
    assert "dépasse 25 Mo" in answer["said"]
    # What follows has nothing to follow.
    assert "interrompu" in (sender.piece(part, size=size, at=27_000_000) or {})["said"]


def test_pieces_of_two_pages_are_never_mixed(sender: Sender) -> None:
    book = BOOK
    sender.piece(book[:10], size=len(book))
    sender.piece(book[:10], size=len(book), client="b")
    assert "interrompu" in (sender.piece(book[10:], size=len(book), at=10) or {})["said"]
    assert written(sender.folder) == []


@pytest.mark.parametrize(
    "message",
    [
        None,
        "piece",
        {},
        {"kind": "piece"},
        {"kind": "lay", "client": "a", "n": 1, "question": "../../etc"},
        {"kind": "piece", "client": "a", "n": 1, "name": ["x"], "size": 1, "at": 0},
        {"kind": "piece", "client": "a", "n": 1, "name": "x", "size": "1", "at": 0},
        {"kind": "withdraw", "client": 3, "n": 1},
        {"kind": "restore", "client": "a", "n": "un"},
    ],
)
def test_what_is_no_message_of_a_form_is_not_answered(sender: Sender, message: Any) -> None:
    sender.piece(BOOK)
    assert sender.send(message, b"abc") is None
    assert written(sender.folder) == ["e99/plan.xlsx"]


def test_a_message_that_names_another_question_is_its_own_form_s(sender: Sender) -> None:
    sender.piece(BOOK, question="../../autre", id="autre")
    assert written(sender.folder) == ["e99/plan.xlsx"]


def test_a_link_in_the_place_is_moved_and_what_it_leads_to_is_left_alone(folder: Path) -> None:
    secret = folder.parent / "secret.xlsx"
    secret.write_bytes(b"secret")
    (folder / "plan.xlsx").symlink_to(secret)
    sender = Sender(folder)
    assert sender.shown["state"] == "unfit"
    sender.piece(BOOK)
    assert secret.read_bytes() == b"secret"
    assert not (folder / "plan.xlsx").is_symlink()
    assert (folder / "plan.xlsx").read_bytes() == BOOK
    (kept,) = laying.set_aside(folder, FileAsked("C1-plan", "plan", ("xlsx",)))
    assert kept.path.is_symlink()


def test_a_folder_in_the_place_is_set_aside_with_what_it_holds(folder: Path) -> None:
    (folder / "plan.xlsx").mkdir()
    (folder / "plan.xlsx" / "notes.txt").write_text("x")
    sender = Sender(folder)
    sender.piece(BOOK)
    assert sender.shown["state"] == "kept"
    (kept,) = [path for path in folder_of(folder).rglob("notes.txt")]
    assert kept.read_text() == "x"


def test_a_file_of_another_format_that_would_be_read_first_is_set_aside_and_put_back(folder: Path) -> None:
    sender = Sender(folder)
    (folder / "PLAN.xlsx").write_bytes(BOOK)
    sender.piece(png(0))
    assert sender.shown["name"] == "plan.png"
    assert sender.shown["earlier"].startswith("Reprendre « PLAN.xlsx », mis de côté à ")
    sender.send({"kind": "restore", "client": "a", "n": 2})
    assert sender.shown["name"] == "PLAN.xlsx"
    assert (folder / "PLAN.xlsx").read_bytes() == BOOK
    sender.send({"kind": "restore", "client": "a", "n": 3})
    assert sender.shown["name"] == "plan.png"
    sender.send({"kind": "withdraw", "client": "a", "n": 4})
    assert sender.shown["state"] == "empty"
    assert list(folder.iterdir()) == []


def test_what_is_set_aside_is_bounded_but_for_the_last(folder: Path) -> None:
    wanted = FileAsked("C1-plan", "plan", ("png",))
    for number in range(5):
        laying.lay(folder, wanted, "plan.png", bytes([number]), AT + datetime.timedelta(minutes=number))
        os.truncate(folder / "plan.png", 40_000_000)
    laying.take_away(folder, wanted, AT + datetime.timedelta(hours=1))
    kept = laying.set_aside(folder, wanted)
    assert [aside.path.read_bytes()[0] for aside in kept] == [3, 4]
    assert kept[-1].at == AT + datetime.timedelta(hours=1)


def test_a_folder_that_cannot_be_written_or_a_full_disk_changes_nothing_and_is_said(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender.piece(BOOK)

    def full(*args: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(laying, "beside", full)
    answer = sender.piece(png(0), n=2)
    assert answer is not None
    assert answer["said"].startswith("Rien n'a changé : le disque est plein. ")
    assert answer["said"].endswith("appelez la personne qui surveille.")
    assert answer["lost"]
    assert written(sender.folder) == ["e99/plan.xlsx"]


def test_what_cannot_be_kept_is_replaced_all_the_same_and_never_taken_away(sender: Sender) -> None:
    sender.piece(png(0))
    (sender.folder.parent / ".historique").write_text("un fichier, là où irait le dossier")
    answer = sender.piece(png(9), n=2)
    assert answer is not None
    assert "La version d'avant est gardée" not in answer["said"]
    assert (sender.folder / "plan.png").read_bytes() == png(9)
    answer = sender.send({"kind": "withdraw", "client": "a", "n": 3})
    assert answer is not None
    assert answer["said"].startswith("Rien n'a changé : le dossier ne se laisse pas écrire")
    assert (sender.folder / "plan.png").read_bytes() == png(9)
