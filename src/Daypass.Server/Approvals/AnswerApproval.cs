using System.Globalization;
using Daypass.Server.Audit;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Approvals;

internal enum ApprovalOutcome
{
    Approved = 1,
    Denied,
    WrongNumber,

    /// <summary>Too late; also for a question that was never asked of this login.</summary>
    Expired,

    /// <summary>Another answer was first.</summary>
    Answered,
}

/// <summary>What came of a phone's answer.</summary>
internal abstract record AnswerResult
{
    /// <summary>The phone's clock is too far from the server's.</summary>
    internal sealed record Clock(DateTimeOffset Now) : AnswerResult;

    /// <summary>Unknown, disconnected or lost, or not signed by it: one answer.</summary>
    internal sealed record Gone : AnswerResult;

    internal sealed record Done(ApprovalOutcome Outcome) : AnswerResult;
}

/// <summary>
/// The phone says yes or no (N3). The signature covers the login, the question, the number, the origin and the time; one conditional
/// update decides, so that of several answers exactly one counts, on whichever server they arrive.
/// </summary>
internal sealed class AnswerApproval(Store store, TimeProvider clock, PublicOrigin origin, WaitingSignIns waiting)
{
    /// <param name="number">Two digits as typed; empty when denying.</param>
    public async Task<AnswerResult> Run(Guid firm, Guid device, Guid request, bool approve, string number, long time, string signature) =>
        await SignedPhone.Find(store, clock, firm, device, time, signature, x => SignedText.Answer(origin, device, x.Account.Id, request, approve, number, time)) switch
        {
            SignedPhone.Clock late => new AnswerResult.Clock(late.Now),
            SignedPhone.Found { Phone: var phone } => await Take(firm, phone, request, approve, number),
            _ => new AnswerResult.Gone(),
        };

    private async Task<AnswerResult> Take(Guid firm, Phone phone, Guid request, bool approve, string number)
    {
        int? typed = number.Length == 2 && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : null;
        var outcome = await store.Write(firm, db => Decide(db, phone, request, approve, typed));
        if (outcome is ApprovalOutcome.Approved or ApprovalOutcome.Denied or ApprovalOutcome.WrongNumber)
        {
            waiting.Answered(request);
        }

        return new AnswerResult.Done(outcome);
    }

    private async Task<ApprovalOutcome> Decide(DaypassDb db, Phone phone, Guid id, bool approve, int? typed)
    {
        var now = clock.Now();
        var mine = db.ApprovalRequests.AsNoTracking().Where(x => x.Id == id && x.AccountId == phone.Account.Id);
        if (await mine.SingleOrDefaultAsync() is not { } request)
        {
            return ApprovalOutcome.Expired;
        }

        var paired = Phones.Paired(db);
        var verdict = ApprovalRule.Judge(approve, typed, request.Number);
        var decided = await ApprovalRequests.Open(db, now)
            .Where(x => x.Id == id && x.AccountId == phone.Account.Id && paired.Any(device => device.Id == phone.Device.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.State, StateOf(verdict)).SetProperty(x => x.AnsweredAt, now).SetProperty(x => x.DeviceId, phone.Device.Id));
        if (decided == 0)
        {
            // Looked at again: another answer may have come in between.
            return await mine.AnyAsync(x => x.AnsweredAt != null) ? ApprovalOutcome.Answered : ApprovalOutcome.Expired;
        }

        var by = By.Person(phone.Account.Id);
        switch (verdict)
        {
            case ApprovalVerdict.Approved:
                db.Record(now, phone.Account.FirmId, EventKind.ApprovalGiven, by, phone.Account.Id, device: phone.Device.Id);
                return ApprovalOutcome.Approved;
            case ApprovalVerdict.Denied:
                await db.SignInAttempts.Where(x => x.Id == request.AttemptId && x.DoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(x => x.DoneAt, now));
                db.Record(now, phone.Account.FirmId, EventKind.ApprovalDenied, by, phone.Account.Id, device: phone.Device.Id);
                db.Tell(now, NoticeKind.SignInDenied, phone.Account, by, new Subject(Device: phone.Device.Id));
                return ApprovalOutcome.Denied;
            default:
                db.Record(now, phone.Account.FirmId, EventKind.ApprovalWrongNumber, by, phone.Account.Id, device: phone.Device.Id);
                return ApprovalOutcome.WrongNumber;
        }
    }

    private static ApprovalState StateOf(ApprovalVerdict verdict) => verdict switch
    {
        ApprovalVerdict.Approved => ApprovalState.Approved,
        ApprovalVerdict.Denied => ApprovalState.Denied,
        _ => ApprovalState.WrongNumber,
    };
}
