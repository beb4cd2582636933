using System.Text;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.TestHost;
using Microsoft.Extensions.Options;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

public sealed class KeyFiles : IDisposable
{
    private static readonly Guid Jane = Guid.CreateVersion7();
    private static readonly Guid Joe = Guid.CreateVersion7();
    private readonly string _folder = Companion.NewFolder("keys");

    private string FilePath => Path.Combine(_folder, "keys");

    private KeyFile Open() => new(Options.Create(new DaypassOptions { DataFolder = _folder }), TimeProvider.System);

    [Fact]
    public void The_file_is_made_at_first_use_for_its_owner_only()
    {
        Open().Load();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        // Beside it only the lock that servers take turns by: no draft is left lying.
        Assert.Equal([FilePath, FilePath + ".lock"], Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_servers_that_start_at_once_share_one_file()
    {
        var files = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => Open().Current(KeyPurpose.TotpSecret).KeyId).ToList();
        Assert.Single(files.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_purpose_has_a_key_of_its_own_that_stays_the_same()
    {
        var purposes = Enum.GetValues<KeyPurpose>();
        var keys = purposes.Select(x => Convert.ToHexString(Open().Current(x).Key)).ToList();
        Assert.Equal(purposes.Length, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(keys, purposes.Select(x => Convert.ToHexString(Open().Current(x).Key)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a remark")]
    [InlineData("0123abcd 2026-01-01T00:00:00Z c2hvcnQ=")]
    [InlineData("not a key at all")]
    public void A_file_that_is_damaged_refuses_the_start(string content)
    {
        Open().Load();
        File.WriteAllText(FilePath, content);
        var refused = Assert.Throws<RefusedToStart>(() => Open().Load());
        Assert.StartsWith("DAY007", Assert.Single(refused.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_key_writes_and_the_old_one_still_reads_also_on_a_server_that_learns_of_it_later()
    {
        var (one, two) = (Open(), Open());
        two.Load();
        var before = new SecretBox(one).Seal(KeyPurpose.TotpSecret, Jane, "before"u8);
        one.Rotate();
        var after = new SecretBox(one).Seal(KeyPurpose.TotpSecret, Jane, "after"u8);

        Assert.NotEqual(before[1..9], after[1..9]);
        foreach (var server in new[] { one, two })
        {
            Assert.Equal("before", Text(new SecretBox(server).Open(KeyPurpose.TotpSecret, Jane, before)));
            Assert.Equal("after", Text(new SecretBox(server).Open(KeyPurpose.TotpSecret, Jane, after)));
        }
    }

    [Fact]
    public void With_the_file_lost_nothing_opens_and_no_code_matches()
    {
        var old = Open();
        var box = new SecretBox(old).Seal(KeyPurpose.TotpSecret, Jane, "secret"u8);
        var code = new KeyedHash(old).Make(KeyPurpose.TemporaryCode, Jane, "123456789");
        File.Delete(FilePath);

        Assert.Null(new SecretBox(Open()).Open(KeyPurpose.TotpSecret, Jane, box));
        Assert.False(new KeyedHash(Open()).Matches(KeyPurpose.TemporaryCode, code.KeyId, code.Mac, Jane, "123456789"));
    }

    [Fact]
    public void A_box_opens_for_its_purpose_and_owner_only_and_unchanged()
    {
        var boxes = new SecretBox(Open());
        var box = boxes.Seal(KeyPurpose.TotpSecret, Jane, "secret"u8);

        Assert.Equal("secret", Text(boxes.Open(KeyPurpose.TotpSecret, Jane, box)));
        Assert.Null(boxes.Open(KeyPurpose.KeyRing, Jane, box));
        Assert.Null(boxes.Open(KeyPurpose.TotpSecret, Joe, box));
        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            Assert.Null(boxes.Open(KeyPurpose.TotpSecret, Jane, changed));
            Assert.Null(boxes.Open(KeyPurpose.TotpSecret, Jane, box.AsSpan(0, i)));
        }
    }

    [Fact]
    public void A_code_matches_for_its_purpose_and_owner_only()
    {
        var hashes = new KeyedHash(Open());
        var code = hashes.Make(KeyPurpose.TemporaryCode, Jane, "012345678");

        Assert.True(hashes.Matches(KeyPurpose.TemporaryCode, code.KeyId, code.Mac, Jane, "012345678"));
        Assert.False(hashes.Matches(KeyPurpose.TemporaryCode, code.KeyId, code.Mac, Jane, "12345678"));
        Assert.False(hashes.Matches(KeyPurpose.BackupCode, code.KeyId, code.Mac, Jane, "012345678"));
        Assert.False(hashes.Matches(KeyPurpose.TemporaryCode, code.KeyId, code.Mac, Joe, "012345678"));
        Assert.False(hashes.Matches(KeyPurpose.TemporaryCode, code.KeyId, null, Jane, "012345678"));
        Assert.False(hashes.Matches(KeyPurpose.TemporaryCode, null, code.Mac, Jane, "012345678"));
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
