using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Notifications;

/// <summary>What came to nothing while it waited is not sent; all else is, however late.</summary>
public class MootNotices
{
    [Theory, OnBothDatabases]
    public async Task A_reset_link_is_sent_within_its_hour_and_not_at_its_end(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        await room.Tell(NoticeKind.PasswordResetLink);
        room.Clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromMicroseconds(1));
        Assert.Single(await room.Mails());

        var late = await room.Tell(NoticeKind.PasswordResetLink);
        room.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Empty(await room.Mails());
        Assert.Equal("too old", (await room.Reread(late)).Failure);
        Assert.Null((await room.Reread(room.Jane)).MailRefusedAt);
    }

    [Theory, OnBothDatabases(NoticeKind.MailboxProof, NoticeKind.PasswordResetLink, NoticeKind.SignInLinks)]
    internal async Task Of_two_that_wait_only_the_newer_is_sent(DatabaseKind database, NoticeKind kind)
    {
        await using var room = await PostRoom.Open(database);
        await room.Tell(kind);
        room.Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = await room.Tell(kind);
        Assert.StartsWith(newer.Id.ToString(), Assert.Single(await room.Mails()).MessageId, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_invitation_is_not_sent_to_who_accepted_it_meanwhile(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        await room.Tell(NoticeKind.Invitation);
        Assert.Empty(await room.Mails());
    }

    [Theory, OnBothDatabases]
    public async Task A_stopped_wait_mails_no_second_link(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var wait = new MailboxWait
        {
            Id = Guid.CreateVersion7(), FirmId = room.Firm.Id, AccountId = room.Jane.Id, StartedAt = room.Now, EndsAt = room.Now, StoppedAt = room.Now,
        };
        await room.Write(db => db.Add(wait));
        await room.Tell(NoticeKind.MailboxProofAfterWait, x => x.WaitId = wait.Id);
        Assert.Empty(await room.Mails());
    }

    [Theory, OnBothDatabases]
    public async Task A_warning_that_mfa_turns_off_is_dropped_once_it_cannot_happen_or_has_happened(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        foreach (var hold in new DateTimeOffset?[] { null, room.Now, Hold.OpenEnd })
        {
            await room.Write(db => db.Attach(room.Jane).Property(x => x.HoldUntil).CurrentValue = hold);
            await room.Tell(NoticeKind.MfaAboutToTurnOff);
            Assert.Empty(await room.Mails());
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_was_done_is_told_two_days_later_too(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        await room.Tell(NoticeKind.DeviceMarkedLost);
        room.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Contains("24 Nov 2026 at 09:12", Assert.Single(await room.Mails()).TextBody, StringComparison.Ordinal);
    }
}
