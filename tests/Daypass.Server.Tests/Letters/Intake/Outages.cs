using Daypass.Server.Hosting;
using Daypass.Server.Letters.Intake;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Letters.Intake;

/// <summary>A mail server that is away, breaks off, refuses, or cannot be trusted: letters wait, and are taken once when it is back.</summary>
public class Outages
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Letters_wait_while_the_mail_server_is_away_and_are_taken_when_it_is_back(DatabaseKind database)
    {
        await using var mails = await MailServer.Start();
        var imap = await ImapServer.Start(mails);
        await using var box = await Mailbox.Create(database, imap);
        await box.DeliverScan();
        await imap.DisposeAsync();
        var began = box.World.Now;

        Assert.Equal(IntakeOutcome.Failed, await box.Round());
        box.World.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(IntakeOutcome.Failed, await box.Round());

        var failing = await box.Standing();
        Assert.Equal((began, "Connection refused"), (failing.FailingSince, failing.Failure));
        Assert.Single(box.Said("DAY108"));

        await using var again = await ImapServer.Start(mails, imap.Port);
        var outcome = await box.Round();
        Assert.True(outcome == IntakeOutcome.Done, (await box.Standing()).Failure);
        Assert.Single(await box.Letters());
        var standing = await box.Standing();
        Assert.Equal((null, null, box.World.Now), (standing.FailingSince, standing.Failure, standing.ReadAt));
        Assert.Single(box.Said("The mailbox for letters"));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_connection_that_breaks_in_the_middle_of_a_letter_loses_none_takes_none_twice_and_holds_up_no_other(DatabaseKind database)
    {
        var imap = await ImapServer.Shared;
        using var way = new StallingProxy(imap.Port);
        await using var box = await Mailbox.Create(database, imap, intake => intake.Port = way.Port);
        var large = AFile.Pdf(content: System.Security.Cryptography.RandomNumberGenerator.GetBytes(1_000_000));
        await box.DeliverScan("Large", new MailedFile("large.pdf", "application/pdf", large));
        await box.DeliverScan("Small");
        way.CutsAfter = 300_000;

        Assert.Equal(IntakeOutcome.Failed, await box.Round());
        Assert.Empty(await box.Letters());
        Assert.Equal(IntakeOutcome.Failed, await box.Round());
        Assert.Equal(["Small"], (await box.Letters()).Select(x => x.Subject));
        // Whoever lives to see it break off does not count it as a try that ended a server.
        Assert.Equal(IntakeOutcome.Failed, await box.Round());

        way.CutsAfter = null;
        Assert.Equal(IntakeOutcome.Done, await box.Round());
        Assert.Equal(["Large", "Small"], (await box.Letters()).Select(x => x.Subject));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_wrong_password_is_said_and_nothing_is_read(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database, adjust: intake => intake.Password = "not this one");
        await box.DeliverScan();

        Assert.Equal(IntakeOutcome.Failed, await box.Round());

        Assert.Contains("Authentication failed", (await box.Standing()).Failure, StringComparison.Ordinal);
        Assert.DoesNotContain(box.Log.Lines, x => x.Text.Contains("not this one", StringComparison.Ordinal) || x.Exception is not null);
    }

    [Theory]
    [InlineData(nameof(MailSecurity.Tls))]
    [InlineData(nameof(MailSecurity.StartTls))]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_no_password(string security)
    {
        var imap = await ImapServer.Shared;
        await using var box = await Mailbox.Create(DatabaseKind.Sqlite, imap, intake =>
            (intake.Host, intake.Port, intake.Security) = ("localhost", security == nameof(MailSecurity.Tls) ? imap.TlsPort : imap.Port, Enum.Parse<MailSecurity>(security)));

        Assert.Equal(IntakeOutcome.Failed, await box.Round());

        Assert.StartsWith("no TLS with it", (await box.Standing()).Failure, StringComparison.Ordinal);
        Assert.DoesNotContain(box.Name, await File.ReadAllTextAsync(imap.LogFile), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_folder_that_is_not_there_is_said(DatabaseKind database)
    {
        await using var box = await Mailbox.Create(database, adjust: intake => intake.Folder = "Faxes");

        Assert.Equal(IntakeOutcome.Failed, await box.Round());

        Assert.Equal("it has no folder Faxes", (await box.Standing()).Failure);
    }

    [Fact]
    public void After_each_failure_the_pause_is_longer_up_to_five_minutes() =>
        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300, 300], new[] { 1, 2, 3, 4, 5, 6, 7, 8, 1000 }.Select(x => (int)LetterIntake.PauseAfter(x).TotalSeconds));
}
