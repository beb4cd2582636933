using System.Net;
using AngleSharp.Html.Parser;
using Daypass.Server.Notifications;
using Daypass.TestHost;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Xunit;

namespace Daypass.Server.Tests.Notifications;

/// <summary>The demo shows its mails on a page; no other server has that page.</summary>
public class DemoMails
{
    [Theory, OnBothDatabases]
    public async Task The_page_shows_the_newest_mail_first_with_links_to_follow(DatabaseKind kind)
    {
        await using var database = await TestDatabase.Create(kind);
        await using var server = await RunningServer.Start(database, x => x.Services.AddDemoMailbox(), x => x.MapDemoMailbox());
        var mailbox = server.Services.GetRequiredService<DemoMailbox>();
        await mailbox.Send(Mail("First", "nothing"), CancellationToken.None);
        await mailbox.Send(Mail("<Second>", "Open it:\nhttp://localhost:5080/alder/link/reset/abc\n"), CancellationToken.None);

        using var browser = server.Browser();
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync("/demo/mails", TestContext.Current.CancellationToken));
        Assert.Equal(["<Second>", "First"], page.QuerySelectorAll("h2").Select(x => x.TextContent));
        Assert.Equal("http://localhost:5080/alder/link/reset/abc", page.QuerySelector("section p a")!.GetAttribute("href"));

        using var one = await browser.GetAsync("/demo/mails/2", TestContext.Current.CancellationToken);
        Assert.Equal("<p>Hello</p>", await one.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("default-src 'none'", one.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/demo/mails/3", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task Without_the_demo_there_is_no_such_page(DatabaseKind kind)
    {
        await using var database = await TestDatabase.Create(kind);
        await using var server = await RunningServer.Start(database);
        using var browser = server.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/demo/mails", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task It_keeps_the_last_two_hundred()
    {
        var mailbox = new DemoMailbox();
        for (var number = 1; number <= 201; number++)
        {
            await mailbox.Send(Mail($"{number}", ""), CancellationToken.None);
        }

        Assert.Equal(200, mailbox.NewestFirst.Count);
        Assert.Equal(("201", "2"), (mailbox.NewestFirst[0].Mail.Subject, mailbox.NewestFirst[^1].Mail.Subject));
    }

    private static MimeMessage Mail(string subject, string text) =>
        new() { Subject = subject, Body = new BodyBuilder { TextBody = text, HtmlBody = "<p>Hello</p>" }.ToMessageBody() };
}
