using System.Net;
using Daypass.Server.Hosting;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

/// <summary>What every request passes through, on the real server.</summary>
public sealed class Edge : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private RunningServer _server = null!;
    private HttpClient _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create(DatabaseKind.Sqlite);
        _server = await RunningServer.Start(_database, map: app =>
        {
            app.MapGet("/forgotten", () => "no scope").AllowAnonymous();
            app.MapGet("/outside", (HttpContext context) => $"{context.Request.Scheme} {context.Request.Host} {context.Connection.RemoteIpAddress}").InScope(EndpointScope.Global).AllowAnonymous();
            app.MapGet("/inside", (HttpContext context) => $"{context.Request.PathBase} {context.Firm().Name}").InScope(EndpointScope.Firm).AllowAnonymous();
            app.MapGet("/desk", () => "support").InScope(EndpointScope.Support).AllowAnonymous();
            app.MapGet("/record", () => Results.NotFound()).InScope(EndpointScope.Firm).AllowAnonymous();
            app.MapGet("/broken", Broken).InScope(EndpointScope.Global).AllowAnonymous();
            app.MapGet("/busy", Busy).InScope(EndpointScope.Global).AllowAnonymous();
            app.MapGet("/often", () => Results.StatusCode(429)).InScope(EndpointScope.Global).AllowAnonymous();
        }, settings: "--ForwardedHeaders_Enabled=true");
        _browser = _server.Browser();
        await _server.Services.GetRequiredService<Store>().WriteAcross(db =>
        {
            db.Firms.Add(new Firm { Id = Guid.CreateVersion7(), Address = "acme", Name = "Acme", Language = "de" });
            return Task.CompletedTask;
        });
    }

    private static string Broken() => throw new InvalidOperationException("a secret detail");

    private static string Busy() => throw new HashLanesBusy();

    [Theory]
    [InlineData("/outside", "/acme/outside")]
    [InlineData("/acme/inside", "/inside")]
    public async Task An_endpoint_is_reached_in_its_scope_only(string inScope, string outOfScope)
    {
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(inScope)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(outOfScope)).StatusCode);
    }

    [Theory]
    [InlineData("/forgotten")]
    [InlineData("/acme/forgotten")]
    [InlineData("/desk")]
    [InlineData("/acme/desk")]
    public async Task An_endpoint_without_a_scope_and_one_of_support_are_not_reached(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(path)).StatusCode);

    [Fact]
    public void Every_endpoint_of_the_server_has_a_scope()
    {
        var without = _server.Services.GetServices<EndpointDataSource>().SelectMany(x => x.Endpoints)
            .Where(x => x.Scope() is null && x is RouteEndpoint { RoutePattern.RawText: not "/forgotten" });
        Assert.Empty(without);
    }

    [Fact]
    public async Task The_firm_is_moved_to_PathBase_in_whatever_case_it_was_typed()
    {
        Assert.Equal("/acme Acme", await _browser.GetStringAsync("/acme/inside"));
        Assert.Equal("/acme Acme", await _browser.GetStringAsync("/ACME/inside"));
    }

    [Fact]
    public async Task A_firm_made_a_moment_ago_is_there()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync("/novum/inside")).StatusCode);
        await _server.Services.GetRequiredService<Store>().WriteAcross(db =>
        {
            db.Firms.Add(new Firm { Id = Guid.CreateVersion7(), Address = "novum", Name = "Novum" });
            return Task.CompletedTask;
        });
        Assert.Equal("/novum Novum", await _browser.GetStringAsync("/novum/inside"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5080")]
    [InlineData("localhost.evil.example")]
    [InlineData("localhost@evil.example")]
    public async Task A_request_for_another_host_is_refused(string host) =>
        Assert.Contains(" 400 ", await _server.Raw($"GET /outside HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task What_a_request_says_about_scheme_host_and_address_changes_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/outside");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("Forwarded", "for=203.0.113.9;host=evil.example;proto=https");
        using var answer = await _browser.SendAsync(request);
        Assert.Equal("http localhost:5080 127.0.0.1", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/outside")]
    [InlineData("/nowhere")]
    [InlineData("/broken")]
    public async Task Every_answer_forbids_what_a_page_does_not_need(string path)
    {
        using var answer = await _browser.GetAsync(path);
        Assert.Equal(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            Header(answer, "Content-Security-Policy"));
        Assert.Equal("no-store", Header(answer, "Cache-Control"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("", Header(answer, "Server"));
    }

    [Fact]
    public async Task A_failure_shows_a_number_that_the_log_has_and_nothing_else()
    {
        using var answer = await _browser.GetAsync("/broken");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("secret detail", page, StringComparison.Ordinal);
        var line = _server.Log.Lines.Single(x => x.Level == LogLevel.Error);
        Assert.Equal(NumberOn(page), line.Values["RequestNumber"]);
        Assert.Equal("a secret detail", line.Exception?.Message);
    }

    [Theory]
    [InlineData("/nowhere", 404, "Page not found")]
    [InlineData("/acme/nowhere", 404, "Seite nicht gefunden")]
    [InlineData("/often", 429, "Too many tries")]
    [InlineData("/busy", 503, "Busy just now")]
    public async Task An_error_has_its_page_with_a_number_that_the_log_has(string path, int status, string title)
    {
        using var answer = await _browser.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains(_server.Log.Lines, x => x.Values.GetValueOrDefault("RequestNumber") == NumberOn(page));
    }

    [Fact]
    public async Task A_form_that_was_open_too_long_is_answered_with_a_way_back_to_it()
    {
        using var form = new FormUrlEncodedContent([new("Email", "jane@client.example")]);
        using var answer = await _browser.PostAsync("/acme/signin?back=%22%3E%3Cb%3E", form);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Dieses Formular ist veraltet", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/acme/signin?back=%22%3E%3Cb%3E\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_server_says_when_to_come_back() =>
        Assert.Equal("2", Header(await _browser.GetAsync("/busy"), "Retry-After"));

    [Fact]
    public async Task A_record_that_is_not_found_looks_like_a_page_that_does_not_exist()
    {
        var record = await (await _browser.GetAsync("/acme/record")).Content.ReadAsStringAsync();
        var nowhere = await (await _browser.GetAsync("/acme/nowhere")).Content.ReadAsStringAsync();
        Assert.Equal(nowhere.Replace(NumberOn(nowhere), "", StringComparison.Ordinal), record.Replace(NumberOn(record), "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_larger_than_any_form_is_refused()
    {
        using var large = new ByteArrayContent(new byte[Limits.Body + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _browser.PostAsync("/outside", large)).StatusCode);
    }

    [Fact]
    public async Task A_body_larger_than_any_form_that_does_not_say_so_gets_the_same_page()
    {
        using var large = new StreamContent(new MemoryStream([.. "Email="u8, .. Enumerable.Repeat((byte)'x', Limits.Body)]));
        large.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/acme/sign-in") { Content = large };
        request.Headers.TransferEncodingChunked = true;
        var answer = await _browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("class=\"mono\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stylesheet_is_served_within_a_firm_and_outside()
    {
        Assert.Equal("text/css", (await _browser.GetAsync("/daypass.css")).Content.Headers.ContentType?.MediaType);
        Assert.Equal("text/css", (await _browser.GetAsync("/acme/daypass.css")).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task It_is_alive_and_ready()
    {
        Assert.Equal("alive", await _browser.GetStringAsync("/healthz"));
        Assert.Equal("ready", await _browser.GetStringAsync("/readyz"));
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    private static string NumberOn(string page) => page.Split("class=\"mono\">")[1][..8];

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }
}
