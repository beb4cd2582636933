using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Codes;

/// <summary>The story: an administrator issues a code for a client, who gets in with it. Then one thing changes.</summary>
public class ACode
{
    [Theory, OnBothDatabases]
    public async Task Lets_the_person_in_as_often_as_needed_until_it_ends_C4(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var code = await world.Issue(await world.SignedIn(world.Primary), client);

        var first = Assert.IsType<CodeResult.Admitted>(await world.SignInWith(client, code));
        var second = Assert.IsType<CodeResult.Admitted>(await world.SignInWith(client, $"{code[..3]} {code[3..6]}-{code[6..]}"));

        Assert.Equal(SessionKind.TemporaryCode, first.Kind);
        Assert.NotNull(await world.Look(client, first.Session));
        Assert.NotNull(await world.Look(client, second.Session));
        Assert.Equal(2, (await world.LastCodeOf(client)).Uses);
        Assert.Equal(0, (await world.LastCodeOf(client)).Taken);
    }

    [Theory, OnBothDatabases]
    public async Task Is_good_one_microsecond_before_its_end_and_dead_at_it_C2_Q9(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var code = await world.Issue(await world.SignedIn(world.Primary), client);
        var ends = (await world.LastCodeOf(client)).ExpiresAt;
        world.Clock.SetUtcNow(ends - TimeSpan.FromMinutes(1));
        var (before, after) = (await world.PassPassword(client), await world.PassPassword(client));

        world.Clock.SetUtcNow(ends - TimeSpan.FromMicroseconds(1));
        var admitted = Assert.IsType<CodeResult.Admitted>(await world.EnterCode(client, before, code));
        Assert.Equal(ends, admitted.ExpiresAt);
        Assert.NotNull(await world.Look(client, admitted.Session));

        world.Clock.SetUtcNow(ends);
        var refused = Assert.IsType<CodeResult.NotLive>(await world.EnterCode(client, after, code));
        Assert.Equal(CodeEnding.Expired, refused.Why);
        Assert.Null(await world.Look(client, admitted.Session));
    }

    [Theory, OnBothDatabases]
    public async Task Replaced_by_another_is_refused_and_ends_its_sessions_C3_C9(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var by = await world.SignedIn(world.Primary);
        var first = await world.Issue(by, client);
        var session = Assert.IsType<CodeResult.Admitted>(await world.SignInWith(client, first)).Session;

        var second = await world.Issue(by, client);

        Assert.Null(await world.Look(client, session));
        Assert.Equal(CodeEnding.Replaced, Assert.IsType<CodeResult.NotLive>(await world.SignInWith(client, first)).Why);
        Assert.IsType<CodeResult.Admitted>(await world.SignInWith(client, second));
    }

    [Theory, OnBothDatabases]
    public async Task Removed_is_refused_ends_its_sessions_and_the_device_is_asked_again_C9(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var by = await world.SignedIn(world.Primary);
        var code = await world.Issue(by, client);
        var session = Assert.IsType<CodeResult.Admitted>(await world.SignInWith(client, code)).Session;

        Assert.Equal(RemoveResult.Removed, await world.Get<RemoveCode>().Run(by, client.Id));

        Assert.Null(await world.Look(client, session));
        var attempt = await world.PassPassword(client);
        Assert.Equal(NextStep.Authenticator, (await world.Get<SecondStep>().Run(client.Firm, attempt))!.Step);
        Assert.Equal(CodeEnding.Removed, Assert.IsType<CodeResult.NotLive>(await world.EnterCode(client, attempt, code)).Why);
    }

    [Theory, OnBothDatabases]
    public async Task Is_exhausted_by_the_fifth_wrong_try_and_its_session_goes_on_C8_C9(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var code = await world.Issue(await world.SignedIn(world.Primary), client);
        var session = Assert.IsType<CodeResult.Admitted>(await world.SignInWith(client, code)).Session;
        var attempt = await world.PassPassword(client);

        for (var left = 4; left >= 0; left--)
        {
            Assert.Equal(left, Assert.IsType<CodeResult.Wrong>(await world.EnterCode(client, attempt, World.OtherThan(code))).TriesLeft);
        }

        Assert.Equal(CodeEnding.Exhausted, Assert.IsType<CodeResult.NotLive>(await world.EnterCode(client, attempt, code)).Why);
        Assert.NotNull(await world.Look(client, session));
        Assert.Contains(await world.NoticesAbout(client), x => x.Kind == NoticeKind.CodeExhausted);
    }

    [Theory, OnBothDatabases]
    public async Task Mistyped_costs_no_try_C1(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var code = await world.Issue(await world.SignedIn(world.Primary), client);
        var attempt = await world.PassPassword(client);
        var slip = $"{code[..8]}{(code[8] - '0' + 1) % 10}";

        for (var i = 0; i < 12; i++)
        {
            Assert.IsType<CodeResult.TypingError>(await world.EnterCode(client, attempt, slip));
        }

        Assert.IsType<CodeResult.Admitted>(await world.EnterCode(client, attempt, code));
    }

    [Theory, OnBothDatabases]
    public async Task For_one_time_use_is_dead_after_it_C4(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        await world.SetCodes(TimeSpan.FromHours(24), oneTime: true);
        var client = await world.Client();
        var code = await world.Issue(await world.SignedIn(world.Primary), client);

        Assert.IsType<CodeResult.Admitted>(await world.SignInWith(client, code));

        Assert.Equal(CodeEnding.Spent, Assert.IsType<CodeResult.NotLive>(await world.SignInWith(client, code)).Why);
    }

