"""The reasons why a file is not written, in words that complete « Non enregistré : … »."""

from __future__ import annotations

import errno

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EROFS, errno.EACCES, errno.EPERM)


def hindrance(error: OSError) -> str:
    """The reason why a file of the candidate's folder is not written."""
    if error.errno in _FULL:
        return "le disque est plein"
    if error.errno in _FORBIDDEN:
        return "le dossier de l'épreuve ne se laisse plus écrire"
    if error.errno == errno.ENOENT:
        return "le dossier de l'épreuve n'est plus à sa place"
    return f"le dossier ne se laisse pas écrire ({error.strerror or str(error) or type(error).__name__})"
