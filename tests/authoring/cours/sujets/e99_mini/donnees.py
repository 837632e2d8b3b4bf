"""Une semaine de publicité d'un salon de thé fictif."""

import numpy as np
import pandas as pd


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Huit campagnes de deux canaux ; on retire jusqu'à ce que l'erreur diagnostiquée se distingue."""
    while True:
        tables = _tirage(rng)
        if not _conditions(tables):
            return tables


def _tirage(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    cout = np.round(rng.uniform(50, 500, 8), 2)
    canal = np.array(["recherche", "réseaux sociaux"] * 4)
    meilleur = rng.choice(["recherche", "réseaux sociaux"])
    rendement = np.where(canal == meilleur, rng.uniform(3, 6, 8), rng.uniform(1, 2.5, 8))
    campagnes = pd.DataFrame(
        {
            "campagne": [f"Campagne {rang}" for rang in range(1, 9)],
            "canal": canal,
            "debut": pd.Timestamp("2026-01-05") + pd.to_timedelta(rng.randint(0, 7, 8), unit="D"),
            "clics": rng.randint(20, 400, 8),
            "cout": cout,
            "revenu": np.round(cout * rendement, 2),
            "active": rng.uniform(size=8) < 0.5,
            "note": [None, "essai"] * 4,
        }
    )
    return {"campagnes": campagnes}


def _conditions(tables: dict[str, pd.DataFrame]) -> list[str]:
    campagnes = tables["campagnes"]
    sommes = campagnes.groupby("canal")[["revenu", "cout"]].sum()
    rapports = (campagnes["revenu"] / campagnes["cout"]).groupby(campagnes["canal"]).mean()
    ecart = (rapports / (sommes["revenu"] / sommes["cout"]) - 1).abs()
    return [] if (ecart > 0.02).all() else ["la moyenne des ratios est trop proche du rapport des sommes"]
