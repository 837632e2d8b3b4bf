"""A file recognised as the verification and the last cell recognise it, and told: what it is, and what in it is to be mended."""

from __future__ import annotations

import msgspec

from epreuves.answers.coercion import Valid, coerce
from epreuves.answers.files.deliverable import FileAsked, HandedFile, examine
from epreuves.answers.files.workbook import workbook_tree
from epreuves.answers.forms import WorkbookForm
from epreuves.answers.tree import CheckedTree
from epreuves.wording.french import counted, listed


class RecognisedFile(msgspec.Struct, frozen=True):
    """A file that was looked at: its kind, empty where it is none that is asked or does not open; it in a few words; what is to be mended."""

    kind: str
    words: str
    faults: tuple[str, ...]


def wanted_by(question: str, form: WorkbookForm) -> FileAsked:
    """The file in which a question's answer is read."""
    return FileAsked(question, form.file, ("xlsx",), form.sheets)


def recognised(wanted: FileAsked, form: WorkbookForm | None, name: str, content: bytes | None) -> RecognisedFile:
    """Recognise a file's bytes (None: a link, or no ordinary file); form: of the question that is answered by what it holds, if one is."""
    handed = examine(wanted, name, content)
    if handed.kind not in wanted.formats:
        return RecognisedFile("", "", handed.faults)
    if form is None:
        return RecognisedFile(handed.kind, _words(handed), handed.faults)
    reading = coerce(form, CheckedTree(workbook_tree(form, name, content or b"")))
    if not isinstance(reading, Valid):
        return RecognisedFile("", "", (getattr(reading, "sentence", ""),))
    lines, cells = reading.value["lignes"], reading.value["cellules"]
    read = [counted(len(lines), "ligne")] if lines else []
    read += [counted(len(cells), "cellule")] if cells else []
    words = f"{_words(handed)} ; lu : {listed(read) or 'rien de ce qui est demandé'}"
    return RecognisedFile(handed.kind, words, tuple(filter(None, reading.doubt.split(" ; "))))


def _words(handed: HandedFile) -> str:
    aside = " ; ".join(handed.aside)
    return f"{handed.said} ({aside})" if aside else handed.said
