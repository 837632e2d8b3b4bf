"""Oddities around a batch of copies that a result does not tell: who handed nothing in, what lies under another name.

A name that a candidate types (`candidat.txt`) and figures of another variant are hints, told as such; nothing is decided by them.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from epreuves.answers.files.finding import beginning
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import GROUPS_FILE, candidate_id, normalise
from epreuves.variants.candidate import FILE as WORKED_AS
from epreuves.variants.candidate import written
from epreuves.variants.codes import code_digest
from epreuves.wording.french import listed, of
from epreuves.wording.inert import inert
from epreuves.wording.remedies import remedy
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.rows import People, enrolled, known_people
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.copies import CopyResult
from epreuves_kit.grading.groups import Shares
from epreuves_kit.grading.submitted import whole
from epreuves_kit.marking.judging import AUTHOR_S
from epreuves_kit.marking.marks import copied_from
from epreuves_kit.variants.identity import ByCandidate, Candidates
from epreuves_kit.variants.session import SEATS_FILE

#: How alike two names must be for one to be taken for the other, misspelt; and how many are named in a sentence.
_ALIKE, _FOLDER_ALIKE, _NAMED = 0.8, 0.6, 6
_STRANGER = "cet identifiant n'est pas inscrit au carnet de notes ; la copie est corrigée, vérifiez-le."
#: Answers of another variant from which a whole copy may be another's.
_SEVERAL = 2
#: Characters of a name that a candidate typed which are read.
_LONGEST = 200
#: What `preparer` shows of the variant that it lays, as a notebook's file keeps it; bytes of the file that are read.
_ANNOUNCED, _ESCAPED, _MOST = (
    re.compile(r'Candidat·e : [^"\\\n]{1,300} · variante ([A-Z]) · \d'),
    re.compile(r"\\u([0-9a-fA-F]{4})"),
    20_000_000,
)


class Roll(msgspec.Struct, frozen=True):
    """The people known to a course before its copies are marked.

    kept: whether somebody keeps the gradebook's list of candidates, beside those whom marking enters in it. people: how they are named.
    """

    names: Candidates
    kept: bool
    people: People = People()


def roll(course: Course, assignment: EpreuveId) -> Roll:
    """The people enrolled: the gradebook's candidates, and those whom the seating table names for an assignment."""
    names, kept = enrolled(course.db_url)
    names += course.seats(assignment)
    excluded = Candidates(course.excluded)
    return Roll(
        Candidates(name for name in names if name not in excluded),
        kept,
        known_people(course.db_url),
    )


def strays(course: Course) -> list[tuple[str, str, str]]:
    """Folders of `submitted/` that bear no assignment's name: candidate, folder, and the assignment of the nearest name or « »."""
    sources = course.sources()
    folders = []
    for path in sorted(course.folder("submitted", "*", "*").parent.parent.glob("*/*")):
        if not path.is_dir() or path.name in sources or path.name.startswith(".") or path.parent.name.startswith("."):
            continue
        folders.append((path.parent.name, path.name, _meant(course, path.name, sources)))
    return folders


def told_of_strays(folders: Iterable[tuple[str, str, str]]) -> list[str]:
    """A sentence for each of these folders."""
    return [
        f"submitted/{_shown(student)}/{_shown(folder)} : ce dossier ne porte le nom d'aucune épreuve, rien n'y est corrigé ; "
        + (f"s'il s'agit de « {meant} », renommez-le, puis recommencez." if meant else "vérifiez son nom.")
        for student, folder, meant in folders
    ]


