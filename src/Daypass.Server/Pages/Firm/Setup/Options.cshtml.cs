using Daypass.Server.People;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Setup > Sign-in options: the policies, and the settings for temporary codes.</summary>
[Needs(Ability.ChangePermissionsOrPolicy)]
internal sealed class OptionsModel(SignInOptions options, ChangeSignInOptions change, Kept keeper, IStringLocalizer<SetupText> text) : PageModel
{
    private static readonly int[] UsualLives = [10, 30, 60, 2 * 60, 4 * 60, 8 * 60, 12 * 60, 24 * 60];

    [BindProperty]
    public Policy? StaffPolicy { get; set; }

    [BindProperty]
    public Policy? ClientPolicy { get; set; }

    /// <summary>Minutes.</summary>
    [BindProperty]
    public int? Life { get; set; }

    [BindProperty]
    public bool OneTime { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public SignInOptionsView Now { get; private set; } = null!;

    /// <summary>The lives offered; with the one that is set, whatever it is.</summary>
    public IEnumerable<int> Lives => UsualLives.Append(Now.CodeLifeMinutes).Distinct().Order();

    public async Task<IActionResult> OnGetAsync(string? kept)
    {
        if (!await Load())
        {
            return NotFound();
        }

        var typed = keeper.Find<Typed>(HttpContext.Me().AccountId, kept) ?? new Typed(Now.StaffPolicy, Now.ClientPolicy, Now.CodeLifeMinutes, Now.OneTimeCodes);
        (StaffPolicy, ClientPolicy, Life, OneTime) = typed;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var me = HttpContext.Me();
        if (!await Load())
        {
            return NotFound();
        }

        Check(nameof(StaffPolicy), StaffPolicy is { } staff && Enum.IsDefined(staff), "PolicyProblem");
        Check(nameof(ClientPolicy), ClientPolicy is { } clients && Enum.IsDefined(clients), "PolicyProblem");
        Check(nameof(Life), Life is { } life && CodeLife.MayBe(TimeSpan.FromMinutes(life)), "LifeProblem");
        if (!ModelState.IsValid)
        {
            return Page();
        }

        switch (await change.Run(me, StaffPolicy!.Value, ClientPolicy!.Value, Life!.Value, OneTime))
        {
            case ChangeSignInOptionsResult.Done:
                return LocalRedirect("~/setup/options?done=saved");
            case ChangeSignInOptionsResult.NeedsSecondStep:
                return this.ConfirmFirst(keeper.Keep(me.AccountId, new Typed(StaffPolicy, ClientPolicy, Life, OneTime)));
            case ChangeSignInOptionsResult.LifeOutOfBounds:
                ModelState.AddModelError(nameof(Life), text["LifeProblem"]);
                return Page();
            default:
                return NotFound();
        }
    }

    /// <summary>Our message instead of that of model binding, which knows no more.</summary>
    private void Check(string field, bool good, string problem)
    {
        if (!good)
        {
            ModelState.Remove(field);
            ModelState.AddModelError(field, text[problem]);
        }
    }

    private async Task<bool> Load()
    {
        if (await options.Run(HttpContext.Me()) is not { } now)
        {
            return false;
        }

        Now = now;
        return true;
    }

    private sealed record Typed(Policy? Staff, Policy? Clients, int? Life, bool OneTime);
}
