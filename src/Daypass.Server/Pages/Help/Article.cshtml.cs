using System.Globalization;
using Daypass.Server.Help;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Sessions;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Help;

/// <summary>
/// An article, and whether it was helpful (K2). For an agent, who can only be signed in at the desk's listener, the internal note about it
/// as well, or a note that stands alone, and the agent's own words for their colleagues instead of a reader's answer.
/// </summary>
[NoSession]
internal sealed class ArticleModel(
    PublicArticles articles, InternalNotes notes, LeaveFeedback leaveFeedback, LeaveInternalFeedback leaveInternalFeedback,
    IStringLocalizer<HelpText> text, IStringLocalizer<SharedText> shared) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public bool Thanks { get; set; }

    [BindProperty]
    public string? Helpful { get; set; }

    [BindProperty]
    public string? Comment { get; set; }

    public string Language { get; } = HelpAddress.LanguageOf(CultureInfo.CurrentUICulture);
    public string Name { get; private set; } = "";
    public AgentSignedIn? Agent => HttpContext.Agent();
    public Article? About { get; private set; }
    public Article? Note { get; private set; }
    public string Title => (About ?? Note)!.Title.Text;

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Name = (string)RouteData.Values["name"]!;
        About = articles.Find(Name, Language);
        Note = Agent is { } agent ? notes.Find(agent, Name, Language) : null;
        if ((About ?? Note) is null)
        {
            context.Result = NotFound();
        }
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost() => Helpful is "yes" or "no"
        ? Answer(await leaveFeedback.Run(Name, Language, Helpful == "yes", Comment, HttpContext.Connection.RemoteIpAddress!), text["Comment"])
        : this.Wrong(nameof(Helpful), text["ChooseAnswer"]);

    public async Task<IActionResult> OnPostInternal()
    {
        if (Agent is not { } agent)
        {
            return NotFound();
        }

        return string.IsNullOrWhiteSpace(Comment)
            ? this.Wrong(nameof(Comment), shared["Required", text["InternalComment"]])
            : Answer(await leaveInternalFeedback.Run(agent, Name, Language, Comment), text["InternalComment"]);
    }

    private IActionResult Answer(FeedbackResult result, string field)
    {
        switch (result)
        {
            case FeedbackResult.Kept:
                return LocalRedirect($"{HelpAddress.Of(Name, Language)}&thanks=true#feedback");
            case FeedbackResult.TooLong:
                return this.Wrong(nameof(Comment), shared["TooLong", field, FeedbackText.Longest]);
            case FeedbackResult.TooMany:
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return this.Wrong("", text["TooMany"]);
            case FeedbackResult.SignedOut:
                return Challenge(AgentSessionHandler.SchemeName);
            default:
                return NotFound();
        }
    }
}
