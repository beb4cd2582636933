using Daypass.Domain;
using Daypass.Server.Approvals;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Approvals;

/// <summary>The story: somebody else knows the password; the owner denies on the phone and says "this was not me". Then one thing changes.</summary>
public class NotMeTests
{
    private static async Task<(World World, PairedPhone Phone)> Begin(DatabaseKind database)
    {
        var world = await World.Create(database);
        return (world, await PairedPhone.Of(world, await world.Staff(paired: false)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task It_voids_the_password_ends_all_sessions_and_mails_a_link(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var session = Assert.IsType<CodeResult.Admitted>(await world.SignInWith(phone.Owner, world.TotpOf(phone.Owner))).Session;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var attempt = await world.PassPassword(phone.Owner);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await phone.Deny();

        Assert.IsType<NotMeResult.Done>(await phone.NotMe((await phone.Asked()).Id));

        Assert.Null(await world.Look(phone.Owner, session));
        Assert.Null((await world.AccountOf(phone.Owner)).PasswordHash);
        Assert.IsType<PasswordResult.Refused>(await world.EnterPassword(phone.Owner));
        var line = Assert.Single(await world.EventsOf(phone.Owner), x => x.Kind == EventKind.NotMeAtDevice);
        Assert.Equal((phone.Id, (Guid?)phone.Owner.Id), (line.DeviceId, line.ActorId));
        var notices = await world.NoticesAbout(phone.Owner);
        Assert.Single(notices, x => x.Kind == NoticeKind.PasswordResetLink);
        // The person, and whoever watches over staff.
        Assert.Equal([phone.Owner.Id, world.Primary.Id], notices.Where(x => x.Kind == NoticeKind.NotMeAtDevice).OrderBy(x => x.IsCopy).Select(x => x.RecipientId));
        Assert.Equal(AuthenticatorState.Paired, await world.Store.Read(world.Amber, db => db.Authenticators.Where(x => x.Id == phone.Id).Select(x => x.State).SingleAsync()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Said_twice_it_leaves_a_password_alone_that_was_set_since(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.PassPassword(phone.Owner);
        var asked = await phone.Asked();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await phone.Deny();
        await phone.NotMe(asked.Id);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.Store.Write(world.Amber, db => db.Accounts.Where(x => x.Id == phone.Owner.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.PasswordHash, "new").SetProperty(x => x.PasswordSetAt, world.Now)));

        Assert.IsType<NotMeResult.Done>(await phone.NotMe(asked.Id));

        Assert.Equal("new", (await world.AccountOf(phone.Owner)).PasswordHash);
        Assert.Single(await world.EventsOf(phone.Owner), x => x.Kind == EventKind.NotMeAtDevice);
        Assert.Single(await world.NoticesAbout(phone.Owner), x => x.Kind == NoticeKind.PasswordResetLink);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task It_is_for_what_can_be_answered_no_more_within_ten_minutes(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        using var colleague = await PairedPhone.Of(world, await world.Staff(paired: false));
        await world.PassPassword(phone.Owner);
        var waiting = await phone.Asked();
        await Refused(phone, waiting.Id); // it can still be denied
        await phone.Deny();
        await Refused(colleague, waiting.Id);
        await Refused(phone, Guid.NewGuid());

        world.Clock.Advance(ApprovalRule.NotMeFor);
        await Refused(phone, waiting.Id);
        Assert.DoesNotContain(await world.EventsOf(phone.Owner), x => x.Kind == EventKind.NotMeAtDevice);

        await world.PassPassword(phone.Owner);
        var expired = await phone.Asked();
        world.Clock.Advance(ApprovalRule.Life);
        Assert.IsType<NotMeResult.Done>(await phone.NotMe(expired.Id));

        async Task Refused(PairedPhone who, Guid request)
        {
            Assert.IsType<NotMeResult.Unknown>(await who.NotMe(request));
            Assert.NotNull((await world.AccountOf(who.Owner)).PasswordHash);
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task It_undoes_what_was_approved_by_mistake(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var attempt = await world.PassPassword(phone.Owner);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await phone.Approve();
        var session = Assert.IsType<FinishResult.Admitted>(await world.Get<FinishApproved>().Run(world.Amber, attempt, World.Client1)).Session;

        Assert.IsType<NotMeResult.Done>(await phone.NotMe((await phone.Asked()).Id));

        Assert.Null(await world.Look(phone.Owner, session));
        Assert.Null((await world.AccountOf(phone.Owner)).PasswordHash);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task It_ends_the_sessions_of_somebody_who_changed_the_password_meanwhile(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.PassPassword(phone.Owner);
        var denied = await phone.Asked();
        await phone.Deny();
        var session = Assert.IsType<CodeResult.Admitted>(await world.SignInWith(phone.Owner, world.TotpOf(phone.Owner))).Session;
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.Store.Write(world.Amber, db => db.Accounts.Where(x => x.Id == phone.Owner.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.PasswordHash, "theirs").SetProperty(x => x.PasswordSetAt, world.Now)));

        Assert.IsType<NotMeResult.Done>(await phone.NotMe(denied.Id));

        Assert.Null(await world.Look(phone.Owner, session));
        Assert.Null((await world.AccountOf(phone.Owner)).PasswordHash);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task It_is_for_what_the_browser_took_back_too(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var attempt = await world.PassPassword(phone.Owner);
        var first = await phone.Asked();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.EnterPassword(phone.Owner, attempt: attempt);

        Assert.IsType<NotMeResult.Done>(await phone.NotMe(first.Id));

        Assert.Null((await world.AccountOf(phone.Owner)).PasswordHash);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_phone_of_a_recovery_cannot_say_it_while_sessions_are_limited_S4(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        await world.PassPassword(phone.Owner);
        var denied = await phone.Asked();
        await phone.Deny();
        await world.Store.Write(world.Amber, async db =>
        {
            await db.Authenticators.Where(x => x.Id == phone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.PairedThroughMailbox, true));
            await db.Accounts.Where(x => x.Id == phone.Owner.Id).ExecuteUpdateAsync(set => set
                .SetProperty(x => x.LimitedSince, world.Now).SetProperty(x => x.LimitedUntil, world.Now.AddSeconds(1)));
        });
        Assert.IsType<NotMeResult.Unknown>(await phone.NotMe(denied.Id));

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<NotMeResult.Done>(await phone.NotMe(denied.Id));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_password_that_was_set_since_by_a_mailed_link_stays(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        await world.PassPassword(phone.Owner);
        var asked = await phone.Asked();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await phone.Deny();
        var link = await world.Store.Write(world.Amber, async db => (await LinkTokens.Make(db, world.Now, await db.Accounts.SingleAsync(x => x.Id == phone.Owner.Id), LinkPurpose.PasswordReset)).Reveal());
        Assert.IsType<NewPasswordResult.Done>(await world.Get<ResetPassword>().Run(world.Amber, link, "another horse, another battery"));

        Assert.IsType<NotMeResult.Done>(await phone.NotMe(asked.Id));

        Assert.NotNull((await world.AccountOf(phone.Owner)).PasswordHash);
        Assert.DoesNotContain(await world.EventsOf(phone.Owner), x => x.Kind == EventKind.NotMeAtDevice);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Whoever_got_in_and_changed_the_password_is_thrown_out_all_the_same(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        await world.PassPassword(phone.Owner);
        var asked = await phone.Asked();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var session = Assert.IsType<CodeResult.Admitted>(await world.SignInWith(phone.Owner, world.TotpOf(phone.Owner))).Session;
        var me = (await world.Look(phone.Owner, session))!;
        Assert.IsType<NewPasswordResult.Done>(await world.Get<ChangePassword>().Run(me, World.Password, "another horse, another battery"));
        world.Clock.Advance(ApprovalRule.Life);

        Assert.IsType<NotMeResult.Done>(await phone.NotMe(asked.Id));

        Assert.Null(await world.Look(phone.Owner, session));
        Assert.Null((await world.AccountOf(phone.Owner)).PasswordHash);
        Assert.Single(await world.NoticesAbout(phone.Owner), x => x.Kind == NoticeKind.PasswordResetLink);
        // Of another question: it is void already, and no second mail is sent.
        Assert.IsType<NotMeResult.Done>(await phone.NotMe((await phone.Asked()).Id));
        Assert.Single(await world.NoticesAbout(phone.Owner), x => x.Kind == NoticeKind.PasswordResetLink);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Nobody_else_can_say_it(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        using var colleague = await PairedPhone.Of(world, await world.Staff(paired: false));
        await world.PassPassword(phone.Owner);
        var asked = await phone.Asked();
        await phone.Deny();
        foreach (var signature in new[] { "", colleague.SignNotMe(asked.Id, phone.Time), phone.SignNotMe(Guid.NewGuid(), phone.Time), phone.SignAnswer(asked.Id, approve: false, "", phone.Time) })
        {
            Assert.IsType<NotMeResult.Gone>(await world.Get<NotMeAtDevice>().Run(world.Amber, phone.Id, asked.Id, phone.Time, signature));
        }

        Assert.NotNull((await world.AccountOf(phone.Owner)).PasswordHash);
    }
}
