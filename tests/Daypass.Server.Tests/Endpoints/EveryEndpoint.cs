using System.Net;
using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Daypass.Server.Storage;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Xunit;

namespace Daypass.Server.Tests.Endpoints;

/// <summary>
/// Every endpoint of the built server, over HTTP: known to the <see cref="Table"/>, walled by firm (Q12), closed to the sessions that S2
/// keeps out (Q15), firm against bad input, and never cached.
/// </summary>
public sealed class EveryEndpoint(Site site) : IClassFixture<Site>
{
    private static readonly (string Name, SessionKind? Kind, bool Limited)[] Kinds =
    [
        ("none", null, false), ("password only", SessionKind.PasswordOnly, false), ("temporary code", SessionKind.TemporaryCode, false), ("backup code", SessionKind.BackupCode, false),
        ("mailbox proof", SessionKind.MailboxProof, false), ("full", SessionKind.Full, false), ("full, limited by S4", SessionKind.Full, true),
    ];

    public static TheoryData<string> Firm => [.. Table.Firm.Select(x => x.Route)];

    public static TheoryData<string> Forms => [.. Table.Firm.Where(x => x.Posts).Select(x => x.Route)];

    public static TheoryData<string> WithIds => [.. Table.Firm.Where(x => x.Foreign is not null).Select(x => x.Route)];

    [Fact]
    public void Is_in_the_table_with_a_scope_a_decision_who_may_and_a_case_for_each_id()
    {
        var found = Found().ToList();
        var known = Table.Global.Select(x => (EndpointScope.Global, x.Route)).Concat(Table.Firm.Select(x => (EndpointScope.Firm, x.Route))).Concat(Table.Phone).Concat(Table.Help)
            .Concat(TableOfTheDesk.Rows.Select(x => (EndpointScope.Support, x.Route)));
        Assert.Equal(known.Order(), found.Select(x => (x.Scope()!.Value, x.RoutePattern.RawText!)).Order());
        Assert.All(found, x => Assert.Single(new[] { x.Metadata.GetMetadata<NeedsAttribute>() is not null, x.Metadata.GetMetadata<NeedsAgentAttribute>() is not null, x.Metadata.GetMetadata<IAllowAnonymous>() is not null }, decided => decided));
        foreach (var row in Table.Firm)
        {
            var ids = row.Route.Split('{').Count(x => x.Contains(":guid", StringComparison.Ordinal) || x.Contains(":length", StringComparison.Ordinal));
            Assert.Equal(ids > 0, ids > 0 && row.Foreign is not null);
        }
    }

    [Fact]
    public void Assets_and_what_only_the_demo_maps_have_a_scope_and_a_decision_too()
    {
        Assert.All(site.Endpoints.Where(x => x.Metadata.GetMetadata<StaticAssetDescriptor>() is not null), x => Assert.True(x.Scope() is not null && x.Metadata.GetMetadata<IAllowAnonymous>() is not null));
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddNotifications(new MailOptions()).AddDemoMailbox();
        var demo = builder.Build();
        demo.MapDemoMailbox();
        Assert.All(((IEndpointRouteBuilder)demo).DataSources.SelectMany(x => x.Endpoints), x => Assert.True(x.Scope() is not null && x.Metadata.GetMetadata<IAllowAnonymous>() is not null, x.DisplayName));
    }

