using System.Globalization;
using System.Net;
using Daypass.Domain;
using Daypass.Server.Devices;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Pages;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Approvals;

/// <summary>
/// The story, over HTTP: a browser waits, the phone approves, the browser is in. Then the answer comes otherwise than from that phone, over
/// that question, in time; and the browser waits on.
/// </summary>
public class FromOutside
{
    private sealed class Scene(World world, Someone owner, Visitor browser, PhoneSimulator phone) : IAsyncDisposable
    {
        public World World => world;
        public Someone Owner => owner;
        public Visitor Browser => browser;
        public PhoneSimulator Phone => phone;

        public static async Task<Scene> Set(DatabaseKind database)
        {
            var world = await World.Create(database);
            var owner = await world.Staff(paired: false);
            return new Scene(world, owner, await Visitor.To(world), await world.PairPhone(owner, await world.Listen()));
        }

        /// <summary>The browser passes the password step; what the phone is asked.</summary>
        public async Task<(Guid Request, string Number)> PassPassword()
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await (await browser.Open("/amber/signin")).Fill(("Email", owner.Email), ("Password", World.Password));
            return (await Asked(), browser.Page.QuerySelector(".ask-number")!.TextContent.Trim());
        }

        public Task<Guid> Asked() => world.Store.Read(world.Amber, db =>
            db.ApprovalRequests.Where(x => x.AccountId == owner.Id && x.State == ApprovalState.Waiting).OrderByDescending(x => x.CreatedAt).Select(x => x.Id).FirstAsync());

        public async Task<bool> StillWaits()
        {
            await browser.Open("/amber/signin/step");
            await browser.Press("Continue");
            return browser.Text.Contains("Your phone has not confirmed yet.", StringComparison.Ordinal);
        }

