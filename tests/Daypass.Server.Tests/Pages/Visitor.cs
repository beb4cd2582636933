using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Daypass.Server.Support;
using Daypass.TestHost;

namespace Daypass.Server.Tests.Pages;

/// <summary>Somebody with a browser without JavaScript: opens pages, fills in forms, follows redirects.</summary>
internal sealed class Visitor(Uri server) : IDisposable
{
    private readonly CookieWire _wire = new();

    public static async Task<Visitor> To(World world) => new(await world.Listen());

    /// <summary>An agent who signed in at the support desk a moment ago.</summary>
    public static async Task<Visitor> AtTheDesk(World world, AgentSignedIn agent)
    {
        var visitor = new Visitor(await world.ListenAtTheDesk());
        visitor._wire["daypass-support"] = (await world.TokenOf(agent)).Reveal();
        return visitor;
    }

    /// <summary>The page at which the visitor is.</summary>
    public IHtmlDocument Page { get; private set; } = null!;
    public HttpResponseMessage Answer { get; private set; } = null!;

    /// <summary>Path and query, such as <c>/amber/signin</c>.</summary>
    public string At { get; private set; } = "";

    public IReadOnlyList<(string Name, string Value)> Cookies => [.. _wire.Cookies.Select(x => (x.Key, x.Value))];

    public string Title => Page.QuerySelector("h1")!.TextContent.Trim();
    public string Text => Page.QuerySelector("main")!.TextContent;
    public string? Headline => Page.QuerySelector(".errors h2")?.TextContent.Trim();
    public IReadOnlyList<string> Errors => [.. Page.QuerySelectorAll(".errors li").Select(x => x.TextContent.Trim())];

    public Task<Visitor> Open(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Fills in the form that has these fields and sends it with its button, as a person would.</summary>
    public Task<Visitor> Fill(params (string Field, string Value)[] values)
    {
        var form = Page.Forms.First(form => values.All(x => form.QuerySelector($"[name='{x.Field}']") is not null));
        return Send(Request(form, values));
    }

    public Task<Visitor> Press(string button)
    {
        var pressed = Page.QuerySelectorAll("button").OfType<IHtmlButtonElement>().Single(x => x.TextContent.Trim() == button);
        return Send(Request(pressed.Form!, []));
    }

    public Task<Visitor> Follow(string link) =>
        Open(Page.QuerySelectorAll("a").OfType<IHtmlAnchorElement>().Single(x => x.TextContent.Trim() == link).GetAttribute("href")!);

    /// <summary>The form as it would be sent, for sending it twice or otherwise than the page has it.</summary>
    public HttpRequestMessage Request(IHtmlFormElement form, IReadOnlyList<(string Field, string Value)> values)
    {
        var fields = form.QuerySelectorAll("input[name], textarea[name], select[name]").Where(IsSent).Select(x => (Name: x.GetAttribute("name")!, Value: ValueOf(x)))
            .Where(field => values.All(x => x.Field != field.Name)).Concat(values.Select(x => (Name: x.Field, x.Value)));
        var action = form.GetAttribute("action") is { Length: > 0 } other ? other : At;
        return new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields.Select(x => KeyValuePair.Create(x.Name, x.Value))) };
    }

    /// <summary>Sends and goes where the answer leads; the first answer is kept in <see cref="Answer"/>.</summary>
    public async Task<Visitor> Send(HttpRequestMessage request)
    {
        At = request.RequestUri!.OriginalString;
        var answer = Answer = await Wired(request);
        for (var hops = 0; answer.Headers.Location is { } next; hops++)
        {
            Xunit.Assert.True(hops < 5, $"Redirected in a circle at {next}.");
            At = next.OriginalString;
            answer = await Wired(new HttpRequestMessage(HttpMethod.Get, next));
        }

        Page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
        return this;
    }

    public void Dispose() => Answer?.Dispose();

    private Task<HttpResponseMessage> Wired(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(server, request.RequestUri!);
        return _wire.Send(request);
    }

    /// <summary>A box that is not ticked is not sent.</summary>
    private static bool IsSent(IElement field) => field is not IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false };

    private static string ValueOf(IElement field) => field switch
    {
        IHtmlInputElement input => input.GetAttribute("value") ?? "",
        IHtmlSelectElement select => select.Value ?? "",
        _ => field.TextContent,
    };
}
