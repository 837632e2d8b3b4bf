"""The collective copy that a member of a group is given, and why: decided before anything is marked, the same for all who ask.

A group's épreuve has two notebooks: the collective one, named as the épreuve, and each member's own (`rex`, or `production`). A collective copy
counts as handed in where an answer differs from what was given out; one that cannot be read counts where there is no other.

1. One collective copy in the group: it is every present member's, with the files that lie beside it.
2. Several that differ: the one marked `depot` in `groupes.csv` counts, else the last handed in, by `timestamp.txt`. Copies of
   which all cells are the same are one.
3. None: that part is missing for each member; their own notebooks are marked.
4. A member who was absent, or left, is not given the collective copy, and theirs counts where `depot` says so only.
5. A present member who submitted no folder is given it all the same.
6. Who is in no group is marked alone, on their own copy.
7. What `groupes.csv` says at marking counts; a digest tells whose copy it concerns.
8. The copy that was marked first stays: one that comes afterwards is told, and taken by a decision alone.

A roster shows the same to an instructor: who handed in what, which copy counts, by which rule, what is odd.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import shlex
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from dateutil import parser, tz

from epreuves.answers import typed
from epreuves.answers.files.finding import beginning, named
from epreuves.answers.handing_in import plan_of
from epreuves.answers.typed_values import TypedChart, TypedGrid, TypedValue
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import group_id
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed, moment, of
from epreuves.wording.inert import inert
from epreuves.wording.remedies import remedy
from epreuves_kit.course.folders import Course
from epreuves_kit.gradebook.rows import People, enrolled, known_people
from epreuves_kit.gradebook.transactions import of_disk
from epreuves_kit.grading.assignment import Assignment
from epreuves_kit.grading.collective import KeptCopies, KeptCopy
from epreuves_kit.grading.doctor import Mended, mend, role, role_id
from epreuves_kit.grading.submitted import File, folder_files, hand, whole
from epreuves_kit.marking.dependencies import titles
from epreuves_kit.runner.files import Files, plain, walk
from epreuves_kit.variants.groups import Group, Member, by_member
from epreuves_kit.variants.identity import ByCandidate, Candidates

#: What in a folder is its owner's, and goes with no collective copy.
OWN_FILES = frozenset({"timestamp.txt", "submission_secret.txt", "candidat.txt", "autoevaluation.json"})
#: Bytes of a `timestamp.txt` that are read: a date takes some thirty.
LONGEST_STAMP = 1_000
#: What becomes of a notebook in a folder: an answer written, none, it cannot be read, it is not there.
Handed = Literal["written", "blank", "unreadable", "absent"]


class Collective(msgspec.Struct, frozen=True, kw_only=True):
    """A collective copy as it goes to each member: notebook's name, who handed it in, and the files beside it."""

    notebook: str
    candidate: str
    files: Files
    said: tuple[str, ...] = ()


class CollectiveCopy(msgspec.Struct, frozen=True, kw_only=True):
    """A collective copy found in a folder: whose it is, whether an answer was written, whether it can be read.

    alike: the same for copies of which all cells are the same. when: UTC, None where no date can be read.
    """

    member: Member
    file: Path
    worked: bool
    readable: bool
    alike: bytes
    when: datetime.datetime | None

    @property
    def owner(self) -> str:
        """The candidate who handed it in: the folder's name."""
        return self.file.parent.parent.name


def became(path: Path | None, released: dict[str, Any], epreuve: EpreuveId) -> Handed:
    """The state of a notebook, by its file and what was typed beside; released: as it was given out."""
    if path is None or not os.path.lexists(path):
        return "absent"
    mended = mend(hand(path).content, released)
    if mended.status != "readable":
        return "unreadable"
    return "written" if _written(mended, released) or _typed(path.parent, released, epreuve) else "blank"


def look(
    member: Member, folder: Path, name: EpreuveId, released: dict[str, Any], due: Collection[str]
) -> CollectiveCopy | None:
    """A member's copy of the collective notebook, whatever is in it; None where there is no such file.

    due: names of the notebooks due. A file under another name is taken for it where it is the only one, and cells are recognised.
    """
    path = folder / f"{name}.ipynb"
    if not os.path.lexists(path):
        others = [p for p in sorted(folder.glob("*.ipynb")) if p.is_file() and p.stem not in due]
        if len(others) != 1 or others[0].is_symlink():
            return None
        path = others[0]
    mended = mend(hand(path).content, released)
    if path.stem != name and mended.status != "readable":
        return None
    cells = "\0".join(f"{role_id(c)}\0{_text(c)}" for c in mended.notebook["cells"])
    typed_beside = _typed(folder, released, name)
    return CollectiveCopy(
        member=member,
        file=path,
        worked=_written(mended, released) or bool(typed_beside),
        readable=mended.status == "readable",
        alike=hashlib.blake2b(cells.encode() + msgspec.json.encode(typed_beside)).digest(),
        when=handed_at(folder),
    )


