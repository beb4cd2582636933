using Daypass.Server.Letters.Files;
using Daypass.Server.Letters.Intake;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Letters.Intake;

/// <summary>Several servers at one mailbox: every message is taken, and once.</summary>
public class SeveralServers
{
    [Fact]
    public async Task Two_servers_take_each_of_many_letters_that_wait_once()
    {
        await using var box = await Mailbox.Create(DatabaseKind.PostgreSql);
        const int many = 40;
        for (var i = 0; i < many; i++)
        {
            using var client = LetterMails.Scan(box.Name, "mara@amber.example", $"Letter {i}", new MailedFile("letter.pdf", "application/pdf", AFile.Pdf()));
            await box.Imap.Send(box.Name, client);
        }

        await using var servers = await ServerProcesses.Start(box.World, 2, box.Settings);
        // Dovecot moves a mail by a second name for its file: for a moment it lies in both folders.
        for (var tries = 0; (box.Imap.Count(box.Name) > 0 || box.Imap.Count(box.Name, ImapMailbox.TakenFolder) < many) && tries < 600; tries++)
        {
            await Task.Delay(100);
        }

        Assert.Equal((0, many), (box.Imap.Count(box.Name), box.Imap.Count(box.Name, ImapMailbox.TakenFolder)));
        Assert.Equal(Enumerable.Range(0, many).Select(x => $"Letter {x}").Order(StringComparer.Ordinal), (await box.Letters()).Select(x => x.Subject!).Order(StringComparer.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task Of_many_who_take_the_same_message_at_the_same_moment_one_does(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        var take = box.World.Get<TakeMessage>();
        var pdf = AFile.Pdf();
        ArrivedFile file = new("letter.pdf", pdf.Length, pdf, LetterFile.Check(pdf));
        for (uint message = 1; message <= Samples.Of(10, 200); message++)
        {
            var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var number = message;
            var takers = Enumerable.Range(0, 8).Select(async _ =>
            {
                await go.Task;
                return await take.Run("box", 1, number, new ArrivedMessage("mara@amber.example", "x", [file, file]));
            }).ToList();
            go.SetResult();

            Assert.Single(await Task.WhenAll(takers), x => x == TakenAs.Written);
        }

        Assert.Equal(2 * Samples.Of(10, 200), (await box.Letters()).Count);
    }

    [Theory, OnBothDatabases]
    public async Task While_one_server_reads_the_others_wait_and_one_that_died_is_waited_for_no_longer_than_its_claim(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.DeliverScan();
        await box.Round();
        await box.DeliverScan();
        Assert.True(await box.World.Get<IntakeTurn>().Take((await box.Standing()).Id, server: Guid.NewGuid()));

        Assert.Equal(IntakeOutcome.NotOurTurn, await box.Round());
        Assert.Single(await box.Letters());

        box.World.Clock.Advance(IntakeTurn.ClaimHolds);
        Assert.Equal(IntakeOutcome.Done, await box.Round());
        Assert.Equal(2, (await box.Letters()).Count);
    }

    [Theory, OnBothDatabases]
    public async Task A_server_that_lost_its_turn_in_the_middle_writes_nothing_of_how_it_went(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        var (turn, slow, quick) = (box.World.Get<IntakeTurn>(), Guid.NewGuid(), Guid.NewGuid());
        Assert.True(await turn.Take("box", slow));
        box.World.Clock.Advance(IntakeTurn.ClaimHolds);
        Assert.True(await turn.Take("box", quick));

        await turn.LeaveFailed("box", slow, "too late");

        Assert.Null((await box.Standing()).Failure);
        Assert.False(await turn.Take("box", slow));
    }
}
