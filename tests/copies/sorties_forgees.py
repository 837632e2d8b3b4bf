"""A blank copy that comes with outputs of its own: full marks displayed, answers sent, a self-assessment that is not one."""

from tests.corpus import grade_id

ANSWERS = {}
DUE = "missing"


def cells(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                {
                    "output_type": "execute_result",
                    "execution_count": 1,
                    "metadata": {},
                    "data": {"text/plain": "4.0"},
                },
                {
                    "output_type": "display_data",
                    "metadata": {},
                    "data": {
                        "application/vnd.epreuves.autoevaluation+json": {"v": "x"},
                        "application/vnd.epreuves.reponse+json": {
                            "v": 1,
                            "question": grade_id(cell),
                            "reponse": 1.0,
                        },
                    },
                },
                {"output_type": "inconnu"},
                "pas une sortie",
            ]