def beside(folder: Path) -> tuple[Files, list[str]]:
    """The files that go with a folder's collective copy, and a sentence for each left out."""
    files, left_out = folder_files(folder)
    return [(name, content) for name, content in files if name not in OWN_FILES], left_out


def stamp(folder: Path) -> str:
    """The text of a folder's `timestamp.txt`, however much it holds; empty where there is none."""
    return (beginning(folder / "timestamp.txt", LONGEST_STAMP) or b"").decode("utf-8", "replace").strip()[:100]


def handed_at(folder: Path) -> datetime.datetime | None:
    """The moment at which a folder was handed in (UTC, without time zone), by its `timestamp.txt`, read as nbgrader reads it; None where it tells nothing."""
    text = stamp(folder)
    day, _, zone = text.rpartition(" ")
    try:
        if text.count(" ") == 2 and not zone[:1].isdigit():
            moment = parser.parse(f"{day} TZ", tzinfos={"TZ": tz.gettz(zone)})
        else:
            moment = parser.parse(text)
        return moment if moment.tzinfo is None else moment.astimezone(datetime.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, TypeError):
        return None


def hour_written(at: datetime.datetime) -> bytes:
    """The content of a `timestamp.txt` for a moment (aware), as nbgrader writes it."""
    return f"{at.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S.%f} UTC".encode()


def _written(mended: Mended, released: dict[str, Any]) -> bool:
    """True if an answer differs from what was given out."""
    given = {role_id(c): _text(c) for c in released["cells"] if role_id(c)}
    answers = [c for c in mended.notebook["cells"] if role_id(c) and role(c) in ("solution", "manual")]
    return any(_text(c) != given[role_id(c)] for c in answers)


def _typed(folder: Path, released: dict[str, Any], epreuve: EpreuveId) -> list[tuple[str, TypedValue]]:
    """The answers typed in a notebook's forms, by question, in order; none of a file that cannot be read."""
    questions = {role_id(c) for c in released["cells"] if role_id(c) and role(c) == "tests"}
    try:
        answers = typed.decoded(beginning(folder / typed.FILE, typed.MAX_BYTES + 1) or b"", epreuve).answers
    except typed.UnreadableAnswers:
        return []
    return [(id, a.value) for id, a in sorted(answers.items()) if id in questions and a.value and says(a.value)]


def says(value: TypedValue) -> bool:
    """True if something is typed."""
    match value:
        case str():
            texts: Iterable[str] = (value,)
        case TypedGrid(keys=keys, rows=rows):
            texts = (cell for row in rows for cell in row[keys:])
        case TypedChart(rows=rows):
            texts = (cell for row in rows for cell in row[1:])
        case _:
            texts = value
    return any(text.strip() for text in texts)


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return (source if isinstance(source, str) else "".join(source)).strip()


#: Added to the name of what stands in the way of one of the épreuve's own files.
SUFFIX = ".copie"
#: Added to the submitted folder's name: where what cannot be walked through goes, for nbgrader would stop at it.
LEFT = ".laissé"


