using Daypass.Server.Cases;
using Daypass.Server.Cases.Drills;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Cases in words. It asks the rules; it has none of its own.</summary>
internal sealed class CaseWords(IStringLocalizer<CaseText> text, FirmTime time, TimeProvider clock)
{
    public string Title(CaseKind kind, string person) => text[$"Kind.{kind}", person];

    public Badge State(CaseState state) => new(text[$"State.{state}"], state switch
    {
        CaseState.Approved or CaseState.Done => "good",
        CaseState.Submitted => "warn",
        CaseState.Rejected or CaseState.Stopped => "bad",
        _ => "",
    });

    /// <param name="blind">H4b: a code is made ready, not issued.</param>
    public string Next(CaseNext next, CaseKind kind, bool blind) =>
        text[next != CaseNext.Use ? $"Next.{next}" : blind && kind == CaseKind.Access ? "Next.Use.Blind" : $"Next.Use.{kind}"];

    /// <summary>Why not, and what to do next.</summary>
    public string Why(CaseRefusal refusal) => text[$"Refusal.{refusal}"];

    public string TooMany(DateTimeOffset until) => text["New.TooMany", CaseLimit.PerAgentAndHour, time.Text(until)];

    /// <summary>C11, C15 at the desk: why the approved code cannot be issued now, and what to do.</summary>
    public string WhyNoCode(RefusalToIssue why, DateTimeOffset? until, string person) => text[$"NoCode.{why}", person, until is { } at ? time.Text(at) : ""];

    /// <summary>H2, H3: since when the contacts are on file, and whether they may be called.</summary>
    public string Since(PersonOnFile person)
    {
        var day = time.DayText(person.ContactsSince);
        return person.MayBeCalled ? text["Found.Since", day]
            : !person.ChangedRecently ? text["Found.New", day]
            : person.ContactsChangedBy is { } by ? text["Found.Changed", day, by] : text["Found.ChangedByNobody", day];
    }

    /// <summary>How many were told, and whether the mails went out.</summary>
    public string Told(ToldLine told) => told switch
    {
        { People: 1 } => text[told.Failed > 0 ? "Told.OneFailed" : told.Sent > 0 ? "Told.One" : "Told.OneWaiting"],
        { Failed: > 0 } => text["Told.Failed", told.People, told.Failed],
        _ when told.Sent < told.People => text["Told.Waiting", told.People, told.Sent],
        _ => text["Told.All", told.People],
    };

    public Badge Outcome(DrillOutcome outcome) => new(text[$"Drills.Outcome.{outcome}"], outcome switch
    {
        DrillOutcome.Caught => "good",
        DrillOutcome.Missed => "bad",
        _ => "",
    });

    /// <summary>Who stopped a drill where, or let it pass.</summary>
    public string WhoAndWhere(DrillLine line) => line switch
    {
        { Outcome: DrillOutcome.Caught, PassedOnBy: { } by } => text["Drills.CaughtAfter", line.EndedBy ?? "", by],
        { Outcome: DrillOutcome.Caught } => text["Drills.CaughtEarly", line.EndedBy ?? ""],
        { Outcome: DrillOutcome.Missed } => text["Drills.MissedBy", line.PassedOnBy ?? "", line.EndedBy ?? ""],
        { Outcome: DrillOutcome.Called } => text["Drills.CalledBy", line.EndedBy ?? ""],
        _ => "",
    };

    public static LettersOfCase Letters(CaseView view, AgentRole role) =>
        new(view.Case.Id, view.Case.Number, view.Letters, CaseRule.WhyNotAddLetter(view.Case.State, view.Case.FrozenAt is not null, role) is null && !AsksForLetter(view), view.Case.Kind != CaseKind.RemoveCode);

    /// <summary>The next step is the first letter: it has the ways to add one, and beside it they would stand twice.</summary>
    public static bool AsksForLetter(CaseView view) => view is { WhyNotSubmit: CaseRefusal.LetterMissing, Letters.Count: 0 };

    /// <summary>"3 h 5 min": from then to now.</summary>
    public string Age(DateTimeOffset since) => Span(clock.Now() - since);

    /// <summary>The same until then.</summary>
    public string Left(DateTimeOffset until) => Span(until - clock.Now());

    public string Span(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1) ? text["Age.Now"]
        : time < TimeSpan.FromHours(1) ? text["Age.Minutes", (int)time.TotalMinutes]
        : time < TimeSpan.FromDays(1) ? text["Age.Hours", (int)time.TotalHours, time.Minutes]
        : text["Age.Days", (int)time.TotalDays, time.Hours];

    /// <summary>When what the case waits for is over, or its approval; empty where nothing ends by itself.</summary>
    public string Ends(QueueLine line) => line switch
    {
        { TakesEffectAt: { } at, State: CaseState.Approved } => text["Ends.Notice", Left(at)],
        { ApprovalEnds: { } at, State: CaseState.Approved } => text["Ends.Approval", Left(at)],
        { WaitOver: { } at, Next: CaseNext.Wait } => text["Ends.Wait", Left(at)],
        _ => "",
    };
}
