using System.Net;
using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.People;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Phones;

/// <summary>A phone that is paired no more: its keys, its secret and where it is woken are gone with it; unless T2 may bring it back.</summary>
public sealed class Ending
{
    [Theory, OnBothDatabases]
    public async Task Disconnected_by_its_owner_nothing_of_it_is_left_D1(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var (client, phone) = await Paired(story);

        Assert.IsType<DisconnectResult.Disconnected>(await story.World.Get<Disconnect>().Run(await story.World.SignedIn(client), phone.Device, client.Password, story.World.NextTotpOf(client)));

        await IsGone(story, phone, AuthenticatorState.Disconnected);
    }

    [Theory, OnBothDatabases]
    public async Task Marked_lost_nothing_of_it_is_left_D5(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var (client, phone) = await Paired(story);

        Assert.Equal(MarkLostResult.Done, await story.World.Get<MarkLost>().Run(await story.World.SignedIn(story.World.Primary), client.Id, phone.Device));

        await IsGone(story, phone, AuthenticatorState.Lost);
    }

    [Theory, OnBothDatabases]
    public async Task Deactivated_with_its_login_it_does_not_come_back_E3(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var (client, phone) = await Paired(story);
        var admin = await story.World.SignedIn(story.World.Primary);

        Assert.Equal(ActResult.Done, await story.World.Get<Deactivate>().Run(admin, client.Id));
        Assert.Equal(ActResult.Done, await story.World.Get<Reactivate>().Run(admin, client.Id));
        await story.World.Store.Write(client.Firm, db => db.Accounts.Where(x => x.Id == client.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Active)));

        await IsGone(story, phone, AuthenticatorState.Disconnected);
    }

    [Theory, OnBothDatabases]
    public async Task Disconnected_through_a_code_it_is_woken_no_more_and_comes_back_with_its_key_T2(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var (client, phone) = await Paired(story);
        await Disconnect(story, client, phone);

        Assert.Equal((HttpStatusCode.Unauthorized, "gone"), Of(await phone.Look()));
        var device = await story.DeviceOf(phone.Device);
        Assert.Null(device.Push);
        Assert.Equal(phone.PublicKey, device.PublicKey);
        Assert.True(await story.World.Get<UndoRecovery>().Run(client.Firm, await story.Site.MailedNotMe(client)));

        Assert.Equal("paired", (await phone.Look()).Json.GetProperty("state").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task Disconnected_through_a_code_it_is_forgotten_once_T2_is_over(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var (client, phone) = await Paired(story);
        await Disconnect(story, client, phone);
        var forget = story.World.Get<IEnumerable<IChore>>().OfType<ForgetDevices>().Single();
        await forget.Do(TestContext.Current.CancellationToken);
        Assert.NotNull((await story.DeviceOf(phone.Device)).PublicKey);
        story.World.Clock.Advance(TimeSpan.FromDays(8) + TimeSpan.FromMinutes(1));

        await forget.Do(TestContext.Current.CancellationToken);

        await IsGone(story, phone, AuthenticatorState.Disconnected);
    }

    [Theory, OnBothDatabases]
    public async Task Paired_through_a_code_and_taken_back_nothing_of_it_is_left_T2(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.World.Client();
        story.World.Clock.Advance(TimeSpan.FromSeconds(1));
        var digits = await story.World.IssueAsOperator(client);
        var browser = story.Site.NewBrowser();
        await browser.Post("/amber/signin", ("Email", client.Email), ("Password", client.Password));
        await browser.Post("/amber/signin/code", ("Code", digits));
        using var phone = await story.Pair(browser);
        var link = await story.World.Store.Write(client.Firm, async db => (await LinkTokens.MakeNotMe(
            db, story.World.Now, await db.Accounts.SingleAsync(x => x.Id == client.Id), await db.TemporaryCodes.OrderByDescending(x => x.Id).FirstAsync(x => x.AccountId == client.Id))).Reveal());

        Assert.True(await story.World.Get<UndoRecovery>().Run(client.Firm, link));

        await IsGone(story, phone, AuthenticatorState.TakenBack);
    }

    /// <summary>Somebody with a phone that can be woken.</summary>
    private static async Task<(Someone Client, PhoneSimulator Phone)> Paired(PhoneStory story)
    {
        await story.World.SetPolicies(Policy.Required, Policy.Optional);
        var client = await story.World.Client(paired: false);
        var phone = await story.World.PairPhone(client, story.Site.Address);
        await story.World.Store.Write(client.Firm, db => db.Authenticators.Where(x => x.Id == phone.Device).ExecuteUpdateAsync(set => set.SetProperty(x => x.Push, [1, 2, 3])));
        return (client with { TotpSecret = phone.Secret, DeviceId = phone.Device }, phone);
    }

    private static async Task Disconnect(PhoneStory story, Someone client, PhoneSimulator phone)
    {
        var digits = await story.World.IssueAsOperator(client);
        var me = await story.World.SignInWith(client, digits) is CodeResult.Admitted admitted ? await story.World.Look(client, admitted.Session) : null;
        Assert.IsType<DisconnectResult.Disconnected>(await story.World.Get<Disconnect>().Run(me!, phone.Device, client.Password, null));
    }

    private static async Task IsGone(PhoneStory story, PhoneSimulator phone, AuthenticatorState state)
    {
        Assert.Equal((HttpStatusCode.Unauthorized, "gone"), Of(await phone.Look()));
        var device = await story.DeviceOf(phone.Device);
        Assert.Equal((state, null, null, null, null), (device.State, device.PublicKey, device.Secret, device.Push, device.PairingCode));
    }

    private static (HttpStatusCode, string?) Of(PhoneAnswer answer) => (answer.Status, answer.Problem);
}