def set_aside(submitted: Path, source: Path) -> tuple[str, ...]:
    """Remove links, pipes and devices from a submitted folder, put folders too deep beside it, and rename what takes the place of the
    épreuve's own files, and a date that cannot be read.

    source: the épreuve's folder in `source/`. Returns a French sentence for each thing done. A link holds nothing of the
    candidate's; a file where a folder is due, or the other way round, is kept under another name.
    """
    done, deep = [], list[str]()
    for path, name in walk(submitted, left=deep.append):
        # A notebook that is a link is the exporter's to refuse, with its reason; nbgrader copies none as a file.
        if not plain(path) and path.suffix != ".ipynb":
            with contextlib.suppress(OSError):
                path.unlink()
            done.append(f"« {name} » : lien ou fichier spécial, retiré.")
    for top in dict.fromkeys(name.split(os.sep)[0] for name in deep if name):
        beside = submitted.with_name(f".{submitted.name}{LEFT}")
        with contextlib.suppress(OSError):
            beside.mkdir(exist_ok=True)
            (submitted / top).rename(beside / top)
            done.append(f"« {top} » : dossier trop profond ou illisible, mis de côté dans « {beside.name} ».")
    dated = submitted / "timestamp.txt"
    # nbgrader would read all of it, and stop at a date that it cannot read.
    if plain(dated) and (dated.stat().st_size > LONGEST_STAMP or (stamp(submitted) and handed_at(submitted) is None)):
        dated.rename(dated.with_name(dated.name + SUFFIX))
        done.append("« timestamp.txt » : la date de remise ne se lit pas, fichier renommé.")
    for due in sorted(source.rglob("*")) if source.is_dir() else ():
        path = submitted / due.relative_to(source)
        if path.suffix != ".ipynb" and path.exists() and path.is_dir() != due.is_dir():
            with contextlib.suppress(OSError):  # a second time: the first is kept
                path.rename(path.with_name(path.name + SUFFIX))
                done.append(f"« {path.relative_to(submitted)} » : nom d'un fichier de l'épreuve, renommé.")
    return tuple(done)


_ABSENT = {"absent": "est absent·e", "parti": "a quitté le groupe"}


class CollectiveChoice(msgspec.Struct, frozen=True):
    """A group's collective copy, the rule (1, 2 or 3) by which it is that one, and the sentence that says so.

    kept: whether it is kept as it was first marked; later: those that came since, and differ.
    """

    copy: CollectiveCopy | None
    rule: int
    said: str
    kept: bool = False
    later: tuple[CollectiveCopy, ...] = ()


class GroupShare(msgspec.Struct, frozen=True):
    """A candidate's share: the file of the collective copy (None: they have none), the rules applied, and sentences."""

    group: Group | None
    member: Member | None
    file: Path | None
    rules: tuple[int, ...]
    said: tuple[str, ...]


