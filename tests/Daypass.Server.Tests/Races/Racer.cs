using System.Diagnostics.CodeAnalysis;

namespace Daypass.Server.Tests.Races;

/// <summary>
/// A browser among many: opens pages, fills in the forms that stand on them, presses the button, keeps cookies. A page is a value, so
/// that one form may be sent by many, to several servers, at the same moment.
/// Paths start at the server's root: <c>/amber/signin</c>.
/// </summary>
internal sealed class Racer
{
    private const int LongestChain = 8;
    private readonly CookieWire _wire;

    public Racer(Uri server) : this(server, new CookieWire())
    {
    }

    private Racer(Uri server, CookieWire wire) => (Server, _wire) = (server, wire);

    public Uri Server { get; }

    /// <summary>Cookies by name; null: no such cookie.</summary>
    [DisallowNull]
    public string? this[string cookie]
    {
        get => _wire[cookie];
        set => _wire[cookie] = value;
    }

    /// <summary>The same browser, with the same cookies, led to another server.</summary>
    public Racer At(Uri server) => new(server, _wire);

    /// <summary>Another browser with a copy of the cookies.</summary>
    public Racer Twin(Uri? server = null) => new(server ?? Server, new CookieWire(_wire.Cookies));

    /// <summary>Opens a page and goes where it leads.</summary>
    public async Task<Page> Open(string path) => await Follow(await Send(HttpMethod.Get, path, null));

    /// <summary>Fills in the form that has these fields, presses its button and goes where that leads.</summary>
    public async Task<Page> Press(Page page, params (string Name, string Value)[] fields) => await Follow(await Post(page.Form(fields), fields));

    /// <summary>As <see cref="Press"/>, and again for as long as the answer is "busy, try again in a moment".</summary>
    public async Task<Page> PressPatiently(Page page, params (string Name, string Value)[] fields) => await Follow(await PostPatiently(page.Form(fields), fields));

    /// <summary>Sends a form; the answer as it is, also where it leads on.</summary>
    public Task<Page> Post(Form form, params (string Name, string Value)[] fields) => Send(HttpMethod.Post, form.Action, form.With(fields));

    /// <summary>As <see cref="Post"/>, and again for as long as the answer is "busy, try again in a moment".</summary>
    public async Task<Page> PostPatiently(Form form, params (string Name, string Value)[] fields)
    {
        for (var left = 20; ; left--)
        {
            var answer = await Post(form, fields);
            if (answer.RetryAfter is not { } wait || left == 0)
            {
                return answer;
            }

            await Task.Delay(wait);
        }
    }

    /// <summary>Goes where an answer leads, if it leads anywhere.</summary>
    public async Task<Page> Follow(Page page)
    {
        for (var i = 0; page.LeadsTo is { } on; i++)
        {
            if (i == LongestChain)
            {
                throw new InvalidOperationException($"More than {LongestChain} redirects, the last one to {on}.");
            }

            page = await Send(HttpMethod.Get, on, null);
        }

        return page;
    }

    private async Task<Page> Send(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server, path));
        request.Content = form is null ? null : new FormUrlEncodedContent(form);
        using var answer = await _wire.Send(request);
        return new Page(answer.StatusCode, request.RequestUri!.PathAndQuery, LeadsTo(answer), answer.Headers.RetryAfter?.Delta, await answer.Content.ReadAsStringAsync());
    }

    private string? LeadsTo(HttpResponseMessage answer)
    {
        if (answer.Headers.Location is not { } location || (int)answer.StatusCode is < 300 or > 399)
        {
            return null;
        }

        var target = new Uri(answer.RequestMessage!.RequestUri!, location);
        return target.Authority == Server.Authority ? target.PathAndQuery : throw new InvalidOperationException($"Led away from {Server} to {target}.");
    }
}
