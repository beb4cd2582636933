namespace Daypass.Domain;

// H3: where no contact can be called, another administrator of the firm may confirm the request from a signed-in session, which stands for
// the call back. Another than whom the case is about, and than who asked; at a hand-over the old primary administrator did not ask.

public enum ConfirmRefusal
{
    /// <summary>It is one's own request, or about oneself; or the person is no administrator.</summary>
    NotYours = 1,

    /// <summary>The case waits for nothing of the kind: it is not submitted, frozen, or confirmed already.</summary>
    NotNow = 2,

    /// <summary>Somebody can be called back, and nothing stands for that.</summary>
    SomebodyIsReachable = 3,
    SecondStepNotFresh = 4,
}

public static class ConfirmRule
{
    /// <param name="nobodyReached">No contact is unchanged for 30 days, or a technician who tried began the wait.</param>
    /// <param name="confirmedAt">The session's last second step by an authenticator.</param>
    /// <returns>Why not; null: they may.</returns>
    public static ConfirmRefusal? WhyNot(Standing person, CaseKind kind, Guid subjectId, Guid requesterId, CaseState state, bool frozen,
        IReadOnlyCollection<CaseCheckFact> checks, bool nobodyReached, DateTimeOffset? confirmedAt, DateTimeOffset now) =>
        !person.Administers || person.AccountId == subjectId || (kind != CaseKind.HandOver && person.AccountId == requesterId) ? ConfirmRefusal.NotYours
        : state != CaseState.Submitted || frozen || checks.Any(x => x.Kind is CaseCheckKind.CallBack or CaseCheckKind.AdministratorConfirmed) ? ConfirmRefusal.NotNow
        : !nobodyReached ? ConfirmRefusal.SomebodyIsReachable
        : !SessionRule.IsFresh(confirmedAt, now) ? ConfirmRefusal.SecondStepNotFresh
        : null;
}
