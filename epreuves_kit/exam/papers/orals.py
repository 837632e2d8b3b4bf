"""The order of an oral on paper, a panel a page, and as a calendar that a diary takes."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence

from epreuves.wording.french import listed, plural, week_day
from epreuves_kit.course.folders import Course
from epreuves_kit.course.letterhead import Letterhead
from epreuves_kit.exam.papers.heading import compiled, heading
from epreuves_kit.exam.papers.oral_order import OralPassage, rows


def sheets(
    course: Course, letterhead: Letterhead, title: str, passages: Sequence[OralPassage], at: datetime.date
) -> bytes:
    """The PDF of an oral's order, a panel a page, to be put on doors and given to panels. at: the day that it is made. Raises KitError."""
    pages = []
    for panel, own in itertools.groupby(passages, key=lambda passage: passage.panel):
        of_panel = list(own)
        pages.append(
            {
                "titre": title,
                "jury": panel.name,
                "lieu": panel.place or "Lieu : ………………………………",
                "jures": listed(panel.jurors),
                "jour": week_day(of_panel[0].begins.date()),
                "lignes": [[row[0], row[3]] for row in rows(of_panel)],
                "combien": f"{len(of_panel)} {plural(len(of_panel), 'passage')}",
            }
        )
    return compiled(course, letterhead, "orals.typ", heading(course, letterhead, at) | {"feuilles": pages}, at)


def calendar(course: Course, title: str, passages: Sequence[OralPassage], at: datetime.datetime) -> bytes:
    """The same as an iCalendar file, an event a passage. at: when it is made."""
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//epreuves//oraux//FR")
    made.add("version", "2.0")
    for passage in passages:
        event = Event()
        who = listed(person.name for person in passage.people)
        event.add("uid", f"{passage.begins.isoformat()}-{passage.panel.name}@{course.root.name}".replace(" ", "-"))
        event.add("dtstamp", at)
        event.add("dtstart", passage.begins)
        event.add("dtend", passage.ends)
        event.add("summary", f"{title} — {passage.panel.name} : {who}")
        if passage.panel.place:
            event.add("location", passage.panel.place)
        if passage.panel.jurors:
            event.add("description", f"Jury : {listed(passage.panel.jurors)}")
        made.add_component(event)
    content: bytes = made.to_ical()
    return content
