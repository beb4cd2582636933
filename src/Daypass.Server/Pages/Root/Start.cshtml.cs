using System.ComponentModel.DataAnnotations;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Root;

/// <summary>The way to a firm's sign-in page: by its address, or by mail. With no firm at all, the operator's next command.</summary>
[NoSession]
internal sealed class StartModel(FirmDirectory firms, MailSignInLinks mailSignInLinks, IStringLocalizer<SharedText> shared, IStringLocalizer<RootText> text) : PageModel
{
    [BindProperty, StringLength(Fields.Address)]
    public string? FirmAddress { get; set; }

    [BindProperty, StringLength(Fields.Address)]
    public string? Email { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    public bool NoFirm { get; private set; }

    public async Task OnGet() => NoFirm = !await firms.Any();

    public async Task<IActionResult> OnPostFirm()
    {
        if (AddressIn(FirmAddress) is not { Length: > 0 } address)
        {
            return this.Wrong(nameof(FirmAddress), shared["Required", shared["FirmAddress"]]);
        }

        return await firms.Find(address) is { } firm ? Redirect($"/{firm.Address}/signin") : this.Wrong(nameof(FirmAddress), text["UnknownFirm"]);
    }

    public async Task<IActionResult> OnPostMail()
    {
        if (string.IsNullOrWhiteSpace(Email))
        {
            return this.Wrong(nameof(Email), shared["Required", shared["Email"]]);
        }

        if (EmailAddress.TryRead(Email) is null)
        {
            return this.Wrong(nameof(Email), text["NoEmail"]);
        }

        // The same answer whether or not the address has a login anywhere.
        await mailSignInLinks.Run(Email);
        return RedirectToPage(new { Sent = true });
    }

    /// <summary>People paste the whole web address too: its first part is meant.</summary>
    private string? AddressIn(string? typed)
    {
        var address = typed?.Trim().ToLowerInvariant() ?? "";
        var host = Request.Host.Value + "/";
        var at = address.IndexOf(host, StringComparison.Ordinal);
        return (at < 0 ? address : address[(at + host.Length)..]).Trim('/').Split('/')[0];
    }
}
