using System.Security.Cryptography;
using Daypass.Server.Approvals;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Push;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Push;

/// <summary>A phone says where it can be woken: signed, checked, sealed.</summary>
public class Subscribing
{
    /// <summary>What a phone sends; a test changes one part of it.</summary>
    private sealed record Said(string Endpoint, string P256dh, string Auth, string Key);

    [Theory, OnBothDatabases]
    public async Task A_phone_that_subscribed_is_woken_by_the_next_sign_in(DatabaseKind database)
    {
        await using var story = await PushWorld.Open(database);
        using var phone = await PairedPhone.Of(story.World, story.Jane);
        Assert.IsType<RememberPushResult.Done>(await Say(story, phone, Plain(story)));
        Assert.IsType<PasswordResult.Continue>(await story.World.EnterPassword(story.Jane));
        Assert.Equal("""{"v":1}""", (await story.Receiver.WaitFor(1))[0].Text);
        Assert.True(story.World.Get<PushSubscriptions>().IsCurrent(phone.Id, await story.PushOf(phone.Id)));
    }

    [Theory, OnBothDatabases]
    public async Task A_phone_that_unsubscribed_is_woken_no_more(DatabaseKind database)
    {
        await using var story = await PushWorld.Open(database);
        using var phone = await PairedPhone.Of(story.World, story.Jane);
        await Say(story, phone, Plain(story));
        Assert.NotNull(await story.PushOf(phone.Id));
        Assert.IsType<RememberPushResult.Done>(await Say(story, phone, new Said("", "", "", "")));
        Assert.Null(await story.PushOf(phone.Id));
    }

    [Theory, OnBothDatabases]
    public async Task The_last_word_counts(DatabaseKind database)
    {
        await using var story = await PushWorld.Open(database);
        using var phone = await PairedPhone.Of(story.World, story.Jane);
        await Say(story, phone, Plain(story));
        var second = story.Receiver.Subscribe();
        await Say(story, phone, Plain(story) with { Endpoint = second.Endpoint.AbsoluteUri, P256dh = Binary.Write(second.P256dh), Auth = Binary.Write(second.Auth) });
        story.WakeJane();
        await story.UntilIdle();
        Assert.Equal(second.Endpoint, Assert.Single(story.Receiver.Received).Phone.Endpoint);
    }

