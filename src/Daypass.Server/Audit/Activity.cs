using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Audit;

/// <summary>One line of a firm's activity, with the names of today joined to its ids (A1: the record itself has none).</summary>
internal sealed record ActivityLine(
    long Id, DateTimeOffset At, EventKind Kind, ActorKind Actor, Guid? ActorId, string? ActorName,
    Guid? AccountId, string? AccountName, string? DeviceName, EventFacts? Facts);

/// <summary>Newest first. <see cref="Older"/> is where the next page begins; null on the last.</summary>
internal sealed record ActivityPage(IReadOnlyList<ActivityLine> Lines, string? PersonName, long? Older);

internal sealed record ActivityPerson(Guid Id, string Name, string Email, Kind Kind);

/// <summary>What happened in a firm (A3): for its administrators only.</summary>
internal sealed class Activity(Store store)
{
    private const int MostPeople = 20;

    /// <summary>
    /// Lines that concern <paramref name="person"/> (who did it or whom it happened to), or all; those before the line
    /// <paramref name="before"/>, or the newest. Null where <paramref name="by"/> is no administrator, or the firm has no such person.
    /// </summary>
    public async Task<ActivityPage?> Run(SignedIn by, Guid? person, long? before, int size) => !by.Standing.IsAdministrator
        ? null
        : await store.Read(by.FirmId, async db =>
        {
            var name = person is null ? null : await db.Accounts.Where(x => x.Id == person).Select(x => x.Name).SingleOrDefaultAsync();
            if (person is not null && name is null)
            {
                return null;
            }

            var lines = await db.SecurityEvents.AsNoTracking()
                .Where(x => x.FirmId == by.FirmId && (person == null || x.AccountId == person || x.ActorId == person) && (before == null || x.Id < before))
                .OrderByDescending(x => x.Id).Take(size + 1).ToListAsync();
            var shown = lines.Take(size).ToList();
            return new ActivityPage(await Join(db, shown), name, lines.Count > size ? shown[^1].Id : null);
        });

    /// <summary>People whose name or email contains <paramref name="typed"/>, to choose whose activity is shown.</summary>
    public async Task<IReadOnlyList<ActivityPerson>> People(SignedIn by, string typed) => !by.Standing.IsAdministrator
        ? []
        : await store.Read(by.FirmId, async db =>
        {
            var wanted = typed.Trim().ToLowerInvariant();
            return await db.Accounts.AsNoTracking()
                .Where(x => x.Name.ToLower().Contains(wanted) || x.EmailKey.Contains(wanted))
                .OrderBy(x => x.Name).ThenBy(x => x.Id).Take(MostPeople)
                .Select(x => new ActivityPerson(x.Id, x.Name, x.Email, x.Kind)).ToListAsync();
        });

    /// <summary>The newest lines that a query picks, with names; for those who may see them already.</summary>
    internal static async Task<IReadOnlyList<ActivityLine>> Newest(DaypassDb db, IQueryable<SecurityEvent> lines, int most) =>
        await Join(db, await lines.AsNoTracking().OrderByDescending(x => x.Id).Take(most).ToListAsync());

    private static async Task<IReadOnlyList<ActivityLine>> Join(DaypassDb db, List<SecurityEvent> lines)
    {
        var people = lines.SelectMany(x => new[] { x.ActorId, x.AccountId }).OfType<Guid>().Distinct().ToList();
        var devices = lines.Select(x => x.DeviceId).OfType<Guid>().Distinct().ToList();
        var names = await db.Accounts.Where(x => people.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);
        if (lines.Any(x => x.Actor == ActorKind.Support || x.FirmId == Guid.Empty))
        {
            foreach (var agent in await db.SupportAgents.Where(x => people.Contains(x.Id)).Select(x => new { x.Id, x.Name }).ToListAsync())
            {
                names[agent.Id] = agent.Name;
            }
        }

        var deviceNames = await db.Authenticators.Where(x => devices.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);

        return [.. lines.Select(x => new ActivityLine(x.Id, x.At, x.Kind, x.Actor, x.ActorId, NameOf(x.ActorId, names),
            x.AccountId, NameOf(x.AccountId, names), NameOf(x.DeviceId, deviceNames), EventFacts.Read(x.Facts)))];
    }

    private static string? NameOf(Guid? id, Dictionary<Guid, string> names) => id is { } known ? names.GetValueOrDefault(known) : null;
}
