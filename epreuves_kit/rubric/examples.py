"""Examples of levels: writings fixed by graders, without names, so that all have the same level in mind; of a criterion, shown on request.

Those of a session are rows of the record, added and never changed, and go with it. Those of a course lie in `sujets/<épreuve>/exemples.yaml`,
which whoever keeps them from one session to the next writes, with the candidate's leave:

    U5.1-k1:
      - niveau: 2
        texte: |
          …
        pourquoi: Un seul des quatre moments manque.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Annotated

import msgspec
from sqlalchemy import Connection, select

from epreuves.referentiel.spelling import CriterionCode, EpreuveId
from epreuves.wording.errors import KitError
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.transactions import last_rank
from epreuves_kit.rubric.appreciation import code
from epreuves_kit.rubric.database import EXAMPLES
from epreuves_kit.rubric.jury_words import without_names
from epreuves_kit.wording import strict_yaml

FILE = "exemples.yaml"
#: Characters of an example, and of why it has its level.
LONGEST, LONGEST_WHY = 20_000, 500


class LevelExample(msgspec.Struct, frozen=True):
    """A text that has a level by a criterion, and why; rank: 0 for one of the course's file; who fixed it, empty there."""

    grade_id: str
    level: int
    text: str
    why: str = ""
    who: str = ""
    rank: int = 0


class _Written(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"level": "niveau", "text": "texte", "why": "pourquoi"},
):
    level: Annotated[int, msgspec.Meta(ge=0, le=3)]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST)]
    why: Annotated[str, msgspec.Meta(max_length=LONGEST_WHY)] = ""


def of_course(places: Course, assignment: EpreuveId) -> tuple[LevelExample, ...]:
    """The examples that the course keeps of an épreuve; none where it has no file. Raises KitError, with file and line."""
    path = places.root / "sujets" / assignment / FILE
    if not path.is_file():
        return ()
    written = strict_yaml.read_file(path, dict[CriterionCode, list[_Written]], "")
    return tuple(
        LevelExample(criterion.replace(".", "_"), example.level, example.text, example.why)
        for criterion, examples in written.items()
        for example in examples
    )


def read(db: Connection, assignment: EpreuveId) -> tuple[LevelExample, ...]:
    """The examples that graders fixed in this session, in the order in which they were fixed."""
    query = select(EXAMPLES).where(EXAMPLES.c.assignment == assignment).order_by(EXAMPLES.c.rank)
    standing: dict[int, LevelExample] = {}
    for row in db.execute(query).mappings():
        if row["removes"] is not None:
            standing.pop(row["removes"], None)
        else:
            standing[row["rank"]] = LevelExample(*(row[name] for name in LevelExample.__struct_fields__))
    return tuple(standing.values())


def fix(db: Connection, assignment: EpreuveId, example: LevelExample) -> LevelExample:
    """Fix an example, names taken out; the caller holds the épreuve's lock. Raises KitError where there is no text, or it is too long."""
    text, why = without_names(db)(example.text.strip()), example.why.strip()
    if not text:
        raise KitError(
            f"Rien n'est écrit dans cette copie pour {code(example.grade_id)} : elle ne peut pas servir d'exemple."
        )
    if len(text) > LONGEST or len(why) > LONGEST_WHY:
        raise KitError(
            f"Un exemple a {LONGEST} caractères au plus, et sa raison {LONGEST_WHY} : choisissez une autre copie."
        )
    return _added(db, assignment, msgspec.structs.replace(example, text=text, why=why))


def remove(db: Connection, assignment: EpreuveId, rank: int) -> LevelExample:
    """Take an example back; raises KitError where there is none of that rank."""
    standing = next((example for example in read(db, assignment) if example.rank == rank), None)
    if standing is None:
        raise KitError("Cet exemple n'est plus là : il a déjà été ôté.")
    return _added(db, assignment, standing, removes=rank)


def _added(db: Connection, assignment: EpreuveId, example: LevelExample, removes: int | None = None) -> LevelExample:
    last = last_rank(db, EXAMPLES, assignment)
    kept = msgspec.structs.replace(example, rank=last + 1)
    at = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    columns = {name: getattr(kept, name) for name in LevelExample.__struct_fields__}
    db.execute(EXAMPLES.insert(), columns | {"assignment": assignment, "removes": removes, "at": at})
    return kept


def of_criterion(examples: Iterable[LevelExample], grade_id: str) -> list[LevelExample]:
    """Those of one criterion, by level, the course's own first."""
    return sorted((e for e in examples if e.grade_id == grade_id), key=lambda e: (e.level, e.rank))
