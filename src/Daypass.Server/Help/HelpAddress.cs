using Daypass.Server.Hosting;

namespace Daypass.Server.Help;

/// <summary>Where articles are reached: outside of every firm, in a language that the address carries along.</summary>
internal static class HelpAddress
{
    public const string Start = "/help";

    public static string Of(string article, string language) => $"{Start}/{article}?lang={language}";

    public static string StartIn(string language) => $"{Start}?lang={language}";

    /// <summary>The one of the languages of the articles that this culture is.</summary>
    public static string LanguageOf(System.Globalization.CultureInfo culture) =>
        Languages.Written.FirstOrDefault(x => x == culture.TwoLetterISOLanguageName) ?? Languages.Default;
}
