using Daypass.Domain;
using Daypass.Server.Approvals;
using Daypass.Server.Codes;
using Daypass.Server.Hosting;
using Daypass.Server.Sessions;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Approvals;

/// <summary>The story: somebody passes the password, types the number on the phone, and is in. Then one thing changes.</summary>
public class ApprovalTests
{
    private static readonly AnswerResult Expired = new AnswerResult.Done(ApprovalOutcome.Expired);
    private static readonly AnswerResult Answered = new AnswerResult.Done(ApprovalOutcome.Answered);
    private static readonly AnswerResult Approved = new AnswerResult.Done(ApprovalOutcome.Approved);
    private static readonly AnswerResult Denied = new AnswerResult.Done(ApprovalOutcome.Denied);
    private static readonly AnswerResult WrongNumber = new AnswerResult.Done(ApprovalOutcome.WrongNumber);

    private static async Task<(World World, PairedPhone Phone)> Begin(DatabaseKind database)
    {
        var world = await World.Create(database);
        return (world, await PairedPhone.Of(world, await world.Staff(paired: false)));
    }

    private static Task<FinishResult> Finish(World world, string attempt) => world.Get<FinishApproved>().Run(world.Amber, attempt, World.Client1);

    private static Task<AskPhoneResult> AskAgain(World world, string attempt, KnownBrowser? browser = null) => world.Get<AskPhone>().Run(world.Amber, attempt, browser, World.Client1);

    private static async Task<PhoneState> StateAt(World world, string attempt) => (await world.Get<PhoneStep>().Run(world.Amber, attempt))!.State;

    private static KnownBrowser Known(PairedPhone phone) => new(Guid.NewGuid(), [phone.Owner.Id]) { ConfirmedAt = new Dictionary<Guid, DateTimeOffset> { [phone.Owner.Id] = DateTimeOffset.MaxValue } };

    [Theory, OnBothDatabases]
    public async Task Typing_the_number_signs_in_with_a_full_session_N3(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var attempt = await world.PassPassword(phone.Owner);
        var asked = await phone.Asked();
        Assert.InRange(asked.Number, 10, 99);
        Assert.Equal((World.Client1.Browser, World.Client1.Address, world.Now + ApprovalRule.Life), (asked.Browser, asked.ClientAddress, asked.ExpiresAt));
        Assert.IsType<FinishResult.NotYet>(await Finish(world, attempt));

        Assert.Equal(Approved, await phone.Approve());
        Assert.Equal(PhoneState.Approved, await StateAt(world, attempt));
        var admitted = Assert.IsType<FinishResult.Admitted>(await Finish(world, attempt));

        var session = (await world.Look(phone.Owner, admitted.Session))!;
        Assert.Equal((SessionKind.Full, world.Now), (session.Kind, session.ConfirmedAt));
        var device = await world.Store.Read(world.Amber, db => db.Authenticators.SingleAsync(x => x.Id == phone.Id));
        Assert.Equal(world.Now, device.LastUsedAt);
        Assert.Equal(device.PairedAt, await world.Store.Read(world.Amber, db => db.Sessions.Where(x => x.Id == session.SessionId).Select(x => x.ConfirmedWithPairedAt).SingleAsync()));
        Assert.Equal([EventKind.ApprovalGiven, EventKind.SignedIn], (await world.EventsOf(phone.Owner)).Where(x => x.DeviceId == phone.Id).Select(x => x.Kind));
    }

