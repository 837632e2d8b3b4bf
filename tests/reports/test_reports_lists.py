"""Names in a row, as a French sentence has them."""

import pytest

from epreuves.wording.french import listed


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (("a", "b", "c"), "a, b et c")]
)
def test_names_in_a_row_end_with_et(names, said):
    assert listed(names) == said
