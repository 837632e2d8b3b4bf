"""In the fork: IPython as a kernel has it, the cells of a copy one after the other, what each showed, and what they leave behind beside
variables and files.

The shell is ipykernel's own, its session packs messages as a kernel's does: what a cell shows here is what it shows in JupyterLab. Only
the socket is replaced: messages are kept as a notebook's outputs instead of being sent.
"""

from __future__ import annotations

import asyncio
import builtins
import contextlib
import fcntl
import getpass
import os
import re
import signal
import socket
import stat
import sys
import threading
import zlib
from collections.abc import Coroutine
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

from epreuves_kit.runner.files import changed
from epreuves_kit.runner.frames import Request, send
from epreuves_kit.runner.outputs import Outputs, Stream
from epreuves_kit.third_party import store_errors_as

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
            and _transforms(transformers) == self.usual
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
        shown = next((o["traceback"] for o in reversed(kept) if o["output_type"] == "error"), msgspec.Raw(b"[]"))
        name, traceback = type(exception).__name__, msgspec.json.decode(shown)
        return {"ename": name, "evalue": str(exception), "traceback": traceback}


# Libraries know a notebook by these names; pandas cuts its tables to a terminal's width where it does not find them.
Shell.__name__ = Shell.__qualname__ = ZMQInteractiveShell.__name__
Shell.__module__ = ZMQInteractiveShell.__module__


def _transforms(manager: Any) -> list[int]:
    return [len(t) for t in (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)]


def make() -> Shell:
    """The shell of this process, made once, before any fork."""
    config = Config()
    config.HistoryManager.enabled = False
    shell = Shell.instance(config=config, compiler_class=_Compiler)
    shell.usual = _transforms(shell.input_transformer_manager)
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


#: Permissions of the files and folders that are laid again as they were.
_FILE, _FOLDER = 0o644, 0o755
#: Where a run can write.
_WRITABLE = ("/tmp", "/dev/shm")
#: Descriptors that are looked at.
_DESCRIPTORS = 1024


def traces(work: str) -> dict[str, Any]:
    """The state of a process, to be compared with the same taken later; work: its working folder, whose plain files are left out."""
    umask = os.umask(0o022)
    os.umask(umask)
    return {
        "folder": os.getcwd(),
        "umask": umask,
        "descriptors": _descriptors(),
        "threads": {thread.ident for thread in threading.enumerate()},
        "signals": [signal.getsignal(number) for number in sorted(signal.valid_signals())],
        "timers": [signal.getitimer(timer) for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)],
        "tasks": len(asyncio.all_tasks()),
        "places": _places(work),
    }  # fmt: skip


