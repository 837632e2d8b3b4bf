"""The lint's rules across the épreuves of a course: names used once, by `sujets/registre.yaml`; descriptors that are a case's own; the
points and the number of answers that a nature has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, number
from epreuves_kit.authoring import grille as grilles
from epreuves_kit.authoring.grille import Grille
from epreuves_kit.authoring.text import DATA, Sujet
from epreuves_kit.course.folders import Layout, epreuves
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.structure_rules import outline
from epreuves_kit.referentiel.model import Referentiel, ReportPart
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.groups import OWN_NOTEBOOKS
from epreuves_kit.wording import TO_WRITE, strict_yaml

REGISTER = "registre.yaml"
#: A descriptor of fewer characters may be written twice by chance.
_OWN = 40


class Names(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"places": "lieux", "firms": "entreprises", "people": "personnes"},
):
    """The proper names that one épreuve uses, and no other."""

    places: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Every name, in the order of the file."""
        return (*self.places, *self.firms, *self.people)


def register_path(root: Path) -> Path:
    """The path of a course's register."""
    return root / "sujets" / REGISTER


def read_register(root: Path) -> dict[str, Names] | None:
    """The names of each épreuve; None where the course keeps no register. Raises KitError."""
    path = register_path(root)
    if not path.exists():
        return None
    return strict_yaml.read_file(path, dict[str, Names], "le registre manque.")


def coherence_rules(layout: Layout, sujets: Mapping[str, Sujet], grille: Grille, grille_file: str) -> Iterator[Finding]:
    """All the rules on one épreuve beside the others of its course."""
    register = read_register(layout.root)
    if register is not None:
        yield from _names(layout, register)
    yield from _copied(layout, grille, grille_file)
    yield from _judged(layout, sujets, grille, grille_file)
    yield from _conventions(referentiel(layout.root), layout.epreuve, sujets, grille)


def _names(layout: Layout, register: Mapping[str, Names]) -> Iterator[Finding]:
    """An épreuve's names are in the register, in its texts, and in nobody else's."""
    file, own = layout.short(register_path(layout.root)), register.get(layout.epreuve)
    official = referentiel(layout.root)
    if own is None:
        message = "l'épreuve n'est pas au registre : écrivez-y ses lieux, ses entreprises et ses personnes"
        yield Finding("registre", layout.epreuve, message, "avertissement", file)
    shared = {
        id: names
        for id, names in register.items()
        if id != layout.epreuve and not (_project(official, id) and _project(official, layout.epreuve))
    }
    taken = {name: id for id, names in shared.items() for name in names.all()}
    written = register_path(layout.root).read_text("utf-8-sig", "replace").splitlines()
    for name in own.all() if own is not None else ():
        if name in taken:
            line = max((at for at, text in enumerate(written, start=1) if _found(name, text)), default=0)
            message = f"« {name} » est déjà à {taken[name]} : un nom ne sert que dans une épreuve"
            yield Finding("registre", layout.epreuve, message, file=file, line=line)
    texts = dict(_texts(layout))
    for name in own.all() if own is not None else ():
        if not any(_found(name, text) for text in texts.values()):
            line = next((at for at, text in enumerate(written, start=1) if _found(name, text)), 0)
            yield Finding(
                "registre",
                layout.epreuve,
                f"« {name} » n'est dans aucun texte : ôtez-le du registre",
                "avertissement",
                file,
                line=line,
            )
    for path, text in texts.items():
        # Hundreds of names in thousands of lines: a text that lacks a name is not read line by line.
        for name, id in taken.items():
            if not _found(name, text):
                continue
            line = next((at for at, row in enumerate(text.splitlines(), start=1) if _found(name, row)), 0)
            if line and not (own is not None and name in own.all()):
                message = f"« {name} » est un nom de {id} (registre) : prenez-en un autre"
                yield Finding("registre", layout.epreuve, message, file=path, line=line)


def _project(referentiel: Referentiel, epreuve: str) -> bool:
    """True if an épreuve is a part of the projet, whose parts share one firm."""
    official = referentiel.known(epreuve)
    return official is not None and official.report_part is ReportPart.PROJECT


def _found(name: str, text: str) -> bool:
    spelled = re.escape(name).replace(r"\ ", r"\s")
    return re.search(rf"(?<!\w){spelled}(?!\w)", text) is not None


