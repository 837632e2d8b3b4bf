"""The exam session as those who run it see it: who sits it, where each épreuve stands, what comes next.

`from epreuves.exam import session` opens its page in JupyterLab.
"""

from typing import Any


def session(*args: Any, **kwargs: Any) -> None:
    """Show the session's page in JupyterLab: `session()`; see `page.desk.session`."""
    from epreuves.exam.page.desk import session as show

    show(*args, **kwargs)
