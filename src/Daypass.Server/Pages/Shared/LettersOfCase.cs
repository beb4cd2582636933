using System.Globalization;
using Daypass.Server.Cases;
using Daypass.Server.Letters;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Shared;

/// <summary>For <c>_LettersOfCase</c>: a case's letters, with their pages beside each other.</summary>
/// <param name="Number">The case's: the list of letters is told what it is looked through for.</param>
/// <param name="MayAdd">Whether this agent may add one now.</param>
/// <param name="IsNeeded">False: what is asked for needs no letter (H5).</param>
internal sealed record LettersOfCase(Guid Case, int Number, IReadOnlyList<LetterLine> Letters, bool MayAdd, bool IsNeeded);

/// <summary>For <c>_Pages</c>: the pages of a letter, each a link to its image alone, where the browser can enlarge it.</summary>
internal sealed record PagesOfLetter(Guid Letter, string Name, int Count);

/// <summary>Words about a letter.</summary>
internal sealed class LetterWords(IStringLocalizer<LetterText> text, FirmTime time)
{
    public string Name(string fileName) => fileName.Length > 0 ? fileName : text["NoName"];

    public string Size(int bytes) => bytes >= 1_000_000
        ? text["Megabytes", (bytes / 1_000_000.0).ToString("0.0", CultureInfo.CurrentUICulture)]
        : text["Kilobytes", Math.Max(1, bytes / 1000)];

    public string TypeAndSize(LetterType? type, int bytes) => type is { } known ? $"{known.ToString().ToUpperInvariant()}, {Size(bytes)}" : Size(bytes);

    /// <summary>Where the very same file was before.</summary>
    public string Seen(SeenLetter seen) =>
        seen.Number is { } number ? text["Seen.Case", number.ToString("0000000", CultureInfo.InvariantCulture), time.ShortText(seen.At), text[$"Seen.State.{seen.Outcome}"].Value]
        : text[seen.IsAway ? "Seen.PutAway" : "Seen.Waiting", time.ShortText(seen.At)];

    /// <summary>What is wrong, and what to do.</summary>
    public string Problem(string name) => text[$"Problem.{name}"];
}
