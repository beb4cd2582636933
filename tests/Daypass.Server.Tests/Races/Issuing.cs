using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Races;

/// <summary>C3: one live code per person, whoever issues at the same moment, and whatever else is done to it.</summary>
[Collection(nameof(TwoServers))]
public class Issuing(TwoServers two)
{
    private static readonly (string, string) Reason = ("Reason", nameof(CodeReason.LeftAtHome));

    [Fact]
    public async Task By_two_at_once_leaves_one_live_code_C3()
    {
        var firm = await two.Firm();
        var by = new[] { await firm.SignedInAdministrator(0), await firm.SignedInAdministrator(1) };
        for (var round = 0; round < Samples.Of(5, 18); round++)
        {
            var client = await firm.Client();
            var forms = new[] { await firm.IssueForm(by[0], client), await firm.IssueForm(by[1], client) };

            var pages = await Race.Of(2, i => by[i].Press(forms[i], Reason));

            var digits = pages.Select(x => RacingFirm.DigitsOn(x) ?? throw new InvalidOperationException(x.Text)).ToArray();
            var codes = await firm.CodesOf(client);
            Assert.Equal([CodeState.Live, CodeState.Replaced], codes.Select(x => x.State).Order());
            var accepted = new[] { await firm.TryCode(client, digits[0]), await firm.TryCode(client, digits[1]) };
            Assert.Single(accepted, x => x.IsIn(firm));
        }
    }

    [Fact]
    public async Task Racing_with_a_removal_leaves_nothing_of_the_code_before()
    {
        var firm = await two.Firm();
        var by = new[] { await firm.SignedInAdministrator(0), await firm.SignedInAdministrator(1) };
        for (var round = 0; round < Samples.Of(5, 18); round++)
        {
            var client = await firm.Client();
            var before = await firm.World.IssueAsOperator(client);
            var first = (await firm.World.LastCodeOf(client)).Id;
            var session = await firm.TryCode(client, before);
            var forms = new[] { await firm.IssueForm(by[0], client), await firm.RemovalForm(by[1], client) };

            var pages = await Race.Of(2, i => i == 0 ? by[0].Press(forms[0], Reason) : by[1].Press(forms[1]));

            var digits = RacingFirm.DigitsOn(pages[0])!;
            var (was, now) = await States(firm, client, first);
            Assert.Contains((was, now), new[] { (CodeState.Removed, CodeState.Live), (CodeState.Replaced, CodeState.Removed) });
            Assert.False(await session.Racer.IsIn(firm.Address));
            Assert.False((await firm.TryCode(client, before)).IsIn(firm));
            Assert.Equal(now == CodeState.Live, (await firm.TryCode(client, digits)).IsIn(firm));
        }
    }

    [Fact]
    public async Task Racing_with_wrong_codes_ends_no_code_but_the_one_tried_C8()
    {
        var firm = await two.Firm();
        var by = await firm.SignedInAdministrator(0);
        for (var round = 0; round < Samples.Of(5, 18); round++)
        {
            var client = await firm.Client();
            var before = await firm.World.IssueAsOperator(client);
            var first = (await firm.World.LastCodeOf(client)).Id;
            var (browsers, form) = (await firm.AtTheCode(client, 5), await firm.IssueForm(by, client));
            Page? shown = null;

            await Race.Of(6, async i => i == 5 ? shown = await by.Press(form, Reason) : (await firm.EnterCode(browsers[i], World.OtherThan(before))).Page);

            // All five were typed before the new code was known: they may exhaust the old one, never the new one.
            var (was, now) = await States(firm, client, first);
            Assert.Contains(was, new[] { CodeState.Exhausted, CodeState.Replaced });
            Assert.Equal(CodeState.Live, now);
            Assert.True((await firm.TryCode(client, RacingFirm.DigitsOn(shown!)!)).IsIn(firm));
        }
    }

    /// <summary>What became of the first code and of the one issued after it.</summary>
    private static async Task<(CodeState First, CodeState Second)> States(RacingFirm firm, Someone who, Guid first)
    {
        var codes = await firm.CodesOf(who);
        return (codes.Single(x => x.Id == first).State, codes.Single(x => x.Id != first).State);
    }
}
