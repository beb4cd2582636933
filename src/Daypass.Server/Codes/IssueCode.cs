using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Codes;

internal abstract record IssueResult
{
    /// <summary>The one time that the digits leave the server.</summary>
    internal sealed record Issued(CodeDigits Digits, DateTimeOffset ExpiresAt, AfterCode After, bool OneTime, string PersonName, IReadOnlyList<string> MarkedLost) : IssueResult;

    /// <summary>This form was sent before: nothing was issued now.</summary>
    internal sealed record AlreadyShown : IssueResult;

    internal sealed record Refused(RefusalToIssue Why, DateTimeOffset? Until) : IssueResult;

    internal sealed record NotFound : IssueResult;
}

/// <summary>
/// Issues a temporary code (C): decides, replaces what was live, writes code, hold, audit line and notices in one transaction.
/// </summary>
internal sealed class IssueCode(Store store, TimeProvider clock, KeyedHash keyedHash)
{
    /// <summary>C15's counts (replaced and removed codes count: the digits were shown), C8's failures, and the code that was not ended yet.</summary>
    private sealed record Earlier(int ForPersonInDay, int ByIssuerInHour, int Failures, TemporaryCode? NotEnded);

    private static readonly Compiled<Func<DaypassDb, Guid, Guid?, DateTimeOffset, DateTimeOffset, DateTimeOffset, Task<Earlier>>> WhatWas = new(() => EF.CompileAsyncQuery(
        (DaypassDb db, Guid person, Guid? issuer, DateTimeOffset day, DateTimeOffset hour, DateTimeOffset tries) => (
            from account in db.Accounts.AsNoTracking()
            join code in db.TemporaryCodes.AsNoTracking().Where(x => x.State <= CodeState.Spent) on account.Id equals code.AccountId into codes
            from notEnded in codes.DefaultIfEmpty()
            where account.Id == person
            select new Earlier(
                db.TemporaryCodes.Count(x => x.AccountId == person && x.IssuedAt > day),
                db.TemporaryCodes.Count(x => issuer != null && x.IssuedBy == issuer && x.IssuedAt > hour),
                db.CodeTries.Count(x => x.AccountId == person && x.At >= tries),
                notEnded)).Single()));

    public Task<IssueResult> Run(SignedIn by, Guid operationId, Guid accountId, CodeReason reason, string? reasonText, IReadOnlyCollection<Guid>? lost = null) => store.Write<IssueResult>(by.FirmId, async db =>
    {
        var (issuer, person, answeredBefore) = await db.TurnToAct(by, accountId, operationId);
        var now = clock.Now();
        if (issuer is not { State: AccountState.Active } || person is null)
        {
            return new IssueResult.NotFound();
        }

        if (answeredBefore)
        {
            return new IssueResult.AlreadyShown();
        }

        var refusal = Issuing.RefusedToIssuer(issuer.Standing(), person.Standing())
            ?? (by.May(Ability.ActForOthers) ? null : (RefusalToIssue?)RefusalToIssue.NotAllowed)
            ?? Issuing.NotFresh(by.ConfirmedAt, now);
        if (refusal is { } no)
        {
            return Refuse(db, now, By.Person(issuer.Id), person, no);
        }

        var result = await Issue(db, now, keyedHash, person, By.Person(issuer.Id), reason, reasonText, lost);
        if (result is IssueResult.Issued)
        {
            // Where nothing was shown the form may be sent again.
            db.Operations.Add(new Operation { Id = operationId, FirmId = by.FirmId, AccountId = issuer.Id, At = now });
        }

        return result;
    });

