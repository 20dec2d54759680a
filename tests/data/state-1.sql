-- A state file as the first schema made it.
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
INSERT INTO conversation VALUES ('conversation', 'anna', '0123456789abcdef',
    '{"exchanges":[],"facts":{"unit":"skola"},"actions":[]}', 4102444800000000);
INSERT INTO feedback VALUES ('2026-11-02', 'like', 'Bra!', 'K7M4QX');
PRAGMA user_version = 1;
