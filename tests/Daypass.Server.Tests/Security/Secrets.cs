using System.Text;
using System.Text.RegularExpressions;
using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Endpoints;
using Daypass.Server.Tests.Phones;
using Daypass.TestHost;
using Npgsql;
using OtpNet;
using Xunit;

namespace Daypass.Server.Tests.Security;

/// <summary>Q3, C6: secrets are made and used over HTTP, then looked for everywhere. They stand on the answer that shows them, nowhere else.</summary>
public sealed class Secrets
{
    [Theory, OnBothDatabases]
    public async Task Stand_on_the_answer_that_shows_them_and_nowhere_else_Q3(DatabaseKind kind)
    {
        await using var site = await Site.On(await World.Create(kind));
        var (world, stage) = (site.World, await Stage.Set(site));
        var client = await world.Client();
        var canaries = new Dictionary<string, string>(StringComparer.Ordinal);

        // A code, issued and used.
        var issue = await stage.Browser.Post($"/amber/setup/person/{client.Id}/code", ("Operation", Guid.NewGuid().ToString()), ("Reason", "LeftAtHome"));
        var groups = Found(issue, "<span>([0-9]{3})</span><span>([0-9]{3})</span><span>([0-9]{3})</span>");
        var digits = string.Concat(groups);
        Add(canaries, "the code", digits, string.Join(' ', groups), string.Join('-', groups));
        var browser = site.NewBrowser();
        await browser.Post("/amber/signin", ("Email", client.Email), ("Password", client.Password));
        Add(canaries, "the token of the sign-in", browser["daypass-amber.signin"]!);
        await browser.Post("/amber/signin/step", ("Code", World.OtherThan(digits)));
        await browser.Post("/amber/signin/step", ("Code", digits));
        Add(canaries, "the token of the session", browser["daypass-amber"]!);

        // A device, and backup codes.
        var add = await browser.Post("/amber/profile/devices/add", ("OperationId", Guid.NewGuid().ToString()), ("Kind", "Totp"), ("Name", "Tablet"), ("Password", client.Password));
        var secret = Found(add, "<code class=\"secret\" translate=\"no\">([^<]+)<")[0];
        var bare = secret.Replace(" ", "", StringComparison.Ordinal);
        Add(canaries, "the device's secret", secret, bare, Convert.ToHexString(Base32Encoding.ToBytes(bare)));
        var device = Found(add, "/profile/devices/([0-9a-f-]{36})/prove")[0];
        await browser.Post($"/amber/profile/devices/{device}/prove", ("Code", new Totp(Base32Encoding.ToBytes(bare)).ComputeTotp(world.Now.UtcDateTime)));
        var made = await stage.Browser.Post("/amber/profile/backup-codes", ("OperationId", Guid.NewGuid().ToString()));
        var backups = Regex.Matches(made.Body, "<li>(?<it>[0-9 -]{12,})</li>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(x => x.Groups["it"].Value).ToList();
        Assert.Equal(BackupCodes.InABatch, backups.Count);
        backups.ForEach(x => Add(canaries, "a backup code", x, Regex.Replace(x, "[^0-9]", "", RegexOptions.None, TimeSpan.FromSeconds(1))));

        // A link, mailed and used; and what was typed as a password.
        await site.NewBrowser().Post("/amber/signin/forgot", ("Email", client.Email));
        var mails = await site.Mails();
        var link = mails.Select(x => Regex.Match(x.TextBody!, "/link/reset/(?<it>[A-Za-z0-9_-]{43})", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Single(x => x.Success).Groups["it"].Value;
        Add(canaries, "the link's token", link);
        Add(canaries, "a password", Stage.NewPassword, World.Password);
        await site.NewBrowser().Post($"/amber/link/reset/{link}", ("NewPassword", Stage.NewPassword), ("Repeat", Stage.NewPassword));
        mails = [.. mails, .. await site.Mails()];

        var places = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["the database"] = await Database(world),
            ["the log"] = string.Join('\n', site.Log.Lines.Select(x => $"{x.Text} {x.Exception} {string.Join(' ', x.Values)}")),
            ["the mails"] = string.Join('\n', mails.Select(x => x.ToString() + x.TextBody + x.HtmlBody).Select(x => x.Replace(link, "", StringComparison.Ordinal))),
        };
        foreach (var path in new[] { $"/amber/setup/person/{client.Id}?tab=access&show=settings", $"/amber/setup/person/{client.Id}/code", $"/amber/setup/activity?person={client.Id}", "/amber/setup/activity", "/amber/profile", "/amber/profile/backup-codes", "/amber/profile/devices/add", $"/amber/profile/devices/{device}/prove", "/amber/setup/clients" })
        {
            places[path] = (await stage.Browser.Get(path)).Body;
            places[$"{path} of the client"] = (await browser.Get(path)).Body;
        }

        Assert.Contains("CodeIssued", places["the database"], StringComparison.Ordinal);
        Assert.All(places, place => Assert.All(canaries, canary => Assert.False(place.Value.Contains(canary.Key, StringComparison.OrdinalIgnoreCase), $"{canary.Value} stands in {place.Key}")));
        // The control: the scan finds what is there.
        Assert.Contains(digits, Join(issue.Body), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Of_a_phone_stand_on_the_page_that_shows_its_code_and_nowhere_else_Q3(DatabaseKind kind)
    {
        await using var story = await PhoneStory.Begin(kind);
        var (site, client) = (story.Site, await story.ClientWithPasswordOnly());
        var (browser, office) = (await site.SignedIn(client, SessionKind.PasswordOnly), await site.SignedIn(story.World.Primary));
        var (shown, phone) = (await PhoneStory.Start(browser), story.Phone());
        await phone.LookAtCode(shown.Code);
        await phone.Prove(shown.Code, "Blue phone", origin: "https://signin.example.net");
        var proven = await phone.Prove(shown.Code);
        var early = (await browser.Get($"/amber/profile/devices/{shown.Device}/prove")).Body;
        await PhoneStory.Continue(browser, shown.Device);
        var looked = await phone.Look();
        var code = phone.OfflineCode();
        var signIn = site.NewBrowser();
        await signIn.Post("/amber/signin", ("Email", client.Email), ("Password", client.Password));
        await signIn.Post("/amber/signin/code", ("Code", code));
        var canaries = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(canaries, "the pairing code", shown.Code, shown.Code.Replace("-", "", StringComparison.Ordinal));
        Add(canaries, "the secret", PhoneSimulator.Text(phone.Secret), Convert.ToHexString(phone.Secret), Convert.ToBase64String(phone.Secret), Base32Encoding.ToString(phone.Secret).TrimEnd('='));

        var mails = await site.Mails();
        var places = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["the database"] = await Database(story.World),
            ["the log"] = string.Join('\n', site.Log.Lines.Select(x => $"{x.Text} {x.Exception} {string.Join(' ', x.Values)}")),
            ["the mails"] = string.Join('\n', mails.Select(x => x.ToString() + x.TextBody + x.HtmlBody)),
            ["what the phone is told"] = proven.Text + looked.Text,
            ["the page that waits"] = early,
        };
        foreach (var path in new[] { "/amber/profile", "/amber/profile/devices/add", $"/amber/profile/devices/{shown.Device}/prove", $"/amber/profile/devices/{shown.Device}/disconnect" })
        {
            places[path] = (await browser.Get(path)).Body;
        }

        foreach (var path in new[] { $"/amber/setup/person/{client.Id}?tab=access&show=settings", $"/amber/setup/activity?person={client.Id}" })
        {
            places[path] = (await office.Get(path)).Body;
        }

        Assert.Contains("Blue phone", places["the database"], StringComparison.Ordinal);
        Assert.All(places, place => Assert.All(canaries, canary => Assert.False(place.Value.Contains(canary.Key, StringComparison.OrdinalIgnoreCase), $"{canary.Value} stands in {place.Key}")));
        // The control: the scan finds what is there.
        Assert.Contains(shown.Code, shown.Page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_sent_again_shows_the_code_no_more_C6()
    {
        await using var site = await Site.On(await World.Create(DatabaseKind.Sqlite));
        var (stage, client) = (await Stage.Set(site), await site.World.Client());
        (string, string)[] form = [("Operation", Guid.NewGuid().ToString()), ("Reason", "LeftAtHome")];
        var first = await stage.Browser.Post($"/amber/setup/person/{client.Id}/code", form);
        var second = await stage.Browser.Post($"/amber/setup/person/{client.Id}/code", form);
        var digits = string.Concat(Found(first, "<span>([0-9]{3})</span><span>([0-9]{3})</span><span>([0-9]{3})</span>"));
        Assert.DoesNotContain(digits, Join(second.Body), StringComparison.Ordinal);
        Assert.Equal("no-store", first.Header("Cache-Control"));
        Assert.Equal(CodeState.Live, (await site.World.LastCodeOf(client)).State);
    }

    private static void Add(Dictionary<string, string> canaries, string what, params string[] spellings)
    {
        foreach (var spelling in spellings)
        {
            canaries[spelling] = what;
        }
    }

    private static string[] Found(Answer answer, string pattern)
    {
        var found = Regex.Match(answer.Body, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(found.Success, $"{pattern} is not on the page ({(int)answer.Status} {answer.LeadsTo})");
        return [.. found.Groups.Values.Skip(1).Select(x => x.Value)];
    }

    private static string Join(string body) => Regex.Replace(body, "</span><span>", "", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>The bytes of file and write-ahead log as text; or every row of every table.</summary>
    private static async Task<string> Database(World world)
    {
        var text = new StringBuilder();
        if (world.Database.Kind == DatabaseKind.Sqlite)
        {
            foreach (var file in new[] { world.Database.SqliteFile, world.Database.SqliteFile + "-wal" })
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes);
                text.Append(Encoding.Latin1.GetString(bytes.ToArray())).Append(Encoding.Latin1.GetString(bytes.ToArray().Where(x => x != 0).ToArray()));
            }

            return text.ToString();
        }

        await using var connection = new NpgsqlConnection(world.Database.Database.SuperuserConnectionString);
        await connection.OpenAsync();
        foreach (var table in await Site.Column(connection, "select tablename::text from pg_tables where schemaname = 'public'"))
        {
            text.AppendJoin('\n', await Site.Column(connection, $"select t::text from \"{table}\" t"));
        }

        return text.ToString();
    }
}
