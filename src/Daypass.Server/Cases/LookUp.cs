using Daypass.Server.Audit;
using Daypass.Server.Cases.Drills;
using Daypass.Server.Codes;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

internal sealed record OpenCaseOfFirm(Guid Id, int Number, CaseKind Kind, string Person, DateTimeOffset OpenedAt);

/// <param name="Match">Whose email or phone it was; null where the firm itself was asked for.</param>
/// <param name="Primary">Null where the firm has none.</param>
internal sealed record FoundFirm(Guid Id, string Name, string Address, string TimeZone, PersonOnFile? Match, PersonOnFile? Primary, IReadOnlyList<PersonOnFile> Administrators,
    IReadOnlyList<OpenCaseOfFirm> OpenCases, IReadOnlyList<ActivityLine> Recent);

internal abstract record LookUpResult
{
    internal sealed record Found(IReadOnlyList<FoundFirm> Firms) : LookUpResult;

    internal sealed record Nothing : LookUpResult;

    /// <summary>So many that none is shown: say more.</summary>
    internal sealed record Many : LookUpResult;

    /// <summary>H2: as many look-ups as one agent has in an hour.</summary>
    internal sealed record TooOften(DateTimeOffset Until) : LookUpResult;

    internal sealed record SignedOut : LookUpResult;
}

/// <summary>
/// H2: who is the primary administrator of a firm, found by the firm, an email or a phone. Each firm that is shown has a line in its own
/// activity, in the transaction that shows it; a look-up that found nothing is in the installation's.
/// </summary>
internal sealed class LookUp(Store store, TimeProvider clock)
{
    public const int MostFirms = 5;
    public const int PerHour = 30;
    public const int Longest = 254;
    private const int LinesShown = 12;

    public async Task<LookUpResult> Run(AgentSignedIn me, string query, LookUpReason reason)
    {
        if (await TakePlace(me) is { } until)
        {
            return until == DateTimeOffset.MinValue ? new LookUpResult.SignedOut() : new LookUpResult.TooOften(until);
        }

        var wanted = DisplayText.Clean(query.Length > Longest ? query[..Longest] : query);
        return await store.WriteAcross<LookUpResult>(async db =>
        {
            var now = clock.Now();
            var matches = await Find(db, wanted);
            if (matches.Count is 0 or > MostFirms)
            {
                db.Record(now, Guid.Empty, EventKind.SupportLookedUp, By.Agent(me.AgentId), facts: new LookUpFacts(reason));
                return matches.Count == 0 ? new LookUpResult.Nothing() : new LookUpResult.Many();
            }

            var found = new List<FoundFirm>();
            foreach (var (firm, match) in matches)
            {
                found.Add(await Read(db, now, me.AgentId, firm, match));
                db.Record(now, firm, EventKind.SupportLookedUp, By.Agent(me.AgentId), match, facts: new LookUpFacts(reason));
            }

            return new LookUpResult.Found([.. found.OrderBy(x => x.Name, StringComparer.Ordinal)]);
        });
    }

    /// <summary>Takes a place of the hour before anything is searched: null; or until when there is none.</summary>
    private Task<DateTimeOffset?> TakePlace(AgentSignedIn me) => store.WriteAcross<DateTimeOffset?>(async db =>
    {
        var now = clock.Now();
        if (await db.AgentTurn(me) is null)
        {
            return DateTimeOffset.MinValue;
        }

        var agent = await db.SupportAgents.SingleAsync(x => x.Id == me.AgentId);
        if (now >= agent.LookUpsFrom + Issuing.Hour)
        {
            (agent.LookUpsFrom, agent.LookUpsTaken) = (now, 0);
        }

        if (agent.LookUpsTaken >= PerHour)
        {
            return agent.LookUpsFrom + Issuing.Hour;
        }

        agent.LookUpsTaken++;
        return null;
    });

