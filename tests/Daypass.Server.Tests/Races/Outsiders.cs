using Daypass.Domain;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Races;

/// <summary>Q7: without the password nobody burns a person's tries, not even with the right code.</summary>
[Collection(nameof(TwoServers))]
public class Outsiders(TwoServers two)
{
    private const int AtOnce = 50;

    [Fact]
    public async Task Leave_the_counters_as_they_are_Q7()
    {
        var firm = await two.Firm();
        var (victim, other) = (await firm.Client(), await firm.Client());
        var digits = await firm.World.IssueAsOperator(victim);
        // A sign-in that was finished: its cookie is worth nothing now. And an outsider with a login of their own.
        var done = (await firm.AtTheCode(victim, 1))[0];
        var used = done.Racer[SigningIn.AttemptCookie(firm.Address)]!;
        Assert.True((await firm.EnterCode(done, digits)).IsIn(firm));
        var others = await firm.World.PassPassword(other, 1);
        var form = done.Page.Form(("Code", ""));
        var before = await Counters();

        var posts = Samples.Of(500, 10_000);
        for (var sent = 0; sent < posts; sent += AtOnce)
        {
            var answers = await Race.Of(AtOnce, i => Post(sent + i));
            Assert.DoesNotContain(answers, x => x.IsIn(firm));
        }

        Assert.Equal(before, await Counters());
        Assert.True((await firm.TryCode(victim, digits)).IsIn(firm));

        async Task<Answer> Post(int i)
        {
            var racer = done.Racer.Twin(firm.Servers[i]);
            racer[SigningIn.SessionCookie(firm.Address)] = "";
            racer[SigningIn.AttemptCookie(firm.Address)] = (i % 4) switch { 0 => "", 1 => Token.New().Reveal(), 2 => used, _ => others[0] };
            var way = (i % 3) switch { 0 => "step", 1 => "code", _ => "device" };
            var typed = (i % 5) switch { 0 => digits, 1 => "000000", _ => World.OtherThan(digits) };
            return new Answer(racer, await racer.Post(form with { Action = $"/{firm.Address}/signin/{way}" }, ("Code", typed)));
        }

        async Task<(CodeState State, int Taken, int Wrong, int Uses, int Tries, int Lines, int Sessions)> Counters()
        {
            var code = await firm.World.LastCodeOf(victim);
            return (code.State, code.Taken, code.Wrong, code.Uses, (await firm.TriesOf(victim)).Count,
                (await firm.World.EventsOf(victim)).Count(x => x.Kind == EventKind.CodeWrong), (await firm.SessionsOf(victim)).Count);
        }
    }
}
