"""Matplotlib's artists: the part of them that is seen, their colours, texts and numbers, bounded."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from epreuves.answers.charts.description import MAX_LABEL, MAX_LABELS
from epreuves.wording.inert import clean_text

NOTHING = (0.0, 0.0, 0.0, 0.0)  # a colour that cannot be seen


class Frame:
    """The part of a pair of axes that is seen: the places within its limits."""

    def __init__(self, ax: Any) -> None:
        self._spans = [_wide(*sorted(limits)) for limits in (ax.get_xlim(), ax.get_ylim())]

    def holds(self, x: float, y: float) -> bool:
        """True if a place is within the limits; one that is no number is not out of them."""
        return not any(at < low or at > high for at, (low, high) in zip((x, y), self._spans, strict=True))


def _wide(low: float, high: float) -> tuple[float, float]:
    # What touches the frame is seen; ten digits are enough for an edge.
    slack = 1e-9 * (high - low) + 1e-12 * max(abs(low), abs(high))
    return low - slack, high + slack


def within(frame: Frame, artist: Any, places: Iterable[tuple[float, float]]) -> list[bool]:
    """For each place of an artist, True where it is seen; all are where it is not cut off at the frame."""
    cut = artist.get_clip_on()
    return [not cut or frame.holds(x, y) for x, y in places]


def clear(*colours: Any) -> bool:
    """True if none of the colours (four channels in [0, 1]) can be seen."""
    return all(float(colour[3]) <= 0 for colour in colours)


def visible(patch: Any) -> bool:
    """True if a patch is seen at all: by its inside, or by its edge."""
    edge = patch.get_edgecolor() if patch.get_linewidth() > 0 else NOTHING
    return bool(patch.get_visible()) and not clear(patch.get_facecolor(), edge)


def main_colour(patch: Any) -> Any:
    """The colour that a patch is seen by: its inside's, else its edge's."""
    return patch.get_edgecolor() if clear(patch.get_facecolor()) else patch.get_facecolor()


def background_of(patch: Any, under: str) -> str:
    """The colour « #rrggbb » behind what is drawn on a patch that lies over `under`."""
    return over(patch.get_facecolor(), under) if patch.get_visible() else under


def colours_seen(colours: Any, background: str) -> tuple[str, ...]:
    """Distinct colours as seen, in order of appearance."""
    seen = dict.fromkeys(over(colour, background) for colour in colours if float(colour[3]) > 0)
    return tuple(seen)[:MAX_LABELS]


def over(rgba: Sequence[float], background: str) -> str:
    """The colour seen when `rgba` (four channels in [0, 1]) lies over an opaque background « #rrggbb »."""
    *channels, alpha = (min(max(float(channel), 0.0), 1.0) for channel in rgba)
    under = [level / 255 for level in bytes.fromhex(background[1:])]
    seen = [c * alpha + u * (1 - alpha) for c, u in zip(channels, under, strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*(round(255 * level) for level in seen))


def numbers_of(values: Any) -> tuple[float | None, ...]:
    """Numbers of ten digits, enough to compare and half the size; None for those that are not finite."""
    numbers = [float(value) for value in values]
    return tuple(float(f"{value:.10g}") if math.isfinite(value) else None for value in numbers)


def keys_of(values: list[Any]) -> tuple[str | float, ...]:
    """Places as keys, bounded: texts, or numbers of ten digits; empty for those that are not finite."""
    return tuple(
        text_of(value) if type(value) is str else float(f"{value:.10g}") if math.isfinite(value) else ""
        for value in values
    )


def label_of(artist: Any) -> str:
    """An artist's label; matplotlib's own (« _child0 ») are none."""
    label = artist.get_label()
    return "" if type(label) is not str or label.startswith("_") else text_of(label)


def text_of(text: Any) -> str:
    """A text on one line, cut at MAX_LABEL characters; empty for anything else."""
    return " ".join(clean_text(text)[: 4 * MAX_LABEL].split())[:MAX_LABEL] if issubclass(type(text), str) else ""


def texts_of(texts: list[Any]) -> tuple[str, ...]:
    """Texts, without the empty ones, MAX_LABELS at most."""
    return tuple(kept for text in texts[: 2 * MAX_LABELS] if (kept := text_of(text)))[:MAX_LABELS]
