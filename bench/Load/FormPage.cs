using System.Net;
using System.Text.RegularExpressions;

namespace Daypass.Bench;

/// <summary>
/// A form as a browser with a password manager sees it: fields are told by their <c>autocomplete</c>, hidden ones are sent back as they
/// came. Enough for pages of our own.
/// </summary>
internal sealed partial class FormPage
{
    private readonly Uri _action;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _hidden = new(StringComparer.Ordinal);

    private FormPage(Uri address, string form)
    {
        var action = Attribute(Tag().Match(form).Value, "action");
        _action = string.IsNullOrEmpty(action) ? address : new Uri(address, action);
        foreach (var input in Tag().Matches(form).Select(x => x.Value).Where(x => x.StartsWith("<input", StringComparison.Ordinal)))
        {
            if (Attribute(input, "name") is not { } name)
            {
                continue;
            }

            if (Attribute(input, "type") == "hidden")
            {
                _hidden[name] = Attribute(input, "value") ?? "";
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
        var page = await answer.Content.ReadAsStringAsync();
        var form = Form().Matches(page).Select(x => x.Value).FirstOrDefault(x => x.Contains($"autocomplete=\"{purpose}\"", StringComparison.Ordinal));
        return form is null ? null : new FormPage(new Uri(client.BaseAddress!, address), form);
    }

    /// <summary>The form on a page whose tag has this mark; null if there is none.</summary>
    public static FormPage? Read(Uri address, string page, string mark)
    {
        var form = Form().Matches(page).Select(x => x.Value).FirstOrDefault(x => Tag().Match(x).Value.Contains(mark, StringComparison.Ordinal));
        return form is null ? null : new FormPage(address, form);
    }

    public Task<HttpResponseMessage> Post(HttpClient client, params (string Purpose, string Value)[] typed)
    {
        var fields = typed.Select(x => KeyValuePair.Create(_names[x.Purpose], x.Value)).Concat(_hidden);
        return client.PostAsync(_action, new FormUrlEncodedContent(fields));
    }

    private static string? Attribute(string tag, string name) =>
        Attributes().Matches(tag).FirstOrDefault(x => x.Groups["name"].Value == name) is { } found ? WebUtility.HtmlDecode(found.Groups["value"].Value) : null;

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Form();

    [GeneratedRegex("<(form|input)\\b[^>]*>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex("(?<name>[a-z-]+)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Attributes();
}
