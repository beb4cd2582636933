using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Hosting;

/// <summary>
/// Firms by their address part. A firm found is remembered for a few seconds, so a changed name shows soon on every server;
/// an address not found is asked for again each time, so a new firm is there at once.
/// </summary>
internal sealed class FirmDirectory(Store store, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, (Entry Firm, long At)> _known = new(StringComparer.Ordinal);

    public async Task<Entry?> Find(string address)
    {
        // W6. What cannot be an address is not looked up: most of what scanners ask for never reaches the database.
        if (FirmAddress.Check(address) is not null)
        {
            return null;
        }

        if (_known.TryGetValue(address, out var known) && clock.GetElapsedTime(known.At) < Remembered)
        {
            return known.Firm;
        }

        var at = clock.GetTimestamp();
        var firm = await store.ReadAcross(db => db.Firms.AsNoTracking().Where(x => x.Address == address)
            .Select(x => new Entry(x.Id, x.Address, x.Name, x.TimeZone, x.Language)).SingleOrDefaultAsync());
        if (firm is null)
        {
            _known.TryRemove(address, out _);
        }
        else
        {
            _known[address] = (firm, at);
        }

        return firm;
    }

    /// <summary>Whether there is any firm yet.</summary>
    public Task<bool> Any() => store.ReadAcross(db => db.Firms.AnyAsync());

    internal sealed record Entry(Guid Id, string Address, string Name, string TimeZone, string Language) : IFirmFeature;
}
