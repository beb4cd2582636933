namespace Daypass.Server.Pages.Firm.Link;

/// <summary>Names the texts of these pages: LinkText.resx.</summary>
internal sealed class LinkText;
