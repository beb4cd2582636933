namespace Daypass.Server.Pages.Firm.Profile;

/// <summary>Names the texts of these pages: ProfileText.resx.</summary>
internal sealed class ProfileText;
