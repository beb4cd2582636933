using System.Globalization;
using Daypass.Server.Audit;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Pages.Shared;

/// <summary>A line of the audit record in words: ids became names, typed facts become a sentence of the reader's language.</summary>
internal sealed class ActivityWords(IStringLocalizer<ActivityText> text, FirmTime time)
{
    public string What(ActivityLine line) => text[$"Kind.{line.Kind}"];

    public string Person(ActivityLine line) => line.AccountId is null ? "" : line.AccountName ?? text["Actor.Gone"];

    public string By(ActivityLine line) => line.Actor switch
    {
        // Who types wrong codes, or asks again and again, knows the password, and may be somebody else for all that.
        ActorKind.Account when line.Kind is EventKind.CodeWrong or EventKind.ApprovalAsked or EventKind.WakingPaused => text["Actor.WithPassword"],
        ActorKind.Account when line.ActorId == line.AccountId => text["Actor.Self"],
        ActorKind.Account => line.ActorName ?? text["Actor.Gone"],
        ActorKind.MailedLink => text["Actor.MailedLink", line.ActorName ?? text["Actor.Gone"]],
        ActorKind.Support => text["Actor.Support", line.ActorName ?? text["Actor.Gone"]],
        _ => text[$"Actor.{line.Actor}"],
    };

    /// <summary>What more is known; empty where the kind says it all.</summary>
    public string Detail(ActivityLine line) => string.Join(' ',
        new[] { Facts(line), line.DeviceName is { Length: > 0 } device ? text["Device", device].Value : "" }.Where(x => x.Length > 0));

    private string Facts(ActivityLine line) => line.Facts switch
    {
        CodeFacts code => text[code.OneTime ? "CodeOneTime" : "Code", text[$"Reason.{code.Reason}"], time.Text(code.EndsAt)],
        // Replaced, removed and exhausted are kinds of their own.
        CodeEndFacts end => line.Kind == EventKind.CodeEnded ? text[$"State.{end.State}"] : "",
        TryFacts { Left: null } tried => text[$"Try.{tried.Kind}"],
        TryFacts tried => text[tried.Left == 1 ? "TryLeftOne" : "TryLeft", text[$"Try.{tried.Kind}"], tried.Left!],
        SignInFacts signIn => text[$"Session.{signIn.Session}"],
        HoldFacts hold => Hold.To(hold.Until).IsOpen ? text["HoldOpen"] : text["HoldUntil", time.Text(hold.Until)],
        UntilFacts until => text[until.ForAll ? "UntilForAll" : "Until", time.Text(until.Until)],
        PolicyFacts policy => text["Policy", text[$"Policy.{policy.Staff}"], text[$"Policy.{policy.Clients}"]],
        CodeSettingsFacts settings => text[settings.OneTime ? "CodeSettingsOneTime" : "CodeSettings", Life(settings.LifeMinutes)],
        PermissionFacts permissions => text["Now", text[permissions.Administrator ? "Permission.Administrator" : $"Permission.{permissions.Permissions}"]],
        HandOnFacts handedOn => text["HandOn", text[$"HandOn.{handedOn.Reason}"]],
        SessionEndFacts end => text[$"End.{end.Reason}", end.Sessions],
        PairingFacts { ThroughCode: true } pairing => text["Pairing.ThroughCode", text[$"Device.{pairing.Kind}"]],
        PairingFacts { ThroughMailbox: true } pairing => text["Pairing.ThroughMailbox", text[$"Device.{pairing.Kind}"]],
        PairingFacts pairing => text[$"Device.{pairing.Kind}"],
        LetterFacts { Type: { } type } letter => text["LetterFacts", text[$"Letter.{type}"], text[$"LetterSource.{letter.Source}"]],
        CountFacts count => count.Count.ToString(CultureInfo.CurrentCulture),
        CaseFacts about => text[$"Case.{about.Case}"],
        CheckFacts { Contact: { } contact } check => text["CaseChecked.By", text[$"Check.{check.Check}"], text[$"Contact.{contact}"]],
        CheckFacts check => text["CaseChecked", text[$"Check.{check.Check}"]],
        RejectionFacts why => text[$"Rejection.{why.Rejection}"],
        LookUpFacts looked => text[$"LookUp.{looked.Reason}"],
        DrillFacts drill => text[$"Drill.{drill.Flaw}"],
        DrillEndFacts end => text[$"DrillEnd.{end.Outcome}"],
        RefusalFacts refusal => Refusal(refusal.Refusal),
        _ => "",
    };

    // A refusal that has no words of its own is not shown by its name in code.
    private string Refusal(string refusal) => text[$"Refusal.{refusal}"] is { ResourceNotFound: false } found ? found : "";

    private string Life(int minutes) => minutes % 60 != 0 ? text["Minutes", minutes] : minutes == 60 ? text["HourOne"] : text["Hours", minutes / 60];
}
