using System.ComponentModel.DataAnnotations;
using Daypass.Server.Cases;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>
/// A case: what it waits for, with the one button for it, then evidence, checklist and history side by side (H4). Each step goes back to
/// this page, which says what was done, or why not and what to do.
/// </summary>
[NeedsAgent]
internal sealed class CaseModel(
    LookAtCase look, CheckCase check, SubmitCase submit, CallBack callBack, BeginWait beginWait, ApproveCase approve, LiftFreeze liftFreeze, LiftSuspension liftSuspension,
    AssignCase assign, FreshStep fresh, CaseWords words, IStringLocalizer<CaseText> text, FirmTime time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>What was done a moment ago: the second part of a resource's name.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>Why nothing was done a moment ago.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Refused { get; set; }

    /// <summary>Whom, and on what: see <see cref="ContactChoice"/>.</summary>
    [BindProperty]
    public string? Contact { get; set; }

    /// <summary>What the technician writes to the approval.</summary>
    [BindProperty]
    public string? Remark { get; set; }

    /// <summary>Of the authenticator, where the form asks for a fresh second step.</summary>
    [BindProperty, StringLength(Fields.Code, ErrorMessage = "TooLong")]
    public string? Code { get; set; }

    public CaseView View { get; private set; } = null!;

    /// <summary>Approving and lifting a freeze ask for a fresh second step, as issuing does (C15).</summary>
    public bool AsksForCode => !fresh.IsThere(HttpContext.AgentMe());

    /// <summary>The message for <see cref="Done"/>. Only our own words are found by it.</summary>
    public string? DoneMessage => Done is { Length: > 0 and < 30 } && text[$"Done.{Done}"] is { ResourceNotFound: false } found ? found.Value : null;

    public string? RefusedMessage => Enum.TryParse<CaseRefusal>(Refused, out var why) && Enum.IsDefined(why) ? words.Why(why) : null;

    public async Task<IActionResult> OnGetAsync() => await Load() ? Page() : NotFound();

    public Task<IActionResult> OnPostCheckAsync(CaseCheckKind kind) => Step(me => check.Run(me, Id, kind, done: true), "checked");

    public Task<IActionResult> OnPostTakeBackAsync(CaseCheckKind kind) => Step(me => check.Run(me, Id, kind, done: false), "taken-back");

    public Task<IActionResult> OnPostSubmitAsync() => Step(me => submit.Run(me, Id), "submitted");

    public Task<IActionResult> OnPostWaitAsync() => Step(me => beginWait.Run(me, Id), "waiting");

    public Task<IActionResult> OnPostLiftSuspensionAsync() => Step(me => liftSuspension.Run(me, Id), "suspension-lifted");

    public Task<IActionResult> OnPostAssignAsync(Guid? agent) => Step(me => assign.Run(me, Id, agent), "assigned");

    public Task<IActionResult> OnPostCallBackAsync() => Call((me, person, contact) => callBack.Run(me, Id, person, contact), "called");

    public Task<IActionResult> OnPostLiftFreezeAsync() => Call((me, person, contact) => liftFreeze.Run(me, Id, person, contact), "freeze-lifted", asksForCode: true);

    public async Task<IActionResult> OnPostApproveAsync()
    {
        Remark = Remark?.Trim();
        if (Remark?.Length > RejectCase.LongestText)
        {
            return await Wrong(nameof(Remark), text["Decide.RemarkTooLong", RejectCase.LongestText]);
        }

        return await Confirmed(me => approve.Run(me, Id, Remark), "approved");
    }

    private async Task<IActionResult> Call(Func<AgentSignedIn, Guid, ContactKind, Task<CaseResult>> call, string done, bool asksForCode = false)
    {
        if (ContactChoice.Read(Contact) is not (var person, var contact))
        {
            return await Wrong(nameof(Contact), text["Call.ContactMissing"]);
        }

        return await (asksForCode ? Confirmed(Step, done) : this.Step(Step, done));

        Task<CaseResult> Step(AgentSignedIn me) => call(me, person, contact);
    }

    /// <summary>With a fresh second step; where it is missing, what was typed stays in the form, which asks for it.</summary>
    private async Task<IActionResult> Confirmed(Func<AgentSignedIn, Task<CaseResult>> step, string done) =>
        ModelState.IsValid && await fresh.WhyNot(HttpContext, Code) is { } why ? await Wrong(nameof(Code), why) : await Step(step, done);

    private async Task<IActionResult> Step(Func<AgentSignedIn, Task<CaseResult>> step, string done) =>
        ModelState.IsValid ? this.After(await step(HttpContext.AgentMe()), Id, done) : await Wrong("", text["Case.Damaged"]);

    private async Task<IActionResult> Wrong(string field, string message)
    {
        if (!await Load())
        {
            return NotFound();
        }

        ModelState.Clear();
        return Pages.Shared.Answers.Wrong(this, field, message);
    }

    private async Task<bool> Load()
    {
        if (await look.Run(HttpContext.AgentMe(), Id) is not { } view)
        {
            return false;
        }

        View = view;
        time.SpeakOf(view.Firm.TimeZone);
        return true;
    }
}
