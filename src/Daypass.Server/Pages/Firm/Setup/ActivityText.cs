namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Names the resources of the activity page.</summary>
internal sealed class ActivityText;
