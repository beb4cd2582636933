using System.Text.RegularExpressions;
using Daypass.Domain;
using Daypass.Server.Cases.Delivery;
using Daypass.Server.Hosting;
using Daypass.Server.Notifications;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Cases;
using Daypass.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Daypass.Server.Tests.Pages;

/// <summary>H4b, over HTTP: the person opens the link of the mail, types the words, sees the digits once, and signs in with them.</summary>
public sealed partial class FetchingACode : IAsyncLifetime
{
    private ADesk _desk = null!;
    private Visitor _visitor = null!;
    private string _words = "";

    public async ValueTask InitializeAsync()
    {
        _desk = await ADesk.Open(DatabaseKind.Sqlite, await World.Create(DatabaseKind.Sqlite, builder => builder.Services.PostConfigure<DaypassOptions>(options => options.Support.BlindDelivery = true)));
        _visitor = await Visitor.To(_desk.World);
        var id = await _desk.Case(CaseState.Approved);
        _words = ((OfferDeliveryResult.Offered)await _desk.Get<OfferDelivery>().Run(_desk.Fresh(_desk.Technician), Guid.NewGuid(), id)).Phrase.Reveal();
        await _visitor.Open(await Mailed());
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _desk.DisposeAsync();
    }

    [Fact]
    public async Task The_page_shows_the_digits_once_for_the_words_and_they_sign_in()
    {
        Assert.Equal("Fetch your temporary code", _visitor.Title);
        await _visitor.Fill(("Words", _words.ToUpperInvariant()));
        Assert.Equal("Your temporary code", _visitor.Title);
        Assert.True(_visitor.Answer.Headers.CacheControl!.NoStore);
        var digits = string.Concat(_visitor.Page.QuerySelector("#digits")!.TextContent.Where(char.IsAsciiDigit));
        Assert.Matches("^[0-9]{9}$", digits);

        await _visitor.Follow("Go to sign-in");
        await _visitor.Fill(("Email", _desk.World.Primary.Email), ("Password", World.Password));
        await _visitor.Fill(("Code", digits));
        Assert.Equal("/amber/", _visitor.At);
    }

    [Fact]
    public async Task Wrong_words_stay_to_be_corrected_and_the_tries_left_are_said()
    {
        await _visitor.Fill(("Words", "apron river walnut"));
        Assert.Equal("These are not the words. Ask support to say them again; you can try 2 more times.", Assert.Single(_visitor.Errors));
        Assert.Equal("apron river walnut", _visitor.Page.QuerySelector("[name=Words]")!.GetAttribute("value"));
        await _visitor.Fill(("Words", "apron river walnut"));
        await _visitor.Fill(("Words", "apron river walnut"));
        Assert.Equal("/amber/link/dead", _visitor.At);
    }

    [Fact]
    public async Task The_form_sent_again_shows_nothing_and_says_so_C6()
    {
        var form = _visitor.Page.Forms.Single();
        var (first, second) = (_visitor.Request(form, [("Words", _words)]), _visitor.Request(form, [("Words", _words)]));
        await _visitor.Send(first);
        await _visitor.Send(second);
        Assert.Equal("The code was shown already", _visitor.Title);
        Assert.Null(_visitor.Page.QuerySelector("#digits"));
    }

    /// <summary>The address in the mail, as its text has it.</summary>
    private async Task<string> Mailed()
    {
        var (outbox, writer, address) = (_desk.Get<Outbox>(), _desk.Get<MailWriter>(), "");
        while (await outbox.TakeNext() is { } letter)
        {
            var text = writer.Write(letter)!.TextBody!;
            Assert.DoesNotContain(_words, text, StringComparison.Ordinal);
            address = letter.Notice.Kind == NoticeKind.CodeDelivery ? Link().Match(text).Value : address;
            await outbox.Delivered(letter);
            outbox.PutDown(letter);
        }

        return address;
    }

    [GeneratedRegex(@"/amber/link/fetch-code/\S+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
