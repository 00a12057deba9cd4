"""Does the command write every figure to one page?"""

from django.core.management import call_command

from .conftest import FIGURES


def test_the_sheet_command_writes_every_figure(tmp_path, capsys):
    out = tmp_path / "sheet.html"
    call_command("figures", sheet=out)
    page = out.read_text(encoding="utf-8")
    assert page.count("<section>") == len(FIGURES)
    assert "<script" not in page
    assert str(out) in capsys.readouterr().out
