"""The grand oral: one sheet over the parts of the rapport de compétences that a candidate sits.

Each part keeps its own questions and levels, as the orals of other épreuves do: decisions read them there. What holds of the whole, who
was there and when, is kept on every part.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import ipywidgets as widgets

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves_kit.authoring.oral import MOST_QUESTIONS, grand_oral_parts
from epreuves_kit.jury import registrations
from epreuves_kit.jury.oral_sheet import Presence, Sheet, SheetPanel, Sheets, fold
from epreuves_kit.jury.record import AbsenceAct, JuryRecord, OralAct
from epreuves_kit.rules.jury_rules import read as read_rules

DURATION = "De quarante-cinq minutes à une heure en tout, la présentation comprise. "
#: Minutes that it lasts at most.
LONGEST = 60


class Part(Sheets):
    """A part's own sheets, of whose questions a few are asked."""

    def ask(self, candidate: str, number: int, asked: bool) -> None:
        """Note whether a question of the sheet, from 1, was asked; KitError where the part has had as many as it may."""
        others = self.sheet(candidate).asked - {number}
        if asked and len(others) >= MOST_QUESTIONS:
            raise KitError(
                f"Deux questions au plus par partie : {self.title} les a déjà eues ; décochez-en une, ou notez celle-ci dans « Autres questions posées »."
            )
        super().ask(candidate, number, asked)


class GrandOral:
    """The parts that a course holds, and what is kept of a candidate's grand oral. Raises KitError where it holds none."""

    def __init__(self, root: Path, juror: str, record: JuryRecord | None = None, alone: bool = False) -> None:
        """record, alone: as `Sheets` takes them."""
        self.root, self._rules, self._record = root, read_rules(root), record or JuryRecord(root)
        try:
            self.parts = tuple(Part(root, id, juror, self._record, alone) for id in grand_oral_parts(root))
        except KitError:
            self.close()
            raise
        self.juror = self.parts[0].juror

    def close(self) -> None:
        """Give the connections back."""
        self._record.close()

    def candidates(self) -> list[tuple[str, str]]:
        """The candidates heard, name and identifier: those who sit one of the parts at least."""
        return [(name, id) for name, id in self.parts[0].candidates() if self.of(id)]

    def of(self, candidate: str) -> tuple[Part, ...]:
        """The parts that a candidate sits: those of the blocs asked for, all where none is named."""
        held = registrations.competences(self.root, self._rules, candidate)
        return tuple(part for part in self.parts if held.intersection(part.competences))

    def presence(self, candidate: str, state: Presence) -> None:
        """Keep that a candidate was there, or was not, at the oral of each part."""
        for part in self.of(candidate):
            part.presence(candidate, state)

    def jurors(self, candidate: str, text: str) -> None:
        """Keep who heard the candidate."""
        for part in self.of(candidate):
            part.jurors(candidate, text)

    def time(self, candidate: str, which: Literal["début", "fin"], hour: str) -> str:
        """Keep when the grand oral began or ended; gives the hour as it is kept."""
        return [part.time(candidate, which, hour) for part in self.of(candidate)][-1]

    def others(self, candidate: str, text: str) -> None:
        """Keep the questions asked besides those of the sheets."""
        self.of(candidate)[0].others(candidate, text)

    def remark(self, candidate: str, text: str, competence: str = "") -> None:
        """Keep a remark on the whole, or on a compétence."""
        parts = self.of(candidate)
        owner = next((part for part in parts if competence in part.competences), parts[0])
        owner.remark(candidate, text, competence)

    def progress(self, candidate: str) -> list[tuple[str, int, int, int]]:
        """By part: its title, questions asked, levels given, compétences."""
        entries = self._record.entries(OralAct, AbsenceAct)
        parts = [(part, fold(entries, part.epreuve, candidate)) for part in self.of(candidate)]
        return [(part.title, len(sheet.asked), len(sheet.levels), len(part.competences)) for part, sheet in parts]


class GrandOralPanel(SheetPanel):
    """The panel of the grand oral: whom one hears, the parts one after the other, what is left to do."""

    def __init__(self, oral: GrandOral) -> None:
        self._oral = oral
        self._left = widgets.HTML()
        self._part = widgets.VBox()
        self._candidate = ""
        super().__init__(
            "Grand oral — rapport de compétences",
            DURATION,
            oral.juror,
            oral.candidates(),
            oral.root,
            (part.epreuve for part in oral.parts),
        )

    def _fields(self, candidate: str) -> tuple[Any, ...]:
        self._candidate = candidate
        parts = self._oral.of(candidate)
        first = parts[0].sheet(candidate)
        turn = widgets.Dropdown(
            options=[(part.title, rank) for rank, part in enumerate(parts)],
            value=0,
            description="Partie",
            style={"description_width": "12em"},
            layout=widgets.Layout(width="42em"),
        )

        def show(rank: int) -> None:
            part = parts[rank]
            sheet = part.sheet(candidate)
            self._part.children = (
                widgets.HTML(_head(part, sheet)),
                *self.declared(part, candidate),
                *(field for code in part.competences for field in self.of_competence(part, candidate, code, sheet)),
            )

        turn.observe(lambda change: show(change["new"]), names="value")
        show(0)
        return (
            *self.circumstances(self._oral, candidate, first),
            self._left,
            turn,
            self._part,
            *self.whole(self._oral, candidate, first),
        )

    def _try(self, work: Callable[[], Any], done: str) -> None:
        def kept() -> None:
            work()
            self._tell()

        super()._try(kept, done)

    def _tell(self) -> None:
        rows = "".join(
            f'<tr><th scope="row">{html.escape(title)}</th><td>{asked} sur {MOST_QUESTIONS} au plus</td><td>{given} sur {due}</td></tr>'
            for title, asked, given, due in self._oral.progress(self._candidate)
        )
        self._left.value = (
            f'<table class="avancement"><caption>Où en est ce grand oral</caption><thead><tr><th scope="col">Partie</th>'
            f'<th scope="col">Questions posées</th><th scope="col">Niveaux donnés</th></tr></thead><tbody>{rows}</tbody></table>'
        )


def _head(part: Part, sheet: Sheet) -> str:
    number = len(part.written.questions) if part.written else 0
    return f"<h3>{html.escape(part.title)}</h3><p>{counted(number, 'question')} dans la fiche : choisissez-en deux au plus, celles que la copie appelle.</p>"
