using System.Globalization;
using System.Net;
using Daypass.Domain;
using Daypass.Server.Pages.Firm.Setup;
using Daypass.Server.Pages.Shared;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.Extensions.Localization;
using Xunit;

namespace Daypass.Server.Tests.Setup;

/// <summary>The story: an administrator reads what happened in the firm (A3). Then one thing changes.</summary>
public sealed class TheActivity : SetupStory
{
    private IReadOnlyList<string> What => [.. Visitor.Page.QuerySelectorAll(".list .first").Select(x => x.TextContent.Trim())];

    [Fact]
    public async Task Is_newest_first_with_names_reasons_and_times_in_words()
    {
        var staff = await World.Staff();
        await Rename(staff, "Jane Doe");
        await SignIn(World.Primary);
        await World.Issue(await World.SignedIn(World.Primary), staff);
        await Visitor.Open("/amber/setup/activity");

        Assert.Equal(["Temporary code issued", "Signed in", "Signed in"], What.Take(3));
        Assert.Contains("Reason: left at home.", Visitor.Text, StringComparison.Ordinal);
        Assert.Contains("When (Zurich time)", Visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Jane Doe", Visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_repeat_who_acted_on_themselves_and_blames_nobody_for_a_wrong_code()
    {
        var staff = await World.Staff();
        await Rename(staff, "Jane Doe");
        await World.SignInWith(staff, World.NextTotpOf(staff));
        await World.SignInWith(staff, "000000");
        await SignIn(World.Primary);
        await Visitor.Open($"/amber/setup/activity?person={staff.Id}");

        Assert.Equal(["Wrong code: Somebody with the password", "Signed in: themselves"], Visitor.Page.QuerySelectorAll(".list tbody tr").Take(2)
            .Select(x => $"{x.QuerySelector(".first")!.TextContent.Trim()}: {x.QuerySelector("[data-label=By]")!.TextContent.Trim()}"));
    }

    [Fact]
    public async Task Has_pages_and_leads_back_to_the_newest()
    {
        await SignIn(World.Primary);
        var staff = await World.Staff();
        await World.Store.Write(staff.Firm, db =>
        {
            for (var i = 0; i < 60; i++)
            {
                db.SecurityEvents.Add(new SecurityEvent { FirmId = staff.Firm, At = World.Now, Kind = EventKind.PasswordWrong, Actor = ActorKind.Nobody, AccountId = staff.Id });
            }

            return Task.CompletedTask;
        });
        await Visitor.Open($"/amber/setup/activity?person={staff.Id}");
        var seen = 0;
        for (var more = true; more; more = Visitor.Page.QuerySelector("[rel=next]") is not null && await Older())
        {
            seen += What.Count;
        }

        seen += What.Count;
        Assert.Equal(25 + 25 + 10 + 10, seen);
        await Visitor.Follow("Newest");
        Assert.Equal(25, What.Count);

        async Task<bool> Older()
        {
            await Visitor.Follow("Older");
            return true;
        }
    }

    [Fact]
    public async Task Is_filtered_by_a_person_who_is_found_by_part_of_a_name()
    {
        var (jane, john) = (await World.Staff(), await World.Staff());
        await Rename(jane, "Jane Doe");
        await Rename(john, "John Doe");
        await SignIn(World.Primary);
        await World.SignedIn(jane);
        await Visitor.Open("/amber/setup/activity?who=doe");
        Assert.Contains("Whose activity?", Visitor.Text, StringComparison.Ordinal);
        await Visitor.Open("/amber/setup/activity?who=jane");

        Assert.Equal($"/amber/setup/activity?person={jane.Id}", Visitor.At, ignoreCase: true);
        Assert.Equal(["Signed in"], What);
        await Visitor.Open("/amber/setup/activity?who=nobody");
        Assert.Contains("Nobody found for “nobody”", Visitor.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?person=abc")]
    [InlineData("?person=01890000-0000-7000-8000-000000000000")]
    [InlineData("?before=soon")]
    public async Task Of_nobody_is_not_found(string query)
    {
        await SignIn(World.Primary);
        await Visitor.Open("/amber/setup/activity" + query);
        Assert.Equal(HttpStatusCode.NotFound, Visitor.Answer.StatusCode);
    }

    [Fact]
    public async Task Of_another_firms_person_is_not_found_and_their_lines_are_not_seen_Q12()
    {
        await World.SignedIn(World.OtherPrimary);
        await SignIn(World.Primary);
        await Visitor.Open($"/amber/setup/activity?person={World.OtherPrimary.Id}");
        Assert.Equal(HttpStatusCode.NotFound, Visitor.Answer.StatusCode);
        await Visitor.Open("/amber/setup/activity");
        Assert.Equal(["Signed in"], What);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Has_words_for_everything_that_can_happen(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var text = World.Get<IStringLocalizer<ActivityText>>();
        Named<EventKind>("Kind");
        Named<CodeReason>("Reason");
        Named<CodeState>("State");
        Named<SessionKind>("Session");
        Named<SessionEnd>("End");
        Named<TryKind>("Try");
        Named<Policy>("Policy");
        Named<Permission>("Permission");
        Named<RefusalToIssue>("Refusal");
        Named<ActorKind>("Actor", ActorKind.Account);
        Named<LookUpReason>("LookUp");
        Named<CaseKind>("Case");
        Named<CaseCheckKind>("Check");
        Named<ContactKind>("Contact");
        Named<CaseRejection>("Rejection");

        void Named<T>(string prefix, params T[] but) where T : struct, Enum =>
            Assert.All(Enum.GetValues<T>().Except(but).Select(x => x.ToString()), name => Assert.False(text[$"{prefix}.{name}"].ResourceNotFound, $"{prefix}.{name}"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Shares_with_Setup_that_both_languages_have_the_same_texts(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var access = World.Get<IStringLocalizer<AccessText>>();
        Assert.All(Enum.GetNames<RefusalToIssue>(), name => Assert.False(access[$"Why.{name}"].ResourceNotFound, name));
        Assert.All(Enum.GetNames<CodeReason>(), name => Assert.False(access[$"Reason.{name}"].ResourceNotFound, name));
        Assert.All(Enum.GetNames<AccountState>(), name => Assert.False(access[$"State.{name}"].ResourceNotFound, name));
        Assert.Equal(Names(access, "en"), Names(access, "de"));
        Assert.Equal(Names(World.Get<IStringLocalizer<SetupText>>(), "en"), Names(World.Get<IStringLocalizer<SetupText>>(), "de"));
    }

    private static string[] Names(IStringLocalizer text, string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return [.. text.GetAllStrings(includeParentCultures: language == "en").Select(x => x.Name).Distinct().Order(StringComparer.Ordinal)];
    }
}
