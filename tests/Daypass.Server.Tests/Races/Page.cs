using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Daypass.Server.Tests.Races;

/// <summary>What a <see cref="Racer"/> sees.</summary>
internal sealed class Page(HttpStatusCode status, string address, string? leadsTo, TimeSpan? retryAfter, string html)
{
    private readonly Lazy<IHtmlDocument> _document = new(() => new HtmlParser().ParseDocument(html));

    public HttpStatusCode Status => status;

    /// <summary>Path and query that answered.</summary>
    public string Address => address;

    public string Path => address.Split('?')[0];

    /// <summary>Where it sends the browser on to; null: nowhere.</summary>
    public string? LeadsTo => leadsTo;

    /// <summary>Where the server is too busy now, what it says to wait.</summary>
    public TimeSpan? RetryAfter => status == HttpStatusCode.ServiceUnavailable ? retryAfter ?? TimeSpan.FromSeconds(1) : null;

    public string Html => html;
    public IHtmlDocument Document => _document.Value;
    public string Heading => Words(Document.QuerySelector("h1"));

    /// <summary>All words of the main part.</summary>
    public string Text => Words(Main);

    /// <summary>What the summary at the top of a refused form says.</summary>
    public IReadOnlyList<string> Errors => [.. Document.QuerySelectorAll(".errors li").Select(x => Words(x))];

    private IElement Main => Document.QuerySelector("main") ?? Document.DocumentElement;

    /// <summary>The words of the one element that a selector finds.</summary>
    public string TextOf(string selector) => Words(Document.QuerySelector(selector) ?? throw Missing($"element {selector}"));

    /// <summary>The first form of the main part that is posted and has all these fields.</summary>
    public Form Form(params (string Name, string Value)[] having) =>
        Main.QuerySelectorAll("form").OfType<IHtmlFormElement>()
            .Where(x => string.Equals(x.Method, "post", StringComparison.OrdinalIgnoreCase))
            .Select(Read)
            .FirstOrDefault(form => having.All(x => form.Fields.Contains(x.Name)))
        ?? throw Missing($"form with {string.Join(", ", having.Select(x => x.Name))}");

    private Form Read(IHtmlFormElement form)
    {
        var inputs = form.QuerySelectorAll("input[name], textarea[name], select[name]");
        var action = form.GetAttribute("action");
        return new Form(
            string.IsNullOrEmpty(action) ? address : action,
            inputs.Select(x => x.GetAttribute("name")!).ToHashSet(StringComparer.Ordinal),
            [.. inputs.SelectMany(Filled)]);
    }

    /// <summary>What the browser sends of an input that nobody touched.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Filled(IElement input) => input switch
    {
        IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false } or IHtmlInputElement { Type: "submit" or "button" } => [],
        IHtmlInputElement { Name: { } name } x => [new(name, x.Value)],
        IHtmlTextAreaElement { Name: { } name } x => [new(name, x.Value)],
        IHtmlSelectElement { Name: { } name } x => x.SelectedOptions.Select(option => new KeyValuePair<string, string>(name, option.Value)),
        _ => [],
    };

    private static string Words(INode? of) => of is null ? "" : string.Join(' ', of.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private InvalidOperationException Missing(string what) => new($"There is no {what} on {address} ({(int)status}): {Text}");
}

/// <summary>A form as it stands on a page. Fields that are not on it cannot be filled in.</summary>
internal sealed record Form(string Action, IReadOnlySet<string> Fields, IReadOnlyList<KeyValuePair<string, string>> Values)
{
    public IEnumerable<KeyValuePair<string, string>> With(params (string Name, string Value)[] filled) =>
        filled.FirstOrDefault(x => !Fields.Contains(x.Name)).Name is { } unknown
            ? throw new InvalidOperationException($"The form at {Action} has no field '{unknown}'.")
            : Values.Where(x => !filled.Any(f => f.Name == x.Key)).Concat(filled.Select(x => new KeyValuePair<string, string>(x.Name, x.Value)));
}
