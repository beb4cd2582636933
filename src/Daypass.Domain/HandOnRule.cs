namespace Daypass.Domain;

// W2: a firm has one primary administrator, always. They hand the role on themselves, with a fresh second step, to another administrator
// who can act for the firm the moment they have it: registered, and with a device of their own. For whoever has the role nobody in the firm
// issues a code, so that one without a device would be locked out with it. Where the primary administrator cannot do it, support does, on a
// case.

/// <summary>Why the role is handed on; kept in the firm's activity.</summary>
public enum HandOnReason { LeavesTheFirm = 1, IsAway = 2, DutiesChange = 3, Other = 4 }

public enum HandOnRefusal
{
    /// <summary>It is not theirs to give, or not for this login.</summary>
    NotAllowed = 1,

    /// <summary>The other administrator cannot sign in with a second step now.</summary>
    NotReady = 2,
    SecondStepNotFresh = 3,
}

public static class HandOnRule
{
    /// <param name="confirmedAt">The session's last second step by an authenticator.</param>
    /// <returns>Why not; null: they may.</returns>
    public static HandOnRefusal? WhyNot(Standing primary, Standing other, AccountState state, Paired paired, DateTimeOffset? confirmedAt, DateTimeOffset now) =>
        !MayBeOffered(primary, other) ? HandOnRefusal.NotAllowed
        : !IsReady(state, paired) ? HandOnRefusal.NotReady
        : !SessionRule.IsFresh(confirmedAt, now) ? HandOnRefusal.SecondStepNotFresh
        : null;

    /// <summary>Whether it is this person's to give, to that one.</summary>
    public static bool MayBeOffered(Standing primary, Standing other) =>
        primary.IsPrimary && other.Administers && Authority.MayActFor(primary, other);

    /// <summary>Whether somebody can act for the firm the moment they have the role.</summary>
    public static bool IsReady(AccountState state, Paired paired) => state == AccountState.Active && paired == Paired.Now;
}
