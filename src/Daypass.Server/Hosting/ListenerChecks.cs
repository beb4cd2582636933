namespace Daypass.Server.Hosting;

/// <summary>What may be listened on: this machine only, or HTTPS, or behind a proxy that is trusted; and off this machine an address of its own.</summary>
internal static class ListenerChecks
{
    /// <summary>The public addresses that the settings name.</summary>
    public static IEnumerable<string> Configured(IConfiguration configuration)
    {
        var endpoints = Named(configuration).ToList();
        if (endpoints.Count > 0)
        {
            return endpoints;
        }

        return configuration["urls"] is { } urls
            ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : Ports("http").Concat(Ports("https"));

        IEnumerable<string> Ports(string scheme) =>
            (configuration[scheme + "_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => $"{scheme}://*:{port}");
    }

    /// <summary>Whether the settings name Kestrel's endpoints one by one; what they say the short way then counts for nothing.</summary>
    public static bool AreNamed(IConfiguration configuration) => Named(configuration).Any();

    private static IEnumerable<string> Named(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren().Where(x => x.Key != SupportListener.Name).Select(x => x["Url"]).OfType<string>();

    public static IEnumerable<string> Of(IEnumerable<string> addresses, DaypassOptions options)
    {
        var open = addresses.Where(address => !IsLoopback(address)).ToList();
        if (options.TrustedProxies.Length == 0 && open.Find(address => !address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) is { } inClear)
        {
            yield return Errors.ListensInClear(inClear);
        }

        if (options.PublicOrigin is null)
        {
            if (open.Count > 0)
            {
                yield return Errors.NoPublicOrigin(open[0]);
            }
        }
        else if (!PublicOrigin.TryRead(options.PublicOrigin, out var uri))
        {
            yield return Errors.BadPublicOrigin(options.PublicOrigin);
        }
        else if (uri.Scheme != Uri.UriSchemeHttps && !PublicOrigin.IsLoopbackName(uri.Host))
        {
            yield return Errors.PublicOriginInClear(options.PublicOrigin);
        }
    }

    public static bool IsLoopback(string address) =>
        // A wildcard such as http://*:80 is no host name to Uri: it is every address of the machine.
        address.Contains("unix:", StringComparison.Ordinal)
        || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && PublicOrigin.IsLoopbackName(uri.Host));
}
