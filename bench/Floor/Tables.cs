namespace Floor;

/// <summary>Of Daypass's tables those that a sign-in and an issued code write, with their indexes: a commit costs by the pages it touches.</summary>
internal static class Tables
{
    public static readonly string[] All =
    [
        "CREATE TABLE accounts (id TEXT PRIMARY KEY, email_key TEXT NOT NULL UNIQUE, password_hash BLOB NOT NULL, policy INTEGER NOT NULL, hold_until INTEGER, last_sign_in_at INTEGER)",
        "CREATE TABLE password_tries (subject TEXT PRIMARY KEY, taken INTEGER NOT NULL, wrong INTEGER NOT NULL, day_taken INTEGER NOT NULL, touched_at INTEGER NOT NULL)",
        "CREATE INDEX tries_touched ON password_tries (touched_at)",
        "CREATE TABLE sign_in_attempts (id TEXT PRIMARY KEY, account_id TEXT NOT NULL, token_hash BLOB NOT NULL UNIQUE, password_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, done_at INTEGER)",
        "CREATE INDEX attempts_expire ON sign_in_attempts (expires_at)",
        "CREATE TABLE temporary_codes (id TEXT PRIMARY KEY, account_id TEXT NOT NULL, issued_by TEXT, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, state INTEGER NOT NULL, mac BLOB NOT NULL, taken INTEGER NOT NULL, uses INTEGER NOT NULL, last_used_at INTEGER, ended_at INTEGER)",
        "CREATE INDEX codes_of_account ON temporary_codes (account_id, issued_at)",
        "CREATE INDEX codes_of_issuer ON temporary_codes (issued_by, issued_at)",
        "CREATE UNIQUE INDEX one_live_code ON temporary_codes (account_id) WHERE state <= 2",
        "CREATE TABLE code_tries (id TEXT PRIMARY KEY, account_id TEXT NOT NULL, code_id TEXT NOT NULL, at INTEGER NOT NULL)",
        "CREATE INDEX tries_of_account ON code_tries (account_id, at)",
        "CREATE TABLE sessions (id TEXT PRIMARY KEY, account_id TEXT NOT NULL, token_hash BLOB NOT NULL UNIQUE, code_id TEXT, opened_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, browser TEXT NOT NULL)",
        "CREATE INDEX sessions_of_account ON sessions (account_id)",
        "CREATE INDEX sessions_of_code ON sessions (code_id)",
        "CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, account_id TEXT NOT NULL, code_id TEXT, facts TEXT)",
        "CREATE INDEX events_of_account ON events (account_id, id)",
        "CREATE TABLE notices (id TEXT PRIMARY KEY, recipient_id TEXT NOT NULL, account_id TEXT NOT NULL, kind TEXT NOT NULL, code_id TEXT, next_try_at INTEGER NOT NULL, sent_at INTEGER)",
        "CREATE INDEX notices_due ON notices (next_try_at) WHERE sent_at IS NULL",
        "CREATE INDEX notices_of_account ON notices (account_id)",
        "CREATE TABLE operations (id TEXT PRIMARY KEY, at INTEGER NOT NULL)",
        "CREATE INDEX operations_at ON operations (at)",
    ];
}
