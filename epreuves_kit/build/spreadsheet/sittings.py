"""The épreuves of a référentiel being read: which there are, which compétences each assesses, how it is done."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.build.certification import DELIVERABLE, INSTRUCTION, PRESENTED
from epreuves_kit.build.spreadsheet import words
from epreuves_kit.build.spreadsheet.epreuve_words import NamedEpreuve, context, mixed, mode, named, oral
from epreuves_kit.build.spreadsheet.headings import SheetColumns
from epreuves_kit.build.spreadsheet.lines import SheetLine
from epreuves_kit.referentiel.codes import EPREUVE
from epreuves_kit.referentiel.model import Deliverables, Epreuve, Nature, Oral, WorkMode

#: An identifier has two figures.
_MOST = 99
_UNKNOWN = Nature("épreuve", "À ÉCRIRE : la nature des épreuves", "À ÉCRIRE : ce qu'elles demandent, en une phrase.")


class _SheetEpreuve(msgspec.Struct):
    """An épreuve being read: its number (0 for none yet), the line that names it first, the texts of its fields, its compétences."""

    number: int
    title: str
    id: str
    line: int
    competences: list[str] = []
    texts: dict[str, str] = {}
    carried: dict[str, str] = {}
    deliverables: list[str] = []

    def text(self, field: str) -> str:
        """A field's text: of a line of its own, or else of a cell merged over several épreuves."""
        return self.texts.get(field) or self.carried.get(field, "")


