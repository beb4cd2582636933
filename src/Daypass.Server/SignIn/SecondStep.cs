using Daypass.Server.Approvals;
using Daypass.Server.Codes;
using Daypass.Server.Mfa;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>What the second-step page shows; read anew at each request (N).</summary>
internal sealed record SecondStepView(
    NextStep Step, bool NeedsLongerPassword, bool CodeIsLive, bool PairedNow, MailboxProofOffer MailboxProof, DateTimeOffset? MailboxWaitEnds,
    DateTimeOffset? CapUntil, IReadOnlyList<string> WhomToAsk, Kind Kind, string Name, string EmailMasked)
{
    /// <summary>What the phone was asked; null where none is paired.</summary>
    public PhoneView? Phone { get; init; }

    /// <summary>Three questions wait already, of other sign-ins.</summary>
    public bool TooManyAsked { get; init; }

    /// <summary>Whether another device is paired whose codes can be typed.</summary>
    public bool HasOtherApp { get; init; }
}

/// <summary>Looks at a sign-in that passed the password step.</summary>
internal sealed class SecondStep(Store store, TimeProvider clock)
{
    /// <summary>Null: nothing is under way, start again.</summary>
    /// <param name="afterTry">Whether a code was tried just now: then the page says whom to ask for another.</param>
    public Task<SecondStepView?> Run(Guid firm, string? attemptToken, bool afterTry = false) => store.Read(firm, async db =>
    {
        var now = clock.Now();
        if (await Attempts.AfterPassword(db, now, attemptToken) is not var (attempt, account))
        {
            return null;
        }

        var facts = await FactsForNextStep.Read(db, account, now);
        var step = NextStepRule.Decide(facts, now);
        var wait = facts.Paired == Paired.Now ? null : await MailboxProof.LastWait(db, account, now);
        var capUntil = await CodeTries.CapUntil(db, account, now);
        var kinds = facts.Paired != Paired.Now ? [] : await db.Authenticators.Where(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired).Select(x => x.Kind).Distinct().ToListAsync();
        var phone = kinds.Contains(AuthenticatorKind.Daypass) ? await PhoneStep.Of(db, now, attempt) : null;
        return new SecondStepView(
            step,
            step is NextStep.Admit or NextStep.TurnMfaOffAndAdmit,
            facts.CodeIsLive(now),
            facts.Paired == Paired.Now,
            MailboxProof.Offer(account, facts, now, wait),
            MailboxProof.Until(wait),
            capUntil,
            afterTry || capUntil is not null || step == NextStep.ProveMailboxOrCode ? await WhomToAsk(db, account) : [],
            account.Kind,
            account.Name,
            Mask(account.Email))
        {
            Phone = phone,
            // N3 asks by itself, unless too many were asked.
            TooManyAsked = phone?.State == PhoneState.NotAsked && step == NextStep.Authenticator,
            HasOtherApp = kinds.Contains(AuthenticatorKind.Totp),
        };
    });

    /// <summary>The names of those who may issue a code for this person: a few, the primary administrator first (C14).</summary>
    internal static async Task<IReadOnlyList<string>> WhomToAsk(DaypassDb db, Account account)
    {
        var staff = await db.Accounts.AsNoTracking()
            .Where(x => x.Kind == Kind.Staff && x.State == AccountState.Active && x.Id != account.Id && (x.IsAdministrator || x.Permissions != Permission.None))
            .OrderByDescending(x => x.IsPrimary).ThenByDescending(x => x.IsAdministrator).ThenBy(x => x.Name)
            .Take(50).ToListAsync();
        return [.. staff.Where(x => Authority.MayActFor(x.Standing(), account.Standing())).Select(x => x.Name).Take(3)];
    }

    /// <summary>Enough to know one's own address by: <c>j***@example.com</c>.</summary>
    private static string Mask(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at < 1 ? "***" : $"{email[0]}***{email[at..]}";
    }
}
