"""An épreuve's `source/` made whole before copies are marked or given back."""

from __future__ import annotations

from pathlib import Path

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.published import PUBLISHED_FILE
from epreuves.wording.errors import KitError
from epreuves_kit.build import build
from epreuves_kit.course.folders import Layout
from epreuves_kit.proof import holding
from epreuves_kit.variants.session import published


def complete(root: Path, assignment: EpreuveId) -> None:
    """Build what of an épreuve's `source/` is not kept in the repository, where it is not there: an update can have taken it away.

    What is there is left, though the sujet may have changed since: copies were made with it. Does nothing where the course has not the
    épreuve's sujet. Raises KitError where it cannot be built, or where archives were drawn with another key than the session's.
    """
    source = root / "source" / assignment
    if not source.is_dir() or not (root / "sujets" / assignment).is_dir():
        return
    if (source / PUBLISHED_FILE).exists():
        if (exam_session := published(root, assignment)) is not None:
            build.refuse_mixed(Layout(root, assignment), exam_session)
        return
    try:
        build.ensure_variants(root, assignment, stale=False, settle=holding.settle)
    except KitError as error:
        raise KitError(
            f"Les données de l'épreuve « {assignment} » n'ont pas pu être construites : {error.sentence}"
        ) from None
