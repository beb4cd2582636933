using Daypass.Server.Cases;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>A form that opens a case, or what looks like one, for somebody who was looked up. Its id is the form's: sent twice, it opens one.</summary>
internal abstract class NewCasePage(Kept keeper, CaseWords words, IStringLocalizer<CaseText> text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? For { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public CaseArrival? Arrival { get; set; }

    /// <summary>Null: no look-up led here, or too long ago.</summary>
    public CaseFor? Wanted { get; private set; }

    /// <summary>A letter comes by fax or email (H3).</summary>
    public virtual IReadOnlyList<CaseArrival> Arrivals => [CaseArrival.Email, CaseArrival.Fax];

    protected AgentSignedIn Me => HttpContext.AgentMe();

    public async Task OnGetAsync()
    {
        await Load();
        Id = Guid.NewGuid();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        if (Wanted is null || !IsGood(Wanted))
        {
            return Page();
        }

        return await Open(Wanted) switch
        {
            OpenCaseResult.Opened opened => LocalRedirect(CaseLinks.Of(opened.Case, Done)),
            OpenCaseResult.Refused { Why: CaseRefusal.SignedOut } => LocalRedirect("/signin"),
            OpenCaseResult.Refused refused => this.Wrong("", words.Why(refused.Why)),
            OpenCaseResult.TooMany full => this.Wrong("", words.TooMany(full.Until)),
            _ => this.Wrong("", text["New.Gone"]),
        };
    }

    /// <summary>What the case's page says then.</summary>
    protected abstract string Done { get; }

    protected abstract Task<OpenCaseResult> Open(CaseFor wanted);

    /// <summary>Says what is wrong with the fields of this form alone.</summary>
    protected abstract void Check(CaseFor wanted);

    protected virtual Task Load()
    {
        Wanted = keeper.Find<CaseFor>(Me.AgentId, For);
        return Task.CompletedTask;
    }

    protected void Say(string field, string words)
    {
        // Model binding may have said the same less well.
        ModelState.Remove(field);
        ModelState.AddModelError(field, text[words]);
    }

    private bool IsGood(CaseFor wanted)
    {
        if (Arrival is not { } arrival || !Arrivals.Contains(arrival))
        {
            Say(nameof(Arrival), "New.ArrivalMissing");
        }

        Check(wanted);
        if (Id == Guid.Empty)
        {
            // Not our form, or a damaged one: a new id, and the agent decides again.
            ModelState.Remove(nameof(Id));
            Id = Guid.NewGuid();
            ModelState.AddModelError("", text["New.Damaged"]);
        }

        return ModelState.IsValid;
    }
}
