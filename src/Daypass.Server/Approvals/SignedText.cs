using System.Globalization;
using System.Text;
using Daypass.Server.Hosting;

namespace Daypass.Server.Approvals;

/// <summary>
/// What a phone signs: UTF-8, lines joined by a line feed, none at the end. Line 1 names the protocol, line 2 the purpose, line 3 the
/// origin that the app runs at; so a signature is good for one purpose and one installation. The lines after them depend on the
/// purpose and are always as many. Ids are in lower-case "D" form, times in milliseconds since 1970, bytes as <see cref="Binary"/>.
/// </summary>
internal sealed class SignedText
{
    private const string Protocol = "daypass-authenticator-1";
    private readonly string[] _lines;

    private SignedText(string purpose, PublicOrigin origin, params ReadOnlySpan<string> lines) => _lines = [Protocol, purpose, origin.ToString(), .. lines];

    /// <param name="pairingCode">Normalised.</param>
    public static SignedText Pair(PublicOrigin origin, Guid device, Guid account, string pairingCode, string key, string secret, string name) =>
        new("pair", origin, Id(device), Id(account), pairingCode, key, secret, Binary.Write(Encoding.UTF8.GetBytes(name)));

    public static SignedText Look(PublicOrigin origin, Guid device, long time) => new("look", origin, Id(device), Time(time));

    /// <param name="number">The two digits; empty when denying.</param>
    public static SignedText Answer(PublicOrigin origin, Guid device, Guid account, Guid request, bool approve, string number, long time) =>
        new("answer", origin, Id(device), Id(account), Id(request), approve ? "approve" : "deny", number, Time(time));

    public static SignedText NotMe(PublicOrigin origin, Guid device, Guid account, Guid request, long time) =>
        new("not-me", origin, Id(device), Id(account), Id(request), Time(time));

    /// <param name="endpoint">Empty, as <paramref name="p256dh"/>, <paramref name="auth"/> and <paramref name="pushKey"/> then are: to be woken no more.</param>
    public static SignedText Push(PublicOrigin origin, Guid device, string endpoint, string p256dh, string auth, string pushKey, long time) =>
        new("push", origin, Id(device), endpoint, p256dh, auth, pushKey, Time(time));

    /// <summary>The bytes that are signed; null where a value has a line feed in it, and so could pass for two.</summary>
    public byte[]? Bytes() => Array.Exists(_lines, x => x.Contains('\n')) ? null : Encoding.UTF8.GetBytes(string.Join('\n', _lines));

    private static string Id(Guid id) => id.ToString("D");

    private static string Time(long milliseconds) => milliseconds.ToString(CultureInfo.InvariantCulture);
}