    /// <summary>Firms by address or part of the name; logins by email or phone. One firm once.</summary>
    private static async Task<Dictionary<Guid, Guid?>> Find(DaypassDb db, string wanted)
    {
        var found = new Dictionary<Guid, Guid?>();
        var (lower, key) = (wanted.ToLowerInvariant(), EmailAddress.KeyOf(wanted));
        if (wanted.Length < 2)
        {
            return found;
        }

        if (EmailAddress.TryRead(wanted) is not null)
        {
            foreach (var match in await db.Accounts.Where(x => x.EmailKey == key).OrderBy(x => x.Id).Take(MostFirms + 1).Select(x => new { x.FirmId, x.Id }).ToListAsync())
            {
                found.TryAdd(match.FirmId, match.Id);
            }

            return found;
        }

        if (Significant(wanted) is { } digits)
        {
            var byPhone = db.Accounts.Where(x => x.Phone != null
                && x.Phone.Replace(" ", "").Replace("-", "").Replace("(", "").Replace(")", "").Replace("/", "").Replace(".", "").EndsWith(digits));
            foreach (var match in await byPhone.OrderByDescending(x => x.IsPrimary).ThenBy(x => x.Id).Take(4 * MostFirms).Select(x => new { x.FirmId, x.Id }).ToListAsync())
            {
                found.TryAdd(match.FirmId, match.Id);
            }
        }

        foreach (var firm in await db.Firms.Where(x => x.Address == lower || x.Name.ToLower().Contains(lower)).OrderBy(x => x.Id).Take(MostFirms + 1).Select(x => x.Id).ToListAsync())
        {
            found.TryAdd(firm, null);
        }

        return found;
    }

    /// <summary>The digits that all spellings of a phone number share: without the country code or the leading zero. Null: that is no number.</summary>
    private static string? Significant(string typed)
    {
        if (typed.Any(x => !char.IsAsciiDigit(x) && !" +-()/.".Contains(x, StringComparison.Ordinal)))
        {
            return null;
        }

        var digits = new string([.. typed.Where(char.IsAsciiDigit)]).TrimStart('0');
        return digits.Length < 6 ? null : digits.Length > 9 ? digits[^9..] : digits;
    }

    private static async Task<FoundFirm> Read(DaypassDb db, DateTimeOffset now, Guid agentId, Guid firmId, Guid? match)
    {
        var firm = await db.Firms.AsNoTracking().SingleAsync(x => x.Id == firmId);
        var people = await db.Accounts.AsNoTracking().Where(x => x.FirmId == firmId && (x.IsAdministrator || x.Id == match))
            .OrderByDescending(x => x.IsPrimary).ThenBy(x => x.Name).ToListAsync();
        var changers = people.Select(x => x.ContactChangedBy).OfType<Guid>().Distinct().ToList();
        var names = await db.Accounts.Where(x => changers.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Name);
        var onFile = new List<PersonOnFile>();
        foreach (var person in people)
        {
            onFile.Add(PersonOnFile.Of(person, now) with
            {
                ContactsChangedBy = person.ContactChangedBy is { } by ? names.GetValueOrDefault(by) : null,
                CodeEnds = (await CodeEnder.Live(db, now, person.Id))?.ExpiresAt,
            });
        }

        return new FoundFirm(firm.Id, firm.Name, firm.Address, firm.TimeZone, onFile.Find(x => x.Id == match), onFile.Find(x => x.IsPrimary),
            [.. onFile.Where(x => x.IsAdministrator && !x.IsPrimary)],
            // Drills that run too, as the queue has them: to all others than whoever started one it looks like any case.
            await db.SupportCases.Where(x => x.FirmId == firmId && x.ClosedAt == null).OrderBy(x => x.OpenedAt)
                .Join(db.Accounts, x => x.AccountId, x => x.Id, (x, person) => new OpenCaseOfFirm(x.Id, x.Number, x.Kind, person.Name, x.OpenedAt)).ToListAsync(),
            [.. (await Activity.Newest(db, db.SecurityEvents.Where(x => x.FirmId == firmId), LinesShown))
                .Concat(await Drilling.AsIfOfTheFirm(db, firmId, agentId, LinesShown)).OrderByDescending(x => x.Id).Take(LinesShown)]);
    }
}
