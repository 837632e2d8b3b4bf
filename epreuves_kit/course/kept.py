"""Results that were worked out once and are kept, under the digest of what they hang on."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Generic, TypeVar

import msgspec

from epreuves.machine import replace

try:
    import fcntl
except ImportError:  # Windows: several processes that ask at once each work it out
    fcntl = None  # type: ignore[assignment]

#: Folder of the course where the kit keeps what it can work out again; the instructors' alone.
OWN = ".epreuves"

T = TypeVar("T")


class Kept(Generic[T]):
    """Values of one type in a folder, each under a name and the digest of what it hangs on.

    A name has one value, the last that was put. A value that is damaged, or that hangs on something else, is as good as absent.
    A folder that cannot be written keeps nothing, and nobody is the worse for it; nor is a value kept that has an integer beyond 64 bits.
    """

    def __init__(self, folder: Path, type: type[T]) -> None:
        self._folder, self._type = folder, type

    def get(self, name: str, digest: str) -> T | None:
        """The value put under this name and this digest; None where there is none to be trusted."""
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            seal, _, content = self._place(name, digest).read_bytes().partition(b"\n")
            if seal == _seal(content):
                return msgspec.msgpack.decode(content, type=self._type)
        return None

    def put(self, name: str, digest: str, value: T) -> None:
        """Keep a value in place of the one that the name had: whole, or not at all."""
        place = self._place(name, digest)
        with contextlib.suppress(OSError, OverflowError):
            content = msgspec.msgpack.encode(value)
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace(place, _seal(content) + b"\n" + content, 0o600)
            for older in self._folder.glob(f"{name}-*"):
                if older != place:
                    older.unlink(missing_ok=True)

    def once(self, name: str, digest: str, work: Callable[[], T]) -> T:
        """The value as kept, or worked out and kept; several processes that ask at once work it out once."""
        with self._alone(name):
            value = self.get(name, digest)
            if value is None:
                value = work()
                self.put(name, digest, value)
            return value

    def files(self) -> list[Path]:
        """The files of all values, in order."""
        return sorted(self._folder.glob("*-*"))

    @contextlib.contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                lock = stack.enter_context((self._folder / f"{name}.verrou").open("w"))
                if fcntl is not None:
                    fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _place(self, name: str, digest: str) -> Path:
        return self._folder / f"{name}-{digest}"


def _seal(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).hexdigest().encode()


def code_files(*modules: ModuleType) -> list[Path]:
    """The files of these modules, all those of the packages among them, and the first of each package that they are in."""
    files: set[Path] = set()
    for module in modules:
        path = Path(str(module.__file__))
        if hasattr(module, "__path__"):
            files |= set(path.parent.rglob("*"))
            path = path.parent
        files |= {path, path.with_name("__init__.py")}
    return sorted(path for path in files if path.is_file() and "__pycache__" not in path.parts)


def name_in_packages(path: Path) -> str:
    """A file of the packages by its place in them, wherever they are installed: « epreuves_kit/marking/marks.py »."""
    start = max(place for place, part in enumerate(path.parts) if part in ("epreuves", "epreuves_kit"))
    return "/".join(path.parts[start:])


@functools.cache
def code(*modules: ModuleType) -> str:
    """Digest of the code of these modules and packages: what was worked out by another version is not taken for this one's."""
    return digest(*(name_in_packages(p).encode() + b"\0" + p.read_bytes() for p in code_files(*modules)))


def digest(*parts: bytes) -> str:
    """Digest of these bytes, told apart."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()
