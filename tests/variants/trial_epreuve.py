"""The small épreuve of these tests: one table whose only amount tells the variant's letter."""

import msgspec
import pandas as pd

from epreuves.variants import dictionary, tables
from epreuves.variants.dictionary import Constraints, Dictionary, Field, Table
from epreuves.variants.preparation import PACKAGE

EPREUVE = "e99_essai"
MOTS = Dictionary(
    "Un essai",
    {
        "ventes": Table(
            "Ventes",
            (
                Field("canal", "string", "Canal de vente"),
                Field("montant", "number", "Hors taxes : « net »", "€", decimals=2),
                Field("avis", "string", constraints=Constraints(required=False)),
            ),
        )
    },
)


def files(letter: str) -> dict[str, bytes]:
    """The files of a variant whose only amount tells its letter."""
    ventes = pd.DataFrame({"canal": ["Thé"], "montant": [float(ord(letter))], "avis": pd.Series([None], dtype="str")})
    package = msgspec.json.encode(dictionary.as_package(MOTS, EPREUVE, letter))
    return {"ventes.csv": tables.write(MOTS.tables["ventes"], ventes), PACKAGE: package}
