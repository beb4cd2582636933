using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// What holds in every state a login can get into, and across every occurrence: D3, N12, and the column "reachable" of the table.
public class LoginTests
{
    // Only time and the owner's own disconnecting turn MFA off (N12); T2 and deactivation are held to the same.
    private static readonly string[] NeverWeaker =
        ["issued", "replaced", "removed", "exhausted", "spent", "marked lost", "policy to required", "policy to optional", "deactivated and back", "not me"];

    private static readonly string[] EndsTheHold = ["paired", "MFA turned off", "not me", "time passes"];

    private static readonly IReadOnlyCollection<Login> All = Walk();

    [Fact]
    public void The_reachable_rows_of_the_table_are_exactly_those_a_login_gets_into()
    {
        var reached = All.Select(login => (login.Policy, login.Paired, login.CodeLives, login.Hold.State(Monday))).ToHashSet();
        var expected = NextStepTable.Read().Where(row => row.Reachable).Select(row => (row.Policy, row.Paired, row.CodeLive, row.Hold)).ToHashSet();
        Assert.Empty(reached.Except(expected));
        Assert.Empty(expected.Except(reached));
    }

    [Fact]
    public void D3_code_live_and_none_paired_means_hold_running()
    {
        foreach (var login in All)
        {
            Assert.True(HoldRule.InvariantHolds(login.Facts, Monday), login.ToString());
            Assert.True(!login.CodeCounts || login.Paired == Paired.Now || login.Hold.State(Monday) == HoldState.Running, login.ToString());
        }
    }

    [Fact]
    public void D3_a_hold_without_a_paired_device_never_ends_sooner_than_24_hours_after_the_last_code()
    {
        foreach (var login in All.Where(login => login is { Paired: not Paired.Now, Hold.IsNone: false, Last: not null }))
            Assert.True(login.Hold.Until >= login.Last!.Value.IssuedAt + Day || login.Last.Value.IssuedAt <= Monday - Day, login.ToString());
    }

    [Fact]
    public void D3_the_hold_only_moves_later_until_pairing_ends_it()
    {
        foreach (var (login, step, after) in Edges().Where(edge => !EndsTheHold.Contains(edge.Step)))
            Assert.True(after.Hold == login.Hold.LaterOf(after.Hold), $"{step}: {login} -> {after}");
    }

    [Fact]
    public void N12_nothing_but_time_and_the_owner_makes_the_next_step_weaker()
    {
        foreach (var (login, step, after) in Edges().Where(edge => NeverWeaker.Contains(edge.Step)))
        {
            if (step == "policy to optional" && login is { Paired: Paired.Never, Hold.IsNone: true })
                continue; // N6, the one exception
            Assert.True(login.Next is NextStep.Admit or NextStep.TurnMfaOffAndAdmit || after.Next is not (NextStep.Admit or NextStep.TurnMfaOffAndAdmit), $"{step}: {login} -> {after}");
            if (step == "policy to optional" && login is { Paired: Paired.Never })
                continue; // a hold that runs goes on running, and time ends it (D3, N9)
            Assert.True(AdmittedFrom(after) >= AdmittedFrom(login), $"{step}: {login} -> {after}");
        }
    }

    [Fact]
    public void C12_is_answered_for_every_login_a_code_may_be_issued_for_and_comes_true()
    {
        foreach (var (_, step, after) in Edges().Where(edge => edge.Step is "issued" or "replaced"))
        {
            var ends = after.Last!.Value.ExpiresAt;
            var expected = AfterCodeRule.WhatHappens(after.Facts, ends) switch
            {
                AfterCode.MfaTurnsOff => NextStep.TurnMfaOffAndAdmit,
                AfterCode.DeviceAskedAgain => NextStep.Authenticator,
                _ => NextStep.ProveMailboxOrCode,
            };
            Assert.True(NextStepRule.Decide(after.Facts, ends) == expected, $"{step}: {after}");
        }
    }

    // When the password alone would be admitted if nothing else happened.
    private static DateTimeOffset AdmittedFrom(Login login)
    {
        if (login.Policy == Policy.Required || login.Paired == Paired.Now || login.Hold.IsOpen)
            return DateTimeOffset.MaxValue;
        DateTimeOffset[] obstacles = [Monday, login.Hold.Until ?? Monday, login.Facts.LiveCodeEnds ?? Monday];
        return obstacles.Max();
    }

    private static IEnumerable<(Login Login, string Step, Login After)> Edges() =>
        from login in All from step in login.Steps() select (login, step.Name, step.After);

    private static HashSet<Login> Walk()
    {
        var seen = new HashSet<Login>(Login.Fresh());
        var toDo = new Queue<Login>(seen);
        while (toDo.TryDequeue(out var login))
        {
            foreach (var (_, after) in login.Steps())
            {
                if (seen.Add(after))
                    toDo.Enqueue(after);
            }
        }
        return seen;
    }
}
