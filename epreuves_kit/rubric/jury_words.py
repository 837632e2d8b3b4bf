"""The jury's words that a grader needs: its remarks at the oral, on which a member looks back, and the theme drawn for each.

The acts are the jury's (`jury.record`), of which only these fields are read; graders judge without names, so that names are taken out.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from epreuves.referentiel.spelling import EpreuveId
from epreuves_kit.gradebook.rows import STUDENT
from epreuves_kit.rubric.appreciation import Copy
from epreuves_kit.rubric.database import ACTS
from epreuves_kit.variants.identity import ByCandidate

#: What stands for a name.
HIDDEN = "[nom masqué]"
#: The shortest first name or surname that is taken out.
_SHORTEST = 3


class _Remark(msgspec.Struct, rename={"candidate": "candidat"}):
    epreuve: str
    candidate: str
    field: str
    key: str = ""
    text: str = ""


class _Draw(msgspec.Struct):
    epreuve: str
    members: tuple[str, ...]
    themes: tuple[str, ...]


class JuryWords(msgspec.Struct, frozen=True):
    """Remarks at an épreuve's oral, by candidate then by compétence (« » for the whole), and the theme that each drew."""

    remarks: ByCandidate[dict[str, str]]
    themes: ByCandidate[str]

    def of(self, copy: Copy, collective: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The jury's words at the head of a copy: a heading, and its lines. collective: whether it is a group's, who had not been heard yet."""
        shown: list[tuple[str, tuple[str, ...]]] = []
        themes = [self.themes[who] for who in copy.students if who in self.themes]
        if themes:
            heading = "Thème tiré au sort" if len(themes) == 1 else "Thèmes tirés au sort par les membres du groupe"
            shown.append((heading, tuple(themes)))
        remarks = {} if collective else self.remarks.get(copy.students[0], {})
        lines = tuple(f"{code}\N{NO-BREAK SPACE}: {text}" if code else text for code, text in sorted(remarks.items()))
        if lines:
            shown.append(("Remarques du jury à l'oral", lines))
        return tuple(shown)


def read(db: Connection, epreuve: EpreuveId) -> JuryWords:
    """The jury's words on an épreuve; a row that another version wrote is as good as absent."""
    rows = db.execute(
        select(ACTS.c.kind, ACTS.c.content).where(ACTS.c.kind.in_(("oral", "tirage"))).order_by(ACTS.c.rank)
    )
    remarks, themes = ByCandidate[dict[str, str]](), ByCandidate[str]()
    hide = without_names(db)
    for kind, content in rows:
        with contextlib.suppress(msgspec.MsgspecError):
            if kind == "oral":
                act = msgspec.json.decode(content, type=_Remark)
                if act.epreuve == epreuve and act.field == "remarque":
                    own = remarks.setdefault(act.candidate, {})
                    own.pop(act.key, None)
                    if act.text:
                        own[act.key] = hide(act.text)
            else:
                draw = msgspec.json.decode(content, type=_Draw)
                if draw.epreuve == epreuve:
                    themes.update(zip(draw.members, draw.themes, strict=False))
    return JuryWords(remarks, themes)


def without_names(db: Connection) -> Callable[[str], str]:
    """The function that takes the candidates' names out of a text: a first name or a surname with its capital."""
    people: Iterable[Any] = db.execute(select(STUDENT.c.first_name, STUDENT.c.last_name))
    pattern = names_alone(part.strip() for person in people for part in person if part)
    return lambda text: pattern.sub(HIDDEN, text)


def names_alone(names: Iterable[str]) -> re.Pattern[str]:
    """First names and surnames, each looked for alone and with its capital: « une rose » is no name."""
    forms = {form for name in names if len(name) >= _SHORTEST for form in (name[0].upper() + name[1:], name.upper())}
    alternatives = (rf"(?<!\w){re.escape(form)}(?!\w)" for form in sorted(forms, key=lambda f: (-len(f), f)))
    return re.compile("|".join(alternatives) or r"(?!)")
