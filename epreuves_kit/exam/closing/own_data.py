"""All that a course holds of one person, in one archive to be given to them: copies, marks, annotations, orals, decisions, lists.

A candidate's answers are personal data of theirs, and what examiners wrote on them too (Court of Justice of the European Union,
C-434/16, Nowak, 20 December 2017). Who wrote an annotation is somebody else's: graders and jurors are « correcteur 1 » and « membre du
jury 1 », unless the school gives their names. Nothing of another candidate is given: a group's copy is each member's, without the
others' names.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.archive import packed
from epreuves.variants.attribution import GROUPS_FILE
from epreuves.wording import strict_csv
from epreuves.wording.errors import KitError
from epreuves.wording.french import day as said_day
from epreuves.wording.french import listed
from epreuves.wording.remedies import remedy
from epreuves_kit.course import files, given_minutes, oral_hours
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.closing.naming import Mask
from epreuves_kit.exam.extending import ask
from epreuves_kit.exam.papers.posting import MESSAGES, posted_file
from epreuves_kit.exports.spreadsheets import csv_content
from epreuves_kit.exports.tables import ExportColumn, ExportTable, Value
from epreuves_kit.gradebook.rows import NotebookFile, Rows, identities
from epreuves_kit.gradebook.transactions import of_disk
from epreuves_kit.jury import births, carried
from epreuves_kit.jury.decision import Decision
from epreuves_kit.jury.record import JuryEntry, JuryRecord
from epreuves_kit.jury.registrations import BLOCS, CAMPUS
from epreuves_kit.jury.sources import decisions
from epreuves_kit.jury.verdict import Verdict
from epreuves_kit.rubric.appreciation import Copy, Flag, JournalEntry, code
from epreuves_kit.rubric.register import Register
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants import session as sessions
from epreuves_kit.variants.identity import ByCandidate, Candidates
from epreuves_kit.variants.session import SEATS_FILE

GUIDE = "LISEZ-MOI.txt"
#: Said of an archive that is written.
SEND = "Envoyez-la à la personne elle-même, par un moyen sûr, après avoir vérifié que c'est bien elle."
OTHER = "autre candidat"
#: Files that are named in a sentence.
_TOLD = 6
_LISTS = (
    GROUPS_FILE,
    SEATS_FILE,
    given_minutes.FILE,
    BLOCS,
    CAMPUS,
    births.FILE,
    carried.FILE,
    oral_hours.FILE,
    *map(posted_file, MESSAGES),
)
_KINDS = {"judgement": "niveau donné", "undo": "retour en arrière", "settled": "niveau retenu"}
_ACTS = {
    "oral": "oral",
    "absence": "absence",
    "rattrapage": "rattrapage",
    "decision": "décision",
    "tirage": "tirage des thèmes",
    "essai": "essai",
    "recours": "recours",
    "recours-reponse": "réponse à un recours",
    "recours-retrait": "recours retiré",
    "parchemin": "parchemin délivré",
    "parchemin-duplicata": "duplicata d'un parchemin",
    "parchemin-annulation": "parchemin annulé",
    "retrait": "retrait de la session",
}


class OwnData(msgspec.Struct, frozen=True):
    """The files that a person is given, by path, and those of them given as they are, whoever they may name."""

    candidate: str
    files: dict[str, bytes]
    unmasked: tuple[str, ...]

    @property
    def look(self) -> str:
        """The sentence on what somebody should look at before it is given; empty for nothing."""
        if not self.unmasked:
            return ""
        few = listed(f"« {name} »" for name in self.unmasked[:_TOLD])
        return f"Donnés tels quels, le kit ne sachant pas y chercher de noms : {few}. Regardez-les avant d'envoyer l'archive."


def find(course: Course, written: str) -> str:
    """The candidate that a name written means, among all whom the course knows. Raises KitError where there is none."""
    candidates = ByCandidate((id, id) for id, *_ in identities(course.db_url))
    for name in course.sources():
        for person in course.students(name):
            candidates.setdefault(person, person)
    named = candidates.get(written)
    if named is None:
        raise KitError(
            f"« {written} » n'est pas un candidat de ce cours : vérifiez l'identifiant ({remedy('candidats')})."
        )
    return named


def gather(course: Course, rules: JuryRules, candidate: str, named: bool = False) -> OwnData:
    """All that the course holds of a person. candidate: as `find` gives it; named: with the names of graders and jurors.

    Raises KitError where something cannot be read. The same course gives the same bytes.
    """
    with (
        Register(course.root) as register,
        JuryRecord(course.root) as record,
        NotebookFile(course.db_url, course.root) as book,
    ):
        marked = book.assignments()
        noted = [
            (id, copy, register.history(id, copy.key))
            for id in sorted(marked & set(course.sources()))
            for copy in register.copies(id)
            if candidate in copy.students
        ]
        flagged = [(id, copy, register.flags(id, copy.key)) for id, copy, _ in noted]
        labels = {(id, c.grade_id): c.label for id, *_ in noted for c in register.criteria(id)}
        acts = [entry for entry in record.entries() if _concerns(entry, candidate)]
        decided = ByCandidate((decision.candidate, decision) for decision in decisions(record, rules)).get(candidate)
        rows = {
            (id, notebook): held
            for id in sorted(marked)
            for (_, notebook), held in sorted(book.copies(id, [candidate]).items())
        }
    people = _Masked(course, candidate, named, noted, flagged, acts, decided)
    content = dict(_copies(course, candidate)) | dict(_reports(course, candidate))
    unmasked = tuple(
        sorted(
            path
            for path in content
            if not path.endswith((".ipynb", ".json", ".html", ".csv", ".txt", ".md", ".py", ".yaml", ".log"))
        )
    )
    content = {
        people.candidates.text(path): (people.candidates if path.startswith("copies-") else people.mask).content(
            path, data
        )
        for path, data in content.items()
    }
    content["identite.csv"] = _identity(course, candidate)
    content["listes.csv"] = _lists(course, candidate)
    content["notes.csv"] = _marks(rows, people)
    content["annotations.csv"] = _annotations(noted, flagged, labels, people)
    content["jury.csv"] = _jury(acts, people)
    content["decisions.csv"] = _decisions(decided, people)
    content[GUIDE] = _guide(course, candidate, named, unmasked).encode()
    return OwnData(candidate, content, unmasked)


def write(given: OwnData, folder: Path) -> Path:
    """Write it into a folder, whole or not at all; gives the archive's path. Raises KitError."""
    path = folder / f"{given.candidate}.zip"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.write(path, packed(given.files))
        path.chmod(0o600)
    except OSError as error:
        raise KitError(of_disk(error)) from None
    return path


