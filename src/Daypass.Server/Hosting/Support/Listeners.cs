using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Daypass.Server.Hosting;

/// <summary>
/// Two listeners, public and support, each among Kestrel's named endpoints: only there can one of them bear a mark, and a certificate of
/// its own. What is said the short way (<c>urls</c>) is written there under the names Public0, Public1 and so on.
/// </summary>
internal static class Listeners
{
    public static void AddListeners(this WebApplicationBuilder builder)
    {
        Arrange(builder.Configuration, builder.Settings().Support);
        var listener = new SupportListener();
        builder.Services.AddSingleton(listener);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigurationLoader!.Endpoint(SupportListener.Name, listener.Mark));
    }

    private static void Arrange(ConfigurationManager configuration, SupportOptions support)
    {
        var own = configuration.GetSection($"Kestrel:Endpoints:{SupportListener.Name}");
        if (own["Url"] is not null || (own.Exists() && !support.Listens))
        {
            throw new RefusedToStart(Errors.SupportUrlElsewhere());
        }

        var unnamed = ListenerChecks.AreNamed(configuration) ? [] : ListenerChecks.Configured(configuration).ToList();
        foreach (var (number, url) in unnamed.Index())
        {
            configuration[$"Kestrel:Endpoints:Public{number}:Url"] = url;
        }

        // Said there now; left here too, Kestrel would warn of it. An empty list, since nothing at all would mean what was said at first.
        (configuration["urls"], configuration["http_ports"], configuration["https_ports"]) = (";", null, null);
        if (support.Listens)
        {
            own["Url"] = support.Url;
        }
    }
}
