using System.Net;
using Daypass.Domain;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Tests.Endpoints;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

/// <summary>A PostgreSQL that takes requests and answers none: nobody waits long, nothing half-done is kept, and it goes on by itself.</summary>
public sealed class Stalls : IAsyncLifetime
{
    /// <summary>The promise is 2 s; the rest is for a busy machine.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private World _world = null!;
    private StallingProxy _wire = null!;
    private Site _site = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.Create(DatabaseKind.PostgreSql);
        var direct = new NpgsqlConnectionStringBuilder(_world.Database.PostgreSql);
        _wire = new StallingProxy(direct.Port);
        _site = await Site.On(_world, $"--Daypass:ConnectionString={new NpgsqlConnectionStringBuilder(direct.ToString()) { Port = _wire.Port }}");
        await UntilTheWatchHasItsConnection();
    }

    public async ValueTask DisposeAsync()
    {
        _wire.Dispose();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task Everybody_is_told_soon_to_try_again_and_it_goes_on_by_itself()
    {
        var client = await _world.Client();
        var (reader, stranger, balancer) = (await _site.SignedIn(client), _site.NewBrowser(), _site.NewBrowser());
        Assert.Equal(HttpStatusCode.OK, (await reader.Get("/amber/profile")).Status);
        await stranger.Token("/amber/signin");

        _wire.Stall();
        var answers = await Task.WhenAll(reader.Get("/amber/profile"), SignIn(stranger, client), balancer.Get("/readyz")).WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.All(answers, x => Assert.Equal(HttpStatusCode.ServiceUnavailable, x.Status));
        Assert.All(answers[..2], x => Assert.NotEmpty(x.Header("Retry-After")));
        // Who comes later is not made to wait at all.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await reader.Get("/amber/profile").WaitAsync(Soon, TestContext.Current.CancellationToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await balancer.Get("/healthz")).Status);

        _wire.GoOn();
        await UntilReady(balancer);
        Assert.Equal(HttpStatusCode.OK, (await reader.Get("/amber/profile")).Status);
        Assert.Equal("/amber/signin/step", (await SignIn(stranger, client)).LeadsTo);
        Assert.Single(_site.Log.Lines, x => x.Text.StartsWith("DAY105", StringComparison.Ordinal));
        Assert.DoesNotContain(_site.Log.Lines, x => x.Exception is DatabaseSilent && x.Level == Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task What_was_under_way_is_undone_when_the_database_answers_again()
    {
        var client = await _world.Client();
        var (store, before) = (_site.Store, (await _world.AccountOf(client)).Name);
        var worked = new TaskCompletionSource();
        var givenUp = store.Write(client.Firm, async db =>
        {
            (await db.Lock(client.Id))!.Name = "Never";
            await db.SaveChangesAsync();
            _wire.Stall();
            await db.Accounts.CountAsync();
            worked.SetResult();
        });
        await Assert.ThrowsAsync<DatabaseSilent>(() => givenUp.WaitAsync(Soon, TestContext.Current.CancellationToken));

        _wire.GoOn();
        await UntilReady(_site.NewBrowser());
        await worked.Task.WaitAsync(Soon, TestContext.Current.CancellationToken);
        // It is through when its turn can be taken.
        await store.Write(client.Firm, db => db.Lock(client.Id));
        Assert.Equal(before, (await _world.AccountOf(client)).Name);
    }

    [Fact]
    public async Task Who_waits_for_a_row_that_another_holds_is_not_refused_though_nobody_else_is_answered()
    {
        var client = await _world.Client();
        var held = new TaskCompletionSource();
        var holds = _world.Store.Write(client.Firm, async db =>
        {
            await db.Lock(client.Id);
            held.SetResult();
            await Task.Delay(Soon);
        });
        await held.Task;
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _site.Store.Write(client.Firm, db => db.Lock(client.Id))));
        await holds;
        Assert.DoesNotContain(_site.Log.Lines, x => x.Text.StartsWith("DAY105", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fifty_sign_ins_of_one_person_at_once_are_not_taken_for_a_stall_Q6()
    {
        var client = await _world.Client();
        var browsers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            var browser = _site.NewBrowser();
            await browser.Token("/amber/signin");
            return browser;
        }));
        var answers = await Task.WhenAll(browsers.Select(x => SignIn(x, client)));
        Assert.All(answers, x => Assert.Equal("/amber/signin/step", x.LeadsTo));
    }

    private async Task UntilTheWatchHasItsConnection()
    {
        await using var database = NpgsqlDataSource.Create(_world.Database.Database.SuperuserConnectionString);
        await using var watches = database.CreateCommand($"select count(*) from pg_stat_activity where datname = '{_world.Database.Database.Name}' and query = 'select 1'");
        // The server's, and the world's.
        for (var left = 300; (long)(await watches.ExecuteScalarAsync())! < 2; left--)
        {
            Assert.NotEqual(0, left);
            await Task.Delay(100);
        }
    }

    private static Task<Answer> SignIn(Browser browser, Someone who) => browser.Post("/amber/signin", ("Email", who.Email), ("Password", who.Password));

    private static async Task UntilReady(Browser balancer)
    {
        for (var left = 50; (await balancer.Get("/readyz")).Status != HttpStatusCode.OK; left--)
        {
            Assert.NotEqual(0, left);
            await Task.Delay(100);
        }
    }
}
