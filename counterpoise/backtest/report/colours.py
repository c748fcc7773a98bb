"""Colours that tell apart for the colour-blind too, on paper and in the dark."""

from __future__ import annotations

# Hues after Okabe and Ito (2008), each as dark, or as light, as it must be to stand out from its
# paper (3:1, WCAG 2.1, 1.4.11) and from all others to every eye: they lie 30 apart in CIELAB with
# any one kind of cone missing. Pairs: in the light, in the dark.
HUES = (
    ("#013dc8", "#3784f7"),  # blue
    ("#683800", "#e84f26"),  # vermilion, as brown where it is dark
    ("#2fa670", "#3df08e"),  # green
    ("#d65fc0", "#ce569d"),  # reddish purple
    ("#929a05", "#ffca18"),  # yellow, as olive where it is dark
    ("#222222", "#f5f5f5"),  # black or white
)
DASHES = ("solid", "dash", "dot", "dashdot")  # the second sign, once all hues are taken

INK = ("#212529", "#e9ecef")
GRID = ("#dee2e6", "#343a40")
# Fills behind lines: a wide band, and the narrow one on top of it.
OUTER = ("rgba(173,181,189,0.22)", "rgba(173,181,189,0.14)")
INNER = ("rgba(173,181,189,0.40)", "rgba(173,181,189,0.20)")
PAPER = ("#ffffff", "#14171a")
SOFT = ("#6c757d", "#a7afb7")

GAIN, LOSS, WHOLE = HUES[0], HUES[1], SOFT

DARK = dict((*HUES, INK, GRID, PAPER, SOFT, OUTER, INNER))


def hue(place: int) -> str:
    """The colour of the line at a place, in the light."""
    return HUES[place % len(HUES)][0]


def dash(place: int) -> str:
    """Its dash: another one for each round of the hues."""
    return DASHES[place // len(HUES) % len(DASHES)]
