using Daypass.Browser.Tests.Stories;
using Daypass.Domain;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Authenticator;

/// <summary>Several logins and firms on one phone, and several phones of one login.</summary>
public sealed class SeveralPhonesAndLogins(Browser browser, Stages stages) : PhoneStory(browser, stages)
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task One_phone_confirms_for_several_logins_and_firms_and_says_which(DatabaseKind database)
    {
        await Begin(database);
        var (jane, theo) = (await Client(paired: false), await Staff(paired: false));
        var (other, _) = await World.AddFirm(Firm + "-other");
        await World.SetPolicies(Policy.Optional, Policy.Optional, other);
        await World.Store.WriteAcross(db => db.Firms.Where(x => x.Id == other).ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, "Brandt Treuhand")));
        var elsewhere = await World.Add(Kind.Client, firm: other);
        var phone = await PhoneOf(jane);
        await AlsoPair(phone, await NewVisit(), theo);
        await AlsoPair(phone, await NewVisitAt(Firm + "-other"), elsewhere);
        await Assertions.Expect(phone.Logins).ToHaveCountAsync(3);
        Assert.Equal(["Alder & Finch", "Alder & Finch", "Brandt Treuhand"], (await phone.Logins.Locator("h2").AllInnerTextsAsync()).Order());
        await Axe(phone.Page);

        var computer = await NewVisitAt(Firm + "-other");
        await computer.Password(elsewhere);
        var number = await computer.NumberForThePhone();
        await phone.Sees("Is this you?");
        await phone.Reads("Somebody signs in at Brandt Treuhand");
        await phone.Reads(elsewhere.Email);
        await phone.Approve(number);
        await computer.IsIn();
        await phone.Press("Close");

        await SignIn(await NewVisit(), phone, theo);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Each_of_several_phones_is_asked_and_the_first_answer_counts(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client(paired: false);
        var first = await PhoneOf(jane);
        var (computer, second) = (await NewVisit(), await NewPhone());
        await SignIn(computer, first, jane);
        World.Clock.Advance(TimeSpan.FromSeconds(1));
        await second.Pair(computer, jane, "Tablet", await first.Code());

        var again = await NewVisit();
        await again.Password(jane);
        await first.Sees("Is this you?");
        await second.Approve(await again.NumberForThePhone());
        await again.IsIn();
        await first.Reads("This sign-in was answered on another phone");
    }

    private static async Task AlsoPair(Phone phone, Visit computer, Someone someone)
    {
        await computer.Password(someone);
        await computer.IsIn();
        await phone.Pair(computer, someone);
    }

    private async Task<Visit> NewVisitAt(string firm) => new(await NewPerson((await World.Listen()).ToString()), World, firm);
}
