using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.SignIn;

/// <summary>What came of a typed code.</summary>
internal abstract record CodeResult
{
    internal sealed record Admitted(Token Session, Guid AccountId, DateTimeOffset ExpiresAt, SessionKind Kind) : CodeResult;

    /// <summary>Not the shape of any code, or the check digit does not fit: costs no try (C1).</summary>
    internal sealed record TypingError : CodeResult;

    /// <param name="AfterReplaced">The login had a code that a newer one replaced: it may be that one, mistyped.</param>
    internal sealed record Wrong(int? TriesLeft, bool AfterReplaced = false) : CodeResult;

    /// <summary>The right digits of a code that has ended (C14).</summary>
    internal sealed record NotLive(CodeEnding Why, int? TriesLeft) : CodeResult;

    internal sealed record CapReached(DateTimeOffset Until) : CodeResult;

    internal sealed record Busy : CodeResult;

    /// <summary>The sign-in ran out, was finished, or never passed the password step.</summary>
    internal sealed record StartAgain : CodeResult;
}

/// <summary>
/// The second step by a typed code: temporary code, TOTP or backup code in one field (N1 to N5, N8, N13).
/// One shell for all of them: read, take a place, compute, decide.
/// </summary>
internal sealed class EnterCode(Store store, TimeProvider clock, CodeTries tries, KeyedHash keyedHash, TotpVerifier totp)
{
    private sealed record Facts(SignInAttempt Attempt, Account Account, TemporaryCode? Code, List<Authenticator> Devices, List<RecoveryCode> Backups);

    private static readonly Compiled<Func<DaypassDb, Guid, IAsyncEnumerable<TemporaryCode>>> CodesOf = new(() => EF.CompileAsyncQuery((DaypassDb db, Guid account) =>
        db.TemporaryCodes.AsNoTracking().Where(x => x.AccountId == account && x.Mac != null)));

    /// <summary>What the typed digits turned out to be; all null: wrong.</summary>
    private readonly record struct Match(TemporaryCode? Code = null, Authenticator? Device = null, long Step = 0, RecoveryCode? Backup = null)
    {
        public bool Any => Code is not null || Device is not null || Backup is not null;
    }

    public async Task<CodeResult> Run(Guid firm, string? attemptToken, string typed, ClientInfo client)
    {
        var reading = TypedCode.Read(typed);
        if (await store.Read(firm, db => Read(db, attemptToken, reading)) is not { } facts)
        {
            return new CodeResult.StartAgain();
        }

        if (KindOf(reading) is not { } kind)
        {
            return new CodeResult.TypingError();
        }

        var against = kind == TryKind.TemporaryCode ? facts.Code?.Id : null;
        switch (await tries.Reserve(firm, facts.Account.Id, kind, against))
        {
            case Place.Exhausted: return new CodeResult.NotLive(CodeEnding.Exhausted, null);
            case Place.CapReached cap: return new CodeResult.CapReached(cap.Until);
            case Place.Busy: return new CodeResult.Busy();
            case Place.Taken place:
                var match = Compute(facts, reading);
                if (match.Any && await store.Write(firm, db => Redeem(db, facts, match, place, client)) is { } admitted)
                {
                    return admitted;
                }

                var left = await tries.Wrong(firm, facts.Account.Id, place.TryId, kind, place.CodeId);
                return await WhyNot(firm, facts, reading, left);
            default: throw new InvalidOperationException("A place is one of four.");
        }
    }

    private async Task<Facts?> Read(DaypassDb db, string? token, TypedCode reading)
    {
        var now = clock.Now();
        if (await Attempts.AfterPassword(db, now, token) is not var (attempt, account))
        {
            return null;
        }

        List<TemporaryCode> codes = reading is not TypedCode.Temporary ? []
            : await CodesOf.On(db)(db, account.Id).ToListAsync();
        var live = codes.Find(x => CodeLife.IsLive(x.State, x.IssuedAt, x.ExpiresAt, now));
        return new Facts(attempt, account, live,
            reading is not TypedCode.Totp ? []
                : await db.Authenticators.AsNoTracking().Where(x => x.AccountId == account.Id && x.State == AuthenticatorState.Paired).ToListAsync(),
            reading is not TypedCode.Backup ? []
                : await db.RecoveryCodes.AsNoTracking().Where(x => x.AccountId == account.Id && x.UsedAt == null).ToListAsync());
    }

    private static TryKind? KindOf(TypedCode reading) => reading switch
    {
        TypedCode.Temporary => TryKind.TemporaryCode,
        TypedCode.Totp => TryKind.Totp,
        TypedCode.Backup => TryKind.BackupCode,
        _ => null,
    };

