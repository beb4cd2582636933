using System.Globalization;
using Daypass.Server.Hosting;
using Microsoft.Extensions.Localization;

namespace Daypass.Server.Notifications;

/// <summary>
/// Puts a notice into words: first what happened, then who and when, then what to do. The words are in MailText.resx, by the
/// notice's kind; a text that is missing is a bug and said as one. A temporary code cannot appear: nothing here has one (C13).
/// </summary>
internal sealed class MailTextOfNotice(IStringLocalizer<MailText> text, PublicOrigin origin, SupportOrigin desk)
{
    public MailContent Say(Letter letter)
    {
        var kind = letter.Notice.Kind;
        var person = PlainText.Of(letter.Person.Name);
        var firm = letter.IsOfDesk ? Words("Desk.Name") : PlainText.Of(letter.Firm.Name);
        var name = letter.Notice.IsCopy ? $"{kind}.Copy" : kind.ToString();
        var subject = Words($"{name}.Subject", firm, person);
        return new MailContent(
            CultureInfo.CurrentUICulture.Name, firm, subject,
            Words("Greeting", PlainText.Of(letter.Recipient.Name)),
            [.. Lines($"{name}.Text", firm, person), .. Holder(letter)],
            [.. Facts(letter, person)],
            [.. Advice(letter, firm, person)],
            [.. Actions(letter)],
            [.. Lines(letter.IsOfDesk ? "Desk.Footer" : "Footer", firm)]);
    }

    /// <summary>A holder of a permission waits 24 hours after the proof (N11).</summary>
    private IEnumerable<string> Holder(Letter letter) =>
        letter.Notice.Kind == NoticeKind.MailboxProof && (letter.Person.IsAdministrator || letter.Person.Permissions != Permission.None)
            ? Lines("MailboxProof.Holder") : [];

    private IEnumerable<Fact> Facts(Letter letter, string person)
    {
        var notice = letter.Notice;
        if (notice.IsCopy && notice.Kind != NoticeKind.PolicyChanged)
        {
            yield return Fact("Fact.Person", $"{person}, {PlainText.Of(letter.Person.Email)}");
        }

        if (WhoDidIt(letter) is { } who)
        {
            yield return Fact("Fact.By", who);
        }

        yield return Fact("Fact.When", Time(notice.CreatedAt, letter));
        if (letter.Device is { } device && PlainText.Of(device.Name) is { Length: > 0 } called)
        {
            yield return Fact("Fact.Device", called);
        }

        if (notice.Kind == NoticeKind.CodeIssued && letter.Code is { } code)
        {
            yield return Fact("Fact.Reason", Words($"Reason.{code.Reason}"));
            yield return Fact("Fact.CodeEnds", Time(code.ExpiresAt, letter));
        }

        if (notice.Kind == NoticeKind.MfaAboutToTurnOff && letter.Person.HoldUntil is { } hold)
        {
            yield return Fact("Fact.MfaEnds", Time(hold, letter));
        }

        if (notice.Kind == NoticeKind.MailboxWaitStarted && letter.Wait is { } wait)
        {
            yield return Fact("Fact.WaitEnds", Time(wait.EndsAt, letter));
        }

        foreach (var fact in OfCase(letter))
        {
            yield return fact;
        }

        if (letter.Link?.EndsAt is { } ends)
        {
            yield return Fact("Fact.LinkEnds", Time(ends, letter));
        }
    }

    private IEnumerable<Fact> OfCase(Letter letter)
    {
        if (letter.Case is not { } about)
        {
            yield break;
        }

        yield return Fact("Fact.Case", about.Number.ToString("D7", CultureInfo.InvariantCulture));
        yield return Fact("Fact.AskedFor", Words($"Case.{about.Kind}"));
        if (letter.Notice.Kind == NoticeKind.CaseWaitStarted)
        {
            yield return Fact("Fact.WaitEnds", Time(letter.Notice.CreatedAt + CaseRule.Wait, letter));
        }

        if (letter.Notice.Kind == NoticeKind.HandOverAnnounced && about.TakesEffectAt is { } takesEffect)
        {
            yield return Fact("Fact.TakesEffect", Time(takesEffect, letter));
        }
    }

    /// <summary>
    /// Somebody else, if it was. What was done as the person is not said to be done by them: that is what the mail lets them check.
    /// </summary>
    private string? WhoDidIt(Letter letter) =>
        letter.IsOfDesk ? (letter.Notice.Actor == ActorKind.Operator ? Words("Operator") : null) :
        letter.Notice.ActorId == letter.Person.Id && letter.Notice.Kind is not (NoticeKind.PolicyChanged or NoticeKind.CaseFrozen or NoticeKind.HandOverStopped) ? null
        : letter.ActorIsRecipient ? Words("You")
        : letter.ActorName is { } name ? PlainText.Of(name)
        : letter.Notice.Actor == ActorKind.Support ? Words("Support")
        : letter.Notice.Kind is NoticeKind.CodeIssued or NoticeKind.TriesReleased ? Words("Operator")
        : null;

    private IEnumerable<string> Advice(Letter letter, string firm, string person) =>
        letter.Notice.Kind == NoticeKind.PrimaryHandedOn && letter.ActorIsRecipient ? Lines("PrimaryHandedOn.Old.Advice", firm, person)
        : letter.Link?.Purpose == LinkPurpose.StopCase ? Lines(EndsHandOver(letter) ? "StopHandOver.Advice" : "StopCase.Advice", firm)
        : letter.Notice.IsCopy ? Lines(letter.IsOfDesk ? "Desk.Copy.Advice" : "Copy.Advice", firm)
        : letter.Link?.Purpose == LinkPurpose.NotMe ? Lines("NotMe.Advice")
        : Lines($"{letter.Notice.Kind}.Advice", firm);

    private static bool EndsHandOver(Letter letter) => letter.Case is { } about
        && StopRule.Of(about.Kind, about.State, about.TakesEffectAt is not null, frozen: false, bySuspended: letter.Recipient.State == AccountState.Suspended,
            suspends: about.SuspendedAt is not null) == StopEffect.EndHandOver;

    private IEnumerable<MailAction> Actions(Letter letter) =>
        letter.IsOfDesk ? [new(Words("Action.SignIn"), desk.Link("/signin"))] :
        letter.Link is { } link ? [new(Words($"Action.{link.Purpose}"), origin.Link(NoticeLinks.Path(letter.Firm, link)))]
        : [new(Words("Action.SignIn"), origin.Link($"/{letter.Firm.Address}/signin"))];

    private Fact Fact(string label, string value) => new(Words(label), value);

    private string Time(DateTimeOffset time, Letter letter) => FirmTime.Say(time, letter.Firm, text);

    /// <summary>A text of several lines is one paragraph a line.</summary>
    private string[] Lines(string key, params object[] values) =>
        Words(key, values).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string Words(string key, params object[] values)
    {
        var found = text[key, values];
        return found.ResourceNotFound ? throw new InvalidOperationException($"MailText.resx has no text named {key}.") : found.Value;
    }
}
