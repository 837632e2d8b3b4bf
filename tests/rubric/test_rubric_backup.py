"""The gradebook saved and put back, whole, on either database; a file that is not one changes nothing."""

import hashlib
import io
import json
import sqlite3
import stat
import zipfile

import pytest
from typer.testing import CliRunner

from epreuves.wording.errors import KitError
from epreuves_kit.cli import application
from epreuves_kit.rubric.backup import restore_course, save_course
from epreuves_kit.rubric.register import Register
from tests.conftest import nbgrader
from tests.corpus import ASSIGNMENT
from tests.ledger.tables import dump
from tests.rubric.trial import K1, K2, Formgrader, copy_of


def judged(root):
    with Register(root) as register:
        register.plan_double(ASSIGNMENT, ("Anne", "Benoît"), 0.5, 7, "Chef")
        for copy in register.copies(ASSIGNMENT):
            register.judge(ASSIGNMENT, copy.key, K1, "Anne", 2, "« Bien » — à 80 %.\nÀ suivre.")
            register.judge(ASSIGNMENT, copy.key, K1, "Benoît" if copy.number != 2 else "Anne", 2)


def told(root):
    with Register(root) as register:
        copies = [(c.key, c.students) for c in register.copies(ASSIGNMENT)]
        return (
            copies,
            register.history(ASSIGNMENT),
            register.plan(ASSIGNMENT),
            register.judgements(ASSIGNMENT),
        )


def url(root):
    return f"sqlite:///{root / 'gradebook.db'}"


@pytest.fixture
def saved(root, monkeypatch):
    """A judged course, one stands in it, and its gradebook's file."""
    judged(root)
    monkeypatch.chdir(root)
    return save_course(root, root / "carnet.zip").file


def run(*words):
    return CliRunner().invoke(application(), [*words])


def test_what_was_lost_comes_back_and_what_was_there_is_kept_aside(root, saved):
    before, said = dump(url(root)), told(root)
    formgrader = Formgrader(root)
    with Register(root) as register:
        register.judge(ASSIGNMENT, copy_of(register, "seul").key, K2, "Anne", 3, "Après.")
    formgrader.types("lea", K1, 0.5)
    between = dump(url(root))
    assert between != before
    done = run("restauration", "carnet.zip")
    assert done.exit_code == 0, done.output
    assert dump(url(root)) == before
    assert told(root) == said
    (aside,) = (root / "sauvegardes").iterdir()
    assert str(aside) in done.output.replace("\n", "")
    assert run("restauration", str(aside)).exit_code == 0
    assert dump(url(root)) == between


def test_a_gradebook_that_is_gone_is_made_again(root, saved):
    before, said = dump(url(root)), told(root)
    (root / "gradebook.db").unlink()
    done = run("restauration", "carnet.zip")
    assert done.exit_code == 0, done.output
    assert dump(url(root)) == before
    assert told(root) == said
    assert not (root / "sauvegardes").exists()
    nbgrader(root, "autograde", ASSIGNMENT, "--student", "seul", "--force")


def test_a_file_saved_without_a_name_is_new_each_time_and_its_owner_s_alone(root, saved):
    for count in (1, 2):
        done = run("sauvegarde")
        assert done.exit_code == 0, done.output
        files = list((root / "sauvegardes").iterdir())
        assert len(files) == count
    for file in (*files, saved):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "hors du dépôt" in done.output


def test_no_file_is_written_over(root, saved):
    content = saved.read_bytes()
    done = run("sauvegarde", "carnet.zip")
    assert done.exit_code == 2
    assert "existe déjà" in done.output
    assert saved.read_bytes() == content
    assert [p.name for p in root.iterdir() if "carnet" in p.name] == ["carnet.zip"]


