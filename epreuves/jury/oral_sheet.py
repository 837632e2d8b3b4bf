"""The sheet of a candidate's oral: what the jury gave and asked, when; what the candidate said of themself comes after it.

A sheet is the sum of its gestures in the record; nothing else is kept, so that a killed kernel loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import msgspec

from epreuves.answers import self_assessment as self_assessments
from epreuves.answers.self_assessment import AutoEvaluation, Estimation
from epreuves.authoring import oral as written
from epreuves.gradebook.marked_notebook import read_record
from epreuves.gradebook.rows import NotebookFile
from epreuves.grading.submitted import UnreadableNotebook, hand, read
from epreuves.jury import acts
from epreuves.jury.acts import AbsenceAct, JuryEntry, OralAct
from epreuves.jury.record import JuryRecord
from epreuves.jury.rules import read as read_rules
from epreuves.jury.session import epreuve_id
from epreuves.jury.sources import identifier, known_candidates
from epreuves.referentiel import Oral, referentiel
from epreuves.wording.errors import KitError

_HOUR = re.compile(r"([01]?\d|2[0-3])[:hH]([0-5]\d)", re.ASCII)

Presence = Literal["présent", "justifiée", "non justifiée"]


class Sheet(msgspec.Struct, frozen=True):
    """A candidate's sheet as it stands.

    levels: 0…3 by compétence. asked: the numbers, from 1, of the questions of `oral.yaml` that were asked. remarks: by
    compétence, and « » for the whole. others: questions besides. start, end: HH:MM. jurors: their names.
    """

    levels: dict[str, int] = {}
    asked: frozenset[int] = frozenset()
    remarks: dict[str, str] = {}
    others: str = ""
    start: str = ""
    end: str = ""
    jurors: str = ""
    presence: Presence = "présent"


def fold(entries: Iterable[JuryEntry], epreuve: str, candidate: str) -> Sheet:
    """The sheet that a record's rows, oldest first, amount to."""
    levels: dict[str, int] = {}
    asked: set[int] = set()
    remarks: dict[str, str] = {}
    texts = {"question": "", "début": "", "fin": "", "jurés": ""}
    presence: Presence = "présent"
    for entry in entries:
        act = entry.act
        if isinstance(act, AbsenceAct) and (act.epreuve, act.candidate, act.where) == (
            epreuve,
            candidate,
            "oral",
        ):
            presence = act.state
        if not isinstance(act, OralAct) or (act.epreuve, act.candidate) != (epreuve, candidate):
            continue
        if act.field == "niveau":
            levels.pop(act.key, None)
            if act.level is not None:
                levels[act.key] = act.level
        elif act.field == "posée":
            (asked.add if act.level else asked.discard)(int(act.key))
        elif act.field == "remarque":
            remarks[act.key] = act.text
        else:
            texts[act.field] = act.text
    return Sheet(
        levels,
        frozenset(asked),
        remarks,
        texts["question"],
        texts["début"],
        texts["fin"],
        texts["jurés"],
        presence,
    )


