using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Notifications;
using Daypass.Server.Push;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>What came of a password.</summary>
internal abstract record PasswordResult
{
    /// <summary>Unknown email, wrong password, deactivated or locked: one answer (P1).</summary>
    internal sealed record Refused : PasswordResult;

    /// <summary>Too many at once: try again after this many seconds.</summary>
    internal sealed record Busy(int RetryAfterSeconds) : PasswordResult;

    /// <summary>On to the second step.</summary>
    /// <param name="Wake">The login whose phones are to be woken, now that the question to them is committed.</param>
    internal sealed record Continue(Token Attempt, Guid? Wake = null) : PasswordResult;

    /// <summary>P3: admitted once a longer password is set.</summary>
    internal sealed record NeedsLongerPassword(Token Attempt) : PasswordResult;

    internal sealed record Admitted(Token Session, Guid AccountId, DateTimeOffset ExpiresAt, bool MfaTurnedOff) : PasswordResult;

    /// <summary>The mailbox was proven in this browser: good for pairing and nothing else.</summary>
    internal sealed record PairingOnly(Token Session, Guid AccountId, DateTimeOffset ExpiresAt) : PasswordResult;
}

/// <summary>
/// The password step (P). One way through for every email and every password: find, take a place, hash, decide. What differs is
/// only which answer falls out at the end.
/// </summary>
internal sealed class EnterPassword(Store store, TimeProvider clock, PasswordPlaces places, Passwords passwords, HashLanes lanes, Wake wake)
{
    private static readonly Compiled<Func<DaypassDb, string, Task<Account?>>> Find = new(() => EF.CompileAsyncQuery((DaypassDb db, string key) =>
        db.Accounts.AsNoTracking().SingleOrDefault(x => x.EmailKey == key)));

    public async Task<PasswordResult> Run(Guid firm, string email, string password, KnownBrowser? browser, string? attemptToken, ClientInfo client)
    {
        var key = EmailAddress.KeyOf(email);
        try
        {
            // Who finds no place here has had no try counted.
            using var lane = lanes.Enter(browser is not null);
            var account = await places.InTurn(browser is null, () => store.Read(firm, db => Find.On(db)(db, key)));
            // P2: a count of its own only for a browser that signed in to this very login; one's own login gives no tries on another's.
            var subject = PasswordTriesKey.Of(firm, key, account is not null && browser?.Accounts.Contains(account.Id) == true ? browser.Id : null);
            var place = await places.Reserve(subject, new LoginsPassword(subject, account));
            if (place == PasswordPlace.Busy)
            {
                return new PasswordResult.Busy(HashLanes.RetryAfterSeconds);
            }

            var own = account is { State: AccountState.Active } && place == PasswordPlace.Taken ? account.PasswordHash : null;
            // Where the cost of a hash was raised, the password is hashed anew here, in the lane.
            var (right, renewed) = await lane.Run(() => passwords.Verify(own, password) ? (true, passwords.NeedsRehash(own!) ? passwords.Hash(password) : null) : (false, null));
            var result = await store.Write(firm, db => Decide(db, subject, place, account, right, renewed, browser, attemptToken, client));
            wake.If(result, firm);
            return result;
        }
        catch (HashLanesBusy)
        {
            return new PasswordResult.Busy(HashLanes.RetryAfterSeconds);
        }
    }

    private async Task<PasswordResult> Decide(DaypassDb db, PasswordTriesKey subject, PasswordPlace place, Account? account, bool right, string? renewedHash, KnownBrowser? browser, string? attemptToken, ClientInfo client)
    {
        if (right && await Continue(db, subject, account!, renewedHash, browser, attemptToken, client) is { } on)
        {
            return on;
        }

        if (place == PasswordPlace.Taken)
        {
            await places.Wrong(db, subject, new LoginsPassword(subject, account));
        }
        else
        {
            await places.FoundLocked(db, subject, new LoginsPassword(subject, account));
        }

        return new PasswordResult.Refused();
    }

    /// <summary>The password was right. Null if another was set while it was computed, or the login was deactivated.</summary>
    private async Task<PasswordResult?> Continue(DaypassDb db, PasswordTriesKey subject, Account seen, string? renewedHash, KnownBrowser? browser, string? attemptToken, ClientInfo client)
    {
        var account = await db.Lock(seen.Id);
        var now = clock.Now();
        if (account is not { State: AccountState.Active, PasswordHash: not null } || account.PasswordSetAt != seen.PasswordSetAt)
        {
            return null;
        }

        await PasswordPlaces.Right(db, subject);
        account.PasswordHash = renewedHash ?? account.PasswordHash;

        return await Admission.AfterPassword(db, now, account, attemptToken, browser?.ConfirmedFor(account), client);
    }
}