class _Masked:
    """Names that are said in place of others, in what a person is given."""

    def __init__(
        self,
        course: Course,
        candidate: str,
        named: bool,
        noted: Sequence[tuple[EpreuveId, Copy, list[JournalEntry]]],
        flagged: Sequence[tuple[EpreuveId, Copy, tuple[Flag, ...]]],
        acts: Sequence[JuryEntry],
        decided: Decision | None,
    ) -> None:
        self._named = named
        flags = [flag for *_, every in flagged for flag in every]
        who = [
            *(e.who for *_, history in noted for e in history),
            *(f.grader for f in flags),
            *(f.answered_by for f in flags if not f.open),
        ]
        self._graders = _numbered(who, "correcteur")
        authors = [entry.author for entry in acts]
        authors += [v.changed.author for v in _verdicts(decided) if v.changed is not None]
        self._jurors = _numbered(authors, "membre du jury")
        taken: dict[str, str] = {}
        own = Candidates([candidate])
        for id, first_name, surname, email in identities(course.db_url):
            if id in own:
                continue
            if first_name.strip() and surname.strip():
                taken |= dict.fromkeys((f"{first_name} {surname}", f"{surname} {first_name}"), OTHER)
            taken[email] = OTHER
            # One that is no word of the language is found anywhere; one that is (« rose ») only where it can be meant, in a group.
            if any(not letter.isalpha() for letter in id):
                taken[id] = OTHER
        for group in course.groups() or ():
            if group.member(candidate) is not None:
                taken |= {member.candidate: OTHER for member in group.members if member.candidate not in own}
        mine = next(
            (identity for identity in identities(course.db_url) if identity[0] in own),
            (candidate, "", "", ""),
        )
        # A namesake's name is this person's too.
        for name in (candidate, f"{mine[1]} {mine[2]}", f"{mine[2]} {mine[1]}", mine[3]):
            taken.pop(name, None)
        self.candidates = Mask(taken)
        # A grader may be called by a word (« Martin ») that stands in a copy for somebody else: only what the kit writes is theirs.
        self.mask = self.candidates if named else Mask(self._graders | self._jurors | taken)

    def grader(self, name: str) -> str:
        """The name under which a grader is told."""
        return name if self._named else self._graders.get(name, "correcteur")

    def juror(self, name: str) -> str:
        """The name under which an author of the jury's record is told."""
        return name if self._named else self._jurors.get(name, "membre du jury")


