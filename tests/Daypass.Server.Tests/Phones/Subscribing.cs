using System.Net;
using Daypass.Domain;
using Daypass.Server.Push;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Phones;

/// <summary>A paired phone says where it can be woken.</summary>
public sealed class Subscribing
{
    private const string Endpoint = "https://push.example/a";

    [Theory, OnBothDatabases]
    public async Task A_phone_subscribes_is_told_so_and_unsubscribes(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var phone = await story.Pair(await story.Site.SignedIn(await story.ClientWithPasswordOnly(), SessionKind.PasswordOnly));
        var before = (await phone.Look()).Json;
        Assert.False(before.GetProperty("pushed").GetBoolean());
        var (browser, key) = (new SubscribedPhone(new Uri(Endpoint)), before.GetProperty("pushKey").GetString()!);

        var answer = await Push(phone, browser, key);
        Assert.Equal((HttpStatusCode.NoContent, "", "no-store"), (answer.Status, answer.Text, answer.Headers["Cache-Control"]));
        Assert.True((await phone.Look()).Json.GetProperty("pushed").GetBoolean());
        Assert.DoesNotContain("push.example", System.Text.Encoding.Latin1.GetString((await story.DeviceOf(phone.Device)).Push!), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await phone.Push("", "", "", "")).Status);
        Assert.False((await phone.Look()).Json.GetProperty("pushed").GetBoolean());
        Assert.Null((await story.DeviceOf(phone.Device)).Push);
    }

    [Fact]
    public async Task Each_reason_to_refuse_has_its_word_and_nothing_is_kept()
    {
        await using var story = await PhoneStory.Begin(DatabaseKind.Sqlite);
        var phone = await story.Pair(await story.Site.SignedIn(await story.ClientWithPasswordOnly(), SessionKind.PasswordOnly));
        var (browser, key) = (new SubscribedPhone(new Uri(Endpoint)), story.World.Get<PushKeys>().CurrentPublicKey);

        Assert.Equal((HttpStatusCode.BadRequest, "address"), await Said(Push(phone, new SubscribedPhone(new Uri("https://10.0.0.1/a")), key)));
        Assert.Equal((HttpStatusCode.BadRequest, "address"), await Said(Push(phone, browser, "another")));
        Assert.Equal((HttpStatusCode.Conflict, "clock"), await Said(Push(phone, browser, key, story.World.Now.AddMinutes(-3).ToUnixTimeMilliseconds())));
        using var stranger = story.Phone();
        (stranger.Device, stranger.Firm) = (phone.Device, phone.Firm);
        Assert.Equal((HttpStatusCode.Unauthorized, "gone"), await Said(Push(stranger, browser, key)));
        phone.Firm = "birch";
        Assert.Equal((HttpStatusCode.Unauthorized, "gone"), await Said(Push(phone, browser, key)));
        phone.Firm = "amber";
        Assert.Null((await story.DeviceOf(phone.Device)).Push);

        await story.World.Store.WriteAcross(db => db.Authenticators.Where(x => x.Id == phone.Device).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AuthenticatorState.Disconnected)));
        Assert.Equal((HttpStatusCode.Unauthorized, "gone"), await Said(Push(phone, browser, key)));
        Assert.Null((await story.DeviceOf(phone.Device)).Push);
    }

    private static Task<PhoneAnswer> Push(PhoneSimulator phone, SubscribedPhone browser, string key, long? time = null) =>
        phone.Push(browser.Endpoint.AbsoluteUri, PhoneSimulator.Text(browser.P256dh), PhoneSimulator.Text(browser.Auth), key, time);

    private static async Task<(HttpStatusCode, string?)> Said(Task<PhoneAnswer> answer) => await answer is var it ? (it.Status, it.Problem) : default;
}
