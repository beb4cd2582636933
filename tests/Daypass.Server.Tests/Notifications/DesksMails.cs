using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Notifications;

/// <summary>Mails to those of the support desk: of no firm, and with a link to the desk only.</summary>
public class DesksMails
{
    internal static readonly NoticeKind[] Kinds = [NoticeKind.AgentEnrolled, NoticeKind.AgentReset, NoticeKind.AgentRetired, NoticeKind.AgentLocked, NoticeKind.AgentUnlocked];

    [Theory, OnBothDatabases]
    public async Task Every_one_is_said_to_the_agent_and_to_the_others_and_leads_to_the_desk(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var (ines, marc) = await Agents(room);
        await room.Store.Write(Guid.Empty, async db =>
        {
            foreach (var kind in Kinds)
            {
                if (kind is NoticeKind.AgentLocked or NoticeKind.AgentUnlocked)
                {
                    db.TellAgent(room.Now, kind, ines, By.Nobody);
                }
                else
                {
                    await db.TellAgents(room.Now, kind, ines, By.Operator);
                }
            }
        });

        var mails = await Sent(room);
        Assert.Equal(8, mails.Count);
        Assert.Equal(3, mails.Count(x => x.To.Mailboxes.Single().Address == "marc@desk.example"));
        Assert.Equal(5, mails.Count(x => x.To.Mailboxes.Single().Address == "ines@desk.example"));
        Assert.All(mails, mail =>
        {
            Assert.Contains("https://desk.example.com/signin", mail.TextBody!, StringComparison.Ordinal);
            Assert.DoesNotContain("https://signin.example.com", mail.TextBody! + mail.HtmlBody, StringComparison.Ordinal);
            Assert.DoesNotContain("{", mail.Subject + mail.TextBody, StringComparison.Ordinal);
            Assert.NotEmpty(mail.Subject!);
        });
        Assert.Contains(mails, x => x.TextBody!.Contains("unlock-support-agent", StringComparison.Ordinal));
        Assert.Contains(mails, x => x.Subject == "The access of Ines Marlow to the support desk was reset" && x.TextBody!.Contains("the operator of this Daypass", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task Each_agent_reads_it_in_the_language_of_their_pages_with_the_zone_of_its_times(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var (ines, marc) = await Agents(room);
        await room.Store.Write(Guid.Empty, db => db.SupportAgents.Where(x => x.Id == marc).ExecuteUpdateAsync(set => set.SetProperty(x => x.Language, "de")));
        await room.Store.Write(Guid.Empty, db => db.TellAgents(room.Now, NoticeKind.AgentReset, ines, By.Operator));

        var mails = await Sent(room);
        // Not known of Ines yet: English.
        var (english, german) = (mails.Single(x => x.To.Mailboxes.Single().Address == "ines@desk.example"), mails.Single(x => x.To.Mailboxes.Single().Address == "marc@desk.example"));
        Assert.Equal(("en", "de"), (english.Headers["Content-Language"], german.Headers["Content-Language"]));
        Assert.Contains("(UTC)", english.TextBody!, StringComparison.Ordinal);
        Assert.Contains("Times in this mail are in UTC", english.TextBody!, StringComparison.Ordinal);
        Assert.Contains("Zeiten in dieser Mail sind in UTC", german.TextBody!, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task One_about_a_colleague_is_not_sent_to_an_agent_who_left_meanwhile(DatabaseKind database)
    {
        await using var room = await PostRoom.Open(database);
        var (ines, marc) = await Agents(room);
        await room.Store.Write(Guid.Empty, db => db.TellAgents(room.Now, NoticeKind.AgentReset, ines, By.Operator));
        await room.Store.Write(Guid.Empty, db => db.SupportAgents.Where(x => x.Id == marc).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AgentState.Retired)));
        Assert.Equal("ines@desk.example", Assert.Single(await Sent(room)).To.Mailboxes.Single().Address);
    }

    private static async Task<(Guid Ines, Guid Marc)> Agents(PostRoom room)
    {
        var (ines, marc) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await room.Store.Write(Guid.Empty, db =>
        {
            db.SupportAgents.AddRange(
                new SupportAgent { Id = ines, Name = "Ines Marlow", Email = "ines@desk.example", EmailKey = "ines@desk.example", Role = AgentRole.Technician, State = AgentState.Active },
                new SupportAgent { Id = marc, Name = "Marc Tallis", Email = "marc@desk.example", EmailKey = "marc@desk.example", Role = AgentRole.Representative, State = AgentState.Active });
            return Task.CompletedTask;
        });
        return (ines, marc);
    }

    private static async Task<List<MimeKit.MimeMessage>> Sent(PostRoom room)
    {
        var mailbox = new DemoMailbox();
        var sender = await PostRoom.StartSending(room.NewServer(mailbox));
        for (var waited = 0; waited < 1500 && await room.Store.Read(Guid.Empty, db => db.Notices.AnyAsync(x => x.SentAt == null && x.FailedAt == null)); waited++)
        {
            await Task.Delay(20);
        }

        await PostRoom.Stop(sender);
        return [.. mailbox.NewestFirst.Select(x => x.Mail)];
    }
}
