using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.Server.Tests.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Console;

/// <summary>H4b at the desk's pages: three words in place of the digits, shown once.</summary>
public sealed class ABlindDelivery : DeskPages
{
    private protected override void Adjust(DaypassOptions options) => options.Support.BlindDelivery = true;

    [Fact]
    public async Task Shows_three_words_once_and_never_any_digits()
    {
        var at = await Approved();
        Assert.Contains("nobody at support sees a code", Technician.Text, StringComparison.Ordinal);
        Assert.Equal(at, (await Technician.Open(at + "/code")).At);
        await Technician.Follow("Make the code ready");
        var form = Technician.Page.Forms.Single(x => x.QuerySelector("[name=Operation]") is not null);
        var (first, again) = (Technician.Request(form, []), Technician.Request(form, []));
        await Technician.Send(first);
        Assert.Equal(3, Technician.Page.QuerySelectorAll("#phrase span").Length);
        Assert.Equal("no-store", Technician.Answer.Headers.CacheControl!.ToString());
        Assert.Equal("The words were already shown", (await Technician.Send(again)).Title);
        Assert.Contains("Wrong tries: 0 of 3.", (await Technician.Open(at)).Text, StringComparison.Ordinal);
        Assert.Empty(Technician.Page.QuerySelectorAll("#phrase"));
        World.Clock.Advance(Phrase.Life);
        Assert.Contains("the code was not fetched", (await Technician.Open(at)).Text, StringComparison.Ordinal);
        await Technician.Follow("Make it ready again, with new words");
        Assert.StartsWith("/confirm?returnUrl=", Technician.At, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_offered_where_the_mail_address_is_younger_than_30_days()
    {
        var at = await Approved();
        await World.Store.WriteAcross(db => db.Accounts.Where(x => x.Id == World.Primary.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.ContactChangedAt, World.Now.AddDays(-2))));
        Assert.Contains("is not on file unchanged for 30 days, so no link can be mailed there", (await Technician.Open(at)).Text, StringComparison.Ordinal);
        Assert.Equal(at, (await Technician.Open(at + "/deliver")).At);
    }
}
