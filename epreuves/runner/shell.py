"""IPython as a kernel has it, whose messages are kept as a notebook's outputs instead of being sent.

The class is ipykernel's own shell, its session packs messages as a kernel's does: what a cell shows here is what it shows in
JupyterLab. Only the socket is replaced.
"""

from __future__ import annotations

import builtins
import getpass
import os
import re
import sys
import zlib
from pathlib import Path
from typing import Any

import ipykernel
import msgspec
from ipykernel.compiler import XCachingCompiler
from ipykernel.kernelbase import Kernel
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import Session
from traitlets import Instance
from traitlets.config import Config

from epreuves.runner.outputs import Outputs, Stream
from epreuves.third_party import store_errors_as

#: Said where a cell asks the system for another program.
NO_PROGRAM = "À la correction, une copie ne lance pas d'autre programme : « {} » n'a pas été exécuté.\n"
#: What a cell must hold for IPython to read in it anything else than Python: a magic, a command, a help mark, a prompt, an indent.
_NOT_PYTHON = re.compile(r"^\s*(?:[%!?,;/]|>>>|\.\.\.|In \[)|=\s*[%!]|\?\s*$|\A\s", re.MULTILINE)


class _Session(Session):
    """A kernel's session, whose messages go to `outputs`."""

    outputs = Instance(Outputs, allow_none=True)

    def send_multipart(self, parts: list[bytes], copy: bool = True) -> None:
        """Be the socket of one's own messages."""
        if self.outputs is not None:
            self.outputs.send_multipart(parts, copy)


class _Compiler(XCachingCompiler):
    """A kernel's compiler, whose names for cells cost less to make."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        number = zlib.crc32(raw_code.encode("utf-8", "surrogatepass"))
        return f"/tmp/ipykernel_{os.getpid()}/{number}.py"


class Shell(ZMQInteractiveShell):
    """The shell in which a copy's cells run: ipykernel's, without kernel, history, or access to other programs."""

    #: Whether a cell that asks for another program fails, instead of going on without what the program would have done.
    strict = False
    #: Whether an error came up while a result was displayed: the cell has failed, though its code has not.
    display_failed = False
    # ipykernel's own, which IPython declares as plainer ones, or as none.
    displayhook: Any
    display_pub: Any
    extension_manager: Any
    history_manager: Any
    #: How many transformers of each kind IPython has before any cell adds one.
    usual: list[int]
    #: What the module of the cells holds before any cell ran.
    module_names: dict[str, Any]

    def system(self, cmd: str) -> None:
        """Refuse another program, in a sentence; raises PermissionError where the shell is strict."""
        if self.strict:
            raise PermissionError(NO_PROGRAM.format(str(cmd)[:200]).strip())
        sys.stderr.write(NO_PROGRAM.format(str(cmd)[:200]))
        self.user_ns["_exit_code"] = 1

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Refuse another program, whose output was asked for."""
        self.system(cmd)
        return [] if split else ""

    def transform_cell(self, raw_cell: str) -> str:
        """Make Python of a cell, at once where it is nothing else."""
        transformers = self.input_transformer_manager
        if (
            raw_cell.strip().count("\n")
            and not _NOT_PYTHON.search(raw_cell)
            and [
                len(t)
                for t in (
                    transformers.cleanup_transforms,
                    transformers.line_transforms,
                    transformers.token_transformers,
                )
            ]
            == self.usual
            and not self.input_transformers_post
        ):
            return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"
        return super().transform_cell(raw_cell)

    def enable_gui(self, gui: Any = None) -> None:
        """Nothing: figures are shown inline, no window is to be had."""

    def showtraceback(self, *given: Any, **named: Any) -> None:
        """Show an error, and note it where it came up while a result was displayed."""
        if getattr(self.displayhook, "msg", None) is not None:
            self.display_failed = True
        super().showtraceback(*given, **named)

    def shown_error(self, exception: BaseException) -> dict[str, Any]:
        """An error as the current cell showed it, its name, message and traceback."""
        kept = self.displayhook.session.outputs.kept
        shown = next(
            (o["traceback"] for o in reversed(kept) if o["output_type"] == "error"), msgspec.Raw(b"[]")
        )
        return {
            "ename": type(exception).__name__,
            "evalue": str(exception),
            "traceback": msgspec.json.decode(shown),
        }


# Libraries know a notebook by these names; pandas cuts its tables to a terminal's width where it does not find them.
Shell.__name__ = Shell.__qualname__ = ZMQInteractiveShell.__name__
Shell.__module__ = ZMQInteractiveShell.__module__


def make() -> Shell:
    """The shell of this process, made once, before any fork."""
    config = Config()
    config.HistoryManager.enabled = False
    shell = Shell.instance(config=config, compiler_class=_Compiler)
    transformers = shell.input_transformer_manager
    shell.usual = [
        len(t)
        for t in (
            transformers.cleanup_transforms,
            transformers.line_transforms,
            transformers.token_transformers,
        )
    ]
    session = _Session(key=b"", check_pid=False)
    for publisher in (shell.displayhook, shell.display_pub):
        publisher.session = publisher.pub_socket = session
    shell.displayhook.topic = b"execute_result"
    shell.extension_manager.load_extension("storemagic")
    _refuse_scripts(shell)
    # Libraries look for it as they are loaded (pandas, to know how wide a table may be), and these are loaded before any cell runs.
    builtins.get_ipython = shell.get_ipython  # type: ignore[attr-defined]  # IPython adds it so
    store_errors_as(shell, shell.shown_error)
    # A kernel that is never started: it refuses to ask whoever sits before it, down to the traceback, and has no loop to stop at the exit.
    shell.kernel = Kernel()
    builtins.input, getpass.getpass = shell.kernel.raw_input, shell.kernel.getpass
    shell.module_names = dict(shell.user_module.__dict__)
    return shell


def _refuse_scripts(shell: Shell) -> None:
    """Let `%%bash` and its like say that no program is run."""

    def refuse(line: str, cell: str) -> None:
        shell.system(line.split()[0] if line.strip() else "script")

    scripts = shell.magics_manager.registry["ScriptMagics"]
    scripts.shebang = refuse
    shell.magics_manager.magics["cell"]["script"] = refuse


def connect(shell: Shell, outputs: Outputs) -> tuple[Stream, Stream]:
    """Lead all that the shell and this process show to `outputs`; returns the streams."""
    shell.displayhook.session.outputs = outputs
    sys.argv = [str(Path(ipykernel.__file__).parents[1] / "ipykernel_launcher.py"), "-f", "kernel.json"]
    # What the warm-up's reset took away of a new module's names.
    for name in ("__doc__", "__package__", "__loader__", "__spec__"):
        shell.user_ns.setdefault(name, shell.module_names.get(name))
    shell.history_manager.dir_hist[:] = [Path.cwd()]
    streams = []
    for descriptor, name in enumerate(("stdout", "stderr"), start=1):
        # In the run's own bounded file system: memory files are refused to a copy, nothing would bound them.
        before, file = os.dup(descriptor), os.open("/tmp", os.O_TMPFILE | os.O_RDWR | os.O_APPEND, 0o600)
        os.dup2(file, descriptor)
        stream = getattr(sys, name)
        if isinstance(stream, Stream):
            stream.lead_to(outputs, file, before)
        else:
            stream = Stream(name, outputs, file, before)
        streams.append(stream)
    stdout, stderr = sys.stdout, sys.stderr = streams
    stdout.other, stderr.other = stderr, stdout
    return stdout, stderr
