namespace Daypass.Server.Storage.Migrations;

/// <summary>What the database itself holds, whatever the program does: firms are walls (Q12), the audit record only grows (A1).</summary>
internal static class Walls
{
    /// <summary>
    /// Row-level security, forced for the owner too. Two named policies: <c>firm_wall</c> shows the rows of the firm that the transaction
    /// set in <c>daypass.firm</c>; <c>across_firms</c> shows all, for jobs and the command line, where it set <c>daypass.across_firms</c>.
    /// A transaction that set neither sees nothing.
    /// </summary>
    internal static string PostgreSqlWall(string table, string firmColumn = "firm_id") => $"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY firm_wall ON {table} USING ({firmColumn} = nullif(current_setting('daypass.firm', true), '')::uuid);
        CREATE POLICY across_firms ON {table} USING (current_setting('daypass.across_firms', true) = 'on');
        """;

    internal const string PostgreSqlAppendOnly = """
        CREATE FUNCTION security_events_only_grow() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'security events are never changed'; END $$;
        CREATE TRIGGER security_events_only_grow BEFORE UPDATE OR DELETE ON security_events
        FOR EACH ROW EXECUTE FUNCTION security_events_only_grow();
        """;

    internal static readonly string[] SqliteAppendOnly =
    [
        "CREATE TRIGGER security_events_never_updated BEFORE UPDATE ON security_events BEGIN SELECT RAISE(ABORT, 'security events are never changed'); END;",
        "CREATE TRIGGER security_events_never_deleted BEFORE DELETE ON security_events BEGIN SELECT RAISE(ABORT, 'security events are never changed'); END;",
    ];

    internal static readonly string[] TablesOfFirms =
    [
        "accounts", "approval_requests", "authenticators", "case_approvals", "case_checks", "case_letters", "code_deliveries", "code_tries",
        "letter_contents", "letter_pages", "links", "mailbox_waits", "notices", "operations", "password_tries", "recovery_codes",
        "security_events", "sessions", "sign_in_attempts", "support_cases", "temporary_codes",
    ];
}
