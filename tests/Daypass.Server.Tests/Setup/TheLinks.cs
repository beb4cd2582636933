using System.Net;
using Daypass.Domain;
using Daypass.Server.Notifications;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Setup;

/// <summary>The story: somebody follows every link that they are shown, on every page that one leads to (W1).</summary>
public sealed class TheLinks : SetupStory
{
    public enum Viewer { ManagesClients, ManagesStaff, Administrator, Primary }

    [Theory]
    [InlineData(Viewer.ManagesClients)]
    [InlineData(Viewer.ManagesStaff)]
    [InlineData(Viewer.Administrator)]
    [InlineData(Viewer.Primary)]
    public async Task Shown_to_somebody_all_lead_to_pages_that_they_may_use_W1(Viewer viewer)
    {
        await EverybodyOfAFirm();
        var me = viewer switch
        {
            Viewer.ManagesClients => await World.Staff(Permission.ManageClients),
            Viewer.ManagesStaff => await World.Staff(Permission.ManageStaff),
            Viewer.Administrator => await World.Administrator(),
            _ => World.Primary,
        };
        await SignIn(me);

        var (seen, ahead) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>(["/amber/"]));
        while (ahead.TryDequeue(out var link))
        {
            await Visitor.Open(link);
            Assert.True(Visitor.Answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect && Visitor.At != "/amber/profile/limited", $"{viewer} was shown {link}, which answers {(int)Visitor.Answer.StatusCode}.");
            foreach (var next in Links.Where(x => x.StartsWith("/amber/", StringComparison.Ordinal) && seen.Add(x)))
            {
                ahead.Enqueue(next);
            }
        }

        // The walk came to both tabs of the people, and to acts.
        Assert.Contains(seen, x => x.EndsWith("?tab=access", StringComparison.Ordinal));
        Assert.Contains(seen, x => x.EndsWith("/deactivate", StringComparison.Ordinal));
        Assert.Equal(viewer is Viewer.Administrator or Viewer.Primary, seen.Any(x => x.Contains("/stop-wait/", StringComparison.Ordinal)));
        Assert.Equal(viewer is Viewer.Administrator or Viewer.Primary, seen.Any(x => x.EndsWith("/permissions", StringComparison.Ordinal)));
        Assert.Equal(viewer == Viewer.Primary, seen.Any(x => x.EndsWith("/hand-on", StringComparison.Ordinal)));
    }

    /// <summary>Somebody of every standing, and in every state that has a link of its own.</summary>
    private async Task EverybodyOfAFirm()
    {
        var by = await World.SignedIn(World.Primary);
        foreach (var someone in new[] { await World.Client(), await World.Staff(), await World.Staff(Permission.Both), await World.Administrator() })
        {
            await World.Issue(by, someone);
        }

        var (invited, deactivated, capped, waiting) = (await World.Client(paired: false), await World.Client(), await World.Client(), await World.Staff(Permission.ManageStaff, paired: false));
        await World.Store.Write(World.Amber, db => db.Accounts.Where(x => x.Id == invited.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Invited)));
        await World.Store.Write(World.Amber, db => db.Accounts.Where(x => x.Id == deactivated.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Deactivated)));
        for (var i = 0; i < TryCap.PerDay; i++)
        {
            await World.SignInWith(capped, "000000");
        }

        var link = await World.Store.Write(World.Amber, async db => (await LinkTokens.Make(db, World.Now, await db.Accounts.SingleAsync(x => x.Id == waiting.Id), LinkPurpose.MailboxProof)).Reveal());
        Assert.IsType<ConfirmMailboxProofResult.WaitStarted>(await World.Get<ConfirmMailboxProof>().Run(World.Amber, link));
    }
}
