using Daypass.Server.Hosting;

namespace Daypass.Server.SignIn;

/// <summary>What came of a new password.</summary>
internal abstract record NewPasswordResult
{
    internal sealed record Done : NewPasswordResult;

    /// <summary>Set in the middle of a sign-in, which goes on here (P3).</summary>
    internal sealed record GoesOn(PasswordResult Next) : NewPasswordResult;

    internal sealed record CurrentWrong : NewPasswordResult;

    internal sealed record Problem(PasswordProblem Why) : NewPasswordResult;

    /// <summary>The link was used, replaced or has expired.</summary>
    internal sealed record Dead : NewPasswordResult;

    internal sealed record NotAllowed : NewPasswordResult;

    internal sealed record Locked : NewPasswordResult;

    internal sealed record Busy : NewPasswordResult;
}

/// <summary>
/// The frame of every way to a new password: look whether it will do, hash it in a lane, write. Nothing is held while it is hashed, so
/// what writes looks again.
/// </summary>
internal sealed class NewPassword(Store store, Passwords passwords, HashLanes lanes)
{
    /// <param name="look">Why not; null: go on.</param>
    public async Task<NewPasswordResult> LookHashAndWrite(
        Guid firm, string @new, Func<DaypassDb, Task<NewPasswordResult?>> look, Func<DaypassDb, string, Task<NewPasswordResult>> write) =>
        await store.Read(firm, look) ?? await HashAndWrite(firm, knownBrowser: false, @new, write);

    public async Task<NewPasswordResult> HashAndWrite(Guid firm, bool knownBrowser, string @new, Func<DaypassDb, string, Task<NewPasswordResult>> write)
    {
        try
        {
            var hash = await lanes.Run(knownBrowser, () => passwords.Hash(@new));
            return await store.Write(firm, db => write(db, hash));
        }
        catch (HashLanesBusy)
        {
            return new NewPasswordResult.Busy();
        }
    }

    /// <summary>Writes it on an account that the caller holds.</summary>
    public static void Set(Account account, DateTimeOffset now, string hash, bool isLong, bool byMailedLink)
    {
        account.PasswordHash = hash;
        account.PasswordSetAt = now;
        account.PasswordIsLong = isLong;
        if (byMailedLink)
        {
            // N11: the mailbox that set the password may not prove the person as well.
            account.MailboxMayNotProve = true;
        }
    }
}
