using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Daypass.Server.Tests.Endpoints;

/// <param name="pagesWithForms">At the support desk: where a form is shown, to whoever is signed in or not.</param>
/// <summary>One browser that shows everything of an answer: status, headers, body. Redirects are not followed.</summary>
internal sealed partial class Browser(Uri server, params string[] pagesWithForms)
{
    private readonly CookieWire _wire = new();
    private (string Of, string Text) _token = ("", "");

    public string? this[string cookie]
    {
        get => _wire[cookie];
        set => _wire[cookie] = value!;
    }

    public IReadOnlyDictionary<string, string> Cookies => _wire.Cookies;

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    /// <summary>Posts fields with an antiforgery token of a page of this browser.</summary>
    public async Task<Answer> Post(string path, params (string Name, string Value)[] fields) =>
        await Send(HttpMethod.Post, path, [.. fields, ("__RequestVerificationToken", await Token(path))], []);

    public Task<Answer> PostBare(string path, IEnumerable<(string Name, string Value)> fields, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, fields, headers);

    /// <summary>The antiforgery token of any form that this browser is shown.</summary>
    public async Task<string> Token(string path)
    {
        var firm = path.Split('/')[1];
        var who = _wire[pagesWithForms.Length > 0 ? "daypass-support" : $"daypass-{firm}"] ?? "";
        if (_token.Of == who && _token.Text.Length > 0)
        {
            return _token.Text;
        }

        string[] pages = pagesWithForms.Length > 0 ? pagesWithForms : [$"/{firm}/profile", $"/{firm}/profile/devices/add", $"/{firm}/signin"];
        foreach (var page in pages)
        {
            if (TokenField().Match((await Get(page)).Body) is { Success: true } found)
            {
                _token = (who, found.Groups["token"].Value);
                return _token.Text;
            }
        }

        throw new InvalidOperationException($"No page shows a form to {path}.");
    }

    public async Task<Answer> Send(HttpMethod method, string path, IEnumerable<(string Name, string Value)>? fields, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = fields is null ? null : Form([.. fields]);
        using var answer = await _wire.Send(request);
        var all = answer.Headers.Concat(answer.Content.Headers).ToDictionary(x => x.Key, x => string.Join(", ", x.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(answer.StatusCode, all, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A field with @ in front is a file, its bytes in base64.</summary>
    private static HttpContent Form((string Name, string Value)[] fields)
    {
        if (!fields.Any(x => x.Name.StartsWith('@')))
        {
            return new FormUrlEncodedContent(fields.Select(x => new KeyValuePair<string, string>(x.Name, x.Value)));
        }

        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            if (name.StartsWith('@'))
            {
                form.Add(new ByteArrayContent(Convert.FromBase64String(value)), name[1..], "a file.pdf");
            }
            else
            {
                form.Add(new StringContent(value), name);
            }
        }

        return form;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenField();
}

/// <summary>What came back.</summary>
internal sealed partial record Answer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    public string LeadsTo => Header("Location");

    public void IsNotCachedAndForbidsWhatNoPageNeeds()
    {
        Assert.True((int)Status < 500, $"{(int)Status}");
        Assert.Equal("no-store", Header("Cache-Control"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.StartsWith("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain(Headers.Keys, x => x is "Server" or "X-Powered-By");
    }

    /// <summary>
    /// Everything that somebody could tell two answers apart by: but the number of the request, the form's token, the time, and the ids
    /// that the asker sent.
    /// </summary>
    public string Shape(params string[] sent)
    {
        var headers = string.Join('\n', Headers.Where(x => x.Key is not ("Date" or "Set-Cookie" or "Content-Length")).OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => $"{x.Key}: {x.Value}"));
        var cookies = string.Join('\n', Header("Set-Cookie").Split(", ").Select(x => x.Split('=')[0]));
        var shape = $"{(int)Status}\n{headers}\n{cookies}\n\n{Body}";
        foreach (var one in sent)
        {
            shape = shape.Replace(one, "SENT", StringComparison.OrdinalIgnoreCase);
        }

        return Numbers().Replace(Ids().Replace(Protected().Replace(shape, "PROTECTED"), "ID"), "class=\"mono\">NUMBER<");
    }

    [GeneratedRegex("CfDJ8[A-Za-z0-9_-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Protected();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ids();

    [GeneratedRegex("class=\"mono\">[0-9a-f]{8}<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}
