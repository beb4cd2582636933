using Daypass.Domain;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Setup;

/// <summary>The story: an administrator sets how people sign in. Then one thing changes.</summary>
public sealed class TheOptions : SetupStory
{
    [Fact]
    public async Task Are_saved_and_say_so()
    {
        await SignIn(World.Primary);
        await (await Visitor.Open("/amber/setup/options")).Fill(("StaffPolicy", "Optional"), ("ClientPolicy", "Required"), ("Life", "60"), ("OneTime", "true"));

        Assert.StartsWith("Saved.", Visitor.Page.QuerySelector(".notice.good")!.TextContent, StringComparison.Ordinal);
        var firm = await World.Store.Read(World.Amber, db => db.Firms.SingleAsync());
        Assert.Equal((Policy.Optional, Policy.Required, 60, true), (firm.StaffPolicy, firm.ClientPolicy, firm.CodeLifeMinutes, firm.OneTimeCodes));
    }

    [Theory]
    [InlineData("", "Optional", "60", "Choose optional or required.")]
    [InlineData("7", "Optional", "60", "Choose optional or required.")]
    [InlineData("Required", "Maybe", "60", "Choose optional or required.")]
    [InlineData("Required", "Optional", "9", "Choose a life from 10 minutes to 24 hours.")]
    [InlineData("Required", "Optional", "1441", "Choose a life from 10 minutes to 24 hours.")]
    [InlineData("Required", "Optional", "soon", "Choose a life from 10 minutes to 24 hours.")]
    [InlineData("Required", "Optional", "", "Choose a life from 10 minutes to 24 hours.")]
    public async Task Out_of_bounds_are_refused_and_nothing_is_saved_C2(string staff, string clients, string life, string message)
    {
        await SignIn(World.Primary);
        await (await Visitor.Open("/amber/setup/options")).Fill(("StaffPolicy", staff), ("ClientPolicy", clients), ("Life", life), ("OneTime", "true"));

        Assert.Equal([message], Visitor.Errors);
        Assert.NotNull(Visitor.Page.QuerySelector("[name=OneTime][checked]"));
        Assert.False((await World.Store.Read(World.Amber, db => db.Firms.SingleAsync())).OneTimeCodes);
    }

    [Fact]
    public async Task Ask_for_a_fresh_second_step_and_keep_what_was_chosen_W5()
    {
        await SignIn(World.Primary);
        World.Clock.Advance(TimeSpan.FromMinutes(16));
        await (await Visitor.Open("/amber/setup/options")).Fill(("StaffPolicy", "Required"), ("ClientPolicy", "Required"), ("Life", "480"), ("OneTime", "true"));
        await Visitor.Fill(("Code", World.NextTotpOf(World.Primary)));

        Assert.NotNull(Visitor.Page.QuerySelector("[name=ClientPolicy][value=Required][checked]"));
        Assert.NotNull(Visitor.Page.QuerySelector("option[value='480'][selected]"));
        Assert.Equal(24 * 60, (await World.Store.Read(World.Amber, db => db.Firms.SingleAsync())).CodeLifeMinutes);
    }
}
