using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Cases.Delivery;

internal sealed record FetchView(string Name, DateTimeOffset EndsAt, int Left);

internal abstract record FetchResult
{
    /// <summary>The one time that the digits leave the server (C6).</summary>
    internal sealed record Fetched(IssueResult.Issued Code) : FetchResult;

    /// <summary>This form was sent before: nothing was issued now.</summary>
    internal sealed record AlreadyShown : FetchResult;

    internal sealed record Wrong(int Left) : FetchResult;

    /// <summary>The words were right, but no code can be issued just now.</summary>
    internal sealed record NoCode(RefusalToIssue Why, DateTimeOffset? Until) : FetchResult;

    /// <summary>The words were right, but meanwhile a second technician has to approve (H4). The link and the words stay good.</summary>
    internal sealed record WaitsForSecond : FetchResult;

    /// <summary>The link is dead, the tries are used up, the time is over, or the approval is.</summary>
    internal sealed record Over : FetchResult;
}

/// <summary>
/// H4b: with the mailed link and the three words the code is made and shown to the person it is for. A place among the three tries is
/// reserved by one conditional update, committed on its own, before anything is computed (as C8); a crash never gives it back. The code is
/// the technician's, on the approval: whatever ends one in between ends the other.
/// </summary>
internal sealed class FetchCode(Store store, TimeProvider clock, KeyedHash keyedHash)
{
    /// <summary>Null: the link is dead.</summary>
    public Task<FetchView?> Look(Guid firm, string token) => store.Read(firm, async db =>
    {
        var now = clock.Now();
        return await Find(db, now, token) is var (_, delivery)
            ? new FetchView(await db.Accounts.Where(x => x.Id == delivery.AccountId).Select(x => x.Name).SingleAsync(), delivery.ExpiresAt, Phrase.Tries - delivery.Taken)
            : null;
    });

    public async Task<FetchResult> Run(Guid firm, string token, Guid operation, string typed)
    {
        if (await store.Read(firm, db => db.Operations.AnyAsync(x => x.Id == operation)))
        {
            return new FetchResult.AlreadyShown();
        }

        if (Phrase.TryRead(typed) is not { } phrase)
        {
            // Not three words: a typing error, which costs no try.
            return await Look(firm, token) is { } view ? new FetchResult.Wrong(view.Left) : new FetchResult.Over();
        }

        return await store.Write(firm, db => Reserve(db, clock.Now(), token)) is { } id
            ? await store.Write(firm, db => Fetch(db, token, id, operation, phrase))
            : new FetchResult.Over();
    }

    private static async Task<(Link Link, CodeDelivery Delivery)?> Find(DaypassDb db, DateTimeOffset now, string token) =>
        await LinkTokens.Find(db, now, LinkPurpose.FetchCode, token) is { SubjectId: { } id } link
        && await Open(db, now, id).AsNoTracking().SingleOrDefaultAsync() is { } delivery
            ? (link, delivery)
            : null;

    private static IQueryable<CodeDelivery> Open(DaypassDb db, DateTimeOffset now, Guid id) =>
        db.CodeDeliveries.Where(x => x.Id == id && x.Taken < Phrase.Tries && x.FetchedAt == null && x.EndedAt == null && x.ExpiresAt > now);

    private static async Task<Guid?> Reserve(DaypassDb db, DateTimeOffset now, string token) =>
        await Find(db, now, token) is var (_, delivery)
        && await Open(db, now, delivery.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.Taken, x => x.Taken + 1)) == 1
            ? delivery.Id
            : null;

    private async Task<FetchResult> Fetch(DaypassDb db, string token, Guid id, Guid operation, Phrase phrase)
    {
        var now = clock.Now();
        var caseId = await db.CodeDeliveries.Where(x => x.Id == id).Select(x => x.CaseId).SingleAsync();
        var about = await CaseSteps.Hold(db, now, caseId);
        var delivery = await db.CodeDeliveries.SingleAsync(x => x.Id == id);
        if (!keyedHash.Matches(KeyPurpose.DeliveryPhrase, delivery.KeyId, delivery.PhraseMac, delivery.Id, phrase.Reveal()))
        {
            return Wrong(db, now, about, delivery);
        }

        var approval = await db.CaseApprovals.AsNoTracking().SingleOrDefaultAsync(x => x.Id == delivery.ApprovalId && x.UsedAt == null && x.EndedAt == null);
        if (delivery.FetchedAt is not null || delivery.EndedAt is not null || now >= delivery.ExpiresAt
            || await LinkTokens.Find(db, now, LinkPurpose.FetchCode, token) is not { } link
            || !await db.SupportAgents.AnyAsync(x => x.Id == delivery.AgentId && x.State == AgentState.Active))
        {
            return new FetchResult.Over();
        }

        switch (await IssueOnCase.WhyNot(db, now, about, approval, CaseKind.Access))
        {
            case null:
                break;
            case CaseRefusal.SecondApprovalMissing:
                // The words were right: no try is lost.
                delivery.Taken--;
                return new FetchResult.WaitsForSecond();
            default:
                return new FetchResult.Over();
        }

        switch (await IssueOnCase.Issue(db, now, keyedHash, about, approval!, By.Agent(delivery.AgentId)))
        {
            case IssueResult.Issued issued:
                delivery.FetchedAt = now;
                await LinkTokens.Use(db, now, link);
                db.Operations.Add(new Operation { Id = operation, FirmId = about.FirmId, AccountId = about.AccountId, At = now });
                db.Record(now, about, EventKind.CodeDeliveryFetched, By.MailedLink(about.AccountId));
                return new FetchResult.Fetched(issued);
            case IssueResult.Refused refused:
                // The words were right: no try is lost.
                delivery.Taken--;
                return new FetchResult.NoCode(refused.Why, refused.Until);
            default:
                return new FetchResult.Over();
        }
    }

    private static FetchResult Wrong(DaypassDb db, DateTimeOffset now, SupportCase about, CodeDelivery delivery)
    {
        var left = Phrase.Tries - delivery.Taken;
        db.Record(now, about, EventKind.CodeDeliveryFailed, By.MailedLink(about.AccountId), new CountFacts(left));
        if (left > 0)
        {
            return new FetchResult.Wrong(left);
        }

        delivery.EndedAt ??= now;
        return new FetchResult.Over();
    }
}
