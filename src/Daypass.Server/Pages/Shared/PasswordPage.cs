using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Daypass.Server.Pages.Shared;

/// <summary>The form of a password step, at a firm and at the support desk.</summary>
internal abstract class PasswordPage : PageModel
{
    [BindProperty, Display(Name = "Email"), Required(ErrorMessage = "Required"), StringLength(EmailAddress.Longest, ErrorMessage = "TooLong")]
    public string? Email { get; set; }

    [BindProperty, Display(Name = "Password"), Required(ErrorMessage = "Required"), StringLength(Fields.Password, ErrorMessage = "TooLong")]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true), StringLength(Fields.Address)]
    public string? ReturnUrl { get; set; }

    /// <summary>The sign-in ran out or was finished elsewhere: the page says why it begins again.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Again { get; set; }

    /// <summary>The one thing to do: type the email, or, where it was kept, the password.</summary>
    public string? FocusOn(string field) => (string.IsNullOrEmpty(Email) ? nameof(Email) : nameof(Password)) == field ? "autofocus" : null;
}
