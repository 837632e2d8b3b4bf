"""A session of twelve candidates over three small épreuves that the référentiel knows, and the copies that they hand in."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import yaml

from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric.register import Register
from tests.corpus import ASSIGNMENT, COPIES, GOOD, written
from tests.course import ROOT, lay_referentiel

#: None has an oral. Each has three compétences, which stand for those of the trial épreuve.
EPREUVES = ("e03_cible", "e10_plan_media", "e17_impact_digital")
#: Identifier, surname, first name, address: accents, particles, a double name, an apostrophe, signs of other languages, two homonyms.
PEOPLE = (
    ("zlegoff", "LE GOFF", "Zoé", "zoe.legoff@ecole.example"),
    ("kbenali", "BENALI", "Karim", "karim.benali@ecole.example"),
    ("alafontaine", "DE LA FONTAINE", "Aurélien", "aurelien.delafontaine@ecole.example"),
    ("soconnor", "O'CONNOR", "Siobhán", "siobhan.oconnor@ecole.example"),
    ("tnguyen", "NGUYỄN", "Thị Mai", "mai.nguyen@ecole.example"),
    ("cmartin", "MARTIN", "Camille", "camille.martin@ecole.example"),
    ("cmartin2", "MARTIN", "Camille", "camille.martin.2@ecole.example"),
    ("ldupont", "DUPONT-MOREAU", "Léa-Marie", "lea-marie.dupont@ecole.example"),
    ("jvandenberg", "VAN DEN BERG", "Joris", "joris.vandenberg@ecole.example"),
    ("acelik", "ÇELİK", "Ayşe", "ayse.celik@ecole.example"),
    ("edarc", "D'ARC", "Éloïse", "eloise.darc@ecole.example"),
    ("jgarcia", "GARCÍA LÓPEZ", "José", "jose.garcia@ecole.example"),
)
RULES = """blocs:
  - {code: B1, titre: Cibler et mesurer, competences: [A3, A10, A15]}
  - {code: B2, titre: Le reste du métier, competences: [A1, A2, A4, A5, A6, A7, A8, A9, A11, A12, A13, A14]}
composition:
  - {nom: Camille Aubert, qualite: présidente}
  - {nom: Nadia Roux, qualite: directrice marketing}
"""
#: Who is not there at the last épreuve, with a good reason.
AWAY = "jgarcia"


def lay(root: Path, exchange: Path | None = None) -> Path:
    """The course as its authors left it: nothing is built, nobody is enrolled."""
    (root / "sujets").mkdir(parents=True)
    lay_referentiel(root)
    for id in EPREUVES:
        shutil.copytree(COPIES / "cours" / "sujets" / ASSIGNMENT, root / "sujets" / id)
        for path in (root / "sujets" / id).iterdir():
            path.write_text(_renamed(path.read_text("utf-8"), id), "utf-8")
        (root / "sujets" / id / "grille.yaml").write_text(_grid(id), "utf-8")
    shutil.copy(COPIES / "cours" / "nbgrader_config.py", root)
    if exchange is not None:
        exchange.mkdir()
        with (root / "nbgrader_config.py").open("a") as config:
            config.write(f"\nc.Exchange.root = {str(exchange)!r}\n")
    (root / "seance.yaml").write_text(
        "nom: Session de juin 2026\ncle: une phrase que personne ne devine\nvariantes: 2\nrecours: par courrier au jury\n",
        "utf-8",
    )
    (root / "jury.yaml").write_text(RULES, "utf-8")
    return root


def _renamed(text: str, id: str) -> str:
    """The trial épreuve's text under another name, with that épreuve's own compétences."""
    own = referentiel(ROOT).epreuve(id).competences
    for code, name in zip(("15.1", "15.2", "15.3"), own, strict=True):
        text = text.replace(f"C{code.replace('.', '_')}", f"C@{name[1:].replace('.', '_')}").replace(
            f"C{code}", f"C@{name[1:]}"
        )
    return text.replace("C@", "C").replace(ASSIGNMENT, id)


def _grid(id: str) -> str:
    criteria = {
        criterion.id: {
            "points": 3,
            "consigne": "Jugé sur la synthèse.",
            "descripteurs": {n: f"Niveau {n} de {criterion.id}." for n in range(4)},
        }
        for code in referentiel(ROOT).epreuve(id).competences
        for criterion in referentiel(ROOT).competence(code).group.criteres
    }
    return yaml.safe_dump({"epreuve": id, "criteres": criteria}, allow_unicode=True, sort_keys=False)


def school_list() -> bytes:
    """The school's list, as a secretary has it: a title above, French headers, a column that is nobody's business here."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Promotion 2026 — Chargé·e de marketing et communication"])
    sheet.append([])
    sheet.append(["Identifiant", "Nom de famille", "Prénom", "Adresse e-mail", "Téléphone"])
    for id, surname, first_name, address in PEOPLE:
        sheet.append([id, surname, first_name, address, "06 00 00 00 00"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def copy_of(root: Path, id: str, who: str) -> bytes:
    """A candidate's notebook: all is right in most, some have given up half-way, one has written nothing."""
    released = json.loads((root / "release" / id / f"{id}.ipynb").read_text("utf-8"))
    rank = [one for one, *_ in PEOPLE].index(who)
    answers = {name.replace("C15_3", _renamed("C15_3", id)): source for name, source in GOOD.items()}
    kept = list(answers.items())[: 0 if rank == 9 else 3 if rank in (4, 7) else None]
    return json.dumps(written(released, dict(kept))).encode()


def handed_in(root: Path, id: str) -> Iterator[tuple[str, bytes]]:
    """Who hands in, and what."""
    for who, *_ in PEOPLE:
        if (id, who) != (EPREUVES[-1], AWAY):
            yield who, copy_of(root, id, who)


def send(root: Path, exchange: Path, id: str, but: str = "") -> None:
    """Put in the exchange what candidates submit, as nbgrader does it, but for one of them."""
    (course,) = (path.parent for path in exchange.glob("*/inbound"))
    for rank, (who, content) in enumerate(handed_in(root, id)):
        if who != but:
            folder = course / "inbound" / f"{who}+{id}+2026-06-15 10:{rank:02d}:00.000000 UTC+{rank:08d}"
            folder.mkdir()
            (folder / f"{id}.ipynb").write_bytes(content)
            (folder / "timestamp.txt").write_text(f"2026-06-15 10:{rank:02d}:00.000000 UTC")


def judge(root: Path, id: str, grader: str = "Zoé Aubert") -> None:
    """Give the levels that are still to be given, as a grader does: each candidate has the same at each run."""
    with Register(root) as register:
        criteria, settled = register.criteria(id), register.settled(id)
        ranks = {who: rank for rank, (who, *_) in enumerate(PEOPLE)}
        register.judge_many(
            id,
            grader,
            [
                (copy.key, one.grade_id, level(ranks[copy.students[0]]), "")
                for copy in register.copies(id)
                for one in criteria
                if (copy.key, one.grade_id) not in settled
            ],
        )


def level(rank: int) -> int:
    """The level that a candidate is worth."""
    return 0 if rank == 9 else 1 + rank % 3


def bare_text(path: Path) -> str:
    """What a PDF says, without its layout."""
    import pypdf

    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages))
