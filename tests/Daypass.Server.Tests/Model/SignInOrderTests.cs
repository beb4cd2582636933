using System.Security.Cryptography;
using CsCheck;
using Daypass.Domain;
using Daypass.Server.Approvals;
using Daypass.Server.Notifications;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Model;

/// <summary>
/// Q1 and P4: the steps of sign-ins of three people, in any order, repeated, skipped, with each other's tokens and codes, and with tokens
/// that ran out; one of them confirms with a phone. Whatever is tried, a session opens only where this very sign-in passed the password step of its person and then, once,
/// the second step of the same person.
/// </summary>
public class SignInOrderTests
{
    private const int Steps = 30;

    internal enum Try { Password, WrongPassword, Code, Backup, Mailbox, Click, OldClick, Longer, Wait, Ask, Approve, WrongNumber, Deny, Continue }

    /// <param name="Person">Whose password, code or link; 0 has a live code and never paired, 1 paired formerly and has none, 2 has a phone.</param>
    /// <param name="Token">Which of the tokens handed out so far, newest first; one too many: none, or one that never was.</param>
    internal readonly record struct Move(Try What, int Person, int Token)
    {
        public override string ToString() => $"{What} of person {Person} with token {Token}";
    }

    private static readonly Gen<Move> Moves = Gen.Select(
        Gen.Frequency((5, Try.Password), (1, Try.WrongPassword), (7, Try.Code), (2, Try.Backup), (3, Try.Mailbox), (4, Try.Click), (2, Try.OldClick), (1, Try.Longer), (1, Try.Wait),
            (2, Try.Ask), (4, Try.Approve), (1, Try.WrongNumber), (1, Try.Deny), (6, Try.Continue)),
        Gen.Frequency((1, 0), (1, 1), (2, 2)), Gen.Int[0, 4], (what, person, token) => new Move(what, person, token));

    /// <summary>A sign-in as P4 sees it.</summary>
    private sealed class Attempt
    {
        public required string Token;
        public required int Person;
        public required bool PasswordPassed;
        public required DateTimeOffset? Proven;
        public required DateTimeOffset Ends;
        public bool Done;

        /// <summary>What the phone was asked for it last; null: nothing that counts.</summary>
        public Question? Asked;

        public bool IsUnderWay(DateTimeOffset now) => !Done && now < Ends;
    }

    /// <summary>A question as N3 sees it.</summary>
    private sealed class Question
    {
        public required Guid Id;
        public required int Number;
        public required DateTimeOffset At;
        public bool Answered;
        public DateTimeOffset? Approved;
    }

    [Theory, OnBothDatabases]
    public async Task In_any_order_open_a_session_only_after_password_and_second_step_of_one_person_Q1_P4(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        await world.SetPolicies(Policy.Required, Policy.Required);
        var random = new PCG((uint)RandomNumberGenerator.GetInt32(int.MaxValue));
        var (by, opened, byPhone) = (await world.SignedIn(world.Primary), 0, 0);
        // Few samples may open nothing by chance: then a few more are drawn, so that the walk is seen to get in both ways.
        for (var i = 0; i < Samples.Of(40, 1000) || (i < 400 && !GotInBothWays()); i++)
        {
            var moves = Moves.Array[Steps].Generate(random, null, out _);
            var done = new List<Move>();
            try
            {
                world.Clock.Advance(TimeSpan.FromMinutes(5));
                var earned = await Play(world, by with { ConfirmedAt = world.Now }, moves, done);
                (opened, byPhone) = (opened + earned.Opened, byPhone + earned.ByPhone);
            }
            catch (Disagreement failure)
            {
                Assert.Fail($"{failure.Message}\nafter\n  {string.Join("\n  ", done)}");
            }
        }

        Assert.True(GotInBothWays());

        bool GotInBothWays() => byPhone > 0 && opened > byPhone;
    }

