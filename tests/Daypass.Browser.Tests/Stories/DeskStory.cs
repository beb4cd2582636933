using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Letters.Intake;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>
/// A story at the support desk: Maren Holloway, primary administrator of Alder &amp; Finch, and Idris Vale, its other administrator; a
/// representative and a technician at their browsers. The firm's contacts have been on file for 60 days.
/// </summary>
public abstract class DeskStory(Browser browser, Stages stages) : Story(browser, stages)
{
    internal Someone Idris { get; private set; } = null!;
    internal Desk Representative { get; private set; } = null!;
    internal Desk Technician { get; private set; } = null!;

    protected async Task BeginAtTheDesk(DatabaseKind database)
    {
        await Begin(database);
        // The cases of the story before, in the same hour, would be a wave.
        World.Clock.Advance(2 * WaveRule.Window);
        Idris = await Administrator();
        await World.Store.Write(_firm, db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(x => x.CreatedAt, World.Now.AddDays(-60))));
        Representative = await AtTheDesk(AgentRole.Representative);
        Technician = await AtTheDesk(AgentRole.Technician);
    }

    /// <summary>A letter comes by SMTP to the mailbox at the IMAP server, and the intake takes it from there.</summary>
    internal async Task Arrives(Func<string, MimeMessage> letter)
    {
        var imap = await ImapServer.Shared;
        var mailbox = World.Get<IOptions<DaypassOptions>>().Value.Support.Intake.User!;
        await imap.Deliver(mailbox, letter(mailbox));
        Assert.Equal(IntakeOutcome.Done, await World.Get<IntakeRound>().Run(default));
        // The job that makes pages goes by the clock, which stands still here.
        foreach (var one in await World.Store.ReadAcross(db => db.CaseLetters.Where(x => x.Pages == null && x.Type != null).Select(x => x.Id).ToListAsync()))
        {
            await World.Get<RenderLetter>().Run(one);
        }
    }

    /// <summary>Everything that a representative does with a letter that arrives now. The case's number.</summary>
    internal async Task<string> PrepareWithLetter()
    {
        var subject = $"Locked out, {Firm}";
        await Arrives(mailbox => ScanFrom(Maren, mailbox, subject));
        return await Prepare(subject, pages: 1);
    }

    /// <summary>Everything that a representative does: look-up, case, requester, letter, submit. The case's number.</summary>
    internal async Task<string> Prepare(string subject, int pages)
    {
        await Representative.LookUp(Firm, "A letter arrived");
        var number = await Representative.OpenCase("Open a case: code for Maren Holloway", "Letter by email", because: "Lost");
        await Representative.Press("Yes: tick the requester");
        await Representative.TakeLetter(subject, number, pages);
        await Representative.Press("Yes, all of it: tick the letter");
        await Representative.Press("Submit for a decision");
        await Representative.Reads("Submitted. A technician takes it from here.");
        return number;
    }

    /// <summary>Everything that a technician does until the code is on the screen; its digits.</summary>
    internal async Task<string> ApproveAndIssue(string number, string button = "Issue a temporary code")
    {
        await Technician.OpenFromQueue(number);
        await Technician.Waits("Call Maren Holloway back");
        await Technician.CallsBack();
        await Technician.Approves();
        await Technician.Follow(button);
        await Technician.Press("Issue the code");
        return string.Concat(await Technician.Page.Locator("#digits span").AllInnerTextsAsync());
    }

    internal static MimeMessage ScanFrom(Someone someone, string mailbox, string subject) => LetterMails.Scan(mailbox, $"Maren Holloway <{someone.Email}>", subject,
        new MailedFile("Letter.pdf", "application/pdf", LetterFiles.Pdf(LetterFiles.Request("Alder & Finch", "Maren Holloway"))));

    internal async Task<Desk> AtTheDesk(AgentRole role)
    {
        var agent = await World.Agent(role);
        var desk = new Desk(await NewPerson(World.Get<SupportListener>().Address!), World, agent);
        await desk.SignIn();
        return desk;
    }
}
