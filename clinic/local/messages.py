"""Which catalogues of words have changed, and how do they become what gettext reads?

`python -m clinic.local.messages` compiles every `locale/**/*.po` whose `.mo` is missing or older.
"""

from pathlib import Path

from clinic.local.account import PROJECT
from clinic.local.trouble import Trouble


def compile_changed(folder: Path = PROJECT / "locale") -> list[Path]:
    """Those it compiled. A translation marked as uncertain is left out, so the English shows instead."""
    return [_compile(catalogue) for catalogue in sorted(folder.rglob("*.po")) if _is_stale(catalogue)]


def _is_stale(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < catalogue.stat().st_mtime_ns


def _compile(catalogue: Path) -> Path:
    # Babel takes a moment to load, and on most days there is nothing to compile.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        with catalogue.open("rb") as file:
            words = read_po(file, abort_invalid=True)
    except PoFileError as error:
        raise Trouble(f"{catalogue} cannot be read: {error}.") from error
    compiled = catalogue.with_suffix(".mo")
    with compiled.open("wb") as file:
        write_mo(file, words)
    return compiled


if __name__ == "__main__":
    for made in compile_changed():
        print(made.relative_to(PROJECT))
