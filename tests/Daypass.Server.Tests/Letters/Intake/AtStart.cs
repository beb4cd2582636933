using Daypass.Server.Letters.Intake;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Letters.Intake;

/// <summary>What the operator learns of the mailbox when the server starts, and that the running server reads it by itself.</summary>
public class AtStart
{
    [Fact]
    public async Task Without_a_mailbox_the_operator_is_told_what_to_set()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await RunningServer.Start(database);

        await Until(() => server.Log.Lines.Any(x => x.Text.StartsWith("DAY107", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_without_a_desk_says_nothing_of_letters()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await RunningServer.Start(database, settings: "--Daypass:Support:Url=");
        await server.DisposeAsync();

        Assert.DoesNotContain(server.Log.Lines, x => x.Text.StartsWith("DAY107", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_running_server_says_that_the_mailbox_is_out_of_reach_and_takes_letters_by_itself_once_it_is_back(DatabaseKind kind)
    {
        await using var mails = await MailServer.Start();
        var imap = await ImapServer.Start(mails);
        await using var box = await Mailbox.Create(kind, imap);
        await box.Deliver(LetterMails.Fax(box.Name, "+41445550142", AFile.Tiff()));
        await imap.DisposeAsync();
        await using var server = await RunningServer.Start(box.World.Database, settings: box.Settings);
        await Until(() => server.Log.Lines.Any(x => x.Text.StartsWith("DAY108", StringComparison.Ordinal)), TimeSpan.FromSeconds(90));

        await using var again = await ImapServer.Start(mails, imap.Port);
        await Until(() => again.Count(box.Name, ImapMailbox.TakenFolder) == 1, TimeSpan.FromSeconds(60));

        Assert.Equal(["Fax from +41445550142"], (await box.Letters()).Select(x => x.Subject));
    }

    [Theory]
    [InlineData("Tls")]
    [InlineData("StartTls")]
    public async Task With_TLS_the_executable_reads_from_a_server_whose_certificate_the_operator_vouches_for(string security)
    {
        var imap = await ImapServer.Shared;
        await using var box = await Mailbox.Create(DatabaseKind.Sqlite, imap);
        await box.DeliverScan();
        var port = Companion.FreePort();
        string[] settings =
        [
            .. RunningServer.SettingsOf(box.World.Database), $"--urls=http://127.0.0.1:{port}", .. box.Settings, "--Daypass:Support:Intake:Host=localhost",
            $"--Daypass:Support:Intake:Security={security}", $"--Daypass:Support:Intake:Port={(security == "Tls" ? imap.TlsPort : imap.Port)}",
        ];
        await using var server = await Companion.Start(Companion.NewFolder("server"), port, "KILL",
            ["env", $"SSL_CERT_FILE={imap.CertificateFile}", "dotnet", typeof(Program).Assembly.Location, .. settings]);

        await Until(() => imap.Count(box.Name, ImapMailbox.TakenFolder) == 1, TimeSpan.FromSeconds(40));

        Assert.Single(await box.Letters());
    }

    private static async Task Until(Func<bool> holds, TimeSpan? patience = null)
    {
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); !holds(); await Task.Delay(50))
        {
            Assert.True(waited.Elapsed < (patience ?? TimeSpan.FromSeconds(20)), "It did not come about.");
        }
    }
}
