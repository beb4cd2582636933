namespace Daypass.Server.Help;

/// <summary>The order of the articles: by who somebody is, and then by what is needed most.</summary>
internal static class Contents
{
    public static readonly IReadOnlyList<(string Who, string[] Articles)> Public =
    [
        ("Client", ["sign-in-with-a-code-client", "sign-in", "invitation"]),
        ("Staff", ["sign-in-with-a-code-staff", "sign-in", "invitation"]),
        ("Everybody", ["pair-a-device", "daypass-authenticator", "disconnect-a-device", "backup-codes", "password", "stop-a-request"]),
        ("Issuer", ["issue-a-code-for-staff", "issue-a-code-for-a-client", "manage-people"]),
        ("Administrator", ["ask-support", "stop-a-request"]),
    ];

    /// <summary>Internal notes that stand alone.</summary>
    public static readonly IReadOnlyList<string> Desk = ["desk-check", "desk-letter", "desk-call-back", "desk-removal", "desk-hand-over"];
}
