using System.Net;
using System.Net.Http.Headers;
using Daypass.Domain;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Letters.Files;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.Server.Tests.Endpoints;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Letters;

/// <summary>Letters at the desk, over HTTP: adding one, looking at it, taking the original along.</summary>
public sealed class ThePages(Site site) : IClassFixture<Site>
{
    private World World => site.World;

    [Fact]
    public async Task A_representative_adds_a_letter_and_sees_its_pages()
    {
        var (browser, me, about) = await AtACase();
        var form = await browser.Get($"/letters/attach/{about}");
        Assert.Contains("amber &amp; partners", form.Body, StringComparison.Ordinal);

        var answer = await browser.Post($"/letters/attach/{about}", ("@Letter", Convert.ToBase64String(AFile.Pdf(pages: 2))));
        Assert.Equal((HttpStatusCode.Redirect, $"/cases/{about}?done=letter"), (answer.Status, answer.LeadsTo));
        var letter = $"/letters/{await World.Store.ReadAcross(db => db.CaseLetters.Where(x => x.CaseId == about).Select(x => x.Id).SingleAsync())}";
        Assert.Contains("The letter is added.", (await browser.Get(answer.LeadsTo)).Body, StringComparison.Ordinal);
        foreach (var page in new[] { await browser.Get(answer.LeadsTo), await browser.Get(letter) })
        {
            Assert.Contains($"src=\"{letter}/pages/1\"", page.Body, StringComparison.Ordinal);
            Assert.Contains($"href=\"{letter}/pages/2\"", page.Body, StringComparison.Ordinal);
            Assert.Contains(me.Name, page.Body, StringComparison.Ordinal);
        }

        var image = await browser.Get($"{letter}/pages/2");
        Assert.Equal(("image/png", HttpStatusCode.OK), (image.Header("Content-Type"), image.Status));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"{letter}/pages/3")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"/letters/{Guid.NewGuid()}")).Status);
    }

    [Fact]
    public async Task The_original_is_saved_and_never_shown()
    {
        var letter = await LetterDesk.Seen(World);
        var (browser, _) = await site.SignedIn(AgentRole.Technician);
        var answer = await browser.Get($"/letters/{letter}/original");
        Assert.Equal("application/octet-stream", answer.Header("Content-Type"));
        Assert.Matches("^attachment; filename=letter-[0-9]{7}-[0-9a-f]{8}\\.png; filename\\*=UTF-8''letter-", answer.Header("Content-Disposition"));
        Assert.EndsWith("; sandbox", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-store"), (answer.Header("X-Content-Type-Options"), answer.Header("Cache-Control")));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"/letters/{Guid.NewGuid()}/original")).Status);
    }

    [Fact]
    public async Task A_file_that_is_no_letter_comes_back_with_what_to_do()
    {
        var (browser, _, about) = await AtACase();
        foreach (var (file, words) in new (byte[], string)[]
        {
            ("<html><script>alert(1)</script>"u8.ToArray(), "This is a web page"), (AFile.Zip(), "This is an archive"), ([.. AFile.Png(), .. AFile.Zip()], "There is more in this file than a letter"),
            (AFile.Pdf(trailer: "/Encrypt 1 0 R"), "The PDF has a password"), ([], "The file is empty"), (new byte[LetterFile.MaxBytes + 1], "larger than 20 MB"),
        })
        {
            var answer = await browser.Post($"/letters/attach/{about}", ("@Letter", Convert.ToBase64String(file)));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Contains("class=\"errors\"", answer.Body, StringComparison.Ordinal);
            Assert.Contains(words, answer.Body, StringComparison.Ordinal);
        }

        Assert.False(await World.Store.ReadAcross(db => db.CaseLetters.AnyAsync(x => x.CaseId == about)));
    }

    [Fact]
    public async Task More_than_a_letter_can_be_is_refused_before_it_is_read()
    {
        var (browser, _, about) = await AtACase();
        var head = $"Host: {site.SupportAddress.Authority}\r\nCookie: daypass-support={browser["daypass-support"]}\r\nContent-Type: multipart/form-data; boundary=x\r\n";
        var (letter, other) = (await Says($"/letters/attach/{about}", LetterFile.MaxBytes + (2 * 1024 * 1024)), await Says("/signout", 70_000));
        Assert.Contains(" 413 ", letter, StringComparison.Ordinal);
        Assert.Contains(" 413 ", other, StringComparison.Ordinal);

        Task<string> Says(string path, int length) => RunningServer.Raw(site.SupportAddress, $"POST {path} HTTP/1.1\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    }

    [Fact]
    public async Task A_name_that_is_a_path_or_markup_is_shown_harmlessly()
    {
        var (browser, _, about) = await AtACase();
        using var wire = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var form = new MultipartFormDataContent { { new StringContent(await browser.Token("/")), "__RequestVerificationToken" } };
        var file = new ByteArrayContent(AFile.Png());
        file.Headers.ContentDisposition = ContentDispositionHeaderValue.Parse("form-data; name=Letter; filename=\"../../etc/<img src=x>\u202Egnp.exe\"");
        form.Add(file);
        form.HeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(site.SupportAddress, $"/letters/attach/{about}")) { Content = form };
        request.Headers.Add("Cookie", string.Join("; ", browser.Cookies.Select(x => $"{x.Key}={x.Value}")));
        using var answer = await wire.SendAsync(request);
        var page = await browser.Get(answer.Headers.Location!.ToString());
        Assert.Contains("&lt;img src=x&gt;gnp.exe", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("etc", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_takes_no_letters_any_more_says_what_to_do()
    {
        var (browser, _, about) = await AtACase();
        await World.Store.WriteAcross(db => db.SupportCases.Where(x => x.Id == about).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, CaseState.Submitted)));
        var answer = await browser.Post($"/letters/attach/{about}", ("@Letter", Convert.ToBase64String(AFile.Png())));
        Assert.Contains("no longer open", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_shown_says_why_and_can_be_tried_again()
    {
        var letter = await LetterDesk.Unseen(World);
        await World.Store.WriteAcross(db => db.CaseLetters.Where(x => x.Id == letter).ExecuteUpdateAsync(set => set.SetProperty(x => x.Problem, "TooSlow")));
        var (browser, _) = await site.SignedIn(AgentRole.Technician);
        Assert.Contains("took too long", (await browser.Get($"/letters/{letter}")).Body, StringComparison.Ordinal);
        Assert.Equal($"/letters/{letter}", (await browser.Post($"/letters/{letter}?handler=Again")).LeadsTo);
        Assert.Contains("/pages/1\"", (await browser.Get($"/letters/{letter}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_purged_letter_says_when_and_has_nothing_to_look_at()
    {
        var letter = await LetterDesk.Seen(World);
        await World.Store.WriteAcross(db => db.CaseLetters.Where(x => x.Id == letter)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, LetterState.Purged).SetProperty(x => x.PurgedAt, World.Now)));
        var (browser, _) = await site.SignedIn(AgentRole.Technician);
        var page = await browser.Get($"/letters/{letter}");
        Assert.Contains("were deleted on", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("/original", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("/pages/", page.Body, StringComparison.Ordinal);
    }

    private async Task<(Browser Browser, AgentSignedIn Me, Guid Case)> AtACase()
    {
        var (browser, me) = await site.SignedIn(AgentRole.Representative);
        return (browser, me, await LetterDesk.OpenCase(World, me));
    }
}
