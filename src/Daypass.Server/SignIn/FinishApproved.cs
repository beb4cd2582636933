using Daypass.Server.Approvals;
using Daypass.Server.Hosting;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>What came of going on after the phone was asked.</summary>
internal abstract record FinishResult
{
    internal sealed record Admitted(Token Session, Guid AccountId, DateTimeOffset ExpiresAt) : FinishResult;

    /// <summary>No approval that is good now; the page says where it stands.</summary>
    internal sealed record NotYet : FinishResult;

    internal sealed record StartAgain : FinishResult;
}

/// <summary>
/// The second step by the phone (N2, N3): uses the approval up and opens the session, in one transaction. The approval is good for this
/// sign-in only, once, and while the phone that gave it is paired.
/// </summary>
internal sealed class FinishApproved(Store store, TimeProvider clock)
{
    public Task<FinishResult> Run(Guid firm, string? attemptToken, ClientInfo client) => store.Write<FinishResult>(firm, async db =>
    {
        if (await Attempts.AfterPassword(db, clock.Now(), attemptToken) is not var (_, seen) || await db.Lock(seen.Id) is not { } account)
        {
            return new FinishResult.StartAgain();
        }

        // Looked at again with the login held: of many that go on at once, one finds the sign-in under way.
        var now = clock.Now();
        if (await Attempts.AfterPassword(db, now, attemptToken) is not var (attempt, _))
        {
            return new FinishResult.StartAgain();
        }

        var usable = db.ApprovalRequests.Where(x => x.AttemptId == attempt.Id && x.State == ApprovalState.Approved);
        if (await usable.AsNoTracking().SingleOrDefaultAsync() is not { AnsweredAt: { } answeredAt } request
            || !ApprovalRule.GoesOn(answeredAt, now)
            || await Phones.Paired(db).AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.DeviceId && x.AccountId == account.Id) is not { } device
            || await usable.ExecuteUpdateAsync(set => set.SetProperty(x => x.State, ApprovalState.Used)) == 0)
        {
            return new FinishResult.NotYet();
        }

        if (!await Attempts.Finish(db, now, attempt.Id))
        {
            throw new InvalidOperationException("The sign-in was finished by somebody who does not hold the login.");
        }

        await db.Authenticators.Where(x => x.Id == device.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.LastUsedAt, now));
        await DeviceAgain.EndCode(db, now, account, device.Id);
        var (token, session) = SessionOpener.Open(db, now, account, SessionKind.Full, client, confirmedWith: device);
        account.MailboxMayNotProve = false;
        return new FinishResult.Admitted(token, account.Id, session.ExpiresAt);
    });
}
