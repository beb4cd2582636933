using Daypass.Domain;
using Daypass.Server.Storage;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Browser.Tests.Stories;

/// <summary>
/// A story at a firm of its own, Alder &amp; Finch: Maren Holloway is its primary administrator. Others join as the story needs them.
/// </summary>
public abstract class Story(Browser browser, Stages stages) : BrowserTest(browser)
{
    private static int _firms;
    private protected Guid _firm;

    internal World World { get; private set; } = null!;
    internal string Firm { get; private set; } = "";
    internal Someone Maren { get; private set; } = null!;

    protected async Task Begin(DatabaseKind database)
    {
        World = await stages.Take(database);
        Firm = $"alder-finch-{Interlocked.Increment(ref _firms)}";
        (_firm, var primary) = await World.AddFirm(Firm);
        await World.Store.WriteAcross(db => db.Firms.Where(x => x.Id == _firm).ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, "Alder & Finch")));
        Maren = await Introduce(primary, "Maren Holloway");
    }

    internal async Task<Someone> Client(string name = "Jane Doe", bool paired = true) =>
        await Introduce(await World.Add(Kind.Client, firm: _firm, paired: paired), name);

    internal async Task<Someone> Staff(string name = "Theo Lindqvist", Permission permissions = Permission.None, bool paired = true) =>
        await Introduce(await World.Add(Kind.Staff, permissions, firm: _firm, paired: paired), name);

    internal async Task<Someone> Administrator(string name = "Idris Vale") =>
        await Introduce(await World.Add(Kind.Staff, administrator: true, firm: _firm, paired: true), name);

    internal Task Policies(Policy staff, Policy clients) => World.SetPolicies(staff, clients, _firm);

    /// <summary>Opens a browser of somebody's own, at this story's server.</summary>
    internal async Task<Visit> NewVisit(Look look = Look.Desktop, bool javaScript = true) =>
        new(await NewPerson((await World.Listen()).ToString(), look, javaScript), World, Firm);

    /// <summary>Somebody at their browser, signed in with their device.</summary>
    internal async Task<Visit> SignedIn(Someone someone)
    {
        var visit = await NewVisit();
        await visit.SignIn(someone);
        return visit;
    }

    /// <summary>Somebody at their browser, signed in with a temporary code.</summary>
    internal async Task<Visit> SignedIn(Someone someone, string code)
    {
        var visit = await NewVisit();
        await visit.Password(someone);
        await visit.Code(code);
        await visit.IsIn();
        return visit;
    }

    /// <summary>A code issued before the story begins.</summary>
    internal async Task<string> CodeFor(Someone someone, Someone? by = null) => await World.Issue(await World.SignedIn(by ?? Maren), someone);

    /// <summary>Waits for a mail at the mail server, and reads the link in it that has this word; without the server's address.</summary>
    internal static async Task<string> MailedLink(Someone someone, string subject, string word)
    {
        var mail = await (await MailServer.Shared).WaitFor(someone.Email, subject, TimeSpan.FromSeconds(60));
        var link = mail.TextBody!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Single(x => x.Contains($"/link/{word}/", StringComparison.Ordinal));
        return new Uri(link).AbsolutePath;
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (World is not null)
        {
            stages.GiveBack(World);
        }

        await base.DisposeAsync();
    }

    /// <summary>A name, and an address that nobody has in another story: all mails go to one server.</summary>
    private async Task<Someone> Introduce(Someone someone, string name)
    {
        var email = $"{name.ToLowerInvariant().Replace(' ', '.')}@{Firm}.example";
        await World.Store.Write(someone.Firm, db => db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.Name, name).SetProperty(x => x.Email, email).SetProperty(x => x.EmailKey, EmailAddress.KeyOf(email))
            .SetProperty(x => x.Phone, "+44 20 7946 0321")));
        return someone with { Email = email };
    }
}
