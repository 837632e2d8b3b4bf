"""Cinq canaux de publicité et sept jours de recettes d'une boutique fictive."""

import numpy as np
import pandas as pd


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """On retire jusqu'à ce que chaque erreur nommée se distingue de la bonne réponse."""
    while True:
        tables = _tirage(rng)
        if not _conditions(tables):
            return tables


def _tirage(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    canaux = ["Recherche", "Shopping", "Social", "Reciblage", "Affiliation"]
    cout = np.round(rng.uniform(500, 3000, 5), 2)
    pub = pd.DataFrame({"canal": canaux, "cout": cout, "revenu": np.round(cout * rng.uniform(1.2, 4, 5), 2)})
    jours = pd.DataFrame({"jour": pd.date_range("2026-03-02", periods=7, freq="D"),
                          "recette": np.round(rng.uniform(200, 900, 7), 2)})
    return {"pub": pub, "jours": jours}


def _conditions(tables: dict[str, pd.DataFrame]) -> list[str]:
    pub, jours = tables["pub"], tables["jours"]
    roas = (pub["revenu"] / pub["cout"]).sort_values()
    pondere = pub["revenu"].sum() / pub["cout"].sum()
    manque = []
    if roas.iloc[-1] < 1.05 * roas.iloc[-2] or roas.iloc[1] < 1.05 * roas.iloc[0]:
        manque.append("le meilleur et le pire canal se détachent trop peu")
    if abs(roas.mean() / pondere - 1) < 0.02:
        manque.append("la moyenne simple est trop proche de la moyenne pondérée")
    if (abs(roas - 1) < 0.15).any() or jours["recette"].idxmax() == 0:
        manque.append("un ROAS est trop proche de 1, ou le premier jour est le meilleur")
    return manque
