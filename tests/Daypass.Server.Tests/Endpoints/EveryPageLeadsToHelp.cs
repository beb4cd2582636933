using System.Net;
using AngleSharp.Html.Parser;
using Daypass.Domain;
using Daypass.Server.Tests.Help;
using Xunit;

namespace Daypass.Server.Tests.Endpoints;

/// <summary>Each page of the <see cref="Table"/> links to an article about it, outside of its firm, in its language, and no link is dead.</summary>
public sealed class EveryPageLeadsToHelp(Site site) : IClassFixture<Site>
{
    /// <summary>They lead to another page or to none; and a page of a moment that a look alone does not bring about.</summary>
    private static readonly string[] NoPages =
    [
        "signout", "/signin/waiting", "profile/devices/{id:guid}/waiting", "profile/sessions/{id:guid}/end", "setup", "/healthz", "/readyz",
    ];

    public static TheoryData<string> Pages => [.. Table.Firm.Select(x => x.Route).Except(NoPages).Except(["mfa-off"])];

    [Theory, MemberData(nameof(Pages))]
    public async Task That_is_of_a_firm(string route)
    {
        var row = Table.Firm.Single(x => x.Route == route);
        var stage = await Stage.Set(site, row.Open == "yyyyyyy" ? null : SessionKind.Full);
        await LeadsToHelp((await row.Good(stage)).Path, stage.Browser);
    }

    [Theory, InlineData("/"), InlineData("/?sent=true"), InlineData("/authenticator/")]
    public Task That_is_of_no_firm(string path) => LeadsToHelp(path, site.NewBrowser());

    [Theory, InlineData("/amber/no-such-page"), InlineData("/no-such-page")]
    public async Task That_refuses(string path)
    {
        var page = await site.NewBrowser().Get(path);
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains("<a href=\"/help?lang=en\">", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SessionKind.TemporaryCode, "/amber/profile/limited", "sign-in-with-a-code-staff")]
    [InlineData(SessionKind.BackupCode, "/amber/profile/limited", "sign-in-with-a-code-staff")]
    [InlineData(SessionKind.PasswordOnly, "/amber/profile/limited", "pair-a-device")]
    [InlineData(SessionKind.PasswordOnly, "/amber/mfa-off", "pair-a-device")]
    [InlineData(SessionKind.TemporaryCode, "/amber/", "sign-in-with-a-code-staff")]
    public async Task That_is_about_how_somebody_signed_in(SessionKind kind, string path, string article)
    {
        var stage = await Stage.Set(site, kind);
        Assert.Contains(article, await LeadsToHelp(path, stage.Browser));
    }

    [Theory, InlineData("Firm", false), InlineData("Root", false), InlineData("Console", true)]
    public void With_names_that_are_articles_and_of_internal_notes_only_at_the_desk(string folder, bool atTheDesk)
    {
        var known = ArticleFiles.Public("en").Concat(atTheDesk ? ArticleFiles.Internal("en") : []).Select(ArticleFiles.NameOf);
        var pages = Directory.GetFiles(Path.Combine(TestHost.Repository.Root, "src/Daypass.Server/Pages", folder), "*.cshtml", SearchOption.AllDirectories);
        var named = pages.SelectMany(File.ReadAllLines).Where(x => x.Contains("ViewData[\"Help\"] =", StringComparison.Ordinal))
            .SelectMany(x => x.Split('"').Where((_, i) => i % 2 == 1)).Where(x => x != "Help" && !x.Contains('{', StringComparison.Ordinal)).SelectMany(x => x.Split(' '))
            .Except(["remove-code", "release"]);
        Assert.Empty(named.Except(known));
    }

    private static async Task<List<string>> LeadsToHelp(string path, Browser browser)
    {
        var page = await browser.Get(path);
        Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.Forbidden, $"{path}: {(int)page.Status} {page.LeadsTo}");
        var links = (await new HtmlParser().ParseDocumentAsync(page.Body)).QuerySelectorAll("footer a[href^='/help/']").Select(x => x.GetAttribute("href")!).ToList();
        Assert.True(links.Count > 0, $"{path} leads to no article.");
        foreach (var link in links)
        {
            Assert.EndsWith("?lang=en", link, StringComparison.Ordinal);
            var article = await browser.Get(link);
            Assert.True(article.Status == HttpStatusCode.OK && article.Body.Contains("Was this article helpful?", StringComparison.Ordinal), $"{path}: {link} is dead.");
        }

        return [.. links.Select(x => x["/help/".Length..x.IndexOf('?', StringComparison.Ordinal)])];
    }
}
