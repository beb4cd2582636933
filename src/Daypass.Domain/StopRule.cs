namespace Daypass.Domain;

// H3: any administrator of the firm can freeze a case; nothing moves in it until a technician has called back anew.
// W2: any administrator can stop a hand-over during its 72 hours' notice; then it is over.
//
// Besides the administrators: whoever is to become primary administrator may decline; and a primary administrator whom support suspended
// may freeze, though not end a hand-over. What suspended them may be a forged letter, so they are heard; it may be a true one, so that
// their word alone does not keep them in the role.

public enum StopEffect
{
    /// <summary>The case is closed: there is nothing to stop.</summary>
    TooLate = 1,
    AlreadyFrozen = 2,
    Freeze = 3,

    /// <summary>A hand-over under notice is over.</summary>
    EndHandOver = 4,
}

public static class StopRule
{
    /// <param name="subjectId">The login that the case is about.</param>
    public static bool MayStop(Standing person, AccountState state, CaseKind kind, Guid subjectId) => state switch
    {
        AccountState.Active => person.Administers || (kind == CaseKind.HandOver && person.AccountId == subjectId),
        AccountState.Suspended => person.IsPrimary,
        _ => false,
    };

    /// <param name="underNotice">A hand-over whose 72 hours have begun.</param>
    /// <param name="suspends">Support keeps the primary administrator out for it: then it can be ended, frozen or not (W2).</param>
    public static StopEffect Of(CaseKind kind, CaseState state, bool underNotice, bool frozen, bool bySuspended, bool suspends) =>
        state is CaseState.Rejected or CaseState.Done or CaseState.Withdrawn or CaseState.Stopped ? StopEffect.TooLate
        : suspends && !bySuspended ? StopEffect.EndHandOver
        : frozen ? StopEffect.AlreadyFrozen
        : kind == CaseKind.HandOver && state == CaseState.Approved && underNotice && !bySuspended ? StopEffect.EndHandOver
        : StopEffect.Freeze;
}
