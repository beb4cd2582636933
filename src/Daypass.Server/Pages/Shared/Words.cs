namespace Daypass.Server.Pages.Shared;

internal static class Words
{
    /// <summary>"Ada Quist, Ben Marrow or Cleo Tarn".</summary>
    public static string List(IReadOnlyList<string> names, string or) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} {or} {names[^1]}";
}
