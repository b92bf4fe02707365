"""Asking for a file or a folder, without leaving its name anywhere on the computer.

The system's own dialogs remember the folders that were visited, and Qt's dialog writes the last one to a
settings file of its own. Folders carry family names. So Qt's dialog is used, it is sent home before it goes,
and where it would write is led into the void (`forget_folders`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QSettings, QUrl
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ui.theme import say

CASES = "Case files (*.rpw)"
CHRONOLOGIES = "Chronologies: Word, Excel, CSV (*.docx *.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt)"
WORD = "Word documents (*.docx)"
EXCEL = "Excel workbooks (*.xlsx)"
ANY = "All files (*)"


class _Here:
    """The folder used last, for as long as the program runs and no longer."""

    folder: Path = Path.home()


def forget_folders() -> None:
    """Lead what Qt's dialog would remember nowhere, and start at home again. Called before the first dialog."""
    _Here.folder = Path.home()
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)


class FileDialog(QFileDialog):
    """Qt's dialog with names on its parts, and no memory."""

    def __init__(self, parent: QWidget, title: str, button: str) -> None:
        super().__init__(parent, title, str(_Here.folder))
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
        self.setAccessibleName(title)
        self.setSidebarUrls([QUrl.fromLocalFile(str(Path.home())), QUrl.fromLocalFile(QDir.rootPath())])
        self.setHistory([])
        self.setLabelText(QFileDialog.DialogLabel.Accept, button)
        self.setViewMode(QFileDialog.ViewMode.Detail)
        self.resize(760, 480)
        names = {
            "fileNameEdit": "File name",
            "lookInCombo": "Folder",
            "fileTypeCombo": "Kind of file",
            "treeView": "Files",
            "listView": "Files",
            "sidebar": "Places on this computer",
            "backButton": "Back",
            "forwardButton": "Forward",
            "toParentButton": "Folder above",
            "newFolderButton": "New folder",
            "listModeButton": "Show as a list",
            "detailModeButton": "Show details",
        }
        for object_name, name in names.items():
            part = self.findChild(QWidget, object_name)
            if part is not None:
                part.setAccessibleName(name)
                if isinstance(part, QLineEdit | QComboBox | QAbstractItemView):
                    say(part, "body")
        for box in self.findChildren(QDialogButtonBox):
            for press in box.findChildren(QPushButton):
                press.setAccessibleName(press.text().replace("&", ""))
        self.finished.connect(self._forget)

    def _forget(self) -> None:
        if self.result():
            chosen = self.selectedFiles()
            if chosen:
                first = Path(chosen[0])
                _Here.folder = first if first.is_dir() else first.parent
        self.setDirectory(QDir.homePath())
        self.setHistory([])
        self.deleteLater()


def ask_open(
    parent: QWidget,
    title: str,
    then: Callable[[list[Path]], object],
    *,
    kinds: Sequence[str] = (ANY,),
    many: bool = False,
    button: str = "Open",
) -> FileDialog:
    """Ask for a file, or many, that are there. `then(files)` is called with those chosen, and not on Cancel."""
    dialog = FileDialog(parent, title, button)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(list(kinds))
    dialog.filesSelected.connect(lambda files: then([Path(file) for file in files]))
    dialog.open()
    return dialog


def ask_save(
    parent: QWidget,
    title: str,
    then: Callable[[Path], object],
    *,
    name: str = "",
    ending: str = "",
    kinds: Sequence[str] = (ANY,),
    button: str = "Save",
) -> FileDialog:
    """Ask where to put a file. `ending` ("rpw") is added where none is typed; an existing one is asked about."""
    dialog = FileDialog(parent, title, button)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, button)
    dialog.setNameFilters(list(kinds))
    if ending:
        dialog.setDefaultSuffix(ending)
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    if name and edit is not None:
        # Chosen in the list, it would come back over what is typed once the folder has been read.
        edit.setText(name)
        edit.selectAll()
    dialog.fileSelected.connect(lambda file: then(Path(file)))
    dialog.open()
    return dialog


def ask_folder(
    parent: QWidget, title: str, then: Callable[[Path], object], *, button: str = "Choose"
) -> FileDialog:
    """Ask for a folder."""
    dialog = FileDialog(parent, title, button)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda folder: then(Path(folder)))
    dialog.open()
    return dialog
