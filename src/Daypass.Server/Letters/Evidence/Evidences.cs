using Daypass.Server.Audit;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Letters.Evidence;

/// <summary>What the use cases of this folder share: whose turn it is at a case or a letter, and the line in the activity (H6).</summary>
internal static class Evidences
{
    /// <summary>Holds the case until the transaction ends, and reads it as it is then; null: there is none.</summary>
    public static async Task<SupportCase?> Hold(DaypassDb db, Guid caseId) =>
        await db.SupportCases.Where(x => x.Id == caseId).ExecuteUpdateAsync(set => set.SetProperty(x => x.Number, x => x.Number)) == 0
            ? null
            : await db.SupportCases.AsNoTracking().SingleAsync(x => x.Id == caseId);

    /// <summary>Holds the letter: its rows move to a firm, get pages and are purged one after the other.</summary>
    public static async Task<CaseLetter?> HoldLetter(DaypassDb db, Guid letterId) =>
        await db.CaseLetters.Where(x => x.Id == letterId).ExecuteUpdateAsync(set => set.SetProperty(x => x.Size, x => x.Size)) == 0
            ? null
            : await db.CaseLetters.AsNoTracking().SingleAsync(x => x.Id == letterId);

    /// <summary>Why this agent adds no letter to the case now; that is recorded (A1). Null: they may.</summary>
    public static CaseRefusal? WhyNotAdd(DaypassDb db, DateTimeOffset now, SupportCase about, SupportAgent agent)
    {
        var refusal = CaseRule.WhyNotAddLetter(about.State, about.FrozenAt is not null, agent.Role);
        if (refusal is { } why)
        {
            db.Record(now, Place(about), EventKind.CaseStepRefused, By.Agent(agent.Id), about.AccountId, facts: RefusalFacts.Of(why), supportCase: about.Id);
        }

        return refusal;
    }

    /// <summary>In the activity of the firm; of a drill, and of a letter without a case, in the installation's.</summary>
    public static void Record(DaypassDb db, DateTimeOffset now, EventKind kind, CaseLetter letter, SupportCase? about, By by, LetterProblem? problem = null) =>
        db.Record(now, Place(about), kind, by, about?.AccountId, supportCase: about?.Id,
            facts: new LetterFacts(letter.Id, letter.Source, letter.Type, letter.Size, problem?.ToString()));

    public static Guid Place(SupportCase? about) => about is null or { IsDrill: true } ? Guid.Empty : about.FirmId;
}
