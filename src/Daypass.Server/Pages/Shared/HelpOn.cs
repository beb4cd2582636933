namespace Daypass.Server.Pages.Shared;

/// <summary>Articles that stand twice, once for each kind of person.</summary>
internal static class HelpOn
{
    public static string SigningInWithACode(Kind whose) => whose == Kind.Staff ? "sign-in-with-a-code-staff" : "sign-in-with-a-code-client";

    public static string IssuingACode(Kind whose) => whose == Kind.Staff ? "issue-a-code-for-staff" : "issue-a-code-for-a-client";
}
