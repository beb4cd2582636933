using System.Text;
using Daypass.Server.Hosting.Keys;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Daypass.Server.Hosting;

/// <summary>
/// Refuses to start where that would be unsafe. Everything that is wrong is said at once; what depends on files and the database is
/// looked at only when the settings are right. Runs before anything listens, and once more on the addresses really bound.
/// </summary>
internal sealed class StartupChecks(
    IOptions<DaypassOptions> options, IConfiguration configuration, IServer server, SupportListener support, KeyFile keys, DatabaseChecks database, ClockWatch clocks)
    : IHostedLifecycleService, IDisposable
{
    private readonly DaypassOptions _options = options.Value;
    private IDisposable? _folderLock;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        Refuse(Settings(_options).Concat(ListenerChecks.Of(ListenerChecks.Configured(configuration), _options)));
        DataFolder.Ready(_options);
        keys.Load();
        _folderLock = await database.Prepare();
        await clocks.Look();
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Refuse(ListenerChecks.Of(bound.Where(address => address != support.Address), _options));
        return Task.CompletedTask;
    }

    internal static IEnumerable<string> Settings(DaypassOptions options)
    {
        // The Kelvin sign becomes K under NFKC; without ICU data it stays.
        if ("\u212A".Normalize(NormalizationForm.FormKC) != "K")
        {
            yield return Errors.GlobalizationInvariant();
        }

        foreach (var bad in options.TrustedProxies.Where(text => !ForwardedClient.TryNetwork(text, out _)))
        {
            yield return Errors.BadTrustedProxy(bad);
        }

        foreach (var bad in SupportChecks.Of(options))
        {
            yield return bad;
        }

        if (options.Mail.Host is not { } host)
        {
            yield break;
        }

        if (options.Mail.Security == MailSecurity.None && !PublicOrigin.IsLoopbackName(host))
        {
            yield return Errors.MailInClear(host);
        }

        if (options.Mail.Port is < 1 or > 65535)
        {
            yield return Errors.BadMailPort(options.Mail.Port);
        }

        if (!MailboxAddress.TryParse(options.Mail.From ?? "", out var from) || !from.Address.Contains('@', StringComparison.Ordinal))
        {
            yield return Errors.BadMailFrom(options.Mail.From);
        }
    }

    private static void Refuse(IEnumerable<string> reasons)
    {
        var found = reasons.Distinct(StringComparer.Ordinal).ToList();
        if (found.Count > 0)
        {
            throw new RefusedToStart(found);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public void Dispose() => _folderLock?.Dispose();
}
