using Daypass.Server.Pages.Shared;
using Daypass.Server.Support;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console;

/// <summary>
/// The fresh second step that some acts ask for (C15). Where something was typed that a way round by <c>/confirm</c> would lose, the form
/// itself asks for it.
/// </summary>
internal sealed class FreshStep(ConfirmAgent confirm, FirmTime time, TimeProvider clock, IStringLocalizer<SharedText> shared, IStringLocalizer<ConsoleText> text)
{
    public bool IsThere(AgentSignedIn me) => SessionRule.IsFresh(me.ConfirmedAt, clock.Now());

    /// <summary>What is wrong with the value that was typed; null: the second step is fresh now.</summary>
    /// <param name="typed">Of the form; null or empty where it did not ask yet.</param>
    public async Task<string?> WhyNot(HttpContext context, string? typed)
    {
        var me = context.AgentMe();
        if (string.IsNullOrWhiteSpace(typed))
        {
            return IsThere(me) ? null : text["ConfirmWhy"].Value;
        }

        switch (await confirm.Run(me, typed))
        {
            case AgentValueResult<AgentSignedIn>.Right right:
                context.Features.Set(right.What);
                return null;
            case AgentValueResult<AgentSignedIn>.TypingError: return shared["SixDigits"];
            case AgentValueResult<AgentSignedIn>.Wrong: return shared["TotpWrong"];
            case AgentValueResult<AgentSignedIn>.Locked locked: return text["CodesLocked", time.Text(locked.Until)];
            // The session is over; the step itself says so.
            default: return null;
        }
    }
}
