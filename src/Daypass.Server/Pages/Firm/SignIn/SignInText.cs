namespace Daypass.Server.Pages.Firm.SignIn;

/// <summary>Names the texts of these pages: SignInText.resx.</summary>
internal sealed class SignInText;
