"""What the measure of a resemblance promises, whatever the texts: symmetric, nothing without a common run, all where one holds the other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from epreuves_kit.exam.likeness.measure import (
    COMMON_COPIES,
    LEAST_OWN,
    LONG_PASSAGE,
    MAXIMUM_TEXT,
    RUN,
    SoughtText,
    TextCouple,
    couples,
    runs,
    share,
    worded,
)

WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzéèàç", min_size=1, max_size=9), min_size=0, max_size=60)


def of(text: str) -> frozenset[int]:
    return frozenset(runs(worded(text).words))


def paragraph(prefix: str, words: int) -> str:
    """Words that stand nowhere else, each once."""
    return " ".join(f"{prefix}{at}" for at in range(words))


def compared(*texts: str, statement: str = "", least: float = 0.2) -> list[TextCouple]:
    """The couples of texts of as many people."""
    sought = [SoughtText(at, frozenset({str(at)}), worded(text)) for at, text in enumerate(texts)]
    return couples(sought, of(statement), least)[0]


@given(WORDS, WORDS, WORDS)
def test_the_share_is_the_same_both_ways_and_between_none_and_all(first, second, both):
    one, other = " ".join(first + both), " ".join(both + second)
    assert share(of(one), of(other)) == share(of(other), of(one))
    assert 0 <= share(of(one), of(other)) <= 1


@given(WORDS, WORDS)
def test_texts_without_a_common_run_have_no_share(first, second):
    one, other = " ".join(f"x{w}" for w in first), " ".join(f"y{w}" for w in second)
    assert share(of(one), of(other)) == 0


@given(WORDS.filter(lambda words: len(words) >= RUN), WORDS, WORDS)
def test_a_text_that_stands_whole_in_another_has_all_its_share(inner, before, after):
    assert share(of(" ".join(inner)), of(" ".join(before + inner + after))) == 1


@given(st.lists(st.text("abcdeéèàçœ'", min_size=2, max_size=9), min_size=RUN, max_size=40))
def test_case_accents_punctuation_and_what_nobody_sees_change_nothing(words):
    typed = " ".join(words)
    other = ", ".join(words).upper().replace("É", "E\u0301").replace("'", "’").replace("B", "\u200bB\u202e\u200d")
    assert worded(typed).words == worded(other).words


@settings(max_examples=40)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 120))
def test_couples_are_the_same_both_ways_and_their_marks_are_what_is_in_common(before, after, common):
    both = paragraph("c", common)
    one = f"{paragraph('a', before)} {both}. {paragraph('b', 30)}"
    other = f"{paragraph('d', 30)} {both}; {paragraph('e', after)}"
    there, back = compared(one, other), compared(other, one)
    assert [(c.share, c.words, c.passage_words) for c in there] == [(c.share, c.words, c.passage_words) for c in back]
    shorter = min(before + common + 30, after + common + 30) - RUN + 1
    told = shorter >= LEAST_OWN and common >= RUN and ((common - RUN + 1) / shorter >= 0.2 or common >= LONG_PASSAGE)
    assert bool(there) == told
    for couple in there:
        assert couple.words == couple.passage_words == common
        assert couple.passage == both
        marked = [text[a:b] for text, spans in zip((one, other), couple.spans, strict=True) for a, b in spans]
        assert marked == [both, both]


@given(st.integers(LEAST_OWN + RUN, 90), st.integers(0, 30))
def test_what_the_statement_gives_never_counts(given_words, own_words):
    statement = paragraph("s", given_words)
    one, other = (f"{statement} {paragraph(letter, own_words)}" for letter in "ab")
    assert compared(one, other, statement=statement) == []
    assert len(compared(one, other)) == 1


def test_an_expression_of_the_course_does_not_count_and_two_copies_of_three_are_not_the_course():
    course = paragraph("cours", 30)
    texts = [f"{course} {paragraph(f'copie{n}x', 40)}" for n in range(COMMON_COPIES)]
    assert compared(*texts) == []
    assert len(compared(*texts[:-1])) == (COMMON_COPIES - 1) * (COMMON_COPIES - 2) // 2
    # One in three and no more: those who share it are told, however many the others.
    others = [paragraph(f"autre{n}x", 60) for n in range(2 * COMMON_COPIES)]
    assert len(compared(*texts, *others)) == COMMON_COPIES * (COMMON_COPIES - 1) // 2


def test_nobody_is_compared_with_their_own_nor_two_earlier_sessions_with_each_other():
    text = worded(paragraph("a", 60))
    same = [SoughtText(0, frozenset({"lea"}), text), SoughtText(1, frozenset({"lea", "karim"}), text)]
    assert couples(same, set())[0] == []
    past = [SoughtText(n, frozenset({str(n)}), text, earlier=True) for n in (1, 2)]
    now = SoughtText(0, frozenset({"0"}), text)
    assert [(c.first, c.second) for c in couples([now, *past], set())[0]] == [(0, 1), (0, 2)]
    assert couples(past, set())[0] == []


def test_a_passage_moved_and_cut_in_two_is_told_by_its_longest_piece():
    first, second = paragraph("p", 40), paragraph("q", 20)
    (found,) = compared(f"{first} milieu {second}", f"{second} autre {first}")
    assert (found.words, found.passage_words, found.passage) == (60, 40, first)


def test_a_text_without_end_is_compared_by_its_beginning_and_a_word_typed_for_ever_ends():
    long = worded("mot " * 2_000_000)
    assert long.cut
    assert len(long.shown) == MAXIMUM_TEXT
    assert compared("mot " * 100_000, "mot " * 100_000) == []
    rhymed = " ".join(paragraph(f"r{n % 40}x", 6) for n in range(1_000))
    (found,) = compared(rhymed, rhymed)
    assert found.share == 1
