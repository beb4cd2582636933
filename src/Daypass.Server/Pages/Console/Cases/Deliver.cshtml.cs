using Daypass.Server.Cases;
using Daypass.Server.Cases.Delivery;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Makes a code ready that nobody at support sees (H4b). What is shown once are the three words.</summary>
[NeedsAgent(AgentRole.Technician)]
internal sealed class DeliverModel(LookAtCase look, OfferDelivery offer, FirmTime time, FreshStep fresh) : ShownOnce(look, time, fresh)
{
    /// <summary>What the post came to; null: the form.</summary>
    public OfferDeliveryResult? Result { get; private set; }

    protected override bool IsFor(CaseView view) => view is { IsBlind: true, Person.MayBeCalled: true };

    protected override async Task<IActionResult?> Do()
    {
        Result = await offer.Run(Me, Operation, Id);
        return Result switch
        {
            OfferDeliveryResult.Refused refused => this.Refused(refused.Why, Id),
            OfferDeliveryResult.NoCode { Why: RefusalToIssue.SecondStepNotFresh } => this.ConfirmFirst(),
            OfferDeliveryResult.NotFound => NotFound(),
            _ => null,
        };
    }
}
