using System.Text;

namespace Daypass.Server.Hosting;

/// <summary>Where a request comes from; shown in the person's list of sessions.</summary>
internal readonly record struct ClientInfo(string Address, string Browser);

internal static class Clients
{
    /// <summary>Where this request comes from. The browser is what it calls itself, cut short and cleaned.</summary>
    public static ClientInfo Client(this HttpContext context)
    {
        var address = context.RequestServices.GetRequiredService<ClientAddress>()(context);
        return new ClientInfo(address.ToString(), Describe(context.Request.Headers.UserAgent.ToString()));
    }

    private static string Describe(string userAgent)
    {
        (string Mark, string Name)[] browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
        (string Mark, string Name)[] systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];
        var name = new StringBuilder(browsers.FirstOrDefault(x => userAgent.Contains(x.Mark, StringComparison.Ordinal)).Name);
        if (systems.FirstOrDefault(x => userAgent.Contains(x.Mark, StringComparison.Ordinal)).Name is { } system)
        {
            name.Append(name.Length == 0 ? "" : ", ").Append(system);
        }

        return name.ToString();
    }
}
