"""What reports say, word for word, in `tests/reports/*.txt`: `python -m tests.reports.golden` writes them anew; look at the difference."""

from __future__ import annotations

import html
import re
from pathlib import Path

from epreuves_kit.feedback.page import compose
from epreuves_kit.feedback.results import SchoolRules, results
from epreuves_kit.jury.decision import decide
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.reports import pages
from epreuves_kit.reports.transcript import transcript
from epreuves_kit.rules.jury_rules import defaults
from tests.course import ROOT
from tests.jury.facts import candidate, fact, rules
from tests.reports import submission

FOLDER = Path(__file__).parent
E17 = "e17_impact_digital"


def words(page: bytes) -> str:
    """What is read on a page, a line for each piece."""
    text = re.sub(r"<(style|title)\b.*?</\1>|<!--.*?-->", "", page.decode("utf-8"), flags=re.DOTALL)
    text = re.sub(r"</?(?:strong|em|span|a)\b[^>]*>", "", text)
    lines = (" ".join(html.unescape(piece).split()) for piece in re.sub(r"<[^>]+>", "\n", text).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def made() -> dict[str, str]:
    """Each golden report by its file's name."""
    decided = results(
        SchoolRules(defaults(ROOT), "écrivez au secrétariat dans les deux mois."),
        E17,
        {E17: submission.rows(E17)},
        FOLDER,
    )
    feedback = compose(
        referentiel(ROOT), "Le Gall, Anne", submission.notebook(E17), submission.rows(E17), "0" * 32, decided
    )
    facts = candidate(fact("C15.1", 40), fact("C14.2", None, lacking=("la copie",)))
    told = transcript(facts, decide(facts, rules()), rules(), "Session de juin 2026")
    recording = pages.compose("transcript.html.j2", digest="0" * 32, t=told, day="30 juin 2026")
    return {"restitution.txt": words(feedback), "releve.txt": words(recording)}


if __name__ == "__main__":
    for name, text in made().items():
        (FOLDER / name).write_text(text, "utf-8")
