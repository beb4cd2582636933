using System.Globalization;
using System.Net;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Push;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Daypass.Server.Tests.Push;

/// <summary>A sign-in wakes the login's phones, and no push service can make that anybody's trouble.</summary>
public class Waking
{
    [Theory, OnBothDatabases]
    public async Task Every_paired_phone_of_the_login_is_woken_and_no_other(DatabaseKind database)
    {
        await using var story = await PushWorld.Open(database);
        var (first, second) = (story.Receiver.Subscribe(), story.Receiver.Subscribe());
        await story.Phone(story.Jane, first);
        await story.Phone(story.Jane, second);
        await story.Phone(story.Jane, story.Receiver.Subscribe(), AuthenticatorState.Pending);
        await story.Phone(story.Jane, story.Receiver.Subscribe(), AuthenticatorState.Disconnected);
        await story.Phone(await story.World.Client(), story.Receiver.Subscribe());
        await story.Phone(story.World.OtherPrimary, story.Receiver.Subscribe());
        story.WakeJane();
        await story.Receiver.WaitFor(2);
        await story.UntilIdle();

        Assert.Equal([first.Endpoint, second.Endpoint], story.Receiver.Received.Select(x => x.Phone.Endpoint).OrderBy(x => x != first.Endpoint));
        Assert.All(story.Receiver.Received, push =>
        {
            Assert.Equal("""{"v":1}""", push.Text);
            Assert.Equal(("60", "high"), (push.Headers["TTL"], push.Headers["Urgency"]));
            Assert.Equal("aes128gcm", push.Headers["Content-Encoding"]);
            Assert.Equal($"http://{story.Receiver.Authority}", push.Token.Audience);
            Assert.Equal(story.World.Now.AddHours(12).ToUnixTimeSeconds(), push.Token.Expires.ToUnixTimeSeconds());
            Assert.Equal(story.World.Get<PushKeys>().CurrentPublicKey, push.Token.Key);
            // Nothing else is told: no cookie, no trace, no name of a program.
            Assert.Equal(["Authorization", "Content-Encoding", "Content-Length", "Content-Type", "Host", "TTL", "Urgency"], push.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase));
        });
    }

    [Theory, OnBothDatabases(404, 410)]
    public async Task A_subscription_that_the_service_has_forgotten_is_dropped(DatabaseKind database, int status)
    {
        await using var story = await PushWorld.Open(database);
        story.Receiver.Answer = Status(status);
        var device = await story.Phone(story.Jane, story.Receiver.Subscribe());
        story.WakeJane();
        await story.Until(async () => await story.PushOf(device) is null);
        story.WakeJane();
        await story.UntilIdle();
        Assert.Equal(1, story.Receiver.Requests);
    }

    [Theory, OnBothDatabases]
    public async Task A_phone_that_subscribed_anew_meanwhile_stays_subscribed(DatabaseKind database)
    {
        await using var story = await PushWorld.Open(database);
        var answer = new TaskCompletionSource();
        story.Receiver.Answer = async context =>
        {
            await answer.Task;
            context.Response.StatusCode = 410;
        };
        var device = await story.Phone(story.Jane, story.Receiver.Subscribe());
        story.WakeJane();
        await story.Receiver.WaitFor(1);
        var anew = story.Sealed(device, story.Receiver.Subscribe());
        await story.World.Store.Write(story.Jane.Firm, db => db.Authenticators.Where(x => x.Id == device).ExecuteUpdateAsync(set => set.SetProperty(x => x.Push, anew)));
        answer.SetResult();
        await story.UntilIdle();
        Assert.Equal(anew, await story.PushOf(device));
    }

    [Theory]
    [InlineData(429, "20", 20)]
    [InlineData(503, "Tue, 04 Mar 2031 09:12:20 GMT", 20)]
    [InlineData(500, null, 2)]
    [InlineData(502, "0", 2)]
    public async Task A_service_that_is_busy_is_asked_again_when_it_says_and_told_what_time_is_left(int status, string? after, int seconds)
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        story.Receiver.Answer = Status(status, after);
        var device = await story.Phone(story.Jane, story.Receiver.Subscribe());
        story.WakeJane();
        await story.UntilLogged("DAY106");
        story.Receiver.Answer = null;
        await story.Until(() => Task.FromResult(story.Receiver.Received.Count == 2), step: TimeSpan.FromMilliseconds(250));
        // Never earlier; later by as much as the story's clock goes on before it is looked at again.
        Assert.InRange(int.Parse(story.Receiver.Received[1].Headers["TTL"], CultureInfo.InvariantCulture), 60 - seconds - 6, 60 - seconds);
        await story.UntilLogged("takes pushes again");
        Assert.NotNull(await story.PushOf(device));
    }

    [Theory]
    [InlineData("60")]
    [InlineData("3600")]
    [InlineData("Tue, 04 Mar 2031 10:00:00 GMT")]
    public async Task Once_the_sign_in_has_ended_nobody_is_woken_for_it(string after)
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        story.Receiver.Answer = Status(429, after);
        await story.Phone(story.Jane, story.Receiver.Subscribe());
        story.WakeJane();
        await story.Receiver.WaitFor(1);
        await story.UntilIdle();
        Assert.Equal(1, story.Receiver.Requests);
    }

    [Fact]
    public async Task A_service_that_never_has_time_is_asked_a_few_times_and_no_longer_than_the_sign_in_lasts()
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        story.Receiver.Answer = Status(500);
        await story.Phone(story.Jane, story.Receiver.Subscribe());
        var start = story.World.Now;
        story.WakeJane();
        await story.Receiver.WaitFor(1);
        await story.Until(() => Task.FromResult(story.World.Get<PushHosts>().Count == 0), step: TimeSpan.FromMilliseconds(500));
        Assert.InRange(story.Receiver.Requests, 4, 5);
        Assert.True(story.World.Now - start < TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(413)]
    [InlineData(302)]
    public async Task A_push_that_is_refused_is_told_and_not_sent_again(int status)
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        story.Receiver.Answer = Status(status);
        var device = await story.Phone(story.Jane, story.Receiver.Subscribe());
        story.WakeJane();
        await story.UntilLogged($"it answered {status}");
        await story.UntilIdle();
        Assert.Equal(1, story.Receiver.Requests);
        Assert.NotNull(await story.PushOf(device));
    }

    [Fact]
    public async Task No_answer_within_ten_seconds_is_none()
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        story.Receiver.Answer = Never;
        await story.Phone(story.Jane, story.Receiver.Subscribe());
        story.WakeJane();
        await story.Receiver.WaitFor(1);
        story.World.Clock.Advance(TimeSpan.FromSeconds(9));
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(story.Log.Lines, x => x.Text.Contains("DAY106", StringComparison.Ordinal));
        story.Receiver.Answer = null;
        story.World.Clock.Advance(TimeSpan.FromSeconds(1));
        await story.UntilLogged("no answer in time");
        await story.Until(() => Task.FromResult(story.Receiver.Requests == 2), step: TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task A_service_that_hangs_gets_sixteen_at_once_and_holds_up_no_other()
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        var hangs = story.Receiver.Subscribe("localhost");
        story.Receiver.Answer = context => context.Request.Host.Host == "localhost" ? Never(context) : Task.CompletedTask;
        await story.Phone(story.Jane, hangs);
        for (var i = 0; i < PushHosts.PerHost + 50; i++)
        {
            story.WakeJane();
        }

        await story.UntilLogged("no place for one more push");
        var joe = await story.World.Client(paired: false);
        await story.Phone(joe, story.Receiver.Subscribe());
        story.Wake.Enqueue(joe.Firm, joe.Id);
        await story.Until(() => Task.FromResult(story.Receiver.Received.Any(x => x.Phone.Endpoint != hangs.Endpoint)));
        Assert.Equal(PushHosts.AtOnce, story.Receiver.Received.Count(x => x.Phone.Endpoint == hangs.Endpoint));
        Assert.InRange(story.World.Get<PushHosts>().Count, PushHosts.PerHost, PushHosts.PerHost + 1);
    }

    [Fact]
    public async Task The_server_stops_while_push_services_hang()
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        story.Receiver.Answer = Never;
        await story.Phone(story.Jane, story.Receiver.Subscribe());
        for (var i = 0; i < 40; i++)
        {
            story.WakeJane();
        }

        await story.Receiver.WaitFor(PushHosts.AtOnce);
        await story.Wake.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(0, story.World.Get<PushHosts>().Count);
        Assert.DoesNotContain(story.Log.Lines, x => x.Level >= LogLevel.Warning && x.Category.Contains("Push", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_queue_that_is_full_holds_nobody_up()
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        await story.Wake.StopAsync(CancellationToken.None);
        for (var i = 0; i < 1001; i++)
        {
            story.WakeJane();
        }

        Assert.Single(story.Log.Lines, x => x.Text.StartsWith("Too many phones", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_login_with_very_many_phones_has_ten_woken_those_last_seen()
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        var phones = Enumerable.Range(0, 14).Select(_ => story.Receiver.Subscribe()).ToList();
        foreach (var phone in phones)
        {
            await story.Phone(story.Jane, phone);
            story.World.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        story.WakeJane();
        await story.Receiver.WaitFor(10);
        await story.UntilIdle();
        Assert.Equal(phones.Skip(4).Select(x => x.Endpoint.AbsoluteUri).Order(StringComparer.Ordinal), story.Receiver.Received.Select(x => x.Phone.Endpoint.AbsoluteUri).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_internet_the_log_says_so_once_for_each_service_and_never_the_address()
    {
        var closed = $"127.0.0.1:{Companion.FreePort()}";
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite, addressesOf: null, closed);
        var secret = "/push/" + new string('s', 40);
        await story.Phone(story.Jane, new SubscribedPhone(new Uri($"http://{closed}{secret}")));
        for (var i = 0; i < 3; i++)
        {
            story.WakeJane();
            await story.Until(() => Task.FromResult(story.World.Get<PushHosts>().Count > 0));
            await story.Until(() => Task.FromResult(story.World.Get<PushHosts>().Count == 0), step: TimeSpan.FromSeconds(1));
        }

        Assert.Single(story.Log.Lines, x => x.Text.StartsWith("DAY106 The push service 127.0.0.1 takes no pushes: no connection", StringComparison.Ordinal));
        Assert.DoesNotContain(story.Log.Lines, x => x.Text.Contains("ssss", StringComparison.Ordinal) || x.Exception?.ToString().Contains("ssss", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_push_address_that_leads_into_the_operators_network_is_told_and_not_reached()
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite, (host, _) => Task.FromResult<IPAddress[]>(
            host == "inside.example" ? [IPAddress.Parse("10.1.2.3"), IPAddress.Parse("1.1.1.1")] : [IPAddress.Loopback]));
        var device = await story.Phone(story.Jane, new SubscribedPhone(new Uri("https://inside.example/push/1")));
        story.WakeJane();
        await story.UntilLogged("DAY106 The push service inside.example takes no pushes: an address of it is not public");
        await story.UntilIdle();
        Assert.NotNull(await story.PushOf(device));
    }

    [Theory, OnBothDatabases]
    public async Task After_a_rotation_old_subscriptions_are_served_with_the_old_key(DatabaseKind database)
    {
        await using var story = await PushWorld.Open(database);
        var keys = story.World.Get<PushKeys>();
        var (old, phone) = (keys.CurrentPublicKey, story.Receiver.Subscribe());
        var device = await story.Phone(story.Jane, phone);
        Assert.True(story.World.Get<PushSubscriptions>().IsCurrent(device, await story.PushOf(device)));
        story.World.Get<KeyFile>().Rotate();
        story.WakeJane();
        Assert.Equal(old, (await story.Receiver.WaitFor(1))[0].Token.Key);
        // The phone is asked to subscribe anew when it is next opened.
        Assert.NotEqual(old, keys.CurrentPublicKey);
        Assert.False(story.World.Get<PushSubscriptions>().IsCurrent(device, await story.PushOf(device)));
    }

    [Theory, OnBothDatabases]
    public async Task With_the_key_file_lost_subscriptions_are_dropped(DatabaseKind database)
    {
        await using var story = await PushWorld.Open(database);
        var device = await story.Phone(story.Jane, story.Receiver.Subscribe());
        File.Delete(Path.Combine(story.World.Database.Folder, "keys"));
        story.World.Get<KeyFile>().Load();
        story.WakeJane();
        await story.Until(async () => await story.PushOf(device) is null);
        await story.UntilLogged("its key is not in the key file any more");
        Assert.Equal(0, story.Receiver.Requests);
    }

    private static Func<HttpContext, Task> Status(int status, string? after = null) => context =>
    {
        context.Response.StatusCode = status;
        if (after is not null)
        {
            context.Response.Headers.RetryAfter = after;
        }

        return Task.CompletedTask;
    };

    private static Task Never(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);
}
