"""A candidate is found however their name is spelled."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from epreuves.variants.attribution import candidate_id
from epreuves_kit.variants.identity import ByCandidate, Candidates

#: Few names in many guises, so that the same person comes back.
GUISES = (
    str.upper,
    str.title,
    str.casefold,
    lambda name: f" {name}\t",
    lambda name: unicodedata.normalize("NFD", name),
)
spellings = st.builds(
    lambda name, guise: guise(name), st.sampled_from(["léa", "zoé.dupré", "straße", "karim"]), st.sampled_from(GUISES)
)
names = spellings | st.text(max_size=4)


class EachIsFound(RuleBasedStateMachine):
    """A mapping by candidate, beside a plain dictionary by what is compared."""

    def __init__(self):
        super().__init__()
        self.values, self.model = ByCandidate(), {}

    @rule(name=names, value=st.integers())
    def put(self, name, value):
        self.values[name] = value
        self.model[candidate_id(name)] = name, value

    @rule(name=names, value=st.integers())
    def put_where_there_is_none(self, name, value):
        assert self.values.setdefault(name, value) == self.model.setdefault(candidate_id(name), (name, value))[1]

    @rule(name=names)
    def take_away(self, name):
        assert self.values.pop(name, None) == self.model.pop(candidate_id(name), (name, None))[1]

    @rule(name=names)
    def look_up(self, name):
        assert (name in self.values) == (candidate_id(name) in self.model)
        assert self.values.get(name) == self.model.get(candidate_id(name), (name, None))[1]

    @invariant()
    def is_listed_in_order_each_under_the_spelling_of_its_value(self):
        assert list(self.values.items()) == list(self.model.values())
        assert len(self.values) == len(self.model)


test_a_mapping_by_candidate_is_one_by_what_is_compared = EachIsFound.TestCase


@given(st.lists(names), st.lists(names))
def test_a_set_of_candidates_has_each_once_and_knows_every_spelling(some, others):
    a, b = Candidates(some), Candidates(others)
    keys = {candidate_id(name) for name in some}
    assert len(a) == len(keys)
    assert all(name in a and candidate_id(a.spelled(name)) == candidate_id(name) for name in some)
    assert set(a) <= set(some)
    for name in others:
        assert (name in a) == (candidate_id(name) in keys) == (a.spelled(name) is not None)
        assert (name in a | b, name in a & b, name in b - a) == (True, name in a, name not in a)
    assert (a == b) == (keys == {candidate_id(name) for name in others})


@given(st.lists(names, unique_by=candidate_id))
def test_what_was_spelled_is_what_is_shown(spelled):
    assert list(Candidates(spelled)) == list(ByCandidate((name, 0) for name in spelled)) == spelled


def test_what_is_no_name_is_not_among_candidates():
    assert None not in Candidates([""])
    assert 0 not in ByCandidate({"": 0})
