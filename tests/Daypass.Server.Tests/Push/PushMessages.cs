using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Daypass.Server.Push;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Push;

public class PushMessages
{
    // RFC 8291, section 5 and appendix A.
    private const string Plain = "V2hlbiBJIGdyb3cgdXAsIEkgd2FudCB0byBiZSBhIHdhdGVybWVsb24";
    private const string ServerPublic = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private const string ServerPrivate = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private const string PhonePublic = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string PhonePrivate = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    private const string Salt = "DGv6ra1nlYgDCS1FRnbzlw";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";
    private const string Body = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    [Fact]
    public void RFC_8291_appendix_A_comes_out_byte_for_byte()
    {
        using var server = Pair(ServerPublic, ServerPrivate);
        Assert.Equal(Body, Base64Url.EncodeToString(PushMessage.Encrypt(Bytes(Plain), Bytes(PhonePublic), Bytes(Auth), server, Bytes(Salt))));
    }

    [Fact]
    public void The_receiver_of_the_tests_opens_RFC_8291_appendix_A()
    {
        using var phone = Pair(PhonePublic, PhonePrivate);
        Assert.Equal("When I grow up, I want to be a watermelon", Encoding.ASCII.GetString(PushCrypto.Open(Bytes(Body), phone, Bytes(PhonePublic), Bytes(Auth))));
    }

    [Fact]
    public void RFC_8188_section_3_1_comes_out_byte_for_byte() => Assert.Equal(
        "I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg",
        Base64Url.EncodeToString(PushMessage.OneRecord("I am the walrus"u8, Bytes("yqdlZ-tYemfogSmv7Ws5PQ"), Bytes("I1BsxtFttlv3u_Oo94xnmw"), [])));

    [Fact]
    public void A_message_opens_for_its_phone_only_and_is_never_the_same_twice()
    {
        var (phone, other) = (Phone(), Phone());
        var message = PushMessage.Encrypt("""{"v":1}"""u8, phone.P256dh, phone.Auth);
        Assert.Equal("""{"v":1}""", phone.Read(message));
        Assert.ThrowsAny<CryptographicException>(() => other.Read(message));

        var second = PushMessage.Encrypt("""{"v":1}"""u8, phone.P256dh, phone.Auth);
        Assert.NotEqual(message[..16], second[..16]);
        Assert.NotEqual(message[21..86], second[21..86]);
    }

    [Theory]
    [InlineData(4096 - 17, true)]
    [InlineData(4096 - 16, false)]
    public void A_message_is_one_record(int length, bool fits)
    {
        var phone = Phone();
        var failure = Record.Exception(() => Assert.Equal(length, phone.Read(PushMessage.Encrypt(new byte[length].Select(_ => (byte)'x').ToArray(), phone.P256dh, phone.Auth)).Length));
        Assert.Equal(fits, failure is null);
    }

    private static SubscribedPhone Phone() => new(new Uri("https://push.example/1"));

    private static ECDiffieHellman Pair(string publicKey, string privateKey)
    {
        var point = Bytes(publicKey);
        return ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..33], Y = point[33..] },
            D = Bytes(privateKey),
        });
    }

    private static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}
