using System.Text.RegularExpressions;
using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>T1: who is told of a case.</summary>
public sealed partial class CaseTellingTests
{
    [Theory, OnBothDatabases]
    public async Task A_case_is_told_to_every_administrator_of_the_firm_and_to_nobody_else_T1(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var administrator = await world.Administrator();
        await world.Staff(Permission.Both);
        await world.Client();
        await Tell(world, new SupportCase { Kind = CaseKind.Access, AccountId = world.Primary.Id });

        var told = await world.NoticesAbout(world.Primary);
        Assert.Equal(new[] { world.Primary.Id, administrator.Id }.Order(), told.Select(x => x.RecipientId).Order());
        Assert.All(told, x => Assert.Equal((NoticeKind.CaseOpened, x.RecipientId != world.Primary.Id, ActorKind.Support), (x.Kind, x.IsCopy, x.Actor)));
        Assert.All(told, x => Assert.NotNull(x.CaseId));
    }

    [Theory, OnBothDatabases]
    public async Task A_drill_is_told_to_nobody(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await Tell(world, new SupportCase { Kind = CaseKind.Access, AccountId = world.Primary.Id, IsDrill = true });
        Assert.Empty(await world.NoticesAbout(world.Primary));
    }

    [Theory, OnBothDatabases]
    public async Task A_hand_over_is_told_to_whoever_is_to_have_the_role_and_to_a_suspended_primary_W2(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var heir = await world.Staff();
        await world.Store.Write(world.Amber, db => db.Accounts.Where(x => x.IsPrimary).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Suspended)));
        await Tell(world, new SupportCase { Kind = CaseKind.HandOver, AccountId = heir.Id });
        Assert.Equal(new[] { world.Primary.Id, heir.Id }.Order(), (await world.NoticesAbout(heir)).Select(x => x.RecipientId).Order());
    }

    [Theory, OnBothDatabases]
    public async Task Each_administrators_mail_has_a_link_of_their_own_that_stops_the_case_T1(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case();
        var mails = await Mails(desk, NoticeKind.CaseOpened);
        Assert.Equal(2, mails.Values.Distinct().Count());
        Assert.Equal(StopEffect.Freeze, await desk.Get<StopCaseByLink>().Run(desk.World.Amber, mails[desk.Other.Email]!));
        Assert.Equal(desk.Other.Id, (await desk.Read(id)).FrozenBy);
        Assert.Equal(StopEffect.AlreadyFrozen, await desk.Get<StopCaseByLink>().Run(desk.World.Amber, mails[desk.World.Primary.Email]!));

        // What tells of a stop has nothing to stop; what tells that it goes on has.
        Assert.All((await Mails(desk, NoticeKind.CaseFrozen)).Values, Assert.Null);
        await ADesk.Done(desk.Get<LiftFreeze>().Run(desk.Fresh(desk.Technician), id, desk.World.Primary.Id, ContactKind.Email));
        Assert.All((await Mails(desk, NoticeKind.CaseThawed)).Values, Assert.NotNull);
    }

    [Theory, OnBothDatabases]
    public async Task A_mail_that_waited_until_the_case_was_closed_has_no_link(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case();
        await ADesk.Done(desk.Get<WithdrawCase>().Run(desk.Representative, id));
        Assert.All((await Mails(desk, NoticeKind.CaseOpened)).Values, Assert.Null);
    }

    [Theory, OnBothDatabases]
    public async Task Links_of_a_case_are_tidied_away_a_month_after_its_end_and_not_before(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case();
        await desk.StopLink(id, desk.Other);
        desk.World.Clock.Advance(TimeSpan.FromDays(400));
        await Tidied(desk, links: 1);
        await ADesk.Done(desk.Get<WithdrawCase>().Run(await desk.World.Agent(AgentRole.Representative), id));
        await Tidied(desk, links: 1);
        desk.World.Clock.Advance(TryCap.Month + TimeSpan.FromDays(1));
        await Tidied(desk, links: 0);
    }

    private static async Task Tidied(ADesk desk, int links)
    {
        await desk.Get<IEnumerable<IChore>>().OfType<Tidy>().Single().Do(TestContext.Current.CancellationToken);
        desk.World.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(links, await desk.World.Store.Read(desk.World.Amber, db => db.Links.CountAsync()));
    }

    /// <summary>The mails of this kind that wait now: to whom, and the token of the link to stop the case as it stands in the text.</summary>
    private static async Task<Dictionary<string, string?>> Mails(ADesk desk, NoticeKind kind)
    {
        var (outbox, writer, mails) = (desk.Get<Outbox>(), desk.Get<MailWriter>(), new Dictionary<string, string?>(StringComparer.Ordinal));
        while (await outbox.TakeNext() is { } letter)
        {
            if (letter.Notice.Kind == kind)
            {
                var link = StopLink().Match(writer.Write(letter)!.TextBody!);
                mails.Add(letter.Recipient.Email, link.Success ? link.Groups["token"].Value : null);
            }

            await outbox.Delivered(letter);
            outbox.PutDown(letter);
        }

        return mails;
    }

    [GeneratedRegex(@"/link/stop-case/(?<token>\S+)", RegexOptions.None, 1000)]
    private static partial Regex StopLink();

    private static Task Tell(World world, SupportCase request) => world.Store.Write(world.Amber, async db =>
    {
        (request.Id, request.FirmId, request.RequesterId) = (Guid.NewGuid(), world.Amber, world.Primary.Id);
        db.SupportCases.Add(request);
        await CaseTelling.Opened(db, world.Now, request, By.Agent(Guid.NewGuid()));
    });
}