class Sittings:
    """The épreuves as far as lines were taken in. fault: told the line, the field and what is wrong."""

    def __init__(self, columns: SheetColumns, fault: Callable[[int, str, str], None]) -> None:
        self.columns = columns
        self.remarks: list[str] = []
        self._fault = fault
        self._all: list[_SheetEpreuve] = []

    @property
    def field(self) -> str:
        """The column that names épreuves: that of modalities where no other does."""
        ranks = self.columns.ranks
        return next((field for field in ("epreuve", "epreuve_code") if field in ranks), "nature")

    def take(self, line: SheetLine) -> list[_SheetEpreuve]:
        """The épreuves of a line, each with what the line says of it."""
        if self.field != "nature" and mixed(cell := line.values.get(self.field, "")):
            reason = f"« {' '.join(cell.split())} » nomme plusieurs épreuves, avec le titre d'une ; donnez une ligne à chaque épreuve, ou leurs seuls numéros : « E1, E2 »."
            self._fault(line.line, self.field, reason)
        named_here = self._named(line)
        epreuves = [self._one(line, name) for name in named_here]
        for epreuve in epreuves:
            for field in ("nature", "work", "oral", "context", "instruction"):
                self._text(line, epreuve, field, alone=len(epreuves) == 1)
            for item in words.items(line.values.get("deliverables", "")):
                if item not in epreuve.deliverables:
                    epreuve.deliverables.append(item)
        return epreuves

    def _named(self, line: SheetLine) -> tuple[NamedEpreuve, ...]:
        if self.field == "nature":
            modality = line.values.get("nature", "")
            return (NamedEpreuve(0, words.titled(modality)[0]),) if modality else ()
        return named(line.values.get("epreuve", ""), line.values.get("epreuve_code", ""))

    def _one(self, line: SheetLine, name: NamedEpreuve) -> _SheetEpreuve:
        for epreuve in self._all:
            same_number = name.number and epreuve.number == name.number
            same_title = name.title and fold(epreuve.title) == fold(name.title)
            if same_number or (same_title and not (name.number and epreuve.number)):
                if same_number and name.title and epreuve.title and not same_title:
                    reason = f"le numéro {name.number} est celui de « {epreuve.title} », ligne {epreuve.line}, et de « {name.title} » ; donnez-en un autre."
                    self._fault(line.line, self.field, reason)
                epreuve.number = epreuve.number or name.number
                epreuve.title = epreuve.title or name.title
                epreuve.id = epreuve.id or name.id
                return epreuve
        self._all.append(_SheetEpreuve(name.number, name.title, name.id, line.line))
        return self._all[-1]

    def _text(self, line: SheetLine, epreuve: _SheetEpreuve, field: str, *, alone: bool) -> None:
        """Take in what a line says of an épreuve: what is merged over several is theirs until a line of their own says otherwise."""
        text = " ".join(line.values.get(field, "").split()) if field != "nature" else line.values.get(field, "")
        if not alone or field not in line.own:
            epreuve.carried.setdefault(field, text)
            return
        before = epreuve.texts.setdefault(field, text)
        if fold(" ".join(before.split())) != fold(" ".join(text.split())):
            both = (words.cut(" ".join(written.split()), 40) for written in (text, before))
            reason = "« {} » contredit « {} », plus haut, pour la même épreuve ; gardez l'un des deux.".format(*both)
            self._fault(line.line, field, reason)

    def assess(self, epreuves: list[_SheetEpreuve], code: str) -> None:
        """Give a compétence to épreuves."""
        for epreuve in epreuves:
            if code not in epreuve.competences:
                epreuve.competences.append(code)

    def epreuves(self, order: list[str]) -> tuple[tuple[Epreuve, ...], tuple[Nature, ...]]:
        """The épreuves in the order of their numbers, and their natures in that of the épreuves; order: of compétences."""
        taken = {epreuve.number for epreuve in self._all}
        free = iter(number for number in range(1, 10_000) if number not in taken)
        natures: dict[str, Nature] = {}
        made = []
        for epreuve in self._all:
            epreuve.number = epreuve.number or next(free)
            if epreuve.number > _MOST:
                self._fault(
                    epreuve.line,
                    self.field,
                    f"le numéro {epreuve.number} dépasse {_MOST} ; numérotez les épreuves de 1 à {_MOST}.",
                )
            elif not epreuve.competences:
                self._fault(
                    epreuve.line,
                    self.field,
                    f"« {epreuve.title or epreuve.number} » n'évalue aucun critère ; donnez-lui des compétences, ou ôtez-la.",
                )
            else:
                made.append(self._made(epreuve, order, natures))
        if _UNKNOWN.id in natures:
            self.remarks.append("La nature des épreuves n'est pas dite : écrivez-la dans referentiel/natures.yaml.")
        return tuple(sorted(made, key=lambda epreuve: epreuve.id)), tuple(natures.values())

    def _made(self, epreuve: _SheetEpreuve, order: list[str], natures: dict[str, Nature]) -> Epreuve:
        modality = epreuve.text("nature")
        nature, instruction = self._nature(modality, natures)
        work = mode(epreuve.text("work")) or (mode(modality) if "work" not in self.columns.ranks else None)
        together, group = work or (WorkMode.INDIVIDUAL, None)
        presented = oral(epreuve.text("oral"), modality if "oral" not in self.columns.ranks else "")
        if presented is None:
            reason = (
                f"« {epreuve.text('oral')} » ne dit pas s'il y a un oral ; écrivez oui, non, individuel ou collectif."
            )
            self._fault(epreuve.line, "oral", reason)
        title = epreuve.title or f"À ÉCRIRE : le titre de l'épreuve {epreuve.number}"
        id = epreuve.id or f"e{epreuve.number:02d}_{words.name(epreuve.title, 'epreuve')}"
        if not EPREUVE.fullmatch(id):
            self._fault(
                epreuve.line,
                self.field,
                f"« {id} » n'est pas un identifiant d'épreuve ; donnez-lui un titre plus simple.",
            )
        return Epreuve(
            id=EpreuveId(id),
            title=title,
            nature=nature.id,
            competences=tuple(sorted(epreuve.competences, key=order.index)),
            work=together,
            context=context(epreuve.text("context")),
            oral=presented or Oral.NONE_OFFERED,
            instruction=epreuve.text("instruction") or instruction,
            deliverables=Deliverables(
                written=tuple(epreuve.deliverables) or (DELIVERABLE,),
                oral=(PRESENTED,) if presented not in (None, Oral.NONE_OFFERED) else (),
            ),
            group=group,
        )

    def _nature(self, modality: str, natures: dict[str, Nature]) -> tuple[Nature, str]:
        """The nature that a modality says, among those there are already, and what it asks for."""
        if not modality:
            return natures.setdefault(_UNKNOWN.id, _UNKNOWN), INSTRUCTION
        title, asked, details = words.titled(modality)
        instruction = asked or (f"{INSTRUCTION.rstrip('.')} ({details})." if details else INSTRUCTION)
        id = words.identifier(title)
        description = f"À ÉCRIRE : ce qu'est « {title} », en une phrase."
        return natures.setdefault(id, Nature(id, title, description)), instruction
