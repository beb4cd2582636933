using System.Globalization;

namespace Daypass.Server.Hosting;

/// <summary>Pages and mails speak the firm's language; outside of firms English.</summary>
internal static class Languages
{
    public const string Default = "en";

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