def _numbered(names: Iterable[str], noun: str) -> dict[str, str]:
    return {name: f"{noun} {rank}" for rank, name in enumerate(dict.fromkeys(names), 1)}


def _concerns(entry: JuryEntry, candidate: str) -> bool:
    return candidate in Candidates([getattr(entry.act, "candidate", ""), *getattr(entry.act, "members", ())])


def _copies(course: Course, candidate: str) -> Iterator[tuple[str, bytes]]:
    """Copies as they were handed in, as they became, and as they were handed back, by path in the archive; a group's copy too."""
    for id in course.sources():
        for step, where in (
            ("submitted", "copies-rendues"),
            ("autograded", "copies-corrigees"),
            ("feedback", "restitutions"),
        ):
            folder = course.folder(step, candidate, id)
            for path in files.files(folder):
                # nbgrader's secret names a page in the exchange: it is nobody's to know.
                if not path.is_symlink() and not (step == "feedback" and path.suffix != ".html"):
                    yield f"{where}/{id}/{path.relative_to(folder).as_posix()}", _read(path)
        rank = 0
        for group in course.groups(id) or ():
            own = group.member(candidate)
            for member in group.members if own is not None and own.present else ():
                path = course.folder("submitted", member.candidate, id) / f"{id}.ipynb"
                if member.present and member != own and path.is_file() and not path.is_symlink():
                    rank += 1
                    yield f"copies-rendues/{id}/copie collective {rank}.ipynb", _read(path)


