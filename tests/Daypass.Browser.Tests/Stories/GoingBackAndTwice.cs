using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>What people do to forms: go back, reload, click twice, use two tabs. Nothing is done twice, and no secret is shown again.</summary>
public sealed class GoingBackAndTwice(Browser browser, Stages stages) : Story(browser, stages)
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task On_the_form_for_a_code_issue_one_code_for_each_decision(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var maren = await SignedIn(Maren);
        await maren.Open($"/setup/person/{jane.Id}/code");
        var otherTab = await Tab(maren);
        await otherTab.Open($"/setup/person/{jane.Id}/code");
        await maren.Page.GetByRole(AriaRole.Radio, new() { Name = "Left at home" }).CheckAsync();
        await maren.Button("Issue the code").DblClickAsync();
        await Assertions.Expect(maren.Page.Locator("#digits")).ToBeVisibleAsync();
        var first = await maren.ShownDigits();
        Assert.Equal(1, await Codes(jane));

        await maren.Page.ReloadAsync();
        await maren.Sees("This code was already shown");
        await maren.Reads("Issue a new code");
        await maren.Page.GoBackAsync();
        await Assertions.Expect(maren.Page.Locator("#digits")).ToHaveCountAsync(0);
        Assert.Equal(1, await Codes(jane));

        // The other tab's form is a decision of its own: the newer code replaces the older one.
        var second = await otherTab.Issue();
        Assert.NotEqual(first, second);
        Assert.Equal(2, await Codes(jane));
        var person = await NewVisit();
        await person.Password(jane);
        await person.Code(first);
        await person.Reads("A newer code was issued.");
        await person.Code(second);
        await person.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Two_clicks_without_JavaScript_issue_one_code(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var maren = await NewVisit(javaScript: false);
        await maren.SignIn(Maren);
        await maren.Open($"/setup/person/{jane.Id}/code");
        await maren.Page.GetByRole(AriaRole.Radio, new() { Name = "Left at home" }).CheckAsync();
        await maren.Button("Issue the code").DblClickAsync();
        await maren.Reads("Jane Doe");
        Assert.Equal(1, await Codes(jane));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task On_the_steps_of_a_sign_in_open_one_session_and_say_what_to_do(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var person = await NewVisit();
        await person.Password(jane);
        await person.Sees("Enter the code from your app");
        await person.Page.GoBackAsync();
        await person.Sees("Sign in");
        await Assertions.Expect(person.Page.GetByLabel("Password")).ToHaveValueAsync("");
        await person.Page.GoForwardAsync();
        await person.Sees("Enter the code from your app");
        await person.Page.ReloadAsync();
        await person.Sees("Enter the code from your app");

        // A second tab begins anew; the first tab's page goes on with that one.
        var otherTab = await Tab(person);
        await otherTab.Password(jane);
        await person.CodeField.FillAsync(World.NextTotpOf(jane));
        await person.Button("Sign in").DblClickAsync();
        await person.IsIn();
        await otherTab.Code(World.NextTotpOf(jane));
        // The other tab's form was made before anybody was signed in; nothing is counted, and the session is there.
        await otherTab.Sees("This form is too old");
        await otherTab.IsStillIn();
        await person.Page.GoBackAsync();
        await person.IsStillIn();
        Assert.Equal(1, await World.Store.Read(jane.Firm, db => db.Sessions.CountAsync(x => x.AccountId == jane.Id && x.EndedAt == null)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task On_the_pages_for_a_device_pair_one_and_show_its_secret_once(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var person = await SignedIn(jane, await CodeFor(jane));
        await person.Open("/profile/devices/add");
        await person.Type("Current password", jane.Password);
        await person.Page.GetByLabel("Another authenticator app").CheckAsync();
        await person.Button("Show the QR code").DblClickAsync();
        await Assertions.Expect(person.Page.Locator("code.secret")).ToBeVisibleAsync();
        await person.Page.ReloadAsync();
        await person.Reads("This secret was already shown.");
        await Assertions.Expect(person.Page.Locator("code.secret")).ToHaveCountAsync(0);

        await person.Follow("Start again");
        await person.Pair(jane);
        // The browser kept nothing of the page with the secret: it would have to post its form again, and asks.
        var back = await Assert.ThrowsAsync<PlaywrightException>(() => person.Page.GoBackAsync());
        Assert.Contains("ERR_CACHE_MISS", back.Message, StringComparison.Ordinal);
        Assert.Equal(2, await World.Store.Read(jane.Firm, db => db.Authenticators.CountAsync(x => x.AccountId == jane.Id && x.State == AuthenticatorState.Paired)));
    }

    private Task<int> Codes(Someone someone) => World.Store.Read(someone.Firm, db => db.TemporaryCodes.CountAsync(x => x.AccountId == someone.Id));

    /// <summary>Another tab of the same browser.</summary>
    private async Task<Visit> Tab(Visit visit) => new(await visit.Page.Context.NewPageAsync(), World, Firm);
}
