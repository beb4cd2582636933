using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.Pages.Shared;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Console.Cases;

/// <summary>Cases in words. It asks the rules; it has none of its own.</summary>
internal sealed class CaseWords(IStringLocalizer<CaseText> text, TimeProvider clock)
{
    public string Title(CaseKind kind, string person) => text[$"Kind.{kind}", person];

    public Badge State(CaseState state) => new(text[$"State.{state}"], state switch
    {
        CaseState.Approved or CaseState.Done => "good",
        CaseState.Submitted => "warn",
        CaseState.Rejected or CaseState.Stopped => "bad",
        _ => "",
    });

    public string Next(CaseNext next, CaseKind kind) => text[next == CaseNext.Use ? $"Next.Use.{kind}" : $"Next.{next}"];

    /// <summary>Why not, and what to do next.</summary>
    public string Why(CaseRefusal refusal) => text[$"Refusal.{refusal}"];

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
