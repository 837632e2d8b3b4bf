"""The lint's rules on French and its typography, in what candidates read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from epreuves.authoring.findings import Finding
from epreuves.authoring.statements import Line, lines
from epreuves.authoring.text import Sujet
from epreuves.authoring.text_rules import STAMP
from epreuves.wording.french import counted, listed
from epreuves.wording.typography import spaced

#: What is quoted, typed or put in italics is not the author's own voice.
_QUOTED = re.compile(r"`[^`]*`|«[^»]*»|(?<!\*)\*[^*]+\*(?!\*)|\]\([^)]*\)|\$[^$]*\$")
_MAISON = re.compile(r"\b(?:la|une|cette|notre|votre|de|deuxième|chaque) maison\b(?! d[e'’])", re.IGNORECASE)
_TUTOIEMENT = re.compile(r"\b(?:tu|toi|tes)\b|\bt['’](?=[aeéèêiouyh])|-t(?:u|oi)\b", re.IGNORECASE)
#: English words that are no French ones, by two on a line: one alone may be a name of the trade.
_ENGLISH = frozenset(
    "the and of with your you this that these those from how what which where when why are was were will would should must "
    "please answer below above each every their there between give write find draw using highest lowest have its into than both"
    .split()
)
_WORD = re.compile(r"[A-Za-zÀ-ÿœŒ]+")
_IMAGE = re.compile(r"!\[\s*\]\(|<img\b(?![^>]*\balt=[\"'][^\"'\s])", re.IGNORECASE)
#: Lines that a finding names.
_NAMED = 8


def style_rules(epreuve: str, sujet: Sujet) -> Iterator[Finding]:
    """All the rules of style that a text can break; those that break often are one finding for the file."""

    def finding(rule: str, message: str, line: Line) -> Finding:
        return Finding(rule, epreuve, message, "avertissement", sujet.file, line.cell.name, line.number)

    read = [line for line in lines(sujet) if STAMP not in line.text]
    plain = [line for line in read if spaced(line.text) != line.text]
    if plain:
        missing = sum(_differences(line.text) for line in plain)
        message = (
            f"{counted(missing, 'espace')} à rendre insécable devant « : ; ? ! » ou dans les guillemets, {_places(plain)} : "
            "« epreuves check --espaces » les met"
        )
        yield Finding("typographie", epreuve, message, "avertissement", sujet.file, "", plain[0].number)
    for line in read:
        own = _QUOTED.sub(" ", line.text)
        if found := _MAISON.search(own):
            message = f"« {found[0]} » : dites l'entreprise, ou son nom"
            yield finding("maison", message, line)
        if found := _TUTOIEMENT.search(own):
            yield finding("tutoiement", f"« {found[0]} » : un sujet vouvoie", line)
        english = [word for word in _WORD.findall(own) if word.casefold() in _ENGLISH]
        if len({word.casefold() for word in english}) >= 2:
            yield finding("anglais", f"des mots anglais : {listed(f'« {word} »' for word in english)} ; écrivez-les en français", line)
        if _IMAGE.search(line.text):
            message = "une image sans texte de remplacement : écrivez entre les crochets ce qu'elle montre"
            yield Finding("image", epreuve, message, "erreur", sujet.file, line.cell.name, line.number)


def _differences(text: str) -> int:
    return sum(a != b for a, b in zip(text, spaced(text), strict=True))


def _places(found: Sequence[Line]) -> str:
    """« ligne 3 », « lignes 3, 4 et 12 », « lignes 3, 4, … et 27 autres »."""
    numbers = [str(line.number) for line in found]
    if len(numbers) > _NAMED:
        return f"lignes {listed([*numbers[:_NAMED], f'{len(numbers) - _NAMED} autres'])}"
    return f"{'lignes' if len(numbers) > 1 else 'ligne'} {listed(numbers)}"
