using System.Globalization;
using Daypass.Domain;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Tests.Model;

/// <summary>
/// What there is to see after a step, from the server and by the plain rules, each as a line of text per person; and what must hold
/// between two looks at the server, whatever the model says: D3's invariant and N12.
/// </summary>
internal sealed class Sight(World world, Guid firmId, PlainFirm firm, Dictionary<PlainLogin, Someone> real)
{
    private static readonly DateTimeOffset Never = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<PlainLogin, string> _attempts = [];
    private readonly Dictionary<PlainLogin, (AccountState State, DateTimeOffset From)> _admittedFrom = [];
    private List<PlainSession> _watched = [];
    private SignedIn? _byOtherFirm;

    private sealed record Seen(List<Account> Accounts, List<TemporaryCode> Codes, Dictionary<Guid, int> Devices, Dictionary<Guid, int> Sessions);

    /// <summary>A sign-in of each that never runs out, to ask <see cref="SecondStep"/> by: it only reads.</summary>
    public async Task Begin()
    {
        await world.Store.Write(firmId, async db =>
        {
            foreach (var (person, someone) in real)
            {
                var account = await db.Accounts.AsNoTracking().SingleAsync(x => x.Id == someone.Id);
                _attempts[person] = Attempts.Begin(db, world.Now, account, passwordAt: Never, mailboxProvenAt: null).Reveal();
            }
        });
        await Revive();
    }

    private Task Revive() => world.Store.Write(firmId, db => db.SignInAttempts.Where(x => x.PasswordAt == Never)
        .ExecuteUpdateAsync(set => set.SetProperty(x => x.DoneAt, (DateTimeOffset?)null).SetProperty(x => x.ExpiresAt, Never)));

    /// <summary>A session of the other firm's primary administrator.</summary>
    public async Task<SignedIn> ByOtherFirm()
    {
        var token = _byOtherFirm is not null ? null : await world.Store.Write(world.Birch, async db => SessionOpener.Open(
            db, world.Now, await db.Accounts.SingleAsync(x => x.Id == world.OtherPrimary.Id), SessionKind.Full, World.Client1).Token);
        return _byOtherFirm ??= (await world.Look(world.OtherPrimary, token!))!;
    }

    public async Task Compare(Step step, Coverage met)
    {
        var now = world.Now;
        var seen = await Read(now);
        var watched = firm.People.SelectMany(x => x.Sessions).Where(x => _watched.Contains(x) || x.Lives(now)).ToHashSet();
        foreach (var person in firm.People)
        {
            var account = seen.Accounts.Single(x => x.Id == real[person].Id);
            var code = seen.Codes.Find(x => x.AccountId == account.Id);
            var asked = await Ask(person, account);
            var expected = Expected(person, now);
            var said = await Said(person, account, code, asked, seen, [.. person.Sessions.Where(watched.Contains)], now);
            if (expected != said)
            {
                throw new Disagreement($"The rules:  {expected}\nThe server: {said}");
            }

            met.Saw(person, now);
            Invariants(step, person, account, code, seen, now);
        }

        _watched = [.. watched.Where(x => x.Lives(now))];
    }

    private Task<Seen> Read(DateTimeOffset now) => world.Store.Read(firmId, async db =>
    {
        var since = now.AddMinutes(-30);
        return new Seen(
            await db.Accounts.AsNoTracking().ToListAsync(),
            await db.TemporaryCodes.AsNoTracking().Where(x => x.State <= CodeState.Spent && x.ExpiresAt > now).ToListAsync(),
            await db.Authenticators.Where(x => x.State == AuthenticatorState.Paired).GroupBy(x => x.AccountId).ToDictionaryAsync(x => x.Key, x => x.Count()),
            await db.Sessions.Where(x => x.EndedAt == null && x.ExpiresAt > now && x.LastSeenAt > since).GroupBy(x => x.AccountId).ToDictionaryAsync(x => x.Key, x => x.Count()));
    });

    private async Task<SecondStepView?> Ask(PlainLogin person, Account account)
    {
        var asked = await world.Get<SecondStep>().Run(firmId, _attempts[person]);
        if (asked is null && account.State == AccountState.Active)
        {
            // The sign-in died with the person's sessions, as it should.
            await Revive();
            asked = await world.Get<SecondStep>().Run(firmId, _attempts[person]);
        }

        return asked;
    }

