"""What sets a sheet? This, in a process of its own: the content as JSON comes in, a PDF/UA-1 goes out.

Imports nothing of the house, so that it starts at once. PDF/UA refuses a sign that no font can show; a name is no
reason to withhold a sheet, so the machine's own fonts are asked then, and after them the sign becomes a question mark.
"""

import json
import re
import resource
import sys
from importlib.util import find_spec
from pathlib import Path

import typst

HERE = Path(__file__).parent
MEMORY = 2 * 1024**3
NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')


def letters() -> str:
    """The folder of Source Sans Pro's files."""
    found = find_spec("font_source_sans_pro")
    assert found is not None
    assert found.submodule_search_locations is not None
    return str(Path(next(iter(found.submodule_search_locations))) / "files")


def pdf(content: str) -> bytes:
    try:
        return _set(content)
    except typst.TypstError as error:
        if not NO_LETTER.search(str(error)):
            raise
    try:
        return _set(content, only_our_letters=False)
    except typst.TypstError as error:
        unknown = set(NO_LETTER.findall(str(error.diagnostic)))
        return _set(_without(content, unknown), only_our_letters=False)


def _set(content: str, *, only_our_letters: bool = True) -> bytes:
    return bytes(
        typst.compile(
            str(HERE / "handout.typ"),
            root=str(HERE),
            font_paths=[letters()],
            ignore_system_fonts=only_our_letters,
            sys_inputs={"content": content},
            pdf_standards=["ua-1"],
        )
    )


def _without(content: str, unknown: set[str]) -> str:
    for sign in unknown:
        content = content.replace(sign, "?")
    return content


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # Anew, so that every sign stands as itself and can be found.
    content = json.dumps(json.load(sys.stdin), ensure_ascii=False)
    sys.stdout.buffer.write(pdf(content))


if __name__ == "__main__":
    main()