    [Theory, OnBothDatabases]
    public async Task An_approval_opens_one_session_and_is_used_up(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var attempt = await world.PassPassword(phone.Owner);
        var asked = await phone.Asked();
        await phone.Approve();
        Assert.IsType<FinishResult.Admitted>(await Finish(world, attempt));

        Assert.IsType<FinishResult.StartAgain>(await Finish(world, attempt));
        Assert.Equal(Answered, await phone.Answer(asked.Id, asked.Number));
        Assert.IsType<FinishResult.StartAgain>(await Finish(world, attempt));
        Assert.Single(await world.Store.Read(world.Amber, db => db.Sessions.Where(x => x.AccountId == phone.Owner.Id).ToListAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Denying_stops_the_sign_in_and_is_recorded_and_told(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var attempt = await world.PassPassword(phone.Owner);

        Assert.Equal(Denied, await phone.Deny());

        Assert.Equal(PhoneState.Denied, await StateAt(world, attempt));
        Assert.IsType<FinishResult.StartAgain>(await Finish(world, attempt));
        Assert.IsType<CodeResult.StartAgain>(await world.EnterCode(phone.Owner, attempt, world.NextTotpOf(phone.Owner)));
        Assert.Equal(AskPhoneResult.StartAgain, await AskAgain(world, attempt));
        Assert.Single(await world.EventsOf(phone.Owner), x => x.Kind == EventKind.ApprovalDenied && x.DeviceId == phone.Id);
        Assert.Equal(phone.Id, Assert.Single(await world.NoticesAbout(phone.Owner), x => x.Kind == NoticeKind.SignInDenied).DeviceId);
    }

    [Theory, OnBothDatabases]
    public async Task Another_number_ends_the_question_and_not_the_sign_in(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var attempt = await world.PassPassword(phone.Owner);
        var asked = await phone.Asked();

        Assert.Equal(WrongNumber, await phone.Answer(asked.Id, asked.Number == 42 ? 43 : 42));
        Assert.Equal(Answered, await phone.Answer(asked.Id, asked.Number));
        Assert.Equal(PhoneState.WrongNumber, await StateAt(world, attempt));
        Assert.IsType<FinishResult.NotYet>(await Finish(world, attempt));
        Assert.Single(await world.EventsOf(phone.Owner), x => x.Kind == EventKind.ApprovalWrongNumber);

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(AskPhoneResult.Asked, await AskAgain(world, attempt));
        Assert.Equal(Approved, await phone.Approve());
        Assert.IsType<FinishResult.Admitted>(await Finish(world, attempt));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("042")]
    [InlineData("-4")]
    [InlineData("4\n2")]
    [InlineData("٤٢")]
    public async Task What_is_no_number_approves_nothing(string typed)
    {
        var (world, phone) = await Begin(DatabaseKind.Sqlite);
        await using var _ = world;
        var attempt = await world.PassPassword(phone.Owner);
        var asked = await phone.Asked();

        if (typed.Contains('\n', StringComparison.Ordinal))
        {
            Assert.IsType<AnswerResult.Gone>(await world.Get<AnswerApproval>().Run(world.Amber, phone.Id, asked.Id, approve: true, typed, phone.Time, phone.SignAnswer(asked.Id, approve: true, "42", phone.Time)));
        }
        else
        {
            Assert.Equal(WrongNumber, await phone.Answer(asked.Id, approve: true, typed));
        }

        Assert.IsType<FinishResult.NotYet>(await Finish(world, attempt));
    }

    [Theory, OnBothDatabases]
    public async Task The_question_ends_after_60_seconds_exactly(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var (first, firstAsked) = (await world.PassPassword(phone.Owner), await phone.Asked());
        world.Clock.Advance(ApprovalRule.Life - TimeSpan.FromMicroseconds(1));
        Assert.Equal(PhoneState.Waiting, await StateAt(world, first));
        Assert.Equal(Approved, await phone.Answer(firstAsked.Id, firstAsked.Number));

        var (second, asked) = (await world.PassPassword(phone.Owner), await phone.Asked());
        world.Clock.Advance(ApprovalRule.Life);

        Assert.Equal(PhoneState.Expired, await StateAt(world, second));
        Assert.Equal(Expired, await phone.Answer(asked.Id, asked.Number));
        Assert.IsType<FinishResult.NotYet>(await Finish(world, second));
        Assert.Equal(Expired, await phone.Answer(asked.Id, null));
        // The sign-in itself goes on.
        Assert.Equal(AskPhoneResult.Asked, await AskAgain(world, second));
    }

    [Theory, OnBothDatabases]
    public async Task The_sign_in_goes_on_within_two_minutes_of_the_approval(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var attempt = await world.PassPassword(phone.Owner);
        await phone.Approve();
        world.Clock.Advance(ApprovalRule.GoesOnFor);

        Assert.Equal(PhoneState.Expired, await StateAt(world, attempt));
        Assert.IsType<FinishResult.NotYet>(await Finish(world, attempt));
    }

    [Theory, OnBothDatabases]
    public async Task It_is_good_for_the_sign_in_that_asked_and_no_other(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var (mine, asked) = (await world.PassPassword(phone.Owner), await phone.Asked());
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var other = await world.PassPassword(phone.Owner);

        Assert.Equal(Approved, await phone.Answer(asked.Id, asked.Number));

        Assert.Equal(PhoneState.Waiting, await StateAt(world, other));
        Assert.IsType<FinishResult.NotYet>(await Finish(world, other));
        Assert.IsType<FinishResult.Admitted>(await Finish(world, mine));
        Assert.IsType<FinishResult.NotYet>(await Finish(world, other));
    }

    [Theory, OnBothDatabases]
    public async Task A_phone_answers_for_its_own_login_only(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        using var colleague = await PairedPhone.Of(world, await world.Staff(paired: false));
        using var stranger = await PairedPhone.Of(world, world.OtherPrimary);
        var (attempt, asked) = (await world.PassPassword(phone.Owner), await phone.Asked());

        Assert.Equal(Expired, await colleague.Answer(asked.Id, asked.Number));
        Assert.Equal(Expired, await colleague.Answer(asked.Id, null));
        Assert.Equal(Expired, await stranger.Answer(asked.Id, asked.Number));
        Assert.Equal(Expired, await phone.Answer(Guid.NewGuid(), asked.Number));
        // The stranger's phone asked at this firm, and signing for the other's login.
        foreach (var account in new[] { phone.Owner.Id, stranger.Owner.Id })
        {
            var signature = stranger.SignAnswer(asked.Id, approve: true, $"{asked.Number}", phone.Time, account: account);
            Assert.IsType<AnswerResult.Gone>(await world.Get<AnswerApproval>().Run(world.Amber, stranger.Id, asked.Id, approve: true, $"{asked.Number}", phone.Time, signature));
        }

        Assert.Equal(PhoneState.Waiting, await StateAt(world, attempt));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_signed_cannot_be_changed(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var answer = world.Get<AnswerApproval>();
        var (attempt, asked) = (await world.PassPassword(phone.Owner), await phone.Asked());
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.PassPassword(phone.Owner);
        var (other, time, number) = (await phone.Asked(), phone.Time, $"{asked.Number}");
        using var colleague = await PairedPhone.Of(world, await world.Staff(paired: false));
        var denial = phone.SignAnswer(asked.Id, approve: false, "", time);
        var wrong = phone.SignAnswer(asked.Id, approve: true, asked.Number == 42 ? "43" : "42", time);
        string[] signatures =
        [
            denial, wrong, "", new('A', 86), phone.SignAnswer(other.Id, approve: true, number, time), phone.SignAnswer(asked.Id, approve: true, number, time + 1),
            phone.SignAnswer(asked.Id, approve: true, number, time, new PublicOrigin("https://phish.example")), phone.SignAnswer(asked.Id, approve: true, number, time, account: colleague.Owner.Id),
            phone.SignNotMe(asked.Id, time), colleague.SignAnswer(asked.Id, approve: true, number, time, account: phone.Owner.Id),
        ];

        foreach (var signature in signatures)
        {
            Assert.IsType<AnswerResult.Gone>(await answer.Run(world.Amber, phone.Id, asked.Id, approve: true, number, time, signature));
        }

        Assert.IsType<AnswerResult.Gone>(await answer.Run(world.Amber, colleague.Id, asked.Id, approve: true, number, time, phone.SignAnswer(asked.Id, approve: true, number, time)));
        Assert.IsType<AnswerResult.Gone>(await answer.Run(world.Birch, phone.Id, asked.Id, approve: true, number, time, phone.SignAnswer(asked.Id, approve: true, number, time)));
        Assert.Equal(PhoneState.Waiting, await StateAt(world, attempt));
        Assert.Equal(Approved, await answer.Run(world.Amber, phone.Id, asked.Id, approve: true, number, time, phone.SignAnswer(asked.Id, approve: true, number, time)));
    }

    [Theory, OnBothDatabases]
    public async Task A_phone_with_another_time_is_told_the_servers(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        await world.PassPassword(phone.Owner);
        var (asked, answer) = (await phone.Asked(), world.Get<AnswerApproval>());
        foreach (var time in new[] { phone.Time - 120_001, phone.Time + 120_001, 0, long.MaxValue, long.MinValue })
        {
            var signature = phone.SignAnswer(asked.Id, approve: true, $"{asked.Number}", time);
            Assert.Equal(new AnswerResult.Clock(world.Now), await answer.Run(world.Amber, phone.Id, asked.Id, approve: true, $"{asked.Number}", time, signature));
            // Before anything is looked up: it says nothing of any phone.
            Assert.Equal(new AnswerResult.Clock(world.Now), await answer.Run(world.Amber, Guid.NewGuid(), asked.Id, approve: true, $"{asked.Number}", time, ""));
            Assert.Equal(new NotMeResult.Clock(world.Now), await world.Get<NotMeAtDevice>().Run(world.Amber, phone.Id, asked.Id, time, phone.SignNotMe(asked.Id, time)));
        }

        var late = phone.Time - 120_000;
        Assert.Equal(Approved, await answer.Run(world.Amber, phone.Id, asked.Id, approve: true, $"{asked.Number}", late, phone.SignAnswer(asked.Id, approve: true, $"{asked.Number}", late)));
    }

    [Theory, OnBothDatabases]
    public async Task A_phone_that_is_paired_no_more_answers_nothing_and_what_it_answered_is_void(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        using var second = await PairedPhone.Of(world, phone.Owner);
        foreach (var state in new[] { AuthenticatorState.Disconnected, AuthenticatorState.Lost, AuthenticatorState.TakenBack, AuthenticatorState.Pending })
        {
            var (attempt, asked) = (await world.PassPassword(phone.Owner), await phone.Asked());
            Assert.Equal(Approved, await phone.Answer(asked.Id, asked.Number));
            await Become(state);
            Assert.IsType<FinishResult.NotYet>(await Finish(world, attempt));
            // The page does not go on and on with it.
            Assert.Equal(PhoneState.Expired, await StateAt(world, attempt));

            world.Clock.Advance(ApprovalRule.BurstWindow);
            var (next, again) = (await world.PassPassword(phone.Owner), await phone.Asked());
            Assert.IsType<AnswerResult.Gone>(await phone.Answer(again.Id, again.Number));
            Assert.IsType<NotMeResult.Gone>(await phone.NotMe(again.Id));
            Assert.Equal(Approved, await second.Answer(again.Id, again.Number));
            Assert.IsType<FinishResult.Admitted>(await Finish(world, next));
            await Become(AuthenticatorState.Paired);
            world.Clock.Advance(ApprovalRule.BurstWindow);
        }

        Task Become(AuthenticatorState state) => world.Store.Write(world.Amber, db => db.Authenticators.Where(x => x.Id == phone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, state)));
    }

    [Theory, OnBothDatabases]
    public async Task Whatever_ends_the_sign_in_ends_its_question(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var (attempt, asked) = (await world.PassPassword(phone.Owner), await phone.Asked());
        Assert.IsType<CodeResult.Admitted>(await world.EnterCode(phone.Owner, attempt, world.TotpOf(phone.Owner)));
        Assert.Equal(Expired, await phone.Answer(asked.Id, asked.Number));

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var (second, secondAsked) = (await world.PassPassword(phone.Owner), await phone.Asked());
        Assert.Equal(Approved, await phone.Approve());
        await world.Get<SignOutEverywhere>().Run((await world.Look(phone.Owner, (await SignedIn(world, phone)).Session))!);
        Assert.IsType<FinishResult.StartAgain>(await Finish(world, second));
        Assert.Equal(Answered, await phone.Answer(secondAsked.Id, secondAsked.Number));
    }

    private static async Task<FinishResult.Admitted> SignedIn(World world, PairedPhone phone)
    {
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var attempt = await world.PassPassword(phone.Owner);
        await phone.Approve();
        return Assert.IsType<FinishResult.Admitted>(await Finish(world, attempt));
    }

    [Theory, OnBothDatabases]
    public async Task Asking_again_while_the_question_waits_asks_nothing_and_afterwards_another(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var (attempt, first) = (await world.PassPassword(phone.Owner), await phone.Asked());
        world.Clock.Advance(ApprovalRule.Life - TimeSpan.FromTicks(10));
        Assert.Equal(AskPhoneResult.Asked, await AskAgain(world, attempt));
        Assert.Equal(first.Id, (await phone.Asked()).Id);

        world.Clock.Advance(TimeSpan.FromTicks(10));
        Assert.Equal(AskPhoneResult.Asked, await AskAgain(world, attempt));
        Assert.NotEqual(first.Id, (await phone.Asked()).Id);
        Assert.Equal(2, (await world.EventsOf(phone.Owner)).Count(x => x.Kind == EventKind.ApprovalAsked));
    }

    [Theory, OnBothDatabases]
    public async Task A_question_asked_with_the_password_of_before_is_good_for_nothing(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        await world.PassPassword(phone.Owner);
        var asked = await phone.Asked();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.Store.Write(world.Amber, db => db.Accounts.Where(x => x.Id == phone.Owner.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.PasswordSetAt, world.Now)));

        Assert.Equal(Expired, await phone.Answer(asked.Id, asked.Number));
    }

    [Theory, OnBothDatabases]
    public async Task A_browser_is_known_only_where_a_device_confirmed_since_the_password_was_set(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var account = await world.AccountOf(phone.Owner);
        var (before, since) = (account.PasswordSetAt!.Value - TimeSpan.FromSeconds(1), account.PasswordSetAt.Value);
        var never = new KnownBrowser(Guid.NewGuid(), [phone.Owner.Id]);
        Assert.Null(never.ConfirmedFor(account));
        Assert.Null((never with { ConfirmedAt = new Dictionary<Guid, DateTimeOffset> { [phone.Owner.Id] = before } }).ConfirmedFor(account));
        Assert.Equal(never.Id, (never with { ConfirmedAt = new Dictionary<Guid, DateTimeOffset> { [phone.Owner.Id] = since } }).ConfirmedFor(account));
    }

    [Theory, OnBothDatabases]
    public async Task Signing_in_anew_in_the_browser_takes_the_question_back(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var (attempt, first) = (await world.PassPassword(phone.Owner), await phone.Asked());
        world.Clock.Advance(ApprovalRule.Life);
        Assert.Equal(AskPhoneResult.Asked, await AskAgain(world, attempt));
        var second = await phone.Asked();
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(Expired, await phone.Answer(first.Id, first.Number));

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var next = Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(phone.Owner, attempt: attempt)).Attempt.Reveal();
        Assert.Equal(Expired, await phone.Answer(second.Id, second.Number));
        Assert.Equal(Approved, await phone.Approve());
        Assert.IsType<FinishResult.NotYet>(await Finish(world, attempt));
        Assert.IsType<FinishResult.Admitted>(await Finish(world, next));
    }

    [Theory, OnBothDatabases]
    public async Task Signing_in_anew_again_and_again_asks_twenty_times_in_ten_minutes_at_most(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        string? attempt = null;
        for (var i = 0; i < ApprovalRule.MostLately + 3; i++)
        {
            attempt = Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(phone.Owner, attempt: attempt)).Attempt.Reveal();
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(ApprovalRule.MostLately, await world.Store.Read(world.Amber, db => db.ApprovalRequests.CountAsync()));
        Assert.Equal(AskPhoneResult.TooMany, await AskAgain(world, attempt!));
        world.Clock.Advance(ApprovalRule.BurstWindow);
        Assert.Equal(AskPhoneResult.Asked, await AskAgain(world, attempt!));
    }

    [Theory, OnBothDatabases]
    public async Task Who_asks_slowly_leaves_a_trace_each_time_wakes_nine_times_a_day_and_is_told_once(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        for (var i = 1; i <= 14; i++)
        {
            Assert.Equal(i < ApprovalRule.ManyADay, Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(phone.Owner)).Wake is not null);
            world.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(14, (await world.EventsOf(phone.Owner)).Count(x => x.Kind == EventKind.ApprovalAsked));
        Assert.Single(await world.NoticesAbout(phone.Owner), x => x.Kind == NoticeKind.WakingPaused);
        // A burst later that day is not told again.
        for (var i = 0; i < ApprovalRule.Burst; i++)
        {
            await world.EnterPassword(phone.Owner);
            world.Clock.Advance(ApprovalRule.Life);
        }

        Assert.Single(await world.NoticesAbout(phone.Owner), x => x.Kind == NoticeKind.WakingPaused);
    }

    [Theory, OnBothDatabases]
    public async Task Asking_again_voids_an_approval_that_was_not_used(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var attempt = await world.PassPassword(phone.Owner);
        Assert.Equal(Approved, await phone.Approve());
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await AskAgain(world, attempt);

        Assert.IsType<FinishResult.NotYet>(await Finish(world, attempt));
    }

    [Theory, OnBothDatabases]
    public async Task With_a_live_code_nothing_is_asked_until_the_person_has_the_phone_again_N1_N2(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var digits = await world.IssueAsOperator(phone.Owner);
        var result = Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(phone.Owner));
        Assert.Null(result.Wake);
        var attempt = result.Attempt.Reveal();
        Assert.Equal(PhoneState.NotAsked, await StateAt(world, attempt));
        Assert.Empty(await world.Store.Read(world.Amber, db => db.ApprovalRequests.ToListAsync()));

        Assert.Equal(AskPhoneResult.Asked, await AskAgain(world, attempt));
        Assert.Equal(Approved, await phone.Approve());
        var admitted = Assert.IsType<FinishResult.Admitted>(await Finish(world, attempt));

        Assert.Equal(SessionKind.Full, (await world.Look(phone.Owner, admitted.Session))!.Kind);
        Assert.Equal(CodeState.DeviceConfirmed, (await world.LastCodeOf(phone.Owner)).State);
        Assert.Single(await world.EventsOf(phone.Owner), x => x.Kind == EventKind.DeviceConfirmed);
        Assert.IsType<CodeResult.NotLive>(await world.SignInWith(phone.Owner, digits));
    }

