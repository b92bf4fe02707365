"""How a case file made by an older version of the program comes forward, step by step.

Each step is plain SQL as it stood when it was written, and never reads today's tables (`workbench.casefile.Step`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.casefile import Image, Step
from workbench.casefile.connections import Database

VERSION = 2
"""Of the tables of a case. Raised with every change to them, together with a step that brings older files forward."""

# ---- to version 2: texts of documents, themes and tags, saved views, evidence from passages

_TEXTS_THEMES_AND_VIEWS = (
    """CREATE TABLE material_text (
         id VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, reader VARCHAR NOT NULL, text_sha256 VARCHAR NOT NULL,
         pages INTEGER, characters INTEGER NOT NULL, warnings VARCHAR NOT NULL, made_at VARCHAR NOT NULL,
         CONSTRAINT pk_material_text PRIMARY KEY (id),
         CONSTRAINT uq_material_text_sha256_reader UNIQUE (sha256, reader))""",
    """CREATE TABLE text_part (
         id VARCHAR NOT NULL, "key" INTEGER NOT NULL, text_id VARCHAR NOT NULL, number INTEGER NOT NULL,
         start INTEGER NOT NULL, page INTEGER, text VARCHAR NOT NULL, pieces VARCHAR NOT NULL,
         CONSTRAINT pk_text_part PRIMARY KEY ("key"),
         CONSTRAINT uq_text_part_text_id_number UNIQUE (text_id, number),
         CONSTRAINT uq_text_part_id UNIQUE (id),
         CONSTRAINT fk_text_part_text_id FOREIGN KEY(text_id) REFERENCES material_text (id) ON DELETE CASCADE)""",
    "ALTER TABLE material ADD COLUMN title VARCHAR NOT NULL DEFAULT ''",
    """ALTER TABLE material ADD COLUMN text_id VARCHAR
         CONSTRAINT fk_material_text_id REFERENCES material_text (id) ON DELETE RESTRICT""",
    """ALTER TABLE material ADD COLUMN parent_id VARCHAR
         CONSTRAINT fk_material_parent_id REFERENCES material (id) ON DELETE CASCADE""",
    "ALTER TABLE material ADD COLUMN distressing BOOLEAN NOT NULL DEFAULT 0",
    "CREATE INDEX ix_material_parent_id ON material (parent_id)",
    """CREATE TABLE read_by (
         id VARCHAR NOT NULL, material_id VARCHAR NOT NULL, "by" VARCHAR NOT NULL, at VARCHAR NOT NULL,
         CONSTRAINT pk_read_by PRIMARY KEY (id),
         CONSTRAINT uq_read_by_material_id_by UNIQUE (material_id, "by"),
         CONSTRAINT fk_read_by_material_id FOREIGN KEY(material_id) REFERENCES material (id) ON DELETE CASCADE)""",
    """CREATE TABLE stopped_at (
         id VARCHAR NOT NULL, material_id VARCHAR NOT NULL, "by" VARCHAR NOT NULL, place INTEGER NOT NULL,
         pages BOOLEAN NOT NULL, at VARCHAR NOT NULL,
         CONSTRAINT pk_stopped_at PRIMARY KEY (id),
         CONSTRAINT uq_stopped_at_material_id_by UNIQUE (material_id, "by"),
         CONSTRAINT fk_stopped_at_material_id FOREIGN KEY(material_id) REFERENCES material (id) ON DELETE CASCADE)""",
    """CREATE TABLE theme (
         id VARCHAR NOT NULL, code VARCHAR NOT NULL, name VARCHAR NOT NULL, dimension VARCHAR NOT NULL,
         parent_id VARCHAR, definition VARCHAR NOT NULL, use_when VARCHAR NOT NULL, not_when VARCHAR NOT NULL,
         example VARCHAR NOT NULL, colour VARCHAR NOT NULL, collection VARCHAR NOT NULL, retired BOOLEAN NOT NULL,
         position INTEGER NOT NULL,
         CONSTRAINT pk_theme PRIMARY KEY (id),
         CONSTRAINT uq_theme_code UNIQUE (code),
         CONSTRAINT fk_theme_parent_id FOREIGN KEY(parent_id) REFERENCES theme (id) ON DELETE RESTRICT)""",
    "CREATE INDEX ix_theme_parent_id ON theme (parent_id)",
    """CREATE TABLE tag (
         id VARCHAR NOT NULL, "key" INTEGER NOT NULL, theme_id VARCHAR NOT NULL, event_id VARCHAR,
         material_id VARCHAR, text_id VARCHAR, start INTEGER, "end" INTEGER, page INTEGER, quote VARCHAR NOT NULL,
         note VARCHAR NOT NULL, "by" VARCHAR NOT NULL, at VARCHAR NOT NULL,
         CONSTRAINT pk_tag PRIMARY KEY ("key"),
         CONSTRAINT ck_tag_on_one_thing CHECK ((event_id IS NULL) <> (material_id IS NULL)),
         CONSTRAINT ck_tag_passage_has_its_place CHECK ((material_id IS NULL) = (text_id IS NULL)
           AND (material_id IS NULL) = ("end" IS NULL) AND (start IS NULL OR 0 <= start AND start < "end")),
         CONSTRAINT uq_tag_id UNIQUE (id),
         CONSTRAINT fk_tag_theme_id FOREIGN KEY(theme_id) REFERENCES theme (id) ON DELETE RESTRICT,
         CONSTRAINT fk_tag_event_id FOREIGN KEY(event_id) REFERENCES event (id) ON DELETE CASCADE,
         CONSTRAINT fk_tag_material_id FOREIGN KEY(material_id) REFERENCES material (id) ON DELETE CASCADE,
         CONSTRAINT fk_tag_text_id FOREIGN KEY(text_id) REFERENCES material_text (id) ON DELETE RESTRICT)""",
    "CREATE INDEX ix_tag_event_id ON tag (event_id)",
    "CREATE INDEX ix_tag_theme_id ON tag (theme_id)",
    "CREATE INDEX tag_in_material ON tag (material_id, start)",
    """CREATE TABLE saved_view (
         id VARCHAR NOT NULL, name VARCHAR NOT NULL, settings VARCHAR NOT NULL, position INTEGER NOT NULL,
         CONSTRAINT pk_saved_view PRIMARY KEY (id), CONSTRAINT uq_saved_view_name UNIQUE (name))""",
    "ALTER TABLE review ADD COLUMN predictable VARCHAR NOT NULL DEFAULT ''",
    "ALTER TABLE review ADD COLUMN preventable VARCHAR NOT NULL DEFAULT ''",
    "ALTER TABLE review ADD COLUMN silence_days INTEGER NOT NULL DEFAULT 120",
    "ALTER TABLE review ADD COLUMN anonymous_months BOOLEAN NOT NULL DEFAULT 1",
    "ALTER TABLE organisation ADD COLUMN published VARCHAR NOT NULL DEFAULT ''",
    "ALTER TABLE service ADD COLUMN published VARCHAR NOT NULL DEFAULT ''",
    "ALTER TABLE service ADD COLUMN silence_days INTEGER",
    """CREATE TABLE identifier (
         id VARCHAR NOT NULL, words VARCHAR NOT NULL, shown VARCHAR NOT NULL,
         CONSTRAINT pk_identifier PRIMARY KEY (id))""",
    """CREATE TABLE name_word (
         id VARCHAR NOT NULL, word VARCHAR NOT NULL, is_name BOOLEAN NOT NULL,
         CONSTRAINT pk_name_word PRIMARY KEY (id), CONSTRAINT uq_name_word_word UNIQUE (word))""",
    """CREATE TABLE finding_theme (
         id VARCHAR NOT NULL, finding_id VARCHAR NOT NULL, theme_id VARCHAR NOT NULL,
         CONSTRAINT pk_finding_theme PRIMARY KEY (id),
         CONSTRAINT uq_finding_theme_finding_id_theme_id UNIQUE (finding_id, theme_id),
         CONSTRAINT fk_finding_theme_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id) ON DELETE CASCADE,
         CONSTRAINT fk_finding_theme_theme_id FOREIGN KEY(theme_id) REFERENCES theme (id) ON DELETE RESTRICT)""",
    "CREATE INDEX ix_finding_theme_finding_id ON finding_theme (finding_id)",
    "CREATE INDEX ix_finding_theme_theme_id ON finding_theme (theme_id)",
    # An event is no longer asked for: evidence may be a passage. SQLite takes no such promise back but by a new table.
    """CREATE TABLE evidence_anew (
         id VARCHAR NOT NULL, finding_id VARCHAR NOT NULL, event_id VARCHAR, tag_id VARCHAR,
         against BOOLEAN NOT NULL, note VARCHAR NOT NULL, position INTEGER NOT NULL,
         CONSTRAINT pk_evidence PRIMARY KEY (id),
         CONSTRAINT uq_evidence_finding_id_event_id UNIQUE (finding_id, event_id),
         CONSTRAINT uq_evidence_finding_id_tag_id UNIQUE (finding_id, tag_id),
         CONSTRAINT ck_evidence_rests_on_one_thing CHECK ((event_id IS NULL) <> (tag_id IS NULL)),
         CONSTRAINT fk_evidence_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id) ON DELETE CASCADE,
         CONSTRAINT fk_evidence_event_id FOREIGN KEY(event_id) REFERENCES event (id) ON DELETE RESTRICT,
         CONSTRAINT fk_evidence_tag_id FOREIGN KEY(tag_id) REFERENCES tag (id) ON DELETE RESTRICT)""",
    """INSERT INTO evidence_anew (id, finding_id, event_id, against, note, position)
         SELECT id, finding_id, event_id, against, note, position FROM evidence""",
    "DROP TABLE evidence",
    "ALTER TABLE evidence_anew RENAME TO evidence",
    "CREATE INDEX ix_evidence_finding_id ON evidence (finding_id)",
    "CREATE INDEX ix_evidence_event_id ON evidence (event_id)",
    "CREATE INDEX ix_evidence_tag_id ON evidence (tag_id)",
)

_NEW_IN_2: Mapping[str, Mapping[str, Any]] = {
    "review": {"predictable": "", "preventable": "", "silence_days": 120, "anonymous_months": 1},
    "organisation": {"published": ""},
    "service": {"published": "", "silence_days": None},
    "material": {"title": "", "text_id": None, "parent_id": None, "distressing": 0},
    "evidence": {"tag_id": None},
}
"""Columns that rows of version 1 did not have, and what stands in them."""


def _lay_out_texts_and_themes(database: Database) -> None:
    for statement in _TEXTS_THEMES_AND_VIEWS:
        database.execute(statement)


def _carry_to_2(image: Image) -> Image:
    new = _NEW_IN_2.get(image.table)
    if new is None or (image.before is not None and image.after is not None):
        return image  # of a row that was changed only the columns that differ are there
    return replace(
        image,
        before=None if image.before is None else {**new, **image.before},
        after=None if image.after is None else {**new, **image.after},
    )


STEPS: Mapping[int, Step] = {
    2: Step("Making room for texts, themes and tags", _lay_out_texts_and_themes, _carry_to_2),
}
"""The step that leads to each version from the one before."""
