namespace Daypass.Server.Sessions;

internal enum ActRefusal
{
    /// <summary>No such login in this firm; another firm's looks the same (W1).</summary>
    NotFound = 1,

    /// <summary>By the table in W, or by the limits of the session (S2, S4).</summary>
    NotAllowed = 2,
}

/// <summary>
/// The beginning of an act on another login: takes both turns and asks the table in W about both as they are now, so that an act and
/// the loss of the authority for it never pass each other.
/// </summary>
internal static class Acting
{
    /// <summary>The other login, or why not. An actor who is not active any more acts for nobody.</summary>
    public static async Task<(Account? Person, ActRefusal? Refusal)> For(DaypassDb db, SignedIn by, Guid accountId)
    {
        var (actor, person) = await db.TurnToAct(by, accountId);
        return actor is null || !by.May(Ability.ActForOthers) ? (null, ActRefusal.NotAllowed)
            : person is null ? (null, ActRefusal.NotFound)
            : Authority.MayActFor(actor.Standing(), person.Standing()) ? (person, null)
            : (null, ActRefusal.NotAllowed);
    }
}
