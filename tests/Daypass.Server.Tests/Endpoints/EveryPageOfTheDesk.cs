using System.Net;
using Daypass.Domain;
using Xunit;

namespace Daypass.Server.Tests.Endpoints;

/// <summary>
/// Every page of the support desk, over HTTP: open to the roles that the <see cref="TableOfTheDesk"/> says and to nobody else, unknown to the
/// public listener (H1), firm against bad input, and never cached.
/// </summary>
public sealed class EveryPageOfTheDesk(Site site) : IClassFixture<Site>
{
    private static readonly (string Name, AgentRole? Role)[] Asking = [("nobody", null), ("a representative", AgentRole.Representative), ("a technician", AgentRole.Technician)];

    public static TheoryData<string> Pages => [.. TableOfTheDesk.Rows.Select(x => x.Route)];

    public static TheoryData<string> Forms => [.. TableOfTheDesk.Rows.Where(x => x.Posts).Select(x => x.Route)];

    [Theory, MemberData(nameof(Pages))]
    public async Task Is_open_to_the_roles_that_it_is_for_and_closed_to_all_others(string route)
    {
        var row = RowOf(route);
        for (var i = 0; i < Asking.Length; i++)
        {
            var (name, role) = Asking[i];
            var stage = await DeskStage.Set(site, role);
            var ask = await row.Good(stage);
            await stage.Browser.Token("/");
            var before = await site.Everything();
            foreach (var answer in new[] { await stage.Browser.Get(ask.Path), row.Open[i] == '-' ? await stage.Browser.Post(ask.Path, ask.Fields) : null })
            {
                Assert.True(answer is null || ((int)answer.Status < 500 && Refused(answer, role) == (row.Open[i] == '-')), $"{name}: {(int?)answer?.Status} {answer?.LeadsTo}");
            }

            if (row.Open[i] == '-')
            {
                Assert.Equal(before, await site.Everything());
            }
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Is_not_there_on_the_public_listener_whatever_a_request_brings_or_says_H1(string route)
    {
        var stage = await DeskStage.Set(site, AgentRole.Technician);
        var ask = await RowOf(route).Good(stage);
        var outside = site.NewBrowser();
        foreach (var (name, value) in stage.Browser.Cookies)
        {
            outside[name] = value;
        }

        var before = await site.Everything();
        (string, string)[] says = [("Host", $"127.0.0.1:{site.SupportAddress.Port}"), ("X-Forwarded-Host", site.SupportAddress.Authority), ("X-Forwarded-For", "127.0.0.1"), ("Forwarded", $"host={site.SupportAddress.Authority}")];
        foreach (var answer in new[] { await outside.Get(ask.Path), await outside.Get(ask.Path, says), await outside.PostBare(ask.Path, ask.Fields, says) })
        {
            // The start page is the public listener's own.
            Assert.True(answer.Status == HttpStatusCode.NotFound || (ask.Path == "/" && !answer.Body.Contains(stage.Me!.Name, StringComparison.Ordinal)), $"{(int)answer.Status} {answer.LeadsTo}");
        }

        Assert.Equal(before, await site.Everything());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Refuses_a_form_that_was_open_too_long_or_is_not_ours(string route)
    {
        var (stage, ask, _) = await Ready(route);
        var before = await site.Everything();
        foreach (var stale in new[] { null, "", "CfDJ8nonsense", await site.NewBrowser().Token("/amber/signin"), await site.AtTheDesk().Token("/signin") })
        {
            var answer = await stage.Browser.PostBare(ask.Path, stale is null ? ask.Fields : [.. ask.Fields, ("__RequestVerificationToken", stale)]);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains("This form is too old", answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal(before, await site.Everything());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Says_what_is_wrong_with_a_form_keeps_what_was_typed_and_changes_nothing(string route)
    {
        var (stage, ask, row) = await Ready(route);
        await stage.Browser.Token(ask.Path);
        // To look at a case is a line in its firm's activity (H6); to send a form that is wrong is none.
        await stage.Browser.Get(ask.Path);
        var before = await site.Everything();
        foreach (var (what, fields) in row.Fields.SelectMany(field => field.Wrongs(ask)))
        {
            var answer = await stage.Browser.Post(ask.Path, fields);
            var page = WebUtility.HtmlDecode(answer.Body);
            Assert.True(answer.Status == HttpStatusCode.OK && page.Contains("class=\"errors\"", StringComparison.Ordinal), $"{what}: {(int)answer.Status} {answer.LeadsTo}");
            foreach (var (name, value) in fields.Where(x => x.Value.Length is > 0 and < 100))
            {
                var field = row.Fields.FirstOrDefault(x => x.Name == name);
                Assert.False(field is { Secret: true } && page.Contains(value, StringComparison.Ordinal), $"{what}: {name} is on the page");
                Assert.True(field is not { Secret: false, TooLong: true } || page.Contains($"value=\"{value}\"", StringComparison.Ordinal) || page.Contains($">{value}<", StringComparison.Ordinal), $"{what}: {name} is not kept");
            }

            Assert.Equal(before, await site.Everything());
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Does_what_a_good_form_asks_and_once_where_it_is_sent_twice(string route)
    {
        var (stage, ask, row) = await Ready(route);
        var token = await stage.Browser.Token(ask.Path);
        var before = await site.Everything();
        var first = await stage.Browser.PostBare(ask.Path, [.. ask.Fields, ("__RequestVerificationToken", token)]);
        var after = await site.Everything();
        Assert.True((int)first.Status < 400 && !first.Body.Contains("class=\"errors\"", StringComparison.Ordinal), $"{(int)first.Status} {first.Body}");
        Assert.Equal(row.OnlyLeads, before == after);
        var second = await stage.Browser.PostBare(ask.Path, [.. ask.Fields, ("__RequestVerificationToken", token)]);
        Assert.True((int)second.Status < 500, $"{(int)second.Status}");
        if (row.Once)
        {
            Assert.Equal(after, await site.Everything());
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Is_not_cached_and_forbids_what_a_page_does_not_need_whatever_it_answers(string route)
    {
        var stage = await DeskStage.Set(site, AgentRole.Technician);
        var path = (await RowOf(route).Good(stage)).Path;
        var answers = new[]
        {
            await stage.Browser.Get(path), await stage.Browser.PostBare(path, []), await stage.Browser.Post(path, ("nonsense", "1")), await site.AtTheDesk().Get(path),
            await stage.Browser.Send(HttpMethod.Delete, path, null, []), await stage.Browser.Send(HttpMethod.Head, path, null, []),
        };
        Assert.All(answers, x => x.IsNotCachedAndForbidsWhatNoPageNeeds());
    }

    private static DeskRow RowOf(string route) => TableOfTheDesk.Rows.Single(x => x.Route == route);

    /// <summary>A browser of the first of those that the form is for, and the form filled in well.</summary>
    private async Task<(DeskStage Stage, Ask Ask, DeskRow Row)> Ready(string route)
    {
        var row = RowOf(route);
        var stage = await DeskStage.Set(site, route == "signout" ? AgentRole.Technician : Asking[row.Open.IndexOf('y', StringComparison.Ordinal)].Role);
        return (stage, await row.Good(stage), row);
    }

    private static bool Refused(Answer answer, AgentRole? role) => role is null
        ? answer.Status == HttpStatusCode.Redirect && (answer.LeadsTo == "/signin" || answer.LeadsTo.StartsWith("/signin?returnUrl=", StringComparison.Ordinal))
        : answer.Status == HttpStatusCode.Forbidden && answer.Body.Contains("Not in your role", StringComparison.Ordinal);
}
