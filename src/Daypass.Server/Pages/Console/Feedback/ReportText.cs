namespace Daypass.Server.Pages.Console.Feedback;

/// <summary>Names the texts of the page about feedback: ReportText.resx.</summary>
internal sealed class ReportText;
