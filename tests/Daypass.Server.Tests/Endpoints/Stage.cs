using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Tests.Endpoints;

/// <summary>The people of one case, made when they are needed: an administrator of Amber who asks, and those whom it is about.</summary>
internal sealed class Stage
{
    public const string NewPassword = "a quiet lake below seven hills";

    private Stage(Site site, Someone me, Browser browser) => (Site, Me, Browser) = (site, me, browser);

    public Site Site { get; }
    public World World => Site.World;
    public Someone Me { get; }

    /// <summary>The browser of whoever asks.</summary>
    public Browser Browser { get; }

    public static async Task<Stage> Set(Site site, SessionKind? kind = SessionKind.Full, bool limited = false)
    {
        await MakePrimary(site.World, site.World.Primary);
        var me = await site.World.Administrator();
        if (limited)
        {
            // S4: through a recovery whose limits began before the device was paired.
            await site.World.Store.Write(me.Firm, db => db.Accounts.Where(x => x.Id == me.Id).ExecuteUpdateAsync(set => set
                .SetProperty(x => x.LimitedSince, site.World.Now.AddMinutes(-1)).SetProperty(x => x.LimitedUntil, site.World.Now.AddHours(20))));
        }

        return new Stage(site, me, kind is { } some ? await site.SignedIn(me, some) : site.NewBrowser());
    }

    /// <summary>Gives the role to whoever asks, until the next stage is set.</summary>
    public Task BecomePrimary() => MakePrimary(World, Me);

