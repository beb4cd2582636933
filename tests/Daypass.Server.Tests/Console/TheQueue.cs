using System.Globalization;
using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Pages.Console.Cases;
using Daypass.Server.Storage.Model;
using Microsoft.Extensions.Localization;
using Xunit;

namespace Daypass.Server.Tests.Console;

/// <summary>The queue: whose turn it is, and what is closed.</summary>
public sealed class TheQueue : DeskPages
{
    [Fact]
    public async Task Says_how_to_begin_while_it_is_empty()
    {
        Assert.Contains("A case begins with a look-up", (await Representative.Open("/")).Text, StringComparison.Ordinal);
        Assert.Contains("When a representative submits one, it is here.", (await Technician.Open("/")).Text, StringComparison.Ordinal);
        Assert.Contains("No closed cases yet", (await Technician.Open("/?closed=true")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Puts_first_what_waits_for_the_viewers_role()
    {
        await OpenCase();
        Assert.Equal("Temporary code for Paula Amberg", Section(await Representative.Open("/"), "for-me"));
        Assert.Contains("Check requester and letter", Representative.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing waits for you.", (await Technician.Open("/")).Text, StringComparison.Ordinal);
        Assert.Equal("Temporary code for Paula Amberg", Section(Technician, "for-others"));
    }

    [Fact]
    public async Task Bears_the_banner_of_a_wave_and_every_other_page_too_H4()
    {
        for (var i = 0; i <= WaveRule.MostForFirm; i++)
        {
            Assert.DoesNotContain("Unusually many cases", (await Technician.Open("/")).Text, StringComparison.Ordinal);
            await World.Get<OpenCase>().Run(Rhea, new CaseRequest(Guid.NewGuid(), World.Amber, CaseKind.Access, World.Primary.Id, CaseArrival.Email, CodeReason.Lost));
        }

        foreach (var page in new[] { "/", "/lookup" })
        {
            Assert.Contains("every approval needs a second technician", (await Technician.Open(page)).Text, StringComparison.Ordinal);
        }

        World.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Contains("Unusually many cases", (await Technician.Open("/")).Text, StringComparison.Ordinal);
        World.Clock.Advance(TimeSpan.FromMinutes(29));
        await Technician.Open("/");
        World.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.DoesNotContain("Unusually many cases", (await Technician.Open("/")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Has_words_for_everything_that_a_case_can_be_or_be_refused_for(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var text = World.Get<IStringLocalizer<CaseText>>();
        Named<CaseRefusal>("Refusal");
        Named<CaseState>("State");
        Named<CaseKind>("Kind");
        Named<CaseRejection>("Rejection");
        Named<LookUpReason>("LookUp.Reason");
        Named<CaseNext>("Next", CaseNext.Use);
        Named<DrillFlaw>("Drills.Flaw");
        Named<DrillFlaw>("Drill.Hint");
        Named<DrillOutcome>("Drills.Outcome");
        Named("NoCode", Array.Empty<RefusalToIssue>());
        Named("Told", Enum.GetValues<NoticeKind>().Where(x => x is < NoticeKind.CaseOpened or > NoticeKind.CodeDelivery).ToArray());
        Assert.Equal(Names("en"), Names("de"));

        void Named<T>(string prefix, params T[] but) where T : struct, Enum =>
            Assert.All(Enum.GetValues<T>().Except(but).Select(x => x.ToString()), name => Assert.False(text[$"{prefix}.{name}"].ResourceNotFound, $"{prefix}.{name}"));

        string[] Names(string of)
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(of);
            return [.. text.GetAllStrings(includeParentCultures: of == "en").Select(x => x.Name).Distinct().Order(StringComparer.Ordinal)];
        }
    }

    private static string Section(Pages.Visitor agent, string id) => agent.Page.QuerySelector($"section[aria-labelledby='{id}'] a.first")!.TextContent;
}
