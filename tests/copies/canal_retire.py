"""Takes the variables that marking sets out of the environment before anything is verified."""

from tests.corpus import GOOD

ANSWERS = GOOD
AFTER = {"preparation": "import os\nfor nom in list(os.environ):\n    if nom.startswith(('EPREUVES_', 'NBGRADER_')): del os.environ[nom]"}
DUE = "missing"
