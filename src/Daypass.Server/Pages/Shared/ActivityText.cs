namespace Daypass.Server.Pages.Shared;

/// <summary>Names the resources of the activity page.</summary>
internal sealed class ActivityText;
