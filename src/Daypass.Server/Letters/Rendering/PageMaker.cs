using System.Globalization;
using SkiaSharp;

namespace Daypass.Server.Letters.Rendering;

/// <summary>
/// What the verb <c>render-pages</c> does, in the confined process: reads an image from standard input and writes its pages as PNG.
/// Whatever goes wrong in here is a code to the server outside.
/// </summary>
internal static class PageMaker
{
    internal enum Code { Done = 0, CannotBeShown = 10, TooMuchMemory = 11, TooManyPages = 12, PagesTooLarge = 13 }

    public static Code Run(string type, string folder, Stream input)
    {
        try
        {
            using var file = new MemoryStream();
            input.CopyTo(file);
            file.Position = 0;
            return Enum.Parse<LetterType>(type) == LetterType.Tiff ? TiffPages.Make(file, Write) : ImagePage.Make(file, type, Write);
        }
        catch (Exception why) when (why is OutOfMemoryException or NoMemory)
        {
            return Code.TooMuchMemory;
        }
        catch (IOException)
        {
            // Nothing is read or written here but the page, which the kernel cuts off at its limit.
            return Code.PagesTooLarge;
        }
        catch (Exception why)
        {
            Console.Error.WriteLine(why.GetType().Name);
            return Code.CannotBeShown;
        }

        void Write(int number, SKSurface page)
        {
            using var pixels = page.PeekPixels();
            using var png = pixels.Encode(SKPngEncoderOptions.Default) ?? throw new InvalidDataException();
            using var to = File.Create(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"page-{number}.png")));
            png.SaveTo(to);
        }
    }

    /// <summary>A white sheet on which an image of these sides fits, its longer side no longer than a page's.</summary>
    internal static (SKSurface Sheet, float Scale) Sheet(float width, float height)
    {
        var scale = Math.Min(1, RenderLimits.Side / Math.Max(width, height));
        var info = new SKImageInfo(Side(width * scale), Side(height * scale), SKColorType.Rgba8888, SKAlphaType.Opaque);
        var sheet = SKSurface.Create(info) ?? throw new NoMemory();
        sheet.Canvas.Clear(SKColors.White);
        return (sheet, scale);

        static int Side(float length) => Math.Clamp((int)MathF.Round(length), 1, RenderLimits.Side);
    }

    /// <summary>Skia found no room for the pixels.</summary>
    internal sealed class NoMemory : Exception;

    internal static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);
}
