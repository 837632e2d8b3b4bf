"""Pages of office documents, drawn by LibreOffice once the marks are written: it takes longer than all the rest of a copy.

A marked notebook's record says which of its files have pages to come (`MarkingRecord.pages`); they are drawn after a batch, or at once for a copy
that somebody opens, and kept by what the document holds: a group's document is drawn once, and so is one that is marked again. What was
interrupted is taken up where it was, as nothing tells what is drawn but what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import as_completed
from pathlib import Path
from typing import Any

from epreuves.answers.files.finding import beginning
from epreuves.answers.files.kinds import MAX_BYTES
from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit import threads
from epreuves_kit.course.folders import Course
from epreuves_kit.course.kept import OWN, Kept
from epreuves_kit.gradebook.marked_notebook import DocumentPages, MarkingRecord, read_record
from epreuves_kit.grading.handed_files import TO_COME, digest, output, page_outputs, pages_of
from epreuves_kit.marking.files.drawing import StillPages
from epreuves_kit.runner import office
from epreuves_kit.runner.sandbox import shared

#: Seconds that LibreOffice is given for one document.
_SECONDS = 60.0


class LaterPages:
    """The pages of the documents of a course that are drawn already, and the drawing of others."""

    def __init__(self, root: Path) -> None:
        self._kept = Kept(root / OWN / "pages", StillPages)

    def get(self, document: DocumentPages) -> StillPages | None:
        """The pages of a document; None where they are not drawn yet."""
        return self._kept.get(document.digest, document.kind)

    def waiting(self, record: MarkingRecord | None) -> list[DocumentPages]:
        """The documents of a copy whose pages are not drawn yet."""
        return [document for document in (record.pages.values() if record else ()) if self.get(document) is None]

    def draw(self, document: DocumentPages, content: bytes, quietly: bool = False) -> None:
        """Draw the pages of a document, or keep that none can be; nothing where this machine draws none. quietly: below all that it does."""
        if office.lacking(document.kind):
            return
        pdf = office.pdf(document.kind, content, _SECONDS, quietly)
        self._kept.put(document.digest, document.kind, pages_of(content, pdf, shared("auto")))

    def shown(self, cells: Iterable[dict[str, Any]], record: MarkingRecord | None) -> bool:
        """Lay pages in the cells of a marked notebook that ask for documents, in place; False where some are to come."""
        whole = True
        documents: Mapping[str, DocumentPages] = record.pages if record else {}
        for cell in cells:
            document = documents.get((cell["metadata"].get("nbgrader") or {}).get("grade_id", ""))
            if document is None:
                continue
            pages, lacking = self.get(document), office.lacking(document.kind)
            cell["outputs"] = [o for o in cell["outputs"] if _text(o) != TO_COME]
            if pages is not None:
                cell["outputs"] += page_outputs(pages)
            elif lacking:
                cell["outputs"] += page_outputs(StillPages(), f" ({lacking} n'est pas installé sur cette machine)")
            else:
                cell["outputs"].append(output({"text/plain": TO_COME}))
                whole = False
        return whole


def _text(output: Mapping[str, Any]) -> str:
    text = (output.get("data") or {}).get("text/plain", "")
    return "".join(text) if isinstance(text, list) else str(text)


def contents_of(folder: Path, documents: Iterable[DocumentPages]) -> dict[str, bytes]:
    """The documents of a marked folder, by digest; one that is no longer there as it was marked is not among them."""
    wanted = {document.digest for document in documents}
    held: dict[str, bytes] = {}
    for path in sorted(folder.iterdir()) if wanted else ():
        if path.suffix.lower().removeprefix(".") in office.PROGRAMS and path.is_file():
            content = beginning(path, MAX_BYTES)
            if content is not None and (own := digest(content)) in wanted:
                held[own] = content
    return held


def draw_waiting(pages: LaterPages, path: Path, quietly: bool = False) -> None:
    """Draw what waits of the marked notebook at `path`."""
    waiting = pages.waiting(read_record(path))
    held = contents_of(path.parent, waiting)
    for document in waiting:
        if document.digest in held:
            pages.draw(document, held[document.digest], quietly)


def waiting_of(places: Course, assignment: EpreuveId, pages: LaterPages) -> list[Path]:
    """The marked notebooks of an épreuve some of whose documents have pages to come, one for each document."""
    seen: set[str] = set()
    notebooks = []
    folders = (places.folder("autograded", student, assignment) for student in places.students(assignment))
    for path in (notebook for folder in folders for notebook in sorted(folder.glob("*.ipynb"))):
        waiting = {document.digest for document in pages.waiting(read_record(path))} - seen
        if waiting:
            seen |= waiting
            notebooks.append(path)
    return notebooks


def draw_all(
    places: Course, assignments: Iterable[EpreuveId], together: int, progress: Callable[[int, int], None]
) -> int:
    """Draw what waits of some épreuves, so many documents at once, below all that the machine does; gives how many notebooks are left.

    Interrupted, it leaves the rest for another time: marks are written, and each page that was drawn is kept.
    """
    pages = LaterPages(places.root)
    notebooks = [path for assignment in assignments for path in waiting_of(places, assignment, pages)]
    if not notebooks:
        return 0
    office.prepare()
    shared("auto")  # one for all the threads
    done = 0
    with threads.started(together) as workers:
        work = [workers.submit(draw_waiting, pages, path, True) for path in notebooks]
        try:
            for future in as_completed(work):
                # Marks are written: what cannot be drawn is told as left, and stops nothing.
                if future.exception() is None:
                    done += 1
                    progress(done, len(notebooks))
        except KeyboardInterrupt:
            for future in work:
                future.cancel()
    return len(notebooks) - done
