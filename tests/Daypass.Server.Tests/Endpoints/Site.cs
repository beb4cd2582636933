using System.Text;
using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MimeKit;
using Xunit;

namespace Daypass.Server.Tests.Endpoints;

/// <summary>
/// The real server over HTTP on the database of a <see cref="World"/>, with its clock and its cheap hashes. Nothing is mailed and no job
/// runs unless a test asks for it. Sessions are opened as sign-in would open them.
/// </summary>
public sealed class Site : IAsyncLifetime
{
    private RunningServer _server = null!;

    internal World World { get; private set; } = null!;
    internal Uri Address => _server.Address;
    internal Uri SupportAddress => _server.SupportAddress!;
    internal KeptLog Log => _server.Log;

    /// <summary>The server's own way to the database.</summary>
    internal Store Store => _server.Services.GetRequiredService<Store>();
    internal IEnumerable<Microsoft.AspNetCore.Http.Endpoint> Endpoints => _server.Services.GetServices<EndpointDataSource>().SelectMany(x => x.Endpoints);

    public async ValueTask InitializeAsync() => await Open(await World.Create(DatabaseKind.Sqlite));

    internal static async Task<Site> On(World world, params string[] settings)
    {
        var site = new Site();
        await site.Open(world, settings);
        return site;
    }

    private async Task Open(World world, params string[] settings)
    {
        World = world;
        _server = await RunningServer.Start(world.Database, builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(world.Clock));
            builder.Services.Replace(ServiceDescriptor.Singleton(World.CheapHash));
            Type[] jobs = [typeof(NoticeSender), typeof(Chores), typeof(PagesToMake)];
            foreach (var job in builder.Services.Where(x => jobs.Contains(x.ImplementationType)).ToList())
            {
                builder.Services.Remove(job);
            }
        }, settings: settings);
    }

    internal Browser NewBrowser() => new(Address);

    /// <summary>A browser at the support desk, of nobody.</summary>
    internal Browser AtTheDesk() => new(SupportAddress, "/signin", "/");

    /// <summary>A browser at the support desk with an agent's session.</summary>
    internal async Task<(Browser Browser, AgentSignedIn Agent)> SignedIn(AgentRole role)
    {
        var (browser, agent) = (AtTheDesk(), await World.Agent(role));
        browser["daypass-support"] = (await World.TokenOf(agent)).Reveal();
        return (browser, agent);
    }

    /// <summary>A browser with a session of this kind, confirmed with the person's device a moment ago if it is a full one.</summary>
    internal async Task<Browser> SignedIn(Someone who, SessionKind kind = SessionKind.Full)
    {
        var token = await World.Store.Write(who.Firm, async db =>
        {
            var device = kind != SessionKind.Full ? null : await db.Authenticators.AsNoTracking().FirstOrDefaultAsync(x => x.AccountId == who.Id && x.State == AuthenticatorState.Paired);
            return SessionOpener.Open(db, World.Now, await db.Accounts.SingleAsync(x => x.Id == who.Id), kind, World.Client1, confirmedWith: device).Token;
        });
        var browser = NewBrowser();
        browser[who.Firm == World.Amber ? "daypass-amber" : "daypass-birch"] = token.Reveal();
        return browser;
    }

    /// <summary>The token of a link as it would be mailed now.</summary>
    internal Task<string> Mailed(Someone who, LinkPurpose purpose) => World.Store.Write(who.Firm, async db =>
        (await LinkTokens.Make(db, World.Now, await db.Accounts.SingleAsync(x => x.Id == who.Id), purpose)).Reveal());

    internal Task<string> MailedNotMe(Someone who) => World.Store.Write(who.Firm, async db => (await LinkTokens.MakeNotMe(
        db, World.Now, await db.Accounts.SingleAsync(x => x.Id == who.Id), await db.TemporaryCodes.FirstAsync(x => x.AccountId == who.Id))).Reveal());

    /// <summary>Mails that wait, rendered as they would be sent, with headers.</summary>
    internal async Task<IReadOnlyList<MimeMessage>> Mails()
    {
        var (outbox, writer, mails) = (World.Get<Outbox>(), World.Get<MailWriter>(), new List<MimeMessage>());
        while (await outbox.TakeNext() is { } letter)
        {
            mails.Add(writer.Write(letter)!);
            await outbox.Delivered(letter);
            outbox.PutDown(letter);
        }

        return mails;
    }

    /// <summary>
    /// Every row of every table as text, but the keys of the key ring, when a session was last seen and how often a login was held: what a
    /// request that changes nothing leaves as it was.
    /// </summary>
    internal async Task<string> Everything()
    {
        var text = new StringBuilder();
        await using var connection = new SqliteConnection($"Data Source={World.Database.SqliteFile};Mode=ReadOnly");
        await connection.OpenAsync();
        var tables = await Column(connection, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '%_keys' order by name");
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select * from {table} order by 1, 2";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                text.Append(table);
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    if (rows.GetName(i) is "last_seen_at")
                    {
                        continue;
                    }

                    text.Append('|').Append(rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(rows.GetValue(i), System.Globalization.CultureInfo.InvariantCulture));
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }

    internal static async Task<List<string>> Column(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await rows.ReadAsync())
        {
            values.Add(rows.GetString(0));
        }

        return values;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await World.DisposeAsync();
    }
}