    [Fact]
    public async Task What_cannot_be_a_subscription_is_refused_and_changes_nothing()
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        using var phone = await PairedPhone.Of(story.World, story.Jane);
        var good = Plain(story);
        await Say(story, phone, good);
        var before = await story.PushOf(phone.Id);
        var offCurve = Binary.TryRead(good.P256dh, 65)!;
        offCurve[64] ^= 1;
        foreach (var bad in new[]
        {
            good with { Endpoint = "http://push.example/1" },
            good with { Endpoint = "https://127.0.0.1/1" },
            good with { Endpoint = "https://push.example/".PadRight(1001, 'x') },
            good with { Endpoint = "push" },
            good with { P256dh = Binary.Write(offCurve) },
            good with { P256dh = Binary.Write([2, .. new byte[32]]) },
            good with { P256dh = Binary.Write(new byte[65]) },
            good with { P256dh = "" },
            good with { P256dh = good.P256dh + "=" },
            good with { Auth = Binary.Write(new byte[15]) },
            good with { Auth = Binary.Write(new byte[17]) },
            good with { Auth = "" },
            good with { Key = "" },
            good with { Key = good.P256dh },
        })
        {
            Assert.IsType<RememberPushResult.BadAddress>(await Say(story, phone, bad));
            Assert.Equal(before, await story.PushOf(phone.Id));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Only_the_paired_phone_itself_is_believed(DatabaseKind database)
    {
        await using var story = await PushWorld.Open(database);
        var (world, jane, good) = (story.World, story.Jane, Plain(story));
        using var phone = await PairedPhone.Of(world, jane);
        using var other = await PairedPhone.Of(world, jane);
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = Text(world.Get<PublicOrigin>(), phone.Id, good, phone.Time);
        var bySomebodyElse = Binary.Write(thief.SignData(text.Bytes()!, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        var elsewhere = phone.Sign(Text(new PublicOrigin("https://other.example"), phone.Id, good, phone.Time));
        foreach (var (firm, device, signature) in new[]
        {
            (jane.Firm, phone.Id, bySomebodyElse),
            (jane.Firm, phone.Id, elsewhere),
            (jane.Firm, phone.Id, phone.Sign(Text(world.Get<PublicOrigin>(), phone.Id, good with { Auth = Binary.Write(new byte[16]) }, phone.Time))),
            (jane.Firm, phone.Id, phone.Sign(SignedText.Look(world.Get<PublicOrigin>(), phone.Id, phone.Time))),
            (jane.Firm, phone.Id, ""),
            (jane.Firm, other.Id, phone.Sign(text)),
            (world.Birch, phone.Id, phone.Sign(text)),
            (jane.Firm, Guid.NewGuid(), phone.Sign(text)),
        })
        {
            Assert.IsType<RememberPushResult.Gone>(await world.Get<RememberPush>().Run(firm, device, good.Endpoint, good.P256dh, good.Auth, good.Key, phone.Time, signature));
        }

        await world.Store.Write(jane.Firm, db => db.Authenticators.Where(x => x.Id == phone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AuthenticatorState.Disconnected)));
        Assert.IsType<RememberPushResult.Gone>(await Say(story, phone, good));
        Assert.Null(await story.PushOf(phone.Id));
        Assert.Null(await story.PushOf(other.Id));
    }

    [Theory]
    [InlineData(-121, false)]
    [InlineData(-120, true)]
    [InlineData(120, true)]
    [InlineData(121, false)]
    public async Task An_old_message_sent_again_is_not_believed(int seconds, bool believed)
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        using var phone = await PairedPhone.Of(story.World, story.Jane);
        var (good, time) = (Plain(story), story.World.Now.AddSeconds(seconds).ToUnixTimeMilliseconds());
        var result = await story.World.Get<RememberPush>().Run(
            story.Jane.Firm, phone.Id, good.Endpoint, good.P256dh, good.Auth, good.Key, time, phone.Sign(Text(story.World.Get<PublicOrigin>(), phone.Id, good, time)));
        Assert.Equal(believed, result is RememberPushResult.Done);
        Assert.Equal(!believed, result is RememberPushResult.Clock);
        Assert.Equal(believed, await story.PushOf(phone.Id) is not null);
    }

    [Fact]
    public async Task A_phone_that_subscribed_just_before_a_rotation_is_served_with_the_key_that_it_knows()
    {
        await using var story = await PushWorld.Open(DatabaseKind.Sqlite);
        using var phone = await PairedPhone.Of(story.World, story.Jane);
        var said = Plain(story);
        story.World.Get<KeyFile>().Rotate();
        Assert.IsType<RememberPushResult.Done>(await Say(story, phone, said));
        story.WakeJane();
        Assert.Equal(said.Key, (await story.Receiver.WaitFor(1))[0].Token.Key);
    }

    private static Said Plain(PushWorld story)
    {
        var phone = story.Receiver.Subscribe();
        return new Said(phone.Endpoint.AbsoluteUri, Binary.Write(phone.P256dh), Binary.Write(phone.Auth), story.World.Get<PushKeys>().CurrentPublicKey);
    }

    private static SignedText Text(PublicOrigin origin, Guid device, Said said, long time) =>
        SignedText.Push(origin, device, said.Endpoint, said.P256dh, said.Auth, said.Key, time);

    private static Task<RememberPushResult> Say(PushWorld story, PairedPhone phone, Said said) => story.World.Get<RememberPush>().Run(
        story.Jane.Firm, phone.Id, said.Endpoint, said.P256dh, said.Auth, said.Key, phone.Time, phone.Sign(Text(story.World.Get<PublicOrigin>(), phone.Id, said, phone.Time)));
}