def left(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of the parts of a state that differ."""
    return [name for name in before if before[name] != after[name]]


def _descriptors() -> dict[int, tuple[int, int]]:
    """Open files, but those that are only read where nobody writes, as fonts are: a fork reads them as well."""
    opened, written = {}, {os.stat(place).st_dev for place in _WRITABLE}
    for descriptor in range(_DESCRIPTORS):
        try:
            status = os.fstat(descriptor)
        except OSError:
            continue
        reads = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        if not (reads and stat.S_ISREG(status.st_mode) and status.st_dev not in written):
            opened[descriptor] = status.st_dev, status.st_ino
    return opened


def _places(work: str) -> list[tuple[str, int, int]]:
    """Of all that can be written, what is no plain file in the working folder, nor a folder that leads to one."""
    others = []
    for place in _WRITABLE:
        for parent, folders, names in os.walk(place):
            inside = parent == work or parent.startswith(work + os.sep)
            for name in (*folders, *names):
                path = os.path.join(parent, name)
                status = os.lstat(path)
                plain = stat.S_ISREG(status.st_mode) and stat.S_IMODE(status.st_mode) == _FILE
                folder = stat.S_ISDIR(status.st_mode) and stat.S_IMODE(status.st_mode) == _FOLDER
                leads = folder and os.listdir(path)
                if not (inside and (plain or leads)):
                    size = status.st_size if stat.S_ISREG(status.st_mode) else 0
                    others.append((path, status.st_mode, size))
    return sorted(others)


def run(shell: Shell, channel: socket.socket, request: Request, traced: bool = False) -> list[str]:
    """Run a request's cells; the working directory is laid already. Sends a frame at the start and at the end of each cell.

    Gives, where it is asked for, what the cells left beside variables and files; see `traces`.
    """
    # Cells run inside an event loop, as a kernel's do: what they create lives on there, `asyncio.run` refuses.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop.run_until_complete(_traced(shell, channel, request, traced))


async def _traced(shell: Shell, channel: socket.socket, request: Request, traced: bool) -> list[str]:
    outputs = Outputs(request.limits.cell_bytes, request.limits.cell_values)
    streams = connect(shell, outputs)
    # Where a failure stops the run, what could not be done must not pass for done.
    shell.strict = bool(request.fatal)
    work = os.getcwd()
    before = traces(work) if traced else {}
    await _all(shell, channel, request, outputs, streams)
    return left(before, traces(work)) if traced else []


async def _all(
    shell: Shell, channel: socket.socket, request: Request, outputs: Outputs, streams: tuple[Stream, Stream]
) -> None:
    limits = request.limits
    sent = values = 0
    end = "done"
    for index, source in request.code:
        _tell(channel, begins=index)
        outputs.begin(index)
        number = shell.execution_count
        succeeded = await _one(shell, source)
        for stream in streams:
            with contextlib.suppress(Exception):
                stream.flush()
        for earlier in sorted(outputs.touched - {index}):
            # An earlier cell, whose display was updated, keeps its own number.
            _tell(channel, cell=earlier, outputs=outputs.cells[earlier], execution_count=None)
        outputs.touched.clear()
        _tell(
            channel,
            cell=index,
            outputs=outputs.kept,
            execution_count=number,
            failed=not succeeded,
            cut=outputs.cut,
        )
        sent += min(outputs.weight, outputs.cell_bytes)  # what was cut weighs nothing any more
        values += min(outputs.values, outputs.cell_values)
        if sent > limits.total_bytes or values > limits.total_values:
            return _tell(channel, end="flood")
        if shell.exit_now:
            return _tell(channel, end="dead")
        if not succeeded and index in request.fatal:
            end = "failed"
            break
        await asyncio.sleep(0)
    for path, content in changed(request.files, os.getcwd()) if request.back else ():
        _tell(channel, left=path, content=content)
    return _tell(channel, end=end)


async def _one(shell: Shell, source: str) -> bool:
    """Run one cell as ipykernel's `do_execute` does, and say whether it succeeded; an interruption counts only while it runs."""
    result = failure = None
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        shell.display_failed = False
        try:
            code = shell.transform_cell(source)
        except Exception:
            code, failure = source, sys.exc_info()
        cell = shell.run_cell_async(source, store_history=True, transformed_cell=code, preprocessing_exc_tuple=failure)
        # Only a cell with these words can need the loop: to look further is to compile it once more.
        if ("await" in code or "async" in code) and shell.should_run_async(
            source, transformed_cell=code, preprocessing_exc_tuple=failure
        ):
            task = asyncio.ensure_future(cell)
            loop = asyncio.get_running_loop()
            signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(task.cancel))
            result = await task
        else:
            result = _at_once(cell)
    except BaseException:
        # IPython itself was broken by the cell, or interrupted in its own code.
        with contextlib.suppress(BaseException):
            shell.showtraceback(running_compiled_code=True)
    finally:
        with contextlib.suppress(BaseException):
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        with contextlib.suppress(BaseException):
            signal.signal(signal.SIGINT, signal.SIG_IGN if previous is None else previous)
    return result is not None and result.success and not shell.display_failed


def _at_once(cell: Coroutine[Any, Any, Any]) -> Any:
    """The result of a cell that waits for nothing; RuntimeError where it does."""
    try:
        cell.send(None)
    except StopIteration as end:
        return end.value
    cell.close()
    raise RuntimeError("the cell waits: it needs the event loop")


def _tell(channel: socket.socket, **frame: object) -> None:
    send(channel, msgspec.json.encode(frame))


def look_here_first() -> None:
    """Find modules beside the notebook as IPython does: after the standard library, before what is installed."""
    path = [p for p in sys.path if p]
    place = next(
        (i for i, p in enumerate(path) if os.path.basename(p) in ("site-packages", "dist-packages")),
        len(path),
    )
    sys.path[:] = [*path[:place], "", *path[place:]]
