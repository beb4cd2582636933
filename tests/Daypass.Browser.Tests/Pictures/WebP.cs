using Daypass.TestHost;
using Microsoft.Playwright;

namespace Daypass.Browser.Tests.Pictures;

/// <summary>Pictures of a part of a page as the help shows them: WebP, twice as sharp as they are large.</summary>
internal static class WebP
{
    private const int Around = 16;
    private const int Quality = 70;

    /// <summary>What is in the part, without the empty ground around it.</summary>
    private const string Box = """
        part => {
          const boxes = (part.matches("main") ? [...part.children] : [part]).map(x => x.getBoundingClientRect()).filter(x => x.width && x.height)
          const [left, top] = [Math.min(...boxes.map(x => x.left)), Math.min(...boxes.map(x => x.top))]
          return [left + scrollX, top + scrollY, Math.max(...boxes.map(x => x.right)) - left, Math.max(...boxes.map(x => x.bottom)) - top]
        }
        """;

    /// <summary>Keeps it as artifacts/help/NAME.webp.</summary>
    public static async Task Take(IPage page, ILocator part, string name)
    {
        await page.EvaluateAsync("document.activeElement?.blur()");
        var box = await part.EvaluateAsync<float[]>(Box);
        var clip = new Dictionary<string, object>
        {
            ["x"] = Math.Max(0, box[0] - Around), ["y"] = Math.Max(0, box[1] - Around), ["width"] = box[2] + (2 * Around), ["height"] = box[3] + (2 * Around), ["scale"] = 2,
        };
        var session = await page.Context.NewCDPSessionAsync(page);
        var answer = await session.SendAsync("Page.captureScreenshot", new() { ["format"] = "webp", ["quality"] = Quality, ["captureBeyondViewport"] = true, ["clip"] = clip });
        await File.WriteAllBytesAsync(Repository.Artifact("help", $"{name}.webp"), answer!.Value.GetProperty("data").GetBytesFromBase64());
        await session.DetachAsync();
    }
}
