using System.Globalization;

namespace Daypass.Server.Hosting;

/// <summary>Pages and mails speak the firm's language; pages outside of firms the browser's, where there are texts in it.</summary>
internal static class Languages
{
    public const string Default = "en";

    /// <summary>What there are texts in.</summary>
    public static readonly IReadOnlyList<string> Written = [Default, "de"];

    /// <summary>The language that the address names (<c>?lang=de</c>), or the first of the browser's that there are texts in.</summary>
    public static string WantedBy(HttpRequest request) => Written.FirstOrDefault(x => x == request.Query["lang"]) ?? request.GetTypedHeaders().AcceptLanguage
        .Where(x => x.Quality is not 0).OrderByDescending(x => x.Quality ?? 1)
        .Select(x => x.Value.ToString().Split('-')[0].ToLowerInvariant())
        .FirstOrDefault(Written.Contains) ?? Default;

    /// <summary>Sets the language of what runs from here on in this flow.</summary>
    public static void Speak(string language) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Of(language);

    /// <summary>The culture of a BCP 47 tag; English for what is none.</summary>
    public static CultureInfo Of(string language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(language, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.GetCultureInfo(Default);
        }
    }
}
