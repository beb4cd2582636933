using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>W2: the primary administrator hands the role on, and whoever has it now may do it again.</summary>
public sealed class HandingTheRoleOn(Browser browser, Stages stages) : Story(browser, stages)
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task From_Maren_to_Idris_who_is_told_by_mail_and_from_then_on_has_it(DatabaseKind database)
    {
        await Begin(database);
        var idris = await Administrator();
        var maren = await SignedIn(Maren);
        await maren.Open($"/setup/person/{idris.Id}");
        await maren.Follow("Hand the primary role on");
        await maren.Sees("Hand the primary role on to Idris Vale");
        await maren.Page.GetByRole(AriaRole.Radio, new() { Name = "I am leaving the firm" }).CheckAsync();
        await maren.Press("Hand the role on");
        await maren.Reads("Idris Vale is the primary administrator now.");
        await Assertions.Expect(maren.Link("Hand the primary role on")).ToHaveCountAsync(0);
        await maren.IsStillIn();

        var mails = await MailServer.Shared;
        var told = await mails.WaitFor(idris.Email, "You are the primary administrator of Alder & Finch", TimeSpan.FromSeconds(60));
        Assert.Contains("Maren Holloway", told.TextBody!, StringComparison.Ordinal);
        await mails.WaitFor(Maren.Email, "Idris Vale is the primary administrator of Alder & Finch", TimeSpan.FromSeconds(60));

        var primary = await SignedIn(idris);
        await primary.Open($"/setup/person/{Maren.Id}");
        await Assertions.Expect(primary.Link("Hand the primary role on")).ToHaveCountAsync(1);
        await primary.Open("/setup/activity");
        await primary.Reads("Primary role handed over");
    }
}