        public async ValueTask DisposeAsync()
        {
            phone.Dispose();
            browser.Dispose();
            await world.DisposeAsync();
        }
    }

    [Theory, OnBothDatabases]
    public async Task Approved_by_the_phone_it_is_in(DatabaseKind database)
    {
        await using var scene = await Scene.Set(database);
        var (request, number) = await scene.PassPassword();
        Assert.True(await scene.StillWaits());

        var answer = await scene.Phone.Answer(request, approve: true, number);
        Assert.Equal((HttpStatusCode.OK, """{"outcome":"approved"}"""), (answer.Status, answer.Text));
        await scene.Browser.Press("Continue");

        Assert.Equal("/amber/", scene.Browser.At);
    }

    [Theory, OnBothDatabases]
    public async Task By_anything_but_the_phones_own_signature_over_this_very_answer_it_waits_on(DatabaseKind database)
    {
        await using var scene = await Scene.Set(database);
        var (world, phone) = (scene.World, scene.Phone);
        using var colleague = await world.PairPhone(await world.Staff(paired: false), await world.Listen());
        using var stranger = await world.PairPhone(world.OtherPrimary, await world.Listen());
        await world.PassPassword(scene.Owner);
        var other = await scene.Asked();
        var (request, number) = await scene.PassPassword();
        var (time, wrong) = (phone.Now(), number == "42" ? "43" : "42");
        var denial = Sign(phone, request, "deny", "", time);
        (string What, Func<Task<PhoneAnswer>> Send, string Said)[] tries =
        [
            ("changed number", () => phone.Answer(request, approve: true, wrong, said: number), "gone"),
            ("changed origin", () => phone.Answer(request, approve: true, number, origin: "https://phish.example"), "gone"),
            ("another login signed for", () => phone.Answer(request, approve: true, number, account: colleague.Account), "gone"),
            ("another sign-in's question signed", () => Send(phone, request, number, time, Sign(phone, other, "approve", number, time)), "gone"),
            ("a denial sent as approval", () => Send(phone, request, number, time, denial), "gone"),
            ("another time than signed", () => Send(phone, request, number, time, Sign(phone, request, "approve", number, time - 1)), "gone"),
            ("a look's signature", () => Send(phone, request, number, time, phone.Sign("look", null, PhoneSimulator.Id(phone.Device), PhoneSimulator.Number(time))), "gone"),
            ("another key under the phone's id", () => Send(phone, request, number, time, Sign(colleague, request, "approve", number, time, phone)), "gone"),
            ("the phone's signature under another id", () => Send(colleague, request, number, time, Sign(phone, request, "approve", number, time)), "gone"),
            ("a colleague's phone", () => colleague.Answer(request, approve: true, number), "expired"),
            ("a stranger's phone at its own firm", () => stranger.Answer(request, approve: true, number), "expired"),
            ("a clock two minutes ahead", () => phone.Answer(request, approve: true, number, time: time + 120_001), "clock"),
            ("a question that never was", () => phone.Answer(Guid.NewGuid(), approve: true, number), "expired"),
        ];

        foreach (var (what, send, said) in tries)
        {
            var answer = await send();
            Assert.True((answer.Problem ?? answer.Json.GetProperty("outcome").GetString()) == said, $"{what}: {answer.Text}");
            Assert.True(await scene.StillWaits(), what);
        }

        Assert.Equal("approved", (await phone.Answer(request, approve: true, number)).Json.GetProperty("outcome").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task Of_a_phone_that_was_disconnected_or_lost_nothing_counts_any_more(DatabaseKind database)
    {
        await using var scene = await Scene.Set(database);
        var world = scene.World;
        using var second = await world.PairPhone(scene.Owner, await world.Listen());
        var administrator = await world.SignedIn(world.Primary);
        await scene.PassPassword();
        Assert.Equal(MarkLostResult.Done, await world.Get<MarkLost>().Run(administrator, scene.Owner.Id, scene.Phone.Device));
        var (request, number) = await scene.PassPassword();

        Assert.Equal((HttpStatusCode.Unauthorized, "gone"), await scene.Phone.Answer(request, approve: true, number) is var lost ? (lost.Status, lost.Problem) : default);
        Assert.Equal("gone", (await scene.Phone.NotMe(request)).Problem);
        Assert.True(await scene.StillWaits());
        Assert.Equal("approved", (await second.Answer(request, approve: true, number)).Json.GetProperty("outcome").GetString());
        await scene.Browser.Press("Continue");
        Assert.Equal("/amber/", scene.Browser.At);
    }

    [Theory, OnBothDatabases]
    public async Task Sent_again_or_too_late_it_says_so_and_opens_nothing(DatabaseKind database)
    {
        await using var scene = await Scene.Set(database);
        var (request, number) = await scene.PassPassword();
        var (time, phone) = (scene.Phone.Now(), scene.Phone);
        var signature = Sign(phone, request, "approve", number, time);
        Assert.Equal("approved", Outcome(await Send(phone, request, number, time, signature)));
        await scene.Browser.Press("Continue");
        Assert.Equal("/amber/", scene.Browser.At);
        await scene.Browser.Press("Sign out");

        var (late, lateNumber) = await scene.PassPassword();
        Assert.Equal("answered", Outcome(await Send(phone, request, number, time, signature)));
        Assert.True(await scene.StillWaits());
        scene.World.Clock.Advance(ApprovalRule.Life);
        Assert.Equal("expired", Outcome(await phone.Answer(late, approve: true, lateNumber)));
        await scene.Browser.Open("/amber/signin/step");
        Assert.Contains("The 60 seconds are over", scene.Browser.Text, StringComparison.Ordinal);
        Assert.Single(await scene.World.Store.Read(scene.World.Amber, db => db.Sessions.Where(x => x.AccountId == scene.Owner.Id).ToListAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Denied_and_this_was_not_me_leave_nobody_signed_in_and_the_password_void(DatabaseKind database)
    {
        await using var scene = await Scene.Set(database);
        var (request, number) = await scene.PassPassword();
        await scene.Phone.Answer(request, approve: true, number);
        await scene.Browser.Press("Continue");
        using var thief = await Visitor.To(scene.World);
        scene.World.Clock.Advance(TimeSpan.FromSeconds(1));
        await (await thief.Open("/amber/signin")).Fill(("Email", scene.Owner.Email), ("Password", World.Password));
        var theirs = await scene.Asked();
        scene.World.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("unknown", (await scene.Phone.NotMe(theirs)).Problem);
        Assert.Equal("denied", Outcome(await scene.Phone.Answer(theirs, approve: false)));
        Assert.Equal((HttpStatusCode.OK, "{}"), await scene.Phone.NotMe(theirs) is var said ? (said.Status, said.Text) : default);

        await thief.Press("Continue");
        Assert.Contains("Denied on the phone", thief.Text, StringComparison.Ordinal);
        await thief.Fill(("Email", scene.Owner.Email), ("Password", World.Password));
        Assert.Equal(["The email or the password is not right."], thief.Errors);
        await scene.Browser.Open("/amber/profile");
        Assert.Equal("Sign in", scene.Browser.Title);
    }

    private static string Outcome(PhoneAnswer answer) => answer.Problem ?? answer.Json.GetProperty("outcome").GetString()!;

    private static string Sign(PhoneSimulator with, Guid request, string verdict, string number, long time, PhoneSimulator? of = null) => with.Sign("answer", null,
        PhoneSimulator.Id((of ?? with).Device), PhoneSimulator.Id((of ?? with).Account), PhoneSimulator.Id(request), verdict, number, time.ToString(CultureInfo.InvariantCulture));

    private static Task<PhoneAnswer> Send(PhoneSimulator phone, Guid request, string number, long time, string signature) =>
        phone.Post($"/{phone.Firm}/authenticator/answer", new { device = phone.Device, request, approve = true, number, time, signature });
}
