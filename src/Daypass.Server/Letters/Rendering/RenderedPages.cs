using System.Globalization;
using Daypass.Server.Letters.Files;

namespace Daypass.Server.Letters.Rendering;

/// <summary>
/// Takes the pages out of the folder where a confined program left them. A file could have taken that program over: what lies there is
/// believed no more than the letter was. No links are followed, no pipe is waited at (its length is 0), and each page must be a whole PNG of a page's size.
/// </summary>
internal static class RenderedPages
{
    public static Rendered Read(string folder, RenderLimits limits)
    {
        var files = new DirectoryInfo(folder).EnumerateFiles("page-*.png").Select(x => (File: x, Number: NumberOf(x.Name))).OrderBy(x => x.Number).ToList();
        if (files.Count > RenderLimits.Pages)
        {
            return new Rendered.Failed(LetterProblem.TooManyPages);
        }

        if (files.Count == 0 || files.Where((x, i) => x.Number != i + 1 || x.File.LinkTarget is not null || x.File.Length == 0).Any())
        {
            return new Rendered.Failed(LetterProblem.CannotBeShown);
        }

        if (AnyCutOff(folder, limits) || files.Sum(x => x.File.Length) > limits.AllBytes)
        {
            return new Rendered.Failed(LetterProblem.PagesTooLarge);
        }

        var pages = files.Select(x => Page(x.Number, File.ReadAllBytes(x.File.FullName))).OfType<RenderedPage>().ToList();
        return pages.Count == files.Count ? new Rendered.Pages(pages) : new Rendered.Failed(LetterProblem.CannotBeShown);
    }

    /// <summary>Whether a page reached the size at which the kernel lets it grow no more.</summary>
    public static bool AnyCutOff(string folder, RenderLimits limits) =>
        new DirectoryInfo(folder).EnumerateFiles("page-*.png").Any(x => x.Length >= limits.PageBytes);

    private static RenderedPage? Page(int number, byte[] png)
    {
        if (LetterFile.Check(png) is not FileCheck.Taken { Type: LetterType.Png })
        {
            return null;
        }

        var (width, height) = PngFile.Size(png);
        return width <= RenderLimits.Side && height <= RenderLimits.Side ? new RenderedPage(number, (int)width, (int)height, png) : null;
    }

    /// <summary>Of <c>page-7.png</c> or <c>page-07.png</c>; -1 of anything else.</summary>
    private static int NumberOf(string name) =>
        int.TryParse(Path.GetFileNameWithoutExtension(name).AsSpan("page-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
