using System.Collections.Frozen;

namespace Daypass.Domain;

// W6: the address part of a firm is 2 to 40 of a-z, 0-9 and hyphen. Words that stand, or may come to stand, in the first part
// of a path of the server itself are refused.

public enum FirmAddressProblem { WrongLength = 1, WrongCharacters = 2, Reserved = 3 }

public static class FirmAddress
{
    public const int Shortest = 2;
    public const int Longest = 40;

    /// <summary>First path segments that are never a firm.</summary>
    public static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
    [
        "about", "account", "accounts", "activity", "admin", "api", "app", "apps", "assets", "auth", "authenticator", "authorize",
        "callback", "connect", "console", "contact", "css", "daypass", "demo", "docs", "download", "error", "errors", "favicon",
        "favicon-ico", "firm", "firms", "fonts", "health", "healthz", "help", "home", "images", "img", "index", "internal",
        "invitation", "jobs", "js", "legal", "link", "links", "live", "livez", "localhost", "login", "logout", "mail", "mails",
        "manifest", "me", "metrics", "oauth", "oauth2", "oidc", "openapi", "openid", "operator", "passkey", "passkeys", "password",
        "ping", "privacy", "profile", "public", "push", "ready", "readyz", "register", "reset", "robots", "robots-txt", "root",
        "saml", "scim", "security", "security-txt", "service-worker", "session", "sessions", "settings", "setup", "signin",
        "signout", "signup", "sitemap", "static", "status", "support", "swagger", "sw", "system", "terms", "test", "token",
        "unlock", "version", "webhook", "webhooks", "well-known", "www", "wwwroot",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Null where a firm may have this address part.</summary>
    public static FirmAddressProblem? Check(string addressPart) =>
        addressPart.Length is < Shortest or > Longest ? FirmAddressProblem.WrongLength
        : !addressPart.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? FirmAddressProblem.WrongCharacters
        : Reserved.Contains(addressPart) ? FirmAddressProblem.Reserved
        : null;
}
