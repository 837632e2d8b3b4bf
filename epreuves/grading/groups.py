"""Which collective copy a member of a group is given, and why: decided before anything is marked, the same for all who ask.

A group's épreuve has two notebooks: the collective one, named as the épreuve, and each member's own (`rex`). A collective copy
counts as handed in where an answer differs from what was given out; one that cannot be read counts where there is no other.

1. One collective copy in the group: it is every present member's, with the files that lie beside it.
2. Several that differ: the one marked `depot` in `groupes.csv` counts, else the last handed in, by `timestamp.txt`. Copies of
   which all cells are the same are one.
3. None: that part is missing for each member; their own notebooks are marked.
4. A member who was absent, or left, is not given the collective copy, and theirs counts where `depot` says so only.
5. A present member who submitted no folder is given it all the same.
6. Who is in no group is marked alone, on their own copy.
7. What `groupes.csv` says at marking counts; a digest tells whose copy it concerns.
"""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import Any

import msgspec

from epreuves.grading.collective import Collective, CollectiveCopy, Handed, became, beside, look
from epreuves.grading.submitted import File, hand, whole
from epreuves.variants.attribution import normalise
from epreuves.variants.groups import Group, Member
from epreuves.wording.french import moment, of
from epreuves.wording.inert import inert

_ABSENT = {"absent": "est absent·e", "parti": "a quitté le groupe"}


class CollectiveChoice(msgspec.Struct, frozen=True):
    """A group's collective copy, the rule (1, 2 or 3) by which it is that one, and the sentence that says so."""

    copy: CollectiveCopy | None
    rule: int
    said: str


class GroupShare(msgspec.Struct, frozen=True):
    """What a student is given: the file of the collective copy (None: they have none), the rules applied, and sentences."""

    group: Group | None
    member: Member | None
    file: Path | None
    rules: tuple[int, ...]
    said: tuple[str, ...]


