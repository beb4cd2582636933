using Daypass.Server.Cases;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Keeps the primary administrator out while a hand-over is under notice (W2).</summary>
[NeedsAgent(AgentRole.Technician)]
internal sealed class SuspendModel(LookAtCase look, SuspendPrimary suspend, FreshStep fresh, FirmTime time) : CasePage(look, time)
{
    /// <summary>With a fresh second step, as issuing asks for (C15).</summary>
    public override async Task<IActionResult> OnGetAsync() => !await Load() ? NotFound() : fresh.IsThere(Me) ? Page() : this.ConfirmFirst();

    public async Task<IActionResult> OnPostAsync() => this.After(await suspend.Run(Me, Id), Id, "suspended");
}
