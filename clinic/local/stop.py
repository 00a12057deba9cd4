"""How is the Plumb that runs from this folder stopped from elsewhere?"""

from clinic.local.locks import end_what_runs
from clinic.local.run import VAR


def main() -> None:
    print("Plumb has stopped." if end_what_runs(VAR) else "Plumb was not running from this folder.")


if __name__ == "__main__":
    main()