def _reports(course: Course, candidate: str) -> Iterator[tuple[str, bytes]]:
    """Reports made of all their épreuves: transcript, report, by path in their archive."""
    own = course.folder("feedback", candidate, "x").parent
    for path in sorted(own.glob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"restitutions/{path.name}", _read(path)
    for folder in ("rapports",):
        for path in files.files(course.root / folder):
            inside = path.relative_to(course.root / folder)
            if not path.is_symlink() and candidate in (*inside.parts[:-1], path.stem):
                yield f"{folder}/{inside.as_posix()}", _read(path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KitError(
            f"« {path} » ne se lit pas ({error.strerror or error}) : rendez-le lisible, puis recommencez."
        ) from None


def _table(name: str, titles: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    return csv_content(ExportTable(name, name, "", tuple(map(ExportColumn, titles)), tuple(map(tuple, rows))))


def _identity(course: Course, candidate: str) -> bytes:
    own = Candidates([candidate])
    rows = [identity for identity in identities(course.db_url) if identity[0] in own]
    return _table("identite", ("Identifiant", "Prénom", "Nom", "Courriel"), rows or [(candidate, "", "", "")])


def _lists(course: Course, candidate: str) -> bytes:
    """Their own lines of the course's lists, a value a line, and what extensions keep of them."""
    rows: list[Sequence[Value]] = []
    for name in (*_LISTS, *itertools.chain(*ask().personal_lists())):
        path = course.root / name
        if not path.is_file():
            continue
        cells = [list(map(strict_csv.read_text, row)) for _, row in strict_csv.cells(_read(path))]
        titles = cells[0] if cells else []
        for row in cells[1:]:
            if candidate in Candidates(row):
                rows += [(name, title, value) for title, value in zip(titles, row, strict=False)]
    rows += itertools.chain(*ask().own_lines(course=course, candidate=candidate))
    return _table("listes", ("Liste", "Colonne", "Valeur"), rows)


def _marks(held: dict[tuple[EpreuveId, str], Rows], people: _Masked) -> bytes:
    rows: list[Sequence[Value]] = []
    for (id, notebook), copy in held.items():
        for name in sorted({*copy.grades, *copy.remarks, *(p.cell for p in copy.passages)}):
            grade = copy.grades.get(name)
            comment = (grade.comment if grade else "") or copy.on_text(name)
            points = (
                ("", "", "")
                if grade is None
                else (_points(grade.score), _points(grade.maximum), "oui" if grade.pending else "non")
            )
            rows.append((id, notebook, code(name), *points, people.mask.text(comment)))
    return _table(
        "notes",
        ("Épreuve", "Notebook", "Question ou critère", "Points", "Sur", "À juger", "Commentaire"),
        rows,
    )


def _points(value: float) -> str:
    from epreuves.wording.french import number

    return number(value, 4, grouped=False)


def _annotations(
    noted: Sequence[tuple[EpreuveId, Copy, list[JournalEntry]]],
    flagged: Sequence[tuple[EpreuveId, Copy, tuple[Flag, ...]]],
    labels: dict[tuple[EpreuveId, str], str],
    people: _Masked,
) -> bytes:
    titles = (
        "Épreuve",
        "Notebook",
        "Critère",
        "Ce qu'il demande",
        "Qui",
        "Quoi",
        "Niveau (0 à 3)",
        "Points",
        "Commentaire",
        "Motif",
        "Le (UTC)",
    )
    rows = [
        (
            id, copy.notebook, code(e.grade_id), labels.get((id, e.grade_id), ""), people.grader(e.who), _KINDS[e.kind],
            "" if e.level is None else str(e.level), "" if e.points is None else _points(e.points),
            people.mask.text(e.comment), people.mask.text(e.reason), e.at.isoformat(timespec="seconds"),
        )
        for id, copy, history in noted for e in history
    ]  # fmt: skip
    for id, copy, every in flagged:
        for flag in every:
            turns = [(flag.grader, "signalement", flag.text, flag.at)]
            if flag.answered_at is not None:
                turns.append((flag.answered_by, "réponse au signalement", flag.answer, flag.answered_at))
            for who, what, text, at in turns:
                rows.append(
                    (
                        id,
                        copy.notebook,
                        "",
                        "",
                        people.grader(who),
                        what,
                        "",
                        "",
                        people.mask.text(text),
                        "",
                        at.isoformat(timespec="seconds"),
                    )
                )
    return _table("annotations", titles, rows)


def _jury(acts: Sequence[JuryEntry], people: _Masked) -> bytes:
    rows = []
    for entry in acts:
        fields: dict[str, Any] = msgspec.to_builtins(entry.act)
        kind = _ACTS[fields.pop("type")]
        words = " ; ".join(
            f"{key} : {_in_words(people.mask.value(value))}"
            for key, value in fields.items()
            if value not in (None, "", [], {})
        )
        rows.append((str(entry.rank), kind, words, people.juror(entry.author), entry.at.isoformat(timespec="seconds")))
    return _table("jury", ("Rang", "Quoi", "Ce qui est écrit", "Par", "Le (UTC)"), rows)


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    return ", ".join(f"{key} {item}" for key, item in value.items()) if isinstance(value, dict) else str(value)


def _verdicts(decided: Decision | None) -> tuple[Verdict, ...]:
    if decided is None:
        return ()
    last = () if decided.certification is None else (decided.certification,)
    return (*decided.competences, *decided.epreuves, *decided.blocs, *last)


def _decisions(decided: Decision | None, people: _Masked) -> bytes:
    rows = [
        (
            v.code,
            v.status.value,
            v.proposed.value,
            people.mask.text(v.why),
            "" if v.changed is None else people.juror(v.changed.author),
        )
        for v in _verdicts(decided)
    ]
    return _table("decisions", ("Quoi", "Décision", "Selon les règles", "Pourquoi", "Changée par"), rows)


def _guide(course: Course, candidate: str, named: bool, unmasked: Sequence[str]) -> str:
    session = sessions.read(course.root).name
    kept: datetime.date | None = sessions.conservation(course.root)
    until = f"jusqu'au {said_day(kept)}" if kept else "pendant la durée que fixe l'établissement"
    whose = (
        "Leurs noms sont donnés."
        if named
        else (
            "Leurs noms ne sont pas donnés : ce qu'ils ont écrit de votre travail vous concerne, qui ils sont concerne aussi d'autres personnes. "
            "« correcteur 1 » est partout la même personne."
        )
    )
    odd = (
        "\nCes fichiers-là sont donnés tels que vous les avez remis, ou tels qu'ils ont été produits :\n"
        + "".join(f"  {path}\n" for path in unmasked[:40])
        if unmasked
        else ""
    )
    return f"""Vos données — {session}
Identifiant : {candidate}

Cette archive contient ce que l'établissement garde de vous pour cette session d'examen.

  identite.csv        votre identité, telle que le carnet de notes la connaît
  listes.csv          les lignes qui vous nomment dans les listes de la session (groupe, place, campus, blocs, titulaires)
  copies-rendues/     ce que vous avez rendu ; d'une épreuve de groupe, la copie collective aussi
  copies-corrigees/   vos copies une fois corrigées, avec vos réponses
  restitutions/       les pages qui vous ont été remises, et votre relevé
  rapports/           ce qui a été assemblé de vos épreuves, s'il y a lieu
  notes.csv           vos points, question par question et critère par critère, avec les commentaires
  annotations.csv     ce que chaque correcteur a dit de vos copies : niveaux, commentaires, changements, signalements
  jury.csv            vos oraux, absences, rattrapages, et ce que le jury a écrit de vous
  decisions.csv       ce qui est décidé de vous, et pourquoi

Un tableur ouvre les fichiers .csv ; JupyterLab, les fichiers .ipynb ; un navigateur, les fichiers .html.
{odd}
Correcteurs et jury. {whose}
Autres candidats. Rien d'eux n'est ici ; dans ce qui vous est commun, « {OTHER} » remplace leurs noms.
Les comparaisons entre copies ne sont pas ici : elles montrent le travail d'autres personnes.

Vos droits. Vos réponses sont des données personnelles, comme les annotations de vos correcteurs (Cour de justice de l'Union européenne,
C-434/16, Nowak, 20 décembre 2017). Vous pouvez y accéder, et demander que soit rectifié ce qui est inexact : une copie attribuée à une
autre personne, une annotation perdue. Rectifier n'est pas corriger ses réponses après l'épreuve ; contester une note ou une décision se
fait par la voie de recours de la certification. Vos données sont gardées {until}, puis effacées ; la décision du jury reste.
Pour exercer ces droits, écrivez au délégué à la protection des données de l'établissement, ou à son secrétariat ; vous pouvez aussi
saisir la Commission nationale de l'informatique et des libertés (www.cnil.fr).
"""
