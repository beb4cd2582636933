using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using SkiaSharp;

namespace Daypass.Server.Letters.Rendering;

/// <summary>The pages of a TIFF: a fax (CCITT G3, G4) or a scan.</summary>
internal static class TiffPages
{
    public static PageMaker.Code Make(Stream file, Action<int, SKSurface> write)
    {
        Tiff.SetErrorHandler(new Silent());
        using var tiff = Tiff.ClientOpen("letter", "r", file, new TiffStream());
        if (tiff is null)
        {
            return PageMaker.Code.CannotBeShown;
        }

        var number = 0;
        do
        {
            if (IsThumbnail(tiff))
            {
                continue;
            }

            if (++number > RenderLimits.Pages)
            {
                return PageMaker.Code.TooManyPages;
            }

            if (!Page(tiff, number, write))
            {
                return PageMaker.Code.CannotBeShown;
            }
        }
        while (tiff.ReadDirectory());
        return number > 0 ? PageMaker.Code.Done : PageMaker.Code.CannotBeShown;
    }

    private static bool Page(Tiff tiff, int number, Action<int, SKSurface> write)
    {
        var (width, height) = (tiff.GetField(TiffTag.IMAGEWIDTH)[0].ToInt(), tiff.GetField(TiffTag.IMAGELENGTH)[0].ToInt());
        var raster = new int[width * height];
        // A fax with some bad lines is still read: what the line noise left is what arrived.
        if (!tiff.RGBAImageOK(out _) || !tiff.ReadRGBAImageOriented(width, height, raster, Orientation.TOPLEFT, stopOnError: false))
        {
            return false;
        }

        var pinned = GCHandle.Alloc(raster, GCHandleType.Pinned);
        try
        {
            using var image = SKImage.FromPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), pinned.AddrOfPinnedObject());
            var stretch = Stretch(tiff);
            var (sheet, scale) = PageMaker.Sheet(width, height * stretch);
            using (sheet)
            {
                sheet.Canvas.Scale(scale, scale * stretch);
                sheet.Canvas.DrawImage(image, 0, 0, PageMaker.Smooth);
                write(number, sheet);
            }
        }
        finally
        {
            pinned.Free();
        }

        return true;
    }

    /// <summary>A fax in standard resolution has 204 dots per inch across and 98 down: its pixels are twice as high as wide.</summary>
    private static float Stretch(Tiff tiff)
    {
        var (across, down) = (tiff.GetField(TiffTag.XRESOLUTION)?[0].ToFloat() ?? 0, tiff.GetField(TiffTag.YRESOLUTION)?[0].ToFloat() ?? 0);
        return across > 0 && down > 0 && across / down is >= 0.25f and <= 4 ? across / down : 1;
    }

    private static bool IsThumbnail(Tiff tiff) =>
        tiff.GetField(TiffTag.SUBFILETYPE) is [var kind, ..] && (kind.ToInt() & (int)FileType.REDUCEDIMAGE) != 0;

    /// <summary>What the library has to say would be the stranger's words in our log.</summary>
    private sealed class Silent : TiffErrorHandler
    {
        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args) { }
        public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args) { }
        public override void WarningHandler(Tiff tif, string method, string format, params object[] args) { }
        public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args) { }
    }
}
