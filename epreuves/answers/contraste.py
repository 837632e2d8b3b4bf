"""Contrast of two colours, as WCAG 2.2 defines it.

Source: W3C, Web Content Accessibility Guidelines 2.2, « relative luminance » and « contrast ratio »
(https://www.w3.org/TR/WCAG22/#dfn-relative-luminance); 3:1 for graphical objects is criterion 1.4.11.
"""

import re

GRAPHICAL_OBJECTS = 3.0
_HEX = re.compile(r"#[0-9a-f]{6}", re.ASCII)


def relative_luminance(colour: str) -> float:
    """Relative luminance in [0, 1] of a colour « #rrggbb » (sRGB); raises ValueError for anything else."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"couleur attendue sous la forme #rrggbb, reçu {colour!r}")
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    # 0.04045 is sRGB's threshold; WCAG first printed 0.03928, which changes no 8-bit colour.
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, from 1 (same luminance) to 21 (black and white)."""
    low, high = sorted((relative_luminance(first), relative_luminance(second)))
    return (high + 0.05) / (low + 0.05)


def over(rgba: tuple[float, float, float, float], background: str) -> str:
    """The colour seen when `rgba` (channels in [0, 1]) lies over an opaque background « #rrggbb »."""
    alpha = min(max(rgba[3], 0.0), 1.0)
    seen = []
    for channel, at in zip(rgba[:3], (1, 3, 5), strict=True):
        under = int(background[at : at + 2], 16) / 255
        seen.append(round(255 * (min(max(channel, 0.0), 1.0) * alpha + under * (1 - alpha))))
    return "#{:02x}{:02x}{:02x}".format(*seen)