class Shares:
    """The shares of each candidate in an assignment's collective copies; a group's is looked for once.

    notebooks: as they were given out, by name, the collective one among them; submitted: the folder of all the candidates' folders.
    """

    def __init__(self, groups: tuple[Group, ...], name: EpreuveId, notebooks: dict[str, Any], submitted: Path) -> None:
        self.groups, self.name, self._notebooks = groups, name, notebooks
        self._of, self._folders = by_member(groups), ByCandidate[list[Path]]()
        for path in sorted(submitted.glob(f"*/{name}")):
            if path.is_dir() and not path.parent.name.startswith("."):
                self._folders.setdefault(path.parent.name, []).append(path)
        plans = (plan_of(released) for own, released in notebooks.items() if own != name)
        self._asked_of_each = [planned.asked for plan in plans if plan is not None for planned in plan.files]
        self._kept = KeptCopies(submitted, name)
        self._choices: dict[str, CollectiveChoice] = {}
        self._digests: dict[Path, bytes] = {}
        self._looked: dict[tuple[Member, Path], CollectiveCopy] = {}

    @property
    def submitted(self) -> bool:
        """True if anybody submitted anything."""
        return bool(self._folders)

    def folders(self, student: str) -> list[Path]:
        """The folders that a candidate submitted: one as a rule, two where their name is written in two ways."""
        return self._folders.get(student, [])

    def of(self, student: str) -> GroupShare:
        """The share of a candidate, with the rules that give it."""
        own, shown = self.folders(student), whole(inert(student))
        group = self._of.get(student)
        member = group.member(student) if group is not None else None
        if group is None or member is None:
            sentence = f"{shown} n'est dans aucun groupe : copie corrigée seule. Si c'est un oubli, mettez cette personne dans un groupe."
            return GroupShare(None, None, None, (6,), (sentence,))
        name = whole(inert(group.name))
        if not member.present:
            sentence = f"Groupe {name} : {shown} {_ABSENT[member.state]}, la copie collective ne lui est pas attribuée."
            if any(c is not None and c.worked for c in (self._look(member, p) for p in own)):
                sentence += " Le notebook collectif de son dossier n'est pas corrigé ; pour qu'il le soit, ôtez cette personne du groupe."
            return GroupShare(group, member, None, (4,), (sentence,))
        choice = self.choice(group)
        rules: tuple[int, ...] = (choice.rule,)
        sentences: tuple[str, ...] = (choice.said,)
        if not own and choice.copy is not None:
            rules += (5,)
            sentences += (f"{shown} n'a rendu aucun dossier.",)
        return GroupShare(group, member, choice.copy.file if choice.copy else None, rules, sentences)

    def choice(self, group: Group) -> CollectiveChoice:
        """The collective copy of a group."""
        if group.name not in self._choices:
            self._choices[group.name] = self._kept_choice(group) or self._choose(group)
        return self._choices[group.name]

    def _kept_choice(self, group: Group) -> CollectiveChoice | None:
        """The copy that was marked first, and what came since; None where none is kept."""
        kept = self._kept.get(group.name)
        if kept is None:
            return None
        copy = self._look(group.member(kept.owner) or Member(kept.owner, "parti", False, 0), self._kept.folder(kept))
        if copy is None:
            return None
        seen = {*kept.seen, self._mark_of(copy)}
        since = [c for c in self.copies(group) if c.worked and self._mark_of(c) not in seen]
        return CollectiveChoice(copy, kept.rule, kept.said, True, tuple(c for c in since if c.member.present))

    def to_take(self, group: Group) -> CollectiveCopy | None:
        """Of a group's later copies, the one that a decision would take; None where there is none."""
        later = self.choice(group).later
        return next((c for c in later if c.member.deposit), None) or (_last(list(later)) if later else None)

    def take(self, group: Group, chosen: CollectiveCopy) -> None:
        """Take a group's later copy in the place of the one that counts, which stays beside it. Raises OSError."""
        self._kept.let_go(group.name)
        owner = whole(inert(chosen.owner))
        self._keep(
            group,
            chosen,
            8,
            f"Groupe {whole(inert(group.name))} : copie collective rendue par {owner}, prise par décision à la place de la précédente.",
        )
        del self._choices[group.name]

    def differing(self, group: Group, copies: Sequence[CollectiveCopy]) -> tuple[str, ...]:
        """The differences between some of a group's copies and the one that counts, as the notebook calls them, in its order."""
        choice = self.choice(group)
        if choice.copy is None:
            return ()
        released = self._notebooks[self.name]
        named = titles(released["cells"])
        ours = self._answers(choice.copy.file)
        other = [self._answers(copy.file) for copy in copies]
        apart = [id for id in ours if any(answers.get(id) != ours[id] for answers in other)]
        beside = dict(self._beside(choice.copy.file.parent)[0])
        lies = [dict(self._beside(copy.file.parent)[0]) for copy in copies]
        files = sorted({n for own in lies for n in {*own, *beside} if own.get(n) != beside.get(n)})
        return tuple(dict.fromkeys([*(_short(named.get(id) or id) for id in apart), *(f"fichier {n}" for n in files)]))

    def _answers(self, file: Path) -> dict[str, str]:
        mended = mend(hand(file).content, self._notebooks[self.name])
        cells = [(role_id(c), c) for c in mended.notebook["cells"] if role_id(c) and role(c) in ("solution", "manual")]
        return {id: _text(c) for id, c in cells if id}

    def _mark_of(self, copy: CollectiveCopy) -> str:
        """A mark that tells one collective copy from another: of its cells and the files that go with it."""
        mark: str = self._with_files(hashlib.blake2b(copy.alike, digest_size=16), copy.file.parent).hexdigest()
        return mark

    def _keep(self, group: Group, copy: CollectiveCopy, rule: int, sentence: str) -> None:
        """Keep a group's copy as it is marked for the first time. Raises OSError."""
        seen = tuple(dict.fromkeys(map(self._mark_of, [copy, *self.copies(group)])))
        files = [(f"{self.name}.ipynb", hand(copy.file).content), *self._beside(copy.file.parent)[0]]
        if when := stamp(copy.file.parent):
            files.append(("timestamp.txt", when.encode()))
        self._kept.keep(KeptCopy(group.name, copy.owner, rule, sentence, seen), files)

    def copies(self, group: Group) -> list[CollectiveCopy]:
        """The collective notebooks that lie in the members' folders, in the order of the file."""
        looked = (self._look(m, path) for m in group.members for path in self.folders(m.candidate))
        return [copy for copy in looked if copy is not None]

    def lent(self, share: GroupShare, student: str) -> tuple[File, Collective] | None:
        """A member's collective notebook and what goes with it, kept as it is from now on; None where they have none, or are in no group."""
        if share.file is None:
            return None
        if share.group is not None:
            choice = self.choice(share.group)
            if not choice.kept and choice.copy is not None and choice.copy.readable:
                self._keep(share.group, choice.copy, choice.rule, choice.said)
        owner = share.file.parent.parent.name
        files, left_out = self._beside(share.file.parent)
        given = Collective(notebook=self.name, candidate=owner, files=files, said=tuple(left_out))
        return hand(share.file, owner != student), given

    def _beside(self, folder: Path) -> tuple[Files, list[str]]:
        """The files that go with a collective copy: not those that each member's own notebook asks for, which are their owner's."""
        files, left_out = beside(folder)
        names = sorted(name for name, _ in files)
        own = {named(names, asked.name, asked.formats) for asked in self._asked_of_each}
        return [(name, content) for name, content in files if name not in own], left_out

    def digest(self, share: GroupShare, own: str) -> str:
        """Digest of what a candidate is to be marked on: their own folder, the collective copy, and what is said of it."""
        digest = hashlib.blake2b(own.encode() + b"\0" + "\0".join(share.said).encode(), digest_size=16)
        if share.file is not None:
            digest.update(self._digest(share.file))
        return digest.hexdigest()

    def _digest(self, file: Path) -> bytes:
        if file not in self._digests:
            self._digests[file] = self._with_files(hashlib.blake2b(hand(file).content), file.parent).digest()
        return self._digests[file]

    def _with_files(self, digest: Any, folder: Path) -> Any:
        """A digest, brought on by the files that go with a folder's collective copy."""
        for name, content in self._beside(folder)[0]:
            digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
        return digest

    def handed(self, folder: Path, notebook: str) -> Handed:
        """The state of one of the notebooks in a folder."""
        return became(folder / f"{notebook}.ipynb", self._notebooks[notebook], self.name)

    def collective(self, member: Member, folder: Path) -> Handed:
        """The state of the collective one, which may have been renamed."""
        copy = self._look(member, folder)
        return became(copy.file if copy is not None else None, self._notebooks[self.name], self.name)

    def _look(self, member: Member, folder: Path) -> CollectiveCopy | None:
        # The same folder is asked about for each member of its group.
        place = (member, folder)
        if place not in self._looked:
            copy = look(member, folder, self.name, self._notebooks[self.name], self._notebooks)
            if copy is None:
                return None
            self._looked[place] = copy
        return self._looked[place]

    def _choose(self, group: Group) -> CollectiveChoice:
        name, copies = whole(inert(group.name)), self.copies(group)
        able = [c for c in copies if c.member.present or c.member.deposit]
        counted = [c for c in able if c.worked] or [c for c in able if not c.readable]
        named = next((m for m in group.members if m.deposit), None)
        lost = ""
        if named is not None and not any(c.member.deposit for c in counted):
            lost = f" La copie qui compte devait être celle de {inert(named.candidate)}, dont aucune copie collective n'est rendue."
        if not counted:
            sentence = (
                f"Groupe {name} : aucune copie collective rendue (aucune réponse écrite dans « {self.name}.ipynb »)."
            )
            return CollectiveChoice(None, 3, sentence + lost)
        chosen = next((c for c in counted if c.member.deposit), None) or _last(counted)
        owner = whole(inert(chosen.owner))
        if len({c.alike for c in counted}) == 1:
            return CollectiveChoice(chosen, 1, f"Groupe {name} : copie collective rendue par {owner}.{lost}")
        owners = ", ".join(whole(inert(c.owner)) for c in counted)
        if chosen.member.deposit:
            why = "désignée comme celle qui compte"
        elif chosen.when is not None:
            why = f"la dernière rendue ({moment(chosen.when, seconds=True)} UTC)"
        else:
            why = "celle du premier membre du groupe, faute de dates de remise"
        sentence = (
            f"Groupe {name} : copie collective rendue par {owner}, {why} ; {len(counted)} copies diffèrent ({owners})."
        )
        return CollectiveChoice(chosen, 2, sentence + lost)


