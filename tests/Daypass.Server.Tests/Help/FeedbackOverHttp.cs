using System.Net;
using AngleSharp.Html.Dom;
using Daypass.Domain;
using Daypass.Server.Help;
using Daypass.Server.Hosting;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Pages;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Help;

/// <summary>The story: a reader says whether an article was helpful (K2).</summary>
public sealed class FeedbackOverHttp
{
    private const string Article = "/help/backup-codes?lang=en";

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task An_answer_is_kept_with_its_comment_and_nothing_about_who_gave_it(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        using var visitor = await Visitor.To(world);
        await (await visitor.Open(Article)).Fill(("Helpful", "no"), ("Comment", "My code 601 680 597 did not work,\r\nwrite to jane@example.com"));

        Assert.Equal(HttpStatusCode.Redirect, visitor.Answer.StatusCode);
        Assert.Equal("/help/backup-codes?lang=en&thanks=true#feedback", visitor.At);
        Assert.Contains("Thank you", visitor.Text, StringComparison.Ordinal);
        var kept = Assert.Single(await Kept(world));
        Assert.Equal(("backup-codes", "en", FeedbackKind.Reader, false, "My code […] did not work, write to […]", null),
            (kept.Article, kept.Language, kept.Kind, kept.Helpful!.Value, kept.Comment, kept.AgentId));
        Assert.Equal(world.Now, kept.At);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_yes_needs_no_words(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        using var visitor = await Visitor.To(world);
        await (await visitor.Open("/help/backup-codes?lang=de")).Fill(("Helpful", "yes"));
        var kept = Assert.Single(await Kept(world));
        Assert.Equal(("de", true, null), (kept.Language, kept.Helpful!.Value, kept.Comment));
    }

    [Theory]
    [InlineData("", "Too hard", "Choose yes or no.")]
    [InlineData("perhaps", "Too hard", "Choose yes or no.")]
    public async Task Without_yes_or_no_nothing_is_kept_and_the_comment_stays_on_the_page(string helpful, string comment, string message)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        using var visitor = await Visitor.To(world);
        await (await visitor.Open(Article)).Fill(("Helpful", helpful), ("Comment", comment));
        Assert.Equal([message], visitor.Errors);
        Assert.Equal(message, visitor.Page.QuerySelector("fieldset .field-validation-error")!.TextContent);
        Assert.Equal(comment, visitor.Page.QuerySelector("#Comment")!.TextContent.Trim());
        Assert.Empty(await Kept(world));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task A_comment_has_at_most_1000_characters(int length, bool isKept)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        using var visitor = await Visitor.To(world);
        await (await visitor.Open(Article)).Fill(("Helpful", "no"), ("Comment", new string('x', length)));
        Assert.Equal(isKept ? 1 : 0, (await Kept(world)).Count);
        Assert.Equal(isKept ? [] : [$"What was missing, or wrong? (optional) may have at most {FeedbackText.Longest} characters."], visitor.Errors);
    }

    [Fact]
    public async Task One_address_may_say_ten_things_in_an_hour_and_the_form_keeps_what_was_typed()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        using var visitor = await Visitor.To(world);
        for (var i = 0; i < FeedbackPlaces.OfOneAddress; i++)
        {
            await (await visitor.Open(Article)).Fill(("Helpful", "yes"));
        }

        await (await visitor.Open(Article)).Fill(("Helpful", "no"), ("Comment", "Once more"));
        Assert.Equal(HttpStatusCode.TooManyRequests, visitor.Answer.StatusCode);
        Assert.Equal("Once more", visitor.Page.QuerySelector("#Comment")!.TextContent.Trim());
        Assert.Contains("Please try again later.", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(FeedbackPlaces.OfOneAddress, (await Kept(world)).Count);

        world.Clock.Advance(TimeSpan.FromHours(1));
        await (await visitor.Open(Article)).Fill(("Helpful", "no"), ("Comment", "An hour later"));
        Assert.Equal(FeedbackPlaces.OfOneAddress + 1, (await Kept(world)).Count);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task An_answer_is_forgotten_after_two_years(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await world.Get<LeaveFeedback>().Run("password", "en", helpful: true, null, IPAddress.Loopback);
        var tidy = world.Get<IEnumerable<IChore>>().OfType<Tidy>().Single();
        world.Clock.Advance(TimeSpan.FromDays(730));
        await tidy.Do(TestContext.Current.CancellationToken);
        Assert.Single(await Kept(world));
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await tidy.Do(TestContext.Current.CancellationToken);
        Assert.Empty(await Kept(world));
    }

    [Fact]
    public async Task A_form_that_is_not_ours_keeps_nothing()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        using var visitor = await Visitor.To(world);
        await visitor.Open(Article);
        await visitor.Send(new HttpRequestMessage(HttpMethod.Post, Article) { Content = new FormUrlEncodedContent([KeyValuePair.Create("Helpful", "yes")]) });
        Assert.Equal(HttpStatusCode.BadRequest, visitor.Answer.StatusCode);
        Assert.Empty(await Kept(world));
    }

    [Theory]
    [InlineData("/help/no-such-article")]
    [InlineData("/help/desk-letter")]
    [InlineData("/help/ask-support.internal")]
    [InlineData("/help/..%2fdaypass.css")]
    [InlineData("/amber/help/backup-codes")]
    [InlineData("/help/backup-codes/more")]
    public async Task What_is_no_article_is_not_found_and_takes_no_answer(string path)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        using var visitor = await Visitor.To(world);
        await visitor.Open(Article);
        var form = visitor.Page.Forms.OfType<IHtmlFormElement>().Single(x => x.QuerySelector("[name=Comment]") is not null);
        var request = visitor.Request(form, [("Helpful", "yes")]);
        request.RequestUri = new Uri(path, UriKind.Relative);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Send(request)).Answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(path)).Answer.StatusCode);
        Assert.Empty(await Kept(world));
    }

    private static Task<List<HelpFeedback>> Kept(World world) => world.Store.ReadAcross(db => db.HelpFeedback.AsNoTracking().ToListAsync());
}