    [Theory, OnBothDatabases]
    public async Task A_code_issued_meanwhile_ends_when_the_phone_confirms_all_the_same(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var attempt = await world.PassPassword(phone.Owner);
        await world.IssueAsOperator(phone.Owner);
        Assert.Equal(Approved, await phone.Approve());

        Assert.IsType<FinishResult.Admitted>(await Finish(world, attempt));
        Assert.Equal(CodeState.DeviceConfirmed, (await world.LastCodeOf(phone.Owner)).State);
    }

    [Theory, OnBothDatabases]
    public async Task After_the_codes_removal_the_very_next_sign_in_asks_the_phone_C9(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        await world.IssueAsOperator(phone.Owner);
        await world.PassPassword(phone.Owner);
        Assert.Empty(await world.Store.Read(world.Amber, db => db.ApprovalRequests.ToListAsync()));
        await world.Get<RemoveCode>().Run(await world.SignedIn(world.Primary), phone.Owner.Id);

        Assert.Equal(phone.Owner.Id, Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(phone.Owner)).Wake);
        Assert.Equal(Approved, await phone.Approve());
    }

    [Theory, OnBothDatabases]
    public async Task At_C8s_cap_the_phone_still_signs_in(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        for (var i = 0; i < TryCap.PerDay; i++)
        {
            Assert.IsType<CodeResult.Wrong>(await world.SignInWith(phone.Owner, "000000"));
            world.Clock.Advance(ApprovalRule.Life);
        }

        world.Clock.Advance(ApprovalRule.BurstWindow);
        var attempt = await world.PassPassword(phone.Owner);
        Assert.IsType<CodeResult.CapReached>(await world.EnterCode(phone.Owner, attempt, "000000"));

        Assert.Equal(Approved, await phone.Approve());
        Assert.IsType<FinishResult.Admitted>(await Finish(world, attempt));
    }

    [Theory, OnBothDatabases]
    public async Task With_a_typing_app_alone_nobody_is_asked(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var attempt = await world.PassPassword(await world.Staff());

        Assert.Empty(await world.Store.Read(world.Amber, db => db.ApprovalRequests.ToListAsync()));
        Assert.Equal(AskPhoneResult.NoPhone, await AskAgain(world, attempt));
        Assert.IsType<FinishResult.NotYet>(await Finish(world, attempt));
    }

    [Theory, OnBothDatabases]
    public async Task Three_are_open_at_most_and_a_known_browser_has_a_count_of_its_own(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        for (var i = 0; i < ApprovalRule.MostOpen; i++)
        {
            Assert.NotNull(Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(phone.Owner)).Wake);
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var fourth = Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(phone.Owner));
        Assert.Null(fourth.Wake);
        Assert.Equal(PhoneState.NotAsked, await StateAt(world, fourth.Attempt.Reveal()));
        Assert.Equal(AskPhoneResult.TooMany, await AskAgain(world, fourth.Attempt.Reveal()));
        // The owner's browser is not crowded out; one that is known to another login is no known one here.
        Assert.Equal(AskPhoneResult.TooMany, await AskAgain(world, fourth.Attempt.Reveal(), new KnownBrowser(Guid.NewGuid(), [world.Primary.Id])));
        Assert.NotNull(Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(phone.Owner, browser: Known(phone))).Wake);
        Assert.NotNull((await phone.Asked()).KnownBrowser);

        // The first of them denied: there is room again.
        var oldest = await world.Store.Read(world.Amber, db => db.ApprovalRequests.OrderBy(x => x.CreatedAt).Select(x => x.Id).FirstAsync());
        Assert.Equal(Denied, await phone.Answer(oldest, null));
        Assert.Equal(AskPhoneResult.Asked, await AskAgain(world, fourth.Attempt.Reveal()));
    }

    [Theory, OnBothDatabases]
    public async Task A_burst_wakes_no_longer_and_is_told_once(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        var known = Known(phone);
        for (var i = 1; i <= 8; i++)
        {
            var result = Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(phone.Owner));
            Assert.Equal(i < ApprovalRule.Burst, result.Wake is not null);
            Assert.Equal(i < ApprovalRule.Burst, (await phone.Asked()).Woke);
            world.Clock.Advance(ApprovalRule.Life);
        }

        Assert.Single(await world.NoticesAbout(phone.Owner), x => x.Kind == NoticeKind.WakingPaused);
        Assert.Single(await world.EventsOf(phone.Owner), x => x.Kind == EventKind.WakingPaused);
        // Opening the app answers all the same, and the owner's browser still wakes.
        await world.EnterPassword(phone.Owner);
        Assert.Equal(Approved, await phone.Approve());
        Assert.NotNull(Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(phone.Owner, browser: known)).Wake);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_past_is_tidied_away(DatabaseKind database)
    {
        var (world, phone) = await Begin(database);
        await using var _ = world;
        await world.PassPassword(phone.Owner);
        var tidy = world.Get<IEnumerable<IChore>>().OfType<Tidy>().Single();
        await tidy.Do(CancellationToken.None);
        Assert.Single(await world.Store.Read(world.Amber, db => db.ApprovalRequests.ToListAsync()));

        world.Clock.Advance(TimeSpan.FromHours(25));
        await tidy.Do(CancellationToken.None);
        Assert.Empty(await world.Store.Read(world.Amber, db => db.ApprovalRequests.ToListAsync()));
    }
}
