namespace Daypass.Server.Storage.Migrations;

/// <summary>
/// What the database holds of H4, whatever the program does. A code for a primary administrator is inserted on an approval or by the
/// operator only; an approval is good for its own login, within its hour, while its case is not frozen and no drill; it is given by
/// technicians who did not prepare the case. That an approval is used once is a unique index, that support needs one a check.
/// </summary>
internal static class DeskWalls
{
    private const int Operator = (int)Model.ActorKind.Operator;
    private const int Technician = (int)AgentRole.Technician;
    private const int Active = (int)Model.AgentState.Active;

    private static readonly string PrimaryWithoutApproval = $"""
        NEW.approval_id IS NULL AND NEW.issuer_kind <> {Operator}
        AND EXISTS (SELECT 1 FROM accounts WHERE id = NEW.account_id AND is_primary)
        """;

    private static readonly string ApprovalNotGood = $"""
        NEW.approval_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM case_approvals a JOIN support_cases c ON c.id = a.case_id
            WHERE a.id = NEW.approval_id AND a.account_id = NEW.account_id AND a.firm_id = NEW.firm_id AND a.ended_at IS NULL
            AND a.approved_at <= NEW.issued_at AND NEW.issued_at < a.expires_at
            AND (NOT a.needs_second OR a.second_agent_id IS NOT NULL)
            AND c.kind = {(int)CaseKind.Access} AND c.state IN ({(int)CaseState.Approved}, {(int)CaseState.Done})
            AND c.frozen_at IS NULL AND NOT c.is_drill)
        """;

    private const string CodeMoved = """
        NEW.account_id <> OLD.account_id OR NEW.issuer_kind <> OLD.issuer_kind OR NEW.issued_at <> OLD.issued_at
        OR NEW.expires_at > OLD.expires_at OR NEW.approval_id IS DISTINCT FROM OLD.approval_id
        """;

    private static readonly string GivenByTheWrong = $"""
        NOT EXISTS (
            SELECT 1 FROM support_agents t JOIN support_cases c ON c.id = NEW.case_id
            WHERE t.id = NEW.agent_id AND t.role = {Technician} AND t.state = {Active}
            AND c.account_id = NEW.account_id AND c.firm_id = NEW.firm_id AND c.opened_by <> t.id AND (c.submitted_by IS NULL OR c.submitted_by <> t.id))
        OR NEW.second_agent_id IS NOT NULL
        """;

    private static readonly string SecondGivenByTheWrong = $"""
        NEW.second_agent_id IS DISTINCT FROM OLD.second_agent_id AND (OLD.second_agent_id IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM support_agents t JOIN support_cases c ON c.id = NEW.case_id
            WHERE t.id = NEW.second_agent_id AND t.role = {Technician} AND t.state = {Active}
            AND c.opened_by <> t.id AND (c.submitted_by IS NULL OR c.submitted_by <> t.id)))
        """;

    private const string ApprovalMoved = """
        NEW.case_id <> OLD.case_id OR NEW.account_id <> OLD.account_id OR NEW.agent_id <> OLD.agent_id OR NEW.approved_at <> OLD.approved_at
        OR NEW.expires_at <> OLD.expires_at OR NEW.firm_id <> OLD.firm_id OR (OLD.needs_second AND NOT NEW.needs_second)
        OR (OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at) OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
        """;

    private const string RoleChanged = "NEW.role <> OLD.role";

    private static readonly (string Name, string Table, string When, string Condition, string Message)[] Rules =
    [
        ("code_for_a_primary", "temporary_codes", "INSERT", PrimaryWithoutApproval, "a code for a primary administrator needs an approval or the operator"),
        ("code_on_an_approval", "temporary_codes", "INSERT", ApprovalNotGood, "the approval is not good for this code"),
        ("code_stays", "temporary_codes", "UPDATE", CodeMoved, "whose code it is, who issued it and on what is never changed"),
        ("approval_by_technicians", "case_approvals", "INSERT", GivenByTheWrong, "a case is approved by technicians who did not prepare it"),
        ("second_by_technicians", "case_approvals", "UPDATE", SecondGivenByTheWrong, "a case is approved by technicians who did not prepare it"),
        ("approval_stays", "case_approvals", "UPDATE", ApprovalMoved, "what an approval is good for is never changed"),
        ("one_role", "support_agents", "UPDATE", RoleChanged, "one person holds one role"),
    ];

    /// <summary>An approval lives an hour at most; times are <c>timestamptz</c> here.</summary>
    internal static IEnumerable<string> PostgreSql => Rules.Select(rule => $"""
        CREATE FUNCTION {rule.Name}() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF {rule.Condition} THEN RAISE EXCEPTION '{rule.Message}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER {rule.Name} BEFORE {rule.When} ON {rule.Table} FOR EACH ROW EXECUTE FUNCTION {rule.Name}();
        """).Append("ALTER TABLE case_approvals ADD CONSTRAINT an_hour_at_most CHECK (expires_at <= approved_at + interval '1 hour')");

    /// <summary>Times are microseconds here; a constraint cannot be added to a table, so this one is a trigger too.</summary>
    internal static IEnumerable<string> Sqlite => Rules
        .Append(("an_hour_at_most", "case_approvals", "INSERT", "NEW.expires_at > NEW.approved_at + 3600000000", "an approval lives an hour at most"))
        .Select(rule => $"CREATE TRIGGER {rule.Item1} BEFORE {rule.Item3} ON {rule.Item2} WHEN {rule.Item4} BEGIN SELECT RAISE(ABORT, '{rule.Item5}'); END;");
}