def _texts(layout: Layout) -> Iterator[tuple[str, str]]:
    for name in ("sujet.py", *(f"{own}.py" for own in OWN_NOTEBOOKS), *DATA):
        path = layout.sujet / name
        if path.exists():
            yield layout.short(path), path.read_text("utf-8-sig", "replace")


def others(layout: Layout) -> list[Path]:
    """The files of other épreuves, and of the course, that these rules read."""
    paths = [layout.root / "sujets" / id / "grille.yaml" for id in epreuves(layout.root) if id != layout.epreuve]
    return [register_path(layout.root), *paths]


def _copied(layout: Layout, grille: Grille, file: str) -> Iterator[Finding]:
    """No descriptor is another épreuve's, word for word."""
    elsewhere: dict[str, str] = {}
    official = referentiel(layout.root).known(layout.epreuve)
    # Two sujets of one épreuve have its grille.
    same = () if official is None else official.sujets
    for path in others(layout)[1:]:
        if path.parent.name in same:
            continue
        try:
            other = grilles.read(path)
        except KitError:
            continue  # said of that épreuve when it is checked
        for code, critere in other.criteres.items():
            for text in critere.scale.values():
                elsewhere.setdefault(_flat(text), f"{path.parent.name}, {code}")
    for code, critere in grille.criteres.items():
        for level, text in sorted(critere.scale.items()):
            if len(_flat(text)) >= _OWN and (source := elsewhere.get(_flat(text))):
                message = (
                    f"champ descripteurs, niveau {level} : c'est celui de {source} ; dites ce que l'on voit dans ce cas"
                )
                yield Finding("descripteurs", layout.epreuve, message, file=file, cell=code)


def _judged(layout: Layout, sujets: Mapping[str, Sujet], grille: Grille, file: str) -> Iterator[Finding]:
    """Of a compétence that several épreuves assess, each has a part, and each criterion is judged in one of them at least."""
    official = referentiel(layout.root)
    epreuve = official.known(layout.epreuve)
    for code in () if epreuve is None else epreuve.competences:
        others = official.others_of(code, layout.epreuve)
        if not others:
            continue
        slug = code.replace(".", "_")
        asked = any(
            cell.id.partition("-")[0] == slug for s in sujets.values() for cell in s.cells if cell.role == "tests"
        )
        if not asked and code not in grille.competences():
            message = (
                f"{code} n'a ici ni question ni critère : donnez-lui-en, ou ôtez-la de cette épreuve dans epreuves.yaml"
            )
            yield Finding("criteres", layout.epreuve, message, file=file)
        try:
            elsewhere = [grilles.read(layout.root / "sujets" / other.id / "grille.yaml") for other in others]
        except KitError:
            continue  # one is not written yet, or says its own faults
        judged = {*grille.criteres, *(critere for other in elsewhere for critere in other.criteres)}
        for critere in official.criteres_of(code):
            if critere.id not in judged:
                names = listed(other.id for other in others)
                message = (
                    f"le critère {critere.id} n'est jugé ni ici, ni dans {names} : mettez-le dans une de ces grilles"
                )
                yield Finding("criteres", layout.epreuve, message, file=file, cell=critere.id)


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _conventions(
    official: Referentiel, epreuve: EpreuveId, sujets: Mapping[str, Sujet], grille: Grille
) -> Iterator[Finding]:
    """The rules on what the épreuves of the référentiel have alike: their points, and a number of answers by nature."""
    # What is not written yet has no points to be told.
    written = all(TO_WRITE not in sujet.text() for sujet in sujets.values())
    own = official.known(epreuve)
    if own is None or not written:
        return
    nature = official.nature(own.nature)
    for sujet in sujets.values():
        points = sum(cell.points or 0 for cell in sujet.cells if cell.role == "tests")
        points += sum(critere.points for critere in grille.criteres.values() if critere.notebook == sujet.notebook)
        usual = getattr(nature.points, sujet.notebook, None)
        if usual is not None and points != usual:
            message = f"le notebook vaut {counted(points, 'point')} : {number(usual)} sont d'usage"
            yield Finding("usages", epreuve, message, "avertissement", sujet.file)
        answers, _ = outline(sujet)
        least, most = nature.answers or (answers, answers)
        if sujet.notebook == "sujet" and not least <= answers <= most:
            message = (
                f"{counted(answers, 'réponse')} à donner : une épreuve de cette nature en demande de {least} à {most}"
            )
            yield Finding("usages", epreuve, message, "avertissement", sujet.file)
