using Daypass.TestHost;
using Microsoft.Playwright;

namespace Daypass.Browser.Tests.Pictures;

/// <summary>Pictures of a part of a page as the help shows them: WebP, twice as sharp as they are large.</summary>
internal static class WebP
{
    private const int Around = 12;

    /// <summary>Keeps it as artifacts/help/NAME.webp.</summary>
    public static async Task Take(IPage page, ILocator part, string name)
    {
        await page.EvaluateAsync("document.activeElement?.blur()");
        var box = await part.BoundingBoxAsync() ?? throw new InvalidOperationException($"{name}: nothing to be seen.");
        var (left, top) = (await page.EvaluateAsync<float>("scrollX") + box.X, await page.EvaluateAsync<float>("scrollY") + box.Y);
        var session = await page.Context.NewCDPSessionAsync(page);
        var clip = new Dictionary<string, object>
        {
            ["x"] = Math.Max(0, left - Around), ["y"] = Math.Max(0, top - Around), ["width"] = box.Width + (2 * Around), ["height"] = box.Height + (2 * Around), ["scale"] = 2,
        };
        var answer = await session.SendAsync("Page.captureScreenshot", new Dictionary<string, object> { ["format"] = "webp", ["quality"] = 80, ["captureBeyondViewport"] = true, ["clip"] = clip });
        await File.WriteAllBytesAsync(Repository.Artifact("help", $"{name}.webp"), answer!.Value.GetProperty("data").GetBytesFromBase64());
        await session.DetachAsync();
    }
}
