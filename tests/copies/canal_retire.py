"""Everything is right; the variables that marking sets are taken out of the environment: an answer is still an answer."""

AFTER = {
    "preparation": "import os\nfor nom in list(os.environ):\n    if nom.startswith(('EPREUVES_', 'NBGRADER_')): del os.environ[nom]"
}
