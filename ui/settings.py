"""What the window remembers between runs: sizes and preferences, and nothing about any case.

Folder and file names carry family names, so nothing that could be one is ever written: a value is a number,
a yes or no, a list of those, or words from a plain key alphabet such as the names of columns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import platformdirs

Value = bool | int | float | str | list[int] | list[str]
_PLAIN = re.compile(r"[a-z][a-z0-9_]{0,40}")


class Settings:
    """A small JSON file in the platform's folder for settings, or in a folder that is given."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(platformdirs.user_config_dir("review-panel-workbench", appauthor=False))
        self._file = self.folder / "settings.json"
        self._values: dict[str, Value] = self._read()

    @property
    def seen_here(self) -> Path:
        """Where the last change number and head seen of each case file are kept, by the file's random id."""
        return self.folder / "seen.json"

    def _read(self) -> dict[str, Value]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # Without its sizes the window opens at its first ones; nobody needs to be told.
            return {}
        return found if isinstance(found, dict) else {}

    def number(self, key: str, otherwise: int) -> int:
        """A whole number, or `otherwise` where none is remembered."""
        found = self._values.get(key)
        return found if isinstance(found, int) and not isinstance(found, bool) else otherwise

    def word(self, key: str, otherwise: str = "") -> str:
        """One word of the plain alphabet."""
        found = self._values.get(key)
        return found if isinstance(found, str) else otherwise

    def numbers(self, key: str) -> list[int]:
        """A list of whole numbers; empty where none is remembered."""
        found = self._values.get(key)
        return [each for each in found if isinstance(each, int)] if isinstance(found, list) else []

    def words(self, key: str) -> list[str]:
        """A list of plain words; empty where none is remembered."""
        found = self._values.get(key)
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []

    def keep(self, key: str, value: Value) -> None:
        """Remember a value. ValueError where it could be a name, a path or a title."""
        texts: Sequence[object] = value if isinstance(value, list) else [value]
        for text in (key, *texts):
            if isinstance(text, str) and not _PLAIN.fullmatch(text):
                raise ValueError("Settings hold sizes and plain words only")
        if self._values.get(key) != value:
            self._values[key] = value
            self._write()

    def _write(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps(self._values, indent=1, sort_keys=True), encoding="utf-8")
            fresh.replace(self._file)
        except OSError:
            # A settings folder that can't be written costs a remembered size, not a day's work.
            return
