"""The deliverable: a candidate's notebook without code, as one hands it to a commissioner or shows it at the oral."""

from __future__ import annotations

import datetime
import os

import msgspec

from epreuves.course.files import replace
from epreuves.course.folders import Course
from epreuves.reports import pages
from epreuves.reports.batch import place
from epreuves.reports.copies import copy_paths, read_copy
from epreuves.reports.document import Document, document
from epreuves.wording.errors import KitError
from epreuves.wording.french import day


class Written(msgspec.Struct, frozen=True):
    """Where a deliverable was written, from the course folder, and the titles of which the copy holds nothing."""

    path: str
    lacking: tuple[str, ...]


def write(places: Course, candidate: str, name: str, epreuve: str, at: datetime.date) -> Written:
    """Write it as `livrable-<épreuve>.html` beside the candidate's feedback. Raises KitError."""
    paths = copy_paths(places, candidate, epreuve)
    if not paths:
        raise KitError(
            f"« {candidate} » n'a pas de copie corrigée de « {epreuve} » : vérifiez l'identifiant, ou lancez « epreuves autograde {epreuve} »."
        )
    # A REX is for the jury, not for who commissioned the work.
    path = paths[0]
    copy = read_copy(path)
    made = document(copy.cells, copy.record)
    if not made.parts:
        raise KitError(f"La copie de « {candidate} » à « {epreuve} » est vierge : il n'y a rien à remettre.")
    target = place(places, candidate) / f"livrable-{epreuve}.html"
    try:
        replace(target, page(made, name, epreuve, at), places.mode)
    except OSError as error:
        raise KitError(f"« {target} » ne s'écrit pas : {error.strerror or error}.") from None
    return Written(os.path.relpath(target, places.root).replace(os.sep, "/"), made.lacking)


def page(made: Document, name: str, epreuve: str, at: datetime.date) -> bytes:
    """The page of a document under its author's name."""
    stamp = pages.digest("livrable", made, name)
    return pages.compose(
        "deliverable.html.j2", stamp, title=made.title or epreuve, name=name, documents=[made], day=day(at)
    )
