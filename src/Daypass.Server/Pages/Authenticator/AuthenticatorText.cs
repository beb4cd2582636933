namespace Daypass.Server.Pages.Authenticator;

/// <summary>Names the texts of the app: AuthenticatorText.resx.</summary>
internal sealed class AuthenticatorText;
