using System.CommandLine;
using Daypass.Server.Letters.Rendering;

namespace Daypass.Server.CommandLine;

/// <summary>Not for people: the server runs itself with this verb, confined, to make pages of an image.</summary>
internal static class RenderPages
{
    public static Command Command()
    {
        var (type, folder) = (new Argument<string>("type"), new Argument<string>("folder"));
        var render = new Command("render-pages", "Makes pages of the image on standard input.") { type, folder };
        render.Hidden = true;
        render.SetAction(parsed => (int)PageMaker.Run(parsed.GetValue(type)!, parsed.GetValue(folder)!, Console.OpenStandardInput()));
        return render;
    }
}
