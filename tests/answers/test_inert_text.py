"""What of a text is kept: what people can see, as they wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epreuves.wording.inert import visible_text


@pytest.mark.parametrize(
    "text",
    [
        "Bien vu\u00a0!",
        "« 12\u202f500 € »",
        "e\u0301te\u0301",
        "👩\u200d🏫 merci",
        "ligne\net\tcolonne",
        "Ægir, naïf, œuvre",
    ],
)
def test_what_is_written_in_french_stays_as_it_is(text: str):
    assert visible_text(text) == text


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\x07", "\u202e", "\u2066", "\ufeff", "\u200b", "\ue000", "\r"])
def test_what_nobody_sees_goes(hidden: str):
    assert visible_text(f"a{hidden}b") == "ab"


def test_ends_of_line_go_where_one_line_is_asked_for():
    assert visible_text("a\nb\tc d", kept="") == "abc d"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str):
    once = visible_text(text)
    assert visible_text(once) == once
    assert set(once) <= set(text)
