using Daypass.Server.Hosting;
using Daypass.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

/// <summary>An installation on the internet: HTTPS ends at a proxy on the same machine.</summary>
public class BehindAProxy
{
    [Fact]
    public async Task Scheme_and_host_are_the_public_ones_the_address_is_the_proxys_word_and_browsers_stay_on_https()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using var server = await RunningServer.Start(
            database,
            map: app => app.MapGet("/who", (HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host} {context.Connection.RemoteIpAddress}").InScope(EndpointScope.Global).AllowAnonymous(),
            settings: ["--Daypass:PublicOrigin=https://signin.example", "--Daypass:TrustedProxies:0=127.0.0.1"]);
        using var browser = server.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        request.Headers.Host = "signin.example";
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var answer = await browser.SendAsync(request);

        Assert.Equal("https://signin.example 203.0.113.9", await answer.Content.ReadAsStringAsync());
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.Contains(" 400 ", await server.Raw("GET /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }
}
