using Daypass.Domain;
using Daypass.Server.Notifications;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Notifications;

/// <summary>A mailed link works once, until its end, for its purpose and its firm.</summary>
public class MailedLinks
{
    private static readonly TimeSpan Instant = TimeSpan.FromMicroseconds(1);

    [Theory, OnBothDatabases(LinkPurpose.Invitation, LinkPurpose.PasswordReset, LinkPurpose.Unlock, LinkPurpose.MailboxProof, LinkPurpose.MailboxProofAfterWait)]
    internal async Task A_link_works_until_its_end_and_not_at_it(DatabaseKind database, LinkPurpose purpose)
    {
        await using var room = await PostRoom.Open(database);
        var token = await Make(room, purpose);

        room.Clock.Advance(LinkTokens.LifeOf(purpose) - Instant);
        var link = await Find(room, purpose, token);
        Assert.NotNull(link);
        room.Clock.Advance(Instant);
        Assert.Equal(LinkState.Expired, (await Look(room, purpose, token)).State);
        Assert.False(await Use(room, link));
    }

    [Fact]
    public void Lives_are_those_of_the_rules()
    {
        Assert.Equal(TimeSpan.FromDays(7), LinkTokens.LifeOf(LinkPurpose.Invitation));
        Assert.Equal(TimeSpan.FromMinutes(60), LinkTokens.LifeOf(LinkPurpose.PasswordReset));
        Assert.Equal(TimeSpan.FromHours(24), LinkTokens.LifeOf(LinkPurpose.Unlock));
        Assert.Equal(TimeSpan.FromMinutes(30), LinkTokens.LifeOf(LinkPurpose.MailboxProof));
        Assert.Equal(TimeSpan.FromMinutes(30), LinkTokens.LifeOf(LinkPurpose.MailboxProofAfterWait));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Only_the_newest_works(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var first = await Make(room, LinkPurpose.Invitation);
        var other = await Make(room, LinkPurpose.Unlock);
        var second = await Make(room, LinkPurpose.Invitation);

        Assert.Equal(LinkState.Dead, (await Look(room, LinkPurpose.Invitation, first)).State);
        Assert.Equal(LinkState.Good, (await Look(room, LinkPurpose.Invitation, second)).State);
        Assert.Equal(LinkState.Good, (await Look(room, LinkPurpose.Unlock, other)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_many_made_at_the_same_moment_one_is_the_newest(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Make(room, LinkPurpose.MailboxProof)));

        Assert.Equal(1, await room.Store.Read(room.Firm.Id, db => db.Links.CountAsync(x => x.UsedAt == null)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Used_by_many_at_the_same_moment_it_works_once(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        for (var round = 0; round < 5; round++)
        {
            var link = await Find(room, LinkPurpose.MailboxProof, await Make(room, LinkPurpose.MailboxProof));
            using var barrier = new Barrier(16);
            var used = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(() =>
            {
                barrier.SignalAndWait();
                return Use(room, link);
            }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
            Assert.Single(used, x => x);
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_used_link_is_dead(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var token = await Make(room, LinkPurpose.Invitation);
        Assert.True(await Use(room, await Find(room, LinkPurpose.Invitation, token)));
        Assert.Null(await Find(room, LinkPurpose.Invitation, token));
        Assert.Equal(LinkState.Dead, (await Look(room, LinkPurpose.Invitation, token)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Another_purpose_another_firm_and_nonsense_are_unknown(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var token = await Make(room, LinkPurpose.PasswordReset);

        Assert.Equal(LinkState.Unknown, (await Look(room, LinkPurpose.Invitation, token)).State);
        Assert.Equal(LinkState.Unknown, (await room.Store.Read(Guid.CreateVersion7(), db => LinkTokens.Look(db, room.Now, LinkPurpose.PasswordReset, token))).State);
        foreach (var nonsense in new[] { null, "", "x", token + "A", token[1..], new string('\u00e9', 43) })
        {
            Assert.Equal(LinkState.Unknown, (await Look(room, LinkPurpose.PasswordReset, nonsense)).State);
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_token_is_not_in_the_database(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var token = await Make(room, LinkPurpose.PasswordReset);
        var row = await Find(room, LinkPurpose.PasswordReset, token);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(token)), row!.TokenHash);
        Assert.Equal("***", Token.New().ToString());
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Not_me_links_all_work_until_seven_days_after_the_code_ended(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var code = await room.IssueCode();
        var first = await MakeNotMe(room, code);
        var second = await MakeNotMe(room, code);

        // Ends sooner than was known when the mails went out.
        room.Clock.Advance(TimeSpan.FromHours(1));
        await room.Store.Write(room.Firm.Id, db => db.TemporaryCodes.ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, CodeState.Removed).SetProperty(x => x.EndedAt, room.Now)));
        room.Clock.Advance(TimeSpan.FromDays(7) - Instant);
        Assert.NotNull(await Find(room, LinkPurpose.NotMe, first));
        Assert.Equal(code.Id, (await Find(room, LinkPurpose.NotMe, second))?.CodeId);
        room.Clock.Advance(Instant);
        Assert.Null(await Find(room, LinkPurpose.NotMe, first));
        Assert.Null(await Find(room, LinkPurpose.NotMe, second));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_not_me_link_of_a_code_that_expires_works_seven_days_longer(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var token = await MakeNotMe(room, await room.IssueCode());
        room.Clock.Advance(TimeSpan.FromDays(8) - Instant);
        Assert.NotNull(await Find(room, LinkPurpose.NotMe, token));
        room.Clock.Advance(Instant);
        Assert.Null(await Find(room, LinkPurpose.NotMe, token));
    }

    private static Task<string> Make(PostRoom room, LinkPurpose purpose) =>
        room.Store.Write(room.Firm.Id, async db => (await LinkTokens.Make(db, room.Now, room.Jane, purpose)).Reveal());

    private static Task<string> MakeNotMe(PostRoom room, TemporaryCode code) =>
        room.Store.Write(room.Firm.Id, async db => (await LinkTokens.MakeNotMe(db, room.Now, room.Jane, code)).Reveal());

    private static Task<Link?> Find(PostRoom room, LinkPurpose purpose, string token) =>
        room.Store.Read(room.Firm.Id, db => LinkTokens.Find(db, room.Now, purpose, token));

    private static Task<LinkLook> Look(PostRoom room, LinkPurpose purpose, string? token) =>
        room.Store.Read(room.Firm.Id, db => LinkTokens.Look(db, room.Now, purpose, token));

    private static Task<bool> Use(PostRoom room, Link? link) => room.Store.Write(room.Firm.Id, db => LinkTokens.Use(db, room.Now, link!));
}