    private static async Task<(int Opened, int ByPhone)> Play(World world, Sessions.SignedIn by, IEnumerable<Move> moves, List<Move> done)
    {
        Someone[] people = [await world.Client(paired: false), await world.Client(paired: false), await world.Client(paired: false)];
        using var phone = await PairedPhone.Of(world, people[2]);
        var byPhone = 0;
        await world.Store.Write(world.Amber, db => db.Accounts.Where(x => x.Id == people[1].Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.EverPaired, true)));
        var issued = await world.Issue(by, people[0]);
        var ends = world.Now.AddHours(24);
        var (attempts, links, opened) = (new List<Attempt>(), new List<(string Token, int Person, bool Used, DateTimeOffset Ends)>(), 0);
        foreach (var move in moves)
        {
            done.Add(move);
            world.Clock.Advance(TimeSpan.FromMicroseconds(1));
            var (now, someone) = (world.Now, people[move.Person]);
            var attempt = move.Token < attempts.Count ? attempts[attempts.Count - 1 - move.Token] : null;
            var token = attempt?.Token ?? (move.Token % 2 == 0 ? null : Token.New().Reveal());
            var passed = attempt?.IsUnderWay(now) == true && attempt.PasswordPassed;
            var (expected, said, session) = move.What switch
            {
                Try.Password => await Password(someone),
                Try.WrongPassword => ("Refused", (await world.EnterPassword(someone, "wrong", attempt: token)).GetType().Name, null),
                Try.Code => await Code(someone),
                Try.Backup => await Type("482915067319", passed, "Wrong|TypingError|CapReached"),
                Try.Mailbox => (!passed || attempt!.Person == 2 ? "StartAgain" : "Mailed", $"{await world.Get<AskMailboxProof>().Run(world.Amber, token)}", null),
                Try.Click or Try.OldClick => await Click(people[move.Person % 2]),
                Try.Ask => await Ask(),
                Try.Approve or Try.WrongNumber or Try.Deny => await Answer(),
                Try.Continue => await Continue(),
                // P3 asks for a longer password only where the password alone is about to be admitted: never here.
                Try.Longer => ("Dead", (await world.Get<SetLongerPassword>().Run(world.Amber, token, "another long passphrase", World.Client1)).GetType().Name, null),
                _ => Wait(),
            };
            if (!expected.Split('|').Contains(said))
            {
                throw new Disagreement($"{move}: the rules say {expected}, the server said {said}");
            }

            opened += session is null ? 0 : 1;
            await OnlyThese(opened, people);

            (string, string, Token?) Wait()
            {
                world.Clock.Advance(TimeSpan.FromMinutes(move.Token switch { 3 => 1, 1 => 5, _ => 15 }));
                return ("", "", null);
            }

            async Task<(string, string, Token?)> Password(Someone who)
            {
                // N11: only an attempt that began with the mailed link of this very person goes on to pairing, and once.
                var proven = attempt is not null && attempt.IsUnderWay(now) && attempt.Person == move.Person && now < attempt.Proven?.AddMinutes(30);
                var result = await world.EnterPassword(who, attempt: token);
                if (proven)
                {
                    attempt!.Done = true;
                }

                if (result is PasswordResult.Continue on)
                {
                    if (attempt?.Person == move.Person && attempt.IsUnderWay(now))
                    {
                        // Another sign-in took its place in this browser.
                        attempt.Asked = null;
                    }

                    attempts.Add(new Attempt { Token = on.Attempt.Reveal(), Person = move.Person, PasswordPassed = true, Proven = null, Ends = now.AddMinutes(15) });
                    await NowAsked(attempts[^1]);
                }

                return (proven ? "PairingOnly" : "Continue", result.GetType().Name, (result as PasswordResult.PairingOnly)?.Session);
            }

            async Task<(string, string, Token?)> Code(Someone who)
            {
                // The code of person 0, typed in whoever's sign-in the token is of; of person 1, digits that are nobody's.
                var right = move.Person == 0 && attempt?.Person == 0 && now < ends;
                var answer = await Type(move.Person == 0 ? issued : World.OtherThan(issued), passed, right ? "Admitted|NotLive|CapReached" : "Wrong|NotLive|CapReached");
                if (answer.Item3 is not null)
                {
                    attempt!.Done = true;
                }

                return answer;
            }

            async Task<(string, string, Token?)> Type(string typed, bool underWay, string ifUnderWay)
            {
                var result = await world.Get<EnterCode>().Run(world.Amber, token, typed, World.Client1);
                // The token of this firm's sign-in says nothing to the other firm.
                var abroad = await world.Get<EnterCode>().Run(world.Birch, token, typed, World.Client1);
                return (underWay ? ifUnderWay : "StartAgain", abroad is CodeResult.StartAgain ? result.GetType().Name : "another firm's", (result as CodeResult.Admitted)?.Session);
            }

            async Task<(string, string, Token?)> Ask()
            {
                var result = await world.Get<AskPhone>().Run(world.Amber, token, browser: null, World.Client1);
                if (!passed)
                {
                    return ("StartAgain", $"{result}", null);
                }

                if (IsOpen(attempt!))
                {
                    // It waits already: nothing is asked anew.
                    return ("Asked", $"{result}", null);
                }

                attempt!.Asked = null;
                return (attempt.Person != 2 ? "NoPhone" : await NowAsked(attempt) ? "Asked" : "TooMany", $"{result}", null);
            }

            // Three are open at most; what is asked now is the newest.
            async Task<bool> NowAsked(Attempt of)
            {
                if (of.Person != 2 || attempts.Count(x => IsOpen(x)) >= ApprovalRule.MostOpen)
                {
                    return false;
                }

                var newest = await phone.Asked();
                of.Asked = new Question { Id = newest.Id, Number = newest.Number, At = now };
                return newest.CreatedAt == now;
            }

            bool IsOpen(Attempt of) => of.Asked is { Answered: false } asked && of.IsUnderWay(now) && now < asked.At.AddSeconds(60);

            async Task<(string, string, Token?)> Answer()
            {
                if (attempt?.Asked is not { } asked)
                {
                    return ("", "", null);
                }

                var number = move.What switch { Try.Approve => asked.Number, Try.WrongNumber => asked.Number == 42 ? 43 : 42, _ => (int?)null };
                var (open, answered) = (IsOpen(attempt), asked.Answered);
                var outcome = ((AnswerResult.Done)await phone.Answer(asked.Id, number)).Outcome;
                if (!open)
                {
                    return (answered ? "Answered" : "Expired", $"{outcome}", null);
                }

                asked.Answered = true;
                asked.Approved = move.What == Try.Approve ? now : null;
                attempt.Done |= move.What == Try.Deny;
                return (move.What switch { Try.Approve => "Approved", Try.WrongNumber => "WrongNumber", _ => "Denied" }, $"{outcome}", null);
            }

            async Task<(string, string, Token?)> Continue()
            {
                var result = await world.Get<FinishApproved>().Run(world.Amber, token, World.Client1);
                var abroad = await world.Get<FinishApproved>().Run(world.Birch, token, World.Client1);
                var approved = passed && now < attempt!.Asked?.Approved?.AddMinutes(2);
                if (approved)
                {
                    attempt!.Done = true;
                    byPhone++;
                }

                return (approved ? "Admitted" : passed ? "NotYet" : "StartAgain", abroad is FinishResult.StartAgain ? result.GetType().Name : "another firm's", (result as FinishResult.Admitted)?.Session);
            }

            async Task<(string, string, Token?)> Click(Someone who)
            {
                if (move.What == Try.Click)
                {
                    var made = await world.Store.Write(world.Amber, async db => await LinkTokens.Make(db, now, await db.Accounts.SingleAsync(x => x.Id == who.Id), LinkPurpose.MailboxProof));
                    links = [.. links.Select(x => x.Person == move.Person % 2 ? x with { Used = true } : x), (made.Reveal(), move.Person % 2, false, now.AddMinutes(30))];
                }

                if (links.Count == 0)
                {
                    return ("", "", null);
                }

                var at = move.What == Try.Click ? links.Count - 1 : move.Token % links.Count;
                var link = links[at];
                links[at] = link with { Used = true };
                var result = await world.Get<ConfirmMailboxProof>().Run(world.Amber, link.Token);
                if (result is ConfirmMailboxProofResult.Proven proven)
                {
                    attempts.Add(new Attempt { Token = proven.Attempt.Reveal(), Person = link.Person, PasswordPassed = false, Proven = now, Ends = now.AddMinutes(30) });
                }

                return (link.Used || now >= link.Ends ? "Dead" : "Proven", result.GetType().Name, null);
            }
        }

        return (opened, byPhone);

        async Task OnlyThese(int expected, Someone[] of)
        {
            var ids = of.Select(x => x.Id).ToArray();
            var count = await world.Store.Read(world.Amber, db => db.Sessions.CountAsync(x => ids.Contains(x.AccountId)));
            if (count != expected)
            {
                throw new Disagreement($"{count} sessions were opened, {expected} were earned.");
            }
        }
    }
}
