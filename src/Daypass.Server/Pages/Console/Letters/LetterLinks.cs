namespace Daypass.Server.Pages.Console.Letters;

/// <summary>Where a letter is, for whoever looks for the letter of a case: every step carries the case's number on.</summary>
internal static class LetterLinks
{
    public static string Of(Guid letter, int? number) => $"/letters/{letter}{For(number)}";

    public static string Sort(Guid letter, int? number) => $"/letters/{letter}/sort{For(number)}";

    public static string List(int? number) => $"/letters{For(number)}";

    private static string For(int? number) => number is { } known ? $"?case={known}" : "";
}