    /// <summary>What every issuer's code goes through, once the issuer's own right is settled. The caller holds the person's account.</summary>
    internal static async Task<IssueResult> Issue(DaypassDb db, DateTimeOffset now, KeyedHash keyedHash, Account person, By by, CodeReason reason, string? reasonText, IReadOnlyCollection<Guid>? lost = null, Guid? approval = null)
    {
        var (firm, facts) = await FactsForNextStep.ReadWithFirm(db, person, now);
        var earlier = await Before(db, now, person, by.Id);
        if (await WhyNot(db, now, person, facts, firm, by.Id, earlier) is var (why, until))
        {
            return Refuse(db, now, by, person, why, until);
        }

        // C10: with the code or not at all. Before it, so that what is said about the code's end is said of a login without the device.
        var markedLost = new List<string>();
        foreach (var device in reason == CodeReason.Lost ? lost ?? [] : [])
        {
            if (await LostDevice.Mark(db, now, person, device, by) is { } name)
            {
                markedLost.Add(name);
            }
        }

        if (markedLost.Count > 0)
        {
            facts = await FactsForNextStep.Read(db, person, now);
        }

        if (earlier.NotEnded is { } old)
        {
            await CodeEnder.MakeRoom(db, now, person, old, by);
        }

        var digits = CodeDigits.New();
        var (keyId, mac) = keyedHash.Make(KeyPurpose.TemporaryCode, person.Id, digits.Reveal());
        var code = new TemporaryCode
        {
            Id = Guid.CreateVersion7(now),
            FirmId = firm.Id,
            AccountId = person.Id,
            IssuerKind = by.Kind,
            IssuedBy = by.Id,
            ApprovalId = approval,
            IssuedAt = now,
            ExpiresAt = CodeLife.ExpiresAt(now, LifeIn(firm)),
            Reason = reason,
            ReasonText = reason == CodeReason.Other ? reasonText : null,
            OneTime = firm.OneTimeCodes,
            State = CodeState.Live,
            Mac = mac,
            KeyId = keyId,
        };
        db.TemporaryCodes.Add(code);
        var hold = HoldRule.AfterCodeIssued(facts.Hold, facts.Paired, new IssuedCode(code.IssuedAt, code.ExpiresAt));
        Holding.Set(db, now, person, hold, by);
        db.Record(now, firm.Id, EventKind.CodeIssued, by, person.Id, code: code.Id, facts: new CodeFacts(reason, code.ExpiresAt, code.OneTime));
        await db.TellWithWatchers(now, NoticeKind.CodeIssued, person, by, new Subject(Code: code.Id));
        var after = AfterCodeRule.WhatHappens(facts with { LiveCodeEnds = code.ExpiresAt, Hold = hold }, code.ExpiresAt);
        return new IssueResult.Issued(digits, code.ExpiresAt, after, code.OneTime, person.Name, markedLost);
    }

    /// <summary>
    /// Why no code can be issued for this person, and until when where that is a question of time; null: one can. The issuer's own right was
    /// asked for before. The panel shows what this says, and issuing goes by it.
    /// </summary>
    internal static async Task<(RefusalToIssue Why, DateTimeOffset? Until)?> WhyNot(
        DaypassDb db, DateTimeOffset now, Account person, MfaFacts facts, Firm firm, Guid? issuerId) =>
        await WhyNot(db, now, person, facts, firm, issuerId, await Before(db, now, person, issuerId));

    private static async Task<(RefusalToIssue Why, DateTimeOffset? Until)?> WhyNot(
        DaypassDb db, DateTimeOffset now, Account person, MfaFacts facts, Firm firm, Guid? issuerId, Earlier earlier)
    {
        if (db.ClocksDisagree)
        {
            return (RefusalToIssue.ClocksDisagree, null);
        }

        if (Issuing.RefusedForPerson(person.State, facts, now) is { } no)
        {
            return (no, null);
        }

        // Fewer failures than a day allows are too few for any cap.
        if (earlier.Failures >= TryCap.PerDay && await CodeTries.CapUntil(db, person, now) is { } capUntil)
        {
            return (RefusalToIssue.TypedCodesCapped, capUntil);
        }

        return Issuing.TooMany(new IssuedBefore(earlier.ForPersonInDay, earlier.ByIssuerInHour), firm.OneTimeCodes, LifeIn(firm)) is { } tooMany
            ? (tooMany, await Until(db, tooMany, person.Id, issuerId, firm))
            : null;
    }

    private static Task<Earlier> Before(DaypassDb db, DateTimeOffset now, Account person, Guid? issuerId) =>
        WhatWas.On(db)(db, person.Id, issuerId, now - Issuing.Day, now - Issuing.Hour, CodeTries.CountFrom(person, now));

    internal static TimeSpan LifeIn(Firm firm) => TimeSpan.FromMinutes(firm.CodeLifeMinutes);

    /// <summary>When the oldest of those that C15 counts is old enough.</summary>
    private static async Task<DateTimeOffset> Until(DaypassDb db, RefusalToIssue why, Guid personId, Guid? issuerId, Firm firm)
    {
        return why == RefusalToIssue.TooManyForPerson
            ? await Newest(db.TemporaryCodes.Where(x => x.AccountId == personId), Issuing.LimitForPerson(firm.OneTimeCodes, LifeIn(firm))) + Issuing.Day
            : await Newest(db.TemporaryCodes.Where(x => x.IssuedBy == issuerId), Issuing.PerIssuerAndHour) + Issuing.Hour;

        static Task<DateTimeOffset> Newest(IQueryable<TemporaryCode> issued, int which) =>
            issued.OrderByDescending(x => x.IssuedAt).Skip(which - 1).Select(x => x.IssuedAt).FirstAsync();
    }

    internal static IssueResult.Refused Refuse(DaypassDb db, DateTimeOffset now, By by, Account person, RefusalToIssue why, DateTimeOffset? until = null)
    {
        db.Record(now, person.FirmId, EventKind.IssueRefused, by, person.Id, facts: RefusalFacts.Of(why));
        return new IssueResult.Refused(why, until);
    }
}
