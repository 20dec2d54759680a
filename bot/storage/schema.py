"""The tables of the SQLite file, and how an older file is brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.errors import ConfigurationError

VERSION = 8
"""Of the schema; a step is added to `_MIGRATIONS` for each new one."""
_MIGRATIONS = (
    """
    CREATE TABLE conversation (
        conversation_id TEXT NOT NULL,
        user_id TEXT NOT NULL,
        etag TEXT NOT NULL,
        record TEXT NOT NULL,
        changed_at INTEGER NOT NULL,
        PRIMARY KEY (conversation_id, user_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX conversation_by_user ON conversation (user_id);
    CREATE INDEX conversation_by_age ON conversation (changed_at);
    CREATE TABLE inbox (
        conversation_id TEXT NOT NULL,
        activity_id TEXT NOT NULL,
        user_id TEXT,
        owner TEXT NOT NULL,
        body TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        placeholder_id TEXT,
        attempts INTEGER NOT NULL,
        finished_at INTEGER,
        PRIMARY KEY (conversation_id, activity_id)
    ) STRICT;
    CREATE INDEX inbox_unfinished ON inbox (received_at) WHERE finished_at IS NULL;
    CREATE INDEX inbox_finished ON inbox (finished_at) WHERE finished_at IS NOT NULL;
    CREATE TABLE feedback (
        day TEXT NOT NULL, reaction TEXT NOT NULL, comment TEXT NOT NULL, reference TEXT NOT NULL
    ) STRICT;
    CREATE TABLE gap (
        day TEXT NOT NULL, question TEXT NOT NULL, skill TEXT, language TEXT NOT NULL
    ) STRICT;
    CREATE TABLE receipt (at TEXT NOT NULL, what TEXT NOT NULL, deleted TEXT NOT NULL) STRICT;
    """,
    """
    CREATE TABLE reply (
        reference TEXT NOT NULL,
        at INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        language TEXT NOT NULL,
        audience TEXT NOT NULL,
        conversation_id TEXT,
        user_id TEXT,
        activity_id TEXT,
        message_ids TEXT NOT NULL,
        skill TEXT,
        sources TEXT NOT NULL,
        model TEXT NOT NULL,
        rules TEXT NOT NULL
    ) STRICT;
    CREATE INDEX reply_by_reference ON reply (reference);
    CREATE INDEX reply_by_conversation ON reply (conversation_id, at);
    CREATE INDEX reply_by_user ON reply (user_id, at);
    CREATE INDEX reply_by_age ON reply (at);
    CREATE TABLE forgetting (
        user_id TEXT PRIMARY KEY, times INTEGER NOT NULL, at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE token_use (
        day TEXT NOT NULL PRIMARY KEY, tokens INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE feedback DROP COLUMN reference;
    ALTER TABLE feedback ADD COLUMN skill TEXT;
    ALTER TABLE feedback ADD COLUMN sources TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE feedback ADD COLUMN model TEXT NOT NULL DEFAULT '';
    ALTER TABLE feedback ADD COLUMN rules TEXT NOT NULL DEFAULT '';
    """,
    """
    CREATE TABLE hold (
        id TEXT PRIMARY KEY,
        user_id TEXT,
        conversation_id TEXT,
        since INTEGER,
        until INTEGER,
        reason TEXT NOT NULL,
        decision TEXT NOT NULL
    ) STRICT;
    CREATE TABLE audit (
        at TEXT NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL, decision TEXT
    ) STRICT;
    ALTER TABLE receipt ADD COLUMN decision TEXT;
    """,
    """
    ALTER TABLE gap ADD COLUMN kind TEXT NOT NULL DEFAULT 'unanswered';
    ALTER TABLE gap ADD COLUMN document_ids TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE gap ADD COLUMN owners TEXT NOT NULL DEFAULT '[]';
    """,
    """
    CREATE TABLE waiting (
        conversation_id TEXT NOT NULL,
        activity_id TEXT NOT NULL,
        user_id TEXT NOT NULL,
        body TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        PRIMARY KEY (conversation_id, activity_id)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE model_use (
        day TEXT NOT NULL PRIMARY KEY,
        requests INTEGER NOT NULL,
        prompt INTEGER NOT NULL,
        completion INTEGER NOT NULL,
        embedding INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up to `VERSION` in one transaction.

    Raises `ConfigurationError` if the file is newer than that.
    """
    connection.execute("BEGIN IMMEDIATE")
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > VERSION:
        raise ConfigurationError(
            f"{path} was written by a newer version of Kollega (schema {found}, this one knows "
            f"{VERSION}): start that version, or set KOLLEGA_DATA to another folder"
        )
    for script in _MIGRATIONS[found:]:
        for statement in script.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def touch(connection: sqlite3.Connection) -> None:
    """Write the version that is there already: a disk that is full or read-only refuses it."""
    connection.execute(f"PRAGMA user_version = {VERSION}")