    [Theory, OnBothDatabases]
    public async Task Ends_when_the_person_confirms_with_the_device_again_N2(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var code = await world.Issue(await world.SignedIn(world.Primary), client);

        var admitted = Assert.IsType<CodeResult.Admitted>(await world.SignInWith(client, world.NextTotpOf(client)));

        Assert.Equal(SessionKind.Full, admitted.Kind);
        Assert.Equal(CodeState.DeviceConfirmed, (await world.LastCodeOf(client)).State);
        Assert.Equal(CodeEnding.DeviceInUse, Assert.IsType<CodeResult.NotLive>(await world.SignInWith(client, code)).Why);
    }

    [Theory, OnBothDatabases]
    public async Task Of_somebody_else_is_wrong(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var (one, other) = (await world.Client(), await world.Client());
        var by = await world.SignedIn(world.Primary);
        var code = await world.Issue(by, one);
        await world.Issue(by, other);

        Assert.IsType<CodeResult.Wrong>(await world.SignInWith(other, code));
    }

    [Theory, OnBothDatabases]
    public async Task Is_issued_once_per_form_however_often_it_is_sent(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var by = await world.SignedIn(world.Primary);
        var operation = Guid.NewGuid();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.TryIssue(by, client, operation))));

        Assert.Single(results.OfType<IssueResult.Issued>());
        Assert.Equal(7, results.OfType<IssueResult.AlreadyShown>().Count());
    }

    [Theory, OnBothDatabases]
    public async Task Cannot_be_issued_by_the_other_firms_administrator(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();

        Assert.IsType<IssueResult.NotFound>(await world.TryIssue(await world.SignedIn(world.OtherPrimary), client));
    }

    [Theory, OnBothDatabases]
    public async Task Is_refused_for_somebody_who_signs_in_without_MFA_C11(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client(paired: false);

        var refused = Assert.IsType<IssueResult.Refused>(await world.TryIssue(await world.SignedIn(world.Primary), client));

        Assert.Equal(RefusalToIssue.SignsInWithoutMfa, refused.Why);
    }

    [Theory, OnBothDatabases]
    public async Task Needs_the_issuers_second_step_of_the_last_15_minutes_C15(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var by = await world.SignedIn(world.Primary);
        world.Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(RefusalToIssue.SecondStepNotFresh, Assert.IsType<IssueResult.Refused>(await world.TryIssue(by, client)).Why);
    }

    [Theory, OnBothDatabases]
    public async Task Is_issued_three_times_a_day_and_no_more_C15(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var by = await world.SignedIn(world.Primary);
        var first = world.Now;
        for (var i = 0; i < 3; i++)
        {
            await world.Issue(by, client);
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var refused = Assert.IsType<IssueResult.Refused>(await world.TryIssue(by, client));
        Assert.Equal((RefusalToIssue.TooManyForPerson, first.AddHours(24)), (refused.Why, refused.Until));
        Assert.Equal(refused.Until, (await world.Get<AccessPanel>().Run(by, client.Id))!.RefusedUntil);

        // Then, and not a moment sooner.
        world.Clock.Advance(first.AddHours(24) - world.Now - TimeSpan.FromMinutes(1));
        by = await world.SignedIn(world.Primary);
        world.Clock.Advance(first.AddHours(24) - world.Now - TimeSpan.FromSeconds(1));
        Assert.IsType<IssueResult.Refused>(await world.TryIssue(by, client));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<IssueResult.Issued>(await world.TryIssue(by, client));
    }

    [Theory, OnBothDatabases]
    public async Task Is_issued_twenty_times_an_hour_by_one_person_who_is_told_until_when_C15(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var by = await world.SignedIn(world.Primary);
        var first = world.Now;
        for (var i = 0; i < 20; i++)
        {
            await world.Issue(by, await world.Client());
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var refused = Assert.IsType<IssueResult.Refused>(await world.TryIssue(by, await world.Client()));
        Assert.Equal((RefusalToIssue.TooManyByIssuer, first.AddHours(1)), (refused.Why, refused.Until));
    }

    [Theory, OnBothDatabases]
    public async Task Cannot_get_past_ten_failures_in_a_day_across_reissues_C8(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        var by = await world.SignedIn(world.Primary);
        for (var code = 0; code < 2; code++)
        {
            var digits = await world.Issue(by, client);
            var attempt = await world.PassPassword(client);
            for (var i = 0; i < 5; i++)
            {
                await world.EnterCode(client, attempt, World.OtherThan(digits));
            }
        }

        var capped = Assert.IsType<IssueResult.Refused>(await world.TryIssue(by, client));
        Assert.Equal(RefusalToIssue.TypedCodesCapped, capped.Why);
        Assert.IsType<CodeResult.CapReached>(await world.SignInWith(client, world.NextTotpOf(client)));

        Assert.True(await world.Get<ReleaseTries>().Run(by, client.Id));
        Assert.IsType<CodeResult.Admitted>(await world.SignInWith(client, world.NextTotpOf(client)));
    }

    [Theory, OnBothDatabases]
    public async Task Failing_the_tenth_time_in_a_day_is_written_down_as_the_cap_once_C8_A1(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await world.Client();
        await Fail(TryCap.PerDay - 1);
        Assert.Equal(0, await Lines());

        await Fail(1);
        Assert.Equal(1, await Lines());
        await Fail(3);
        Assert.Equal(1, await Lines());

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await world.Get<ReleaseTries>().Run(await world.SignedIn(world.Primary), client.Id));
        await Fail(TryCap.PerDay);
        Assert.Equal(2, await Lines());

        async Task Fail(int times)
        {
            var attempt = await world.PassPassword(client);
            for (var i = 0; i < times; i++)
            {
                Assert.False(await world.EnterCode(client, attempt, World.OtherThan("")) is CodeResult.Admitted);
            }
        }

        async Task<int> Lines() => (await world.EventsOf(client)).Count(x => x.Kind == EventKind.TryCapReached);
    }
}
