"""Do the strips work inside a typst document, every figure's? What colours they have, test_drawing says."""

import typst

from clinic.figures import strip, title

from .conftest import FIGURES

PAGE = '#set page(width: 210mm, height: auto, margin: 15mm)\n#set text(size: 12pt, lang: "en")\n'


def a_document(folder):
    """One page: each figure's name, and its strip in a row."""
    lines = [PAGE]
    for i, figure in enumerate(FIGURES):
        files = [f"{i}-{j}.svg" for j in range(len(strip(figure, "left")))]
        for name, drawing in zip(files, strip(figure, "left"), strict=True):
            (folder / name).write_text(drawing, encoding="utf-8")
        row = "".join(f'image("{name}"), ' for name in files)
        lines.append(f"#block[{title(figure, 'left')}]\n#grid(columns: (1fr,) * 4, gutter: 4mm, {row})")
    (folder / "handout.typ").write_text("\n".join(lines), encoding="utf-8")
    return folder / "handout.typ"


def test_every_strip_is_set_on_paper(tmp_path):
    document = a_document(tmp_path)
    assert typst.compile(document)[:5] == b"%PDF-"
    pictures = typst.compile(document, format="svg").decode().count("data:image/svg")
    assert pictures == sum(len(strip(figure)) for figure in FIGURES)
