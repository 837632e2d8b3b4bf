"""A criterion as the task cell of a notebook, which is all that nbgrader keeps of one: written and read here, and nowhere else.

    ### Critère U5.1-k1 — Les causes sont expliquées (4 points)

    Jugé sur votre note, question 3.

    <!-- BEGIN MARK SCHEME -->

    - **0 — Non acquis** : aucune cause.
    …

The build writes it into `source/`; the graders' record and the feedback read it there and in marked copies. nbgrader takes what stands
between the two delimiters out of `release/`: descriptors never reach a candidate before their copy is marked. Points and the identifier
of the cell are nbgrader's metadata, and not read here.

An instructor's own task has the same parts, as far as it has any.
"""

from __future__ import annotations

import re

import msgspec

from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import CriterionCode
from epreuves.wording.french import counted
from epreuves.wording.typography import spaced
from epreuves_kit.course.stamps import BEGIN_MARK_SCHEME, END_MARK_SCHEME, split

_TITLE = re.compile(r"#+ *(?:Critère \S+ — )?(.*?)(?: \([\d,]+ points?\))?\s*\Z")
_RULE = re.compile(r"\A(?:-{3,}|\*{3,}|_{3,})\s*\n\s*")
_LEVEL = re.compile(r"- \*\*(\d) — [^*]+\*\* : (.+)\Z")
#: The line of the certifier's own wording, where the school has laid it.
_OFFICIAL = re.compile(r"^Texte officiel\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}(.+)\N{NO-BREAK SPACE}»$", re.MULTILINE)


class CriterionText(msgspec.Struct, frozen=True):
    """The parts of a criterion's cell: its label, where the jury looks, what it sees at each level, the certifier's own wording; each empty where the
    cell does not say it.
    """

    label: str
    look: str = ""
    descriptors: tuple[str, str, str, str] = ("", "", "", "")
    official: str = ""

    @property
    def judged_on(self) -> str:
        """The line that tells candidates on what they are judged; empty where there is none."""
        return next((line.strip() for line in self.look.splitlines() if line.startswith("Jugé")), "")


def write(criterion: CriterionText, code: CriterionCode, points: float) -> str:
    """The source of a criterion's cell; code: « U5.1-k1 »."""
    parts = [f"### Critère {code} — {spaced(_one_line(criterion.label))} ({counted(points, 'point')})"]
    if criterion.official:
        parts.append(
            f"Texte officiel\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}{spaced(criterion.official)}\N{NO-BREAK SPACE}»"
        )
    lines = [
        f"- **{int(level)} — {level.label[:1].upper()}{level.label[1:]}** : {_one_line(criterion.descriptors[level])}"
        for level in LEVELS
    ]
    # HTML comments: nbgrader finds its delimiters there, and whoever reads the page does not.
    scheme = "\n".join([f"<!-- {BEGIN_MARK_SCHEME} -->", "", *lines, "", f"<!-- {END_MARK_SCHEME} -->"])
    return "\n\n".join([*parts, spaced(criterion.look.strip()), scheme])


def read(source: str) -> CriterionText:
    """The criterion that a task cell holds."""
    outside, scheme = split(source, BEGIN_MARK_SCHEME, END_MARK_SCHEME)
    # An instructor's own task may begin with a rule, which is no title.
    title, _, rest = _RULE.sub("", "\n".join(outside).strip()).partition("\n")
    official = _OFFICIAL.search(rest)
    look = rest.replace(official[0], "") if official else rest
    matches = (level for level in (_LEVEL.match(line.strip()) for line in scheme) if level)
    # People read them as plain text, where the marks of code would stand bare.
    by = {int(level[1]): level[2].replace("`", "") for level in matches}
    named = _TITLE.match(title)
    return CriterionText(
        named[1] if named else title,
        look.strip(),
        (by.get(0, ""), by.get(1, ""), by.get(2, ""), by.get(3, "")),
        official[1] if official else "",
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