    private static string Expected(PlainLogin person, DateTimeOffset now)
    {
        var live = person.LiveCode(now);
        var asked = person.State != AccountState.Active ? ""
            : $", next {person.Next(now)}, mailbox {person.MailboxOffer(now)}, capped {Text(person.CappedUntil(now))}";
        var sessions = person.State == AccountState.Active ? person.Sessions.FindAll(x => x.Lives(now)) : [];
        return Line(person, person.State, asked, live is null ? null : $"{Text(live.ExpiresAt)}{(live.Spent ? " spent" : "")} {live.Wrong} wrong",
            person.Hold, person.EverPaired, person.Paired.Count,
            sessions.Select(x => $"{x.Kind}{(person.Limited(now, x) ? " limited" : "")} until {Text(x.ExpiresAt)}"));
    }

    private async Task<string> Said(PlainLogin person, Account account, TemporaryCode? code, SecondStepView? asked, Seen seen, List<PlainSession> watched, DateTimeOffset now)
    {
        var sessions = new List<string>();
        foreach (var session in watched)
        {
            if (session.Handle is not null && await world.Look(real[person], session.Handle) is { } found)
            {
                sessions.Add($"{found.Kind}{(found.LimitedAfterRecovery ? " limited" : "")} until {Text(found.ExpiresAt)}");
            }
        }

        if (account.State == AccountState.Active && seen.Sessions.GetValueOrDefault(account.Id) is var count && count != sessions.Count)
        {
            sessions.Add($"({count} in all)");
        }

        return Line(person, account.State,
            asked is null ? "" : $", next {asked.Step}, mailbox {asked.MailboxProof}, capped {Text(asked.CapUntil)}",
            code is null ? null : $"{Text(code.ExpiresAt)}{(code.State == CodeState.Spent ? " spent" : "")} {code.Wrong} wrong",
            account.HoldUntil, account.EverPaired, seen.Devices.GetValueOrDefault(account.Id), sessions);
    }

    private static string Line(PlainLogin person, AccountState state, string asked, string? code, DateTimeOffset? hold, bool ever, int devices, IEnumerable<string> sessions) =>
        $"{person.Who} {state}{asked}, code {code ?? "none"}, hold {Text(hold)}, {(ever ? "ever" : "never")} paired, {devices} devices, sessions [{string.Join(", ", sessions)}]";

    private static string Text(DateTimeOffset? time) =>
        time is null ? "none" : time == PlainLogin.Open ? "open" : time.Value.ToString("MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private void Invariants(Step step, PlainLogin person, Account account, TemporaryCode? code, Seen seen, DateTimeOffset now)
    {
        var none = !seen.Devices.ContainsKey(account.Id);
        if (code is not null && none && !(account.HoldUntil > now))
        {
            throw new Disagreement($"D3: {person.Who} has a live code, no device, and no hold that runs.");
        }

        // From when the password alone is admitted, if nothing else happens.
        var required = person.Policy == Policy.Required;
        DateTimeOffset[] obstacles = [now, account.HoldUntil ?? now, code is { State: CodeState.Live } ? code.ExpiresAt : now];
        var from = required || !none ? PlainLogin.Open : obstacles.Max();
        var (stateBefore, before) = _admittedFrom.GetValueOrDefault(person, (account.State, from));
        _admittedFrom[person] = (account.State, from);
        if (stateBefore != AccountState.Active || account.State != AccountState.Active || before <= now || from >= before || step.Deed == Deed.Disconnect)
        {
            return;
        }

        // A change to optional: at once only for who never paired and has no hold (N6); a hold that runs goes on, and time ends it (D3).
        var never = step.Deed is Deed.ChangePolicy or Deed.ChangePermissions && !account.EverPaired;
        if (!never || (from <= now && account.HoldUntil is not null))
        {
            throw new Disagreement($"N12: {person.Who} would be admitted by the password alone from {Text(from)}, before this step from {Text(before)}.");
        }
    }

    /// <summary>What has ended stays so.</summary>
    public async Task LookAtAllSessions()
    {
        foreach (var (person, someone) in real)
        {
            foreach (var session in person.Sessions.Where(x => !x.Lives(world.Now)))
            {
                if (await world.Look(someone, session.Handle!) is not null)
                {
                    throw new Disagreement($"At the end: a session {session.Kind} of {person.Who} is alive again.");
                }
            }
        }
    }
}
