namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Names the resources of the pages about the firm's support cases.</summary>
internal sealed class CaseText;
