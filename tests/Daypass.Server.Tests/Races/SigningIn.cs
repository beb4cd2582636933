using Daypass.TestHost;

namespace Daypass.Server.Tests.Races;

/// <summary>The ways through the sign-in pages.</summary>
internal static class SigningIn
{
    /// <summary>Types email and password; what comes then.</summary>
    public static async Task<Page> EnterPassword(this Racer racer, string firm, Someone who, string? password = null) =>
        await racer.PressPatiently(await racer.Open($"/{firm}/signin"), ("Email", who.Email), ("Password", password ?? who.Password));

    /// <summary>Password and code in one sitting; the firm's start page.</summary>
    public static async Task<Page> SignIn(this Racer racer, string firm, Someone who, string code)
    {
        var page = await racer.PressPatiently(await racer.EnterPassword(firm, who), ("Code", code));
        return page.Path == $"/{firm}/" ? page : throw new InvalidOperationException($"Not signed in, but at {page.Address}: {page.Text}");
    }

    /// <summary>Whether the browser's session is alive at its server.</summary>
    public static async Task<bool> IsIn(this Racer racer, string firm) => (await racer.Open($"/{firm}/")).Path == $"/{firm}/";

    /// <summary>The cookie of a sign-in under way.</summary>
    public static string AttemptCookie(string firm) => $"daypass-{firm}.signin";

    /// <summary>The cookie of a session.</summary>
    public static string SessionCookie(string firm) => $"daypass-{firm}";
}
