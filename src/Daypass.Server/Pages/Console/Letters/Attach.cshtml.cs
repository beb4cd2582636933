using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Letters;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Letters.Files;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Letters;

/// <summary>Adds a letter that came by fax or mail to a case. The only page that takes a file.</summary>
[NeedsAgent(AgentRole.Representative)]
[BodyLimit(LetterFile.MaxBytes + (1024 * 1024))]
internal sealed class AttachModel(AttachLetter attach, CaseOfLetter cases, LetterWords words, IStringLocalizer<LetterText> text) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Case { get; set; }

    [BindProperty]
    public IFormFile? Letter { get; set; }

    public int Number { get; private set; }
    public string Firm { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync() => await Find() ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await Find())
        {
            return NotFound();
        }

        if (Letter is not { Length: > 0 })
        {
            return this.Wrong(nameof(Letter), Letter is null ? text["ChooseFileFirst"] : words.Problem(nameof(LetterProblem.Empty)));
        }

        return await attach.Run(HttpContext.AgentMe(), Case, Letter.FileName, await Read(Letter)) switch
        {
            AttachResult.Attached => LocalRedirect($"/cases/{Case}?done=letter"),
            AttachResult.NotTaken refused => this.Wrong(nameof(Letter), words.Problem(refused.Problem.ToString())),
            AttachResult.Refused { Why: CaseRefusal.SignedOut } => Challenge(),
            AttachResult.Refused refused => this.Wrong("", text[$"Refusal.{refused.Why}"]),
            _ => NotFound(),
        };
    }

    private async Task<bool> Find()
    {
        if (await cases.Run(Case) is not { } found)
        {
            return false;
        }

        (Number, Firm) = (found.Number, found.Firm);
        return true;
    }

    /// <summary>No more than one byte beyond what is taken: that is enough to say that it is too much.</summary>
    private static async Task<byte[]> Read(IFormFile file)
    {
        var bytes = new byte[Math.Min(file.Length, LetterFile.MaxBytes + 1)];
        await using var from = file.OpenReadStream();
        await from.ReadExactlyAsync(bytes);
        return bytes;
    }
}
