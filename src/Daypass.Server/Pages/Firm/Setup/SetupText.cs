namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Names the resources of the Setup pages.</summary>
internal sealed class SetupText;
