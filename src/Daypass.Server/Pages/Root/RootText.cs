namespace Daypass.Server.Pages.Root;

/// <summary>Names the texts of these pages: RootText.resx.</summary>
internal sealed class RootText;
