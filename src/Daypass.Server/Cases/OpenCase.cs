using System.Security.Cryptography;
using Daypass.Server.Audit;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases;

/// <param name="Id">Of the form: sent twice, it opens one case.</param>
/// <param name="Account">Who gets back in; whose code is removed; who becomes primary administrator.</param>
/// <param name="ReasonText">With <see cref="CodeReason.Other"/>.</param>
/// <param name="OfficerName">Who signed the letter of a hand-over.</param>
internal sealed record CaseRequest(Guid Id, Guid Firm, CaseKind Kind, Guid Account, CaseArrival Arrival, CodeReason Reason, string? ReasonText = null, string? OfficerName = null);

internal abstract record OpenCaseResult
{
    internal sealed record Opened(Guid Case, int Number) : OpenCaseResult;

    internal sealed record Refused(CaseRefusal Why) : OpenCaseResult;

    /// <summary>As many as one agent opens in an hour.</summary>
    internal sealed record TooMany(DateTimeOffset Until) : OpenCaseResult;

    /// <summary>No such firm, no such login in it, or no primary administrator who could ask.</summary>
    internal sealed record NotFound : OpenCaseResult;
}

/// <summary>H3: a representative opens a case for one login of a firm. The firm's administrators are told at once (T1).</summary>
internal sealed class OpenCase(Store store, TimeProvider clock)
{
    public Task<OpenCaseResult> Run(AgentSignedIn me, CaseRequest request) => store.WriteAcross<OpenCaseResult>(async db =>
    {
        var now = clock.Now();
        if (await db.AgentTurn(me) is not { } agent)
        {
            return new OpenCaseResult.Refused(CaseRefusal.SignedOut);
        }

        if (await db.SupportCases.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Id) is { } opened)
        {
            return new OpenCaseResult.Opened(opened.Id, opened.Number);
        }

        var person = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Account && x.FirmId == request.Firm);
        var primary = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.FirmId == request.Firm && x.IsPrimary);
        if (person is null || primary is null)
        {
            return new OpenCaseResult.NotFound();
        }

        var refusal = agent.Role != AgentRole.Representative ? CaseRefusal.NotYours
            : person.State != AccountState.Active || !CaseRule.IsForSupport(request.Kind, person.Standing()) ? CaseRefusal.NotForSupport
            : (CaseRefusal?)null;
        if (refusal is { } why)
        {
            db.Record(now, request.Firm, EventKind.CaseStepRefused, By.Agent(agent.Id), person.Id, facts: RefusalFacts.Of(why));
            return new OpenCaseResult.Refused(why);
        }

        if (await OpenedBefore.FullUntil(db, now, agent.Id) is { } until)
        {
            db.Record(now, request.Firm, EventKind.CaseStepRefused, By.Agent(agent.Id), person.Id, facts: RefusalFacts.Of(CaseRefusal.TooManyCases));
            return new OpenCaseResult.TooMany(until);
        }

        var wasOn = await Wave.IsOnFor(db, now, request.Firm);
        var made = new SupportCase
        {
            Id = request.Id,
            Number = await FreeNumber(db),
            FirmId = request.Firm,
            Kind = request.Kind,
            State = CaseState.Open,
            AccountId = person.Id,
            RequesterId = primary.Id,
            OfficerName = request.Kind == CaseKind.HandOver ? DisplayText.Clean(request.OfficerName) : null,
            Arrival = request.Arrival,
            Reason = request.Reason,
            ReasonText = request.Reason == CodeReason.Other ? DisplayText.Clean(request.ReasonText) : null,
            OpenedBy = agent.Id,
            AssignedTo = agent.Id,
            OpenedAt = now,
        };
        db.SupportCases.Add(made);
        db.Record(now, made, EventKind.CaseOpened, By.Agent(agent.Id), new CaseFacts(made.Kind));
        await CaseTelling.Opened(db, now, made, By.Agent(agent.Id));
        await db.SaveChangesAsync();
        if (!wasOn && await Wave.IsOnFor(db, now, request.Firm))
        {
            db.Record(now, Guid.Empty, EventKind.WaveAlarmOn, By.Job);
        }

        return new OpenCaseResult.Opened(made.Id, made.Number);
    });

    /// <summary>Seven digits: said on the phone, and nothing can be counted from them.</summary>
    internal static async Task<int> FreeNumber(DaypassDb db)
    {
        int number;
        do
        {
            number = RandomNumberGenerator.GetInt32(1_000_000, 10_000_000);
        }
        while (await db.SupportCases.AnyAsync(x => x.Number == number));
        return number;
    }
}

internal static class OpenedBefore
{
    /// <summary>Until when the agent opens no case and starts no drill. The caller holds the agent, on a context that sees all firms.</summary>
    public static async Task<DateTimeOffset?> FullUntil(DaypassDb db, DateTimeOffset now, Guid agentId)
    {
        // A drill stands in the name of another; who started it is in the record.
        var opened = await db.SupportCases
            .Where(x => x.OpenedAt > now - CaseLimit.Hour && ((!x.IsDrill && x.OpenedBy == agentId)
                || (x.IsDrill && db.SecurityEvents.Any(y => y.CaseId == x.Id && y.Kind == EventKind.DrillStarted && y.ActorId == agentId))))
            .Select(x => x.OpenedAt).ToListAsync();
        return CaseLimit.FullUntil(opened, now);
    }
}
