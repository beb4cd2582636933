using Daypass.Server.Cases;
using Daypass.Server.Cases.Delivery;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>
/// Makes a code ready that nobody at support sees (H4b). The post answers the page itself, since the three words are shown once and stored
/// nowhere; the form's operation id makes a second post of it do nothing.
/// </summary>
[NeedsAgent(AgentRole.Technician)]
internal sealed class DeliverModel(LookAtCase look, OfferDelivery offer, FirmTime time, TimeProvider clock) : CasePage(look, time)
{
    [BindProperty]
    public Guid Operation { get; set; }

    /// <summary>What the post came to; null: the form.</summary>
    public OfferDeliveryResult? Result { get; private set; }

    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await Load())
        {
            return NotFound();
        }

        if (View.Next != CaseNext.Use || View.Case is not { Kind: CaseKind.Access, IsDrill: false } || !View.IsBlind || View.Panel.Refusal is not null || !View.Person.MayBeCalled)
        {
            // The case says what it waits for instead.
            return LocalRedirect(CaseLinks.Of(Id));
        }

        if (!SessionRule.IsFresh(Me.ConfirmedAt, clock.Now()))
        {
            return this.ConfirmFirst();
        }

        Operation = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Operation == Guid.Empty || !ModelState.IsValid)
        {
            // Not our form, or a damaged one: the technician begins anew.
            return LocalRedirect($"/cases/{Id}/deliver");
        }

        Result = await offer.Run(Me, Operation, Id);
        switch (Result)
        {
            case OfferDeliveryResult.Refused refused:
                return this.Refused(refused.Why, Id);
            case OfferDeliveryResult.NoCode { Why: RefusalToIssue.SecondStepNotFresh }:
                return this.ConfirmFirst();
            case not OfferDeliveryResult.NotFound when await Load():
                Response.Headers.CacheControl = "no-store";
                return Page();
            default:
                return NotFound();
        }
    }
}
