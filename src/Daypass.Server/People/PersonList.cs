using Daypass.Server.Mfa;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

/// <param name="MayAct">Whether the one who looks may act for this person (W); without it the line leads to what they may see, not to an act.</param>
internal sealed record PersonLine(
    Guid Id, string Name, string Email, AccountState State, bool IsAdministrator, bool IsPrimary, Permission Permissions,
    DateTimeOffset? InvitedAt, DateTimeOffset? AcceptedAt, bool MailRefused, bool MayAct, MfaFacts Facts, NextStep Next);

/// <param name="Number">From 1.</param>
internal sealed record PersonPage(IReadOnlyList<PersonLine> Lines, int Number, int Pages, int Total);

/// <summary>Setup's lists of staff and of clients, 25 a page. Null: not for the one who asks (W1).</summary>
internal sealed class PersonList(Store store, TimeProvider clock)
{
    public const int PerPage = 25;
    private const int LongestSearch = 100;

    public async Task<PersonPage?> Run(SignedIn by, Kind kind, string? search, int page) =>
        by.May(Ability.ActForOthers) && Authority.MayManage(by.Standing, kind)
            ? await store.Read(by.FirmId, db => Read(db, clock.Now(), by, kind, search, page))
            : null;

    private static async Task<PersonPage> Read(DaypassDb db, DateTimeOffset now, SignedIn by, Kind kind, string? search, int page)
    {
        var found = Matching(db.Accounts.AsNoTracking().Where(x => x.Kind == kind), DisplayText.Clean(search));
        var total = await found.CountAsync();
        var pages = Math.Max(1, (total + PerPage - 1) / PerPage);
        var number = Math.Clamp(page, 1, pages);
        var people = await found.OrderBy(x => x.Name).ThenBy(x => x.Id).Skip((number - 1) * PerPage).Take(PerPage).ToListAsync();
        var facts = await FactsForNextStep.ReadAll(db, people, now);
        return new PersonPage([.. people.Select(x => Line(x, by, facts[x.Id], now))], number, pages, total);
    }

    /// <summary>In the name or the email. SQLite knows no case but that of ASCII, so the spelling as typed counts too.</summary>
    private static IQueryable<Account> Matching(IQueryable<Account> people, string typed)
    {
        if (typed.Length is 0 or > LongestSearch)
        {
            return typed.Length == 0 ? people : people.Where(_ => false);
        }

        var lower = typed.ToLowerInvariant();
        return people.Where(x => x.Name.Contains(typed) || x.Name.ToLower().Contains(lower) || x.EmailKey.Contains(lower));
    }

    private static PersonLine Line(Account x, SignedIn by, MfaFacts facts, DateTimeOffset now) => new(
        x.Id, x.Name, x.Email, x.State, x.IsAdministrator, x.IsPrimary, x.Permissions, x.InvitedAt, x.AcceptedAt,
        x.MailRefusedAt is not null, Authority.MayActFor(by.Standing, x.Standing()), facts, NextStepRule.Decide(facts, now));
}
