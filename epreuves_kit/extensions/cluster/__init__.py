"""Copies marked on a Dask cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from epreuves_kit.exam.extending import answers

if TYPE_CHECKING:
    from epreuves_kit.extensions.cluster.dask import Cluster


@answers
def cluster(address: str, mode: Any) -> Cluster:
    """The cluster at an address; raises KitError where it cannot be had."""
    from epreuves.wording.errors import KitError
    from epreuves.wording.remedies import parameter

    try:
        from epreuves_kit.extensions.cluster.dask import Cluster
    except ImportError as error:
        raise KitError(
            f"{parameter('autograde', '--scheduler')} demande le paquet « distributed » ({error}) : pip install 'epreuves[cluster]'."
        ) from None
    return Cluster(address, mode)
