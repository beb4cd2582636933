using System.Security.Cryptography;
using System.Text;
using Daypass.Server.Approvals;
using Daypass.Server.Hosting;
using Xunit;

namespace Daypass.Server.Tests.Approvals;

public class PhoneSignatures
{
    // Made with node:crypto, sign('sha256', text, { dsaEncoding: 'ieee-p1363' }), from texts written out by hand after docs/authenticator-protocol.md.
    private const string Key = "BOq0UVau3CeeU-jYwRRNUjyv1gbC7MOY34imra1i0yidjpDR87FLPMll7PZshY5SpoIJaoYonTWkZVp64HVico0";
    private const string OfPair = "J7_gcWWMWGnkzvVrzy1mmy2OS-4Ii9RfAuDgdow_JOWozgDaTbbNRnNYEq8kvvNFHAc1imwsw4J6virMwUGDlQ";
    private const string OfLook = "-fs0Yu-05EpxZmsI6X6dMk_hjOqPNK6uHKWdtzGad1PecTGZvjIGTi5k94rWPgXcXq0pRgSNNnEm7sYlu1OYmQ";
    private const string OfApprove = "aDOyyRSW6QNWf5eQ_Tvy6JETRGliihEF6x-w1vaiw4c2iA8V_ofhcksRg5tt-J-MBT-6vg3Fou0v_29PsVCzRQ";
    private const string OfDeny = "Hg3prU5Qd9nz9EW254vA4Xd4xUI1W__JuIzg6Y30uJTEEuUK17cF8sh0tBtkgJFPYXQgOywvRZMecbPYJpgYOQ";
    private const string OfNotMe = "IVkKzag58UTdxI3Xj1wVH2SISbQlDje1DyUTIZNAYxCOIeZ3ix8jnDCaDv9bnTmum0kZVw8pso1OkC_8cxKqZw";
    private const string OfPush = "p4G6tk22_dfeRCO_3v4pCX00MzLGO5m07iJRa_0Ll4CxkTB5dBA5UGXK0qffHqB2Qe7PovKoDGSVFXuP-EEoGQ";
    private const string OfNoPush = "zplYBxISgCcw6g2yHENg9pmewOc2XTiZGBIgT1w8JDmFT1JwSL2X0zg4f3xu_9DwHM1LhDe_Mq-o_fPzF9z0kw";
    private const long Time = 1764013200000;
    private const string Code = "K7QFM2XWPD";
    private const string Name = "Jürgs Handy";

    private static readonly PublicOrigin Origin = new("https://signin.example.com");
    private static readonly Guid Device = Guid.Parse("0198C1F0-0000-7000-8000-00000000000A");
    private static readonly Guid Account = Guid.Parse("0198C1F0-0000-7000-8000-00000000000B");
    private static readonly Guid Request = Guid.Parse("0198C1F0-0000-7000-8000-00000000000C");
    private static readonly string Secret = Binary.Write("12345678901234567890"u8);

    [Fact]
    public void What_another_implementation_signed_is_understood()
    {
        Assert.True(Fits(OfPair, SignedText.Pair(Origin, Device, Account, Code, Key, Secret, Name)));
        Assert.True(Fits(OfLook, SignedText.Look(Origin, Device, Time)));
        Assert.True(Fits(OfApprove, SignedText.Answer(Origin, Device, Account, Request, approve: true, "42", Time)));
        Assert.True(Fits(OfDeny, SignedText.Answer(Origin, Device, Account, Request, approve: false, "", Time)));
        Assert.True(Fits(OfNotMe, SignedText.NotMe(Origin, Device, Account, Request, Time)));
        Assert.True(Fits(OfPush, SignedText.Push(Origin, Device, "https://push.example.net/x", "BPx", "AAx", "BKx", Time)));
        Assert.True(Fits(OfNoPush, SignedText.Push(Origin, Device, "", "", "", "", Time)));
    }

    [Fact]
    public void A_change_of_any_one_value_breaks_it()
    {
        var other = Guid.NewGuid();
        SignedText[] approvals =
        [
            SignedText.Answer(new PublicOrigin("https://signin.example.org"), Device, Account, Request, approve: true, "42", Time),
            SignedText.Answer(new PublicOrigin("http://signin.example.com"), Device, Account, Request, approve: true, "42", Time),
            SignedText.Answer(Origin, other, Account, Request, approve: true, "42", Time),
            SignedText.Answer(Origin, Device, other, Request, approve: true, "42", Time),
            SignedText.Answer(Origin, Device, Account, other, approve: true, "42", Time),
            SignedText.Answer(Origin, Device, Account, Request, approve: false, "42", Time),
            SignedText.Answer(Origin, Device, Account, Request, approve: true, "43", Time),
            SignedText.Answer(Origin, Device, Account, Request, approve: true, "", Time),
            SignedText.Answer(Origin, Device, Account, Request, approve: true, "42", Time + 1),
        ];
        Assert.All(approvals, text => Assert.False(Fits(OfApprove, text)));
        SignedText[] pairings =
        [
            SignedText.Pair(Origin, Device, Account, "K7QFM2XWPE", Key, Secret, Name),
            SignedText.Pair(Origin, Device, Account, Code, Key, Binary.Write("12345678901234567891"u8), Name),
            SignedText.Pair(Origin, Device, Account, Code, Key, Secret, "Jürgs Handy "),
        ];
        Assert.All(pairings, text => Assert.False(Fits(OfPair, text)));
    }

