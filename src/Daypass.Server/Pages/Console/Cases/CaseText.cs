namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Names the texts of the desk's work on cases: CaseText.resx.</summary>
internal sealed class CaseText;
