using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Hosting;

/// <summary>
/// Takes away what has had its time. The audit record stays; the hash of an ended code goes after 24 hours (C14), failed tries once they
/// count no more (C8), the rest when nobody will ask for it again.
/// </summary>
internal sealed class Tidy(Store store, TimeProvider clock) : IChore
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    private static readonly TimeSpan FeedbackKept = TimeSpan.FromDays(730);
    private DateTimeOffset _last;

    public async Task Do(CancellationToken stop)
    {
        var now = clock.Now();
        if (now - _last < Every)
        {
            return;
        }

        _last = now;
        var (day, month, quarter, longAgo) = (now - CodeLife.Remembered, now - TryCap.Month, now - Kept, now - FeedbackKept);
        await store.WriteAcross(async db =>
        {
            await db.TemporaryCodes.Where(x => x.Mac != null && ((x.EndedAt != null && x.EndedAt <= day) || x.ExpiresAt <= day))
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.Mac, (byte[]?)null), stop);
            await db.CodeTries.Where(x => x.At < month).ExecuteDeleteAsync(stop);
            await db.ApprovalRequests.Where(x => x.ExpiresAt < day).ExecuteDeleteAsync(stop);
            await db.SignInAttempts.Where(x => x.ExpiresAt < day).ExecuteDeleteAsync(stop);
            await db.Operations.Where(x => x.At < month).ExecuteDeleteAsync(stop);
            await db.PasswordTries.Where(x => x.TouchedAt < month).ExecuteDeleteAsync(stop);
            await db.Links.Where(x => x.ExpiresAt < month).ExecuteDeleteAsync(stop);
            await db.Links.Where(x => x.Purpose == LinkPurpose.StopCase && db.SupportCases.Any(about => about.Id == x.SubjectId && about.ClosedAt < month)).ExecuteDeleteAsync(stop);
            await db.Sessions.Where(x => x.ExpiresAt < quarter).ExecuteDeleteAsync(stop);
            await db.AgentSignIns.Where(x => x.ExpiresAt < day).ExecuteDeleteAsync(stop);
            await db.AgentSessions.Where(x => x.ExpiresAt < quarter).ExecuteDeleteAsync(stop);
            await db.HelpFeedback.Where(x => x.At < longAgo).ExecuteDeleteAsync(stop);
            await db.Notices.Where(x => x.CreatedAt < quarter && (x.SentAt != null || x.FailedAt != null)).ExecuteDeleteAsync(stop);
        });
    }
}
