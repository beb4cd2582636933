using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Daypass.Server.Storage;

/// <summary>
/// A bearer secret of 256 random bits, for cookies and links. It goes out once, in <see cref="Reveal"/>; the database keeps
/// <see cref="Hash"/>, the SHA-256 of its text: a stolen database opens nothing.
/// </summary>
internal sealed class Token
{
    private readonly string _text;

    private Token(string text) => _text = text;

    public static Token New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public string Reveal() => _text;

    public byte[] Hash() => HashOf(_text)!;

    /// <summary>The hash of a token as it came in; null for what cannot be one.</summary>
    public static byte[]? HashOf(string? text) => text is { Length: 43 } ? SHA256.HashData(Encoding.ASCII.GetBytes(text)) : null;

    public override string ToString() => "***";
}
