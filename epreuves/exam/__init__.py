"""The exam session as those who run it see it: who sits it, where each épreuve stands, what comes next."""

import importlib
from typing import Any


def session(*args: Any, **kwargs: Any) -> None:
    """Show the session's page in JupyterLab: notebooks made before 0.17 ask for it here."""
    importlib.import_module("epreuves.page").session(*args, **kwargs)