    private static Task MakePrimary(World world, Someone who) => world.Store.Write(world.Amber, async db =>
    {
        await db.Accounts.Where(x => x.IsPrimary && x.Id != who.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.IsPrimary, false));
        await db.Accounts.Where(x => x.Id == who.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.IsPrimary, true));
    });

    public string Totp => World.NextTotpOf(Me);

    /// <summary>A client with a device and a live code; of Birch where asked.</summary>
    public async Task<Someone> Client(Guid? firm = null)
    {
        var client = await World.Add(Kind.Client, firm: firm, paired: true);
        await IssueAsOperator(client);
        return client;
    }

    public Task<Someone> OtherClient() => Client(World.Birch);

    public Task<string> IssueAsOperator(Someone who) => World.Store.Write(who.Firm, async db =>
        await IssueCode.Issue(db, World.Now, World.Get<KeyedHash>(), (await db.Lock(who.Id))!, By.Operator, CodeReason.LeftAtHome, null) is IssueResult.Issued issued
            ? issued.Digits.Reveal()
            : throw new InvalidOperationException("Not issued."));

    /// <summary>Gives the browser a sign-in that passed the password step, of this person.</summary>
    public async Task PassPassword(Someone who, bool shortPassword = false)
    {
        var token = await World.Store.Write(who.Firm, async db =>
        {
            var account = (await db.Lock(who.Id))!;
            account.PasswordIsLong = !shortPassword;
            return Attempts.Begin(db, World.Now, account, passwordAt: World.Now, mailboxProvenAt: null);
        });
        Browser["daypass-amber.signin"] = token.Reveal();
    }

    /// <summary>Somebody invited who has not come yet, and their link.</summary>
    public async Task<(Someone Who, string Token)> Invited(Guid? firm = null)
    {
        var who = await World.Add(Kind.Client, firm: firm);
        await Change(who, AccountState.Invited);
        return (who, await Site.Mailed(who, LinkPurpose.Invitation));
    }

    /// <summary>A submitted support case about a firm's primary administrator, and the link that was mailed to them to stop it.</summary>
    public async Task<(SupportCase Case, string StopLink)> Case(Guid? firm = null)
    {
        var primary = firm == World.Birch ? World.OtherPrimary : World.Primary;
        var about = new SupportCase
        {
            Id = Guid.NewGuid(), Number = Interlocked.Increment(ref _cases), FirmId = primary.Firm, Kind = CaseKind.Access, State = CaseState.Submitted,
            AccountId = primary.Id, RequesterId = primary.Id, OpenedBy = Guid.NewGuid(), OpenedAt = World.Now,
        };
        var link = await World.Store.Write(primary.Firm, async db =>
        {
            db.SupportCases.Add(about);
            return (await LinkTokens.MakeStopCase(db, World.Now, await db.Accounts.SingleAsync(x => x.Id == primary.Id), about.Id)).Reveal();
        });
        await World.SpreadCases();
        return (about, link);
    }

    private static int _cases = 1_000_000;

    public const string Words = "apron river walnut";

    /// <summary>A temporary code that support made ready for an administrator to fetch with these words, and the link that was mailed to them.</summary>
    public async Task<string> Delivery(Guid? firm = null)
    {
        var person = await World.Add(Kind.Staff, administrator: true, firm: firm, paired: true);
        var (about, technician) = ((await Case(firm)).Case, await World.Agent(AgentRole.Technician));
        var delivery = new CodeDelivery
        {
            Id = Guid.NewGuid(), FirmId = person.Firm, AccountId = person.Id, CaseId = about.Id, ApprovalId = Guid.NewGuid(), AgentId = technician.AgentId,
            CreatedAt = World.Now, ExpiresAt = World.Now + Phrase.Life,
        };
        (delivery.KeyId, delivery.PhraseMac) = World.Get<KeyedHash>().Make(KeyPurpose.DeliveryPhrase, delivery.Id, Words);
        return await World.Store.Write(person.Firm, async db =>
        {
            await db.SupportCases.Where(x => x.Id == about.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, CaseState.Approved).SetProperty(x => x.AccountId, person.Id));
            db.CaseApprovals.Add(new CaseApproval
            {
                Id = delivery.ApprovalId, FirmId = person.Firm, CaseId = about.Id, AccountId = person.Id, AgentId = technician.AgentId, ApprovedAt = World.Now, ExpiresAt = World.Now + CaseRule.ApprovalLife,
            });
            db.CodeDeliveries.Add(delivery);
            return (await LinkTokens.Make(db, World.Now, await db.Accounts.SingleAsync(x => x.Id == person.Id), LinkPurpose.FetchCode, delivery.ExpiresAt, subject: delivery.Id)).Reveal();
        });
    }

    public Task Change(Someone who, AccountState state) => World.Store.Write(who.Firm, db => db.Accounts.Where(x => x.Id == who.Id).ExecuteUpdateAsync(set => set
        .SetProperty(x => x.State, state)
        .SetProperty(x => x.PasswordHash, x => state == AccountState.Invited ? null : x.PasswordHash)
        .SetProperty(x => x.AcceptedAt, x => state == AccountState.Invited ? null : x.AcceptedAt)));

    /// <summary>A client who never paired where a second step is required: what the mailbox proof is for (N4).</summary>
    public async Task<Someone> NeverPaired(Guid? firm = null)
    {
        await World.SetPolicies(Policy.Required, Policy.Required, firm);
        return await World.Add(Kind.Client, firm: firm);
    }

    /// <summary>A wait of a holder of a permission (N11).</summary>
    public async Task<(Someone Who, Guid Wait)> Waiting(Guid? firm = null)
    {
        var (who, wait) = (await World.Add(Kind.Staff, Permission.ManageClients, firm: firm), Guid.CreateVersion7(World.Now));
        await World.Store.Write(who.Firm, db =>
        {
            db.MailboxWaits.Add(new MailboxWait { Id = wait, FirmId = who.Firm, AccountId = who.Id, StartedAt = World.Now, EndsAt = World.Now.AddHours(24) });
            return Task.CompletedTask;
        });
        return (who, wait);
    }

    /// <summary>A session of somebody's in another browser.</summary>
    public Task<Guid> OtherSession(Someone who) => World.Store.Write(who.Firm, async db =>
        SessionOpener.Open(db, World.Now, (await db.Lock(who.Id))!, SessionKind.Full, World.Client1).Session.Id);

    /// <summary>A device whose secret was shown in this browser's session and that waits for its first proof.</summary>
    public async Task<Someone> PendingDevice(Someone who)
    {
        var paired = await World.Pair(who);
        var session = await World.Store.Read(who.Firm, db => db.Sessions.Where(x => x.AccountId == who.Id).OrderByDescending(x => x.Id).Select(x => (Guid?)x.Id).FirstOrDefaultAsync());
        World.Clock.Advance(TimeSpan.FromSeconds(1));
        await World.Store.Write(who.Firm, db => db.Authenticators.Where(x => x.Id == paired.DeviceId).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, AuthenticatorState.Pending).SetProperty(x => x.PairedAt, (DateTimeOffset?)null).SetProperty(x => x.PairedIn, session)
            .SetProperty(x => x.CreatedAt, World.Now)));
        return paired;
    }
}