def _short(title: str) -> str:
    """« Question 3 », of « Question 3 — Les taux de passage »: a dozen of them are told in a sentence."""
    return title.partition(" — ")[0]


def _last(copies: list[CollectiveCopy]) -> CollectiveCopy:
    """The copy handed in last; of those without a date, or of the same one, the first."""
    oldest = datetime.datetime.min
    return max(copies, key=lambda c: c.when or oldest)


NONE = f"Aucun groupe n'est composé : {remedy('composer-groupes', 'ID')}."
NOT_RELEASED = f"L'épreuve n'est pas publiée : ce qui est rendu ne peut pas être lu ({remedy('build')})."


#: The names under which both are written in JSON.
_MEMBER = {
    "candidate": "candidat",
    "state": "etat",
    "deposit": "depot",
    "line": "ligne",
    "collective": "collectif",
    "own": "propres",
}
_GROUP = {
    "group": "groupe",
    "variant": "variante",
    "rules": "regles",
    "sentences": "phrases",
    "members": "membres",
}


class MemberState(msgspec.Struct, frozen=True, rename=_MEMBER):
    """One member: as written, and what became of the collective notebook and of their own ones in their folder."""

    candidate: str
    state: str
    deposit: bool
    line: int
    collective: Handed
    own: dict[str, Handed]


