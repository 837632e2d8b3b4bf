"""Archives: the same bytes for the same content, and no trust in one that is given."""

import io
import zipfile

import pytest

from epreuves.variants import archive
from epreuves.wording.errors import KitError


def zip_de(*files: tuple[str, bytes]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as output:
        for name, content in files:
            output.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return tampon.getvalue()


def test_an_archive_depends_on_its_content_alone():
    single = archive.write({"a.csv": b"1", "datapackage.json": b"{}"}, "marque")
    other = archive.write({"datapackage.json": b"{}", "a.csv": b"1"}, "marque")
    assert single == other
    assert archive.read(single) == {"a.csv": b"1", "datapackage.json": b"{}"}
    assert archive.comment(single) == "marque"


def test_no_clock_enters_an_archive():
    with zipfile.ZipFile(io.BytesIO(archive.write({"a.csv": b"1"}))) as found:
        (entry,) = found.infolist()
    assert (entry.date_time, entry.external_attr >> 16, entry.create_system) == (
        (1980, 1, 1, 0, 0, 0),
        0o644,
        3,
    )


@pytest.mark.parametrize(
    "name",
    [
        "../a.csv",
        "/a.csv",
        "a/../../b.csv",
        "sous/a.csv",
        "C:a.csv",
        "..\\a.csv",
        "a.py",
        "A.csv",
        "con.csv",
        "a.csv/",
        "",
    ],
)
def test_a_name_that_is_not_a_plain_file_of_ours_is_refused(name):
    with pytest.raises(KitError, match=r"inattendu|illisible"):
        archive.read(zip_de((name, b"1")))


def test_a_bomb_is_stopped_at_the_bound(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_SIZE", 1024 * 1024)
    with pytest.raises(KitError, match="1 Mio"):
        archive.read(zip_de(("a.csv", bytes(2 * 1024 * 1024))))


def test_many_small_files_count_together(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_SIZE", 1024 * 1024)
    with pytest.raises(KitError, match="dépasse"):
        archive.read(zip_de(*((f"a{rank}.csv", bytes(100_000)) for rank in range(12))))


def test_a_size_announced_too_small_does_not_let_more_through(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_SIZE", 1024)
    content = zip_de(("a.csv", bytes(4096)))
    truque = content.replace((4096).to_bytes(4, "little"), (16).to_bytes(4, "little"))
    assert truque != content
    with pytest.raises(KitError):
        archive.read(truque)


def test_too_many_files_are_refused():
    with pytest.raises(KitError, match="41 fichiers"):
        archive.read(zip_de(*((f"a{rank}.csv", b"") for rank in range(41))))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused():
    with pytest.raises(KitError, match="deux fois"):
        archive.read(zip_de(("a.csv", b"1"), ("a.csv", b"2")))


def encrypted(content: bytes) -> bytes:
    """The archive with its first file marked as encrypted."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


@pytest.mark.parametrize(
    "abime",
    [
        lambda o: b"",
        lambda o: b"PK\3\4",
        lambda o: o[:-30],
        lambda o: o.replace(b"hello", b"jello"),
        encrypted,
    ],
)
def test_a_damaged_archive_is_refused(abime):
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_STORED) as output:
        output.writestr("a.csv", b"hello")
    with pytest.raises(KitError) as refused:
        archive.read(abime(tampon.getvalue()))
    # No word of the library's own, which is English.
    assert str(refused.value) == "archive illisible ou abîmée"


def test_the_comment_of_what_is_no_archive_is_empty():
    assert archive.comment(b"rien") == ""
