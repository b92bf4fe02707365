"""The colours of documents: what the names of colours in a picture mean on paper."""

INKS = {
    "ink": "#1F2933",
    "ink2": "#3A4754",
    "muted": "#5F6C7B",
    "paper": "#FFFFFF",
    "ground": "#F7F8FA",
    "line": "#DDE2E8",
    "line2": "#EBEEF2",
    "strong": "#8793A1",
    "warn": "#8A4B00",
    "bad": "#A32A2A",
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "plum": "#8B1E5B",
    "grey": "#7A8794",
    "green": "#009E73",
    "run": "#FBE6DC",
    "no_record": "#F1ECE0",
    "no_record_ink": "#6B5F3F",
    "no_record_edge": "#B8AB8C",
    "tail": "#9FB4C7",
    "status_plan": "#F3C97B",
    "status_need": "#F3EDAA",
    "status_care": "#B5DBF4",
    "status_other": "#E3E8DC",
}
"""The light column of the window's own table: what is printed looks as what was on screen."""


def ink(token: str) -> str:
    """The colour of a token, or of a "#RRGGBB" as it is."""
    return token if token.startswith("#") else INKS[token]


def mixed(over: str, share: float, under: str = "#FFFFFF") -> str:
    """`share` (0 to 1) of one "#RRGGBB" laid over another."""
    parts = zip((1, 3, 5), (1, 3, 5), strict=True)
    return "#" + "".join(
        f"{round(int(over[a : a + 2], 16) * share + int(under[b : b + 2], 16) * (1 - share)):02X}"
        for a, b in parts
    )
