using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BitMiracle.LibTiff.Classic;
using Daypass.Server.Letters;
using Daypass.Server.Letters.Files;
using Daypass.Server.Storage.Model;
using Xunit;

namespace Daypass.Server.Tests.Letters;

/// <summary>H3, Q19: which files are taken as a letter, and why the others are not.</summary>
public class WhatIsTaken
{
    [Fact]
    public void A_letter_of_each_kind_is_taken_with_its_fingerprint()
    {
        foreach (var (file, type) in new[]
        {
            (AFile.Pdf(), LetterType.Pdf), (AFile.Png(), LetterType.Png), (AFile.Jpeg(), LetterType.Jpeg), (AFile.TurnedJpeg(), LetterType.Jpeg),
            (AFile.Tiff(), LetterType.Tiff), (AFile.Tiff(pages: 30), LetterType.Tiff), (AFile.Tiff(compression: Compression.CCITTFAX3), LetterType.Tiff),
        })
        {
            var taken = Assert.IsType<FileCheck.Taken>(LetterFile.Check(file));
            Assert.Equal(type, taken.Type);
            Assert.Equal(SHA256.HashData(file), taken.Sha256);
        }
    }

    [Fact]
    public void What_scanners_and_phones_add_is_no_harm()
    {
        Assert.Null(ProblemOf([.. AFile.Pdf(), 0, 0, 0, 0x0D, 0x0A]));
        Assert.Null(ProblemOf([.. AFile.Jpeg(), .. AFile.Jpeg(20, 20)])); // a phone's picture of the brightness
        Assert.Null(ProblemOf([.. AFile.Jpeg(), 0, 0, 0]));
        Assert.Null(ProblemOf(AFile.Pdf(content: AFile.Deflated(new byte[10_000_000]), dictionary: "/Filter /FlateDecode"))); // a white scan
    }

    [Fact]
    public void Nothing_and_too_much_are_refused()
    {
        Assert.Equal(LetterProblem.Empty, ProblemOf([]));
        var padded = new byte[LetterFile.MaxBytes];
        var pdf = AFile.Pdf();
        pdf.CopyTo(padded, 0);
        Assert.Null(ProblemOf(padded));
        Assert.Equal(LetterProblem.TooLarge, ProblemOf([.. padded, 0]));
    }

