using Daypass.Server.Letters.Files;
using Xunit;

namespace Daypass.Server.Tests.Letters;

/// <summary>Q19: a file's name is the sender's word, and shown to others.</summary>
public class FileNames
{
    [Theory]
    [InlineData("letter.pdf", "letter.pdf")]
    [InlineData("Brief an Müller & Söhne (2).pdf", "Brief an Müller & Söhne (2).pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\Windows\\win.ini", "win.ini")]
    [InlineData("/srv/letters/a.pdf", "a.pdf")]
    [InlineData("C:\\letter.pdf", "letter.pdf")]
    [InlineData("Letter 10:30.pdf", "Letter 10:30.pdf")]
    [InlineData("let\r\nter\0.pdf", "let ter.pdf")]
    [InlineData("letter\u202Efdp.exe", "letterfdp.exe")]
    [InlineData("...", "")]
    [InlineData("/", "")]
    [InlineData(null, "")]
    public void Only_what_can_be_shown_is_kept(string? given, string kept) => Assert.Equal(kept, LetterFileName.Clean(given));

    [Fact]
    public void A_long_name_keeps_its_beginning_and_its_ending()
    {
        var kept = LetterFileName.Clean(new string('a', 300) + ".pdf");
        Assert.Equal(LetterFileName.MaxLength, kept.Length);
        Assert.EndsWith("a….pdf", kept, StringComparison.Ordinal);
        Assert.InRange(LetterFileName.Clean(string.Concat(Enumerable.Repeat("😀", 200))).Length, 1, LetterFileName.MaxLength);
    }
}
