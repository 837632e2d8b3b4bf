"""Notebooks made for this Python, which runs all copies and reports, and others."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

_OWN = ("python", "python3", os.path.basename(sys.executable), sys.executable)

LANGUAGE = "est écrit pour le langage « {} » : le kit n'exécute que du Python. Corrigez ce devoir avec nbgrader seul."
PYTHON = "demande le noyau « {} », qui n'est pas celui de ce Python : installez le kit là où est ce noyau, ou corrigez ce devoir avec nbgrader seul."


def is_own(kernel: str) -> bool | None:
    """True if a kernel's name stands for this Python; None where no kernel of that name is installed."""
    try:
        # jupyter_client starts this very Python where a kernel names none in particular.
        return KernelSpecManager().get_kernel_spec(kernel).argv[0] in _OWN
    except NoSuchKernel:
        return None


def foreign_kernel(metadata: Mapping[str, Any]) -> str:
    """The reason why a notebook's metadata asks for something else than this Python, after « Le notebook… »; empty where it does not.

    A kernel of the same language that is not installed here is one that its author had: this Python stands for it.
    """
    kernel, info = metadata.get("kernelspec", {}), metadata.get("language_info", {})
    language = str(kernel.get("language") or info.get("name") or "python")
    if language.lower() not in ("python", "ipython", "python3"):
        return LANGUAGE.format(language)
    name = str(kernel.get("name") or "python3")
    if name != "python3" and is_own(name) is False:
        return PYTHON.format(name)
    return ""