    [Fact]
    public void A_signature_is_good_for_its_purpose_only() =>
        Assert.All(new[] { OfPair, OfLook, OfApprove, OfDeny, OfPush }, signature => Assert.False(Fits(signature, SignedText.NotMe(Origin, Device, Account, Request, Time))));

    [Fact]
    public void One_line_can_not_pass_for_two()
    {
        using var phone = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = phone.ExportParameters(includePrivateParameters: false).Q;
        byte[] key = [4, .. point.X!, .. point.Y!];
        var text = $"daypass-authenticator-1\npush\nhttps://signin.example.com\n{Device}\na\nb\n\n\n{Time}";
        var signature = Binary.Write(phone.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.True(PhoneSignature.Fits(key, SignedText.Push(Origin, Device, "a", "b", "", "", Time), signature));
        Assert.False(PhoneSignature.Fits(key, SignedText.Answer(Origin, Device, Account, Request, approve: true, "4\n2", Time), signature));
        Assert.Null(SignedText.Push(Origin, Device, "a\nb", "", "", "", Time).Bytes());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AA")]
    [InlineData("-fs0Yu-05EpxZmsI6X6dMk_hjOqPNK6uHKWdtzGad1PecTGZvjIGTi5k94rWPgXcXq0pRgSNNnEm7sYlu1OYm")]
    [InlineData("-fs0Yu-05EpxZmsI6X6dMk_hjOqPNK6uHKWdtzGad1PecTGZvjIGTi5k94rWPgXcXq0pRgSNNnEm7sYlu1OYmQ==")]
    [InlineData("+fs0Yu+05EpxZmsI6X6dMk/hjOqPNK6uHKWdtzGad1PecTGZvjIGTi5k94rWPgXcXq0pRgSNNnEm7sYlu1OYmQ")]
    [InlineData("-fs0Yu-05EpxZmsI6X6dMk_hjOqPNK6uHKWdtzGad1PecTGZvjIGTi5k94rWPgXcXq0pRgSNNnEm7sYlu1OYmR")] // the unused bits of the last letter
    [InlineData(" fs0Yu-05EpxZmsI6X6dMk_hjOqPNK6uHKWdtzGad1PecTGZvjIGTi5k94rWPgXcXq0pRgSNNnEm7sYlu1OYmQ")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] // r and s nought
    public void What_is_no_signature_does_not_fit(string? signature) => Assert.False(Fits(signature, SignedText.Look(Origin, Device, Time)));

    [Fact]
    public void Without_a_key_nothing_fits() => Assert.False(PhoneSignature.Fits(null, SignedText.Look(Origin, Device, Time), OfLook));

    [Fact]
    public void A_key_is_a_point_of_the_curve_in_65_bytes()
    {
        var key = PhoneSignature.TryReadKey(Key)!;
        Assert.Equal(65, key.Length);
        byte[] elsewhere = [.. key[..^1], (byte)(key[^1] ^ 1)];
        byte[] compressed = [2, .. key[1..33]];
        byte[] nowhere = [4, .. new byte[64]];
        Assert.All(new byte[]?[] { elsewhere, compressed, nowhere, [.. key, 0], [0, .. key[1..]] }, bytes => Assert.Null(PhoneSignature.TryReadKey(Binary.Write(bytes))));
        Assert.Null(PhoneSignature.TryReadKey(null));
        Assert.Null(PhoneSignature.TryReadKey(Key + "="));
    }

    [Fact]
    public void A_phone_may_be_two_minutes_off_and_no_more()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(Time);
        Assert.All(new[] { -120_000L, 0, 120_000 }, off => Assert.True(PhoneSignature.IsInTime(Time + off, now)));
        Assert.All(new[] { Time - 120_001, Time + 120_001, long.MinValue, long.MaxValue, 0 }, time => Assert.False(PhoneSignature.IsInTime(time, now)));
    }

    private static bool Fits(string? signature, SignedText text) => PhoneSignature.Fits(PhoneSignature.TryReadKey(Key), text, signature);
}
