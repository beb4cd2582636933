using Daypass.Server.Audit;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Daypass.Server.Mfa;
using Daypass.Server.Notifications;
using Daypass.Server.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Cases.Delivery;

internal abstract record OfferDeliveryResult
{
    /// <summary>The one time that the words are shown: the technician tells them on the phone.</summary>
    /// <param name="MailedTo">The address on file that the link goes to.</param>
    internal sealed record Offered(Phrase Phrase, DateTimeOffset EndsAt, string PersonName, string MailedTo) : OfferDeliveryResult;

    /// <summary>This form was sent before: nothing was made now.</summary>
    internal sealed record AlreadyShown : OfferDeliveryResult;

    /// <summary>No code could be issued for the person, as for any issuer.</summary>
    internal sealed record NoCode(RefusalToIssue Why, DateTimeOffset? Until) : OfferDeliveryResult;

    internal sealed record Refused(CaseRefusal Why) : OfferDeliveryResult;

    internal sealed record NotFound : OfferDeliveryResult;
}

/// <summary>
/// H4b: in place of issuing, a technician makes a code ready that nobody at support sees. A link goes to the person's address, if it is
/// unchanged for 30 days; three words are told on the phone. Another offer on the same approval ends the one before.
/// </summary>
internal sealed class OfferDelivery(Store store, TimeProvider clock, KeyedHash keyedHash, IOptions<DaypassOptions> options)
{
    /// <param name="operation">The form's id: sent twice, it offers once.</param>
    public async Task<OfferDeliveryResult> Run(AgentSignedIn me, Guid operation, Guid caseId)
    {
        OfferDeliveryResult? answer = null;
        var result = await CaseSteps.Step(store, clock, me, caseId, AgentRole.Technician, async step =>
        {
            answer = null;
            if (await step.Db.Operations.AnyAsync(x => x.Id == operation))
            {
                answer = new OfferDeliveryResult.AlreadyShown();
                return null;
            }

            if (Issuing.NotFresh(me.ConfirmedAt, step.Now) is { } stale)
            {
                answer = new OfferDeliveryResult.NoCode(stale, null);
                return null;
            }

            var approval = await step.Approval();
            if (await WhyNot(step, approval) is { } why)
            {
                return why;
            }

            answer = await Offer(step, approval!);
            if (answer is OfferDeliveryResult.Offered)
            {
                step.Db.Operations.Add(new Operation { Id = operation, FirmId = step.Case.FirmId, AccountId = me.AgentId, At = step.Now });
            }

            return null;
        });
        return result switch
        {
            CaseResult.Refused refused => new OfferDeliveryResult.Refused(refused.Why),
            CaseResult.Done when answer is not null => answer,
            _ => new OfferDeliveryResult.NotFound(),
        };
    }

    private async Task<CaseRefusal?> WhyNot(CaseStep step, CaseApproval? approval)
    {
        if (!options.Value.Support.BlindDelivery)
        {
            return CaseRefusal.NotDeliveredBlind;
        }

        if (await IssueOnCase.WhyNot(step.Db, step.Now, step.Case, approval, CaseKind.Access) is { } why)
        {
            return why;
        }

        var person = await step.Db.Accounts.AsNoTracking().SingleAsync(x => x.Id == step.Case.AccountId);
        return CaseRule.MayBeCalled(PersonOnFile.Since(person), step.Now) ? null : CaseRefusal.ContactTooNew;
    }

    private async Task<OfferDeliveryResult> Offer(CaseStep step, CaseApproval approval)
    {
        var (db, now) = (step.Db, step.Now);
        var person = (await db.Lock(step.Case.AccountId))!;
        var (firm, facts) = await FactsForNextStep.ReadWithFirm(db, person, now);
        // Said now, while the person is on the phone, and once more when the code is made.
        if (await IssueCode.WhyNot(db, now, person, facts, firm, step.Agent.Id) is var (why, until))
        {
            return new OfferDeliveryResult.NoCode(why, until);
        }

        await CaseSteps.EndDeliveries(db, now, step.Case.Id);
        var phrase = Phrase.New(PhraseWords.Of(firm.Language));
        var delivery = new CodeDelivery
        {
            Id = Guid.CreateVersion7(now),
            FirmId = firm.Id,
            AccountId = person.Id,
            CaseId = step.Case.Id,
            ApprovalId = approval.Id,
            AgentId = step.Agent.Id,
            CreatedAt = now,
            ExpiresAt = now + Phrase.Life < approval.ExpiresAt ? now + Phrase.Life : approval.ExpiresAt,
        };
        (delivery.KeyId, delivery.PhraseMac) = keyedHash.Make(KeyPurpose.DeliveryPhrase, delivery.Id, phrase.Reveal());
        db.CodeDeliveries.Add(delivery);
        step.Record(EventKind.CodeDeliveryOffered, new UntilFacts(delivery.ExpiresAt));
        db.Tell(now, NoticeKind.CodeDelivery, person, step.By, new Subject(Case: step.Case.Id));
        return new OfferDeliveryResult.Offered(phrase, delivery.ExpiresAt, person.Name, person.Email);
    }
}
