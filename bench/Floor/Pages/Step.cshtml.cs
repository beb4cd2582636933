using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Floor.Pages;

internal sealed class StepModel(SignIns signIns) : PageModel
{
    internal static readonly CookieOptions OfTheServerOnly = new() { HttpOnly = true, SameSite = SameSiteMode.Lax };

    [BindProperty]
    public string Code { get; set; } = "";

    public IActionResult OnGet() => signIns.AsksForCode(Request.Cookies["attempt"]) ? Page() : RedirectToPage("/SignIn");

    public async Task<IActionResult> OnPost()
    {
        if (await signIns.Code(Request.Cookies["attempt"], Code) is not { } token)
        {
            return Page();
        }

        Response.Cookies.Delete("attempt");
        Response.Cookies.Append("session", token, OfTheServerOnly);
        return LocalRedirect("/");
    }
}