def around(
    course: Course, assignment: Assignment, results: Sequence[CopyResult], enrolled: Roll, due: Callable[[str], bool]
) -> list[str]:
    """Sentences on who is missing from a whole assignment, and who is too many; due: whether somebody enrolled is expected at all."""
    name, mistaken = assignment.name, strays(course)
    # Of whom a result tells already that nothing is there, and of whom a folder is told, nothing more is said.
    elsewhere = [student for student, _, meant in mistaken if meant == name]
    submitted, grouped = Candidates(course.submitters(name)), assignment.group_of
    accounted = Candidates([*submitted, *elsewhere, *(result.student for result in results), *grouped])
    missing = [who for who in sorted(enrolled.names - accounted, key=candidate_id) if due(who)]
    # Whose folder was renamed once their copy had been marked: nothing else would tell that the marks are there still.
    gone = [m for m in missing if course.folder("autograded", m, name).is_dir()]
    missing = [m for m in missing if m not in gone]
    unknown = sorted(submitted - enrolled.names - grouped.keys(), key=candidate_id)
    sentences = _twice(course.submitters(name))
    if missing:
        many = f"{len(missing)} personnes inscrites n'ont rien rendu"
        who = many if len(missing) > 1 else "une personne inscrite n'a rien rendu"
        sentences.append(f"{name} : {who} : {_listed(enrolled.people.each(missing))}.")
    sentences += [
        f"autograded/{_shown(m)}/{name} : cette copie est corrigée, et n'est plus dans submitted/. Remettez-la ; ou, si personne n'a cet "
        f"identifiant, effacez ce dossier et lancez {remedy('nbgrader db student remove', _shown(m), '--force')}."
        for m in gone
    ]
    strangers = []
    compared: dict[str, str] = {candidate_id(m): m for m in missing}
    for student in unknown:
        near = difflib.get_close_matches(candidate_id(student), compared, 1, _ALIKE)
        if near:
            sentences.append(
                f"submitted/{_shown(student)} : cet identifiant n'est pas inscrit et ressemble à celui de "
                f"{_shown(enrolled.people.named(compared[near[0]]))}, qui n'a rien rendu ; si c'est la même personne, renommez le dossier, puis recommencez."
            )
        elif enrolled.kept:
            strangers.append(student)
    if len(strangers) == 1:
        sentences.append(f"submitted/{_shown(strangers[0])} : {_STRANGER}")
    elif strangers:
        sentences.append(
            f"{name} : {len(strangers)} identifiants ne sont pas inscrits au carnet de notes : {_listed(strangers)} ; "
            "leurs copies sont corrigées, vérifiez-les."
        )
    return sentences


def worked_on(folder: Path, notebooks: Iterable[str]) -> str:
    """The variant on which a copy says that it was worked, in what its first cell showed; empty where it says none, or several.

    It is a hint: a candidate can make a cell show anything.
    """
    letters = set[str]()
    for name in notebooks:
        text = (beginning(folder / f"{name}.ipynb", _MOST) or b"").decode("utf-8", "replace")
        # Some programs write what is not ASCII as JSON lets them.
        letters.update(_ANNOUNCED.findall(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)))
    return letters.pop() if len(letters) == 1 else ""


class OtherVariant(msgspec.Struct, frozen=True, array_like=True):
    """A copy that was worked on another variant than the one on which it is marked: whose it is, or who handed it in for a group, that
    variant, and the candidate's or the group's own. group: of which it is the collective copy, empty for a copy of one's own.
    """

    student: str
    other: str
    own: str
    group: str = ""

    def said(self, assignment: EpreuveId, people: People) -> str:
        """The sentence for those who run the session."""
        whose = _shown(people.named(self.student))
        if self.group:
            return (
                f"la copie collective du groupe {_shown(self.group)}, rendue par {whose}, est faite sur la variante {self.other}, et sera "
                f"corrigée sur la variante {self.own}, celle du groupe. La variante d'un groupe vient du nom qu'il a dans {GROUPS_FILE} : "
                "vérifiez-y ce nom, et de qui est ce groupe ; si la copie est à un autre groupe, rangez-la sous le nom de l'un des siens."
            )
        line = f"{_shown(self.student)};{assignment};{self.other};motif"
        return (
            f"la copie {of(whose)} est faite sur la variante {self.other}, et sera corrigée sur la variante {self.own}, la sienne. Si elle est à "
            f"quelqu'un d'autre, rangez-la sous son nom ; si elle est bien à cette personne, ajoutez « {line} » à {SEATS_FILE}, avec votre "
            f"motif, sous « candidat;epreuve;variante;motif », et corrigez-la : elle le sera sur la variante {self.other}."
        )


def other_variants(
    course: Course, assignment: Assignment, students: Iterable[str], shares: Shares | None
) -> tuple[OtherVariant, ...]:
    """The copies of some candidates that were worked on another variant than theirs; shares: of an épreuve done in groups, whose
    collective copy is looked at once, and whose members' own notebooks are not.
    """
    others = dict[str, OtherVariant]()
    for student in students:
        share = shares.of(student) if shares is not None else None
        folder, group = course.folder("submitted", student, assignment.name), ""
        notebooks: Iterable[str] = assignment.notebooks
        if share is not None and share.group is not None:
            if share.file is None:
                continue
            folder, group, notebooks = share.file.parent, share.group.name, [share.file.stem]
        whose = folder.parent.name
        own, other = assignment.variant(student), worked_on(folder, notebooks)
        if other and own and other != own:
            others[whose] = OtherVariant(whose, other, own, group)
    return tuple(others.values())


