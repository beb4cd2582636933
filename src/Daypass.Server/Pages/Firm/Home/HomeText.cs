namespace Daypass.Server.Pages.Firm.Home;

/// <summary>Names the texts of these pages: HomeText.resx.</summary>
internal sealed class HomeText;