    [Theory, MemberData(nameof(Firm))]
    public async Task Is_open_to_the_sessions_that_S2_lets_in_and_closed_to_the_others_Q15(string route)
    {
        var row = RowOf(route);
        for (var i = 0; i < Kinds.Length; i++)
        {
            var (name, kind, limited) = Kinds[i];
            var stage = await Stage.Set(site, kind, limited);
            var ask = await row.Good(stage);
            var before = await site.Everything();
            var looked = await stage.Browser.Get(ask.Path);
            Assert.True(Refused(looked, kind, ask) == (row.Open[i] == '-'), $"{name}, looking: {(int)looked.Status} {looked.LeadsTo}");
            Assert.True((int)looked.Status < 500, $"{name}, looking: {(int)looked.Status}");
            if (row.Open[i] == '-')
            {
                var posted = await stage.Browser.Post(ask.Path, ask.Fields);
                Assert.True(Refused(posted, kind, ask) || (row.OnlyLooks && posted.Status == HttpStatusCode.NotFound), $"{name}, posting: {(int)posted.Status} {posted.LeadsTo}");
                Assert.Equal(before, await site.Everything());
            }
            else if (row.Open != "yyyyyyy")
            {
                var posted = await stage.Browser.Post(ask.Path, ask.Fields);
                Assert.False(Refused(posted, kind, ask) && row.Posts && route != "profile", $"{name}, posting: {(int)posted.Status} {posted.LeadsTo}");
                Assert.True((int)posted.Status < 500, $"{name}, posting: {(int)posted.Status}");
            }
        }
    }

