using Daypass.Server.Approvals;
using Daypass.Server.Hosting;
using Daypass.Server.Push;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>Where the question to the phone stands, for the page that waits.</summary>
internal enum PhoneState
{
    /// <summary>Not asked, or taken back: too many were open, or this step asks only once a button is pressed (N2).</summary>
    NotAsked = 1,
    Waiting,
    Approved,
    Denied,
    WrongNumber,
    Expired,

    /// <summary>Used, or the sign-in is over otherwise: nothing to wait for.</summary>
    Answered,
}

/// <summary>What a sign-in asked the phone last.</summary>
internal sealed record PhoneView(PhoneState State, Guid? Request = null, int Number = 0, DateTimeOffset ExpiresAt = default, ClientInfo From = default, bool Woke = true);

/// <summary>Looks at the question of a sign-in.</summary>
internal sealed class PhoneStep(Store store, TimeProvider clock)
{
    /// <summary>By the cookie, also of a sign-in that the phone has ended. Null: there is no such sign-in.</summary>
    public Task<PhoneView?> Run(Guid firm, string? attemptToken) => store.Read(firm, async db =>
    {
        var hash = Token.HashOf(attemptToken);
        return hash is not null && await db.SignInAttempts.AsNoTracking().SingleOrDefaultAsync(x => x.TokenHash == hash) is { } attempt
            ? await Of(db, clock.Now(), attempt)
            : null;
    });

    public static async Task<PhoneView> Of(DaypassDb db, DateTimeOffset now, SignInAttempt attempt) =>
        await db.ApprovalRequests.AsNoTracking().Where(x => x.AttemptId == attempt.Id)
            .OrderBy(x => x.State == ApprovalState.Withdrawn).ThenByDescending(x => x.CreatedAt).FirstOrDefaultAsync() is { } last
            ? new PhoneView(StateOf(last, await IsUsable(db, last, now), attempt, now), last.Id, last.Number, last.ExpiresAt, new ClientInfo(last.ClientAddress, last.Browser), last.Woke)
            : new PhoneView(PhoneState.NotAsked);

    /// <summary>As <see cref="FinishApproved"/> has it: the page must not go on, and on, with what gets it nowhere.</summary>
    private static async Task<bool> IsUsable(DaypassDb db, ApprovalRequest request, DateTimeOffset now) =>
        request is { State: ApprovalState.Approved, AnsweredAt: { } at } && ApprovalRule.GoesOn(at, now) && await Phones.Paired(db).AnyAsync(x => x.Id == request.DeviceId);

    private static PhoneState StateOf(ApprovalRequest request, bool usable, SignInAttempt attempt, DateTimeOffset now) => request.State switch
    {
        ApprovalState.Denied or ApprovalState.NotMe => PhoneState.Denied,
        _ when attempt.DoneAt is not null || attempt.ExpiresAt <= now => PhoneState.Answered,
        ApprovalState.Waiting => ApprovalRule.IsAlive(request.ExpiresAt, now) ? PhoneState.Waiting : PhoneState.Expired,
        ApprovalState.Approved => usable ? PhoneState.Approved : PhoneState.Expired,
        ApprovalState.WrongNumber => PhoneState.WrongNumber,
        ApprovalState.Withdrawn => PhoneState.NotAsked,
        _ => PhoneState.Answered,
    };
}

internal enum AskPhoneResult { Asked = 1, TooMany, NoPhone, StartAgain }

/// <summary>"Ask my phone" (N2), and "Ask again" once a question expired.</summary>
internal sealed class AskPhone(Store store, TimeProvider clock, Wake wake)
{
    public async Task<AskPhoneResult> Run(Guid firm, string? attemptToken, KnownBrowser? browser, ClientInfo client)
    {
        var (result, account) = await store.Write(firm, async db =>
        {
            if (await Attempts.AfterPassword(db, clock.Now(), attemptToken) is not var (_, seen) || await db.Lock(seen.Id) is null)
            {
                return (AskPhoneResult.StartAgain, (Guid?)null);
            }

            // Looked at again with the login held: it may have been finished, or the password changed.
            var now = clock.Now();
            if (await Attempts.AfterPassword(db, now, attemptToken) is not var (attempt, account))
            {
                return (AskPhoneResult.StartAgain, null);
            }

            // One question at a time: asking again and again while it waits would bury the owner's own under others.
            if (await ApprovalRequests.Open(db, now).AnyAsync(x => x.AttemptId == attempt.Id))
            {
                return (AskPhoneResult.Asked, null);
            }

            return await ApprovalRequests.Ask(db, now, account, attempt.Id, browser?.ConfirmedFor(account), client) switch
            {
                null => (AskPhoneResult.NoPhone, null),
                Asking.TooMany => (AskPhoneResult.TooMany, null),
                var asked => (AskPhoneResult.Asked, asked == Asking.Wake ? account.Id : null),
            };
        });
        if (account is { } whose)
        {
            wake.Enqueue(firm, whose);
        }

        return result;
    }
}
