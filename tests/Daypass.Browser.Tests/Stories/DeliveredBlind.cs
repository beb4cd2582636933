using System.Text.RegularExpressions;
using Daypass.Server.Hosting;
using Daypass.TestHost;
using Microsoft.Extensions.Options;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>H4b: nobody at support sees the digits. A mailed link and three words told on the phone bring them to the person alone.</summary>
public sealed partial class DeliveredBlind(Browser browser, Stages stages) : DeskStory(browser, stages)
{
    private const string Subject = "Fetch your temporary code for";

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Three_words_on_the_phone_and_a_mailed_link_show_the_digits_to_her_alone(DatabaseKind database)
    {
        await Begin(database, blind: true);
        var words = await WordsAreTold();
        var about = new Uri(Technician.Page.Url).AbsolutePath;

        var (maren, link) = (await NewVisit(), await MailedLink(Maren, Subject, "fetch-code"));
        await maren.Page.GotoAsync(link);
        await Types(maren, "apron river walnut");
        await maren.Reads("These are not the words. Ask support to say them again; you can try 2 more times.");
        await Types(maren, words);
        await maren.Sees("Your temporary code");
        var digits = await maren.ShownDigits();

        // At the desk: that it was fetched, and no digits anywhere.
        await Technician.Open(about);
        await Technician.Reads("The code for Maren Holloway was issued.");
        await Technician.Open(about + "/code");
        await TheDeskShowsNoDigits();
        Assert.All((await MailServer.Shared).MailsTo(Maren.Email), x => Assert.DoesNotContain(digits, x.TextBody!.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal));

        // Shown once: neither the link nor going back shows it again.
        await maren.Page.GotoAsync(link);
        await maren.Sees("This link does not work any more");
        await maren.Password(Maren);
        await maren.Code(digits);
        await maren.IsIn();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Wrong_words_three_times_end_the_link_and_new_words_come_with_a_new_one(DatabaseKind database)
    {
        await Begin(database, blind: true);
        var words = await WordsAreTold();
        var (stranger, first) = (await NewVisit(), await MailedLink(Maren, Subject, "fetch-code"));
        await stranger.Page.GotoAsync(first);
        await Types(stranger, "apron river walnut");
        await Types(stranger, "walnut apron river");
        await stranger.Reads("you can try once more");
        await Types(stranger, "river walnut apron");
        await stranger.Sees("This link does not work any more");
        await Assert.ThrowsAnyAsync<Exception>(() => World.LastCodeOf(Maren));

        await Technician.Page.ReloadAsync();
        await Technician.Reads("The words were mistyped too often.");
        await Technician.Follow("Make it ready again, with new words");
        var again = await ShowWords();
        Assert.NotEqual(words, again);
        var maren = await NewVisit();
        await maren.Page.GotoAsync(first);
        await maren.Sees("This link does not work any more");
        await maren.Page.GotoAsync(await NewerLink(first));
        await Types(maren, again);
        await maren.Sees("Your temporary code");
    }

    private async Task Begin(DatabaseKind database, bool blind)
    {
        await BeginAtTheDesk(database);
        World.Get<IOptions<DaypassOptions>>().Value.Support.BlindDelivery = blind;
    }

    /// <summary>From the letter to the words on the technician's screen.</summary>
    private async Task<string> WordsAreTold()
    {
        var number = await PrepareWithLetter();
        await Technician.OpenFromQueue(number);
        await Technician.CallsBack();
        await Technician.Approves();
        await Technician.Waits("Make the code for Maren Holloway ready");
        await Technician.Follow("Make the code ready");
        var words = await ShowWords();
        await TheDeskShowsNoDigits();
        await Technician.Follow("Back to the case");
        await Technician.Reads("Wrong tries: 0 of 3");
        return words;
    }

    private async Task<string> ShowWords()
    {
        await Technician.Press("Show the three words");
        await Technician.Sees("Three words for Maren Holloway");
        var words = await Technician.Page.Locator("#phrase span").AllInnerTextsAsync();
        Assert.Equal(3, words.Count);
        return string.Join(' ', words);
    }

    private static async Task Types(Visit visit, string words)
    {
        await visit.Page.GetByLabel("The three words").FillAsync(words);
        await visit.Press("Show the code");
    }

    private async Task TheDeskShowsNoDigits() => Assert.DoesNotMatch(NineDigits(), await Technician.Page.Locator("body").InnerTextAsync());

    /// <summary>The link of a mail that came after that with this one.</summary>
    private async Task<string> NewerLink(string before)
    {
        var mail = await (await MailServer.Shared).WaitFor(
            x => x.Headers["Delivered-To"] == Maren.Email && x.Subject!.Contains(Subject, StringComparison.Ordinal) && !x.TextBody!.Contains(before, StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        return new Uri(mail.TextBody!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Single(x => x.Contains("/link/fetch-code/", StringComparison.Ordinal))).AbsolutePath;
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (World is not null)
        {
            World.Get<IOptions<DaypassOptions>>().Value.Support.BlindDelivery = false;
        }

        await base.DisposeAsync();
    }

    /// <summary>As a code is written where it is shown; a case's number has seven.</summary>
    [GeneratedRegex(@"(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}(?![0-9])", RegexOptions.None, 1000)]
    private static partial Regex NineDigits();
}