def test_tables_that_others_of_ours_make_are_saved_too(root, saved):
    with sqlite3.connect(root / "gradebook.db") as db:
        db.execute("CREATE TABLE epreuves_autre (id INTEGER PRIMARY KEY, nom TEXT)")
        db.execute("INSERT INTO epreuves_autre VALUES (1, 'un'), (2, NULL)")
    db.close()
    save_course(root, root / "deux.zip")
    before = dump(url(root))
    with sqlite3.connect(root / "gradebook.db") as db:
        db.execute("DELETE FROM epreuves_autre WHERE id = 2")
    db.close()
    restore_course(root, root / "deux.zip")
    assert dump(url(root)) == before


def again(file, change):
    """The file's bytes, after a change of what its parts hold, by name."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def manifest(**changes):
    def change(parts):
        parts["carnet.json"] = json.dumps(json.loads(parts["carnet.json"]) | changes).encode()

    return change


def line_lost(parts):
    parts["grade.jsonl"] = parts["grade.jsonl"].split(b"\n", 1)[1]


def score_changed(parts):
    parts["grade.jsonl"] = parts["grade.jsonl"].replace(b"2.0", b"3.0")


def table_unknown(parts):
    parts["autre.jsonl"] = parts.pop("course.jsonl")
    text = parts["carnet.json"].decode().replace('"table": "course"', '"table": "autre"')
    parts["carnet.json"] = text.encode()


def column_unknown(parts):
    parts["carnet.json"] = parts["carnet.json"].replace(b'"manual_score"', b'"autre"')


def table_twice(parts):
    found = json.loads(parts["carnet.json"])
    found["parts"].append(found["parts"][0])
    parts["carnet.json"] = json.dumps(found).encode()


def with_table(content, **told):
    """A table's lines in the place of its own, and what the manifest says of them: true, but for what is told."""

    def change(parts):
        found = json.loads(parts["carnet.json"])
        parts["grade.jsonl"] = content
        true = {
            "rows": content.count(b"\n"),
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        found["parts"] = [p | (true | told if p["table"] == "grade" else {}) for p in found["parts"]]
        parts["carnet.json"] = json.dumps(found).encode()

    return change


BAD = {
    "ligne_sans_fin": (
        lambda file: again(file, with_table(b'["' + b"x" * 60_000_000 + b'"]\n')),
        "plus longue",
    ),
    "table_sans_fin": (lambda file: again(file, with_table(b"[]\n", size=1 << 40)), "bien plus grande"),
    "lignes_sans_fin": (lambda file: again(file, with_table(b"[]\n", rows=1 << 40)), "bien plus grande"),
    "taille_négative": (lambda file: again(file, with_table(b"[]\n", size=-5)), "n'est pas une sauvegarde"),
    "tronquée": (lambda file: file.read_bytes()[:5000], "abîmé ou incomplet"),
    "ligne_illisible": (lambda file: again(file, with_table(b'["\x00\n')), "« grade » y est abîmée"),
    "octet_changé": (lambda file: flipped(file.read_bytes()), "abîmé"),
    "texte": (lambda file: b"epreuve;groupe\n", "abîmé ou incomplet"),
    "vide": (lambda file: b"", "abîmé ou incomplet"),
    "autre_zip": (lambda file: again(file, lambda p: p.pop("carnet.json")), "n'est pas une sauvegarde"),
    "autre_format": (lambda file: again(file, manifest(format="autre")), "n'est pas une sauvegarde"),
    "autre_version": (lambda file: again(file, manifest(version=2)), "version 2"),
    "autre_nbgrader": (lambda file: again(file, manifest(scheme="0000")), "autre version de nbgrader"),
    "champ_en_trop": (lambda file: again(file, manifest(other=1)), "n'est pas une sauvegarde"),
    "ligne_perdue": (lambda file: again(file, line_lost), "« grade » y est abîmée"),
    "note_changée": (lambda file: again(file, score_changed), "« grade » y est abîmée"),
    "table_perdue": (lambda file: again(file, lambda p: p.pop("grade.jsonl")), "n'est pas une sauvegarde"),
    "table_inconnue": (lambda file: again(file, table_unknown), "autre version du kit"),
    "colonne_inconnue": (lambda file: again(file, column_unknown), "autre version du kit"),
    "table_en_double": (lambda file: again(file, table_twice), "deux fois"),
}


def flipped(content):
    """One byte changed, in the middle of a table's packed lines."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("grade.jsonl")
    # A local header is 30 bytes and the name; how long the packed lines are changes with dates and identifiers.
    where = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    return content[:where] + bytes([content[where] ^ 0xFF]) + content[where + 1 :]


@pytest.mark.parametrize("name", BAD)
def test_a_damaged_or_foreign_file_is_refused_with_a_sentence_and_changes_nothing(root, saved, name):
    make, said = BAD[name]
    (root / "autre.zip").write_bytes(make(saved))
    Formgrader(root).types("lea", K1, 0.5)
    before = dump(url(root))
    done = run("restauration", "autre.zip")
    assert done.exit_code == 2, done.output
    assert said in done.output
    assert done.output.count("✗") == 1
    assert dump(url(root)) == before


def test_a_file_that_is_not_there_is_told(root, saved):
    done = run("restauration", "rien.zip")
    assert done.exit_code == 2
    assert "« rien.zip » n'existe pas" in done.output


def test_a_gradebook_that_cannot_be_read_is_left_and_the_way_out_is_told(root, saved):
    (root / "gradebook.db").write_bytes(b"pas une base" * 500)
    done = run("restauration", "carnet.zip")
    assert done.exit_code == 2
    assert "déplacez-le" in done.output
    assert (root / "gradebook.db").read_bytes() == b"pas une base" * 500
    (root / "gradebook.db").rename(root / "abîmé.db")
    assert run("restauration", "carnet.zip").exit_code == 0


def test_a_refused_file_makes_no_gradebook(root, saved):
    (root / "autre.zip").write_bytes(again(saved, manifest(scheme="0000")))
    (root / "gradebook.db").unlink()
    assert run("restauration", "autre.zip").exit_code == 2
    assert not (root / "gradebook.db").exists()


@pytest.mark.xdist_group("postgresql")
def test_a_server_s_gradebook_is_saved_and_put_back_and_goes_to_a_file_and_back(on_a_server, root):
    server, formgrader = on_a_server
    judged(server)
    before, said = dump(formgrader.url), told(server)
    save_course(server, server / "carnet.zip")
    formgrader.types("lea", K1, 0.5)
    between = dump(formgrader.url)
    done = restore_course(server, server / "carnet.zip")
    assert dump(formgrader.url) == before
    assert told(server) == said
    restore_course(server, done.aside)
    assert dump(formgrader.url) == between
    # What was on the server is the same in a file, and comes back from it.
    restore_course(root, server / "carnet.zip")
    assert told(root) == said
    save_course(root, root / "carnet.zip")
    restore_course(server, root / "carnet.zip")
    assert dump(formgrader.url) == before


@pytest.mark.xdist_group("postgresql")
def test_a_file_that_breaks_the_server_s_rules_changes_nothing(on_a_server, tmp_path):
    root, formgrader = on_a_server
    judged(root)
    save_course(root, root / "carnet.zip")
    (root / "autre.zip").write_bytes(again(root / "carnet.zip", orphans))
    before = dump(formgrader.url)
    with pytest.raises(KitError, match="ne peut être restaurée"):
        restore_course(root, root / "autre.zip")
    assert dump(formgrader.url) == before


def orphans(parts):
    """Students taken out, and the digest made right again: their submissions name nobody."""
    found = json.loads(parts["carnet.json"])
    for part in found["parts"]:
        if part["table"] == "student":
            part |= {"rows": 0, "size": 0, "sha256": hashlib.sha256(b"").hexdigest()}
    parts["student.jsonl"] = b""
    parts["carnet.json"] = json.dumps(found).encode()
