"""Writes a référentiel in the layout of the official document's text, with its conversion's defects."""

from random import Random

from epreuves_kit.referentiel.model import Competence, Epreuve, Referentiel, modality

_PREAMBULE = (
    "\nRéférentiel d'activités, de compétences et d'évaluation\n\nUn texte de loi, cité.\n\n"
    "- Une nature d'épreuve\n\n"
    "Référentiel d'activités\tRéférentiel de compétences\tRéférentiel d'évaluation\t\n"
    "\t\tModalités d'évaluation\tCritères d'évaluation\n"
)
_LISTE = '<ul style="list-style-type: none">'


def write(referentiel: Referentiel, hasard: Random) -> str:
    """Write every label as if it were the official wording; the lost ones are left out.

    Defects drawn: cells with or without `<p>`, `<i>` around a word, rows cut by a page in the middle of a
    compétence, after a group's title, between two criteria or inside one, codes with a stray blank.
    """
    rangees: list[str] = []
    starts = {epreuve.competences[0]: epreuve for epreuve in referentiel.epreuves}
    for activity in referentiel.activities:
        head = f"{activity.code} - {activity.label}"
        for competence in activity.competences:
            ouverte = starts.get(competence.code)
            cell = _modalite(ouverte, hasard) if ouverte is not None else ("", "")
            rangees.extend(_rows(head, competence, cell, hasard))
            head = ""
    return _PREAMBULE + "\n".join(rangees) + "\n"


def _rows(head: str, competence: Competence, cell: tuple[str, str], hasard: Random) -> list[str]:
    text = "" if competence.lost_label else f"{_code(competence.code, hasard)} - {competence.label}"
    start, following = _couper(text, hasard)
    criteres, criteres_suite = _criteres(competence, hasard)
    cells = [_p(head, hasard), _p(start, hasard), cell[0], criteres]
    rest = ["", following, cell[1], criteres_suite]
    lines = ["\t".join(cells)]
    if any(rest):
        lines += ["", "\t".join(rest)]  # the blank line of a page break
    return lines


def _criteres(competence: Competence, hasard: Random) -> tuple[str, str]:
    title = competence.group.title + hasard.choice([" :", ":", "", " : "])
    items = [f"- {_italique(critere.label, hasard)}" for critere in competence.criteres]
    coupe = hasard.choice(["sans", "titre", "entre", "dedans"])
    if coupe == "titre":
        return _p(title, hasard), f"{_LISTE} {' '.join(items)}"
    if coupe == "entre" and len(items) > 1:
        rank = hasard.randrange(1, len(items))
        return (
            f"{_p(title, hasard)} {_LISTE} {' '.join(items[:rank])}",
            f"{_LISTE} {' '.join(items[rank:])}",
        )
    if coupe == "dedans":
        start, following = _couper(items[-1], hasard)
        if following[:1].islower():
            return f"{_p(title, hasard)} {_LISTE} {' '.join([*items[:-1], start])}", following
    return f"{_p(title, hasard)} {_LISTE} {' '.join(items)}", ""


def _modalite(epreuve: Epreuve, hasard: Random) -> tuple[str, str]:
    first_line, last_line = epreuve.competences[0], epreuve.competences[-1]
    range_ = _code(first_line, hasard)
    if first_line != last_line:
        range_ = f"{hasard.choice(['', 'De '])}{range_} à {_code(last_line, hasard)}"
    _, work, *following = modality(epreuve).splitlines()
    tache = following[: -len(list(epreuve.deliverables))]
    blocs = [
        f"{epreuve.title} ({range_})",
        f"Travail écrit, {work.removeprefix('Travail ')}",
        f"A partir de données, {' '.join(tache)}",
        f"Livrables attendus à l'écrit : {', '.join(epreuve.deliverables.written)}",
    ]
    if epreuve.deliverables.oral:
        blocs.append(f"Livrables attendus lors de l'oral : {', '.join(epreuve.deliverables.oral)}")
    if epreuve.deliverables.rex:
        blocs.append(f"Livrables attendus dans le REX : {', '.join(epreuve.deliverables.rex)}")
    rank = hasard.randrange(1, len(blocs) + 1)
    if hasard.random() < 0.5:
        blocs = [f"<p>{bloc}</p>" for bloc in blocs]
    return " ".join(blocs[:rank]), " ".join(blocs[rank:])


def _code(code: str, hasard: Random) -> str:
    return code.replace(".", hasard.choice([".", ".", " ."]))


def _p(text: str, hasard: Random) -> str:
    return f"<p>{text}</p>" if text and hasard.random() < 0.5 else text


def _italique(text: str, hasard: Random) -> str:
    words = text.split(" ")
    rank = hasard.randrange(len(words))
    words[rank] = f"<i>{words[rank]}</i>"
    return " ".join(words) if hasard.random() < 0.3 else text


def _couper(text: str, hasard: Random) -> tuple[str, str]:
    """Cut a text at a blank, after its first four words; half of the time leave it whole."""
    words = text.split(" ")
    if len(words) < 6 or hasard.random() < 0.5:
        return text, ""
    rank = hasard.randrange(4, len(words))
    return " ".join(words[:rank]), " ".join(words[rank:])
