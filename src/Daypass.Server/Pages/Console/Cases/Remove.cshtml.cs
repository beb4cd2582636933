using Daypass.Server.Cases;
using Daypass.Server.Codes;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Removes the live code that an approved case is about (H5).</summary>
[NeedsAgent(AgentRole.Technician)]
internal sealed class RemoveModel(LookAtCase look, RemoveOnCase remove, FreshStep fresh, FirmTime time, IStringLocalizer<CaseText> text) : CasePage(look, time)
{
    /// <summary>With a fresh second step, as issuing asks for (C15).</summary>
    public override async Task<IActionResult> OnGetAsync() => !await Load() ? NotFound() : fresh.IsThere(Me) ? Page() : this.ConfirmFirst();

    public async Task<IActionResult> OnPostAsync()
    {
        var (result, removal) = await remove.Run(Me, Id);
        if (result is CaseResult.Done && removal != RemoveResult.Removed)
        {
            return await Load() ? this.Wrong("", text["Remove.None", View.Person.Name]) : NotFound();
        }

        return this.After(result, Id, "removed");
    }
}
