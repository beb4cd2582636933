using SkiaSharp;

namespace Daypass.Server.Letters.Rendering;

/// <summary>The one page of a PNG or JPEG, turned the way the camera was held.</summary>
internal static class ImagePage
{
    public static PageMaker.Code Make(Stream file, string type, Action<int, SKSurface> write)
    {
        using var codec = SKCodec.Create(file);
        if (codec is null || codec.EncodedFormat.ToString() != type)
        {
            return PageMaker.Code.CannotBeShown;
        }

        using var image = Decode(codec);
        if (image is null)
        {
            return PageMaker.Code.CannotBeShown;
        }

        var lies = codec.EncodedOrigin >= SKEncodedOrigin.LeftTop;
        var (sheet, scale) = lies ? PageMaker.Sheet(image.Height, image.Width) : PageMaker.Sheet(image.Width, image.Height);
        using (sheet)
        {
            sheet.Canvas.Scale(scale);
            sheet.Canvas.Concat(Turn(codec.EncodedOrigin, image.Width, image.Height));
            using var pixels = image.PeekPixels();
            using var picture = SKImage.FromPixels(pixels);
            sheet.Canvas.DrawImage(picture, 0, 0, PageMaker.Smooth);
            write(1, sheet);
        }

        return PageMaker.Code.Done;
    }

    /// <summary>A JPEG can be read at an eighth to eight eighths of its size: the smallest that is large enough saves memory.</summary>
    private static SKBitmap? Decode(SKCodec codec)
    {
        var wanted = Math.Min(1f, RenderLimits.Side / (float)Math.Max(codec.Info.Width, codec.Info.Height));
        var size = codec.Info.Size;
        for (var eighths = 1; eighths <= 8; eighths++)
        {
            if (eighths / 8f >= wanted)
            {
                size = codec.GetScaledDimensions(eighths / 8f);
                break;
            }
        }

        var image = new SKBitmap();
        if (!image.TryAllocPixels(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul)))
        {
            image.Dispose();
            throw new PageMaker.NoMemory();
        }

        if (codec.GetPixels(image.Info, image.GetPixels()) == SKCodecResult.Success)
        {
            return image;
        }

        image.Dispose();
        return null;
    }

    /// <summary>The matrix of each value of the EXIF field Orientation, for an image of these sides.</summary>
    private static SKMatrix Turn(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
