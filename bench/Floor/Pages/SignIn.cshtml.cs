using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Floor.Pages;

internal sealed class SignInModel(SignIns signIns) : PageModel
{
    [BindProperty]
    public string Email { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    public async Task<IActionResult> OnPost()
    {
        if (await signIns.Password(Email, Password) is not { } token)
        {
            return Page();
        }

        Response.Cookies.Append("attempt", token, StepModel.OfTheServerOnly);
        return RedirectToPage("/Step");
    }
}
