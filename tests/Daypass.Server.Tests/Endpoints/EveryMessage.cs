using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Daypass.Server.Hosting;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Endpoints;

/// <summary>What phones say, against bad input: refused with a word, before anything is read or written; never an error of ours.</summary>
public sealed class EveryMessage(Site site) : IClassFixture<Site>
{
    private const string Nobody = "0198c1f0-0000-7000-8000-00000000000a";

    private static readonly Dictionary<string, string> Good = new(StringComparer.Ordinal)
    {
        ["/authenticator/pairing/look"] = """{"code":"K7QFM-2XWPD"}""",
        ["/authenticator/pairing/prove"] = """{"code":"K7QFM-2XWPD","name":"Blue phone","key":"BOq0UVau3CeeU-jYwRRNUjyv1gbC7MOY34imra1i0yidjpDR87FLPMll7PZshY5SpoIJaoYonTWkZVp64HVico0","secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"AA"}""",
        ["/authenticator/look"] = $$"""{"device":"{{Nobody}}","time":1,"signature":"AA"}""",
        ["/authenticator/answer"] = $$"""{"device":"{{Nobody}}","request":"{{Nobody}}","approve":true,"number":"42","time":1,"signature":"AA"}""",
        ["/authenticator/not-me"] = $$"""{"device":"{{Nobody}}","request":"{{Nobody}}","time":1,"signature":"AA"}""",
        ["/authenticator/push"] = $$"""{"device":"{{Nobody}}","endpoint":"https://push.example/a","p256dh":"AA","auth":"AA","key":"AA","time":1,"signature":"AA"}""",
    };

    public static TheoryData<string> Routes => [.. Table.Phone.Select(x => x.Route)];

    [Theory, MemberData(nameof(Routes))]
    public async Task Is_JSON_of_its_form_and_anything_else_is_malformed(string route)
    {
        var good = Good[route];
        var before = await site.Everything();
        // The control.
        Assert.NotEqual("malformed", (await Send(route, good)).Problem);
        byte[] notUtf8 = [.. Encoding.UTF8.GetBytes(good[..^2]), 0xC3, 0x28, .. "\"}"u8];
        string[] others =
        [
            "", " ", "null", "[]", "\"text\"", "42", "{", "{}", good[..^1], good + "x", $"[{good}]", good.Replace(":\"", ":[\"", StringComparison.Ordinal),
            good.Replace("\":\"", "\":1,\"x\":\"", StringComparison.Ordinal), good.Replace("AA", "\\ud800", StringComparison.Ordinal).Replace("K7QFM", "\\ud800", StringComparison.Ordinal),
            good[..^1] + ",\"" + good[2..], string.Concat(Enumerable.Repeat("[", 5000)),
            good.Replace(Nobody, "no id", StringComparison.Ordinal).Replace("\"code\"", "\"kode\"", StringComparison.Ordinal),
            good.Replace("\"time\":1", "\"time\":1.5", StringComparison.Ordinal).Replace("\"code\"", "\"kode\"", StringComparison.Ordinal),
            good.Replace("\"time\":1", "\"time\":99999999999999999999", StringComparison.Ordinal).Replace("\"code\"", "\"Code\"", StringComparison.Ordinal),
        ];
        foreach (var bytes in others.Select(Encoding.UTF8.GetBytes).Append(notUtf8))
        {
            var answer = await Send(route, bytes);
            Assert.True((answer.Status, answer.Text) == (HttpStatusCode.BadRequest, "{\"problem\":\"malformed\"}"), $"{Encoding.UTF8.GetString(bytes)}: {(int)answer.Status} {answer.Text}");
        }

        Assert.Equal(before, await site.Everything());
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task Is_of_its_content_type_and_size(string route)
    {
        foreach (var type in new[] { null, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json+x" })
        {
            var answer = await Send(route, Good[route], type);
            Assert.Equal((HttpStatusCode.UnsupportedMediaType, "contentType"), (answer.Status, answer.Problem));
        }

        Assert.NotEqual(HttpStatusCode.UnsupportedMediaType, (await Send(route, Good[route], "application/json; charset=utf-8")).Status);
        var large = Good[route][..^1] + ",\"more\":\"" + new string('x', 16 * 1024) + "\"}";
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "tooLarge"), ((await Send(route, large)).Status, (await Send(route, large)).Problem));
        // What an older server does not know yet it passes over.
        Assert.Equal((await Send(route, Good[route])).Text, (await Send(route, Good[route][..^1] + ",\"more\":[1,{\"x\":null}]}")).Text);
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task Is_posted_in_its_own_place_with_no_cookie_and_is_not_cached(string route)
    {
        var answer = await Send(route, Good[route]);
        Assert.True((int)answer.Status is >= 400 and < 500);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.DoesNotContain("Set-Cookie", answer.Headers.Keys);
        var elsewhere = Scope(route) == EndpointScope.Firm ? route : "/amber" + route;
        Assert.Equal(HttpStatusCode.NotFound, (await Browser().Send(HttpMethod.Post, elsewhere, [], [])).Status);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Head, HttpMethod.Options })
        {
            Assert.True((int)(await Browser().Send(method, Path(route), null, [])).Status is 404 or 405);
        }
    }

    private static EndpointScope Scope(string route) => Table.Phone.Single(x => x.Route == route).Scope;

    private static string Path(string route) => Scope(route) == EndpointScope.Firm ? "/amber" + route : route;

    private Browser Browser() => site.NewBrowser();

    private Task<PhoneAnswer> Send(string route, string message, string? type = "application/json") => Send(route, Encoding.UTF8.GetBytes(message), type);

    private async Task<PhoneAnswer> Send(string route, byte[] message, string? type = "application/json")
    {
        using var phone = new PhoneSimulator(site.Address, "", () => site.World.Now);
        using var content = new ByteArrayContent(message);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return await phone.Post(Path(route), content);
    }
}
