"""How do several programs speak in one terminal without talking over each other?"""

import os
import subprocess
import sys
import threading
from collections import deque

COLOURS = {"plumb": 36, "web": 32, "worker": 33, "beat": 35}
WIDTH = max(map(len, COLOURS))


class Voice:
    """Prints whole lines, each with the name of the program that said it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._colourful = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def say(self, text: str, name: str = "plumb") -> None:
        with self._turn:
            try:
                print(f"{self._label(name)} {text}", flush=True)
            except OSError:
                # The terminal is gone; the programs still have to be ended in order.
                pass

    def relay(self, name: str, process: subprocess.Popen[bytes], last_lines: deque[str]) -> None:
        """Pass on what a program says until it falls silent, and remember the end of it."""

        def listen() -> None:
            for line in process.stdout or ():
                text = line.decode(errors="replace").rstrip()
                last_lines.append(text)
                self.say(text, name)

        threading.Thread(target=listen, name=f"relay {name}", daemon=True).start()

    def _label(self, name: str) -> str:
        label = f"{name:<{WIDTH}} |"
        return f"\033[{COLOURS.get(name, 37)}m{label}\033[0m" if self._colourful else label