    public static TheoryData<string, string> OfAnotherKind => new()
    {
        { "<html><body>A letter</body></html>", "Html" },
        { "\uFEFF \n<!DOCTYPE html><p>A letter", "Html" },
        { "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "Svg" },
        { "{\\rtf1 A letter}", "Office" },
        { "Dear support,\nplease let me in.", "UnknownKind" },
        { "GIF89a", "UnknownKind" },
        { "\0\0\0\u0018ftypheic\0\0\0\0", "PhonePhotograph" },
        { "GIF89a or so %PDF-1.4", "TwoThingsInOne" },
        { "MZ%PDF-1.7\n%%EOF", "TwoThingsInOne" },
    };

    [Theory, MemberData(nameof(OfAnotherKind))]
    public void A_file_is_known_by_its_content(string content, string problem) =>
        Assert.Equal(problem, ProblemOf(Encoding.UTF8.GetBytes(content)).ToString());

    [Fact]
    public void Archives_and_office_files_are_told_apart()
    {
        Assert.Equal(LetterProblem.Archive, ProblemOf(AFile.Zip()));
        Assert.Equal(LetterProblem.Office, ProblemOf(AFile.Zip("[Content_Types].xml")));
        Assert.Equal(LetterProblem.Office, ProblemOf([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]));
    }

    [Fact]
    public void A_file_with_an_archive_at_its_end_is_refused_for_each_kind()
    {
        foreach (var file in (byte[][])[AFile.Pdf(), AFile.Png(), AFile.Jpeg(), AFile.Tiff()])
        {
            Assert.Equal(LetterProblem.TwoThingsInOne, ProblemOf([.. file, .. AFile.Zip()]));
        }

        // The archive's comment is the end of the PDF: both are whole.
        Assert.Equal(LetterProblem.TwoThingsInOne, ProblemOf([.. AFile.Pdf(), .. AFile.Zip()[..^2], 5, 0, .. "%%EOF"u8]));
    }

    [Fact]
    public void A_file_that_is_a_web_page_as_well_is_refused()
    {
        Assert.Equal(LetterProblem.TwoThingsInOne, ProblemOf([.. AFile.Png(), .. "<script>alert(1)</script>"u8]));
        Assert.Equal(LetterProblem.TwoThingsInOne, ProblemOf([.. AFile.Tiff(), .. "<ScRiPt src=//evil.example>"u8]));
        var jpeg = AFile.Jpeg();
        byte[] comment = [0xFF, 0xFE, 0, 18, .. "<html><body>hi!!"u8];
        Assert.Equal(LetterProblem.TwoThingsInOne, ProblemOf([.. jpeg[..2], .. comment, .. jpeg[2..]]));
        Assert.Equal(LetterProblem.TwoThingsInOne, ProblemOf(AFile.Pdf(trailer: "/A (<script>alert(1)</script>)")));
        Assert.Equal(LetterProblem.TwoThingsInOne, ProblemOf([.. "%PDF-1.4\n<html>"u8, .. AFile.Pdf()]));
    }

    [Fact]
    public void An_image_that_is_a_PDF_as_well_is_refused()
    {
        var jpeg = AFile.Jpeg();
        byte[] comment = [0xFF, 0xFE, 0, 10, .. "%PDF-1.4"u8];
        Assert.Equal(LetterProblem.TwoThingsInOne, ProblemOf([.. jpeg[..2], .. comment, .. jpeg[2..]]));
    }

    [Fact]
    public void A_file_with_something_behind_its_end_is_refused()
    {
        foreach (var file in (byte[][])[AFile.Pdf(), AFile.Png(), AFile.Jpeg()])
        {
            Assert.Equal(LetterProblem.TwoThingsInOne, ProblemOf([.. file, .. "MZ and more"u8]));
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        foreach (var file in (byte[][])[AFile.Pdf(), AFile.Png(), AFile.Jpeg(), AFile.Tiff(pages: 2)])
        {
            for (var length = 16; length < file.Length - 1; length += Math.Max(1, file.Length / 200))
            {
                Assert.NotNull(ProblemOf(file[..length]));
            }
        }
    }

    [Fact]
    public void A_PDF_with_a_password_is_refused()
    {
        Assert.Equal(LetterProblem.Encrypted, ProblemOf(AFile.Pdf(trailer: "/Encrypt 9 0 R")));
        Assert.Equal(LetterProblem.Encrypted, ProblemOf(AFile.Pdf(trailer: "/Encrypt<</Filter/Standard>>")));
        Assert.Null(ProblemOf(AFile.Pdf(trailer: "/EncryptMetadata true")));
    }

    [Fact]
    public void A_PDF_that_unpacks_to_more_than_paper_holds_is_refused()
    {
        var bomb = AFile.Deflated(new byte[PdfStreams.MaxStream + 1]);
        Assert.InRange(bomb.Length, 1, 200_000);
        Assert.Equal(LetterProblem.UnpacksTooLarge, ProblemOf(AFile.Pdf(content: bomb, dictionary: "/Filter /FlateDecode")));
        Assert.Equal(LetterProblem.UnpacksTooLarge, ProblemOf(AFile.Pdf(content: AFile.Deflated(bomb), dictionary: "/Filter [/FlateDecode /FlateDecode]")));

        // Many that pass alone.
        var part = AFile.Deflated(new byte[PdfStreams.MaxStream - 1]);
        byte[] parts = [.. "\nendstream\nstream\n"u8, .. part];
        Assert.Equal(LetterProblem.UnpacksTooLarge, ProblemOf(AFile.Pdf(content: [.. part, .. parts, .. parts, .. parts, .. parts], dictionary: "/Filter /FlateDecode")));
    }

    [Fact]
    public void Streams_in_each_other_are_not_read_again_and_again()
    {
        // Thousands of beginnings, each a stored block that ends where the next ones' do; from there on empty blocks, which all of them share.
        const int nested = 4000;
        var (inside, one) = (new List<byte>(), "stream\n\x78\x01"u8.ToArray());
        for (var left = (nested - 1) * (one.Length + 5); left >= 0; left -= one.Length + 5)
        {
            inside.AddRange([.. one, 0, (byte)left, (byte)(left >> 8), (byte)~left, (byte)(~left >> 8)]);
        }

        byte[] empty = [0, 0, 0, 0xFF, 0xFF];
        var file = AFile.Pdf(content: [.. inside, .. Enumerable.Repeat(empty, 400_000).SelectMany(x => x)]);
        var found = PdfStreams.Look(file);
        Assert.Equal(LetterProblem.Damaged, found.Problem);
        Assert.InRange(found.Read, file.Length, (PdfStreams.Readings + 1L) * file.Length);
    }

    [Fact]
    public void An_honest_file_is_read_once()
    {
        var part = AFile.Deflated(new byte[100_000]);
        byte[] parts = [.. "\nendstream\nstream\n"u8, .. part];
        var file = AFile.Pdf(content: [.. part, .. parts, .. parts, .. parts], dictionary: "/Filter /FlateDecode");
        var found = PdfStreams.Look(file);
        Assert.Null(found.Problem);
        Assert.InRange(found.Read, 4 * part.Length, file.Length);
    }

    [Fact]
    public void A_PDF_of_countless_streams_is_refused_soon()
    {
        var many = Enumerable.Repeat("stream\nx\u009c "u8.ToArray(), 1_000_000).SelectMany(x => x).ToArray();
        Assert.Equal(LetterProblem.Damaged, ProblemOf(AFile.Pdf(content: many)));
    }

    [Fact]
    public void An_image_larger_than_paper_is_refused()
    {
        var png = AFile.Png();
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(20), 60_000);
        Assert.Equal(LetterProblem.TooManyPixels, ProblemOf(png));

        var jpeg = AFile.Jpeg();
        var frame = jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 65_000);
        Assert.Equal(LetterProblem.TooManyPixels, ProblemOf(jpeg));

        Assert.Equal(LetterProblem.TooManyPixels, ProblemOf(WithTag(AFile.Tiff(), TiffTag.IMAGELENGTH, 4_000_000_000)));
        Assert.Equal(LetterProblem.TooManyPixels, ProblemOf(WithTag(AFile.Tiff(), TiffTag.IMAGEWIDTH, 60_000)));
        Assert.Equal(LetterProblem.Damaged, ProblemOf(WithTag(AFile.Tiff(), TiffTag.IMAGEWIDTH, 0)));
    }

