using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Daypass.Server.Pages.Shared;

/// <summary>
/// One input with label, hint and error, tied together for screen readers:
/// <c>&lt;field for="Email" label="@T["Email"]" type="email" autocomplete="username" /&gt;</c>.
/// What was typed is kept, but for passwords and for <c>keep="false"</c> (codes).
/// Public, because Razor finds only public tag helpers.
/// </summary>
[HtmlTargetElement("field", Attributes = "for")]
public sealed class FieldTagHelper : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;
    public ModelExpression For { get; set; } = null!;

    /// <summary>A text of the resources, written as it is, or a string, written encoded.</summary>
    public object Label { get; set; } = "";
    public object? Hint { get; set; }
    public string Type { get; set; } = "text";
    public bool Keep { get; set; } = true;

    /// <summary>The id of a message elsewhere on the page that is about this input. Razor makes an empty string of null.</summary>
    public string? WrongBy { get; set; }

    /// <summary>Classes of the input.</summary>
    public string? Look { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = TagBuilder.CreateSanitizedId(For.Name, "_");
        var entry = ViewContext.ViewData.ModelState[For.Name];
        var error = entry is { Errors.Count: > 0 } ? string.Join(' ', entry.Errors.Select(x => x.ErrorMessage)) : null;

        var input = Input(entry?.AttemptedValue ?? For.Model?.ToString());
        input.Attributes["id"] = id;
        input.Attributes["name"] = For.Name;
        // What stands on the element and is not ours belongs to the input: autocomplete, inputmode, autofocus, spellcheck.
        foreach (var attribute in output.Attributes)
        {
            input.Attributes[attribute.Name] = attribute.Value?.ToString() ?? attribute.Name;
        }

        if (Look is not null)
        {
            input.AddCssClass(Look);
        }

        var described = string.Join(' ', new[] { Hint is null ? null : $"{id}-hint", error is null ? null : $"{id}-error", WrongBy }.Where(x => !string.IsNullOrEmpty(x)));
        if (described.Length > 0)
        {
            input.Attributes["aria-describedby"] = described;
        }

        if (error is not null || !string.IsNullOrEmpty(WrongBy))
        {
            input.Attributes["aria-invalid"] = "true";
            input.AddCssClass("input-validation-error");
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class", "field");
        output.Content.AppendHtml(Element("label", Label, ("for", id)));
        if (Hint is not null)
        {
            output.Content.AppendHtml(Element("span", Hint, ("class", "hint"), ("id", $"{id}-hint")));
        }

        output.Content.AppendHtml(input);
        if (error is not null)
        {
            output.Content.AppendHtml(Element("span", error, ("class", "field-validation-error"), ("id", $"{id}-error")));
        }
    }

    private static TagBuilder Element(string name, object content, params (string Name, string Value)[] attributes)
    {
        var element = new TagBuilder(name);
        foreach (var attribute in attributes)
        {
            element.Attributes[attribute.Name] = attribute.Value;
        }

        _ = content is IHtmlContent html ? element.InnerHtml.AppendHtml(html) : element.InnerHtml.Append(content.ToString() ?? "");
        return element;
    }

    private TagBuilder Input(string? value)
    {
        var kept = Keep && Type != "password" ? value : null;
        if (Type == "textarea")
        {
            var area = new TagBuilder("textarea");
            area.InnerHtml.Append(kept ?? "");
            return area;
        }

        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing, Attributes = { ["type"] = Type } };
        if (!string.IsNullOrEmpty(kept))
        {
            input.Attributes["value"] = kept;
        }

        return input;
    }
}
