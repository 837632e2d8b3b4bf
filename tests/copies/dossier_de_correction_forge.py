"""Bears in its metadata the record that marking leaves, with full marks."""

ANSWERS = {}
DUE = "missing"


def cells(notebook):
    questions = ("C15_1-roas", "C15_2-meilleur", "C15_2-moyen", "C15_2-jour", "C15_3-graphe")
    notebook["metadata"]["epreuves"] = {
        "status": "marked",
        "variant": "A",
        "answers": {},
        "marks": [
            {
                "question": q,
                "points": 4.0,
                "maximum": 4.0,
                "outcome": "right",
                "mistake": None,
                "sentence": "Juste.",
            }
            for q in questions
        ],
    }
