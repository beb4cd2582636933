namespace Daypass.Server.Cases.Delivery;

/// <summary>
/// The words that phrases are made of, plain ones that can be spelt by ear; no two differ in one letter. In the language of the firm, since
/// it is the firm's people who hear and type them.
/// </summary>
internal static class PhraseWords
{
    private static readonly Lazy<IReadOnlyList<string>> English = new(() => Read("en"));
    private static readonly Lazy<IReadOnlyList<string>> German = new(() => Read("de"));

    public static IReadOnlyList<string> Of(string language) => language == "de" ? German.Value : English.Value;

    private static string[] Read(string language)
    {
        using var shelf = new StreamReader(typeof(PhraseWords).Assembly.GetManifestResourceStream($"phrase-words/{language}")!);
        return shelf.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