    [Fact]
    public void A_TIFF_of_too_many_pages_or_going_in_circles_is_refused()
    {
        Assert.Equal(LetterProblem.TooManyPages, ProblemOf(AFile.Tiff(pages: 31, height: 20)));

        var circle = AFile.Tiff();
        var directory = BinaryPrimitives.ReadInt32LittleEndian(circle.AsSpan(4));
        var next = directory + 2 + (12 * BinaryPrimitives.ReadUInt16LittleEndian(circle.AsSpan(directory)));
        BinaryPrimitives.WriteInt32LittleEndian(circle.AsSpan(next), directory);
        Assert.Equal(LetterProblem.Damaged, ProblemOf(circle));
    }

    [Fact]
    public void A_TIFF_that_points_out_of_itself_is_refused()
    {
        Assert.Equal(LetterProblem.Truncated, ProblemOf(WithTag(AFile.Tiff(), TiffTag.STRIPOFFSETS, 4_000_000_000)));
        Assert.Equal(LetterProblem.Truncated, ProblemOf(WithTag(AFile.Tiff(), TiffTag.STRIPBYTECOUNTS, 4_000_000_000)));
        var tiff = AFile.Tiff();
        BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(4), uint.MaxValue);
        Assert.Equal(LetterProblem.Truncated, ProblemOf(tiff));
    }

    [Fact]
    public void No_change_of_a_few_bytes_makes_the_look_fail()
    {
        var random = new Meddler();
        foreach (var file in (byte[][])[AFile.Pdf(2), AFile.Png(40, 40), AFile.Jpeg(40, 40), AFile.Tiff(pages: 2, height: 40)])
        {
            for (var round = 0; round < 3000; round++)
            {
                var changed = (byte[])file.Clone();
                for (var i = 0; i <= random.Below(4); i++)
                {
                    changed[random.Below(changed.Length)] = (byte)random.Below(256);
                }

                _ = LetterFile.Check(changed);
            }
        }
    }

    private static LetterProblem? ProblemOf(byte[] file) => (LetterFile.Check(file) as FileCheck.Refused)?.Problem;

    /// <summary>The file with another value for a tag of its first page, as a LONG in the entry itself.</summary>
    private static byte[] WithTag(byte[] tiff, TiffTag tag, uint value)
    {
        var directory = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(4));
        for (var at = directory + 2; ; at += 12)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(at)) == (ushort)tag)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(at + 2), 4);
                BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(at + 8), value);
                return tiff;
            }
        }
    }

    /// <summary>The same numbers each time, so that a failure comes again.</summary>
    private sealed class Meddler
    {
        private uint _state = 2463534242;

        public int Below(int limit)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)limit);
        }
    }
}
