using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Devices;

/// <summary>The sitting in which an invitation was accepted: it proves the mailbox, and the password was set a moment ago (N4).</summary>
internal static class Invitation
{
    /// <summary>Whether this is the session that accepting the invitation opened.</summary>
    public static async Task<bool> WasAcceptedIn(DaypassDb db, SignedIn me, Account account) =>
        account.AcceptedAt is { } accepted && await db.Sessions.AnyAsync(x => x.Id == me.SessionId && x.OpenedAt == accepted);
}
