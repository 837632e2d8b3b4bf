"""The same marking on a Dask cluster: copies go out as bytes, marked ones come back as bytes, and the course stays where it is.

Each worker process has a warm walled parent of its own, and the assignment laid in a private folder; neither needs a file system
shared with the course. The code of a copy runs behind that parent's walls, never in the Dask worker.
"""

from __future__ import annotations

import contextlib
import logging
import time
import uuid
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from distributed import Client, Future, KilledWorker, wait

from epreuves.gradebook.cluster_worker import Served, Warm, mark, probe, signature
from epreuves.gradebook.handed import Desk, Handed, Marked
from epreuves.gradebook.results import Outcome, failed
from epreuves.runner.sandbox import Mode

#: Seconds to reach the scheduler, to see a first worker, and to see one come back where all are gone.
REACH, FIRST, ALONE = 10, 30, 60
#: Copies given to a worker's thread at once: one under way, one waiting; and bytes of all that are under way.
_AHEAD, _BYTES = 2, 512 << 20
#: Copies read in one go, at most, before what is known of them is told.
_TOGETHER = 32
_ENCODER, _DECODER = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Marked)

DIED = "Le processus qui corrigeait la copie s'est arrêté à chaque essai (mémoire épuisée ?) : elle n'est pas corrigée."
LOST = "Le cluster « {} » ne répond plus. Rien n'est perdu : la même commande reprendra les copies qui restent."
NOBODY = "Le cluster « {} » n'a aucun processus de correction : lancez « dask worker {} » sur une machine au moins."


class ErreurCluster(Exception):
    """The cluster cannot be used, or no longer; a French sentence says why."""


class Cluster:
    """A Dask cluster that marks copies; a context manager.

    address: of its scheduler, « tcp://… » or « tls://… ». mode: what walls its workers are to have.
    Raises ErreurCluster where nobody answers there, or a worker is not fit to mark.
    """

    def __init__(self, address: str, mode: Mode) -> None:
        self.address, self._number = address, 0
        for name in ("distributed", "distributed.client", "distributed.core"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is said in a sentence
        warnings.filterwarnings("ignore", message="Sending large graph")
        warnings.filterwarnings("ignore", message="(?s).*Mismatched versions")  # `probe` tells those that matter
        try:
            self._client = Client(address, timeout=REACH, set_as_default=False, name="epreuves")
        except Exception as error:  # an address badly written, nobody there, another protocol
            raise ErreurCluster(
                f"Le cluster « {address} » est injoignable ({_first_line(error)}) : vérifiez l'adresse, et que « dask scheduler » y tourne."
            ) from None
        self._name = f"epreuves-{uuid.uuid4().hex[:12]}"
        self._registered: list[str] = []
        try:
            with self._speaking():
                self._register(Warm(self._name, mode))
                self.warning = self._checked()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster, with nothing of ours kept there."""
        with contextlib.suppress(Exception):
            if self._client.status == "running":
                for name in reversed(self._registered):
                    self._client.unregister_worker_plugin(name)
        with contextlib.suppress(Exception):
            self._client.close(timeout=REACH)

    def outcomes(self, served: Served, desk: Desk, students: Sequence[str]) -> Iterator[list[Outcome]]:
        """Mark students' copies, and give outcomes as they come; few copies are held at once.

        A copy whose worker dies is given to another. Where workers die of one again and again, it is tried a last time alone, so
        that its neighbours in a worker do not suffer. Raises ErreurCluster where the cluster is gone.
        """
        with self._speaking():
            self._register(served)
        waiting, suspects = iter(students), deque[Handed]()
        flying: dict[Future, tuple[Handed, int]] = {}
        alone = False
        while True:
            told: list[Outcome] = []
            while not alone and len(told) < _TOGETHER and self._room(flying):
                student = next(waiting, None)
                if student is None:
                    alone = True
                    break
                handed = desk.read(student)
                if isinstance(handed, Outcome):
                    told.append(handed)
                else:
                    self._give(served, handed, flying)
            if alone and not flying and suspects:
                self._give(served, suspects.popleft(), flying)
                last = True
            else:
                last = alone and not suspects and False
            if told:
                yield told
            if not flying:
                if alone:
                    return
                continue
            yield self._gathered(desk, flying, None if last else suspects)