class GroupState(msgspec.Struct, frozen=True, rename=_GROUP):
    """One group: its letter, the rules by which its copy counts, sentences, members; empty letter where nothing is released."""

    epreuve: EpreuveId
    group: str
    variant: str
    rules: tuple[int, ...]
    sentences: tuple[str, ...]
    members: tuple[MemberState, ...]

    @property
    def candidates(self) -> list[str]:
        """Whom the sentences name."""
        return [member.candidate for member in self.members]


class Roster(msgspec.Struct, frozen=True):
    """All the groups of a course, and a sentence for each thing to look at."""

    groups: tuple[GroupState, ...]
    warnings: tuple[str, ...]


def roster(course: Course) -> Roster:
    """The groups of a course, `groupes.csv` validated whole; raises KitError where it cannot be applied, or is not there."""
    groups = course.groups()
    if groups is None:
        raise KitError(NONE)
    states, warnings = [], list(_unknown(course, groups))
    for name in dict.fromkeys(g.epreuve for g in groups):
        shares = shares_of(course, name)
        if shares is None:
            states += [_unread(g) for g in groups if g.epreuve == name]
            continue
        assignment = Assignment.of(course, name)
        states += [_state(g, assignment, shares) for g in shares.groups]
        warnings += [
            sentence
            for s in course.to_mark(name)
            if (share := shares.of(s)).group is None and shares.folders(s)
            for sentence in share.said
        ]
    return Roster(tuple(states), tuple(warnings))


def _state(group: Group, assignment: Assignment, shares: Shares) -> GroupState:
    own_shares = [shares.of(m.candidate) for m in group.members]
    rules = sorted({rule for share in own_shares for rule in share.rules} | {shares.choice(group).rule})
    sentences = dict.fromkeys(
        [shares.choice(group).said, *(sentence for share in own_shares for sentence in share.said)]
    )
    others = [n for n in assignment.notebooks if n != group.epreuve]

    def of(member: Member) -> MemberState:
        folders = shares.folders(member.candidate) or [Path("-")]
        own = {n: shares.handed(folders[-1], n) for n in others}
        collective = shares.collective(member, folders[-1])
        return MemberState(member.candidate, member.state, member.deposit, member.line, collective, own)

    letter = assignment.variant(group.members[0].candidate)
    return GroupState(
        group.epreuve, group.name, letter, tuple(rules), tuple(sentences), tuple(of(m) for m in group.members)
    )


class LaterCopy(msgspec.Struct, frozen=True):
    """Collective copies that came after a group's was marked, and that count for nothing: the group, its present members, whose copy was
    marked, who handed in the others, and what these have otherwise.
    """

    epreuve: EpreuveId
    group: str
    members: tuple[str, ...]
    kept: str
    owners: tuple[str, ...]
    apart: tuple[str, ...]

    @property
    def differing(self) -> str:
        """The difference, as it is told: « par : Question 3, Écrit A », « par ce qui n'est pas une réponse »."""
        return f"par : {', '.join(self.apart)}" if self.apart else "par ce qui n'est pas une réponse"

    def said(self, people: People) -> str:
        """The sentence for those who run the session."""
        owners = listed(_shown(people, who) for who in self.owners)
        since = (
            f"une autre est arrivée depuis, rendue par {owners}, qui en diffère"
            if len(self.owners) == 1
            else f"d'autres sont arrivées depuis, rendues par {owners}, qui en diffèrent"
        )
        return (
            f"Groupe {whole(inert(self.group))} : la copie collective {of(_shown(people, self.kept))}, déjà corrigée, reste celle du groupe ; "
            f"{since} {self.differing}. "
            f"Pour la prendre à sa place : {remedy('groupes', self.epreuve, '--prendre', shlex.quote(whole(inert(self.group))))}."
        )


