using System.Net;
using AngleSharp.Dom;
using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Sessions;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Pages;

/// <summary>The story: a person passes the password, confirms on the phone and continues, without JavaScript. Then one thing changes.</summary>
public sealed class WithThePhone : IAsyncLifetime
{
    private World _world = null!;
    private Visitor _visitor = null!;
    private PairedPhone _phone = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await World.Create(DatabaseKind.Sqlite);
        _visitor = await Visitor.To(_world);
        _phone = await PairedPhone.Of(_world, await _world.Staff(paired: false));
    }

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        _visitor.Dispose();
        await _world.DisposeAsync();
    }

    private async Task<Visitor> PassPassword(string at = "/amber/signin") =>
        await (await _visitor.Open(at)).Fill(("Email", _phone.Owner.Email), ("Password", World.Password));

    private string? Number => _visitor.Page.QuerySelector(".ask-number")?.TextContent.Trim();

    private IReadOnlyList<string> Buttons => [.. _visitor.Page.QuerySelectorAll("main button").Select(x => x.TextContent.Trim())];

    private async Task<string> Word()
    {
        await _visitor.Send(new HttpRequestMessage(HttpMethod.Get, "/amber/signin/waiting") { Headers = { { "Accept", "application/json" } } });
        return await _visitor.Answer.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task Shows_the_number_first_and_leads_to_the_page_that_was_asked_for()
    {
        await PassPassword("/amber/signin?returnUrl=%2Fprofile");
        Assert.Equal("Confirm on your phone", _visitor.Title);
        Assert.Equal($"{(await _phone.Asked()).Number}", Number);
        Assert.Equal("60", _visitor.Page.QuerySelector("[data-left]")!.GetAttribute("data-left"));
        Assert.Null(_visitor.Page.QuerySelector("[autofocus]"));
        await _visitor.Press("Continue");
        Assert.Contains("Your phone has not confirmed yet.", _visitor.Text, StringComparison.Ordinal);
        Assert.Equal($"{(await _phone.Asked()).Number}", Number);

        await _phone.Approve();
        await _visitor.Press("Continue");

        Assert.Equal("/amber/profile", _visitor.At);
    }

    [Fact]
    public async Task Never_shows_the_number_to_anybody_but_the_browser_that_asked()
    {
        await PassPassword();
        using var other = await Visitor.To(_world);
        await other.Open("/amber/signin/step");

        Assert.Equal("Sign in", other.Title);
    }

    [Fact]
    public async Task Denied_begins_anew_and_says_so()
    {
        await PassPassword();
        await _phone.Deny();
        await _visitor.Press("Continue");

        Assert.Equal("/amber/signin?denied=True", _visitor.At);
        Assert.Contains("Denied on the phone", _visitor.Text, StringComparison.Ordinal);
        await PassPassword();
        Assert.Equal("Confirm on your phone", _visitor.Title);
    }

    [Fact]
    public async Task With_another_number_asks_again()
    {
        await PassPassword();
        var asked = await _phone.Asked();
        await _phone.Answer(asked.Id, asked.Number == 42 ? 43 : 42);
        await _visitor.Press("Continue");

        Assert.Contains("another number was typed", _visitor.Text, StringComparison.Ordinal);
        Assert.Null(Number);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        await _visitor.Press("Ask again");
        Assert.Equal($"{(await _phone.Asked()).Number}", Number);
        await _phone.Approve();
        await _visitor.Press("Continue");
        Assert.Equal("/amber/", _visitor.At);
    }

    [Fact]
    public async Task After_60_seconds_asks_again()
    {
        await PassPassword();
        _world.Clock.Advance(ApprovalRule.Life);
        await _visitor.Open("/amber/signin/step");

        Assert.Contains("The 60 seconds are over", _visitor.Text, StringComparison.Ordinal);
        await _visitor.Press("Ask again");
        Assert.NotNull(Number);
    }

    [Fact]
    public async Task With_three_open_says_so_and_takes_an_offline_code()
    {
        await _world.PassPassword(_phone.Owner);
        await _world.PassPassword(_phone.Owner);
        await _world.PassPassword(_phone.Owner);
        await PassPassword();

        Assert.Null(Number);
        Assert.Contains("Your phone is not asked now", _visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Ask my phone", Buttons);
        await _visitor.Fill(("Code", _world.TotpOf(_phone.Owner)));
        Assert.Equal("/amber/", _visitor.At);
    }

    [Fact]
    public async Task Tells_the_page_that_waits_one_word_at_a_time()
    {
        Assert.Equal("""{"event":"answered"}""", await Word());
        await PassPassword();
        Assert.Equal("""{"event":"waiting"}""", await Word());
        await _phone.Approve();
        Assert.Equal("""{"event":"approved"}""", await Word());
        Assert.Equal("no-store", _visitor.Answer.Headers.CacheControl!.ToString());

        await PassPassword();
        _world.Clock.Advance(ApprovalRule.Life);
        Assert.Equal("""{"event":"expired"}""", await Word());
        await PassPassword();
        var asked = await _phone.Asked();
        await _phone.Answer(asked.Id, asked.Number == 42 ? 43 : 42);
        Assert.Equal("""{"event":"wrongNumber"}""", await Word());
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        await PassPassword();
        await _phone.Deny();
        Assert.Equal("""{"event":"denied"}""", await Word());
        // The sign-in has ended: still its own answer, to the browser that asked.
        Assert.Equal("""{"event":"denied"}""", await Word());
    }

    [Fact]
    public async Task Tells_the_page_that_waits_at_once()
    {
        await PassPassword();
        var cookie = string.Join("; ", _visitor.Cookies.Select(x => $"{x.Name}={x.Value}"));
        using var http = new HttpClient { BaseAddress = await _world.Listen(), Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        using var answer = await http.GetAsync("/amber/signin/waiting", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("event: waiting", await lines.ReadLineAsync(TestContext.Current.CancellationToken));

        await _phone.Approve();

        var rest = await lines.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("event: approved", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holds_three_streams_at_once_for_a_sign_in_and_gives_the_word_to_more()
    {
        await PassPassword();
        using var http = new HttpClient { BaseAddress = await _world.Listen(), Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Add("Cookie", string.Join("; ", _visitor.Cookies.Select(x => $"{x.Name}={x.Value}")));
        var held = new List<HttpResponseMessage>();
        for (var i = 0; i < WaitingPage.StreamsAtOnce; i++)
        {
            held.Add(await Open());
            Assert.Equal("text/event-stream", held[^1].Content.Headers.ContentType!.MediaType);
        }

        using (var more = await Open())
        {
            Assert.Equal("""{"event":"waiting"}""", await more.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        await _phone.Deny();
        foreach (var stream in held)
        {
            Assert.Contains("event: denied", await stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            stream.Dispose();
        }

        // Their places are free again.
        var streams = _world.Get<OpenStreams>();
        for (var i = 0; i < 100 && streams.Count > 0; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, streams.Count);

        Task<HttpResponseMessage> Open() => http.GetAsync("/amber/signin/waiting", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task With_a_typing_app_as_well_has_its_field_below_the_number()
    {
        var both = await _world.Pair(_phone.Owner);
        await PassPassword();

        Assert.NotNull(Number);
        Assert.Contains("Or with your authenticator app", _visitor.Text, StringComparison.Ordinal);
        Assert.Null(_visitor.Page.QuerySelector("details"));
        await _visitor.Fill(("Code", _world.TotpOf(both)));
        Assert.Equal("/amber/", _visitor.At);
    }

    [Fact]
    public async Task With_a_typing_app_alone_is_as_ever()
    {
        var staff = await _world.Staff();
        await (await _visitor.Open("/amber/signin")).Fill(("Email", staff.Email), ("Password", staff.Password));

        Assert.Equal("Enter the code from your app", _visitor.Title);
        Assert.Equal(["Sign in"], Buttons);
    }

    [Fact]
    public async Task Without_service_takes_the_code_of_the_phone_and_shows_the_field_again_where_it_is_wrong()
    {
        await PassPassword();
        Assert.False(_visitor.Page.QuerySelector("details")!.HasAttribute("open"));
        await _visitor.Fill(("Code", "000000"));
        Assert.True(_visitor.Page.QuerySelector("details")!.HasAttribute("open"));
        Assert.Equal("Wrong code.", _visitor.Headline);
        Assert.NotNull(Number);
        await _visitor.Fill(("Code", _world.TotpOf(_phone.Owner)));
        Assert.Equal("/amber/", _visitor.At);
    }

    [Fact]
    public async Task With_a_live_code_asks_the_phone_only_once_its_button_is_pressed_N1_N2()
    {
        await _world.IssueAsOperator(_phone.Owner);
        await PassPassword();
        Assert.Equal("Enter the temporary code", _visitor.Title);
        await _visitor.Follow("I have my device again");
        Assert.Equal("Confirm on your phone", _visitor.Title);
        Assert.Empty(await _world.Store.Read(_world.Amber, db => db.ApprovalRequests.ToListAsync()));

        await _visitor.Press("Ask my phone");
        Assert.Equal("/amber/signin/device", _visitor.At);
        await _phone.Approve();
        await _visitor.Press("Continue");

        Assert.Equal("/amber/", _visitor.At);
        Assert.Equal(CodeState.DeviceConfirmed, (await _world.LastCodeOf(_phone.Owner)).State);
    }

    [Fact]
    public async Task Asked_where_no_button_stands_for_it_sends_nothing_N1()
    {
        await _world.IssueAsOperator(_phone.Owner);
        await PassPassword();
        var form = _visitor.Page.Forms.First(x => x.QuerySelector("[name=Code]") is not null);
        form.SetAttribute("action", "/amber/signin/step?handler=Ask");
        await _visitor.Send(_visitor.Request(form, []));

        Assert.Equal("Enter the temporary code", _visitor.Title);
        Assert.Empty(await _world.Store.Read(_world.Amber, db => db.ApprovalRequests.ToListAsync()));
    }

    [Fact]
    public async Task At_the_cap_for_typed_codes_stays_usable_C8()
    {
        for (var i = 0; i < TryCap.PerDay; i++)
        {
            await _world.SignInWith(_phone.Owner, "000000");
            _world.Clock.Advance(ApprovalRule.BurstWindow);
        }

        await PassPassword();
        Assert.Equal("Confirm on your phone", _visitor.Title);
        Assert.Contains("No more codes until", _visitor.Text, StringComparison.Ordinal);
        Assert.Null(_visitor.Page.QuerySelector("[name=Code]"));
        await _phone.Approve();
        await _visitor.Press("Continue");
        Assert.Equal("/amber/", _visitor.At);
    }

    [Fact]
    public async Task A_known_browser_keeps_its_count_through_the_cookie_that_it_was_given()
    {
        await PassPassword();
        await _phone.Approve();
        await _visitor.Press("Continue");
        await _visitor.Press("Sign out");
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < ApprovalRule.MostOpen; i++)
        {
            await _world.PassPassword(_phone.Owner);
        }

        await PassPassword();
        Assert.NotNull(Number);
        Assert.Single(await _world.Store.Read(_world.Amber, db => db.ApprovalRequests.Where(x => x.KnownBrowser != null).ToListAsync()));
    }

    [Fact]
    public async Task Gives_each_step_a_cookie_of_its_own_P4()
    {
        await PassPassword();
        var attempt = Assert.Single(_visitor.Cookies, x => x.Name == "daypass-amber.signin").Value;
        await _phone.Approve();
        await _visitor.Press("Continue");

        Assert.DoesNotContain(_visitor.Cookies, x => x.Name == "daypass-amber.signin");
        Assert.NotEqual(attempt, Assert.Single(_visitor.Cookies, x => x.Name == "daypass-amber").Value);
        Assert.Equal(SessionKind.Full, await _world.Store.Read(_world.Amber, db => db.Sessions.Where(x => x.AccountId == _phone.Owner.Id).Select(x => x.Kind).SingleAsync()));
    }

    [Theory]
    [InlineData("Ask")]
    [InlineData("Continue")]
    public async Task Refuses_a_form_that_is_not_ours(string handler)
    {
        await PassPassword();
        await _phone.Approve();
        await _visitor.Send(new HttpRequestMessage(HttpMethod.Post, $"/amber/signin/step?handler={handler}") { Content = new FormUrlEncodedContent([]) });

        Assert.Equal(HttpStatusCode.BadRequest, _visitor.Answer.StatusCode);
        Assert.Equal(ApprovalState.Approved, (await _phone.Asked()).State);
    }
}
