"""Documents taken into the case: their bytes as they came, their text, where they came from, who has read them."""

from workbench.materials.changing import (
    mark_distressing,
    mark_read,
    remove_material,
    rename_material,
    save_original,
    set_service,
)
from workbench.materials.checking import astray
from workbench.materials.kept import Material, MaterialText, ReadBy, StoppedAt, TextPart
from workbench.materials.reading_again import read_again, to_read_again
from workbench.materials.shown import (
    MaterialTextView,
    MaterialView,
    Stop,
    TextPartView,
    find_material,
    keep_stop,
    materials,
    parts_of,
    read_by,
    stopped_at,
    text_of,
)
from workbench.materials.taking_in import (
    Refused,
    StoppedEarly,
    Taken,
    TakenIn,
    files_in,
    read_file,
    take_in,
    take_in_files,
    undo_taking_in,
)

__all__ = [
    "Material",
    "MaterialText",
    "MaterialTextView",
    "MaterialView",
    "ReadBy",
    "Refused",
    "Stop",
    "StoppedAt",
    "StoppedEarly",
    "Taken",
    "TakenIn",
    "TextPart",
    "TextPartView",
    "astray",
    "files_in",
    "find_material",
    "keep_stop",
    "mark_distressing",
    "mark_read",
    "materials",
    "parts_of",
    "read_again",
    "read_by",
    "read_file",
    "remove_material",
    "rename_material",
    "save_original",
    "set_service",
    "stopped_at",
    "take_in",
    "take_in_files",
    "text_of",
    "to_read_again",
    "undo_taking_in",
]