class Shares:
    """What each student is given of an assignment's collective copies; a group's is looked for once.

    notebooks: as they were given out, by name, the collective one among them; submitted: the folder of all the students' folders.
    """

    def __init__(
        self, groups: tuple[Group, ...], name: str, notebooks: dict[str, Any], submitted: Path
    ) -> None:
        self.groups, self.name, self._notebooks = groups, name, notebooks
        self._of = {normalise(m.candidate): (g, m) for g in groups for m in g.members}
        self._folders: dict[str, list[Path]] = {}
        for path in sorted(submitted.glob(f"*/{name}")):
            if path.is_dir() and not path.parent.name.startswith("."):
                self._folders.setdefault(normalise(path.parent.name), []).append(path)
        self._choices: dict[str, CollectiveChoice] = {}
        self._digests: dict[Path, bytes] = {}

    @property
    def submitted(self) -> bool:
        """Whether anybody submitted anything."""
        return bool(self._folders)

    def folders(self, student: str) -> list[Path]:
        """What a student submitted: a folder as a rule, two where their name is written in two ways."""
        return self._folders.get(normalise(student), [])

    def of(self, student: str) -> GroupShare:
        """What a student is given, by which rules."""
        own, shown = self.folders(student), whole(inert(student))
        group, member = self._of.get(normalise(student), (None, None))
        if group is None or member is None:
            said = f"{shown} n'est dans aucun groupe : copie corrigée seule. Si c'est un oubli, ajoutez ce nom à groupes.csv."
            return GroupShare(None, None, None, (6,), (said,))
        name = whole(inert(group.name))
        if not member.present:
            said = f"Groupe {name} : {shown} {_ABSENT[member.state]}, la copie collective ne lui est pas attribuée."
            if any(c is not None and c.worked for c in (self._look(member, p) for p in own)):
                said += " Le notebook collectif de son dossier n'est pas corrigé ; pour qu'il le soit, ôtez sa ligne de groupes.csv."
            return GroupShare(group, member, None, (4,), (said,))
        choice = self.choice(group)
        rules: tuple[int, ...] = (choice.rule,)
        told: tuple[str, ...] = (choice.said,)
        if not own and choice.copy is not None:
            rules += (5,)
            told += (f"Aucun dossier n'est rendu au nom {of(shown)} (groupes.csv, ligne {member.line}).",)
        return GroupShare(group, member, choice.copy.file if choice.copy else None, rules, told)

    def choice(self, group: Group) -> CollectiveChoice:
        """The collective copy of a group."""
        if group.name not in self._choices:
            self._choices[group.name] = self._choose(group)
        return self._choices[group.name]

    def copies(self, group: Group) -> list[CollectiveCopy]:
        """The collective notebooks that lie in the members' folders, in the order of the file."""
        looked = (self._look(m, path) for m in group.members for path in self.folders(m.candidate))
        return [copy for copy in looked if copy is not None]

    def lent(self, share: GroupShare, student: str) -> tuple[File, Collective] | None:
        """A member's collective notebook and what goes with it; None where they have none, or are in no group."""
        if share.file is None:
            return None
        owner = share.file.parent.parent.name
        files, said = beside(share.file.parent)
        given = Collective(notebook=self.name, candidate=owner, files=files, said=tuple(said))
        return hand(share.file, owner != student), given

    def digest(self, share: GroupShare, own: str) -> str:
        """Digest of what a student is to be marked on: their own folder, the collective copy, and what is said of it."""
        digest = hashlib.blake2b(own.encode() + b"\0" + "\0".join(share.said).encode(), digest_size=16)
        if share.file is not None:
            digest.update(self._digest(share.file))
        return digest.hexdigest()

    def _digest(self, file: Path) -> bytes:
        if file not in self._digests:
            digest = hashlib.blake2b(hand(file).content)
            for name, content in beside(file.parent)[0]:
                digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
            self._digests[file] = digest.digest()
        return self._digests[file]

    def handed(self, folder: Path, notebook: str) -> Handed:
        """What became of one of the notebooks in a folder."""
        return became(folder / f"{notebook}.ipynb", self._notebooks[notebook])

    def collective(self, member: Member, folder: Path) -> Handed:
        """What became of the collective one, which may have been renamed."""
        copy = self._look(member, folder)
        return became(copy.file if copy is not None else None, self._notebooks[self.name])

    def _look(self, member: Member, folder: Path) -> CollectiveCopy | None:
        return look(member, folder, self.name, self._notebooks[self.name], self._notebooks)

    def _choose(self, group: Group) -> CollectiveChoice:
        name, copies = whole(inert(group.name)), self.copies(group)
        able = [c for c in copies if c.member.present or c.member.deposit]
        counted = [c for c in able if c.worked] or [c for c in able if not c.readable]
        named = next((m for m in group.members if m.deposit), None)
        lost = ""
        if named is not None and not any(c.member.deposit for c in counted):
            lost = f" « depot » désigne {inert(named.candidate)}, dont aucune copie collective n'est rendue."
        if not counted:
            said = f"Groupe {name} : aucune copie collective rendue (aucune réponse écrite dans « {self.name}.ipynb »)."
            return CollectiveChoice(None, 3, said + lost)
        chosen = next((c for c in counted if c.member.deposit), None) or _last(counted)
        owner = whole(inert(chosen.owner))
        if len({c.alike for c in counted}) == 1:
            return CollectiveChoice(chosen, 1, f"Groupe {name} : copie collective rendue par {owner}.{lost}")
        owners = ", ".join(whole(inert(c.owner)) for c in counted)
        if chosen.member.deposit:
            why = "que « depot » désigne dans groupes.csv"
        elif chosen.when is not None:
            why = f"la dernière rendue ({moment(chosen.when, seconds=True)} UTC)"
        else:
            why = "la première de groupes.csv, faute de dates de remise"
        said = f"Groupe {name} : copie collective rendue par {owner}, {why} ; {len(counted)} copies diffèrent ({owners})."
        return CollectiveChoice(chosen, 2, said + lost)


def _last(copies: list[CollectiveCopy]) -> CollectiveCopy:
    """The copy handed in last; of those without a date, or of the same one, the first."""
    oldest = datetime.datetime.min
    return max(copies, key=lambda c: c.when or oldest)
