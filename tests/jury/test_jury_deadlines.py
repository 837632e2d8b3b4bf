"""Delays counted as the code of civil procedure counts them: from the day after, to a working day."""

import calendar
import datetime

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from epreuves.wording.errors import KitError
from epreuves_kit.jury.deadlines import Delay, delay, holidays, last_day

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 12, 31))
DELAYS = st.builds(Delay, st.integers(1, 366), st.just("jours")) | st.builds(Delay, st.integers(1, 24), st.just("mois"))


@pytest.mark.parametrize(
    ("event", "written", "end"),
    [
        ("2026-07-03", "2 mois", "2026-09-03"),
        ("2026-12-31", "2 mois", "2027-03-01"),  # there is no 31 February, and the 28th is a Sunday
        ("2027-12-31", "2 mois", "2028-02-29"),  # a leap year's last day of February, a Tuesday
        ("2026-09-14", "2 mois", "2026-11-16"),  # 14 November is a Saturday
        ("2026-06-30", "15 jours", "2026-07-15"),
        ("2026-06-29", "15 jours", "2026-07-15"),  # 14 July is a holiday
        ("2026-04-03", "1 jour", "2026-04-07"),  # a Saturday, Easter Sunday and Monday follow
        ("2026-04-30", "1 jour", "2026-05-04"),  # 1 May, then a week-end
    ],
)
def test_a_delay_ends_on_the_day_that_the_code_says(event, written, end):
    assert last_day(datetime.date.fromisoformat(event), delay(written)) == datetime.date.fromisoformat(end)


@given(DAYS, DELAYS)
def test_the_last_day_is_the_first_working_day_from_the_one_that_the_calendar_gives(event, due):
    """Against another reckoning of months and of Easter."""
    step = relativedelta(**{"days" if due.unit == "jours" else "months": due.count})
    plain, end = event + step, last_day(event, due)
    closed = [plain + datetime.timedelta(days=rank) for rank in range((end - plain).days)]

    def off(day):
        sunday = easter(day.year)
        movable = [sunday + datetime.timedelta(days=rank) for rank in (1, 39, 50)]
        fixed = ("01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25")
        return day.weekday() >= calendar.SATURDAY or day in movable or f"{day:%m-%d}" in fixed

    assert plain <= end
    assert all(map(off, closed))
    assert not off(end)


def test_a_year_has_eleven_holidays_but_where_two_fall_together():
    # In 2008, Ascension was on 1 May.
    assert (len(holidays(2026)), len(holidays(2008))) == (11, 10)


@given(DELAYS)
def test_a_delay_is_read_as_it_is_told(due):
    assert delay(str(due)) == due


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2",
        "0 mois",
        "25 mois",
        "367 jours",
        "deux mois",
        "2 ans",
        "-1 jour",
        "2 mois et 3 jours",
        "٢ mois x",
    ],
)
def test_what_is_no_delay_is_refused(written):
    with pytest.raises(KitError, match="n'est pas un délai"):
        delay(written)
