using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

/// <param name="ShortestPassword">Characters that the new password needs (P3).</param>
internal sealed record InvitationView(string Name, string Email, Kind Kind, int ShortestPassword, Policy Policy, DateTimeOffset ExpiresAt);

/// <summary>What a mailed invitation says to whoever opens it. Null: dead, replaced by a newer one, or never made. Nothing is used up.</summary>
internal sealed class LookAtInvitation(Store store, TimeProvider clock)
{
    public Task<InvitationView?> Run(Guid firm, string linkToken) => store.Read(firm, async db =>
    {
        var now = clock.Now();
        if (await LinkTokens.Find(db, now, LinkPurpose.Invitation, linkToken) is not { } link
            || await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == link.AccountId && x.State == AccountState.Invited) is not { } account)
        {
            return null;
        }

        var policy = (await FactsForNextStep.Read(db, account, now)).Policy;
        return new InvitationView(account.Name, account.Email, account.Kind, PasswordRule.ShortestFor(policy), policy, link.ExpiresAt);
    });

    /// <summary>Whether the invitation was accepted by this very link: a second click on the button is not told that something failed.</summary>
    public Task<bool> WasAccepted(Guid firm, string linkToken) => store.Read(firm, async db =>
        await LinkTokens.Look(db, clock.Now(), LinkPurpose.Invitation, linkToken) is (LinkState.Dead, { UsedAt: { } used } link)
        && await db.Accounts.AnyAsync(x => x.Id == link.AccountId && x.State == AccountState.Active && x.AcceptedAt == used));
}
