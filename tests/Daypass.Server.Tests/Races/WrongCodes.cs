using System.Net;
using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Races;

/// <summary>Q4: five wrong tries, whatever the parallelism; and right codes are not kept out by others that are being tried.</summary>
[Collection(nameof(TwoServers))]
public class WrongCodes(TwoServers two)
{
    private const int Browsers = 64;

    [Fact]
    public async Task Sixty_four_at_once_are_never_more_than_five_Q4()
    {
        var firm = await two.Firm();
        for (var round = 0; round < Samples.Of(20, 300); round++)
        {
            var client = await firm.Client();
            var digits = await firm.World.IssueAsOperator(client);

            var answers = await firm.EnterCodes(await firm.AtTheCode(client, Browsers), _ => World.OtherThan(digits));

            var code = await firm.World.LastCodeOf(client);
            var tries = await firm.TriesOf(client);
            var lines = (await firm.World.EventsOf(client)).FindAll(x => x.Kind == EventKind.CodeWrong);
            Assert.Equal((CodeState.Exhausted, TryCap.PerCode, TryCap.PerCode), (code.State, code.Wrong, code.Taken));
            Assert.Equal(TryCap.PerCode, tries.Count(x => x.CodeId == code.Id));
            Assert.Equal(TryCap.PerCode, lines.Count(x => x.CodeId == code.Id));
            // What came after the fifth was looked at without a code, and costs the login's own places; every look has its line.
            Assert.Equal(tries.Count, lines.Count);
            Assert.InRange(tries.Count, TryCap.PerCode, TryCap.PerDay);
            Assert.DoesNotContain(tries, x => !x.Decided);
            Assert.DoesNotContain(answers, x => x.IsIn(firm));
            Assert.Empty(await firm.SessionsOf(client));
            Assert.All(answers, x => Assert.Contains(x.Page.Status, new[] { HttpStatusCode.Redirect, HttpStatusCode.ServiceUnavailable }));
        }
    }

    [Fact]
    public async Task Right_ones_at_once_all_get_in_and_leave_no_try_behind_Q4()
    {
        var firm = await two.Firm();
        var client = await firm.Client();
        var digits = await firm.World.IssueAsOperator(client);

        var answers = await firm.EnterCodes(await firm.AtTheCode(client, Browsers), _ => digits, patiently: true);

        Assert.All(answers, x => Assert.True(x.IsIn(firm), $"{x.Page.Status} {x.Page.Text}"));
        var code = await firm.World.LastCodeOf(client);
        Assert.Equal((CodeState.Live, 0, 0, Browsers), (code.State, code.Wrong, code.Taken, code.Uses));
        Assert.Empty(await firm.TriesOf(client));
    }

    [Fact]
    public async Task Four_among_right_ones_cost_four_and_keep_nobody_out_Q4()
    {
        var firm = await two.Firm();
        var client = await firm.Client();
        var digits = await firm.World.IssueAsOperator(client);

        var answers = await firm.EnterCodes(await firm.AtTheCode(client, 24), i => i % 6 == 0 ? World.OtherThan(digits) : digits, patiently: true);

        Assert.Equal(20, answers.Count(x => x.IsIn(firm)));
        var code = await firm.World.LastCodeOf(client);
        Assert.Equal((CodeState.Live, 4, 4, 20), (code.State, code.Wrong, code.Taken, code.Uses));
    }
}
