"""« Rendre »: what is in the archive, under which names, and what is said where there can be none."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import re
import zipfile
from zoneinfo import ZoneInfo

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from epreuves.answers.files.deliverable import FileAsked
from epreuves.answers.handing_in import ID, KEY
from epreuves.entry.history import folder_of, keep_state
from epreuves.entry.laying import lay
from epreuves.variants.hand_in import MIMETYPE, RECEIPT, hand_in, keep, offer, rendre
from epreuves.wording.errors import KitError

NAME = "e17_essai"
AT = datetime.datetime(2026, 6, 11, 11, 58, 7, tzinfo=ZoneInfo("Europe/Paris"))


def notebook(name=NAME, text="réponse"):
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": [text]},
        {"cell_type": "markdown", "id": "b", "metadata": {}, "source": ["Cliquez sur Rendre"]},
        {"cell_type": "code", "id": ID, "metadata": {KEY: {"notebook": name}}, "source": []},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("EPREUVES_CANDIDAT", "")
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.setenv("LOGNAME", "web_user")
    place = tmp_path / NAME
    (place / "donnees").mkdir(parents=True)
    (place / "variantes").mkdir()
    for name in ("donnees/ventes.csv", "variantes/A.zip", "seance.json", ".caché", "~$suivi.xlsx"):
        (place / name).write_bytes(b"x")
    (place / f"{NAME}.ipynb").write_bytes(notebook())
    (place / "candidat.txt").write_text("léa fontaine\n", "utf-8")
    return place


def opened(made):
    with zipfile.ZipFile(io.BytesIO(made.archive)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_archive_has_the_copy_its_files_and_a_receipt_and_nothing_that_was_handed_out(folder):
    (folder / "annexes").mkdir()
    for name in ("suivi.xlsx", "annexes/affiche.png", "autoevaluation.json"):
        (folder / name).write_bytes(name.encode())
    made = hand_in(folder, AT)
    found = opened(made)
    assert set(found) == {
        f"{NAME}.ipynb",
        "suivi.xlsx",
        "annexes/affiche.png",
        "autoevaluation.json",
        "candidat.txt",
        RECEIPT,
    }
    assert found[f"{NAME}.ipynb"] == notebook()
    assert made.name == "léa-fontaine-e17.zip"
    receipt = found[RECEIPT].decode()
    listed = dict(re.findall(r"^([0-9a-f]{64})  (\S+)", receipt, re.MULTILINE)[i][::-1] for i in range(5))
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in found.items() if name != RECEIPT}
    assert "le 11/06/2026 à 11:58:07, heure UTC+02:00" in receipt
    assert hashlib.sha256(made.archive).hexdigest() in made.said
    assert made.archive == hand_in(folder, AT).archive


def test_earlier_states_and_files_set_aside_are_not_handed_in(folder):
    (folder / "plan.pdf").write_bytes(b"%PDF-1.4 avant")
    lay(folder, FileAsked("C1-plan", "plan", ("pdf",)), "plan.pdf", b"%PDF-1.4 apres", AT.replace(tzinfo=None))
    assert keep_state(folder, AT.replace(tzinfo=None))
    kept = list(folder_of(folder).rglob("*.*"))
    assert {path.suffix for path in kept} == {".zip", ".pdf"}
    # nbgrader's Submit takes the folder, and what lies in it alone.
    assert not any(folder in path.parents for path in kept)
    found = opened(hand_in(folder, AT))
    assert found["plan.pdf"] == b"%PDF-1.4 apres"
    assert not any("historique" in name or content == b"%PDF-1.4 avant" for name, content in found.items())


def test_of_two_notebooks_of_the_épreuve_the_one_saved_last_is_handed_in_under_its_own_name(folder):
    (folder / "essai-Copy1.ipynb").write_bytes(notebook(text="la bonne"))
    os.utime(folder / f"{NAME}.ipynb", (1, 1))
    (folder / "brouillon.ipynb").write_bytes(b'{"cells": []}')
    (folder / "rex.ipynb").write_bytes(notebook("rex"))
    found = opened(hand_in(folder, AT))
    assert {name for name in found if name.endswith(".ipynb")} == {f"{NAME}.ipynb", "rex.ipynb"}
    assert "la bonne" in found[f"{NAME}.ipynb"].decode()


def test_the_browser_s_kernel_is_handed_in_as_the_one_that_was_given(folder):
    document = json.loads(notebook())
    document["metadata"] = {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)"}}
    (folder / f"{NAME}.ipynb").write_text(json.dumps(document), "utf-8")
    found = json.loads(opened(hand_in(folder, AT))[f"{NAME}.ipynb"])
    assert found["metadata"]["kernelspec"]["name"] == "python3"
    assert found["cells"] == document["cells"]


def test_whoever_has_not_said_their_name_is_sent_to_the_first_cell(folder):
    (folder / "candidat.txt").unlink()
    with pytest.raises(KitError, match="exécutez la première cellule"):
        hand_in(folder, AT)


def test_a_folder_without_a_notebook_of_the_kit_s_gives_a_sentence(folder):
    (folder / f"{NAME}.ipynb").write_bytes(b"{")
    with pytest.raises(KitError, match="Aucun notebook d'épreuve"):
        hand_in(folder, AT)


def test_a_link_is_not_followed(folder, tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "lien.txt").symlink_to(tmp_path / "secret")
    assert "lien.txt" not in opened(hand_in(folder, AT))


def test_the_page_is_given_the_archive_or_the_sentence(folder, monkeypatch):
    monkeypatch.chdir(folder)
    InteractiveShell.instance()
    try:
        with capture_output() as shown:
            rendre()
            (folder / "candidat.txt").unlink()
            rendre()
    finally:
        InteractiveShell.clear_instance()
    first, second = (one.data[MIMETYPE] for one in shown.outputs)
    assert first["name"].endswith("-e17.zip")
    assert first["archive"]
    assert (second["name"], second["archive"]) == ("", "")
    assert "première cellule" in second["said"]


def test_without_a_page_that_downloads_the_archive_lies_beside_the_folder_the_last_one_only(folder):
    keep(folder, AT)
    (folder / f"{NAME}.ipynb").write_bytes(notebook(text="seconde version"))
    said = keep(folder, AT)
    (path,) = folder.parent.glob("*.zip")
    assert f"« {path.name} » est faite" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert f"dans « {folder.parent.name} »" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert hashlib.sha256(path.read_bytes()).hexdigest() in said
    with zipfile.ZipFile(path) as archive:
        assert "seconde version" in archive.read(f"{NAME}.ipynb").decode()


def test_where_nothing_can_be_handed_in_the_button_says_why_and_writes_nothing(folder):
    (folder / f"{NAME}.ipynb").unlink()
    assert "il n'y a rien à rendre d'ici" in keep(folder, AT)
    assert not list(folder.parent.glob("*.zip"))


@pytest.mark.parametrize(("hub", "said"), [("", "menu Nbgrader, Assignment List, puis Submit"), ("/annonces.json", "")])
def test_a_server_with_nbgrader_says_how_it_takes_a_copy_and_a_hub_leaves_it_to_its_page(
    monkeypatch, capsys, hub, said
):
    if hub:
        monkeypatch.setenv("EPREUVES_ANNONCES", hub)
    offer()
    told = capsys.readouterr().out
    assert said in told
    assert bool(told) == bool(said)
