using Daypass.Server.Codes;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>A person's page: details, and the access panel.</summary>
[Needs(Ability.ActForOthers)]
internal sealed class PersonModel(AccessPanel panel, IStringLocalizer<SetupText> text) : PageModel
{
    public const string AccessTab = "access";
    public const string OpenSettings = "settings";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Tab { get; set; }

    /// <summary>Which disclosure stands open.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>What was done a moment ago: the first part of a resource's name.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public AccessPanelView View { get; private set; } = null!;
    public bool OnAccess => Tab == AccessTab;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await panel.Run(HttpContext.Me(), Id) is not { } view)
        {
            return NotFound();
        }

        View = view;
        return Page();
    }

    /// <summary>The message for <see cref="Done"/>. Only our own words are found by it.</summary>
    public string? Message() => Done is { Length: > 0 and < 30 } done && text[$"Done.{done}", View.Person.Name] is { ResourceNotFound: false } found ? found.Value : null;
}
