"""A course whose jury has certified three of five candidates, and what a school and the Caisse des Dépôts would write."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

from epreuves_kit.extensions.cdc.holders import COLUMNS
from epreuves_kit.jury import session
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.rules import jury_rules
from tests.jury.cours import NotebookFile, lay

XSD = Path(__file__).with_name("cdc-essai.xsd")
CPF = "{urn:cdc:cpf:pc5:schema:1.0.0}"
AT = ("--date", "2026-06-30", "--horodatage", "2026-07-02T10:00:00")
#: First name and surname by identifier. Tom has a bloc alone; nothing is decided of Awa.
NAMES = {
    "lea.fontaine": ("Léa", "Fontaine"),
    "karim.benali": ("Karim", "Ben Ali"),
    "zoe": ("Zoé", "D’Arc"),
    "tom": ("Tom", "Petit"),
    "awa": ("Awa", "Diop"),
}
CERTIFIED = ("karim.benali", "lea.fontaine", "zoe")
DEPOSITOR = "client: 04ABC123\ncontrat: MCFCER000000\ncertification: RNCP12345\n"
#: What the school says of them, a value a column.
KARIM = (
    "karim.benali",
    "Ben Ali",
    "",
    "Karim",
    "",
    "",
    "M",
    "00/03/1999",
    "Tunis",
    "99351",
    "",
    "Tunisie",
    "",
    "VAE",
)
LEA = (
    "lea.fontaine",
    "Martin",
    "Fontaine",
    "Léa",
    "Anne-Sophie",
    "",
    "F",
    "31/12/2001",
    "Bourg-en-Bresse",
    "'01053",
    "",
    "",
    "",
    "",
)
ZOE = (
    "zoe",
    "D'Arc",
    "",
    "Zoé",
    "",
    "",
    "F",
    "2000-02-29",
    "Domrémy",
    "",
    "88630",
    "France",
    "",
    "apprentissage",
)


def laid(root: Path) -> Path:
    lay(root)
    with NotebookFile(root) as book:
        for id, names in NAMES.items():
            book.student(id, *names)
    (root / "inscriptions.csv").write_text("candidat;blocs\ntom;B1\n", "utf-8")
    (root / "certificateur.yaml").write_text(DEPOSITOR, "utf-8")
    for candidate in CERTIFIED:
        decide(root, candidate, "certification", "validé")
    decide(root, "tom", "B1", "validé")
    return root


def decide(root: Path, candidate: str, code: str, decision: str) -> None:
    with JuryRecord(root) as record:
        session.decide(record, jury_rules.read(root), "C. Aubert", candidate, code, decision, "Vu en jury.")


def holders(root: Path, *rows: tuple[str, ...]) -> None:
    (root / "titulaires.csv").write_bytes(written(*rows))


def written(*rows: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([COLUMNS, *rows])
    return out.getvalue().encode()


def flow(root: Path, number: int = 1) -> ElementTree.Element:
    return ElementTree.parse(root / "cdc" / f"flux-{number:03}.xml").getroot()


def values(root: Path, name: str, number: int = 1) -> list[str | None]:
    """The text of each element of that name."""
    return [element.text for element in flow(root, number).iter(f"{CPF}{name}")]


def receipt(path: Path, id: str, accepted=(), refused=()) -> Path:
    """A report of treatment, as the portal gives it: those accepted in a list of identifiers, those refused each with a message."""
    oks = "".join(f"<idTechnique>{one}</idTechnique>" for one in accepted)
    kos = "".join(
        f"<passage><idTechnique>{one}</idTechnique><messageErreur>{why}</messageErreur></passage>"
        for one, why in refused
    )
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ns2:rapport xmlns:ns2="urn:cdc:cpf:pc5:rapport:schema"><nomFichier>f.xml</nomFichier>'
        f"<idFlux>{id}</idFlux><idTraitement>51354</idTraitement><PassagesKO>{kos}</PassagesKO><PassagesOK>{oks}</PassagesOK></ns2:rapport>",
        "utf-8",
    )
    return path
