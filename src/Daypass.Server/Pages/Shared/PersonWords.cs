using System.Globalization;
using Daypass.Server.Codes;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Shared;

internal sealed record Badge(string Words, string Look);

/// <summary>What is known of a person's access, in words. It asks the rules; it has none of its own.</summary>
internal sealed class PersonWords(IStringLocalizer<AccessText> text, FirmTime time, ComingTime coming)
{
    public string Role(bool isPrimary, bool isAdministrator, Permission permissions) =>
        text[isPrimary ? "Permission.Primary" : isAdministrator ? "Permission.Administrator" : $"Permission.{permissions}"];

    public string State(AccountState state, DateTimeOffset? invitedAt) =>
        text[state == AccountState.Invited && invitedAt is null ? "State.NotInvited" : $"State.{state}"];

    /// <summary>A login that nobody gets in with has no next step.</summary>
    public Badge Badge(AccessPanelView view) =>
        view.Person.State is AccountState.Deactivated or AccountState.Suspended ? new Badge(State(view.Person.State, null), "") : Badge(view.Facts, view.NextStep);

    /// <summary>MFA in one or two words, for lists and headings.</summary>
    public Badge Badge(MfaFacts facts, NextStep step) => step switch
    {
        NextStep.TemporaryCode => new Badge(text["MfaShort.Code"], "warn"),
        NextStep.Authenticator => new Badge(text["MfaShort.On"], "good"),
        NextStep.Admit or NextStep.TurnMfaOffAndAdmit => new Badge(text["MfaShort.Off"], ""),
        _ when facts.Paired == Paired.Never => new Badge(text["MfaShort.NotPaired"], ""),
        _ => new Badge(text["MfaShort.NoDevice"], "warn"),
    };

    /// <summary>MFA in a sentence.</summary>
    public string Mfa(AccessPanelView view)
    {
        var facts = view.Facts;
        return view.NextStep switch
        {
            NextStep.TemporaryCode => text["Mfa.Code"],
            NextStep.Authenticator => text[$"Mfa.{facts.Policy}Paired"],
            NextStep.Admit => text["Mfa.Off"],
            NextStep.TurnMfaOffAndAdmit => text["Mfa.HoldOver"],
            _ when facts.Policy == Policy.Required => text[$"Mfa.Required{facts.Paired}"],
            _ when facts.Hold.IsOpen => text["Mfa.HoldOpen"],
            _ => text["Mfa.HoldUntil", time.Text(facts.Hold.Until!.Value)],
        };
    }

    /// <summary>C12, of a code issued now.</summary>
    public string? IfIssuedNow(AccessPanelView view) =>
        view is { After: { } after, CodeWouldEnd: { } ends } ? After("AfterNow", after, view.Person.Name, ends, view.MfaTurnsOffAt) : null;

    /// <summary>C12, of the code that is live.</summary>
    public string? WhenLiveCodeEnds(AccessPanelView view) => view.Code is { } code
        ? After("AfterLive", AfterCodeRule.WhatHappens(view.Facts, code.ExpiresAt), view.Person.Name, code.ExpiresAt, AfterCodeRule.MfaTurnsOffAt(view.Facts))
        : null;

    private string After(string which, AfterCode after, string name, DateTimeOffset ends, DateTimeOffset? turnsOff) => (after, turnsOff) switch
    {
        (AfterCode.MfaTurnsOff, _) => Sentence(text["After.MfaTurnsOff", name, coming.Of(ends)]),
        // Where codes live short, the hold outlasts the code (D3).
        (AfterCode.CodeOrMailboxNeeded, { } later) => Sentence(text[$"{which}.CodeThenOff", name, coming.Of(ends), coming.Of(later)]),
        _ => Sentence(text[$"{which}.{after}", name, coming.Of(ends)]),
    };

    /// <summary>Why no code can be issued, and what to do instead.</summary>
    public string WhyNot(AccessPanelView view) => WhyNot(view.Refusal!.Value, view.RefusedUntil, view.Person);

    public string WhyNot(RefusalToIssue why, DateTimeOffset? until, PanelPerson person) =>
        text[why == RefusalToIssue.NotAllowed && person.IsPrimary ? "Why.Primary" : $"Why.{why}", person.Name, until is { } at ? time.Text(at) : ""];

    /// <summary>The link of the panel: a firm's shorter life of codes is in its words.</summary>
    public string Generate(TimeSpan life) =>
        life.Minutes == 0 ? text["Generate.Hours", (int)life.TotalHours] : text["Generate.Minutes", (int)life.TotalMinutes];

    public string Life(int minutes) =>
        minutes % 60 != 0 ? text["LifeMinutes", minutes] : minutes == 60 ? text["LifeHour"] : text["LifeHours", minutes / 60];

    public string Uses(PanelCode code) => code switch
    {
        { Uses: 0 } or { LastUsedAt: null } => text["UsesNone"],
        { Uses: 1, LastUsedAt: { } at } => text["UsesOne", time.Text(at)],
        { LastUsedAt: { } at } => text["UsesMany", code.Uses, time.Text(at)],
    };

    /// <summary>"four eight two, nine one five, zero three one"</summary>
    public string Spoken(CodeDigits digits) => string.Join(", ", digits.Spoken().Select(group => string.Join(' ', group.Select(digit => text[$"Digit{digit}"].Value))));

    private static string Sentence(string words) => string.Concat(char.ToUpper(words[0], CultureInfo.CurrentUICulture).ToString(), words.AsSpan(1));
}
