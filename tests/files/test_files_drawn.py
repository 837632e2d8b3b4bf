"""Pages and tables of files, as people who judge see them: drawn within walls, bounded, and said where they cannot be."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
from typing import Any

import pypdf
import pytest
from PIL import Image, PngImagePlugin

from epreuves.answers.files import deliverable
from epreuves.answers.files.kinds import REFUSALS
from epreuves.answers.handing_in import NotebookPlan, PlannedFile
from epreuves_kit.grading.handed_files import TO_COME, deliverables, still_pages
from epreuves_kit.marking.files import drawing
from epreuves_kit.runner import office
from epreuves_kit.runner.sandbox import shared
from tests.files import hostile


def images(outputs: list[dict[str, Any]]) -> list[Image.Image]:
    kinds = ("image/png", "image/jpeg")
    shown = [data for o in outputs for kind in kinds if (data := o["data"].get(kind))]
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in shown]


def pdf(pages: int) -> bytes:
    content = io.BytesIO()
    sheets = [Image.new("RGB", (600, 800), colour) for colour in ["red", "blue"] * pages][:pages]
    sheets[0].save(content, "PDF", save_all=True, append_images=sheets[1:])
    return content.getvalue()


def locked() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf(1)))
    writer.encrypt("secret")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def lettered(blank: bytes, size: int) -> bytes:
    """A page with one line of letters, so many points high."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter(io.BytesIO(blank))
    page = writer.pages[0]
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F9"): font})}
    )
    line = DecodedStreamObject()
    line.set_data(b"BT /F9 %d Tf 50 400 Td (HHHHH) Tj ET" % size)
    page[NameObject("/Contents")] = writer._add_object(line)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def test_a_long_pdf_shows_its_first_pages_and_says_how_many_are_left() -> None:
    outputs = list(still_pages("pdf", pdf(15), shared("required")))
    assert len(images(outputs)) == drawing.PAGES
    assert images(outputs)[1].convert("RGB").getpixel((300, 300)) == pytest.approx((0, 0, 255), abs=4)
    assert outputs[-1]["data"]["text/plain"].startswith("Pages non montrées ici : 3")


def test_a_locked_or_too_long_pdf_is_told() -> None:
    plan = NotebookPlan("e99", files=(PlannedFile(deliverable.asked("C1_1-x", "plan", "pdf", pages=1), "Plan"),))
    for content, said in ((locked(), REFUSALS["chiffre"]), (pdf(2), "a 2 pages : 1 au plus")):
        (found,) = deliverables(plan, [("plan.pdf", content)], shared("required"))
        assert said in found.faults[0]


def test_the_program_that_draws_a_document_is_bounded() -> None:
    """Each bound holds: a shell that refuses one of them refuses to go on."""
    told = subprocess.run(
        office.walls(["/bin/sh", "-c", f"{office.BOUNDS} && ulimit -t && ulimit -v && ulimit -f"]),
        capture_output=True,
        text=True,
    )
    assert told.stderr == ""
    assert told.stdout.split() == ["60", "4000000", "200000"]


def test_a_picture_is_encoded_anew_without_what_its_file_hid() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "<script>secret</script>")
    content = io.BytesIO()
    Image.new("RGB", (3_000, 1_000), "green").save(content, "PNG", pnginfo=told)
    (picture,) = images(list(still_pages("png", content.getvalue(), shared("required"))))
    assert picture.size[0] == drawing.WIDTH
    assert "Comment" not in picture.info


def test_a_sheet_is_a_table_of_values_and_inert_text() -> None:
    content = hostile.changed(
        hostile.plain(),
        {"xl/sharedStrings.xml": lambda text: text.replace(b"roi", b"&lt;img src=x onerror=alert(1)&gt;")},
    )
    _, table, *rest = still_pages("xlsx", content, shared("required"))
    assert "<img" not in table["data"]["text/html"]
    assert "1,5" in table["data"]["text/html"]
    assert not images(rest)
    assert rest[-1]["data"]["text/plain"] == TO_COME


def test_the_sheets_of_a_workbook_are_drawn_at_one_scale_and_as_wide_as_each_other() -> None:
    content = io.BytesIO()
    pages = []
    for size, letters in (((842, 595), 30), ((612, 792), 20)):
        page = Image.new("RGB", size, "white")
        made = io.BytesIO()
        page.save(made, "PDF", resolution=72)
        pages.append(lettered(made.getvalue(), letters))
    writer = pypdf.PdfWriter()
    for page_of in pages:
        writer.append(io.BytesIO(page_of))
    writer.write(content)
    drawn, left = drawing._pages(content.getvalue(), True)
    first, second = (Image.open(io.BytesIO(page)) for page in drawn)
    assert (first.width, second.width, left) == (drawing.WIDTH, drawing.WIDTH, 0)
    assert first.height == pytest.approx(second.height, abs=2)


def test_a_formula_that_gives_the_empty_text_is_no_formula_without_a_value() -> None:
    class Cell:
        data_type, value, number_format = "f", '=IF(A1>2,"x","")', "General"

    def saved(kind: str) -> Any:
        return type("Saved", (), {"data_type": kind, "value": None, "number_format": "General"})

    assert drawing._cell(Cell, saved("str")).startswith("(vide)<br>")
    assert drawing._cell(Cell, saved("n")).startswith("(sans valeur)<br>")


def test_office_documents_are_drawn_in_walls_without_network_course_or_account() -> None:
    script = "ls /root /home /work 2>&1; ls /etc; cat /etc/passwd; ls /sys/class/net /proc/net/dev; touch /usr/x; env"
    done = subprocess.run(office.walls(["/bin/sh", "-c", script]), capture_output=True, text=True, timeout=60)
    seen = done.stdout + done.stderr
    for lacking in ("/root", "/home", "/etc/passwd", "/usr/x"):
        assert f"'{lacking}'" in seen or f"{lacking}: No such" in seen or f"{lacking}: Read-only" in seen
    assert set(done.stdout.split("PWD=")[0].split()) & {"shadow", "ssh"} == set()
    assert "JUPYTER" not in seen


def test_a_machine_without_libreoffice_says_so_and_what_is_no_document_gives_no_page(
    monkeypatch: Any,
) -> None:
    assert office.pdf("xlsx", b"nothing of the kind") == b"" or images(
        list(still_pages("pdf", office.pdf("xlsx", b"nothing of the kind"), shared("required")))
    )
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "soffice" else which(name))
    office.lacking.cache_clear()
    try:
        outputs = list(still_pages("xlsx", hostile.plain(), shared("required")))
    finally:
        office.lacking.cache_clear()
    assert not images(outputs)
    assert "LibreOffice n'est pas installé sur la machine qui corrige" in outputs[-1]["data"]["text/plain"]
