"""The small épreuve of these tests: one table whose only amount tells the variant's letter."""

import msgspec
import pandas as pd

from epreuves.variantes import dictionnaire, tables
from epreuves.variantes.dictionnaire import Champ, Contraintes, Dictionnaire, Table
from epreuves.variantes.preparation import PAQUET

EPREUVE = "e99_essai"
MOTS = Dictionnaire(
    "Un essai",
    {
        "ventes": Table(
            "Ventes",
            (
                Champ("canal", "string", "Canal de vente"),
                Champ("montant", "number", "Hors taxes", "€", decimales=2),
                Champ("avis", "string", contraintes=Contraintes(required=False)),
            ),
        )
    },
)


def fichiers(lettre: str) -> dict[str, bytes]:
    """The files of a variant whose only amount tells its letter."""
    ventes = pd.DataFrame(
        {"canal": ["Thé"], "montant": [float(ord(lettre))], "avis": pd.Series([None], dtype="str")}
    )
    paquet = msgspec.json.encode(dictionnaire.en_paquet(MOTS, EPREUVE, lettre))
    return {"ventes.csv": tables.ecrire(MOTS.tables["ventes"], ventes), PAQUET: paquet}
