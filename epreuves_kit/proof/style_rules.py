"""The lint's rules on French and its typography, in what candidates read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted, listed
from epreuves.wording.typography import spaced
from epreuves_kit.authoring.spaces import lacking
from epreuves_kit.authoring.statements import Line, lines
from epreuves_kit.authoring.text import Sujet
from epreuves_kit.proof.findings import Finding, Level
from epreuves_kit.wording import TO_WRITE

#: What is quoted, typed or put in italics is not the author's own voice.
_QUOTED = re.compile(r"`[^`]*`|«[^»]*»|(?<!\*)\*[^*]+\*(?!\*)|\]\([^)]*\)|\$[^$]*\$")
_FIRM = re.compile(r"\b(?:la|une|cette|notre|votre|de|deuxième|chaque) maison\b(?! d[e'’])", re.IGNORECASE)
_FAMILIAR = re.compile(r"\b(?:tu|toi|tes)\b|\bt['’](?=[aeéèêiouyh])|-t(?:u|oi)\b", re.IGNORECASE)
#: English words that are no French ones, by two on a line: one alone may be a name of the trade.
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "with",
        "your",
        "you",
        "this",
        "that",
        "these",
        "those",
        "from",
        "how",
        "what",
        "which",
        "where",
        "when",
        "why",
        "are",
        "was",
        "were",
        "will",
        "would",
        "should",
        "must",
        "please",
        "answer",
        "below",
        "above",
        "each",
        "every",
        "their",
        "there",
        "between",
        "give",
        "write",
        "find",
        "draw",
        "using",
        "highest",
        "lowest",
        "have",
        "its",
        "into",
        "than",
        "both",
    ]
)
_WORD = re.compile(r"[A-Za-zÀ-ÿœŒ]+")
_IMAGE = re.compile(r"!\[\s*\]\(|<img\b(?![^>]*\balt=[\"'][^\"'\s])", re.IGNORECASE)
#: Lines that a finding names.
_NAMED = 8


def style_rules(epreuve: EpreuveId, sujet: Sujet) -> Iterator[Finding]:
    """All the rules of style that a text can break, each said once for the file, with its lines."""

    def finding(rule: str, message: str, faulty: Sequence[Line], level: Level = "avertissement") -> Finding:
        # Of one line alone, the finding's own place is enough.
        where = f" (lignes {_numbers(faulty)})" if len(faulty) > 1 else ""
        cell = faulty[0].cell.name if len(faulty) == 1 else ""
        return Finding(rule, epreuve, message + where, level, sujet.file, cell, faulty[0].number)

    read = [line for line in lines(sujet) if TO_WRITE not in line.text]
    if plain := [line for line in read if spaced(line.text) != line.text]:
        missing = counted(sum(lacking(line.text) for line in plain), "espace insécable")
        message = f"{missing} à mettre devant « : ; ? ! » ou dans les guillemets : « epreuves check --espaces » le fait"
        yield finding("typographie", message, plain)
    own = {line: _QUOTED.sub(" ", line.text) for line in read}
    if faulty := [line for line in read if _FIRM.search(own[line])]:
        yield finding("maison", "« maison » pour une entreprise : dites l'entreprise, ou son nom", faulty)
    if faulty := [line for line in read if _FAMILIAR.search(own[line])]:
        yield finding("tutoiement", "un sujet vouvoie : récrivez ce qui tutoie", faulty)
    if faulty := [line for line in read if len(_english(own[line])) >= 2]:
        named = listed(f"« {word} »" for word in _english(own[faulty[0]]))
        yield finding("anglais", f"des mots anglais, {named} : écrivez-les en français", faulty)
    if faulty := [line for line in read if _IMAGE.search(line.text)]:
        message = "une image sans texte de remplacement : écrivez entre les crochets ce qu'elle montre"
        yield finding("image", message, faulty, "erreur")


def _english(text: str) -> list[str]:
    """The English words of a line, each once."""
    return list(dict.fromkeys(word for word in _WORD.findall(text) if word.casefold() in _ENGLISH))


def _numbers(faulty: Sequence[Line]) -> str:
    """« 3, 4 et 12 », « 3, 4, … et 27 autres »."""
    numbers = [str(line.number) for line in faulty]
    if len(numbers) > _NAMED:
        return listed([*numbers[:_NAMED], f"{len(numbers) - _NAMED} autres"])
    return listed(numbers)
