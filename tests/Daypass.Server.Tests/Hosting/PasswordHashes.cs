using System.Diagnostics;
using Daypass.Server.Hosting;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

public class PasswordHashes
{
    private static readonly PasswordCost Cheap = new(MemoryKiB: 8, Passes: 1);

    [Fact]
    public void A_password_is_verified_by_its_own_hash_only()
    {
        var passwords = new Passwords(Cheap);
        var hash = passwords.Hash("correct horse");
        Assert.True(passwords.Verify(hash, "correct horse"));
        Assert.False(passwords.Verify(hash, "correct horsf"));
        Assert.False(passwords.Verify(hash, ""));
        Assert.NotEqual(hash, passwords.Hash("correct horse"));
    }

    [Theory]
    [InlineData("Z\u00FCrich", "Zu\u0308rich")]
    [InlineData("\uFF21\uFF42\uFF43", "Abc")]
    [InlineData("\uD800x", "\uD800x")]
    [InlineData("\uFFFEx", "\uFFFEx")]
    public void Spellings_that_keyboards_make_of_one_password_agree(string set, string typed)
    {
        var passwords = new Passwords(Cheap);
        Assert.True(passwords.Verify(passwords.Hash(set), typed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a hash")]
    public void Without_a_hash_no_password_is_right(string? hash) => Assert.False(new Passwords(Cheap).Verify(hash, ""));

    [Fact]
    public void The_format_is_the_one_written_down()
    {
        var hash = Convert.FromBase64String(new Passwords(PasswordCost.Default).Hash("x"));
        Assert.Equal([1, 0, 0, 0x4C, 0, 2, 1], hash[..7]);
        Assert.Equal(55, hash.Length);
    }

    [Fact]
    public void A_hash_made_at_another_cost_is_verified_and_to_be_made_anew()
    {
        var (old, today) = (new Passwords(Cheap), new Passwords(Cheap with { Passes = 2 }));
        var hash = old.Hash("x");
        Assert.True(today.Verify(hash, "x"));
        Assert.True(today.NeedsRehash(hash));
        Assert.False(old.NeedsRehash(hash));
    }

    [Fact]
    public void An_unknown_login_costs_as_much_as_a_known_one()
    {
        var passwords = new Passwords(PasswordCost.Default);
        var hash = passwords.Hash("x");
        var (known, unknown) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < 15; i++)
        {
            known = Math.Min(known, Time(() => passwords.Verify(hash, "y")));
            unknown = Math.Min(unknown, Time(() => passwords.Verify(null, "y")));
        }

        Assert.InRange(unknown / known, 0.5, 2);
    }

    private static double Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
