"""The session as an application in JupyterLab: its state, the next step, and a button that does it.

`from epreuves_kit.page import session` opens it.
"""

from typing import Any


def session(*args: Any, **kwargs: Any) -> None:
    """Show the session's page in JupyterLab: `session()`; see `desk.session`."""
    from epreuves_kit.page.desk import session as show

    show(*args, **kwargs)
