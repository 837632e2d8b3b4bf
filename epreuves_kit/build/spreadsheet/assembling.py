"""A certification's référentiel made of the lines of a sheet: blocs, activities, compétences, criteria, épreuves; every fault told at once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence

import msgspec

from epreuves.answers.keys import fold
from epreuves.referentiel.spelling import CriterionCode
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import listed
from epreuves_kit.build.certification import UNNAMED, CertificationDraft
from epreuves_kit.build.spreadsheet import words
from epreuves_kit.build.spreadsheet.headings import SheetColumns, expected, table
from epreuves_kit.build.spreadsheet.lines import Coded, SheetLine, lines, place
from epreuves_kit.build.spreadsheet.sittings import Sittings
from epreuves_kit.referentiel.codes import ACTIVITY, COMPETENCE, CRITERE
from epreuves_kit.referentiel.model import (
    COMPETENCE_LENGTH,
    CRITERE_LENGTH,
    Activity,
    Competence,
    Critere,
    CritereGroup,
    Referentiel,
)
from epreuves_kit.rules.jury_rules import Bloc

#: A compétence has nine criteria at most in most référentiels; a code has two figures.
_MOST_CRITERIA = 99
_BLOC = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,15}")


class _Criterion(msgspec.Struct):
    label: str
    code: str
    line: int


class _Competence(msgspec.Struct):
    """A compétence being read; written: its code in the sheet, empty where it has none."""

    code: str
    written: str
    label: str
    line: int
    short: str = ""
    criteria: list[_Criterion] = []
    assessed: bool = False


class _Activity(msgspec.Struct):
    code: str
    written: Coded
    label: str
    line: int
    competences: list[_Competence] = []


class _Bloc(msgspec.Struct):
    code: str
    written: Coded
    title: str
    line: int
    competences: list[str] = []


def read(name: str, sheets: Sequence[tuple[str, list[tuple[int, list[str]]]]]) -> tuple[CertificationDraft, str]:
    """The certification that a spreadsheet says, and the text above its headings, which may be its title.

    sheets: their names, and their lines that hold something, numbered. Raises KitError where there are no headings, Faults with all that
    is wrong, each with its line and its column.
    """
    of = table(name, sheets)
    reader = _SheetReader(name, of.columns)
    for line in lines(of):
        reader.take(line)
    return reader.draft(), of.above


class _SheetReader:
    """The référentiel as far as lines were taken in; what is wrong of them is kept in `faults`."""

    def __init__(self, name: str, columns: SheetColumns) -> None:
        self.name = name
        self.columns = columns
        self.faults: list[tuple[int, str]] = []
        self.remarks: list[str] = []
        self.left_out = columns.left_out
        self._blocs: list[_Bloc] = []
        self._activities: list[_Activity] = []
        self._competences: dict[str, _Competence] = {}
        self._criteria_codes: dict[str, int] = {}
        self._sittings = Sittings(columns, self.fault)

    def fault(self, line: int, field: str, reason: str) -> None:
        self.faults.append((line, f"{self.name}, {place(self.columns, line, field)} : {reason}"))

    def take(self, line: SheetLine) -> None:
        """Take in a line of the sheet."""
        if len(line.crowded) > 1:
            several = listed(line.crowded)
            self.fault(
                line.line,
                "competence",
                f"{several} sont dans une case ; donnez une ligne à chaque compétence, avec ses critères.",
            )
            return
        epreuves = self._sittings.take(line)
        bloc = self._bloc(line)
        activity = self._activity(line, bloc)
        if line.competence == ("", ""):
            if line.own & {"critere", "short"}:
                self.fault(line.line, "competence", "la compétence manque ; écrivez-la, ou ôtez la ligne.")
            return
        if activity is None:
            self.fault(line.line, "activity", "l'activité manque au-dessus de cette compétence ; écrivez-la.")
            return
        competence = self._competence(line, activity, bloc)
        if competence is None:
            return
        competence.short = competence.short or " ".join(line.values.get("short", "").split())
        for code, label in line.criteria:
            self._criterion(line, competence, code, label)
        if epreuves:
            competence.assessed = True
            self._sittings.assess(epreuves, competence.code)
        elif not competence.assessed:
            competence.assessed = True
            self.fault(line.line, self._sittings.field, "aucune épreuve n'évalue cette compétence ; nommez-la.")

    def _bloc(self, line: SheetLine) -> _Bloc | None:
        if line.bloc == ("", ""):
            return None
        for bloc in self._blocs:
            if bloc.written == line.bloc:
                return bloc
        written, title = line.bloc
        code = words.bloc(f"B{written}" if written.isdecimal() else written)[0] or written
        if code and not _BLOC.fullmatch(code):
            self.fault(
                line.line,
                "bloc_code",
                f"« {code} » n'est pas un code de bloc ; des lettres sans accent et des chiffres, « B1 ».",
            )
        if any(fold(bloc.code) == fold(code) for bloc in self._blocs if code):
            self.fault(line.line, "bloc", f"{code} est déjà le code d'un autre bloc ; donnez-en un autre.")
        code = code or _next("B", [bloc.code for bloc in self._blocs])
        self._blocs.append(_Bloc(code, line.bloc, title or f"À ÉCRIRE : le titre du bloc {code}", line.line))
        return self._blocs[-1]

    def _activity(self, line: SheetLine, bloc: _Bloc | None) -> _Activity | None:
        """The activity of a line: its bloc where the sheet has no column of activities."""
        own = self.columns.has("activity")
        if own and line.activity == ("", ""):
            return None
        if not own and bloc is None:
            return None
        key = line.activity if own or bloc is None else ("bloc", bloc.code)
        for activity in self._activities:
            if activity.written == key:
                return activity
        written, label = line.activity if own or bloc is None else ("", bloc.title)
        code = words.code(words.activity(written)[0] or written, "A") if written else ""
        taken = [activity.code for activity in self._activities]
        if code and not ACTIVITY.fullmatch(code):
            self.fault(
                line.line,
                "activity",
                f"« {written} » n'est pas un code ; une majuscule, puis des lettres sans accent, des chiffres et des points.",
            )
        elif code in taken:
            self.fault(line.line, "activity", f"{code} est déjà le code d'une autre activité ; donnez-en un autre.")
        code = code or _next("A", taken)
        self._activities.append(_Activity(code, key, label or f"À ÉCRIRE : ce qu'est {code}", line.line))
        return self._activities[-1]

    def _competence(self, line: SheetLine, activity: _Activity, bloc: _Bloc | None) -> _Competence | None:
        written, label = line.competence
        for competence in activity.competences:
            same_code = competence.written == written and (written or fold(competence.label) == fold(label))
            if same_code and (not label or fold(competence.label) == fold(label)):
                return competence
        if not label:
            self.fault(line.line, "competence", f"{written} n'a pas de libellé ; écrivez-le après le code.")
            return None
        if bloc is None and (self.columns.has("bloc") or self._blocs):
            self.fault(line.line, "bloc", "le bloc manque au-dessus de cette compétence ; écrivez-le.")
        code = self._competence_code(line, written, activity)
        if code is None:
            return None
        made = _Competence(code, written, label, line.line)
        self._competences[code] = made
        activity.competences.append(made)
        if bloc is not None:
            bloc.competences.append(code)
        return made

    def _competence_code(self, line: SheetLine, written: str, activity: _Activity) -> str | None:
        """The code of a new compétence: its own, under its activity's where it has no point, or the next of the activity."""
        taken = self._competences
        if not written:
            return _next(f"{activity.code}.", taken)
        field = "competence_code" if "competence_code" in self.columns.ranks else "competence"
        code = words.code(written)
        if "." not in code:
            code = f"{activity.code}.{code}"
        if not COMPETENCE.fullmatch(code):
            self.fault(
                line.line,
                field,
                f"« {written} » n'est pas un code ; une majuscule, puis des lettres sans accent, des chiffres et des points.",
            )
            return None
        if code in taken:
            first = taken[code].line
            self.fault(
                line.line,
                field,
                f"{written} est déjà le code d'une autre compétence, ligne {first} ; donnez-en un autre.",
            )
            return None
        if code != written:
            self.remarks.append(f"{written} s'écrit {code}")
        return code

    def _criterion(self, line: SheetLine, competence: _Competence, code: str, label: str) -> None:
        if not label:
            self.fault(line.line, "critere", f"{code} n'a pas de libellé ; écrivez-le après le code.")
            return
        if any(fold(other.label) == fold(label) for other in competence.criteria):
            return  # the same, told again on the line of another épreuve
        field = "critere_code" if "critere_code" in self.columns.ranks else "critere"
        if code and code in self._criteria_codes:
            first = self._criteria_codes[code]
            self.fault(
                line.line, field, f"{code} est déjà le code d'un autre critère, ligne {first} ; donnez-en un autre."
            )
        due = f"{competence.code}-k{len(competence.criteria) + 1}"
        if CRITERE.fullmatch(code) and code != due:
            self.fault(line.line, field, f"{code} arrive où {due} est attendu ; les codes se suivent sans trou.")
        self._criteria_codes.setdefault(code, line.line)
        competence.criteria.append(_Criterion(label, code, line.line))

    def draft(self) -> CertificationDraft:
        """The whole. Raises Faults with all that is wrong."""
        for competence in self._competences.values():
            if not competence.criteria:
                self.fault(
                    competence.line,
                    "critere",
                    f"{competence.written or 'cette compétence'} n'a aucun critère ; écrivez-le, ou répétez celui d'au-dessus.",
                )
            if len(competence.criteria) > _MOST_CRITERIA:
                self.fault(competence.line, "critere", f"plus de {_MOST_CRITERIA} critères ; regroupez-les.")
        for bloc in self._blocs:
            if not bloc.competences:
                self.fault(
                    bloc.line, "bloc", f"« {bloc.title} » n'a aucune compétence à lui ; donnez-lui-en, ou ôtez-le."
                )
        for activity in self._activities if self.columns.has("activity") else ():
            if not activity.competences:
                self.fault(
                    activity.line,
                    "activity",
                    f"« {activity.label} » n'a aucune compétence ; donnez-lui-en, ou ôtez-la.",
                )
        order = list(self._competences)
        epreuves, natures = self._sittings.epreuves(order)
        if not self._competences and not self.faults:
            raise KitError(f"{self.name} : les en-têtes sont là, et aucune compétence dessous.")
        if self.faults:
            in_order = (sentence for _, sentence in sorted(self.faults, key=lambda fault: fault[0]))
            raise Faults(*dict.fromkeys(in_order))
        wordings: dict[str, str] = {}
        activities = tuple(self._written(activity, wordings) for activity in self._activities if activity.competences)
        official = Referentiel(UNNAMED, activities, natures, epreuves)
        return CertificationDraft(
            official, tuple(self._bloc_rules(activities)), wordings, tuple(self._sentences(wordings))
        )

    def _written(self, activity: _Activity, wordings: dict[str, str]) -> Activity:
        competences = []
        for competence in activity.competences:
            criteria = []
            for rank, criterion in enumerate(competence.criteria, start=1):
                id = CriterionCode(f"{competence.code}-k{rank}")
                label = words.cut(criterion.label, CRITERE_LENGTH)
                if label != criterion.label:
                    wordings[id] = criterion.label
                note = f"{criterion.code} dans le référentiel de l'école" if criterion.code not in ("", id) else ""
                criteria.append(Critere(id, label, note))
            label = words.cut(competence.label, COMPETENCE_LENGTH)
            short = words.cut(competence.short, COMPETENCE_LENGTH) or words.short(label)
            note = competence.label if label != competence.label else ""
            competences.append(Competence(competence.code, label, CritereGroup(short, tuple(criteria)), note=note))
        label = words.cut(activity.label, COMPETENCE_LENGTH)
        note = activity.label if label != activity.label else ""
        return Activity(activity.code, label, tuple(competences), note)

    def _bloc_rules(self, activities: tuple[Activity, ...]) -> Iterator[Bloc]:
        """The blocs, by the codes of activities that are whole in one; an activity is a bloc where the sheet has none."""
        if not self._blocs:
            for rank, activity in enumerate(activities, start=1):
                yield Bloc(f"B{rank}", activity.label, (activity.code,))
            return
        for bloc in self._blocs:
            codes: list[str] = []
            for activity in activities:
                own = [c.code for c in activity.competences]
                inside = [code for code in own if code in bloc.competences]
                codes += [activity.code] if inside == own else inside
            yield Bloc(bloc.code, bloc.title, tuple(codes))

    def _sentences(self, wordings: dict[str, str]) -> Iterator[str]:
        if self.remarks:
            most = 4
            more = f" (et {len(self.remarks) - most} autres)" if len(self.remarks) > most else ""
            yield f"Des codes ont changé, le kit demandant une majuscule et un point : {listed(self.remarks[:most])}{more}."
        if wordings:
            yield (
                f"{listed(wordings)} : plus de {CRITERE_LENGTH} signes ; le libellé est abrégé, et le texte entier est dans officiel.yaml, que les notebooks et "
                "les restitutions montrent."
            )
        if "short" not in self.columns.ranks:
            yield f"Le nom court de chaque compétence est pris de son libellé : relisez-les, ou ajoutez une colonne « {expected('short')} »."
        if self.left_out:
            yield f"Colonnes laissées, dont le kit ne fait rien : {listed(f'« {title} »' for title in self.left_out)}."
        yield from self._sittings.remarks


def _next(prefix: str, taken: Collection[str]) -> str:
    """The first code of a prefix and a number that nothing bears."""
    return next(code for code in (f"{prefix}{number}" for number in itertools.count(1)) if code not in taken)
