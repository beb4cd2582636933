using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>The five steps of the help article, as an administrator takes them, and the person's path after them.</summary>
public sealed class TheAdministratorsPath(Browser browser, Stages stages) : Story(browser, stages)
{
    [Theory, OnBothDatabases(true, false)]
    public async Task Leads_from_the_list_of_staff_to_a_code_with_which_the_person_gets_in(DatabaseKind database, bool javaScript)
    {
        await Begin(database);
        var theo = await Staff();
        var maren = await NewVisit(javaScript: javaScript);
        await maren.SignIn(Maren);
        await maren.Follow("Setup");
        await Find(maren, "Theo Lindqvist");
        await maren.Follow("Daypass access");
        await maren.Page.GetByText("View settings", new() { Exact = true }).ClickAsync();
        await IssueAndSignIn(maren, theo, javaScript);
    }

    [Theory, OnBothDatabases(true, false)]
    public async Task Leads_from_the_list_of_clients_to_a_code_with_which_the_person_gets_in(DatabaseKind database, bool javaScript)
    {
        await Begin(database);
        var jane = await Client();
        var maren = await NewVisit(javaScript: javaScript);
        await maren.SignIn(Maren);
        await maren.Follow("Setup");
        await maren.Follow("Clients");
        await Find(maren, "Jane Doe");
        await maren.Follow("Client Center access");
        await maren.Page.GetByText("Show details", new() { Exact = true }).ClickAsync();
        await maren.Reads("Accepted");
        await maren.Page.GetByText("View settings", new() { Exact = true }).ClickAsync();
        await IssueAndSignIn(maren, jane, javaScript);
    }

    [Theory, OnBothDatabases]
    public async Task Tells_the_code_in_words_to_read_aloud_and_copies_it(DatabaseKind database)
    {
        await Begin(database);
        var jane = await Client();
        var maren = await SignedIn(Maren);
        await maren.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await maren.Open($"/setup/person/{jane.Id}/code");
        var code = await maren.Issue();

        string[] words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
        await maren.Reads(string.Join(", ", code.Chunk(3).Select(group => string.Join(' ', group.Select(x => words[x - '0'])))));
        await maren.Press("Copy");
        await maren.Reads("Copied.");
        Assert.Equal(code, string.Concat((await maren.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).Where(char.IsAsciiDigit)));
    }

    private static async Task Find(Visit maren, string name)
    {
        await maren.Type("Name or email", name[..4]);
        await maren.Press("Search");
        await maren.Follow($"Edit {name}");
        await maren.Sees(name);
    }

    private async Task IssueAndSignIn(Visit maren, Someone someone, bool javaScript)
    {
        await maren.Reads("No temporary code is live.");
        await maren.Follow("generate a temporary, 24-hour code");
        await maren.Reads("call back on the number on file: +44 20 7946 0321");
        var code = await maren.Issue();
        await maren.Reads("(Zurich time)");

        var person = await NewVisit(javaScript: javaScript);
        await person.Password(someone);
        await person.Sees("Enter the temporary code");
        await person.Code(code);
        await person.IsIn();
        await person.Reads("You signed in with a temporary code.");

        await maren.Page.ReloadAsync();
        await maren.Sees("This code was already shown");
        await Assertions.Expect(maren.Page.Locator("#digits")).ToHaveCountAsync(0);
        var said = await maren.Page.GetByRole(AriaRole.Main).InnerTextAsync();
        Assert.DoesNotContain(code, string.Concat(said.Where(char.IsAsciiDigit)), StringComparison.Ordinal);
        await maren.OpenSettings(someone);
        await maren.Reads("once, ");
    }
}
