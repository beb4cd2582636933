using System.Security.Cryptography;
using Daypass.Server.Audit;
using Daypass.Server.Letters.Files;
using Daypass.Server.Letters.Intake;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Letters.Intake;

/// <summary>From a mail sent by SMTP to a letter at the desk, over real servers.</summary>
public class TakingLetters
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_letter_that_was_mailed_waits_at_the_desk_with_its_content_and_fingerprint_and_of_no_firm(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        var pdf = AFile.Pdf();
        await box.DeliverScan("Locked out", new MailedFile("letter.pdf", "application/pdf", pdf));

        Assert.Equal(IntakeOutcome.Done, await box.Round());

        var letter = Assert.Single(await box.Letters());
        Assert.Equal((LetterSource.Mailbox, LetterState.Unassigned, LetterType.Pdf), (letter.Source, letter.State, letter.Type));
        Assert.Equal(("mara@amber.example (Mara Alder)", "Locked out", "letter.pdf"), (letter.Sender, letter.Subject, letter.FileName));
        Assert.Equal((Guid.Empty, (Guid?)null, pdf.Length), (letter.FirmId, letter.CaseId, letter.Size));
        Assert.Equal(SHA256.HashData(pdf), letter.Sha256);
        var content = Assert.Single(await box.Contents());
        Assert.Equal((letter.Id, Guid.Empty), (content.Id, content.FirmId));
        Assert.Equal(pdf, content.Bytes);
        var line = Assert.Single(await Lines(box));
        Assert.Equal((EventKind.LetterReceived, ActorKind.Job, Guid.Empty), (line.Kind, line.Actor, line.FirmId));
        Assert.Equal(new LetterFacts(letter.Id, LetterSource.Mailbox, LetterType.Pdf, pdf.Length), EventFacts.Read(line.Facts));
        // Nothing is answered: no loop, and nobody learns that somebody reads this.
        Assert.Empty(await box.World.Store.ReadAcross(db => db.Notices.ToListAsync()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_letter_as_large_as_one_may_be_is_taken_whole_and_a_message_that_is_larger_is_a_line_with_its_sender(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        var large = AFile.Pdf(content: RandomNumberGenerator.GetBytes(LetterFile.MaxBytes - 1000));
        await box.DeliverScan("As large as may be", new MailedFile("large.pdf", "application/pdf", large));
        await box.DeliverScan("Larger", new MailedFile("larger.pdf", "application/pdf", RandomNumberGenerator.GetBytes(23 * 1024 * 1024)));

        Assert.Equal(IntakeOutcome.Done, await box.Round());

        Assert.Collection(await box.Letters(),
            taken => Assert.Equal((LetterState.Unassigned, "As large as may be", large.Length), (taken.State, taken.Subject, taken.Size)),
            refused => Assert.Equal((LetterState.Refused, "MessageTooLarge", "Larger", "mara@amber.example (Mara Alder)"), (refused.State, refused.Problem, refused.Subject, refused.Sender)));
        Assert.Equal(large, Assert.Single(await box.Contents()).Bytes);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_fax_of_several_pages_arrives_by_the_gateway_s_mail(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.Deliver(LetterMails.Fax(box.Name, "+41445550142", AFile.Tiff(pages: 3)));

        await box.Round();

        var letter = Assert.Single(await box.Letters());
        Assert.Equal((LetterType.Tiff, "Fax from +41445550142", "fax-41445550142.tif"), (letter.Type, letter.Subject, letter.FileName));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_message_is_taken_once_and_then_lies_in_the_folder_of_those_taken(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.DeliverScan();

        await box.Round();
        await box.Round();

        Assert.Single(await box.Letters());
        Assert.Equal((0, 1), (box.Imap.Count(box.Name), box.Imap.Count(box.Name, ImapMailbox.TakenFolder)));
        Assert.Equal(["seen"], await box.Flags(ImapMailbox.TakenFolder));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task What_is_no_letter_is_a_line_with_the_reason_and_its_content_is_not_kept(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.DeliverScan("Both",
            new MailedFile("letter.pdf", "application/pdf", "<html><script>alert(1)</script></html>"u8.ToArray()),
            new MailedFile("scan.png", "image/png", AFile.Png()));

        await box.Round();

        Assert.Collection(await box.Letters(),
            refused =>
            {
                Assert.Equal((LetterState.Refused, "Html", "letter.pdf"), (refused.State, refused.Problem, refused.FileName));
                Assert.Equal(((LetterType?)null, "mara@amber.example (Mara Alder)", "Both"), (refused.Type, refused.Sender, refused.Subject));
            },
            taken => Assert.Equal((LetterState.Unassigned, LetterType.Png), (taken.State, taken.Type)));
        Assert.Single(await box.Contents());
        Assert.Equal([EventKind.LetterRefused, EventKind.LetterReceived], (await Lines(box)).Select(x => x.Kind));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_message_that_was_written_down_but_not_marked_before_a_crash_is_not_taken_again_but_marked(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.DeliverScan();
        await box.Round();
        await box.PutBack();
        // The number that a message has after it was put back is new; the line is given it, as if the marking had never been.
        await box.World.Store.WriteAcross(db => db.CaseLetters.ExecuteUpdateAsync(set => set.SetProperty(x => x.MailboxKey, x => x.MailboxKey!.Replace(":1:0", ":2:0"))));

        await box.Round();

        Assert.Single(await box.Letters());
        Assert.Equal((0, 1), (box.Imap.Count(box.Name), box.Imap.Count(box.Name, ImapMailbox.TakenFolder)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_round_takes_no_more_than_its_share_and_says_that_more_is_there(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        for (var i = 0; i <= IntakeLimits.MessagesInARound; i++)
        {
            await box.DeliverScan($"Letter {i}");
        }

        Assert.Equal(IntakeOutcome.More, await box.Round());
        Assert.Equal(IntakeLimits.MessagesInARound, (await box.Letters()).Count);
        Assert.Equal(1, (await box.Standing()).Waiting);
        Assert.Equal(IntakeOutcome.Done, await box.Round());
        Assert.Equal(IntakeLimits.MessagesInARound + 1, (await box.Letters()).Count);
        Assert.Equal(0, (await box.Standing()).Waiting);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Where_too_many_letters_wait_for_an_agent_the_others_wait_on_the_mail_server(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.World.Store.WriteAcross(db =>
        {
            db.CaseLetters.AddRange(Enumerable.Range(0, IntakeLimits.WaitingLetters).Select(_ => new CaseLetter
            {
                Id = Guid.CreateVersion7(), Source = LetterSource.Mailbox, State = LetterState.Unassigned, ReceivedAt = box.World.Now,
            }));
            return Task.CompletedTask;
        });
        await box.DeliverScan();

        Assert.Equal(IntakeOutcome.Full, await box.Round());
        Assert.Equal((1, 1), (box.Imap.Count(box.Name), (await box.Standing()).Waiting));

        await box.World.Store.WriteAcross(db => db.CaseLetters.OrderBy(x => x.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, LetterState.PutAway)));
        Assert.Equal(IntakeOutcome.Done, await box.Round());
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_mailbox_that_lets_nothing_be_marked_is_read_all_the_same_and_each_message_taken_once(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.DeliverScan();
        await box.Allow("lr");

        Assert.Equal(IntakeOutcome.Done, await box.Round());
        Assert.Equal(IntakeOutcome.Done, await box.Round());

        Assert.Single(await box.Letters());
        Assert.Equal(["new"], await box.Flags());
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Where_messages_cannot_be_moved_a_keyword_marks_those_taken(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.DeliverScan();
        await box.Allow("lrswi");

        await box.Round();
        Assert.Equal(IntakeOutcome.Done, await box.Round());

        Assert.Single(await box.Letters());
        Assert.Equal(["seen $DaypassTaken"], await box.Flags());
    }

    private static Task<List<SecurityEvent>> Lines(Mailbox box) => box.World.Store.ReadAcross(db => db.SecurityEvents.AsNoTracking()
        .Where(x => x.Kind == EventKind.LetterReceived || x.Kind == EventKind.LetterRefused).OrderBy(x => x.Id).ToListAsync());

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_message_that_the_server_went_down_with_twice_is_set_aside_unread_and_the_others_are_taken(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.DeliverScan("The end of the server");
        await box.DeliverScan("Locked out");
        var tries = box.World.Get<ReadingTries>();
        var key = TakeMessage.KeyOf(IntakeTurn.NameOf(box.World.Get<Microsoft.Extensions.Options.IOptions<Server.Hosting.DaypassOptions>>().Value.Support.Intake), await box.Validity(), 1);
        // It began to read, and never ended.
        Assert.True(await tries.Begin(key, survived: false));
        Assert.True(await tries.Begin(key, survived: false));

        Assert.Equal(IntakeOutcome.Done, await box.Round());

        Assert.Equal([(LetterState.Refused, "", "MessageGivenUp"), (LetterState.Unassigned, "Locked out", null)],
            (await box.Letters()).Select(x => (x.State, x.Subject!, x.Problem)));
        Assert.Single(box.Said("DAY111"));
        Assert.Equal((0, 2), (box.Imap.Count(box.Name), box.Imap.Count(box.Name, ImapMailbox.TakenFolder)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_message_with_which_it_went_down_once_is_read_and_nothing_is_left_of_the_try(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database);
        await box.DeliverScan();
        var key = TakeMessage.KeyOf(IntakeTurn.NameOf(box.World.Get<Microsoft.Extensions.Options.IOptions<Server.Hosting.DaypassOptions>>().Value.Support.Intake), await box.Validity(), 1);
        await box.World.Get<ReadingTries>().Begin(key, survived: false);
        await box.Round();
        Assert.Equal(LetterState.Unassigned, Assert.Single(await box.Letters()).State);
        Assert.Empty(await box.World.Store.ReadAcross(db => db.IntakeTries.ToListAsync()));
    }
}