    private Match Compute(Facts facts, TypedCode reading)
    {
        switch (reading)
        {
            case TypedCode.Temporary typed:
                return facts.Code is { } code && Fits(code, typed.Digits) ? new Match(Code: code) : default;
            case TypedCode.Totp typed:
                foreach (var device in facts.Devices)
                {
                    if (totp.Verify(device, typed.Digits, clock.Now()) is { } step)
                    {
                        return new Match(Device: device, Step: step);
                    }
                }

                return default;
            case TypedCode.Backup typed:
                return new Match(Backup: facts.Backups.Find(x => keyedHash.Matches(KeyPurpose.BackupCode, x.KeyId, x.Mac, x.AccountId, typed.Digits.Reveal())));
            default:
                return default;
        }
    }

    private bool Fits(TemporaryCode code, CodeDigits digits) => keyedHash.Matches(KeyPurpose.TemporaryCode, code.KeyId, code.Mac, code.AccountId, digits.Reveal());

    /// <summary>Uses up what was typed and opens the session, all in this transaction; null if meanwhile it was used, ended or replaced.</summary>
    private async Task<CodeResult?> Redeem(DaypassDb db, Facts facts, Match match, Place.Taken place, ClientInfo client)
    {
        var account = await db.Lock(facts.Account.Id);
        var now = clock.Now();
        if (account is not { State: AccountState.Active, PasswordHash: not null } || account.PasswordSetAt != facts.Account.PasswordSetAt)
        {
            return null;
        }

        // Finished by another request: what was typed is not used, and the place is given back. Under the account's lock nobody else
        // can finish this sign-in between here and the end.
        if (!await Attempts.Finish(db, now, facts.Attempt.Id))
        {
            await CodeTries.GiveBack(db, place.TryId, place.CodeId);
            return new CodeResult.StartAgain();
        }

        if (!await Use(db, now, account, match))
        {
            await Attempts.GoOn(db, facts.Attempt.Id);
            return null;
        }

        await CodeTries.GiveBack(db, place.TryId, place.CodeId);
        var kind = match.Code is not null ? SessionKind.TemporaryCode : match.Backup is not null ? SessionKind.BackupCode : SessionKind.Full;
        var (token, session) = SessionOpener.Open(db, now, account, kind, client, match.Code, match.Device);
        account.MailboxMayNotProve = false;
        return new CodeResult.Admitted(token, account.Id, session.ExpiresAt, kind);
    }

    private static async Task<bool> Use(DaypassDb db, DateTimeOffset now, Account account, Match match)
    {
        var by = By.Person(account.Id);
        if (match.Code is { } code)
        {
            // The first use is told, once: whoever finds it unused here is the first.
            var first = code.Uses == 0 && await db.Do(
                $"update temporary_codes set state = case when one_time then {CodeState.Spent} else state end, uses = 1, first_used_at = {now}, last_used_at = {now}",
                where: $"id = {code.Id} and state = {CodeState.Live} and expires_at > {now} and uses = 0") == 1;
            if (!first && await db.Do(
                $"update temporary_codes set uses = uses + 1, last_used_at = {now}",
                where: $"id = {code.Id} and state = {CodeState.Live} and expires_at > {now}") == 0)
            {
                return false;
            }

            db.Record(now, account.FirmId, EventKind.CodeRedeemed, by, account.Id, code: code.Id);
            if (first)
            {
                await db.TellWithWatchers(now, NoticeKind.CodeFirstUsed, account, by, new Subject(Code: code.Id));
            }

            return true;
        }

        if (match.Device is { } device)
        {
            if (!await TotpStep.Take(db, now, device.Id, match.Step))
            {
                return false;
            }

            await DeviceAgain.EndCode(db, now, account, device.Id);
            return true;
        }

        var backup = match.Backup!;
        if (await db.RecoveryCodes.Where(x => x.Id == backup.Id && x.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(x => x.UsedAt, now)) == 0)
        {
            return false;
        }

        db.Record(now, account.FirmId, EventKind.BackupCodeUsed, by, account.Id);
        db.Tell(now, NoticeKind.BackupCodeUsed, account, by);
        return true;
    }

    /// <summary>C14: after the right password the page says what was wrong with the code. The try was paid for.</summary>
    private async Task<CodeResult> WhyNot(Guid firm, Facts facts, TypedCode reading, int? left)
    {
        if (reading is not TypedCode.Temporary typed)
        {
            return new CodeResult.Wrong(left);
        }

        var now = clock.Now();
        var codes = await store.Read(firm, db => db.TemporaryCodes.AsNoTracking()
            .Where(x => x.AccountId == facts.Account.Id && x.Mac != null).OrderByDescending(x => x.IssuedAt).ToListAsync());
        return codes.Find(x => Fits(x, typed.Digits)) is { } ended && CodeLife.WhyNotLive(ended.State, ended.IssuedAt, ended.ExpiresAt, now) is { } why
            ? new CodeResult.NotLive(why, left)
            : new CodeResult.Wrong(left, codes.Exists(x => x.State == CodeState.Replaced));
    }
}
