"""A name that a notebook of the session holds; what it names is the kit's, in `epreuves_kit.page`."""

from typing import Any


def session(*args: Any, **kwargs: Any) -> None:
    """Show the session's page in JupyterLab."""
    from epreuves_kit.page import session as show

    show(*args, **kwargs)
