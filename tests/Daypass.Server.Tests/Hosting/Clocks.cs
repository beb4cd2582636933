using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Mfa;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

/// <summary>Clocks that jump or disagree: by more than 5 s they raise an alarm, nothing is issued, no hold ends, and no code comes back to life.</summary>
public class Clocks
{
    /// <summary>The machine's clock, set wrong by so much; how time passes stays right.</summary>
    private sealed class WrongClock : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }

    [Theory, OnBothDatabases(-25 * 3600, -6, 6, 25 * 3600)]
    public async Task That_jump_are_noticed_at_once_and_forgiven_when_they_jump_back(DatabaseKind kind, int seconds)
    {
        await using var database = await TestDatabase.Create(kind);
        var server = new Server(database);
        await server.Watch.Look();
        Assert.False(server.Alarm.IsOn);

        server.Clock.By = TimeSpan.FromSeconds(seconds);
        Assert.True(server.Alarm.IsOn);
        await server.Watch.Look();
        await server.Watch.Look();
        Assert.True(server.Alarm.IsOn);
        // Nobody but the operator can tell a clock that was put right from one that was put wrong, so the error says how it ends.
        var error = Assert.Single(server.Errors);
        Assert.Contains("ends by itself within a minute", error, StringComparison.Ordinal);
        Assert.Contains("restart Daypass", error, StringComparison.Ordinal);

        server.Clock.By = TimeSpan.Zero;
        await server.Watch.Look();
        Assert.False(server.Alarm.IsOn);
    }

    [Theory, OnBothDatabases]
    public async Task That_are_a_little_off_are_no_matter(DatabaseKind kind)
    {
        await using var database = await TestDatabase.Create(kind);
        var server = new Server(database);
        await server.Watch.Look();
        server.Clock.By = TimeSpan.FromSeconds(1);
        await server.Watch.Look();
        Assert.False(server.Alarm.IsOn);
        Assert.Empty(server.Errors);
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(6)]
    public async Task Of_a_server_that_disagrees_with_the_database_are_noticed_at_its_start(int seconds)
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        var server = new Server(database) { Clock = { By = TimeSpan.FromSeconds(seconds) } };
        await server.Watch.Look();
        Assert.True(server.Alarm.IsOn);

        server.Clock.By = TimeSpan.Zero;
        await server.Watch.Look();
        Assert.False(server.Alarm.IsOn);
    }

    [Theory, OnBothDatabases]
    public async Task That_lie_before_what_was_written_down_are_noticed_at_the_start(DatabaseKind kind)
    {
        await using var database = await TestDatabase.Create(kind);
        var server = new Server(database);
        await server.Store.WriteAcross(db =>
        {
            db.SecurityEvents.Add(new SecurityEvent { FirmId = Guid.NewGuid(), At = server.Clock.Now().AddSeconds(10), Kind = EventKind.SignedIn, Actor = ActorKind.Nobody });
            return Task.CompletedTask;
        });
        await server.Watch.Look();
        Assert.True(server.Alarm.IsOn);
        Assert.Contains("DAY103", Assert.Single(server.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_looked_at_before_a_server_answers_anybody()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.PostgreSql);
        var wrong = new WrongClock { By = TimeSpan.FromHours(25) };
        await using var server = await RunningServer.Start(database, builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(wrong));
            builder.Services.Replace(ServiceDescriptor.Singleton(new ClockAlarm(wrong) { Compares = true }));
        });
        Assert.True(server.Services.GetRequiredService<ClockAlarm>().IsOn);
        Assert.Contains(server.Log.Lines, x => x.Level == LogLevel.Error && x.Text.StartsWith("DAY103", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task In_alarm_stop_issuing_also_by_the_operator(DatabaseKind kind)
    {
        await using var world = await Watched(kind);
        var client = await world.Client();
        var by = await world.SignedIn(world.Primary);
        Disagree(world, by: TimeSpan.FromSeconds(6));

        Assert.Equal(RefusalToIssue.ClocksDisagree, (await world.Get<AccessPanel>().Run(by, client.Id))!.Refusal);
        Assert.Equal(RefusalToIssue.ClocksDisagree, Assert.IsType<IssueResult.Refused>(await world.TryIssue(by, client)).Why);
        Assert.Equal(RefusalToIssue.ClocksDisagree, Assert.IsType<IssueResult.Refused>(
            await world.Get<OperatorIssueCode>().Run("amber", CodeReason.LeftAtHome, null, release: false)).Why);

        Disagree(world, by: TimeSpan.Zero);
        await world.Issue(by, client);
    }

    [Theory, OnBothDatabases]
    public async Task In_alarm_end_no_hold_neither_by_themselves_nor_at_a_sign_in_N9(DatabaseKind kind)
    {
        await using var world = await Watched(kind);
        var client = await world.Client(paired: false);
        await world.Hold(client, world.Now.AddHours(24));
        var chore = new HoldEnds(world.Store, world.Clock, world.Get<ClockAlarm>(), NullLogger<HoldEnds>.Instance);

        world.Clock.Advance(TimeSpan.FromHours(25));
        Disagree(world, by: TimeSpan.FromHours(25));
        await chore.Do(CancellationToken.None);
        Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(client));
        Assert.NotNull((await world.AccountOf(client)).HoldUntil);

        Disagree(world, by: TimeSpan.Zero);
        Assert.IsType<PasswordResult.Admitted>(await world.EnterPassword(client));
    }

    [Theory, OnBothDatabases]
    public async Task Set_back_or_put_right_again_bring_no_code_back_to_life(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var digits = await world.Issue(await world.SignedIn(world.Primary), client);
        var chore = new CodesEnd(world.Store, world.Clock);
        await chore.Do(CancellationToken.None);
        Assert.IsType<CodeResult.Admitted>(await world.SignInWith(client, digits));

        world.Clock.AdjustTime(world.Now.AddHours(25));
        await chore.Do(CancellationToken.None);
        world.Clock.AdjustTime(world.Now.AddHours(-25));

        Assert.Equal(CodeEnding.Expired, Assert.IsType<CodeResult.NotLive>(await world.SignInWith(client, digits)).Why);
    }

    /// <summary>A world whose clock is compared, though it is a story's.</summary>
    private static Task<World> Watched(DatabaseKind kind) => World.Create(kind, builder => builder.Services.Replace(
        ServiceDescriptor.Singleton(x => new ClockAlarm(x.GetRequiredService<TimeProvider>()) { Compares = true })));

    private static void Disagree(World world, TimeSpan by) => world.Get<ClockAlarm>().Look(newest: null, database: (world.Now, world.Now - by));

    private sealed class Server : ILogger<ClockWatch>
    {
        public Server(TestDatabase database)
        {
            Store = database.Services().GetRequiredService<Store>();
            Alarm = new ClockAlarm(Clock) { Compares = true };
            Watch = new ClockWatch(Store, Clock, Alarm, this);
        }

        public WrongClock Clock { get; } = new();
        public Store Store { get; }
        public ClockAlarm Alarm { get; }
        public ClockWatch Watch { get; }
        public List<string> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error)
            {
                Errors.Add(formatter(state, exception));
            }
        }
    }
}
