"""Which colours does a theme have?

Each part of a drawing carries a class, so that a page's stylesheet may colour it, and the theme's colour as a
presentation attribute, so that it is right without one.
"""

Colours = dict[str, str]

LIGHT: Colours = {
    "line": "#2f3b40",
    "skin": "#efe6da",
    "hair": "#9d9186",
    "shirt": "#a9c0bf",
    "shorts": "#5d767b",
    "far-skin": "#cfc6ba",
    "far-shirt": "#869d9d",
    "far-shorts": "#475d62",
    "works": "#c9622f",
    "stretches": "#2f6fb0",
    "prop": "#e3dccf",
    "prop-dark": "#cfc6b5",
    "prop-line": "#8d8675",
    "ground": "#ebe5da",
    "wall": "#f1ece2",
    "arrow": "#7a2f5a",
    "caution": "#b3261e",
    "ghost": "#bfb9ae",
    "paper": "#ffffff",
    "tool": "#ffffff",
    "word": "#2f3b40",
}
DARK: Colours = LIGHT | {
    "line": "#14191b",
    "skin": "#e6dccf",
    "hair": "#857a70",
    "shirt": "#8fabab",
    "shorts": "#4d686e",
    "far-skin": "#a59d92",
    "far-shirt": "#6b8484",
    "far-shorts": "#3b5257",
    "prop": "#4a4a45",
    "prop-dark": "#3a3a36",
    "prop-line": "#85816f",
    "ground": "#33342f",
    "wall": "#282a28",
    "arrow": "#f0a8d0",
    "caution": "#ff8a7a",
    "ghost": "#6d6a63",
    "paper": "#1b1d1c",
    "tool": "#f3f0e8",
    "word": "#f3f0e8",
    "works": "#e07b3c",
    "stretches": "#4f97dd",
}
PRINT: Colours = {
    "line": "#000",
    "skin": "#fff",
    "hair": "#d9d9d9",
    "shirt": "#f0f0f0",
    "shorts": "#cfcfcf",
    "far-skin": "#dadada",
    "far-shirt": "#c9c9c9",
    "far-shorts": "#a8a8a8",
    "works": "#4a4a4a",
    "stretches": "#000",
    "prop": "#f4f4f4",
    "prop-dark": "#e2e2e2",
    "prop-line": "#555",
    "ground": "#f0f0f0",
    "wall": "#fafafa",
    "arrow": "#000",
    "caution": "#000",
    "ghost": "#bbb",
    "paper": "#fff",
    "tool": "#fff",
    "word": "#000",
}
THEMES: dict[str, Colours] = {"light": LIGHT, "dark": DARK, "print": PRINT}
