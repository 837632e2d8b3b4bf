"""Groups: who works with whom on the épreuves that are done together, as an instructor writes it, and what may be wrong there.

At the course's root, `groupes.csv`, one line a member (the last two columns may be left out):

    epreuve;groupe;candidat;etat;depot
    EPREUVE;G1;lea.fontaine;présent;x
    EPREUVE;G1;karim.benali;absent;

`etat` is `présent` (also where it is empty), `absent` or `parti`; `depot`, an « x », names the member whose
collective copy counts. The file is validated whole: one error, and nothing of it is applied.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import GROUPS_FILE, CandidateId, GroupId, candidate_id, group_id, normalise
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, plural
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.identity import ByCandidate

#: The notebook that each member of a group fills alone: what they learnt from the oral, or what they made.
OWN_NOTEBOOKS = ("rex", "production")
_COLUMNS = ["epreuve", "groupe", "candidat"]
_OPTIONAL = ["etat", "depot"]


class Size(msgspec.Struct, frozen=True):
    """The number of people who work together, both bounds included."""

    minimum: int
    maximum: int

    def __str__(self) -> str:
        """« 2 à 3 », « 3 »."""
        return f"{self.minimum}" if self.minimum == self.maximum else f"{self.minimum} à {self.maximum}"


#: The size of a group in an épreuve of one's own, which the référentiel does not have.
ANY_SIZE = Size(2, 3)


class Member(msgspec.Struct, frozen=True):
    """One line of the file: a candidate, whether they are there (présent, absent, parti), whether their copy
    counts.
    """

    candidate: str
    state: str
    deposit: bool
    line: int

    @property
    def key(self) -> CandidateId:
        """The candidate, as candidates are compared."""
        return candidate_id(self.candidate)

    @property
    def present(self) -> bool:
        """True if the member was there, and receives the collective copy."""
        return self.state == "présent"


class Group(msgspec.Struct, frozen=True):
    """One group of one épreuve, its members in the order of the file."""

    epreuve: EpreuveId
    name: str
    members: tuple[Member, ...]

    @property
    def key(self) -> GroupId:
        """The group, as groups of an épreuve are compared."""
        return group_id(self.name)

    def member(self, candidate: str) -> Member | None:
        """The member that a name means; None for nobody of the group."""
        key = candidate_id(candidate)
        return next((member for member in self.members if member.key == key), None)


def by_member(groups: Iterable[Group]) -> ByCandidate[Group]:
    """The group of each member; of one épreuve, in which nobody has two."""
    return ByCandidate((member.candidate, group) for group in groups for member in group.members)


def read(root: Path, epreuve: EpreuveId | None = None) -> tuple[Group, ...] | None:
    """The groups of the course at `root`, in the order of the file; None where it has no `groupes.csv`.

    epreuve: only those of that épreuve, None where it is not done in groups: the file is then not even read.
    Raises Faults.
    """
    path = root / GROUPS_FILE
    if not path.exists() or (epreuve is not None and size(root, epreuve) is None):
        return None
    try:
        data_bytes = path.read_bytes()
    except OSError as error:
        raise Faults(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None
    # Asked at each line: the référentiel looks at its files each time.
    groups = read_groups(data_bytes, functools.cache(lambda id: size(root, id)), known(root))
    return groups if epreuve is None else tuple(group for group in groups if group.epreuve == epreuve)


def groups_of(root: Path, assignment: EpreuveId | None = None) -> tuple[Group, ...] | None:
    """The groups of an épreuve (of all, where none is named); None where it is not done in groups, or the course has no
    `groupes.csv`. Raises KitError with all that is wrong in it.
    """
    try:
        return read(root, assignment)
    except Faults as error:
        several = f"{len(error.faults)} erreurs, rien n'est appliqué :\n" if len(error.faults) > 1 else ""
        raise KitError(f"{several}{error}") from None


def size(root: Path, epreuve: EpreuveId) -> Size | None:
    """The size of groups on an épreuve; None where each works alone.

    The référentiel says it of its own; one that it does not have is done in groups where each member has a notebook alone.
    """
    if (official := referentiel(root).known(epreuve)) is not None:
        bounds = official.group
        return Size(bounds.minimum, bounds.maximum) if bounds is not None else None
    writings = (
        path
        for name in OWN_NOTEBOOKS
        for path in (root / "sujets" / epreuve / f"{name}.py", root / "source" / epreuve / f"{name}.ipynb")
    )
    return ANY_SIZE if any(path.exists() for path in writings) else None


def known(root: Path) -> frozenset[EpreuveId]:
    """The épreuves that a line may name: those of the référentiel, and those of the course."""
    of_course = (
        EpreuveId(path.name) for folder in ("sujets", "source") for path in (root / folder).glob("e*") if path.is_dir()
    )
    return frozenset([*(epreuve.id for epreuve in referentiel(root).epreuves), *of_course])


def read_groups(
    data_bytes: bytes, size: Callable[[EpreuveId], Size | None], epreuves: Iterable[EpreuveId], name: str = GROUPS_FILE
) -> tuple[Group, ...]:
    """The groups that the bytes of a file hold; Faults has every error, or there is none.

    size: of a group, by épreuve; epreuves: those that there are.
    """
    titles, lines = strict_csv.table(data_bytes, name, _COLUMNS, _OPTIONAL)
    check = GroupsCheck(name, size, frozenset(epreuves))
    by_group: dict[tuple[EpreuveId, GroupId], list[Member]] = {}
    names: dict[tuple[str, GroupId], str] = {}
    for number, values in lines:
        if len(values) != len(titles):
            check.number(number, titles, values)
            continue
        fields = dict(zip(titles, values, strict=True))
        if not check.line(number, fields):
            continue
        key = (EpreuveId(fields["epreuve"]), group_id(fields["groupe"]))
        names.setdefault(key, fields["groupe"])
        member = Member(fields["candidat"], check.state(fields), bool(fields.get("depot")), number)
        by_group.setdefault(key, []).append(member)
    groups = tuple(Group(key[0], names[key], tuple(members)) for key, members in by_group.items())
    for group in groups:
        check.group(group)
    if check.errors:
        raise Faults(*check.errors)
    return groups


STATES = ("présent", "absent", "parti")
#: A candidate's identifier is the name of a folder.
_FOLDER = re.compile(r"(?!\.)[^/\\\x00-\x1f\x7f*?\[\]]+")


class GroupsCheck:
    """Goes through the lines of one file, then through its groups; `errors` are in the order of the lines."""

    def __init__(self, name: str, size: Callable[[EpreuveId], Size | None], epreuves: frozenset[EpreuveId]) -> None:
        self._name, self._size, self._known = name, size, epreuves
        self._faults: list[tuple[int, str]] = []
        #: Épreuves that cannot be taken, why, and their lines: told once each, at the first.
        self._refused: dict[str, tuple[str, list[int]]] = {}
        self._seen: dict[tuple[str, str], tuple[int, str, str]] = {}
        self._groups: dict[tuple[str, GroupId], tuple[int, str]] = {}
        #: Groups of which a line is at fault: their size would be told wrong.
        self._doubtful: set[tuple[str, GroupId]] = set()

    @property
    def errors(self) -> list[str]:
        """Every fault found, a sentence each."""
        refusal = []
        for reason, (first, *others) in self._refused.values():
            same = f" De même {plural(len(others), 'ligne')} {', '.join(map(str, others))}." if others else ""
            refusal.append((first, strict_csv.at(self._name, first, "epreuve", reason) + same))
        return [sentence for _, sentence in sorted(self._faults + refusal, key=lambda fault: fault[0])]

    def number(self, number: int, titles: list[str], values: list[str]) -> None:
        """Tell of a line that has not one value a column."""
        self._faults.append((number, strict_csv.uneven(self._name, number, titles, len(values))))
        if len(values) > 1:
            self._doubtful.add((values[0], group_id(values[1])))

    def line(self, number: int, fields: dict[str, str]) -> bool:
        """True if a line can be taken for a member; all that is wrong in it is told."""
        before = len(self._faults)
        empty = [field for field in _COLUMNS if not fields[field]]
        for field in empty:
            self._fault(number, field, "la valeur manque ; écrivez-la, ou ôtez la ligne.")
        if fields.get("etat") and self.state(fields) not in STATES:
            fault = f"« présent », « absent » ou « parti » est attendu (vide : présent), reçu « {fields['etat']} »."
            self._fault(number, "etat", fault)
        if fields.get("depot", "").casefold() not in ("", "x"):
            fault = f"« x » ou rien est attendu, reçu « {fields['depot']} » ; marquez d'un x."
            self._fault(number, "depot", fault)
        taken = "epreuve" in empty or self._epreuve(number, EpreuveId(fields["epreuve"]))
        if taken and not empty:
            self._group(number, fields)
            self._candidate(number, fields)
        if len(self._faults) > before or not taken:
            self._doubtful.add((fields["epreuve"], group_id(fields["groupe"])))
            return False
        return True

    def group(self, group: Group) -> None:
        """Check a group whole: its size, and that one copy at most is named."""
        name, first = group.name, group.members[0].line
        designated = [member for member in group.members if member.deposit]
        for other in designated[1:]:
            fault = f"le groupe « {name} » a déjà une marque, ligne {designated[0].line} ; gardez-en une seule."
            self._fault(other.line, "depot", fault)
        due = self._size(group.epreuve)
        if due is None or (group.epreuve, group.key) in self._doubtful:
            return
        remaining = sum(member.state != "parti" for member in group.members)
        gone = len(group.members) - remaining
        count = counted(remaining, "membre") + (f" ({gone} {plural(gone, 'parti')})" if gone else "")
        bounds = f"{due.minimum}" if due.minimum == due.maximum else f"de {due.minimum} à {due.maximum}"
        asked = f"le groupe « {name} » a {count}, {group.epreuve} en demande {bounds} ;"
        if remaining < due.minimum:
            mend = "complétez-le, rattachez ses membres à un autre groupe, ou ôtez leurs lignes (chaque copie est alors corrigée seule)."
            self._fault(first, "groupe", f"{asked} {mend}")
        elif remaining > due.maximum:
            self._fault(first, "groupe", f"{asked} faites-en deux groupes.")

    @staticmethod
    def state(fields: dict[str, str]) -> str:
        """The state that a line gives; présent where it gives none."""
        return normalise(fields.get("etat", "")) or STATES[0]

    def _epreuve(self, number: int, epreuve: EpreuveId) -> bool:
        if epreuve in self._refused:
            self._refused[epreuve][1].append(number)
            return False
        if epreuve not in self._known:
            everywhere = sorted(self._known)
            close: Sequence[str] = [known_id for known_id in everywhere if known_id.split("_")[0] == epreuve]
            close = close or difflib.get_close_matches(epreuve, everywhere, n=1, cutoff=0.4)
            advice = f"vouliez-vous « {close[0]} » ?" if close else "vérifiez son nom."
            reason = f"« {epreuve} » n'est pas une épreuve connue ; {advice}"
        elif self._size(epreuve) is None:
            reason = f"« {epreuve} » est une épreuve individuelle : ôtez ses lignes de ce fichier."
        else:
            return True
        self._refused[epreuve] = (reason, [number])
        return False

    def _group(self, number: int, fields: dict[str, str]) -> None:
        name = fields["groupe"]
        line, written = self._groups.setdefault((fields["epreuve"], group_id(name)), (number, name))
        if written != name:
            fault = f"« {name} » et « {written} » (ligne {line}) ne diffèrent que par l'écriture ; écrivez le nom d'un groupe toujours de la même façon."
            self._fault(number, "groupe", fault)

    def _candidate(self, number: int, fields: dict[str, str]) -> None:
        epreuve, candidate = fields["epreuve"], fields["candidat"]
        if not _FOLDER.fullmatch(candidate):
            fault = f"« {candidate} » ne peut pas être un identifiant (le nom du dossier rendu) ; vérifiez-le."
            self._fault(number, "candidat", fault)
            return
        key = (epreuve, _close_to(candidate))
        line, written, group = self._seen.setdefault(key, (number, candidate, fields["groupe"]))
        if line == number:
            return
        if candidate_id(written) == candidate_id(candidate):
            same = group_id(group) == group_id(fields["groupe"])
            where = "dans ce groupe" if same else f"dans le groupe « {group} »"
            fault = f"« {candidate} » est déjà ligne {line}, {where} de {epreuve} ; gardez une seule des deux lignes."
        else:
            fault = (
                f"« {candidate} » et « {written} » (ligne {line}) ne diffèrent que par des accents ou des espaces ; "
                "écrivez l'identifiant exact, celui du dossier rendu, et une seule ligne par candidat."
            )
        self._fault(number, "candidat", fault)
        self._doubtful.add((epreuve, group_id(group)))

    def _fault(self, number: int, field: str, reason: str) -> None:
        self._faults.append((number, strict_csv.at(self._name, number, field, reason)))


def _close_to(candidate: str) -> str:
    """A name without accents or blanks: two that are alike so are one person written twice."""
    letters = unicodedata.normalize("NFKD", candidate_id(candidate))
    return "".join(c for c in letters if not unicodedata.combining(c) and not c.isspace())
