using Daypass.Server.Cases;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Closes a case before a decision.</summary>
[NeedsAgent]
internal sealed class WithdrawModel(LookAtCase look, WithdrawCase withdraw, FirmTime time) : CasePage(look, time)
{
    public async Task<IActionResult> OnPostAsync() => this.After(await withdraw.Run(Me, Id), Id, "withdrawn");
}
