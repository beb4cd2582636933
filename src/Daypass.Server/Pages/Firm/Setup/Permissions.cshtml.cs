using Daypass.Server.Codes;
using Daypass.Server.People;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Firm.Setup;

/// <summary>Changes what a member of staff may do for others (W5).</summary>
[Needs(Ability.ChangePermissionsOrPolicy)]
internal sealed class PermissionsModel(AccessPanel panel, ChangePermissions change, Kept keeper) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public bool IsAdministrator { get; set; }

    [BindProperty]
    public bool ManageStaff { get; set; }

    [BindProperty]
    public bool ManageClients { get; set; }

    public PanelPerson Person { get; private set; } = null!;
    public PermissionChoices Choices => new(IsAdministrator, ManageStaff, ManageClients);

    public async Task<IActionResult> OnGetAsync(string? kept)
    {
        if (!await Load())
        {
            return NotFound();
        }

        var typed = keeper.Find<PermissionChoices>(HttpContext.Me().AccountId, kept)
            ?? new PermissionChoices(Person.IsAdministrator, Person.Permissions.HasFlag(Permission.ManageStaff), Person.Permissions.HasFlag(Permission.ManageClients));
        (IsAdministrator, ManageStaff, ManageClients) = typed;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var me = HttpContext.Me();
        if (!await Load())
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var permissions = (ManageStaff ? Permission.ManageStaff : Permission.None) | (ManageClients ? Permission.ManageClients : Permission.None);
        return await change.Run(me, Id, IsAdministrator, permissions) switch
        {
            ChangePermissionsResult.Done => LocalRedirect($"~/setup/person/{Id}?done=permissions"),
            ChangePermissionsResult.NeedsSecondStep => this.ConfirmFirst(keeper.Keep(me.AccountId, Choices)),
            _ => NotFound(),
        };
    }

    private async Task<bool> Load()
    {
        if (await panel.Run(HttpContext.Me(), Id) is not { Rights.MayChangePermissions: true } view)
        {
            return false;
        }

        Person = view.Person;
        return true;
    }
}