def misfiled(course: Course, assignment: Assignment, results: Iterable[CopyResult], enrolled: Roll) -> list[str]:
    """A sentence for each copy that may be another's: by the name that was typed in it, by figures of another variant."""
    submitted, group = Candidates(course.submitters(assignment.name)), assignment.group_of
    people = enrolled.names | submitted
    sentences = []
    for result in sorted(results, key=lambda r: r.student):
        own, where = candidate_id(result.student), f"submitted/{_shown(result.student)}/{assignment.name}"
        typed = _typed(course.folder("submitted", result.student, assignment.name))
        other = candidate_id(typed)
        mates = typed in group and group[typed] == group.get(result.student)
        is_somebody = typed in people or (other and assignment.variant(typed) != assignment.variant(result.student))
        if other != own and is_somebody and not mates:
            sentences.append(
                f"{where} : le notebook a été rempli au nom de « {_shown(typed)} » ({WORKED_AS}) ; si la copie est à cette "
                "personne, renommez le dossier, puis recommencez."
            )
            continue
        letters = Counter(letter for mark in result.questions.values() if (letter := copied_from(mark)))
        for letter, count in letters.most_common(1):
            fit = [
                p
                for p in sorted(people, key=candidate_id)
                if candidate_id(p) != own and assignment.variant(p) == letter
            ]
            without = [p for p in fit if p not in submitted]
            which = "une réponse est celle" if count == 1 else f"{count} réponses sont celles"
            likely = without or fit
            whose = f"est celle de {_listed(enrolled.people.each(likely))}" if fit else "n'est celle de personne ici"
            sentences.append(
                f"{where} : {which} de la variante {letter}, qui {whose}."
                + (
                    " Si toute la copie est à quelqu'un d'autre, renommez le dossier, puis recommencez."
                    if count >= _SEVERAL
                    else ""
                )
            )
    return sentences


def without_code(course: Course, assignment: Assignment, results: Iterable[CopyResult], enrolled: Roll) -> list[str]:
    """A sentence on the copies that were begun without their candidate's code, where the session gives codes; a hub's accounts need none."""
    published = assignment.exam_session
    if published is None or not published.sitting.codes:
        return []
    doubtful = []
    for student in sorted(result.student for result in results):
        file = course.folder("submitted", student, assignment.name) / WORKED_AS
        code = written(beginning(file, 4 * _LONGEST) or b"").code
        digest = code_digest(published.key, published.epreuve, student, code)
        if file.exists() and digest not in published.sitting.codes:
            doubtful.append(student)
    if not doubtful:
        return []
    who = _listed(enrolled.people.each(doubtful))
    return [f"{assignment.name} : commencée sans le code de la personne, vérifiez que la copie est la sienne : {who}."]


def same_tables(assignment: Assignment, results: Iterable[CopyResult], enrolled: Roll) -> list[str]:
    """A sentence for each table that several candidates gave as their own, or that is the author's: people look, nothing is decided."""
    by: dict[tuple[str, str], dict[str, str]] = {}
    for result in sorted(results, key=lambda r: r.student):
        for question, digest in result.tables.items():
            # A group's members hand in one copy.
            group = assignment.group_of.get(result.student)
            whose = group.name if group is not None else result.student
            by.setdefault((question, digest), {}).setdefault(whose, result.student)
    sentences = []
    for (question, digest), owners in sorted(by.items()):
        who, where = enrolled.people.each(owners.values()), f"{assignment.name}, « {question} »"
        if digest == AUTHOR_S:
            sentences.append(
                f"{where} : le tableau du corrigé est donné pour le sien par {_listed(who)} ; lisez sa provenance."
            )
        elif len(who) > 1:
            sentences.append(
                f"{where} : {_listed(who)} ont donné le même tableau pour le leur ; lisez ces copies ensemble."
            )
    return sentences


def _twice(students: Iterable[str]) -> list[str]:
    """A sentence for each person who has two folders, their name written in two ways."""
    by = ByCandidate[list[str]]()
    for student in sorted(students):
        by.setdefault(student, []).append(student)
    return [
        f"submitted/ : {listed(f'« {_shown(s)} »' for s in same)} sont le même identifiant, écrit de plusieurs façons ; "
        "gardez le dossier qui compte, puis recommencez."
        for same in by.values()
        if len(same) > 1
    ]


def _meant(course: Course, folder: str, sources: Sequence[str]) -> str:
    by_number = course.resolve(folder)
    if by_number in sources:
        return by_number
    names = {normalise(name): name for name in sources}
    near = difflib.get_close_matches(normalise(folder), list(names), 1, _FOLDER_ALIKE)
    return names[near[0]] if near else ""


def _typed(folder: Path) -> str:
    """The name under which a candidate worked; « » where none is told."""
    name = written(beginning(folder / WORKED_AS, 4 * _LONGEST) or b"").name
    # What nobody can read is no name.
    return "".join(c for c in name if c.isprintable()).strip()[:_LONGEST]


def _shown(name: str) -> str:
    return whole(inert(name))


def _listed(names: Sequence[str]) -> str:
    shown, more = [_shown(name) for name in names[:_NAMED]], len(names) - _NAMED
    return listed([*shown, f"{more} de plus"] if more > 0 else shown)
