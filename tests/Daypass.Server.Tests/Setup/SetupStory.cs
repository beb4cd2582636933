using Daypass.Domain;
using Daypass.Server.Sessions;
using Daypass.Server.Tests.Pages;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Setup;

/// <summary>What the stories of the Setup pages share: a world, and a visitor who signs in to it.</summary>
public abstract class SetupStory : IAsyncLifetime
{
    internal World World { get; private set; } = null!;
    internal Visitor Visitor { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await World.Create(DatabaseKind.Sqlite);
        Visitor = await Visitor.To(World);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Visitor.Dispose();
        await World.DisposeAsync();
    }

    internal async Task SignIn(Someone someone)
    {
        await (await Visitor.Open("/amber/signin")).Fill(("Email", someone.Email), ("Password", someone.Password));
        await Visitor.Fill(("Code", World.NextTotpOf(someone)));
        Assert.Equal("/amber/", Visitor.At);
    }

    internal static string PageOf(Someone someone, string rest = "") => $"/amber/setup/person/{someone.Id}{rest}";

    internal static string SettingsOf(Someone someone) => PageOf(someone, "?tab=access&show=settings");

    internal Task Rename(Someone someone, string name) => World.Store.Write(someone.Firm, db =>
        db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, name)));

    /// <summary>Where the links of the page lead.</summary>
    internal IReadOnlyList<string> Links => [.. Visitor.Page.QuerySelectorAll("a").Select(x => x.GetAttribute("href") ?? "")];
}
