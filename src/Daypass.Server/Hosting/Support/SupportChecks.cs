using Microsoft.AspNetCore.Http;

namespace Daypass.Server.Hosting;

/// <summary>What the settings of the support desk must be: as strict as those of the public listener, and said as plainly.</summary>
internal static class SupportChecks
{
    public static IEnumerable<string> Of(DaypassOptions options)
    {
        var support = options.Support;
        return Listener(support, options.TrustedProxies.Length > 0)
            .Concat(support.Reachable.Where(text => !ForwardedClient.TryNetwork(text, out _)).Select(Errors.BadSupportNetwork))
            .Concat(Letters(support));
    }

    private static IEnumerable<string> Listener(SupportOptions support, bool behindProxy)
    {
        if (support.Listens && !IsListenable(support.Url))
        {
            yield return Errors.BadSupportUrl(support.Url);
            yield break;
        }

        var open = support.Listens && !ListenerChecks.IsLoopback(support.Url);
        if (open && !behindProxy && !support.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            yield return Errors.SupportListensInClear(support.Url);
        }

        if (support.Origin is null)
        {
            if (open)
            {
                yield return Errors.NoSupportOrigin(support.Url);
            }
        }
        else if (!Origin.TryRead(support.Origin, out var uri))
        {
            yield return Errors.BadSupportOrigin(support.Origin);
        }
        else if (uri.Scheme != Uri.UriSchemeHttps && !Origin.IsLoopbackName(uri.Host))
        {
            yield return Errors.SupportOriginInClear(support.Origin);
        }
    }

    private static IEnumerable<string> Letters(SupportOptions support)
    {
        if (support.EvidenceDays is < 30 or > 3650)
        {
            yield return Errors.BadEvidenceDays(support.EvidenceDays);
        }

        if (support.Intake is { Host: { } host, Security: MailSecurity.None } && !Origin.IsLoopbackName(host))
        {
            yield return Errors.IntakeInClear(host);
        }

        if (support.Intake is { Host: not null, Port: < 1 or > 65535 })
        {
            yield return Errors.BadIntakePort(support.Intake.Port);
        }

        if (support.Intake is { Host: { Length: > 0 } named } intake && new[] { intake.User, intake.Password, intake.Folder }.Any(string.IsNullOrWhiteSpace))
        {
            yield return Errors.IntakeIncomplete(named);
        }
    }

    /// <summary>One address of a machine: a socket in the file system has no client address that a network could hold.</summary>
    private static bool IsListenable(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { IsUnixPipe: false, IsNamedPipe: false, PathBase: "" } && address.Scheme.ToLowerInvariant() is "http" or "https";
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
