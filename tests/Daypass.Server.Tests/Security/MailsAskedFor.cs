using Daypass.Server.Notifications;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Security;

/// <summary>Mails that anybody can ask for, for any address: P1, P3.</summary>
public class MailsAskedFor
{
    [Theory, OnBothDatabases]
    public async Task Every_asking_writes_as_much_for_nobody_as_for_somebody_P1(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var somebody = await world.Client();
        var nobody = somebody with { Email = "nobody@example.com" };
        foreach (var ask in new Func<Someone, Task>[] { x => Reset(world, x), x => Links(world, x) })
        {
            // Past the limits of an hour and of a day.
            for (var i = 0; i < 60; i++)
            {
                var start = await Rows(world);
                await ask(somebody);
                var known = await Rows(world);
                await ask(nobody);
                var unknown = await Rows(world);
                Assert.Equal((i, known.Lines - start.Lines, known.Notices - start.Notices, known.Tries - start.Tries),
                    (i, unknown.Lines - known.Lines, unknown.Notices - known.Notices, unknown.Tries - known.Tries));
                world.Clock.Advance(TimeSpan.FromMinutes(9));
            }
        }
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_asks_all_day_gets_few_mails_sent_and_leaves_the_person_a_link_that_works_P3(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var client = await world.Client();
        for (var i = 0; i < 24 * 6; i++)
        {
            await Reset(world, client);
            await Links(world, client);
            Assert.Contains(await world.NoticesAbout(client), x => x.Kind == NoticeKind.PasswordResetLink && world.Now - x.CreatedAt < LinkTokens.PasswordResetLife);
            world.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var mails = await world.NoticesAbout(client);
        Assert.InRange(mails.Count(x => x.Kind == NoticeKind.PasswordResetLink), 24, 31);
        Assert.InRange(mails.Count(x => x.Kind == NoticeKind.SignInLinks), 24, 31);
    }

    [Theory, OnBothDatabases]
    public async Task Asked_by_many_at_the_same_moment_one_mail_goes(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var client = await world.Client();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => i % 2 == 0 ? Reset(world, client) : Links(world, client))));

        Assert.Equal([NoticeKind.PasswordResetLink, NoticeKind.SignInLinks], (await world.NoticesAbout(client)).Select(x => x.Kind).Order());
    }

    [Theory, OnBothDatabases]
    public async Task A_later_reset_mail_leaves_the_earlier_link_and_the_first_used_ends_both_P3(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var client = await world.Client();
        var (first, second) = (await Mailed(world, client), await Mailed(world, client));

        Assert.IsType<NewPasswordResult.Done>(await world.Get<ResetPassword>().Run(client.Firm, first, "another horse, another battery"));
        Assert.IsType<NewPasswordResult.Dead>(await world.Get<ResetPassword>().Run(client.Firm, second, "yet another horse and battery"));
    }

    private static async Task<string> Mailed(World world, Someone who) => await world.Store.Write(who.Firm, async db =>
        (await LinkTokens.Make(db, world.Now, await db.Accounts.SingleAsync(x => x.Id == who.Id), LinkPurpose.PasswordReset)).Reveal());

    private static Task Reset(World world, Someone who) => world.Get<AskPasswordReset>().Run(who.Firm, who.Email);

    private static Task Links(World world, Someone who) => world.Get<MailSignInLinks>().Run(who.Email);

    private static Task<(int Lines, int Notices, int Tries)> Rows(World world) => world.Store.ReadAcross(async db =>
        (await db.SecurityEvents.CountAsync(), await db.Notices.CountAsync(), await db.PasswordTries.CountAsync()));
}