    [Theory, MemberData(nameof(WithIds))]
    public async Task Answers_for_an_id_of_another_firm_as_for_one_that_does_not_exist_Q12(string route)
    {
        var row = RowOf(route);
        var stage = await Stage.Set(site, row.Open == "yyyyyyy" ? null : SessionKind.Full);
        await stage.Browser.Token("/amber/signin");
        foreach (var foreign in await row.Foreign!(stage))
        {
            var nobodys = foreign.Id.Length == 43 ? Token.New().Reveal() : foreign.Id.Contains('@', StringComparison.Ordinal) ? "nobody@example.com" : Guid.NewGuid().ToString();
            var (theirs, random) = (foreign.Ask(foreign.Id), foreign.Ask(nobodys));
            var before = await site.Everything();
            var looks = (await stage.Browser.Get(theirs.Path), await stage.Browser.Get(random.Path));
            Assert.Equal(looks.Item2.Shape(nobodys, Uri.EscapeDataString(nobodys)), looks.Item1.Shape(foreign.Id, Uri.EscapeDataString(foreign.Id)));
            Assert.Equal(before, await site.Everything());
            if (row.Posts)
            {
                var posts = (await stage.Browser.Post(theirs.Path, theirs.Fields), await stage.Browser.Post(random.Path, random.Fields));
                Assert.Equal(posts.Item2.Shape(nobodys), posts.Item1.Shape(foreign.Id));
                Assert.Equal(Others(before), Others(await site.Everything()));
            }
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Refuses_a_form_that_was_open_too_long_or_is_not_ours(string route)
    {
        var (stage, ask) = await Ready(route);
        var before = await site.Everything();
        foreach (var stale in new[] { null, "", "CfDJ8nonsense", await site.NewBrowser().Token("/amber/signin") })
        {
            var answer = await stage.Browser.PostBare(ask.Path, stale is null ? ask.Fields : [.. ask.Fields, ("__RequestVerificationToken", stale)]);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains("This form is too old", answer.Body, StringComparison.Ordinal);
            KeepsNoSecret(ask, RowOf(route), answer);
        }

        Assert.Equal(before, await site.Everything());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Says_what_is_wrong_with_a_form_keeps_what_was_typed_and_changes_nothing(string route)
    {
        var row = RowOf(route);
        var (stage, ask) = await Ready(route);
        var before = await site.Everything();
        foreach (var (what, fields) in row.Fields.SelectMany(field => field.Wrongs(ask)))
        {
            var answer = await stage.Browser.Post(ask.Path, fields);
            var page = WebUtility.HtmlDecode(answer.Body);
            Assert.True(answer.Status == HttpStatusCode.OK && page.Contains("class=\"errors\"", StringComparison.Ordinal), $"{what}: {(int)answer.Status} {answer.LeadsTo}");
            KeepsNoSecret(ask, row, answer);
            foreach (var (name, value) in fields.Where(x => x.Value.Length is > 0 and < 100 && IsKept(row, x.Name)))
            {
                Assert.True(page.Contains($"value=\"{value}\"", StringComparison.Ordinal) || page.Contains($">{value}<", StringComparison.Ordinal), $"{what}: {name} is not kept");
            }

            Assert.Equal(before, await site.Everything());
        }

        static bool IsKept(Row row, string name) => row.Fields.FirstOrDefault(x => x.Name == name) is { Secret: false, TooLong: true };
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Does_what_a_good_form_asks_and_once_where_it_is_sent_twice(string route)
    {
        var row = RowOf(route);
        var (stage, ask) = await Ready(route);
        var token = await stage.Browser.Token(ask.Path);
        var before = await site.Everything();
        var first = await stage.Browser.PostBare(ask.Path, [.. ask.Fields, ("__RequestVerificationToken", token)]);
        var after = await site.Everything();
        Assert.True((int)first.Status < 400 && !first.Body.Contains("class=\"errors\"", StringComparison.Ordinal), $"{(int)first.Status} {first.Body}");
        Assert.NotEqual(before, after);
        var second = await stage.Browser.PostBare(ask.Path, [.. ask.Fields, ("__RequestVerificationToken", token)]);
        Assert.True((int)second.Status < 500, $"{(int)second.Status}");
        if (row.Once)
        {
            Assert.Equal(after, await site.Everything());
        }
    }

    [Theory, MemberData(nameof(Firm))]
    public async Task Is_not_cached_and_forbids_what_a_page_does_not_need_whatever_it_answers(string route)
    {
        var row = RowOf(route);
        var stage = await Stage.Set(site, row.Open == "yyyyyyy" ? null : SessionKind.Full);
        var path = (await row.Good(stage)).Path;
        var answers = new[]
        {
            await stage.Browser.Get(path), await stage.Browser.PostBare(path, []), await stage.Browser.Post(path, ("nonsense", "1")), await site.NewBrowser().Get(path),
            await stage.Browser.Send(HttpMethod.Delete, path, null, []), await stage.Browser.Send(HttpMethod.Head, path, null, []), await stage.Browser.Get(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "handler=Nothing"),
        };
        Assert.All(answers, x => x.IsNotCachedAndForbidsWhatNoPageNeeds());
    }

    private IEnumerable<RouteEndpoint> Found() => site.Endpoints.OfType<RouteEndpoint>().Where(x => x.Metadata.GetMetadata<StaticAssetDescriptor>() is null);

    private static Row RowOf(string route) => Table.Firm.Single(x => x.Route == route);

    /// <summary>A browser with the session that the form is for, and the form filled in well.</summary>
    private async Task<(Stage Stage, Ask Ask)> Ready(string route)
    {
        var row = RowOf(route);
        var stage = await Stage.Set(site, row.Open == "yyyyyyy" && route != "signout" ? null : SessionKind.Full);
        return (stage, await row.Good(stage));
    }

    private static void KeepsNoSecret(Ask ask, Row row, Answer answer)
    {
        foreach (var (name, value) in ask.Fields.Where(x => row.Fields.Any(f => f.Secret && f.Name == x.Name)))
        {
            Assert.False(answer.Body.Contains(value, StringComparison.Ordinal), $"{name} is on the page");
        }
    }

    /// <summary>What is not the asker's own: proving oneself uses up a TOTP and is written down, whatever comes of it.</summary>
    private static string Others(string everything) => string.Join('\n', everything.Split('\n').Where(x =>
        !x.StartsWith("security_events|", StringComparison.Ordinal) && !x.StartsWith("password_tries|", StringComparison.Ordinal)));

    private static bool Refused(Answer answer, SessionKind? kind, Ask ask) => (int)answer.Status is 302 && answer.LeadsTo is var to && kind switch
    {
        null => to == "/amber/signin" || to.StartsWith("/amber/signin?returnUrl=", StringComparison.Ordinal),
        SessionKind.MailboxProof => to == "/amber/profile/devices/add",
        _ => to == "/amber/profile/limited",
    };
}
