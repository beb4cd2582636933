using System.Buffers.Text;
using System.Security.Cryptography;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Push;
using Daypass.TestHost;
using Microsoft.Extensions.Options;
using Xunit;

namespace Daypass.Server.Tests.Push;

public sealed class PushKeysAndTokens : IDisposable
{
    private static readonly DateTimeOffset Now = new(2031, 3, 4, 9, 12, 0, TimeSpan.Zero);
    private static readonly Uri Endpoint = new("https://push.example.net/p/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV");
    private readonly string _folder = Companion.NewFolder("push");

    private KeyFile File() => new(Options.Create(new DaypassOptions { DataFolder = _folder }), TimeProvider.System);

    [Fact]
    public void The_verifier_of_the_tests_takes_RFC_8292_section_2_4_and_nothing_near_it()
    {
        const string t = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA";
        const string k = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs";
        var token = PushCrypto.Verify($"vapid t={t}, k={k}");
        Assert.Equal(("https://push.example.net", 1453523768L, "mailto:push@example.com"), (token.Audience, token.Expires.ToUnixTimeSeconds(), token.Subject));
        Assert.Throws<CryptographicException>(() => PushCrypto.Verify($"vapid t={t.Replace("NjgsIn", "NjksIn", StringComparison.Ordinal)}, k={k}"));

        // The same claims, written as the RFC writes them.
        Assert.Equal(t[..t.LastIndexOf('.')], VapidHeader.Signed("https://push.example.net", "mailto:push@example.com", token.Expires));
    }

    [Theory]
    [InlineData("https://signin.example.com", "https://signin.example.com")]
    [InlineData("https://signin.example.com:8443", "https://signin.example.com:8443")]
    [InlineData("http://localhost:5080", "mailto:daypass@localhost")]
    public void A_token_is_for_the_endpoints_origin_for_twelve_hours_and_says_who_sends(string origin, string subject)
    {
        var keys = new PushKeys(File());
        var token = PushCrypto.Verify(new VapidHeader(new PublicOrigin(origin)).For(Endpoint, keys.FindPublic(keys.CurrentPublicKey)!, Now));
        Assert.Equal(new VapidToken("https://push.example.net", Now.AddHours(12), subject, keys.CurrentPublicKey), token);
    }

    [Fact]
    public void The_push_key_is_the_key_files_alone_and_a_point_of_the_curve()
    {
        var (first, second) = (new PushKeys(File()).CurrentPublicKey, new PushKeys(File()).CurrentPublicKey);
        Assert.Equal(first, second);
        using var point = P256.Read(Base64Url.DecodeFromChars(first));
        Assert.NotNull(point);

        System.IO.File.Delete(Path.Combine(_folder, "keys"));
        Assert.NotEqual(first, new PushKeys(File()).CurrentPublicKey);
    }

    [Fact]
    public void The_way_from_a_key_to_its_push_key_never_changes()
    {
        // A key in the file, and the push key that it had when this was written: another would cut off every subscribed phone.
        System.IO.File.WriteAllText(Path.Combine(_folder, "keys"), $"0123abcd 2026-01-01T00:00:00Z {Convert.ToBase64String(Enumerable.Range(0, 32).Select(x => (byte)x).ToArray())}\n");
        System.IO.File.SetUnixFileMode(Path.Combine(_folder, "keys"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal("BOuGf1tJfUnBrJDIXcEiUSx2Pi3UznRI_uHQDfu0CtZm68TkD8oy1Hl1MVr6QBOXZTPNCmP8TXxEe1BN3Zkgzk8", new PushKeys(File()).CurrentPublicKey);
    }

    [Fact]
    public void After_a_rotation_phones_subscribe_with_the_new_key_and_the_old_one_is_still_known_to_every_server()
    {
        var (one, two) = (File(), File());
        var (keysOfOne, keysOfTwo) = (new PushKeys(one), new PushKeys(two));
        var old = keysOfOne.CurrentPublicKey;
        Assert.Equal(old, keysOfTwo.CurrentPublicKey);
        var id = one.Rotate();

        var fresh = keysOfOne.CurrentPublicKey;
        Assert.NotEqual(old, fresh);
        Assert.Equal(id, keysOfTwo.FindPublic(fresh)?.KeyId);
        Assert.All([keysOfOne, keysOfTwo], keys => Assert.Equal(old, keys.Find(keys.FindPublic(old)!.KeyId)?.Public));
        Assert.Null(keysOfOne.FindPublic("BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
