"""How does everything that runs of Plumb's from this folder, and everything it has kept, go away?"""

import os
import shutil

from clinic.local.account import place_outside
from clinic.local.locks import end_what_runs
from clinic.local.run import VAR


def main() -> None:
    if end_what_runs(VAR):
        print("Plumb has stopped.")
    for folder in (VAR, place_outside()) if os.geteuid() == 0 else (VAR,):
        if folder.exists():
            shutil.rmtree(folder)
            print(f"Removed {folder}.")


if __name__ == "__main__":
    main()
