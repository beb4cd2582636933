namespace Daypass.Server.Pages.Shared;

/// <summary>Names the texts of the layout and of what every form says: SharedText.resx.</summary>
internal sealed class SharedText;
