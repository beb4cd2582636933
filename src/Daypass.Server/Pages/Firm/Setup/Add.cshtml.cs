using System.ComponentModel.DataAnnotations;
using Daypass.Server.People;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Adds a person to one of the lists.</summary>
[Needs(Ability.ActForOthers)]
internal sealed class AddModel(AddPerson addPerson, Kept keeper, IStringLocalizer<SetupText> text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Side { get; set; } = "";

    [BindProperty, Display(Name = "Name"), StringLength(PersonDetails.LongestName, ErrorMessage = "TooLong")]
    public string? Name { get; set; }

    [BindProperty, Display(Name = "Email"), StringLength(EmailAddress.Longest, ErrorMessage = "TooLong")]
    public string? Email { get; set; }

    [BindProperty, Display(Name = "Phone"), StringLength(PersonDetails.LongestPhone, ErrorMessage = "TooLong")]
    public string? Phone { get; set; }

    [BindProperty]
    public bool IsAdministrator { get; set; }

    [BindProperty]
    public bool ManageStaff { get; set; }

    [BindProperty]
    public bool ManageClients { get; set; }

    [BindProperty]
    public bool Invite { get; set; } = true;

    public Kind Kind { get; private set; }

    /// <summary>The login that has this email already.</summary>
    public Guid? Taken { get; private set; }

    /// <summary>W5: only for staff, and only by those who may grant.</summary>
    public bool MayGrant => Kind == Kind.Staff && Authority.MayGrant(HttpContext.Me().Standing, Permission.Both, administrator: true);

    public IActionResult OnGet(string? kept)
    {
        if (!Find())
        {
            return NotFound();
        }

        if (keeper.Find<Typed>(HttpContext.Me().AccountId, kept) is { } typed)
        {
            (Name, Email, Phone, IsAdministrator, ManageStaff, ManageClients, Invite) = typed;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Find())
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var me = HttpContext.Me();
        var permissions = (ManageStaff ? Permission.ManageStaff : Permission.None) | (ManageClients ? Permission.ManageClients : Permission.None);
        switch (await addPerson.Run(me, new NewPerson(Kind, Name ?? "", Email ?? "", Phone, IsAdministrator, permissions), Invite))
        {
            case AddPersonResult.Added added:
                return RedirectToPage("Person", new { id = added.AccountId, done = Invite ? "added-invited" : "added" });
            case AddPersonResult.NeedsSecondStep:
                return this.ConfirmFirst(keeper.Keep(me.AccountId, new Typed(Name, Email, Phone, IsAdministrator, ManageStaff, ManageClients, Invite)));
            case AddPersonResult.EmailTaken taken:
                Taken = taken.AccountId;
                ModelState.AddModelError(nameof(Email), text["EmailTaken"]);
                return Page();
            case AddPersonResult.Invalid invalid:
                foreach (var (field, problem) in invalid.Problems)
                {
                    ModelState.AddModelError(field.ToString(), text[problem == FieldProblem.TooLong ? "Problem.TooLong" : $"Problem.{field}"]);
                }

                return Page();
            default:
                return NotFound();
        }
    }

    private bool Find()
    {
        if (Sides.Managed(HttpContext.Me(), Side) is not { } kind)
        {
            return false;
        }

        Kind = kind;
        return true;
    }

    private sealed record Typed(string? Name, string? Email, string? Phone, bool IsAdministrator, bool ManageStaff, bool ManageClients, bool Invite);
}
