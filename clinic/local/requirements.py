"""Are the pinned requirements still those that pyproject.toml asks for, and how are they pinned anew?

`python -m clinic.local.requirements check` needs no network; `... lock` (`make lock`) asks the package index.
"""

import hashlib
import json
import subprocess
import sys
import tomllib

from clinic.local.account import PROJECT
from clinic.local.trouble import Trouble

# Each file holds all that the one before it holds, at the same versions.
FILES = {
    "requirements.txt": (),
    "requirements-local.txt": ("--extra=local", "--constraint=requirements.txt"),
    "requirements-dev.txt": ("--extra=local", "--extra=dev", "--constraint=requirements-local.txt"),
}
COMPILE = (
    *("uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version=3.11", "--generate-hashes"),
    *("--quiet", "--no-header"),
)


def check() -> None:
    for name in FILES:
        if (PROJECT / name).read_text().splitlines()[0] != _first_line():
            raise Trouble(
                f"{name} no longer answers pyproject.toml: run `make lock` and commit what it writes."
            )


def lock(*more: str) -> None:
    """Pins that still fit are kept; `--upgrade` as a further word asks for the newest."""
    for name, options in FILES.items():
        subprocess.run(
            [sys.executable, "-m", *COMPILE, *options, f"--output-file={name}", *more],
            cwd=PROJECT,
            check=True,
        )
        path = PROJECT / name
        path.write_text(f"{_first_line()}\n{path.read_text()}")


def _first_line() -> str:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    wanted = [project["dependencies"], project["optional-dependencies"]]
    digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
    return f"# Made by `make lock` from pyproject.toml (its requirements have the digest {digest[:16]})."


def main(word: str, *more: str) -> int:
    try:
        {"check": check, "lock": lock}[word](*more)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
