"""How long the program takes from its start to a window one can use, and how much memory it holds then.

    python tests/bench/start.py

A fresh process each time, as a person starts it: the console script's own path, until the welcome has been
drawn and the event loop is idle. The first start after an update reads everything from disk and is told apart.
"""

import os
import statistics
import subprocess
import sys
import time

_CHILD = """
import resource, sys, tempfile, time
from pathlib import Path
from ui import main as console
from importlib import import_module
start = import_module("ui.start")
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
shown = start.Window.show

def show(window):
    shown(window)
    def idle():
        print(time.time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        sys.stdout.flush()
        QApplication.quit()
    QTimer.singleShot(0, idle)

start.Window.show = show
console.main(["--settings", tempfile.mkdtemp()])
"""
_TIMES = 7


def once() -> tuple[float, float]:
    """Seconds to an idle window, and megabytes held, of one fresh start."""
    begun = time.time()
    told = subprocess.run([sys.executable, "-c", _CHILD], capture_output=True, text=True, check=True).stdout
    idle, kilobytes = told.split()
    return float(idle) - begun, int(kilobytes) / 1024


def main() -> None:
    """Print the figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    first, _ = once()
    runs = [once() for _ in range(_TIMES)]
    times, held = [each[0] for each in runs], [each[1] for each in runs]
    print(f"start to a usable window, first time  {first:6.2f} s")
    print(f"start to a usable window, median of {_TIMES} {statistics.median(times):6.2f} s")
    print(f"memory held then (peak)               {max(held):6.0f} MB")


if __name__ == "__main__":
    main()
