using System.Diagnostics;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Notifications;

/// <summary>Servers of their own process, killed while mails are under way; a real mail server.</summary>
public class Killed
{
    [Theory, OnBothDatabases]
    public async Task A_server_between_commit_and_sending_loses_no_notice_and_its_successors_send_each_once(DatabaseKind kind)
    {
        await using var mail = await MailServer.Start();
        using var wire = new StallingProxy(mail.Port);
        string[] settings = ["--Daypass:Mail:Host=127.0.0.1", $"--Daypass:Mail:Port={wire.Port}", "--Daypass:Mail:From=daypass@firm.example", "--Daypass:Mail:Security=None"];
        await using var world = await World.Create(kind);
        for (var i = 0; i < 5; i++)
        {
            await world.IssueAsOperator(await world.Client());
        }

        var waiting = await Notices(world, sent: false);
        Assert.True(waiting >= 5);
        wire.Stall();
        await using (var dying = await ServerProcesses.Start(world, 1, settings))
        {
            // Claimed and on the wire, but not through.
            await Until(async () => await world.Store.ReadAcross(db => db.Notices.AnyAsync(x => x.ClaimedUntil != null)));
            await dying.KillAll();
        }

        Assert.Equal(waiting, await Notices(world, sent: false));
        wire.GoOn();
        // The dead server's claims end by themselves.
        world.Clock.Advance(Daypass.Server.Notifications.Outbox.ClaimHolds);
        await using var successors = await ServerProcesses.Start(world, kind == DatabaseKind.Sqlite ? 1 : 2, settings);
        await Until(async () => await Notices(world, sent: true) == waiting && mail.Mails().Count >= waiting);

        Assert.Equal(waiting, mail.Mails().Count);
        Assert.Equal(waiting, mail.Mails().Select(x => x.MessageId).Distinct(StringComparer.Ordinal).Count());
    }

    private static Task<int> Notices(World world, bool sent) => world.Store.ReadAcross(db => db.Notices.CountAsync(x => x.FailedAt == null && (x.SentAt != null) == sent));

    private static async Task Until(Func<Task<bool>> so)
    {
        var waited = Stopwatch.StartNew();
        while (!await so())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), "It did not come so within a minute.");
            await Task.Delay(50);
        }
    }
}