class Sheets:
    """The sheets of an épreuve's oral, in the course at `root`. What a method is given is kept when it returns.

    Raises KitError where the épreuve has no oral or a value cannot be kept, and what the record raises.
    """

    def __init__(self, root: Path, epreuve: str, juror: str) -> None:
        self.juror = acts.author(juror)
        self.epreuve = epreuve_id(epreuve)
        official = referentiel().epreuve(self.epreuve)
        if official.oral is Oral.NONE_OFFERED:
            raise KitError(f"{self.epreuve} n'a pas d'oral.")
        self.title, self.competences = official.title, official.competences
        self.nature = {
            Oral.COLLECTIVE: "oral collectif",
            Oral.INDIVIDUAL: "oral individuel",
            Oral.GRAND_ORAL: "grand oral",
        }[official.oral]
        self._root, self._record = root, JuryRecord(root)
        self.places = self._record.places
        path = root / "sujets" / self.epreuve / written.FILE
        try:
            self.written = written.read(path) if path.exists() else None
        except KitError:
            self.close()
            raise

    def close(self) -> None:
        """Give the connections back."""
        self._record.close()

    def candidates(self) -> list[tuple[str, str]]:
        """Who is heard, name and identifier; of a collective oral, group by group, the group first in the name."""
        known = known_candidates(self._record, read_rules(self._root))
        with NotebookFile(self.places.db_url, self.places.root) as gradebook:
            names = gradebook.students()
        groups = self.places.groups(self.epreuve)
        found = []
        for group in groups or ():
            for member in group.members:
                if member.candidate in known and member.state != "parti":
                    found.append(
                        (f"{group.name} · {names.get(member.candidate, member.candidate)}", member.candidate)
                    )
        placed = {id for _, id in found}
        return found + [(names.get(id, id), id) for id in known if id not in placed]

    def sheet(self, candidate: str) -> Sheet:
        """A candidate's sheet as the record has it now."""
        return fold(self._record.entries(OralAct, AbsenceAct), self.epreuve, candidate)

    def level(self, candidate: str, competence: str, level: int | None) -> None:
        """Give a level, 0…3, or take it back."""
        if competence not in self.competences:
            raise KitError(f"{competence} n'est pas de cette épreuve ({', '.join(self.competences)}).")
        if level is not None and (isinstance(level, bool) or level not in (0, 1, 2, 3)):
            raise KitError(f"Un niveau de 0 à 3 est attendu pour {competence}, reçu {level!r}.")
        self._keep(candidate, "niveau", competence, level=level)

    def ask(self, candidate: str, number: int, asked: bool) -> None:
        """Note whether a question of the sheet, from 1, was asked."""
        questions = self.written.questions if self.written else ()
        if not 1 <= number <= len(questions):
            raise KitError(f"La fiche a {len(questions)} questions ; il n'y a pas de question n° {number}.")
        self._keep(candidate, "posée", str(number), level=int(asked))

    def remark(self, candidate: str, text: str, competence: str = "") -> None:
        """Keep a remark on a compétence, or on the whole."""
        if competence and competence not in self.competences:
            raise KitError(f"{competence} n'est pas de cette épreuve ({', '.join(self.competences)}).")
        self._keep(candidate, "remarque", competence, text=acts.text(text, "la remarque"))

    def others(self, candidate: str, text: str) -> None:
        """Keep the questions asked besides those of the sheet."""
        self._keep(candidate, "question", text=acts.text(text, "les questions"))

    def jurors(self, candidate: str, text: str) -> None:
        """Keep who heard the candidate."""
        self._keep(candidate, "jurés", text=acts.text(text, "les noms"))

    def time(self, candidate: str, which: Literal["début", "fin"], hour: str) -> str:
        """Keep when the oral began or ended; gives the hour as it is kept, HH:MM, or empty."""
        found = _HOUR.fullmatch(hour.strip())
        if hour.strip() and found is None:
            raise KitError(f"« {hour.strip()[:20]} » n'est pas une heure : écrivez-la comme 14:05.")
        told = f"{int(found[1]):02d}:{found[2]}" if found else ""
        self._keep(candidate, which, text=told)
        return told

    def presence(self, candidate: str, state: Presence) -> None:
        """Keep that a candidate was there, or was not, with a good reason or without."""
        whom = identifier((id for _, id in self.candidates()), candidate)
        self._record.add(self.juror, AbsenceAct(self.epreuve, whom, "oral", state, ""))

    def self_assessment(self, candidate: str, sheet: Sheet) -> dict[str, Estimation]:
        """What the candidate said of each compétence on which the jury has given its level, and of no other.

        Read from the marked copy, else from the copy as it was handed in, of which nothing is trusted.
        """
        told = self._told(candidate)
        return {code: told.competences[code] for code in sheet.levels if code in told.competences}

    def _told(self, candidate: str) -> AutoEvaluation:
        marked = self.places.folder("autograded", candidate, self.epreuve)
        for path in sorted(marked.glob("*.ipynb")):
            record = read_record(path)
            try:
                found = msgspec.convert(record.self_assessment if record else {}, AutoEvaluation)
            except msgspec.ValidationError:
                continue
            if found.competences:
                return found
        handed = self.places.folder("submitted", candidate, self.epreuve)
        for path in sorted(handed.glob("*.ipynb")):
            found = self_assessments.read(handed, _notebook(path))
            if found.competences:
                return found
        return self_assessments.read(handed)

    def _keep(
        self, candidate: str, field: acts.OralField, key: str = "", level: int | None = None, text: str = ""
    ) -> None:
        self._record.add(self.juror, OralAct(self.epreuve, candidate, field, key, level, text))


def _notebook(path: Path) -> dict[str, Any] | None:
    """The outputs of a submitted notebook, in Jupyter's form, where it can be read."""
    try:
        outputs = read(hand(path).content).outputs
    except (OSError, UnreadableNotebook):
        return None
    return {"cells": [{"outputs": some} for some in outputs]}
