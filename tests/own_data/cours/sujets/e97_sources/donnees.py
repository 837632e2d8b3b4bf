"""Les sources que suit une librairie fictive, et les heures qu'elle y passe."""

import numpy as np
import pandas as pd


def tirer(rng: np.random.RandomState) -> dict[str, pd.DataFrame]:
    """Une ligne par source."""
    suivies = pd.DataFrame(
        {
            "source": [f"Gazette {lettre}" for lettre in "ABCDEFGH"],
            "note": rng.randint(1, 6, 8),
            "heures": np.round(rng.uniform(0.5, 9, 8), 2),
        }
    )
    return {"suivies": suivies}
