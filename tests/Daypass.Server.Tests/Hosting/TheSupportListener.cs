using System.Net;
using System.Text.RegularExpressions;
using Daypass.Server.Hosting;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

/// <summary>H1: the support desk has a listener of its own, and the public one knows nothing of it.</summary>
public sealed partial class TheSupportListener : IAsyncLifetime
{
    private const int LargestLetter = 1024 * 1024;
    private TestDatabase _database = null!;
    private RunningServer _server = null!;
    private HttpClient _public = null!;
    private HttpClient _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create(DatabaseKind.Sqlite);
        _server = await Start(_database, "--Daypass:PublicOrigin=http://localhost:5080", "--Daypass:Support:Origin=https://desk.example");
        (_public, _desk) = (_server.Browser(), _server.AgentsBrowser());
        _desk.DefaultRequestHeaders.Host = "desk.example";
        await _server.Services.GetRequiredService<Store>().WriteAcross(db =>
        {
            db.Firms.Add(new Firm { Id = Guid.CreateVersion7(), Address = "acme", Name = "Acme" });
            return Task.CompletedTask;
        });
    }

    private static Task<RunningServer> Start(TestDatabase database, params string[] settings) => RunningServer.Start(database, map: app =>
    {
        app.MapGet("/desk", (HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host} {context.Connection.RemoteIpAddress}").InScope(EndpointScope.Support).AllowAnonymous();
        app.MapGet("/outside", () => "public").InScope(EndpointScope.Global).AllowAnonymous();
        app.MapGet("/inside", () => "a firm's").InScope(EndpointScope.Firm).AllowAnonymous();
        app.MapGet("/article", (HttpContext context) => $"{context.IsSupport()}").InScope(EndpointScope.Global | EndpointScope.Support).AllowAnonymous();
        app.MapGet("/form", Form).InScope(EndpointScope.Global | EndpointScope.Support).AllowAnonymous();
        app.MapPost("/form", Posted).InScope(EndpointScope.Global | EndpointScope.Support).AllowAnonymous();
        app.MapPost("/letter", (Delegate)Letter).InScope(EndpointScope.Support).AllowAnonymous().WithMetadata(new BodyLimitAttribute(LargestLetter));
        app.MapPost("/note", (Delegate)Letter).InScope(EndpointScope.Support).AllowAnonymous();
    }, settings: settings);

    private static string Form(HttpContext context, IAntiforgery tokens) => tokens.GetAndStoreTokens(context).RequestToken!;

    private static async Task<IResult> Posted(HttpContext context, IAntiforgery tokens) =>
        Results.Text(await tokens.IsRequestValidAsync(context) ? "taken" : "refused");

    private static async Task<string> Letter(HttpContext context) => $"{(await context.Request.ReadFormAsync()).Files[0].Length}";

    [Fact]
    public async Task Each_listener_has_its_own_pages_and_some_have_both()
    {
        Assert.Equal("https://desk.example 127.0.0.1", await _desk.GetStringAsync("/desk"));
        Assert.Equal("public", await _public.GetStringAsync("/outside"));
        Assert.Equal("a firm's", await _public.GetStringAsync("/acme/inside"));
        Assert.Equal("True", await _desk.GetStringAsync("/article"));
        Assert.Equal("False", await _public.GetStringAsync("/article"));

        Assert.Equal(HttpStatusCode.NotFound, (await _desk.GetAsync("/outside")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _desk.GetAsync("/inside")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _desk.GetAsync("/acme/inside")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _desk.GetAsync("/acme/desk")).StatusCode);
        Assert.Equal("text/css", (await _desk.GetAsync("/daypass.css")).Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("desk.example", 400)]
    [InlineData("127.0.0.1", 404)]
    [InlineData("localhost", 404)]
    public async Task The_public_listener_has_no_support_page_whatever_a_request_says_of_itself(string host, int status)
    {
        var port = _server.SupportAddress!.Port;
        foreach (var says in new[] { host, $"{host}:{port}" })
        {
            var line = await _server.Raw($"GET /desk HTTP/1.1\r\nHost: {says}\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: desk.example\r\nX-Forwarded-Port: {port}\r\nForwarded: for=127.0.0.1;host=desk.example\r\nConnection: close\r\n\r\n");
            Assert.Contains($" {status} ", line, StringComparison.Ordinal);
        }

        // A whole address in the first line outdoes the Host header (RFC 9112, section 3.2.2).
        Assert.Contains(" 404 ", await _server.Raw("GET http://localhost/desk HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("desk.example.evil.example")]
    [InlineData("evil.example")]
    public async Task The_desk_answers_to_its_own_name_only(string host) =>
        Assert.Contains(" 400 ", await RunningServer.Raw(_server.SupportAddress!, $"GET /desk HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task From_a_network_that_it_is_not_for_there_is_nothing_and_the_log_says_who_came()
    {
        await using var own = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await Start(own, "--Daypass:Support:Networks:0=203.0.113.0/24");
        using var browser = server.AgentsBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/desk");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);

        using var everybody = server.Browser();
        var (foreign, nowhere) = (await answer.Content.ReadAsStringAsync(), await (await everybody.GetAsync("/nowhere")).Content.ReadAsStringAsync());
        Assert.Equal(WithoutNumber(nowhere), WithoutNumber(foreign));
        Assert.Contains(server.Log.Lines, x => x.Level == LogLevel.Warning && x.Values.GetValueOrDefault("ClientAddress") == "127.0.0.1");
        var lines = server.Log.Lines.Count(x => x.Level >= LogLevel.Information);
        for (var i = 0; i < 20; i++)
        {
            await browser.GetAsync("/desk");
        }

        Assert.Equal(lines, server.Log.Lines.Count(x => x.Level >= LogLevel.Information));
        // Not even a stylesheet.
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/daypass.css")).StatusCode);
    }

    [Theory]
    [InlineData("203.0.113.9", HttpStatusCode.OK)]
    [InlineData("198.51.100.7, 203.0.113.9", HttpStatusCode.OK)]
    [InlineData("203.0.113.9, 198.51.100.7", HttpStatusCode.NotFound)]
    [InlineData("nonsense", HttpStatusCode.NotFound)]
    public async Task Behind_a_trusted_proxy_the_proxys_word_about_the_client_counts(string forwardedFor, HttpStatusCode expected)
    {
        await using var own = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await Start(own, "--Daypass:TrustedProxies:0=127.0.0.1", "--Daypass:Support:Networks:0=203.0.113.0/24");
        using var browser = server.AgentsBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/desk");
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        Assert.Equal(expected, (await browser.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_form_made_on_one_listener_is_not_taken_on_the_other()
    {
        // Both on this machine without HTTPS: one host, so that the browser brings the cookies of both.
        await using var own = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await Start(own);
        var (publics, desks) = (server.Address, server.SupportAddress!);
        using var browser = server.Browser();
        var token = await browser.GetStringAsync(new Uri(publics, "/form"));
        var deskToken = await browser.GetStringAsync(new Uri(desks, "/form"));

        Assert.Equal("taken", await Post(browser, publics, token));
        Assert.Equal("taken", await Post(browser, desks, deskToken));
        Assert.Equal("refused", await Post(browser, desks, token));
        Assert.Equal("refused", await Post(browser, publics, deskToken));
    }

    [Fact]
    public async Task A_token_is_bound_to_its_listener_even_where_the_cookie_is_carried_over()
    {
        await using var own = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await Start(own);
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var page = await browser.GetAsync(new Uri(server.Address, "/form"));
        var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie")).Split(';')[0];
        Assert.StartsWith("daypass-form=", cookie, StringComparison.Ordinal);
        browser.DefaultRequestHeaders.Add("Cookie", [cookie.Replace("daypass-form", "daypass-support-form", StringComparison.Ordinal)]);
        Assert.Equal("refused", await Post(browser, server.SupportAddress!, await page.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Over_https_its_cookie_is_tied_to_the_host_even_where_the_public_one_is_not()
    {
        using var page = await _desk.GetAsync("/form");
        var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-daypass-support-form=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/letter", LargestLetter - 1000, HttpStatusCode.OK)]
    [InlineData("/letter", LargestLetter, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/note", LargestLetter - 1000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Only_a_page_that_says_so_takes_a_file(string path, int bytes, HttpStatusCode expected)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[bytes]), "file", "letter.pdf" } };
        Assert.Equal(expected, (await _desk.PostAsync(path, form)).StatusCode);
    }

    [Fact]
    public async Task A_file_that_does_not_say_how_long_it_is_is_cut_off_like_any_form()
    {
        using var form = new MultipartFormDataContent { { new StreamContent(new MemoryStream(new byte[Limits.Body])), "file", "letter.pdf" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/letter") { Content = form };
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _desk.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_server_without_a_desk_listens_for_the_public_only()
    {
        await using var own = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await RunningServer.Start(own, settings: "--Daypass:Support:Url=");
        Assert.Null(server.SupportAddress);
        using var browser = server.Browser();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/healthz")).StatusCode);
    }

    private static async Task<string> Post(HttpClient browser, Uri address, string token)
    {
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var answer = await browser.PostAsync(new Uri(address, "/form"), form);
        return await answer.Content.ReadAsStringAsync();
    }

    private static string WithoutNumber(string page) => Number().Replace(page, "");

    [GeneratedRegex("class=\"mono\">[0-9a-f]{8}", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    public async ValueTask DisposeAsync()
    {
        _public.Dispose();
        _desk.Dispose();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }
}
