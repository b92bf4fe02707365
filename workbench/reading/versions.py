"""Every reader in the version that reads now. A text, and a row of a chronology, is kept with the one that read it.

Raise a version with every change to what its reader makes of a file.
"""

PDF = "pdf 1"
WORD = "word 1"
SHEET = "sheet 1"
CSV = "csv 1"
MAIL = "mail 1"
PLAIN = "plain 1"
TABLES = "tables 1"

OF_TEXTS = (PDF, WORD, SHEET, CSV, MAIL, PLAIN)
