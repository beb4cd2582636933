using System.Globalization;
using Daypass.Server.Help;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Help;

/// <summary>An article, and whether it was helpful (K2).</summary>
[NoSession]
internal sealed class ArticleModel(PublicArticles articles, LeaveFeedback leaveFeedback, IStringLocalizer<HelpText> text, IStringLocalizer<SharedText> shared) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public bool Thanks { get; set; }

    [BindProperty]
    public string? Helpful { get; set; }

    [BindProperty]
    public string? Comment { get; set; }

    public string Language { get; } = HelpAddress.LanguageOf(CultureInfo.CurrentUICulture);
    public Article About { get; private set; } = null!;

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (articles.Find((string)RouteData.Values["name"]!, Language) is { } article)
        {
            About = article;
        }
        else
        {
            context.Result = NotFound();
        }
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost()
    {
        if (Helpful is not ("yes" or "no"))
        {
            return this.Wrong(nameof(Helpful), text["ChooseAnswer"]);
        }

        switch (await leaveFeedback.Run(About.Name, Language, Helpful == "yes", Comment, HttpContext.Connection.RemoteIpAddress!))
        {
            case FeedbackResult.Kept:
                return LocalRedirect($"{HelpAddress.Of(About.Name, Language)}&thanks=true#feedback");
            case FeedbackResult.TooLong:
                return this.Wrong(nameof(Comment), shared["TooLong", text["Comment"], FeedbackText.Longest]);
            case FeedbackResult.TooMany:
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return this.Wrong("", text["TooMany"]);
            default:
                return NotFound();
        }
    }
}