def _shown(people: People, who: str) -> str:
    return whole(inert(people.named(who)))


def later_copies(shares: Shares | None) -> tuple[LaterCopy, ...]:
    """The collective copies of an assignment that came after their group's was marked; none where it is not done in groups."""
    every = ((shares, group, shares.choice(group).later) for group in shares.groups) if shares else ()
    return tuple(_later(*entry) for entry in every if entry[-1])


def readable_shares(course: Course, name: EpreuveId) -> Shares | None:
    """As `shares_of`; None as well where the groups cannot be read, which is told elsewhere."""
    with contextlib.suppress(KitError):
        return shares_of(course, name)
    return None


def shares_of(course: Course, name: EpreuveId) -> Shares | None:
    """The shares of the members of an assignment's groups; None where it has no groups, or is not released. Raises KitError."""
    groups = course.groups(name)
    if groups is None or not (course.folder("release", ".", name) / f"{name}.ipynb").is_file():
        return None
    notebooks = Assignment.of(course, name).notebooks
    return Shares(groups, name, notebooks, course.folder("submitted", "*", name).parent.parent)


def _later(shares: Shares, group: Group, copies: Sequence[CollectiveCopy]) -> LaterCopy:
    counts = shares.choice(group).copy
    assert counts is not None
    owners = tuple(dict.fromkeys(copy.owner for copy in copies))
    members = tuple(m.candidate for m in group.members if m.present)
    return LaterCopy(shares.name, group.name, members, counts.owner, owners, shares.differing(group, copies))


def take_later(course: Course, name: EpreuveId, group: str, sure: bool) -> str:
    """Take, for a group, the collective copy that came after the one that was marked; or tell what that would do, where `sure` is false.

    The next marking runs it for each member; the copy before stays kept. Raises KitError where there is nothing to take.
    """
    shares = shares_of(course, name)
    of_name = next((g for g in shares.groups if g.key == group_id(group)), None) if shares else None
    if shares is None or of_name is None:
        raise KitError(f"« {group} » n'est pas un groupe de {name} dans groupes.csv.")
    chosen = shares.to_take(of_name)
    if chosen is None:
        raise KitError(
            f"Groupe {of_name.name} : aucune autre copie collective n'est arrivée depuis la première correction."
        )
    later, people = _later(shares, of_name, [chosen]), known_people(course.db_url)
    owner = of(_shown(people, chosen.owner))
    if not sure:
        before = "d'avant" if chosen.owner == later.kept else of(_shown(people, later.kept))
        return (
            f"Groupe {of_name.name} : la copie collective {owner} prendra la place de celle {before}, dont elle diffère {later.differing}. "
            "À la prochaine correction, les points de ses membres seront ceux de cette copie ; les niveaux déjà donnés par les correcteurs restent : "
            "faites relire ce qui a changé. La copie d'avant est gardée."
        )
    try:
        shares.take(of_name, chosen)
    except OSError as error:
        raise KitError(of_disk(error)) from None
    return f"Groupe {of_name.name} : la copie collective {owner} est celle du groupe ; corrigez l'épreuve de nouveau."


def _unread(group: Group) -> GroupState:
    members = tuple(MemberState(m.candidate, m.state, m.deposit, m.line, "absent", {}) for m in group.members)
    return GroupState(group.epreuve, group.name, "", (), (NOT_RELEASED,), members)


def _unknown(course: Course, groups: tuple[Group, ...]) -> Iterator[str]:
    """A sentence for each name that nobody bears, in the gradebook or in `submitted/`."""
    submitted = course.folder("submitted", "*", "*").parent.parent
    folders = (p.name for p in submitted.iterdir() if p.is_dir()) if submitted.is_dir() else ()
    identifiers = Candidates([*folders, *enrolled(course.db_url)[0]])
    for member in (m for g in groups for m in g.members):
        if member.candidate not in identifiers:
            yield (
                f"groupes.csv, ligne {member.line}, champ « candidat » : « {member.candidate} » n'est pas au carnet de notes et "
                "n'a rien rendu ; vérifiez l'identifiant."
            )
