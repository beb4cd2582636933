using System.Text;
using QRCoder;

namespace Daypass.Server.Pages.Shared;

internal static class Qr
{
    /// <summary>A QR code as an image that needs no second request: the secret in it is never at an address of its own.</summary>
    public static string ImageOf(Uri uri)
    {
        using var data = QRCodeGenerator.GenerateQrCode(uri.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        var svg = code.GetGraphic(8, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
        return "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(svg));
    }
}
