using System.Net;

namespace Daypass.Bench;

/// <summary>
/// A form as a browser with a password manager sees it: fields are told by their <c>autocomplete</c>, hidden ones are sent back as they
/// came. Enough for pages of our own, and cheap: who reads them shares the processors with the server.
/// </summary>
internal sealed class FormPage
{
    private readonly Uri _action;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>> _hidden = [];

    private FormPage(Uri address, ReadOnlySpan<char> form)
    {
        _action = Attribute(Tag(form), "action") is { Length: > 0 } action ? new Uri(address, action) : address;
        for (var at = form.IndexOf("<input"); at >= 0; at = form.IndexOf("<input"))
        {
            form = form[at..];
            var input = Tag(form);
            form = form[input.Length..];
            if (Attribute(input, "name") is not { } name)
            {
                continue;
            }

            if (Attribute(input, "type") == "hidden")
            {
                _hidden.Add(KeyValuePair.Create(name, Attribute(input, "value") ?? ""));
            }
            else if (Attribute(input, "autocomplete") is { } purpose)
            {
                _names[purpose] = name;
            }
        }
    }

    /// <summary>Gets a page and the form on it that has a field for this purpose; null if there is none.</summary>
    public static async Task<FormPage?> Get(HttpClient client, Uri address, string purpose)
    {
        using var answer = await client.GetAsync(address);
        return Find(new Uri(client.BaseAddress!, address), await answer.Content.ReadAsStringAsync(), $"autocomplete=\"{purpose}\"", anywhere: true);
    }

    /// <summary>The form on a page whose tag has this mark; null if there is none.</summary>
    public static FormPage? Read(Uri address, string page, string mark) => Find(address, page, mark, anywhere: false);

    public Task<HttpResponseMessage> Post(HttpClient client, params (string Purpose, string Value)[] typed)
    {
        var fields = typed.Select(x => KeyValuePair.Create(_names[x.Purpose], x.Value)).Concat(_hidden);
        return client.PostAsync(_action, new FormUrlEncodedContent(fields));
    }

    private static FormPage? Find(Uri address, ReadOnlySpan<char> page, ReadOnlySpan<char> mark, bool anywhere)
    {
        for (var at = page.IndexOf("<form"); at >= 0; at = page.IndexOf("<form"))
        {
            page = page[at..];
            var form = page[..page.IndexOf("</form>")];
            if ((anywhere ? form : Tag(form)).Contains(mark, StringComparison.Ordinal))
            {
                return new FormPage(address, form);
            }

            page = page[form.Length..];
        }

        return null;
    }

    /// <summary>The tag that a text begins with.</summary>
    private static ReadOnlySpan<char> Tag(ReadOnlySpan<char> text) => text[..(text.IndexOf('>') + 1)];

    private static string? Attribute(ReadOnlySpan<char> tag, string name)
    {
        var at = tag.IndexOf($" {name}=\"");
        if (at < 0)
        {
            return null;
        }

        var value = tag[(at + name.Length + 3)..];
        return WebUtility.HtmlDecode(value[..value.IndexOf('"')].ToString());
    }
}
