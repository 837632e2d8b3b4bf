"""Candidates looked up by name, however it is spelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Set
from typing import TypeVar

from epreuves.variants.attribution import CandidateId, candidate_id

T = TypeVar("T")


class Candidates(Set[str]):
    """A set of candidates, each spelled as it was given last; any spelling is in it."""

    def __init__(self, spelled: Iterable[str] = ()) -> None:
        self._spelled = {candidate_id(candidate): candidate for candidate in spelled}

    def __contains__(self, candidate: object) -> bool:
        return isinstance(candidate, str) and candidate_id(candidate) in self._spelled

    def __iter__(self) -> Iterator[str]:
        return iter(self._spelled.values())

    def __len__(self) -> int:
        return len(self._spelled)

    def __repr__(self) -> str:
        return f"Candidates({list(self)})"

    def spelled(self, candidate: str) -> str | None:
        """The spelling under which a candidate was given; None for one who was not."""
        return self._spelled.get(candidate_id(candidate))


class ByCandidate(MutableMapping[str, T]):
    """Values by candidate: found by any spelling, listed under the spelling that each was given with."""

    def __init__(self, values: Mapping[str, T] | Iterable[tuple[str, T]] = ()) -> None:
        self._values: dict[CandidateId, tuple[str, T]] = {}
        self.update(values)

    def __getitem__(self, candidate: str) -> T:
        return self._values[candidate_id(candidate)][1]

    def __setitem__(self, candidate: str, value: T) -> None:
        self._values[candidate_id(candidate)] = candidate, value

    def __delitem__(self, candidate: str) -> None:
        del self._values[candidate_id(candidate)]

    def __contains__(self, candidate: object) -> bool:
        return isinstance(candidate, str) and candidate_id(candidate) in self._values

    def __iter__(self) -> Iterator[str]:
        return (candidate for candidate, _ in self._values.values())

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"ByCandidate({dict(self)})"
